"""Calendar days: how people write them, how we say them, and counting them.

The domain knows days in the seller's own place, no time zones and no instants.
Months and years are always counted from their anchor, never chained.
"""

import re
from datetime import date, time, timedelta
from reprlib import repr as short
from typing import Literal

from secondsale.errors import InputError
from secondsale.records import dataclass

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The days accepted: far enough from the calendar's ends to add years safely."""

Direction = Literal["back", "ahead"]
"""Whether a bare `monday` or `3d` means the past or the future."""

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)

_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ISO = r"(?a)\d{4}-\d{2}-\d{2}"
_SPAN = r"(?a)(\d{1,4})([dw])"
_MONTH = r"0?[1-9]|1[0-2]"
_MONTHS = r"(?a)(\d{1,2})-(\d{1,2})"
_TIME = r"(?a)(\d{1,2}):(\d{2})"
_BIRTHDAY = r"(?a)(?:(\d{4})|-)-(\d{2})-(\d{2})"
_ACCEPTED = "use 2026-11-21, today, yesterday, tomorrow, a weekday, 3d or 2w"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, with the year of birth where it is known."""

    month: int
    day: int
    year: int | None = None

    def __str__(self) -> str:
        start = "-" if self.year is None else f"{self.year:04}"
        return f"{start}-{self.month:02}-{self.day:02}"

    def on(self, year: int, *, leap_day: str = "feb28") -> date:
        """Return the birthday in a year; 29 February falls on `feb28` or `mar1`."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, 2, 28) if leap_day == "feb28" else date(year, 3, 1)


def plus(day: date, days: int) -> date:
    """Return the day so many days later (earlier if negative) or the calendar's end."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def parse_day(value: str, *, today: date, direction: Direction) -> date:
    """Return the day that was typed.

    A bare weekday or span looks in `direction`: back, `monday` is the last one before
    today; ahead, the next one after it. Errors: InputError for everything else.
    """
    word = value.strip().casefold()
    sign = -1 if direction == "back" else 1
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if re.fullmatch(_ISO, word):
        return _calendar_day(word)
    if word in near:
        return within_calendar(today, near[word], value)
    if span := re.fullmatch(_SPAN, word):
        length = int(span[1]) * (7 if span[2] == "w" else 1)
        return within_calendar(today, sign * length, value)
    weekday = next(
        (i for i, name in enumerate(WEEKDAYS) if word in (name, name[:3])), None
    )
    if weekday is None:
        raise InputError(f"{short(value)} is not a date", _ACCEPTED)
    step = sign * (weekday - today.weekday()) % 7 or 7
    return within_calendar(today, sign * step, value)


def parse_span(value: str) -> int:
    """Return the number of days in `3d` or `2w`.

    Errors: InputError for everything else.
    """
    span = re.fullmatch(_SPAN, value.strip().casefold())
    if span is None or int(span[1]) == 0:
        raise InputError(f"{short(value)} is not a length of time", "use 3d or 2w")
    return int(span[1]) * (7 if span[2] == "w" else 1)


def within_calendar(day: date, days: int, typed: str) -> date:
    """Return the day so many days later, if it is one that can be kept.

    Errors: InputError, naming what was typed.
    """
    later = day.toordinal() + days
    if not FIRST.toordinal() <= later <= LAST.toordinal():
        raise InputError(f"{short(typed)} is too far away", _range())
    return date.fromordinal(later)


def parse_weekdays(value: str) -> frozenset[int]:
    """Return the weekdays in `saturday, sunday`, from 0 for Monday to 6 for Sunday.

    Errors: InputError for everything else.
    """
    words = _words(value)
    for word in words:
        if word not in WEEKDAYS:
            raise InputError(f"{short(word)} is not a weekday", "use sunday or friday")
    return frozenset(WEEKDAYS.index(word) for word in words)


def parse_dates(value: str) -> frozenset[date]:
    """Return the days in `2026-12-24, 2026-12-31`.

    Errors: InputError for everything else.
    """
    words = _words(value)
    for word in words:
        if re.fullmatch(_ISO, word) is None:
            raise InputError(f"{short(word)} is not a date", "use 2026-11-21")
    return frozenset(_calendar_day(word) for word in words)


def parse_time(value: str) -> time:
    """Return the time of day that was typed, on the 24-hour clock.

    Errors: InputError for everything that is not like `15:40`.
    """
    match = re.fullmatch(_TIME, value.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise InputError(
            f"{short(value)} is not a time of day", "use the 24-hour clock: 15:40"
        )
    return time(int(match[1]), int(match[2]))


def parse_months(value: str) -> tuple[int, ...]:
    """Return the months of `11-2` (over the new year) or `5, 6`, in the order typed.

    Errors: InputError for what names none.
    """
    span = re.fullmatch(_MONTHS, value.strip())
    typed = span.groups() if span else value.split(",")
    months = [month.strip() for month in typed]
    if not all(re.fullmatch(_MONTH, month) for month in months):
        raise InputError(
            f"{short(value)} does not name months", "write it like 11-2 or 5,6"
        )
    numbers = [int(month) for month in months]
    if span is None:
        return tuple(dict.fromkeys(numbers))
    first, last = numbers
    return tuple((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def parse_birthday(value: str, *, today: date) -> Birthday:
    """Return a birthday from `1984-05-17`, or from `--05-17` without the year.

    Errors: InputError for impossible days and for days to come.
    """
    value = value.strip()
    match = re.fullmatch(_BIRTHDAY, value)
    if match is None:
        raise InputError(
            f"{short(value)} is not a birthday",
            "use 1984-05-17, or --05-17 where the year is not known",
        )
    year, month, day = match.groups()
    _calendar_day(f"{year or 2000}-{month}-{day}", value)
    if year and _calendar_day(f"{year}-{month}-{day}", value) > today:
        raise InputError(f"the birthday {value} is still to come", "check the year")
    return Birthday(int(month), int(day), int(year) if year else None)


def say(day: date, *, beside: date) -> str:
    """Say a day in words, `3 September`; with the year where it is not `beside`'s."""
    said = f"{day.day} {_NAMES[day.month - 1]}"  # a third of the time of strftime
    return said if day.year == beside.year else f"{said} {day.year}"


def say_short(day: date, *, beside: date) -> str:
    """Say a day briefly, `Thu 3 Sep`; with the year where it is not `beside`'s."""
    return f"{day:%a} {day.day} {day:%b}" + (
        f" {day.year}" if day.year != beside.year else ""
    )


def say_in_full(day: date) -> str:
    """Say a day so that nobody can misread it, `Thursday 3 September 2026`."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _words(value: str) -> list[str]:
    return [word.strip().casefold() for word in value.split(",") if word.strip()]


def _calendar_day(iso: str, typed: str = "") -> date:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        raise InputError(
            f"{typed or iso} is not in the calendar", "check the day and the month"
        ) from None
    if not FIRST <= day <= LAST:
        raise InputError(f"{typed or iso} is too far away", _range())
    return day


def _range() -> str:
    return f"dates run from {FIRST.year} to {LAST.year}"
