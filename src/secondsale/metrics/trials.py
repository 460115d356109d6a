"""What a trial has shown so far, of all who were in it as they were dealt."""

from collections.abc import Iterable, Sequence
from datetime import date

from secondsale.days import plus
from secondsale.metrics.evidence import Tally, evidence, more_needed
from secondsale.metrics.intervals import of_difference
from secondsale.model import Arm, Trial
from secondsale.model.trials import Stood
from secondsale.records import dataclass

ALPHA = 0.05
"""How often a trial of what is alike may ever call it different, at most."""

LEAST = 10
"""Customers of each way before it is guessed how many more it takes."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """A customer in a trial: from which day on it mattered, and when they ordered."""

    customer_id: int
    since: date
    orders: Sequence[date]
    """The days of their further orders since then, oldest first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups of a trial beside each other."""

    one: Tally
    other: Tally
    share: float
    """Of those who are dealt either, how many are dealt the first, 0 to 1."""
    of: int = 1
    """How many comparisons the trial makes: together they may err as often as one."""

    @property
    def enough(self) -> float:
        """Return how much the bet has to grow before a difference is called one."""
        return self.of / ALPHA

    @property
    def evidence(self) -> float:
        """Return how much a bet on a difference has grown; 1 says nothing."""
        return evidence(self.one, self.other, self.share)

    @property
    def told(self) -> bool:
        """Return whether that is enough to call it one."""
        return self.evidence >= self.enough

    @property
    def better(self) -> bool | None:
        """Return whether the first is better, None while that cannot be told."""
        return self.one.rate > self.other.rate if self.told else None

    @property
    def guessed(self) -> bool:
        """Return whether there are enough to guess how many more it takes."""
        return min(self.one.n, self.other.n) >= LEAST

    @property
    def more(self) -> int | None:
        """Return how many more customers it takes, if it goes on like this.

        None: too many to wait for, or too few to say.
        """
        if not self.guessed:
            return None
        return more_needed(self.one, self.other, self.share, self.enough)

    @property
    def apart(self) -> tuple[float, float, float]:
        """Return how much more of the first succeed, and between what that lies."""
        one, other = self.one, self.other
        return of_difference((one.hits, one.n), (other.hits, other.n))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a trial stands on a day."""

    trial: Trial
    day: date
    arms: dict[Arm, Tally]
    """Of those whose days are over."""
    waiting: dict[Arm, Tally]
    """Of those who may still order in time, and how many have already."""

    is_off: bool = False
    """Whether the rule is off now, so that nobody new comes in."""

    @property
    def ways(self) -> Comparison | None:
        """Return the two ways beside each other, unless they are the same."""
        if self.trial.is_hold_out:
            return None
        of = 2 if self.trial.hold_out else 1
        return Comparison(self.arms[Arm.FIRST], self.arms[Arm.SECOND], 0.5, of)

    @property
    def held_out(self) -> Comparison | None:
        """Return both ways together beside those left alone, if any are."""
        if not self.trial.hold_out:
            return None
        first, second = self.arms[Arm.FIRST], self.arms[Arm.SECOND]
        both = Tally(first.hits + second.hits, first.n + second.n)
        share = 1 - self.trial.hold_out / 100
        of = 1 if self.trial.is_hold_out else 2
        return Comparison(both, self.arms[Arm.HELD_OUT], share, of)

    @property
    def record(self) -> tuple[Stood, ...]:
        """Return it as it is kept when the trial ends."""
        return tuple(
            Stood(arm, known.hits, known.n, waiting.n, waiting.hits)
            for arm, known in self.arms.items()
            for waiting in [self.waiting[arm]]
        )


def recorded(trial: Trial, day: date) -> Standing:
    """Return how a trial stood on the day it was ended, by its record."""
    stood = {each.arm: each for each in trial.record}
    none = {arm: Tally() for arm in Arm}
    return Standing(
        trial,
        day,
        none | {arm: Tally(each.hits, each.n) for arm, each in stood.items()},
        none | {a: Tally(each.waiting_hits, each.waiting) for a, each in stood.items()},
    )


def standing(
    trial: Trial, exposed: Iterable[Exposed], today: date, *, is_off: bool = False
) -> Standing:
    """Return how a trial stands, by its customers as they were dealt.

    A success is a further order within the trial's days. It counts when these are over,
    like a failure, and not before: else a way that only hastens what comes anyway would
    look better for a time.
    """
    counts = {arm: {True: [0, 0], False: [0, 0]} for arm in Arm}
    for each in exposed:
        last = plus(each.since, trial.within_days)
        count = counts[trial.arm(each.customer_id)][last < today]
        count[0] += any(day <= min(last, today) for day in each.orders)
        count[1] += 1
    return Standing(
        trial,
        today,
        {arm: Tally(*count[True]) for arm, count in counts.items()},
        {arm: Tally(*count[False]) for arm, count in counts.items()},
        is_off,
    )
