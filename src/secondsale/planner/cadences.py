"""Cadences: other figures for some sales, products or people; first match wins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from secondsale import text
from secondsale.figures import figure
from secondsale.model import Customer, History, Lesson, Line, Sale, Touchpoint
from secondsale.records import dataclass, replace
from secondsale.rules import Rule
from secondsale.tiers import NAMES


@dataclass(frozen=True, slots=True)
class Cadence:
    """Rules with figures of their own, and for whom; an empty condition is any.

    A sale is of each category of its products; a customer is judged by their last sale.
    """

    name: str
    rules: tuple[Rule, ...]
    lessons: tuple[Lesson, ...] = ()
    """They stand in for those of the products, if there are any."""
    category: str = figure("", "", "of the product")
    sale: str = figure("", "", "whether it is the first", choices=("first", "repeat"))
    tier: str = figure("", "", "of the customer", choices=NAMES)
    tag: str = figure("", "", "that the customer has")

    def selects(
        self, customer: Customer, sale: Sale | None, line: Line | None, *, first: bool
    ) -> bool:
        """Return whether it is for a line, a sale or, without either, a customer."""
        lines = (line,) if line else sale.lines if sale else ()
        return (
            self.tier in ("", customer.tier.casefold())
            and _is_among(self.tag, customer.tags)
            and (not self.sale or (sale is not None and self.sale == _word(first)))
            and _is_among(self.category, (each.product.category for each in lines))
        )


def derive(
    history: History,
    rules: Iterable[Rule],
    cadences: Sequence[Cadence],
    until: date,
    since: date = date.min,
) -> Iterator[tuple[Touchpoint, str]]:
    """Yield each touchpoint and the name of the cadence that it comes from.

    What is over by `since`, unless it was put off, may be left out.

    The rules run once for each cadence that selects anything; of what they yield, that
    cadence keeps what is anchored in the rows it selects. `rules` are for the rest.
    """
    if not cadences:
        yield from ((each, "") for each in _touchpoints(history, rules, until, since))
        return
    every = (*cadences, Cadence("", tuple(rules)))
    chosen = _chosen(history, every)
    history = _with_lessons(history, chosen)
    for cadence in every:
        if any(each is cadence for each in chosen.values()):
            for touchpoint in _touchpoints(history, cadence.rules, until, since):
                if chosen.get(_row(touchpoint), chosen[""]) is cadence:
                    yield touchpoint, cadence.name


def _touchpoints(
    history: History, rules: Iterable[Rule], until: date, since: date
) -> Iterator[Touchpoint]:
    tried = {each.rule: each for each in history.trials if each.ended is None}
    for rule in rules:
        if rule.enabled and rule.full_id in tried:
            from secondsale.planner import trials  # on few mornings one runs

            yield from trials.touchpoints(rule, tried[rule.full_id], history, until)
        elif rule.enabled:
            yield from rule.touchpoints(history, until, since)


def _chosen(history: History, cadences: Sequence[Cadence]) -> dict[str, Cadence]:
    """Return the cadence of each row: sales `s1`, lines `l1`, the customer without."""
    bought_before = 0

    def choose(sale: Sale | None, line: Line | None = None) -> Cadence:
        first, who = not bought_before, history.customer
        return next(c for c in cadences if c.selects(who, sale, line, first=first))

    chosen = {"": choose(None)}
    for sale in history.sales:
        chosen[f"s{sale.id}"] = choose(sale)
        chosen.update({f"l{line.id}": choose(sale, line) for line in sale.lines})
        if sale.ended is None:
            bought_before += 1
            chosen[""] = chosen[f"s{sale.id}"]
    return chosen


def _with_lessons(history: History, chosen: Mapping[str, Cadence]) -> History:
    """Return a history in which each line has the lessons of its cadence."""
    if not any(cadence.lessons for cadence in chosen.values()):
        return history
    sales = (
        replace(
            sale,
            lines=tuple(_teaching(line, chosen[f"l{line.id}"]) for line in sale.lines),
        )
        for sale in history.sales
    )
    return replace(history, sales=tuple(sales))


def _teaching(line: Line, cadence: Cadence) -> Line:
    if not cadence.lessons:
        return line
    return replace(line, product=replace(line.product, lessons=cadence.lessons))


def _row(touchpoint: Touchpoint) -> str:
    """Return the row by which a touchpoint's cadence is chosen."""
    anchor, sale_id = touchpoint.key.anchor, touchpoint.sale_id
    # Concerns, checkpoints, gifts and introductions go with their sale, if any.
    return f"s{sale_id}" if sale_id is not None and anchor[0] in "kdgi" else anchor


def _word(first: bool) -> str:
    return "first" if first else "repeat"


def _is_among(word: str, words: Iterable[str]) -> bool:
    """Return whether a word is one of some, however they are written; empty is any."""
    return not word or text.name_key(word) in map(text.name_key, words)
