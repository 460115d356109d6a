"""What goes with a second sale: what was bought first, where, and what was done.

It goes with it: nothing here says that it is why. Of many things looked at some seem to
matter by chance, so all of them are corrected for their number.
"""

from collections.abc import Iterable
from typing import NamedTuple

from secondsale.metrics.exact import fisher, holm
from secondsale.metrics.intervals import of_difference
from secondsale.metrics.metric import Metric, share
from secondsale.records import dataclass

WITHIN = 60
"""Days in which a second order counts."""
AT_FIRST = 14
"""Days after the first order in which a step may be done to be looked at."""
LEAST = 20
"""With fewer on either side, nothing is said."""
ALPHA = 0.05

CAUTION = (
    "what goes with a second sale is not why it came: buyers who differ in one thing"
    " differ in others, too; only an experiment can tell what helps"
)

Trait = tuple[str, str]
"""A kind, such as `product`, and which one of it."""


class Beginning(NamedTuple):
    """Somebody's first order day, what is known of it, and when the second one was."""

    first: int
    second: int | None
    known: int
    """The day on which the book learned of the first order."""
    traits: frozenset[Trait] = frozenset()
    """Of the order, and of the customer."""
    done: frozenset[Trait] = frozenset()
    """What was done by day AT_FIRST after it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a second sale goes with one trait."""

    trait: Trait
    having: Metric
    others: Metric
    difference: float
    """In shares: 0.1 is ten in a hundred more."""
    low: float
    high: float
    """Between these it lies with a chance of 95 %, looked at for itself."""
    chance: float
    """That chance alone does as much, for itself."""
    corrected: float
    """The same, corrected for how many were looked at."""

    @property
    def told(self) -> bool:
        """Return whether it is more than chance."""
        return self.corrected < ALPHA


@dataclass(frozen=True, slots=True)
class Patterns:
    """All that was looked at, the surest first."""

    looked_at: tuple[Pattern, ...]
    too_few: int
    """How many traits fewer than LEAST had, or fewer than LEAST had not."""
    buyers: int
    """Of how many first-time buyers."""


class GoesWith:
    """Count first-time buyers one by one, as of a day."""

    def __init__(self, day: int) -> None:
        self._day = day
        self._bought, self._served = _Side(), _Side()

    def add(self, each: Beginning) -> None:
        """Count one."""
        second = each.second if each.second is not None else self._day + 1
        if each.first + WITHIN <= self._day:
            self._bought.add(each.traits, back=second <= each.first + WITHIN)
        settled = each.first + AT_FIRST
        if settled + WITHIN <= self._day and second > settled >= each.known:
            self._served.add(each.done, back=second <= settled + WITHIN)

    def patterns(self) -> Patterns:
        """Return how a second sale goes with each trait."""
        sides = (self._bought, _OF_BUYING), (self._served, _OF_SERVING)
        counted, too_few = [], 0
        for side, definition in sides:
            for trait, (hits, n) in sorted(side.of.items()):
                if min(n, side.n - n) < LEAST:
                    too_few += 1
                else:
                    counted.append((side, definition, trait, hits, n))
        chances = [
            fisher(hits, n, side.hits - hits, side.n - n)
            for side, _, _, hits, n in counted
        ]
        found = [
            _pattern(*each, chance, corrected)
            for each, chance, corrected in zip(
                counted, chances, holm(chances), strict=True
            )
        ]
        found.sort(key=lambda each: (each.corrected, each.chance, each.trait))
        return Patterns(tuple(found), too_few, self._bought.n)


_OF_BUYING = (
    f"First-time buyers {{}} who ordered again within {WITHIN} days, of those whose"
    " first order is that long ago."
)
_OF_SERVING = (
    f"First-time buyers {{}} by day {AT_FIRST} who ordered again in the {WITHIN} days"
    f" after, of those who were not back by day {AT_FIRST}, whose order was entered by"
    " then, and for whom the days are over."
)


class _Side:
    """The sums of one way of looking."""

    def __init__(self) -> None:
        self.n = self.hits = 0
        self.of: dict[Trait, list[int]] = {}

    def add(self, traits: Iterable[Trait], *, back: bool) -> None:
        self.n += 1
        self.hits += back
        for trait in traits:
            counts = self.of.setdefault(trait, [0, 0])
            counts[0] += back
            counts[1] += 1


def _pattern(
    side: _Side,
    definition: str,
    trait: Trait,
    hits: int,
    n: int,
    chance: float,
    corrected: float,
) -> Pattern:
    other_hits, others = side.hits - hits, side.n - n
    apart, low, high = of_difference((hits, n), (other_hits, others))
    return Pattern(
        trait,
        share("with", "with it", hits, n, definition.format("with it")),
        share(
            "without", "without it", other_hits, others, definition.format("without it")
        ),
        apart, low, high, chance, corrected,
    )  # fmt: skip
