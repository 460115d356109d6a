"""Who has gone quiet, how likely they come back, and what they used to spend."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from secondsale.days import plus
from secondsale.model import History, Sale
from secondsale.money import Money
from secondsale.planner.cadences import Cadence, derive
from secondsale.records import dataclass, replace
from secondsale.rules import Rule
from secondsale.rules.win_back import WinBack
from secondsale.timing import Orders, p_order
from secondsale.timing.orders import words

LEAST_CHANCE, MOST_CHANCE = 0.1, 0.5
"""Between them a word may turn the scale: these people first."""
YEAR = 365


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who bought and has gone quiet."""

    history: History
    since: date
    """The day from which they count as quiet."""
    reason: str
    """How they used to order, and how likely they do again."""
    chance: float
    """How likely an order is within `within_days`, from 0 to 1."""
    within_days: int
    spent: tuple[Money, ...]
    """What they spent in their last year of buying, one sum a currency."""

    @property
    def worth_a_try(self) -> bool:
        """Return whether a word may turn the scale."""
        return LEAST_CHANCE <= self.chance <= MOST_CHANCE


def silences(
    histories: Iterable[History],
    rules: Iterable[Rule],
    *,
    today: date,
    cadences: Sequence[Cadence] = (),
) -> tuple[Silence, ...]:
    """Return who has gone quiet by today: those worth a try first, the likeliest first.

    By the figures of win-back, also where that rule is switched off.
    """
    ours = _win_back(rules)
    theirs = [replace(each, rules=_win_back(each.rules)) for each in cadences]
    found = [
        each
        for history in histories
        for each in _silence(history.as_of(today), ours, theirs, today)
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.worth_a_try,
                -each.chance,
                each.history.customer.id,
            ),
        )
    )


def _win_back(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(replace(r, enabled=True) for r in rules if isinstance(r, WinBack))


def _silence(
    history: History, rules: Sequence[Rule], cadences: Sequence[Cadence], today: date
) -> Iterator[Silence]:
    for touchpoint, cadence in derive(history, rules, cadences, today):
        since = touchpoint.window.opens
        if touchpoint.key.round > 1 or touchpoint.ended is not None or since > today:
            continue
        used = next((c.rules for c in cadences if c.name == cadence), rules)
        within = next(r.within_days for r in used if isinstance(r, WinBack))
        orders = Orders(s.sold_on.toordinal() for s in history.standing_sales())
        yield Silence(
            history,
            since,
            words(orders, history.learned, today, within_days=within),
            p_order(orders, history.learned, today, days=within),
            within,
            _spent(history, date.fromordinal(orders.last_day)),
        )


def _spent(history: History, last: date) -> tuple[Money, ...]:
    """Return what was kept of the sales in the year up to the last one."""
    first = plus(last, 1 - YEAR)
    sums: dict[str, int] = {}
    for sale in history.standing_sales():
        for price in _prices(sale) if sale.sold_on >= first else ():
            sums[price.currency] = sums.get(price.currency, 0) + price.minor
    return tuple(Money(minor, currency) for currency, minor in sums.items())


def _prices(sale: Sale) -> list[Money]:
    """Return what was paid: as another program says, or by the units kept."""
    if sale.total is not None and not any(line.returns for line in sale.lines):
        return [sale.total]
    return [line.unit_price.times(line.kept) for line in sale.lines if line.unit_price]
