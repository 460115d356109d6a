"""What an import says: of each file what it was and became, then what to do next."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from secondsale import text
from secondsale.cli._incoming import Incoming
from secondsale.records import dataclass
from secondsale.store.importing import Runs, Tally, Verdict

MOST_REASONS = 12
"""How many reasons are told of each verdict; --json has all."""

_NOUNS = {
    "sales": ("sale", "sales"),
    "customers": ("customer", "customers"),
    "products": ("product", "products"),
    "contacts": ("conversation", "conversations"),
    "returns": ("refund", "refunds"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a file."""

    incoming: Incoming
    tally: Tally
    rejects: Path | None = None


def of_file(done: Done) -> Iterator[str]:
    """Say what a file was and what became of its records."""
    incoming, tally = done.incoming, done.tally
    records = text.plural(tally.read, "record")
    yield f"{incoming.name}: {incoming.title}, {incoming.encoding}, {records}"
    for said in incoming.conclusions():
        yield f"  {said}"
    for verdict, runs in tally.records.items():
        if not runs.count:
            continue
        yield f"  {verdict} {runs.count:,}: {_lines(runs)}"
        why = list(tally.why(verdict))
        for reason, own in why[:MOST_REASONS]:
            count = f" ({own.count:,})" if own.count > 1 else ""
            yield f"    {_lines(own)}{count}: {reason}"
        if len(why) > MOST_REASONS:
            yield f"    and {len(why) - MOST_REASONS} more reasons: --json has all"


def _lines(runs: Runs) -> str:
    return f"line {runs}" if runs.count == 1 else f"lines {runs}"


def of_all(done: Sequence[Done], *, kept: bool) -> Iterator[str]:
    """Say what the book got, or would get, of all files together."""
    sums: dict[Verdict, dict[str, int]] = {Verdict.NEW: {}, Verdict.UPDATED: {}}
    for each in done:
        for thing, counts in each.tally.things.items():
            for verdict, number in counts.items():
                of = sums[verdict]
                of[thing] = of.get(thing, 0) + number
    verbs = {Verdict.NEW: "Added", Verdict.UPDATED: "Updated"}
    if not kept:
        verbs = {Verdict.NEW: "Would add", Verdict.UPDATED: "Would update"}
    told = False
    for verdict, of in sums.items():
        words = [text.plural(of[n], *_NOUNS[n]) for n in _NOUNS if of.get(n)]
        others = sum(number for name, number in of.items() if name not in _NOUNS)
        if others:
            words.append(text.plural(others, "other fact"))
        if words:
            told = True
            yield f"{verbs[verdict]} {text.listed(words)}."
    if not told:
        yield "Nothing is new." if kept else "Nothing would change."


def data(done: Sequence[Done], *, dry: bool, kept: bool) -> dict[str, Any]:
    """Return all that is said, for programs."""
    return {
        "dry_run": dry,
        "kept": kept,
        "files": [_file(each) for each in done],
    }


def _file(done: Done) -> dict[str, Any]:
    incoming, tally = done.incoming, done.tally
    return {
        "file": incoming.name,
        "format": incoming.kind,
        "title": incoming.title,
        "encoding": incoming.encoding,
        "delimiter": incoming.table.delimiter if incoming.table else None,
        "notes": list(incoming.conclusions()),
        "records": tally.read,
        **{
            str(verdict): {"count": runs.count, "lines": runs.runs}
            for verdict, runs in tally.records.items()
        },
        "reasons": [
            {
                "verdict": str(verdict),
                "reason": reason,
                "count": runs.count,
                "lines": runs.runs,
            }
            for (verdict, reason), runs in tally.reasons.items()
        ],
        "things": {
            thing: {str(verdict): number for verdict, number in counts.items()}
            for thing, counts in tally.things.items()
        },
        "rejects": str(done.rejects) if done.rejects else None,
    }
