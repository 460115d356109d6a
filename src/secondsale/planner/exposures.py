"""Who is in a trial, since when, whatever they were dealt and whatever came of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import ClassVar

from secondsale.days import plus
from secondsale.figures import figures_of
from secondsale.metrics.trials import Exposed
from secondsale.model import Arm, History, Intent, Learned, Touchpoint, Trial
from secondsale.model.trials import SINCE
from secondsale.planner.cadences import Cadence, derive
from secondsale.planner.trials import in_the_way, matters, runs_of
from secondsale.planner.waking import days_in
from secondsale.records import dataclass, field, replace
from secondsale.rules import Rule

AHEAD = 60
"""Days beyond the last one up to which touchpoints are derived: what opens early."""

FOLLOWS_A_SALE = frozenset({"welcome", "reassure", "check-in", "education", "feedback"})
"""Rules whose touchpoints open some days after the delivery of a sale, as figures say.
"""


def exposed(
    history: History,
    trial: Trial,
    rules: Iterable[Rule],
    cadences: Sequence[Cadence] = (),
    *,
    today: date,
) -> Exposed | None:
    """Return a customer in a trial, by what the rule made of them when it began to.

    What happened later, as somebody buys or answers in their arm, changes nothing about
    that: so the history is looked at as it stood, from one thing that happened to the
    next. None if they were not in it up to today.
    """
    last = today if trial.ended is None else min(today, plus(trial.ended.on, -1))
    if last < trial.started_on:
        return None
    rules = tuple(rules)
    # Of one that is off everywhere those who were in it count on.
    off = not any(rule.enabled for rule in instances_of(trial.rule, rules, cadences))
    whole = _mattering(trial, rules, off=off)
    fitting = [replace(c, rules=_mattering(trial, c.rules, off=off)) for c in cadences]
    history = replace(history.as_of(today), trials=())
    days = {day for day in _happened(history) if trial.started_on < day <= last}
    for begin, end in pairwise((trial.started_on, *sorted(days), plus(last, 1))):
        known = history.as_of(begin)
        found = [
            (on, str(each.key), each)
            for each, _ in derive(known, whole, fitting, plus(last, AHEAD))
            for on in [max(_since(each), begin)]
            if on < end and (each.ended is None or each.ended.on >= on)
        ]
        if found:
            on, _, first = min(found)
            return Exposed(history.customer.id, on, tuple(_orders(history, on, first)))
    return None


def instances_of(
    full_id: str, rules: Iterable[Rule], cadences: Iterable[Cadence]
) -> list[Rule]:
    """Return a rule as everybody has it, and as each cadence has it."""
    every = (*rules, *(rule for each in cadences for rule in each.rules))
    return [rule for rule in every if rule.full_id == full_id]


def reach(trial: Trial, rules: Iterable[Rule], cadences: Iterable[Cadence]) -> int:
    """Return how many days after the delivery of a sale a trial can matter, at most."""
    ways = (
        in_the_way(rule, trial.changes(arm))
        for rule in instances_of(trial.rule, rules, cadences)
        for arm in Arm
    )
    return max(map(_days, ways), default=0)


def _days(rule: Rule) -> int:
    """Return all figures of a rule that are days, one after the other."""
    figures = figures_of(type(rule)).items()
    return sum(int(getattr(rule, name)) for name, each in figures if "day" in each.unit)


def _happened(history: History) -> Iterator[date]:
    """Yield the days on which anything happened that a rule may go by."""
    for sale in history.sales:
        yield sale.sold_on
        if sale.cancelled is not None:
            yield sale.cancelled.on
        yield from (back.on for line in sale.lines for back in line.returns)
    yield from (contact.on for contact in history.contacts)
    # The rest is little, so that all of its days may be looked for.
    little = replace(
        history, sales=(), contacts=(), pauses=(), reward_terms=(), learned=Learned()
    )
    yield from days_in(little)


def _since(touchpoint: Touchpoint) -> date:
    return date.fromisoformat(dict(touchpoint.slots)[SINCE])


def _orders(history: History, since: date, first: Touchpoint) -> Iterator[date]:
    """Yield the days of further orders, that day's too, but not what was the cause."""
    causes = {each.sold_on for each in history.sales if each.id == first.sale_id}
    days = {each.sold_on for each in history.standing_sales()}
    yield from (day for day in sorted(days) if day >= since and day not in causes)


@dataclass(frozen=True)
class _Mattering(Rule):
    """What of a rule is in a trial, whatever its customer was dealt."""

    id: ClassVar[str] = "trial"
    intent: ClassVar[Intent] = Intent.CARE

    rule: Rule = field(default=None)  # type: ignore[assignment]
    trial: Trial = field(default=None)  # type: ignore[assignment]

    def touchpoints(
        self,
        history: History,
        until: date,
        since: date = date.min,  # noqa: ARG002 - what is over was in the trial, too
    ) -> Iterator[Touchpoint]:
        """Yield what can matter, each with the day from which on it does."""
        runs = runs_of(self.rule, self.trial, history, until)
        for key, opens in matters(self.trial, runs):
            any_way = next(run[key] for run in runs.values() if key in run)
            yield replace(any_way, slots=((SINCE, opens.isoformat()),))


def _mattering(trial: Trial, rules: Iterable[Rule], *, off: bool) -> tuple[Rule, ...]:
    return tuple(
        _Mattering(rule=each, trial=trial)
        for each in rules
        if each.full_id == trial.rule and (each.enabled or off)
    )
