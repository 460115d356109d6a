"""Text of cells, made fit to be kept: what harms or cannot be seen is left out."""

import re
import unicodedata

from secondsale.errors import InputError
from secondsale.text import NAME_LENGTH, NOTE_LENGTH, clean_name, harmless

_GUARDED = frozenset("=+-@0123456789")
_BREAKS = r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*"


def keepable(value: str, *, joint: str = " ", longest: int = NAME_LENGTH) -> str:
    """Return text of a cell that `text.clean` would take as it is, on one line.

    Line breaks become the `joint`; what cannot be seen is left out, square brackets
    that look like markup become round ones, and what is longer is cut, with … at the
    end. `longest` is in characters.
    """
    if not value.isprintable() or "[" in value:
        value = re.sub(_BREAKS, joint, value.strip()).replace("\t", " ")
        value = harmless(value[: 4 * longest])
    kept = " ".join(value.split())
    if not kept.isascii():
        kept = harmless(unicodedata.normalize("NFC", kept[: 4 * longest]))
    if len(kept) > longest:  # the cut may go through a sign of several characters
        kept = f"{harmless(kept[: longest - 1]).rstrip()}…"
    return kept


def keepable_note(value: str) -> str:
    """Return a note that can be kept: its lines joined by ` / `, cut where too long."""
    return keepable(value, joint=" / ", longest=NOTE_LENGTH)


def keepable_name(value: str) -> str:
    """Return a name that can be kept, or nothing where it has no letter in it."""
    kept = keepable(value)
    if kept.isascii() and kept[:1].isalpha() and "[" not in kept:
        return kept  # as most are: there is nothing to look for
    try:
        return clean_name(kept, "the name") if kept else ""
    except InputError:
        return ""


def unguarded(cell: str) -> str:
    """Return a cell without white space around it, and without our apostrophe.

    It stands before what a spreadsheet would run, and before a postcode such as 02139
    in Shopify's files; of several, one is taken away.
    """
    cell = cell.strip()
    if cell[:1] == "'" and cell.lstrip("'")[:1] in _GUARDED:
        return cell[1:]
    return cell
