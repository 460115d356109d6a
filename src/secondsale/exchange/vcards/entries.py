"""What a card says about somebody, whichever version and program it is from."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from secondsale.days import Birthday, parse_birthday
from secondsale.errors import InputError
from secondsale.exchange.formats._address_book import (
    MOBILE,
    Entry,
    answered,
    joined,
    on_one_line,
)
from secondsale.exchange.vcards.content_lines import ContentLine, split, unescaped

PROPERTIES = frozenset(
    """FN N NICKNAME ORG EMAIL TEL ADR LABEL BDAY NOTE CATEGORIES UID KIND
    X-ADDRESSBOOKSERVER-KIND X-ABLABEL""".split()
)
"""All that is read of a card."""

NOBODY = frozenset({"group", "location", "application", "device", "thing"})
"""Kinds of cards that are about no one."""

_LEAST = 100
_EASTERN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"

_BIRTHDAY = r"(?ai)(?:(\d{4})-?|--)(\d\d)-?(\d\d)(?:[T ][\d:.]*(?:Z|[+-][\d:]+)?)?"
_NO_YEAR = ("", "0000", "1604")
"""What stands for a year that is not known: Apple writes the first leap year it has."""

Lines = list[ContentLine]


def kind(lines: Lines) -> str:
    """Return what a card is about, where it says so: `group`."""
    names = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
    said = (line.text.strip().casefold() for line in lines if line.name in names)
    return next(said, "")


def entry_of(lines: Lines, *, today: date) -> Entry:
    """Return what a card says.

    Errors: InputError, naming the line, for a value that cannot be decoded.
    """
    by_name: dict[str, Lines] = {}
    for line in lines:
        by_name.setdefault(line.name, []).append(line)
    labels = {it.group: it.text for it in by_name.get("X-ABLABEL", ()) if it.group}
    address, postcode = _address(by_name)
    born, not_born = _birthday(by_name.get("BDAY", []), today)
    notes = [line.text for line in by_name.get("NOTE", ())]
    if not_born:
        notes.append(f"birthday: {not_born}")
    return Entry(
        names=tuple(_names(by_name)),
        emails=tuple(
            line.text.strip().removeprefix("mailto:")
            for line in _best_first(by_name.get("EMAIL", ()))
        ),
        phones=tuple(_phones(by_name.get("TEL", ()), labels)),
        address=address,
        postcode=postcode,
        birthday=born,
        notes=tuple(notes),
        labels=tuple(
            label for line in by_name.get("CATEGORIES", ()) for label in line.parts(",")
        ),
        external_id=next(_texts(by_name, "UID"), "").removeprefix("urn:uuid:"),
    )


def _names(by_name: dict[str, Lines]) -> Iterator[str]:
    """Yield what somebody may be called by, the best first."""
    whole = next(_texts(by_name, "FN"), "")
    name = next(iter(by_name.get("N", ())), None)
    yield _full_name(" ".join(whole.split()), _name_parts(name) if name else [])
    yield from _texts(by_name, "NICKNAME")
    yield from (line.parts()[0] for line in by_name.get("ORG", ()))


def _full_name(whole: str, parts: list[str]) -> str:
    """Return a name as it is shown, without titles, the given name first.

    `whole` is how it is shown: with titles, without some of the names, the family name
    first. Names in Chinese, Japanese or Korean letters stay in their order.
    """
    family, given, more, before, after = [*parts, "", "", "", "", ""][:5]
    named, shown = f"{given} {more} {family}".split(), whole.split()
    if not named or (len(shown) > 1 and set(shown) < set(named)):
        return whole
    backwards = shown == f"{family} {given} {more}".split()
    if not set(named) <= set(shown) or (backwards and not re.search(_EASTERN, whole)):
        return " ".join(named)
    first, last = 0, len(shown)
    while first < last and shown[first] in before.split():
        first += 1
    while first < last and shown[last - 1] in after.split():
        last -= 1
    left = shown[first:last]
    return " ".join(left if left and set(named) <= set(left) else shown)


def _name_parts(line: ContentLine) -> list[str]:
    """Return family name, given name, more names, titles before and after."""
    return [
        " ".join(unescaped(word) for word in split(part, ","))
        for part in split(line.value, ";")
    ]


def _best_first(lines: Iterable[ContentLine], mobile: bool = False) -> Lines:
    """Return lines, those preferred first; where it matters, mobile numbers next."""

    def rank(line: ContentLine) -> tuple[int, bool]:
        said = line.first("PREF")[:4]
        liked = int(said) if said.isdecimal() else 1 if "pref" in line.types else _LEAST
        return liked, mobile and not MOBILE & line.types

    return sorted(lines, key=rank)


def _phones(lines: Iterable[ContentLine], labels: dict[str, str]) -> Iterator[str]:
    """Yield the numbers at which they can be reached, the best first."""
    for line in _best_first(lines, mobile=True):
        use = " ".join((*line.types, labels.get(line.group, "")))
        if answered(use):
            yield line.text


def _address(by_name: dict[str, Lines]) -> tuple[str, str]:
    """Return the preferred address on one line, and its postcode."""
    for line in _best_first(by_name.get("ADR", ())):
        box, more, street, town, region, code, country = [*line.parts(), *[""] * 7][:7]
        place = joined(street, more, box, town, region, country)
        if place or code:
            return place, code
    return on_one_line(next(_texts(by_name, "LABEL"), "")), ""


def _birthday(lines: Lines, today: date) -> tuple[Birthday | None, str]:
    """Return the birthday, or else what is said of it and cannot be understood."""
    said = ""
    for line in lines:
        said = line.text.strip()
        found = re.fullmatch(_BIRTHDAY, said)
        if found is None:
            continue
        year = found[1] or ""
        omitted = year in (*_NO_YEAR, line.first("X-APPLE-OMIT-YEAR"))
        known = f"{'-' if omitted else year}-{found[2]}-{found[3]}"
        try:
            return parse_birthday(known, today=today), ""
        except InputError:
            continue
    return None, said


def _texts(by_name: dict[str, Lines], name: str) -> Iterator[str]:
    """Yield the filled values of a property."""
    return filter(None, (line.text.strip() for line in by_name.get(name, ())))
