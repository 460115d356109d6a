"""Catching up after time away: of what was missed, one thing for each person."""

from dataclasses import dataclass
from datetime import date

from secondsale.model import Intent, Settlement, Status
from secondsale.planner.conversations import Plan
from secondsale.planner.states import Planned, State
from secondsale.policy import closed_by_facts

CATCH_UP = "catch-up"
"""The reason by which the rest of what was missed is skipped."""

_BEST_FIRST = ("promise", "concern", "replenish", "birthday", "check-in")


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What to talk about after time away, and what to let go."""

    keep: Planned
    skip: tuple[Settlement, ...] = ()


def catch_up(plan: Plan) -> CatchUp | None:
    """Return the best of what is overdue to keep and the rest to skip, if any is.

    Open promises and concerns are never skipped: they end when they are dealt with.
    """
    late = [
        item
        for item in plan.touchpoints
        if item.state is State.OPEN and item.window.due < plan.today
    ]
    if not late:
        return None
    best = min(late, key=_rank)
    return CatchUp(
        best,
        tuple(
            Settlement(item.key, Status.SKIPPED, plan.today, reason=CATCH_UP)
            for item in late
            if item is not best and not closed_by_facts(item.touchpoint)
        ),
    )


def _rank(item: Planned) -> tuple[int, date, str]:
    """Return how good a reason to be in touch it is; smaller is better."""
    rule = item.key.rule.partition(".")[0]
    if rule not in _BEST_FIRST and item.touchpoint.intent is Intent.PROMISE:
        rule = "promise"
    place = _BEST_FIRST.index(rule) if rule in _BEST_FIRST else len(_BEST_FIRST)
    return place, item.window.due, str(item.key)
