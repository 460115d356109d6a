"""What became of the records of a file: counted, and on which lines they stand."""

from collections.abc import Iterator
from enum import StrEnum

MOST_RUNS = 1000
"""How many runs of lines are kept of each verdict; the counts go on."""


class Verdict(StrEnum):
    """What an import makes of a record."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"


class Runs:
    """Lines of a file, in the order of their records, as runs of first and last."""

    def __init__(self) -> None:
        self.runs: list[list[int]] = []
        self.count = 0
        self.whole = True
        """Whether all of them are kept."""

    def add(self, lines: tuple[int, ...], *, runs_on: bool) -> None:
        """Add the lines of records; `runs_on` if nothing else came in between."""
        self.count += len(lines)
        if runs_on and self.runs and lines[0] > self.runs[-1][1]:
            self.runs[-1][1] = lines[-1]
        elif len(self.runs) < MOST_RUNS:
            self.runs.append([lines[0], lines[-1]])
        else:
            self.whole = False

    def __str__(self) -> str:
        shown = [f"{a}-{b}" if b > a else str(a) for a, b in sorted(self.runs[:8])]
        more = ", ..." if len(self.runs) > len(shown) or not self.whole else ""
        return ", ".join(shown) + more


class Tally:
    """What became of the records of one file, and of whom and what they are about."""

    def __init__(self) -> None:
        self.read = 0
        """Records that came."""
        self.records = {verdict: Runs() for verdict in Verdict}
        self.things: dict[str, dict[Verdict, int]] = {}
        """By table: how many rows are new, or say something else than before."""
        self.reasons: dict[tuple[Verdict, str], Runs] = {}
        """Why records were skipped or refused."""
        self.refused: dict[int, str] = {}
        """The reason by each line that was refused, for the file that can be mended."""
        self._last: tuple[Verdict, str] | None = None

    def count(self, verdict: Verdict, lines: tuple[int, ...], reason: str = "") -> None:
        """Count the records of an arrival."""
        self.read += len(lines)
        if not lines:  # made of the same records as another one
            return
        last, self._last = self._last, (verdict, reason)
        self.records[verdict].add(
            lines, runs_on=last is not None and last[0] is verdict
        )
        if not reason:
            return
        runs = self.reasons.setdefault((verdict, reason), Runs())
        runs.add(lines, runs_on=last == self._last)
        if verdict is Verdict.REFUSED:
            self.refused |= dict.fromkeys(lines, reason)

    def add(self, thing: str, verdict: Verdict, number: int = 1) -> None:
        """Count rows of a table that are new or were updated."""
        of = self.things.setdefault(thing, {})
        of[verdict] = of.get(verdict, 0) + number

    def check(self) -> None:
        """Make sure that every record was counted once.

        Errors: AssertionError.
        """
        counted = sum(runs.count for runs in self.records.values())
        assert counted == self.read, f"{counted} of {self.read} records are told"

    def why(self, verdict: Verdict) -> Iterator[tuple[str, Runs]]:
        """Yield the reasons of a verdict, the commonest first."""
        found = [
            (why, runs) for (of, why), runs in self.reasons.items() if of is verdict
        ]
        yield from sorted(found, key=lambda each: -each[1].count)
