"""The plan: what became of each touchpoint, and the conversations that follow from it.

A pure function of facts, settlements, rules, policy and the day.
"""

from collections.abc import Iterable
from datetime import date

from secondsale.days import plus
from secondsale.model import History, Settlement
from secondsale.planner.agendas import Agenda, agenda, look_ahead
from secondsale.planner.conversations import Conversation, Plan, Step
from secondsale.planner.states import (
    ONE_AT_A_TIME,
    Planned,
    State,
    judge,
    one_at_a_time,
    over_on,
)
from secondsale.policy import Policy, Situation, offers_from
from secondsale.rules import Rule

__all__ = [
    "HORIZON_DAYS",
    "ONE_AT_A_TIME",
    "Agenda",
    "Conversation",
    "Plan",
    "Planned",
    "State",
    "Step",
    "agenda",
    "look_ahead",
    "plan",
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
) -> Plan:
    """Return one customer's plan, from what was known at the end of today."""
    history = history.as_of(today)
    latest = {each.key: each for each in settlements if each.on <= today}
    until = plus(today, HORIZON_DAYS)
    pairs = [
        (touchpoint, latest.get(touchpoint.key))
        for rule in rules
        if rule.enabled
        for touchpoint in rule.touchpoints(history, until)
    ]
    over = ((each, over_on(each, settled, policy)) for each, settled in pairs)
    at = Situation(history, offers_from(over))
    judged = [judge(each, settled, policy, at, today=today) for each, settled in pairs]
    in_order = sorted(one_at_a_time(judged), key=_by_precedence)
    return Plan(today, at, policy, tuple(in_order))


def _by_precedence(item: Planned) -> tuple[int, date, str, str, int]:
    key = item.key
    return item.touchpoint.intent, item.window.due, key.rule, key.anchor, key.round
