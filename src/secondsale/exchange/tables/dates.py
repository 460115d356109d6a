"""Dates of a column: one way of reading for all of it, decided by its values."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from reprlib import repr as short
from typing import NamedTuple

from secondsale.days import FIRST, LAST
from secondsale.errors import InputError
from secondsale.exchange.tables.months import month_of

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = {DMY: "day first", MDY: "month first", YMD: "year first"}

_KEPT = 20_000
_NEWEST = 68
"""Years of two digits are 1969 to 2068, as POSIX has them."""

NOTHING = frozenset({"", "-", "--", "—", "–", "0", "0/0/00", "0/0/0000", "0000-00-00",
                      "00/00/0000", "00.00.0000", "0000-00-00 00:00:00"})  # fmt: skip
"""What programs write where there is no date."""
_WEEKDAY = r"[^\W\d_]{2,}\.?,?\s+(?=.*\d)"
_ISO = r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
_COMPACT = r"((?:19|20|21)\d{2})(\d{2})(\d{2})(?=$|T\d)"
_SLOTS = r"(\d{1,2})(\s*[-/.]\s*|\s)(\d{1,2})(?:\2|\s*[-/.]\s*)'?(\d{4}|\d{2})(?!\d)"
_NO_YEAR = r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\.?"
_DAY_WORD = (
    r"(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?[\s\-/.]*(?:(?:de|of)\s+)?([^\W\d_]{3,})\.?,?"
    r"[\s\-/.]*(?:(?:de|del|of)\s+)?'?(\d{4}|\d{2})(?!\d)"
)
_WORD_DAY = (
    r"([^\W\d_]{3,})\.?[\s\-/]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/]+"
    r"'?(\d{4}|\d{2})(?!\d)"
)
_YEAR_WORD = r"(\d{4})[\s\-/.]+([^\W\d_]{3,})\.?[\s\-/.]+(\d{1,2})(?!\d)"
_CLOCK = (
    r"(?i)(?:T|,|\s|at\b|um\b|à\b|a las\b|alle\b|om\b|-)*"
    r"(\d{1,2})[:h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?(?:m\.?)?\s*"
    r"(?:(Z|\(?UTC\)?|\(?GMT\)?)|(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?)?"
    r"(?:\s*\(?[^\d:]*\)?)?"
)


class When(NamedTuple):
    """A date as it is written, the time of day if there is one, and the instant."""

    on: date
    at: time | None
    instant: datetime | None
    """In UTC, where the text says which offset it has."""


class Dates:
    """Reads the dates of a column in the order that was decided for it."""

    def __init__(self, column: str, order: str) -> None:
        self.column, self.order = column, order
        self._known: dict[str, When | None] = {}

    def __call__(self, text: str) -> When | None:
        """Return the date that is written, or None for an empty cell.

        Errors: InputError for what is no date, or not in the calendar.
        """
        try:
            return self._known[text]
        except KeyError:
            pass
        if len(self._known) >= _KEPT:
            self._known.clear()
        found = self._known[text] = self._read(text)
        return found

    def _read(self, text: str) -> When | None:
        written = text.strip()
        if written in NOTHING:
            return None
        return _iso(written) or self._spelled(text, written)

    def _spelled(self, text: str, written: str) -> When:
        """Return a date in whatever way people write it."""
        year, month, day, rest = parts(written, self.order) or (0, 0, 0, "?")
        clock = re.fullmatch(_CLOCK, rest) if rest else None
        if not year or (rest and clock is None):
            raise InputError(f"{self.column} {short(text)} is not a date", _hint(text))
        try:
            on = date(year, month, day)
        except ValueError:
            # Only where the order was chosen may the choice be at fault.
            how = f", {ORDERS[self.order]}" if slots(written) else ""
            raise InputError(
                f"{self.column} {short(text)} is not in the calendar{how}",
                "check the day and the month",
            ) from None
        if not FIRST <= on <= LAST:
            raise InputError(
                f"{self.column} {short(text)} is too far away",
                f"dates run from {FIRST.year} to {LAST.year}",
            )
        if clock is None:
            return When(on, None, None)
        at = _time(clock)
        if at is None:
            raise InputError(f"{self.column} {short(text)} is no time of day")
        return When(on, at, _instant(on, at, clock))


def _iso(written: str) -> When | None:
    """Return an ISO date, in a fraction of the time that other spellings take."""
    if written[4:5] != "-":
        return None
    stamp = written[:20].rstrip() + written[20:] if len(written) > 20 else written
    try:
        found = datetime.fromisoformat(stamp).replace(microsecond=0)
    except ValueError:
        return None
    on = found.date()
    if not FIRST <= on <= LAST:
        return None
    if len(written) == len("2026-11-21"):
        return When(on, None, None)
    instant = found.astimezone(UTC) if found.tzinfo else None
    return When(on, found.time(), instant)


def parts(written: str, order: str) -> tuple[int, int, int, str] | None:
    """Return year, month and day as they are written, and what follows, or None.

    The month and the day may be impossible.
    """
    if match := re.match(_ISO, written) or re.match(_COMPACT, written):
        return int(match[1]), int(match[2]), int(match[3]), written[match.end() :]
    if match := re.match(_SLOTS, written):
        first, second, last = match[1], match[3], match[4]
        if order == YMD:
            if len(last) == 4:
                return None
            first, last = last, first
        day, month = (second, first) if order == MDY else (first, second)
        return _year(last), int(month), int(day), written[match.end() :]
    bare = written if written[:1].isdigit() else _without_weekday(written)
    if match := re.match(_YEAR_WORD, bare):
        year, word, number = match[1], match[2], match[3]
    elif match := re.match(_DAY_WORD, bare):
        number, word, year = match[1], match[2], match[3]
    elif match := re.match(_WORD_DAY, bare):
        word, number, year = match[1], match[2], match[3]
    elif bare != written:
        return parts(bare, order)
    else:
        return None
    named = month_of(word)
    return (_year(year), named, int(number), bare[match.end() :]) if named else None


def _without_weekday(written: str) -> str:
    """Return a date without the day of the week in front."""
    match = re.match(_WEEKDAY, written)
    if match is None or month_of(match.group().strip(" ,.")):
        return written
    return written[match.end() :]


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year <= _NEWEST else 1900)


def _time(clock: re.Match[str]) -> time | None:
    hour, half = int(clock[1]), (clock[4] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(clock[2]), int(clock[3] or 0))
    except ValueError:
        return None


def _instant(on: date, at: time, clock: re.Match[str]) -> datetime | None:
    if clock[5]:
        return datetime.combine(on, at, UTC)
    if not clock[6]:
        return None
    ahead = timedelta(hours=int(clock[7]), minutes=int(clock[8] or 0))
    if ahead >= timedelta(days=1):
        return None
    zone = timezone(-ahead if clock[6] == "-" else ahead)
    return datetime.combine(on, at, zone).astimezone(UTC)


def slots(text: str) -> tuple[int, int, str] | None:
    """Return the first two numbers and the last one of a date that needs an order."""
    written = text.strip()
    if not written[:1].isdigit():
        written = _without_weekday(written)
    match = re.match(_SLOTS, written)
    if match:
        return int(match[1]), int(match[3]), match[4]
    match = re.fullmatch(_NO_YEAR, written)
    return (int(match[1]), int(match[2]), "") if match else None


def order_of(first: int, second: int, last: str) -> str:
    """Return the only order in which a date can stand, `?` for two, or nothing.

    Nothing is also said where both ways are the same day, or neither is one.
    """
    day_first = 1 <= first <= 31 and 1 <= second <= 12
    month_first = 1 <= first <= 12 and 1 <= second <= 31
    if day_first and month_first:
        return "" if first == second else "?"
    if day_first or month_first:
        return DMY if day_first else MDY
    return YMD if year_first(second, last) else ""


def year_first(second: int, last: str) -> bool:
    """Return whether a date of three pairs of digits may begin with its year."""
    return len(last) == 2 and 1 <= second <= 12 and 1 <= int(last) <= 31


def _hint(text: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", text.strip()):
        return "it is a spreadsheet's number of a day: format the column as a date"
    return "dates are read as 2026-11-21, 21.11.2026, 11/21/2026 or 21 Nov 2026"
