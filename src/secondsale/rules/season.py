"""Something of the season, for those it suits, every year."""

import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules import _audience
from secondsale.rules._base import Rule, read_words

_EASTER = r"(?a)easter(?P<distance>[+-][0-9]{1,3})?"
_MONTH_DAY = r"(?a)([0-9]{2})-([0-9]{2})"
COMMON_YEAR = 2001


def read_day(value: str) -> tuple[int, int] | int:
    """Return the month and day of `03-20`, or the distance from Easter of `easter-7`.

    Errors: ValueError for anything else, and for 29 February, which few years have.
    """
    easter = re.fullmatch(_EASTER, value)
    if easter is not None:
        return int(easter["distance"] or 0)
    found = re.fullmatch(_MONTH_DAY, value)
    if found is None:
        raise ValueError(f"{value!r} is not a day of the year")
    day = date(COMMON_YEAR, int(found[1]), int(found[2]))
    return day.month, day.day


def day_in(year: int, value: str) -> date:
    """Return the day of a year that `read_day` understands."""
    read = read_day(value)
    if isinstance(read, tuple):
        return date(year, *read)
    from dateutil.easter import easter

    return plus(easter(year), read)


@dataclass(frozen=True)
class Season(Rule):
    """Offer something of the season, on its day each year, to those it suits."""

    id: ClassVar[str] = "season"
    intent: ClassVar[Intent] = Intent.OFFER
    named: ClassVar[bool] = True

    on: str = figure(
        "",
        "",
        "the day of the year",
        reads=read_day,
        takes='a day that every year has, such as "03-20", "easter" or "easter-7"',
        needed=True,
    )
    early_days: int = figure(
        7, "days before the day", "when it is first shown", high=90
    )
    stays_days: int = figure(
        14, "days after the day", "how long it makes sense", high=90
    )
    audience: str = figure(
        _audience.EVERYBODY,
        "",
        "whom it suits",
        reads=_audience.parse,
        takes=_audience.TAKES,
    )
    text: str = figure(
        "",
        "",
        "what it is, in a few words",
        reads=read_words,
        takes="a line of text",
    )

    @property
    def said(self) -> str:
        """Return what there is, by the season's name if nobody said."""
        return self.text or self.name.replace("-", " ")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one a year, from the day on which it suits the customer."""
        times = _audience.belonging(history, self.audience) if self.on else ()
        if not times:
            return
        # A day that is counted from Easter may lie up to three years after it.
        first = max(times[0].since.year, since.year - 3) - 1
        for year in range(first, until.year + 2):
            day = day_in(year, self.on)
            whole = Window(plus(day, -self.early_days), day, plus(day, self.stays_days))
            suits = _audience.during(times, whole.opens, whole.expires)
            if suits is None:
                continue
            window = suits.cut(whole)
            if window.opens > until or window.expires < since:
                continue
            falls = say(day, beside=day)
            yield Touchpoint(
                key=Key(self.full_id, f"c{history.customer.id}", year),
                customer_id=history.customer.id,
                intent=self.intent,
                window=window,
                reason=f"{self.said}, from {falls}",
                working=f"{self.on} in {year} is {falls}"
                + _audience.meant_for(self.audience),
                known_on=suits.known_on,
                slots=(("season", self.said),),
                about=self.said,
                ended=suits.over_by(window.expires),
            )
