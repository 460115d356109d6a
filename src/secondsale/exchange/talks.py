"""A conversation as it leaves the house, and the remark with which it comes back."""

import re
from collections.abc import Iterable
from datetime import date

from secondsale.exchange.tables import keepable_note
from secondsale.model import Outcome
from secondsale.records import dataclass

PROMPT = "Tick it after the talk; write here what came of it, like happy: loves it"
"""The last line of what is handed out: what a person writes stands below it."""

_ENDS = r"\s*[:.,;!–—-]\s*|\s*$"
_OUTCOMES = "|".join(outcome.replace("-", "[- ]") for outcome in Outcome)
_OUTCOME = re.compile(_OUTCOMES, re.IGNORECASE)
_BEGINS = re.compile(rf"(?<!\S)(?:{_OUTCOMES})\s*(?::|$)", re.IGNORECASE)
_UNTIL = re.compile(r"[\s:]+(?:on |until )?(\d{4}-\d{2}-\d{2})(?!\w)")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation to hand out: with whom, when, about what."""

    uid: str
    customer_id: int
    name: str
    keys: tuple[str, ...]
    day: date
    summary: str
    lines: tuple[str, ...]
    """How to reach them, the reasons, what to say, what happened last."""

    @property
    def claim(self) -> str:
        """Return by what it is known as ours: `c1 welcome:s1 reassure:l1`."""
        return " ".join((f"c{self.customer_id}", *self.keys))


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person wrote beside a tick."""

    outcome: Outcome
    note: str
    until: date | None = None
    """The day to call back on, where one was written."""


def remark(lines: Iterable[str]) -> Remark:
    """Read what a person wrote: the outcome that is its first word, else ok.

    `happy: loves it` is happy, and the note is what follows; without a sign after it,
    the word stays in the note, too. The note is one that can be kept. A day behind
    `call back` is the day to call back on.
    """
    written = "\n".join(filter(None, (line.strip() for line in lines)))
    word = _OUTCOME.match(written)
    rest = written[word.end() :] if word else ""
    if word is None or rest[:1].isalnum() or rest[:1] == "'":
        return Remark(Outcome.OK, keepable_note(written))
    outcome = Outcome(word.group().casefold().replace(" ", "-"))
    until = None
    if outcome is Outcome.CALL_BACK:
        until, rest = _until(rest)
    end = re.match(_ENDS, rest) or re.match(r"\s*\n\s*", rest)
    if end is None and until is None:
        return Remark(outcome, keepable_note(written))
    return Remark(outcome, keepable_note(rest[end.end() if end else 0 :]), until)


def remark_in(line: str) -> str:
    """Return a line from the first outcome in it that a colon follows, or none."""
    begins = _BEGINS.search(line)
    return line[begins.start() :] if begins else ""


def _until(rest: str) -> tuple[date | None, str]:
    """Return the day that was written behind an outcome, and what follows it."""
    written = _UNTIL.match(rest)
    try:
        day = date.fromisoformat(written[1]) if written else None
    except ValueError:
        day = None
    return (
        (None, rest) if written is None or day is None else (day, rest[written.end() :])
    )
