"""The keys of a terminal, by the names that `keys` has for them."""

from collections.abc import Iterable

from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from rich.cells import cell_len

INTERRUPT = Keys.ControlC.value

SCROLLS = frozenset({"up", "down", "pageup", "pagedown"})

_NAMES = {
    " ": "space",
    "c-m": "enter",
    "c-h": "backspace",
    **{name: name for name in ("escape", "left", "right", "up", "down")},
    **{name: name for name in ("pageup", "pagedown")},
}

_COMBINING = 0x300
"""The first sign of which a terminal may not take one column."""


def named(presses: Iterable[KeyPress]) -> list[str]:
    """Return the names of keys, without what a terminal or a clock sends by itself."""
    return [
        _NAMES.get(name, name)
        for each in presses
        if each.data != "_Flush" and each.key is not Keys.CPRResponse
        for name in [str(getattr(each.key, "value", each.key))]
    ]


def is_wide(page: str) -> bool:
    """Return whether terminals may not agree how many columns some signs take."""
    return any(ord(c) >= _COMBINING and cell_len(c) != 1 for c in set(page))
