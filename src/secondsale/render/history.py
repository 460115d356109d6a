"""The journal in words: what was typed, what it changed, what became of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from secondsale.days import say_short
from secondsale.model.journal import Entry, EntryKind, Tally
from secondsale.text import listed, plural

HISTORY = ("entry#", "when", "typed", "what changed", "state")

ERASED = "(erased with somebody who was forgotten)"

MOST_NAMED = 2
"""How many of the people concerned are named."""

_NOUNS = {
    "opt_outs": ("opt-out", "opt-outs"),
    "covers": ("point talked about", "points talked about"),
    "reward_terms": ("reward", "rewards"),
    "other_addresses": ("second address", "second addresses"),
    "customer_origins": ("customer's origin", "customers' origins"),
    "sale_origins": ("sale's origin", "sales' origins"),
    "hellos": ("first hello", "first hellos"),
    "trials": ("experiment", "experiments"),
}
"""What a row of a table is called where that is not the table's own name."""

_FOR_GOOD = {
    EntryKind.FORGET: "erased a person",
    EntryKind.RESTORE: "put a copy in the place of the book",
}
"""What was done by what cannot be taken back."""

PARTS = {
    "lines": "sales",
    "covers": "contacts",
    "customer_origins": "customers",
    "sale_origins": "sales",
}
"""What goes without saying where the whole is said."""

InOwnPlace = Callable[[datetime], datetime]
Names = Mapping[int, str]


def changed(entry: Entry) -> str:
    """Say what an entry changed: `added 1 contact and 2 settlements`."""
    if entry.kind in _FOR_GOOD:
        return _FOR_GOOD[entry.kind]
    said = []
    for verb in ("added", "changed", "removed"):
        counts = {
            tally.table: count for tally in entry.tallies if (count := _of(tally, verb))
        }
        nouns = [
            counted(table, count)
            for table, count in counts.items()
            if PARTS.get(table) not in counts
        ]
        if nouns:
            said.append(f"{verb} {listed(nouns)}")
    return "; ".join(said) or "nothing that is left"


def _of(tally: Tally, verb: str) -> int:
    count: int = getattr(tally, verb)
    return count


def counted(table: str, count: int) -> str:
    """Say how many rows of a table: `2 opt-outs`."""
    plain = table.replace("_", " ")
    one, many = _NOUNS.get(table, (plain.removesuffix("s"), plain))
    return plural(count, one, many)


def concerned(entry: Entry, names: Names) -> str:
    """Say whom an entry is about: `Ana Silva and 3 others`; nothing for nobody."""
    known = [names[each] for each in entry.customer_ids if each in names]
    shown = known[:MOST_NAMED]
    others = len(entry.customer_ids) - len(shown)
    if shown and others:
        shown.append(plural(others, "other"))
    return listed(shown)


def state(entry: Entry) -> str:
    """Say what an entry is about, or what became of it: `undo of 3`, `undone`."""
    if entry.kind.for_good:
        return "cannot be undone"
    if entry.kind is not EntryKind.COMMAND:
        return f"{entry.kind} of {entry.origin}"
    return "undone" if entry.undone else ""


def row(entry: Entry, names: Names, in_own_place: InOwnPlace | None) -> tuple[str, ...]:
    """Return an entry as a row under HISTORY.

    Without a way to tell the time in the seller's own place, only the day is said.
    """
    when = say_short(entry.day, beside=entry.day)
    if in_own_place is not None:
        local = in_own_place(entry.at)
        when = f"{say_short(local.date(), beside=entry.day)} {local:%H:%M}"
        if local.date() != entry.day:
            when += f", as of {say_short(entry.day, beside=local.date())}"
    whom = concerned(entry, names)
    what = f"{whom}: {changed(entry)}" if whom else changed(entry)
    return (str(entry.id), when, entry.typed or ERASED, what, state(entry))


def line(entry: Entry, names: Names) -> tuple[str, ...]:
    """Return an entry as a plain line: number, instant, day, typed, changes, state."""
    number, _, typed, what, became = row(entry, names, None)
    return number, _iso(entry.at), entry.day.isoformat(), typed, what, became


def data(entry: Entry) -> dict[str, Any]:
    """Return an entry as data; this shape is a promise."""
    return {
        "entry": entry.id,
        "at": _iso(entry.at),
        "day": entry.day.isoformat(),
        "typed": entry.typed,
        "kind": str(entry.kind),
        "reverses": entry.reverses,
        "origin": entry.origin,
        "undone": entry.undone,
        "latest": entry.latest,
        "changes": [_tally(each) for each in entry.tallies],
        "customer_ids": list(entry.customer_ids),
        "blanked": entry.blanked,
    }


def reversed_lines(verb: str, entry: Entry, change: Entry) -> list[str]:
    """Say which entry was taken back or restored, and what that changed."""
    typed = entry.typed or ERASED
    what = f"This {changed(change)}." if change.tallies else "Nothing of it was left."
    said = [f"{verb} {entry.id}: {typed}", what]
    if entry.blanked:
        said.append("What belonged to somebody who was forgotten was left out.")
    return said


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "table": tally.table,
        "added": tally.added,
        "changed": tally.changed,
        "removed": tally.removed,
    }


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
