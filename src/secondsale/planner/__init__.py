"""The plan: what became of each touchpoint, and the conversations that follow from it.

A pure function of facts, settlements, rules, policy and the day.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from secondsale.days import plus
from secondsale.model import History, Settlement
from secondsale.planner.agendas import (
    Agenda,
    HeldBack,
    agenda,
    as_listed,
    held_back,
    load,
    look_ahead,
)
from secondsale.planner.cadences import Cadence, derive
from secondsale.planner.catching_up import (
    CATCH_UP,
    NO_ROOM,
    CatchUp,
    catch_up,
    last_at_work,
    was_due,
)
from secondsale.planner.conversations import Plan, Step
from secondsale.planner.loads import ROOM, Moved
from secondsale.planner.states import (
    GIVES_WAY,
    ONE_AT_A_TIME,
    Planned,
    State,
    give_way,
    judge,
    one_at_a_time,
    over_on,
)
from secondsale.planner.waking import (
    NOBODY,
    SIGHT_DAYS,
    Coming,
    Sleeping,
    Wake,
    is_late,
    wake,
)
from secondsale.planner.walks import Conversation, Walk
from secondsale.policy import Policy, Situation, offers_from
from secondsale.rules import Rule

__all__ = [
    "CATCH_UP",
    "GIVES_WAY",
    "HORIZON_DAYS",
    "NOBODY",
    "NO_ROOM",
    "ONE_AT_A_TIME",
    "ROOM",
    "SIGHT_DAYS",
    "Agenda",
    "Cadence",
    "CatchUp",
    "Coming",
    "Conversation",
    "HeldBack",
    "Moved",
    "Plan",
    "Planned",
    "Sleeping",
    "State",
    "Step",
    "Wake",
    "Walk",
    "agenda",
    "as_listed",
    "catch_up",
    "held_back",
    "is_late",
    "last_at_work",
    "load",
    "look_ahead",
    "plan",
    "wake",
    "was_due",
]

HORIZON_DAYS = 400
"""How far ahead touchpoints are derived: a year, and a little to see beyond it."""


def plan(
    history: History,
    settlements: Iterable[Settlement],
    rules: Iterable[Rule],
    policy: Policy,
    *,
    today: date,
    cadences: Sequence[Cadence] = (),
) -> Plan:
    """Return one customer's plan, from what was known at the end of today.

    The first of the cadences that fits gives the figures, `rules` where none does.
    """
    history = history.as_of(today)
    latest = {each.key: each for each in settlements if each.on <= today}
    derived = [
        (touchpoint, latest.get(touchpoint.key), cadence)
        for touchpoint, cadence in derive(
            history, tuple(rules), cadences, plus(today, HORIZON_DAYS)
        )
    ]
    over = ((each, over_on(each, settled, policy)) for each, settled, _ in derived)
    at = Situation(history, offers_from(over))
    judged = [
        judge(each, settled, policy, at, today=today, cadence=cadence)
        for each, settled, cadence in derived
    ]
    in_turn = one_at_a_time(judged, policy, at)
    in_order = sorted(give_way(in_turn, policy, at), key=_by_precedence)
    return Plan(today, at, policy, tuple(in_order)).opened()


def _by_precedence(item: Planned) -> tuple[int, date, str, str, int]:
    key = item.key
    return item.touchpoint.intent, item.window.due, key.rule, key.anchor, key.round
