"""The morning in one line, for a shell's greeting or a status bar."""

from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from secondsale.model import Customer
from secondsale.model.names import initialled
from secondsale.planner import Agenda
from secondsale.text import plural, visible

WIDEST = 100
"""Columns of the line, however many people are due and whatever they are called."""

MOST_NAMED = 5
"""People who are named where not all can be."""

LONGEST_NAME = 20
"""Columns of a name; more of it is cut."""


def notice(agenda: Agenda) -> str:
    """Say who is due, as `3 people today, 1 overdue: Ana, Ben, Chloé`.

    Nothing where nobody is due.
    """
    people = [each.customer for each in agenda.conversations]
    if not people:
        return ""
    late = sum(each.overdue for each in agenda.conversations)
    counted = f"{plural(len(people), 'person', 'people')} today"
    if late:
        counted += f", {late:,} overdue"
    return f"{counted}: {_named(list(_short(people)), WIDEST - len(counted) - 2)}"


def _named(names: Sequence[str], room: int) -> str:
    """List the names, or the first of them and how many more there are."""
    most = len(names) if len(names) <= MOST_NAMED + 1 else MOST_NAMED
    for shown in range(most, 0, -1):
        rest = len(names) - shown
        said = ", ".join(names[:shown]) + (f" and {rest:,} more" if rest else "")
        if _columns(said) <= room:
            break
    return said


def _short(people: Sequence[Customer]) -> Iterator[str]:
    """Yield the shortest name of each that nobody else of them has."""
    ways = [
        [each.first_name for each in people],
        [initialled(each.name) for each in people],
        [each.name for each in people],
    ]
    counts = [Counter(way) for way in ways]
    for who, *names in zip(people, *ways, strict=True):
        own = (n for n, count in zip(names, counts, strict=True) if count[n] == 1)
        name = next(own, None)
        yield _cut(visible(name)) if name else f"{_cut(visible(who.name))} ({who.id})"


def _cut(name: str) -> str:
    if _columns(name) <= LONGEST_NAME:
        return name
    while _columns(name) >= LONGEST_NAME:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _columns(shown: str) -> int:
    """Return how wide a terminal shows it, or less where accents stand apart."""
    return sum(2 if east_asian_width(char) in "FW" else 1 for char in shown)
