"""The report of a period: what the book counts, put beside the period before."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from secondsale.cli._shell import Shell
from secondsale.cli._watching import watched
from secondsale.days import plus
from secondsale.metrics.census import Census, Deeds, count, report
from secondsale.metrics.churn import Limits
from secondsale.metrics.conversations import Ends, tally
from secondsale.metrics.report import Period, Report
from secondsale.model import Outcome, Status
from secondsale.planner import GIVES_WAY, ONE_AT_A_TIME, Plan, Planned, State
from secondsale.rules.win_back import WinBack
from secondsale.store import Book
from secondsale.store.counting import deeds
from secondsale.store.counting.buyers import buyers

MOST_PLANS = 500
"""Of more customers a sample of so many is planned: a plan takes milliseconds."""

NOT_REACHED = tuple(str(each) for each in Outcome if not each.reached)


class Sample(NamedTuple):
    """The customers whose plans were read, and of how many they are."""

    ids: list[int]
    of: int

    @property
    def whole(self) -> bool:
        """Return whether they are everybody."""
        return len(self.ids) == self.of

    def __str__(self) -> str:
        if self.whole:
            return "all customers"
        return f"{len(self.ids):,} customers picked from {self.of:,}"


def figures(shell: Shell, book: Book, period: Period) -> Report:
    """Return all figures of a period, each beside the period before."""
    before = period_before(period)
    settings = shell.settings
    learned = settings.timing.beside(book.learned())
    now, then = (
        Census(each, learned, settings.goodwill, _limits(shell), drawn=each is period)
        for each in (period, before)
    )
    sample = Sample(*deeds.sampled(book, MOST_PLANS))
    everybody = buyers(book, period.until)
    count(watched(everybody, sample.of, f"counting {sample.of:,} customers"), now, then)
    ends = list(_ends(shell.plans(book, sample.ids, today=period.until)))
    return report(
        now,
        then,
        _deeds(book, period, _within(ends, period)),
        _deeds(book, before, _within(ends, before)),
        whom=str(sample),
        notes=() if sample.whole else (_sampled(sample),),
    )


def period_before(period: Period) -> Period:
    """Return the period of the same length that ended the day before."""
    until = plus(period.since, -1)
    return Period(plus(until, -(period.until - period.since).days), until)


def _limits(shell: Shell) -> Limits:
    """Return when somebody counts as quiet: the figures of win-back, on or off."""
    for rule in shell.settings.rules:
        if isinstance(rule, WinBack):
            return Limits(
                own_gaps=rule.own_gaps,
                one_time_gaps=rule.one_time_gaps,
                least_days=rule.one_time_least_days,
                chance=rule.chance_below,
                within_days=rule.within_days,
            )
    return Limits()


def _deeds(book: Book, period: Period, ends: dict[str, Ends]) -> Deeds:
    return Deeds(deeds.word(book, period), deeds.talks(book, period, NOT_REACHED), ends)


def _ends(plans: Iterator[Plan]) -> Iterator[tuple[date, str, str]]:
    """Yield the day, the rule and the kind of each end that a touchpoint came to."""
    for plan in plans:
        for item in plan.touchpoints:
            if kind := _kind(item):
                yield item.since or date.min, item.key.family, kind
            elif talked := _talked(plan, item):
                # A concern or a promise is over by a fact; talking about it is done.
                yield talked, item.key.family, "done"


def _kind(item: Planned) -> str:
    if item.state is State.EXPIRED:
        # Nobody missed what only stood in for something else, or waited for its turn.
        held = item.hold.restraint if item.hold else ""
        return "" if held in (GIVES_WAY, ONE_AT_A_TIME) else "expired"
    if item.state is not State.SETTLED or item.settlement is None:
        return ""
    return "done" if item.settlement.status is Status.DONE else "skipped"


def _talked(plan: Plan, item: Planned) -> date | None:
    """Return when the two first talked about what no conversation ends."""
    talks = plan.situation.history.contacts
    about = (
        talk.on
        for talk in talks
        if talk.two_way and any(each.key == item.key for each in talk.covered)
    )
    return min(about, default=None)


def _within(ends: list[tuple[date, str, str]], period: Period) -> dict[str, Ends]:
    return tally(
        (rule, kind) for on, rule, kind in ends if period.since <= on <= period.until
    )


def _sampled(sample: Sample) -> str:
    return (
        f"what became of touchpoints was read from the plans of {sample}, the same"
        " ones each time; all else counts everybody"
    )
