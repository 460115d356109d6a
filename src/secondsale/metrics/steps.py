"""Steps of following up: how often each is done, how, and who buys again after it.

Who hears from the seller is not chosen by lot: done and not done are not alike, and
nothing here says that a step is why somebody came back. Both sides are watched from
the same day, the landmark: whether it was done, and who was back, is settled by then.
Were it counted from the contact, whoever ordered while there still was time for one
would fall to those without (immortal time; Anderson, Cain and Gelber, 1983).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from secondsale.metrics.metric import Metric, share
from secondsale.records import dataclass

WITHIN = 60
"""Days after the landmark in which a further order counts."""
LONGEST = 14
"""So many days after it was due it is settled, where the window is longer."""

WARNING = (
    "done and not done are not alike: who was reached, liked and easy to serve is more"
    " often followed up and buys more often anyway; only an experiment can tell whether"
    " a step helps"
)

EARLY, ON_THE_DAY, SOON_AFTER, LATER = (
    "early", "on the day", "1 to 3 days late", "later",
)  # fmt: skip
TIMINGS = (EARLY, ON_THE_DAY, SOON_AFTER, LATER)
SOON = 3
_BY_THEN = (
    f"by the last day of its window ({LONGEST} days after it was due at the latest),"
    " and nothing was ordered until then"
)
OWN_WORDS, NO_CHANNEL = "own words", "not said"


class Done(NamedTuple):
    """The contact that was about a step; its day is an ordinal."""

    day: int
    outcome: str
    channel: str = ""
    wording: str = ""
    reached: bool = True
    """Whether the two of them talked; otherwise it was only tried."""


class Step(NamedTuple):
    """One touchpoint of a customer that was due, or done, or both; days as ordinals."""

    rule: str
    due: int | None
    """None where it is not known any more, such as after a change of settings."""
    done: Done | None = None
    sale_id: int | None = None
    sold: int = 0
    """The day of that sale."""
    expires: int | None = None
    """The last day of its window; None where nobody knows, or it never came to that."""
    tried: int | None = None
    """The day of the first contact about it, whether they were reached or not."""
    over: bool = True
    """Whether there is no time left for it."""
    open: bool = True
    """Whether anybody knew in time that it was to be done."""

    @property
    def landmark(self) -> int | None:
        """Return the day from which both sides are watched, if it has one."""
        if self.due is None or self.expires is None:
            return None
        return max(min(self.expires, self.due + LONGEST), self.sold)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a rule's steps: of all of them, or of those done in one way."""

    rule: str
    by: str
    """`channel`, `timing`, `wording`, or empty: all of them."""
    which: str
    done: int
    tried: int | None
    """Not reached, however often."""
    missed: int | None
    """Due, over, and never tried; None where there is no saying."""
    outcomes: tuple[tuple[str, int], ...]
    """What came of those that were done, the most frequent first."""
    after: Metric
    """Who ordered again, of those of whom it was done by the landmark."""
    without: Metric | None = None
    """Who did, of those of whom nobody had tried by then."""


class Steps:
    """Count the steps of customers, one customer after the other."""

    def __init__(self, day: int, *, within: int = WITHIN) -> None:
        self._day, self._within = day, within
        self._done: Counter[tuple[str, str, str]] = Counter()
        self._tried: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()
        self._outcomes: dict[tuple[str, str, str], Counter[str]] = {}
        self._after: dict[tuple[str, str, str], list[int]] = {}
        self._without: dict[str, list[int]] = {}
        self._of_sales: set[str] = set()

    def add(self, steps: Iterable[Step], orders: Sequence[int]) -> None:
        """Count a customer's steps; `orders` are their order days, oldest first."""
        of_sale: dict[tuple[str, int], list[Step]] = {}
        for step in steps:
            if step.sale_id is not None:
                of_sale.setdefault((step.rule, step.sale_id), []).append(step)
            self._count(step)
        compared = set[str]()
        for (rule, _), each in sorted(of_sale.items(), key=_by_day):
            self._of_sales.add(rule)
            if rule not in compared and any(step.open for step in each):
                compared.add(rule)  # further sales are not independent of the first
                self._compare(rule, each, orders)

    def _count(self, step: Step) -> None:
        if step.done is None:
            self._missed[step.rule] += step.over
        elif not step.done.reached:
            self._tried[step.rule] += 1
        else:
            for way in ways(step.rule, step.done, step.due):
                self._done[way] += 1
                self._outcomes.setdefault(way, Counter())[step.done.outcome] += 1

    def _compare(self, rule: str, steps: Sequence[Step], orders: Sequence[int]) -> None:
        """Count what followed a sale, once however many steps of a rule it had."""
        known = [each for each in steps if each.landmark is not None]
        if not known:
            return
        landmark = min(known, key=lambda each: each.due or 0).landmark
        assert landmark is not None
        back = self._back(orders, steps[0].sold, landmark)
        if back is None:
            return
        reached = [
            (each.done, each.due)
            for each in steps
            if each.done and each.done.reached and each.done.day <= landmark
        ]
        if reached:
            first, due = min(reached, key=lambda pair: pair[0].day)
            for way in ways(rule, first, due):
                _tally(self._after.setdefault(way, [0, 0]), back=back)
        elif all(each.tried is None or each.tried > landmark for each in steps):
            _tally(self._without.setdefault(rule, [0, 0]), back=back)

    def _back(self, orders: Sequence[int], sold: int, landmark: int) -> bool | None:
        """Return whether an order followed in time; None where there is no saying.

        Nothing is said of those who were back by the landmark, and of those for whom
        the days are not over.
        """
        if landmark + self._within > self._day:
            return None
        if any(sold < day <= landmark for day in orders):
            return None
        return any(landmark < day <= landmark + self._within for day in orders)

    def rows(self) -> Iterator[Row]:
        """Yield for each rule a row of all of its steps, then one a way of doing it."""
        rules = {way[0] for way in self._done} | {*+self._missed, *self._tried}
        for rule in sorted(rules):
            yield self._row((rule, "", ""))
            ways = [way for way in self._done if way[0] == rule and way[1]]
            yield from map(self._row, sorted(ways, key=self._order))

    def _order(self, way: tuple[str, str, str]) -> tuple[str, int, str]:
        _, by, which = way
        rank = TIMINGS.index(which) if which in TIMINGS else -self._done[way]
        return by, rank, which

    def _row(self, way: tuple[str, str, str]) -> Row:
        rule, by, which = way
        compared, whole = rule in self._of_sales, not by
        outcomes = self._outcomes.get(way, Counter[str]())
        hits, n = self._after.get(way, (0, 0))
        after = share(
            f"after-{rule}", f"{rule}: again after it was done", hits, n,
            f"The first sale of each customer after which the step was done {_BY_THEN}:"
            f" a further order within {self._within} days after that day.",
        )  # fmt: skip
        without = None
        if whole and compared:
            hits, n = self._without.get(rule, (0, 0))
            without = share(
                f"without-{rule}", f"{rule}: again where it was not done", hits, n,
                "The first sale of each customer after which the step was due and"
                f" nobody tried {_BY_THEN}: a further order within"
                f" {self._within} days after that day.",
            )  # fmt: skip
        return Row(
            rule, by, which, self._done[way],
            self._tried[rule] if whole else None,
            self._missed[rule] if whole and compared else None,
            tuple(sorted(outcomes.items(), key=lambda pair: (-pair[1], pair[0]))),
            after, without,
        )  # fmt: skip


def ways(rule: str, done: Done, due: int | None) -> Iterator[tuple[str, str, str]]:
    """Yield all that a step counts to: the rule, and each way in which it was done."""
    yield rule, "", ""
    yield rule, "channel", done.channel or NO_CHANNEL
    if due is not None:
        yield rule, "timing", timing(done.day - due)
    yield rule, "wording", done.wording or OWN_WORDS


def timing(late: int) -> str:
    """Return the class of so many days after the due day, fewer than none before it."""
    if late <= 0:
        return EARLY if late < 0 else ON_THE_DAY
    return SOON_AFTER if late <= SOON else LATER


def _by_day(
    sale: tuple[tuple[str, int], Sequence[Step]],
) -> tuple[int, tuple[str, int]]:
    return sale[1][0].sold, sale[0]


def _tally(counts: list[int], *, back: bool) -> None:
    counts[0] += back
    counts[1] += 1
