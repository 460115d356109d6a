"""Conversations as they were handed to a phone or a note, and what came of that."""

from datetime import date
from enum import StrEnum

from secondsale.records import dataclass

NOTES = "notes"
"""The place that stands for all pages: their ids are the same wherever they lie."""


class TaskState(StrEnum):
    """Where a task stands: with the other side, or how it came back from there."""

    OPEN = "open"
    DONE = "done"
    DISMISSED = "dismissed"
    """They do not want it there: it stays on the agenda and is not handed out again."""
    WITHDRAWN = "withdrawn"
    """It was taken away, as nothing of it is on the agenda any more."""


@dataclass(frozen=True, slots=True)
class Task:
    """A conversation that was handed out."""

    place: str
    """The folder it was handed to, or NOTES."""
    uid: str
    customer_id: int
    keys: tuple[str, ...]
    """What it is about; nothing where the customer was forgotten since."""
    written: str
    """What was written there, in a form that names nobody."""
    state: TaskState
    changed_on: date
