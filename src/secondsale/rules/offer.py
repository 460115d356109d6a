"""An offer of some days, for those who bought before."""

import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale.days import FIRST, LAST, say
from secondsale.errors import SettingsError
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules import _audience
from secondsale.rules._base import Rule, is_over, read_words

_ISO = r"(?a)[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY = "a day such as 2026-11-21"


def read_day(value: str) -> date:
    """Return the day of `2026-11-21`.

    Errors: ValueError for anything else, and for days too far away.
    """
    day = date.fromisoformat(value) if re.fullmatch(_ISO, value) else None
    if day is None or not FIRST <= day <= LAST:
        raise ValueError(f"{value!r} is not a day")
    return day


@dataclass(frozen=True)
class Offer(Rule):
    """Make an offer of some days to those who bought before it began."""

    id: ClassVar[str] = "offer"
    intent: ClassVar[Intent] = Intent.OFFER
    named: ClassVar[bool] = True

    starts: str = figure(
        "", "", "its first day", reads=read_day, takes=_DAY, needed=True
    )
    ends: str = figure("", "", "its last day", reads=read_day, takes=_DAY, needed=True)
    audience: str = figure(
        _audience.EVERYBODY,
        "",
        "whom it is for, of those who bought before",
        reads=_audience.parse,
        takes=_audience.TAKES,
    )
    code: str = figure(
        "", "", "what they name to get it", reads=read_words, takes="a line of text"
    )
    text: str = figure(
        "", "", "what it is, in a few words", reads=read_words, takes="a line of text"
    )

    def __post_init__(self) -> None:
        """Refuse an offer that ends before it starts."""
        if self.ends < self.starts:
            raise SettingsError(
                f"ends on {self.ends}, before it starts on {self.starts}",
                "change starts or ends",
            )

    @property
    def said(self) -> str:
        """Return what it is, by the offer's name if nobody said."""
        return self.text or self.name.replace("-", " ")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield the one, if they bought before it began and belong to its audience."""
        times = _audience.belonging(history, self.audience) if self.starts else ()
        if not times:
            return
        starts, ends = read_day(self.starts), read_day(self.ends)
        belongs = _audience.during(times, starts, ends)
        before = [
            sale
            for sale in history.sales
            if sale.sold_on < starts and (sale.ended is None or sale.ended.on >= starts)
        ]
        if not before or belongs is None:
            return
        window = belongs.cut(Window(starts, starts, ends))
        if is_over(window.expires, None, since):
            return
        endings = [sale.ended for sale in before if sale.ended is not None]
        all_ended = len(endings) == len(before)
        first, last = say(starts, beside=ends), say(ends, beside=starts)
        code = f", code {self.code}" if self.code else ""
        slots = [("offer", self.said), ("last_day", last)]
        if self.code:
            slots.append(("code", self.code))
        yield Touchpoint(
            key=Key(self.full_id, f"c{history.customer.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window,
            reason=f"{self.said}{code}, until {last}",
            working=f"valid from {first} to {last}, for those who bought before"
            + _audience.meant_for(self.audience),
            known_on=max(belongs.known_on, min(sale.recorded_on for sale in before)),
            slots=tuple(slots),
            about=self.said,
            ended=max(endings, key=lambda end: end.on)
            if all_ended
            else belongs.over_by(ends),
        )
