"""Birthdays of a column: dates whose year may be missing, or of two digits."""

import re
from datetime import date
from reprlib import repr as short

from secondsale.days import Birthday
from secondsale.errors import InputError
from secondsale.exchange.tables.dates import MDY, NOTHING, Dates, parts
from secondsale.exchange.tables.months import month_of

_TWO = r"(?:--|0000-)?\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\.?"
_DAY_WORD = (
    r"(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?[\s\-]*(?:(?:de|of)\s+)?([^\W\d_]{3,})\.?"
)
_WORD_DAY = r"([^\W\d_]{3,})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?"
_COMPACT = r"--(\d{2})(\d{2})"
_NO_YEAR = 1604
"""What Apple writes for a year that is not known."""


class Birthdays:
    """Reads the birthdays of a column in the order that was decided for it."""

    def __init__(self, column: str, order: str, *, today: date) -> None:
        self.column, self.order, self.today = column, order, today
        self._dates = Dates(column, order)

    def __call__(self, text: str) -> Birthday | None:
        """Return the birthday that is written, or None for an empty cell.

        Errors: InputError for what is none, or is still to come.
        """
        written = text.strip()
        if written in NOTHING:
            return None
        yearless = self._yearless(written)
        if yearless is not None:
            return self._checked(*yearless, None, text)
        found = parts(written, self.order)
        if found and found[0] == _NO_YEAR:
            return self._checked(found[1], found[2], None, text)
        when = self._dates(text)
        assert when is not None, "what is nothing was sorted out above"
        year = when.on.year
        if when.on > self.today and str(year) not in written:
            year -= 100  # two digits: nobody is born in the future
        return self._checked(when.on.month, when.on.day, year, text)

    def _yearless(self, written: str) -> tuple[int, int] | None:
        """Return month and day where no year is written."""
        if match := re.fullmatch(_COMPACT, written):
            return int(match[1]), int(match[2])
        if match := re.fullmatch(_TWO, written):
            first, second = int(match[1]), int(match[2])
            iso = written.startswith(("--", "0000-"))
            return (first, second) if iso or self.order == MDY else (second, first)
        if match := re.fullmatch(_DAY_WORD, written):
            month, day = month_of(match[2]), int(match[1])
        elif match := re.fullmatch(_WORD_DAY, written):
            month, day = month_of(match[1]), int(match[2])
        else:
            return None
        return (month, day) if month else None

    def _checked(self, month: int, day: int, year: int | None, text: str) -> Birthday:
        try:
            on = date(year or 2000, month, day)
        except ValueError:
            on = date.max
        if on > self.today:
            raise InputError(f"{self.column} {short(text)} is not a birthday")
        return Birthday(month, day, year)
