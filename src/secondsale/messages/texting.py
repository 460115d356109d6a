"""How many texts a message makes: GSM 03.38 in 7 bits, or else UCS-2."""

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")

_SEPTETS = 160, 153
_UNITS = 70, 67
"""What one text holds alone, and each of several that are put together again."""


def beyond_gsm(body: str) -> str:
    """Return the signs that a text of 160 letters cannot hold, each once."""
    return "".join(dict.fromkeys(c for c in body if c not in _PLAIN | _EXTENDED))


def texts(body: str) -> int:
    """Return how many texts a phone makes of a message.

    A sign of two halves, such as € in 7 bits or an emoji, is never cut in two.
    """
    if beyond_gsm(body):
        sizes = [2 if ord(char) > 0xFFFF else 1 for char in body]
        alone, each = _UNITS
    else:
        sizes = [2 if char in _EXTENDED else 1 for char in body]
        alone, each = _SEPTETS
    if sum(sizes) <= alone:
        return 1
    count, filled = 1, 0
    for size in sizes:
        if filled + size > each:
            count, filled = count + 1, 0
        filled += size
    return count
