"""iCalendar (RFC 5545): conversations as tasks that come back ticked, or as events.

What other programs need was tried and found out; each rule stands where it is kept.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, Todo

from secondsale.days import plus
from secondsale.exchange.talks import PROMPT, Talk
from secondsale.records import dataclass, field

CLAIM = "X-SECONDSALE-ID"
_PRODUCT = "-//secondsale//secondsale//EN"
_REMIND_AT = timedelta(hours=9)
_NOON = 12
_OLDER = 50
"""So many lines of before are known again."""
_HEARD = "heard"


class DamagedError(ValueError):
    """An item that is no task of ours that could be read whole."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a conversation, as marks that name nobody."""

    day: date
    summary: str
    lines: tuple[str, ...]
    older: tuple[str, ...] = field(default=(), compare=False)
    """Lines of before: who ticks a task may have an older text of it before them."""

    def __str__(self) -> str:
        return " ".join((str(self.day), self.summary, *self.lines, "|", *self.older))

    @classmethod
    def parse(cls, kept: str) -> "Written | None":
        """Return what `str` of it had said, None where that is not known."""
        now, _, older = kept.partition("|")
        try:
            day, summary, *lines = now.split()
            first = date.fromisoformat(day)
        except ValueError:
            return None
        return cls(first, summary, tuple(lines), tuple(older.split()))

    @classmethod
    def of(cls, talk: Talk, before: "Written | None" = None) -> "Written":
        """Return what is written of a conversation, after what was before."""
        lines = tuple(map(_mark, talk.lines))
        known = (*before.lines, *before.older) if before else ()
        older = [each for each in dict.fromkeys(known) if each not in lines]
        summary = _mark(f"{talk.summary} {talk.claim}")
        return cls(talk.day, summary, lines, tuple(older[:_OLDER]))


def _mark(line: str) -> str:
    return sha256(" ".join(line.split()).encode()).hexdigest()[:12]


def events(talks: Iterable[Talk], *, now: datetime) -> Iterator[str]:
    """Yield a calendar of all-day events, a conversation each; `now` is in UTC.

    For calendars that know no tasks: it goes one way, and nobody is shown as busy.
    """
    yield from (
        "BEGIN:VCALENDAR\r\n",
        "VERSION:2.0\r\n",
        f"PRODID:{_PRODUCT}\r\n",
        "X-WR-CALNAME:secondsale\r\n",
    )
    for talk in talks:
        event = Event()
        event.add("uid", talk.uid.replace("ss-", "ss-event-", 1))
        event.add("dtstamp", now)
        event.add("dtstart", talk.day)
        event.add("dtend", plus(talk.day, 1))
        event.add("summary", talk.summary)
        event.add("description", "\n".join(talk.lines))
        event.add("transp", "TRANSPARENT")
        yield _file(event).decode()
    yield "END:VCALENDAR\r\n"


def task(talk: Talk, *, now: datetime) -> bytes:
    """Return the file of a new task; `now` is in UTC.

    Flat and without repetition: clients that tick a repeated task make another one of
    it, and subtasks are shown differently everywhere.
    """
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", _PRODUCT)
    todo = Todo()
    todo.add("uid", talk.uid)
    for stamp in ("dtstamp", "created", "last-modified"):
        todo.add(stamp, now)
    todo.add("summary", talk.summary)
    todo.add("description", "\n".join((*talk.lines, PROMPT)))
    todo.add("due", talk.day)
    todo.add("status", "NEEDS-ACTION")
    todo.add("categories", ["secondsale"])
    todo.add(CLAIM, talk.claim)
    # Some clients remind of nothing else, and only of an alarm inside the task.
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", talk.summary)
    alarm.add("trigger", _REMIND_AT, parameters={"related": "END"})
    todo.add_component(alarm)
    whole.add_component(todo)
    return _file(whole)


class Item:
    """A task as the other side has it now."""

    def __init__(self, data: bytes, uid: str) -> None:
        """Read the file of a task.

        Errors: DamagedError for what cannot be read whole, or holds no such task.
        """
        try:
            self._whole = Calendar.from_ical(data.decode("utf-8-sig"))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise DamagedError("it breaks off, or is no calendar file") from error
        todos = self._whole.walk("VTODO")
        found = [each for each in todos if str(_first(each.get("UID"))) == uid]
        if len(found) != 1:
            raise DamagedError(f"it holds {len(found)} tasks of this name")
        self._todo: Component = found[0]

    @property
    def claim(self) -> str:
        """Return the customer's letter and id, and the keys, of a task of ours."""
        return " ".join(self._said(CLAIM).split())

    @property
    def summary(self) -> str:
        """Return its one line."""
        return self._said("SUMMARY")

    @property
    def completed(self) -> bool:
        """Whether somebody ticked it; the per cent of some clients say otherwise."""
        return self._status == "COMPLETED" or "COMPLETED" in self._todo

    @property
    def completed_on(self) -> date | None:
        """Return the day, in the seller's own place, on which it was ticked."""
        return self._day("COMPLETED") or self._day("LAST-MODIFIED")

    @property
    def cancelled(self) -> bool:
        """Whether somebody called it off."""
        return self._status == "CANCELLED"

    @property
    def due(self) -> date | None:
        """Return the day for which it stands, in the seller's own place."""
        return self._day("DUE")

    def remark(self, written: Written | None) -> list[str]:
        """Return the lines that a person wrote into it, and their comments.

        `written` is what was handed out, None where that is not known any more.
        """
        return [*self._lines_of_theirs(written), *self._comments()]

    def is_known(self, kept: str) -> bool:
        """Whether it says what was kept of it: in its one line, or above the prompt."""
        known = set(kept.split())
        above = {_mark(line) for line, above in self._described() if above}
        return self._title in known or (bool(above) and above <= known)

    def heard(self, before: str) -> str:
        """Return all that is known by now, as marks: `before`, and what it says now."""
        lines = (_mark(line) for line, _ in self._lines())
        return " ".join(dict.fromkeys((_HEARD, self._title, *before.split(), *lines)))

    def said_since(self, heard: str) -> list[str]:
        """Return what was written into it since `heard` said what is known of it."""
        known = set(heard.split())
        if _HEARD not in known:
            return []  # nobody knows
        return [line for line, _ in self._lines() if _mark(line) not in known]

    def is_heard(self, heard: str) -> bool:
        """Whether `heard` says what is known of it."""
        return heard.startswith(_HEARD)

    def updated(
        self, talk: Talk, written: Written | None, *, now: datetime
    ) -> bytes | None:
        """Return the file with what a conversation has become; None if it says so.

        What the other side added stays: lines, categories, alarms, its sequence. A
        line that it put in the place of ours stays, too.
        """
        before = _file(self._whole)
        wanted = Written.of(talk)
        if written is None or self._title == written.summary:
            self._set("summary", talk.summary)
        self._set(CLAIM, talk.claim)
        theirs = self._lines_of_theirs(written, wanted)
        lines = "\n".join((*talk.lines, PROMPT, *theirs))
        if lines != self._said("DESCRIPTION"):
            self._set("description", lines)
        if self.due != talk.day:
            self._set("due", talk.day)
            self._begin_in_time(talk.day)
        if _file(self._whole) == before:
            return None
        self._set("last-modified", now)
        return _file(self._whole)

    def ticked(self, on: date, *, now: datetime) -> bytes:
        """Return the file with the task completed on a day."""
        noon = datetime(on.year, on.month, on.day, _NOON).astimezone(UTC)
        self._set("status", "COMPLETED")
        self._set("completed", noon)
        self._set("percent-complete", 100)
        self._set("last-modified", now)
        return _file(self._whole)

    def _lines_of_theirs(self, *written: Written | None) -> list[str]:
        known = [each for each in written if each is not None]
        ours = {mark for each in known for mark in (*each.lines, *each.older)}
        return [
            line
            for line, above in self._described()
            if _mark(line) not in ours and not (above and written[0] is None)
        ]

    def _lines(self) -> Iterator[tuple[str, bool]]:
        yield from self._described()
        yield from ((line, False) for line in self._comments())

    def _described(self) -> Iterator[tuple[str, bool]]:
        """Yield the lines of its text, and whether they stand above the prompt."""
        above = True
        for line in map(str.strip, self._said("DESCRIPTION").splitlines()):
            said = line.removeprefix(PROMPT).strip()
            above = above and not line.startswith(PROMPT)
            if said:
                yield said, above

    def _comments(self) -> list[str]:
        return [str(each) for each in _all(self._todo.get("COMMENT"))]

    @property
    def _title(self) -> str:
        """Return the mark of its one line and of what it is about."""
        return _mark(f"{self.summary} {self._said(CLAIM)}")

    def _begin_in_time(self, due: date) -> None:
        """Take away a beginning behind the end, or of another kind."""
        start = self._todo.get("DTSTART")
        if start is not None:
            day = getattr(_first(start), "dt", None)
            if isinstance(day, datetime) or not isinstance(day, date) or day >= due:
                del self._todo["DTSTART"]

    @property
    def _status(self) -> str:
        return self._said("STATUS").strip().upper()

    def _said(self, name: str) -> str:
        return str(_first(self._todo.get(name, "")))

    def _day(self, name: str) -> date | None:
        value = getattr(_first(self._todo.get(name)), "dt", None)
        if isinstance(value, datetime):
            # What has no zone is meant where the seller is.
            return value.astimezone().date() if value.tzinfo else value.date()
        return value if isinstance(value, date) else None

    def _set(self, name: str, value: object) -> None:
        one = Todo()
        one.add(name, value)
        self._todo[name] = one[name]  # in its old place, if it had one


def _all(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _file(component: Component) -> bytes:
    written: bytes = component.to_ical(sorted=False)
    return written
