"""What a customer bought of each product, and what each purchase lets one expect."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from math import log
from operator import itemgetter
from typing import Any

from secondsale.days import LAST
from secondsale.model import Ending, History, Learned, Level, Line, Product, Sale
from secondsale.records import dataclass, replace
from secondsale.timing.forecasts import EARLY, Forecast, forecast, late_after
from secondsale.timing.levels import Pace, product_level
from secondsale.timing.rhythm import Rhythm, days_of

_DAY_AND_KIND = itemgetter(0, 1)

ROUNDING_DAYS = 3
CARRIED = 12
"""How many purchases back leftovers are carried from: older ones are used up."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """All units of one product that a customer bought on one day."""

    line_id: int
    sale_id: int
    sold_on: date
    delivered_on: date
    recorded_on: date
    quantity: int
    ended: Ending | None = None
    """What took it back, if it was cancelled or returned: then it fills no shelf."""


def purchases(history: History) -> Iterator[tuple[Product, tuple[Purchase, ...]]]:
    """Yield each product the customer bought with its purchases, oldest first.

    What stands of one day is one purchase, called by its first line; each line that was
    taken back is one of its own.
    """
    found: dict[int, list[Purchase]] = {}
    products: dict[int, Product] = {}
    for sale in history.sales:
        for line in sale.lines:
            products[line.product.id] = line.product
            _add(found.setdefault(line.product.id, []), _purchase(sale, line))
    for product_id, bought in found.items():
        yield products[product_id], tuple(bought)


def _purchase(sale: Sale, line: Line) -> Purchase:
    ended = sale.ended or line.returned
    return Purchase(
        line_id=line.id,
        sale_id=sale.id,
        sold_on=sale.sold_on,
        delivered_on=sale.delivery(line),
        recorded_on=sale.recorded_on,
        quantity=line.quantity if ended else line.kept,
        ended=ended,
    )


def _add(bought: list[Purchase], new: Purchase) -> None:
    """Add a purchase, together with what stands of the same day."""
    for index in range(len(bought) - 1, -1, -1):
        each = bought[index]
        if each.sold_on != new.sold_on:
            break
        if each.ended is None and new.ended is None:
            bought[index] = replace(
                each,
                delivered_on=max(each.delivered_on, new.delivered_on),
                recorded_on=max(each.recorded_on, new.recorded_on),
                quantity=each.quantity + new.quantity,
            )
            return
    bought.append(new)


def forecasts(
    history: History, learned: Learned | None = None, *, early: float = EARLY
) -> Iterator[tuple[Product, tuple[Purchase, ...], tuple[Forecast, ...]]]:
    """Yield each product with its purchases and what could be told after each of them.

    Each forecast is made from what stood up to its purchase, and from what the customer
    said was left before the next one. `learned` is the history's own where none is
    given; `early` the share of the gap after which to nudge.
    """
    for shelf in _shelves(history, learned, early):
        made = tuple(shelf.forecasts[which] for which in range(len(shelf.bought)))
        yield shelf.product, shelf.bought, made


def in_use(
    history: History, *, early: float = EARLY, since: date = date.min, stays: int = 0
) -> Iterator[tuple[Product, Purchase, Forecast, Ending | None]]:
    """Yield each purchase with what could be told after it, and what ended that.

    Left out are those of which that was before or on `since`, and of those that were
    late more than `stays` days before it most, as making a forecast costs time.
    """
    if since > date.min and _all_used_up(history, since, stays):
        return
    for shelf in _shelves(history, None, early, since, stays):
        for which, made in sorted(shelf.forecasts.items()):
            ended = shelf.ending(which)
            if ended is None or ended.on > since:
                yield shelf.product, shelf.bought[which], made, ended


def _all_used_up(history: History, since: date, stays: int) -> bool:
    """Return whether one is late with all of it, of products bought only once.

    That goes for most customers; it takes none of their rhythms to know it.
    """
    lines = [(sale, line) for sale in history.sales for line in sale.lines]
    once = len({line.product.id for _, line in lines}) == len(lines)
    if not once or history.levels:
        return False
    first = since.toordinal() - stays - ROUNDING_DAYS
    return all(
        max(sale.delivery(line), sale.sold_on).toordinal()
        + _late_after_one(line.product, line.quantity, history.learned)
        < first
        for sale, line in lines
    )


def _late_after_one(product: Product, quantity: int, learned: Learned) -> float:
    """Return after how many days somebody is late who bought a product once."""
    of_it = product.id, product.category, product.supply_days
    name = *of_it, product.is_dosed, quantity
    late = learned.worked_out.get(name)
    if late is None:
        rhythm = Rhythm(dosed=product.is_dosed)
        rhythm.buy(0, max(1, quantity))
        late = late_after(rhythm, product_level(learned, *of_it))
        learned.worked_out[name] = late
    return late


def _shelves(
    history: History,
    learned: Learned | None,
    early: float,
    since: date = date.min,
    stays: int = 0,
) -> Iterable["_Shelf"]:
    """Return a customer's shelves, with the forecasts that were not over by a day."""
    customer = _Customer(history.learned if learned is None else learned, early)
    if not history.levels:  # what they said corrects a forecast, whatever its age
        customer.since, customer.stays = since, stays
    shelves = {
        product.id: _Shelf(product, bought) for product, bought in purchases(history)
    }
    events: list[tuple[int, int, int, int]] = []  # day, kind, product, which
    for product_id, shelf in shelves.items():
        for which, purchase in enumerate(shelf.bought):
            events.append((purchase.sold_on.toordinal(), 0, product_id, which))
    for which, level in enumerate(history.levels):
        if level.product_id in shelves:
            events.append((level.on.toordinal(), 1, level.product_id, which))
    events.sort(key=_DAY_AND_KIND)
    for (_, kind), of_a_day in groupby(events, key=_DAY_AND_KIND):
        found = [(shelves[product_id], which) for _, _, product_id, which in of_a_day]
        if kind == 0:
            _buy(customer, found)
        else:
            for shelf, which in found:
                customer.change(shelf, shelf.hear, history.levels[which])
    return shelves.values()


def rhythms(history: History) -> Iterator[tuple[int, str, Rhythm]]:
    """Yield the rhythm of each product the customer bought, and its category."""
    for product, bought in purchases(history):
        rhythm = Rhythm(dosed=product.is_dosed)
        for purchase in bought:
            if purchase.ended is None and purchase.quantity > 0:
                rhythm.buy(purchase.sold_on.toordinal(), purchase.quantity)
        if rhythm.purchases:
            yield product.id, product.category, rhythm


class _Shelf:
    """What a customer has of one product: rhythm, stock, and the forecasts so far."""

    def __init__(self, product: Product, bought: tuple[Purchase, ...]) -> None:
        self.product = product
        self.bought = bought
        self.forecasts: dict[int, Forecast] = {}
        """By purchase."""
        self.rhythm = Rhythm(dosed=product.is_dosed)
        self.unheard = self.rhythm
        """The rhythm without what was said of the last stock."""
        self.stock: list[tuple[int, float]] = []
        """Deliveries with their ln quantities, as far as leftovers are carried from."""
        self.empty = 0.0
        """When what came before the stock is used up, as an ordinal."""
        self.last = -1
        """Which purchase is the last that stands."""

    def ending(self, which: int) -> Ending | None:
        """Return what ended the use of a purchase: taken back, or bought again."""
        if self.bought[which].ended is not None:
            return self.bought[which].ended
        later = (each for each in self.bought[which + 1 :] if each.ended is None)
        again = next(later, None)
        if again is None:
            return None
        return Ending(again.sold_on, f"bought again (sale {again.sale_id})")

    def buy(self, which: int) -> None:
        """Put a purchase that stands on the shelf."""
        self.stock = _put(self.rhythm, self.stock, self.bought[which])
        self.unheard, self.last = self.rhythm, which

    def hear(self, level: Level) -> None:
        """Correct the forecast of the last purchase by what is left of it."""
        if self.last < 0 or not 0 <= level.left < 1:
            return
        made, purchase = self.forecasts[self.last], self.bought[self.last]
        on, start = level.on.toordinal(), made.start.toordinal()
        began = start if on > start else _came(purchase)
        if on <= began:
            return
        used_up_after = (on - began) / (1 - level.left)
        self.rhythm = self.unheard.copy()
        if began == start:
            self.rhythm.observe(used_up_after / self.rhythm.last_quantity)
        self.stock, self.empty = [], began + used_up_after
        self.forecasts[self.last] = replace(
            made,
            start=date.fromordinal(began),
            log_gap=log(max(1.0, used_up_after)),
            heard=level,
        )


class _Customer:
    """The shelves of one customer beside what the book has learned."""

    def __init__(self, learned: Learned, early: float) -> None:
        self.learned = learned
        self.early = early
        self.since = date.min
        """Up to which day what was ended needs no forecast."""
        self.stays = 0
        """How many days before it the same goes for what was late."""
        self.pace = Pace()

    def level(self, product: Product) -> float:
        """Return the level of a product."""
        return product_level(
            self.learned, product.id, product.category, product.supply_days
        )

    def needs(self, shelf: _Shelf, which: int) -> bool:
        """Return whether something may come of a forecast yet."""
        if self.since == date.min:
            return True
        ended, bought = shelf.ending(which), shelf.bought[which]
        if ended is not None and ended.on <= self.since:
            return False
        if ended is not None:
            return True
        rhythm, level = shelf.rhythm, self.level(shelf.product)
        others = level + self.pace.beside(rhythm, level, self.learned)
        start: float = bought.sold_on.toordinal()
        if rhythm.dosed:  # leftovers make it later
            empty = _run_out(shelf.stock, rhythm.pooled(others), shelf.empty)
            start = empty - days_of(rhythm.expected(others))
        late = start + late_after(rhythm, others)
        # A day or two may come from rounding, and from the day of the delivery.
        last = max(late, _came(bought)) + self.stays + ROUNDING_DAYS
        return last >= self.since.toordinal()

    def change(self, shelf: _Shelf, act: Callable[[Any], None], what: object) -> None:
        """Let something happen to a shelf, and keep count of the customer's pace."""
        level = self.level(shelf.product)
        if shelf.rhythm.observed:
            self.pace.add(shelf.rhythm, level, self.learned, times=-1)
        act(what)
        if shelf.rhythm.observed:
            self.pace.add(shelf.rhythm, level, self.learned)

    def forecast(self, shelf: _Shelf, purchase: Purchase) -> Forecast:
        """Return what could be told after a purchase that stands, or once did."""
        product, rhythm, stock = shelf.product, shelf.rhythm, shelf.stock
        level = self.level(product)
        pace = self.pace.beside(rhythm, level, self.learned)
        if purchase.ended is not None:
            rhythm = rhythm.copy()
            stock = _put(rhythm, stock, purchase)
        made = forecast(
            rhythm,
            self.learned,
            product_id=product.id,
            category=product.category,
            stated=product.supply_days,
            pace=pace,
            early=self.early,
            level=level,
        )
        if not product.is_dosed:
            return made
        began = _run_out(stock, rhythm.pooled(level + pace), shelf.empty) - made.gap
        left = began - _came(purchase)
        start = date.fromordinal(min(round(began), LAST.toordinal()))
        return replace(made, start=start, left_over=max(0, round(left)))


def _buy(customer: _Customer, found: list[tuple[_Shelf, int]]) -> None:
    """Count the purchases of one day, and make the forecasts that follow from them."""
    for shelf, which in found:
        if shelf.bought[which].ended is None:
            customer.change(shelf, shelf.buy, which)
    for shelf, which in found:
        if customer.needs(shelf, which):
            made = customer.forecast(shelf, shelf.bought[which])
            shelf.forecasts[which] = made


def _put(
    rhythm: Rhythm, stock: list[tuple[int, float]], purchase: Purchase
) -> list[tuple[int, float]]:
    """Count a purchase in a rhythm, and return the stock with it."""
    quantity = max(1, purchase.quantity)
    rhythm.buy(purchase.sold_on.toordinal(), quantity)
    return [*stock[1 - CARRIED :], (_came(purchase), log(quantity))]


def _came(purchase: Purchase) -> int:
    return max(purchase.delivered_on, purchase.sold_on).toordinal()


def _run_out(stock: list[tuple[int, float]], log_unit: float, empty: float) -> float:
    """Return when a stock is used up, delivery by delivery, as an ordinal.

    run-out = max(delivery, run-out before) + quantity x days, at today's pace.
    """
    end = empty
    for came, log_quantity in sorted(stock):
        end = max(came, end) + days_of(log_unit + log_quantity)
    return end
