"""Links that open a program of the desktop with a draft in it: nothing is sent."""

import re
from urllib.parse import quote

from secondsale.errors import InputError
from secondsale.model import Channel

_PHONES = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)


def link(channel: Channel, to: str, *, subject: str = "", body: str = "") -> str:
    """Return the link for a draft: `mailto:`, `sms:`, `tel:` or one of WhatsApp's.

    Lines end in CR LF in an e-mail, as RFC 6068 has it; an SMS is as in RFC 5724.
    Errors: InputError where there is no such link, saying why.
    """
    if channel is not Channel.EMAIL and channel not in _PHONES:
        raise InputError(
            f"no program can be opened for a {channel}", "--copy puts it at hand"
        )
    if not to:
        what = "e-mail address" if channel is Channel.EMAIL else "phone number"
        raise InputError(f"no {what} is known", "secondsale edit-customer adds one")
    if channel is Channel.EMAIL:
        lines = _quoted(body.replace("\n", "\r\n"))
        return f"mailto:{quote(to, safe='@')}?subject={_quoted(subject)}&body={lines}"
    number = _number(to)
    if channel is Channel.CALL:
        return f"tel:{number}"
    if channel is Channel.SMS:
        return f"sms:{number}?body={_quoted(body)}"
    if not number.startswith("+"):
        raise InputError(
            f"WhatsApp needs the country code, and {to} has none",
            "secondsale edit-customer NAME --phone +44...",
        )
    return f"https://wa.me/{number.removeprefix('+')}?text={_quoted(body)}"


def _quoted(words: str) -> str:
    return quote(words, safe="")


def _number(phone: str) -> str:
    """Return a number to dial: digits, with a plus before a country code."""
    plain = re.split(r"[^0-9+ ()./-]", phone.strip(), maxsplit=1)[0]  # no extension
    abroad = plain.startswith(("+", "00"))
    digits = re.sub("[^0-9]", "", plain.replace("(0)", "") if abroad else plain)
    return f"+{digits.removeprefix('00')}" if abroad else digits
