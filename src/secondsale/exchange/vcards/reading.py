"""A file of vCards, each read by itself: a bad one never costs another."""

import re
from collections.abc import Iterator
from pathlib import Path

from secondsale.errors import InputError
from secondsale.exchange.formats import Choices
from secondsale.exchange.formats._address_book import arrival
from secondsale.exchange.tables.encodings import CP1252, UTF_8, UTF_16
from secondsale.exchange.vcards.content_lines import (
    ContentLine,
    Numbered,
    content_line,
    decoded,
    unfolded,
)
from secondsale.exchange.vcards.cutting import OUTSIDE, Card, cards
from secondsale.exchange.vcards.entries import NOBODY, PROPERTIES, entry_of, kind
from secondsale.model.arrivals import ArrivingContact, Refused, Skipped
from secondsale.records import replace

SUFFIXES = (".vcf", ".vcard")

_LOOK = 4096
_WIDE = ("utf-16-le", "utf-16-be")

_BEGIN = re.compile(rb"(?i)BEGIN\s*:\s*VCARD")
_HEAVY = re.compile(rb"(?i)(?:[\w-]+\.)?(?:PHOTO|LOGO|KEY|SOUND)\b")
"""Properties that are large, often damaged, and of no use here."""

_LONG = ("NOTE", "ADR", "LABEL")
"""Properties that careless programs break into lines without folding them."""


def looks_like(path: Path) -> bool:
    """Return whether a file holds vCards, by its name or its first lines."""
    if path.suffix.casefold() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK)
    except OSError:
        return False
    first = start.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    return _BEGIN.match(first) is not None


def encoding(path: Path) -> str:
    """Return what the file is written in: `UTF-8`, `UTF-16` or `cp1252`.

    Cards of several programs may be gathered in one file, so each line is decoded by
    itself; this is what most of those say that could be either.
    """
    if _wide(path):
        return UTF_16
    told = {True: 0, False: 0}
    for _, line in _lines(path):
        if not line.isascii():
            told[line.decode("utf-8", "ignore").encode() == line] += 1
    return CP1252 if told[False] > told[True] else UTF_8


def read(path: Path, choices: Choices) -> Iterator[ArrivingContact | Skipped | Refused]:
    """Yield what the cards of a file bring, in their order.

    Errors: InputError for a file that cannot be read, or has no card.
    """
    none = True
    for card in cards(_lines(path)):
        none = none and card.fault == OUTSIDE
        yield _brought(card, choices)
    if none:
        raise InputError(
            f"{path.name} holds no vCards", "export the contacts as vCard (.vcf) again"
        )


def _brought(card: Card, choices: Choices) -> ArrivingContact | Skipped | Refused:
    lines = (card.line,)
    try:
        if card.fault:
            raise InputError(card.fault)
        properties = _properties(card)
        what = kind(properties)
        if what in NOBODY:
            return Skipped(lines, f"a {what}, not a person")
        entry = entry_of(properties, today=choices.today)
    except InputError as error:
        return Refused(lines, error.message, ((_shown(card),),))
    found = arrival(lines, entry, choices, ())
    if isinstance(found, Refused):
        return replace(found, records=((_shown(card),),))
    return found


def _properties(card: Card) -> list[ContentLine]:
    """Return a card's lines, those without use and what belongs to them left out.

    Errors: InputError, naming a line that is none.
    """
    kept: list[ContentLine] = []
    name = ""
    for number, raw in unfolded(card.body):
        line = content_line(number, raw)
        if line is not None:
            name = line.name
            if name in PROPERTIES:
                kept.append(line)
        elif name in _LONG:
            kept[-1] = replace(kept[-1], raw=kept[-1].raw + b"\\n" + raw.strip())
        elif name in PROPERTIES or not name:
            raise InputError(f"line {number} cannot be understood")
    return kept


def _shown(card: Card) -> str:
    """Return a card as it stands in the file, without pictures and the like."""
    lines = [decoded(raw) for _, raw in unfolded(card.body) if not _HEAVY.match(raw)]
    if card.fault != OUTSIDE:
        lines.insert(0, "BEGIN:VCARD")
    if not card.fault:
        lines.append("END:VCARD")
    return "\n".join(lines)


def _lines(path: Path) -> Iterator[Numbered]:
    """Yield the lines of a file, in UTF-8 if it is UTF-16, else as they stand there.

    Errors: InputError for a file that cannot be read.
    """
    codec = _wide(path)
    # Every byte is a character of Latin-1, and stays itself.
    with path.open(encoding=codec or "latin-1", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            text = line.removesuffix("\n")
            if codec:
                yield number, text.encode("utf-8", "replace")
            else:
                yield number, text.encode("latin-1")


def _wide(path: Path) -> str:
    """Return which UTF-16 a file is, with a mark or without; nothing if it is none.

    Errors: InputError for a file that cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK).upper()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", "check the name of the file"
        ) from None
    at = start.find("BEGIN:V".encode("utf-16-le"))
    return _WIDE[at % 2] if at >= 0 else ""  # the same letters, one byte later
