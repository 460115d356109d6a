"""The plan: what became of each touchpoint, and the conversations that follow from it.

A pure function of facts, settlements, rules, policy and the day.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from secondsale.days import plus
from secondsale.model import History, Intent, Settlement, Touchpoint
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
from secondsale.policy import OFFER_AFTER, Policy, Situation, offers_from
from secondsale.records import replace
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

Rules = tuple[Rule, ...]

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
    over: bool = True,
) -> Plan:
    """Return one customer's plan, from what was known at the end of today.

    The first of the cadences that fits gives the figures, `rules` where none does.
    Without what is `over`, the rest of the plan is the same and costs much less.
    """
    history = history.as_of(today)
    latest = {each.key: each for each in settlements if each.on <= today}
    chosen, until = tuple(rules), plus(today, HORIZON_DAYS)
    since = date.min if over else _still_open(latest.values(), policy, today)
    found = list(derive(history, chosen, cadences, until, since))
    before = found
    if since > date.min and any(_is_late_offer(each, today) for each, _ in found):
        before = list(derive(history, *_before_offers(chosen, cadences), until))
    ends = (
        (each, over_on(each, latest.get(each.key), policy))
        for each, _ in before
        if each.key.rule in OFFER_AFTER
    )
    at = Situation(history, offers_from(ends))
    judged = [
        judge(each, latest.get(each.key), policy, at, today=today, cadence=cadence)
        for each, cadence in found
    ]
    in_turn = one_at_a_time(judged, policy, at)
    in_order = sorted(give_way(in_turn, policy, at), key=_by_precedence)
    kept = (item for item in in_order if over or not item.state.over)
    return Plan(today, at, policy, tuple(kept)).opened()


def _still_open(latest: Iterable[Settlement], policy: Policy, today: date) -> date:
    """Return the day up to which what the rules say is over is so in a plan, too.

    What was put off may be open beyond its rule's window.
    """
    stays = policy.snooze_stays_days
    if any(each.until and plus(each.until, stays) >= today for each in latest):
        return date.min
    return today


def _is_late_offer(touchpoint: Touchpoint, today: date) -> bool:
    """Return whether an offer has waited, perhaps for something that is over now."""
    window = touchpoint.window
    waited = window.due < today <= window.expires
    return waited and touchpoint.intent is Intent.OFFER


def _before_offers(
    rules: Rules, cadences: Sequence[Cadence]
) -> tuple[Rules, tuple[Cadence, ...]]:
    """Return of rules and cadences what has to be over before an offer."""

    def chosen(rules: Rules) -> Rules:
        return tuple(rule for rule in rules if rule.id in OFFER_AFTER)

    return chosen(rules), tuple(replace(c, rules=chosen(c.rules)) for c in cadences)


def _by_precedence(item: Planned) -> tuple[int, date, str, str, int]:
    key = item.key
    return item.touchpoint.intent, item.window.due, key.rule, key.anchor, key.round
