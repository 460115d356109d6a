"""When a customer is expected to buy a product again, how sure that is, and why."""

from collections.abc import Hashable
from datetime import date
from enum import StrEnum
from math import erf, exp, log, sqrt

from secondsale import text
from secondsale.days import LAST, plus, say
from secondsale.model import Learned, Level
from secondsale.records import dataclass
from secondsale.timing.levels import product_level
from secondsale.timing.rhythm import Rhythm, days_of

EARLY = 0.8
"""After which share of the expected gap to nudge."""
MIDDLE_FROM, MIDDLE_TO, LATE = -0.70, 0.65, 1.15
"""Where the middle half begins and ends, and what is late, in spreads."""
NOT_LATE = "9 in 10"
"""How many of those who come back have done so by then, as measured."""
LEAST_REST = 1 - EARLY
"""Which share of the gap is open at least, however little is left: nobody orders to the
day."""
CHANCE_DAYS = 10
SHOWN_GAPS = 5
"""How many of a customer's own gaps are shown: the last ones."""
LEFT_OVER_DAYS = 1
"""From how many days on leftovers are mentioned."""


class Basis(StrEnum):
    """What others' level was made from."""

    OTHERS = "others"
    CATEGORY = "category"
    STATED = "stated"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The next purchase of one product by one customer, as one can tell after the last.

    The gap and everything made from it are counted in days from `start`. Where it was
    heard what is left, the days up to then are known: the spread is that of the rest.
    """

    start: date
    """The day from which the gap counts: bought, or begun where leftovers go first."""
    log_gap: float
    spread: float
    """In ln days."""
    returns: float
    """The chance that the customer buys it again at all."""
    gaps: tuple[int, ...]
    """The customer's own gaps, oldest first."""
    own: float | None
    """Their geometric mean, per unit where the product is dosed; none before one."""
    level: float
    """What others do, in days, per unit where the product is dosed."""
    basis: Basis
    stated: float | None
    """Days of supply of a unit, as the seller states them."""
    quantity: float
    usual_quantity: float | None
    quantity_effect: float
    """How much longer the quantity makes the gap; 0.1 is 10 % longer."""
    dosed: bool = False
    left_over: int = 0
    """Days of the stock before that were left at the delivery."""
    heard: Level | None = None
    """What the customer said was left: it then makes the date."""
    early: float = EARLY

    @property
    def gap(self) -> float:
        """Return the expected gap in days, 1 at least."""
        return days_of(self.log_gap)

    @property
    def expected(self) -> date:
        """Return the day of the next purchase: earlier and later are as likely."""
        return self._after(self.gap)

    @property
    def nudge(self) -> date:
        """Return the day from which a nudge makes sense."""
        return self._after(self.early * self.gap)

    @property
    def likely_from(self) -> date:
        """Return the day on which the middle half of the time begins."""
        return self._beside(MIDDLE_FROM)

    @property
    def likely_to(self) -> date:
        """Return the day on which the middle half of the time ends."""
        return self._beside(MIDDLE_TO)

    @property
    def late(self) -> date:
        """Return the day after which somebody who comes back is late."""
        return self._beside(LATE)

    def _beside(self, spreads: float) -> date:
        """Return the day that lies so many spreads beside the expected one."""
        known, log_rest = self._known_and_open()
        return self._after(known + days_of(log_rest + spreads * self.spread))

    def _known_and_open(self) -> tuple[float, float]:
        """Return how many days of the gap are known, and ln of those that are open."""
        if self.heard is None:
            return 0.0, self.log_gap
        passed = (self.heard.on - self.start).days
        rest = max(1.0, self.gap - passed, LEAST_REST * self.gap)
        return self.gap - rest, log(rest)

    def _after(self, days: float) -> date:
        day = min(plus(self.start, max(1, round(days))), max(LAST, self.start))
        return day if self.heard is None else max(day, self.heard.on)

    def chance(self, today: date, days: int = CHANCE_DAYS) -> float:
        """Return the chance, 0 to 1, of a purchase within some days from today.

        It knows that there was none up to today.
        """
        since = (today - self.start).days
        before, then = self._bought_by(since), self._bought_by(since + max(0, days))
        return self.returns * (then - before) / (1 - self.returns * before)

    def _bought_by(self, days: int) -> float:
        known, log_rest = self._known_and_open()
        reached = log(max(days + 0.5 - known, 0.5))
        return (1 + erf((reached - log_rest) / self.spread / sqrt(2))) / 2

    def words(
        self, beside: date, today: date | None = None, *, late: bool = False
    ) -> str:
        """Say in one line what the dates were made from, and the dates.

        Years are said where they are not `beside`'s. The chance is the one on the day
        of the nudge, or today where that is given. `late` is said where it matters.
        """
        parts = [self._rhythm_words()]
        if self.heard is None:
            parts += [*self._quantity_words(), *self._left_over_words()]
        else:
            on = say(self.heard.on, beside=beside)
            parts.append(f"{self.heard.left:.0%} left on {on}".replace("%", " %"))
        expected = say(self.expected, beside=beside)
        first, last = (
            say(d, beside=beside) for d in (self.likely_from, self.likely_to)
        )
        nudge = say(self.nudge, beside=beside)
        parts.append(
            f"expected {expected}, likely {first} to {last}, nudge from {nudge}"
        )
        if late:
            day = say(self.late, beside=beside)
            parts.append(f"late from {day}, when {NOT_LATE} who come back are back")
        chance = self.chance(self.nudge if today is None else today)
        parts.append(f"{_percent(chance)} within {CHANCE_DAYS} days")
        return "; ".join(parts)

    def _rhythm_words(self) -> str:
        if not self.gaps or self.own is None:
            back = max(2, round(1 / self.returns))
            some = f"; 1 in {back} do" if self.basis is Basis.OTHERS else ""
            return f"first purchase; {self._others_words()}{some}"
        shown = ", ".join(str(gap) for gap in self.gaps[-SHOWN_GAPS:])
        only = "the last " if len(self.gaps) > SHOWN_GAPS else ""
        count = text.plural(len(self.gaps), "gap")
        others = self._others_words()
        if self.basis is Basis.OTHERS:
            others = f"others about {round(self.level)}"
        what = "one usually lasts" if self.dosed else "usually reorders every"
        return f"{what} {_plural_days(self.own)} ({count}: {only}{shown}; {others})"

    def _others_words(self) -> str:
        level = _plural_days(self.level)
        stated = _plural_days(self.stated or 0)
        once = " each" if self.dosed else ""
        return {
            Basis.OTHERS: f"others reorder after about {level}{once}",
            Basis.CATEGORY: f"goods like it are reordered after about {level}",
            Basis.STATED: f"nobody else has reordered it; stated {stated}",
            Basis.CYCLE: f"nobody else has reordered it; typical cycle {level}",
        }[self.basis]

    def _quantity_words(self) -> list[str]:
        if self.dosed:
            if self.quantity == 1:
                return []
            return [f"bought {_number(self.quantity)}: {_plural_days(self.gap)}"]
        effect = round(100 * self.quantity_effect)
        if not effect or self.usual_quantity is None:
            return []
        bought, usual = _number(self.quantity), _number(self.usual_quantity)
        sign = "+" if effect > 0 else "−"
        return [f"bought {bought} instead of the usual {usual}: {sign}{abs(effect)} %"]

    def _left_over_words(self) -> list[str]:
        if self.left_over < LEFT_OVER_DAYS:
            return []
        return [f"{text.plural(self.left_over, 'day')} left over"]


def late_after(rhythm: Rhythm, others: float) -> float:
    """Return how many days after its last purchase one is late, as `late` has it.

    `others` is their ln gap with the customer's pace.
    """
    return days_of(rhythm.expected(others) + LATE * rhythm.spread)


def forecast(
    rhythm: Rhythm,
    learned: Learned,
    *,
    product_id: Hashable,
    category: str = "",
    stated: float | None = None,
    pace: float = 0.0,
    early: float = EARLY,
    level: float | None = None,
) -> Forecast:
    """Return what is to be expected after a rhythm's last purchase.

    `pace` is how the customer's other products lie beside others', in ln days; `level`
    is that of the product, where it was worked out already.
    """
    if level is None:
        level = product_level(learned, product_id, category, stated)
    others = level + pace
    before = rhythm.usual_before
    own = days_of(rhythm.mean) if rhythm.gaps else None
    return Forecast(
        start=date.fromordinal(rhythm.last_day),
        log_gap=rhythm.expected(others),
        spread=rhythm.spread,
        returns=_returns(rhythm, learned, product_id),
        gaps=rhythm.gaps,
        own=own,
        level=days_of(level),
        basis=_basis(rhythm, learned, product_id, category, stated),
        stated=stated,
        quantity=rhythm.last_quantity,
        usual_quantity=None if before is None else exp(min(before, 700.0)),
        quantity_effect=rhythm.quantity_effect(others),
        dosed=rhythm.dosed,
        early=early,
    )


def _returns(rhythm: Rhythm, learned: Learned, product_id: Hashable) -> float:
    n = len(rhythm.gaps)
    if n:
        return (n + 0.5) / (n + 1.6)
    votes = learned.products.get(product_id)
    first, again = (votes.customers, votes.returning) if votes else (0, 0)
    return min(0.8, max(0.1, (1.8 + again) / (6 + first)))


def _basis(
    rhythm: Rhythm,
    learned: Learned,
    product_id: Hashable,
    category: str,
    stated: float | None,
) -> Basis:
    self_returned = bool(rhythm.gaps)
    votes = learned.products.get(product_id)
    # Their own gap may have been learned and taken back since: it is not others'.
    alone = votes is not None and votes.customers <= _is_counted(rhythm, learned)
    if votes and votes.returning > self_returned and not alone:
        return Basis.OTHERS
    if stated:
        return Basis.STATED
    votes = learned.categories.get(category)
    return Basis.CATEGORY if votes and votes.returning > self_returned else Basis.CYCLE


def _is_counted(rhythm: Rhythm, learned: Learned) -> bool:
    """Return whether a rhythm was among those that were learned from."""
    return learned.day is not None and rhythm.first_day <= learned.day.toordinal()


def _plural_days(days: float) -> str:
    return text.plural(max(1, round(days)), "day")


def _number(quantity: float) -> str:
    return f"{round(quantity, 1):,g}" if quantity < 1e6 else f"{quantity:.2g}"


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"
