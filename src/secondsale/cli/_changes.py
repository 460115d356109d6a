"""What a fact changed in a customer's plan: what it stopped and what it moved."""

from collections.abc import Collection

from secondsale.model import Key
from secondsale.planner import Plan, Planned, State, Step
from secondsale.records import replace


def stopped_by(before: Plan, after: Plan) -> list[Planned]:
    """Return what a change made pointless: waiting before it, closed or gone after it.

    What gives way to anything else is only counted anew, which is not worth a word.
    """
    waiting = {item.key: item for item in before.touchpoints if not item.state.over}
    known = {item.key for item in before.touchpoints}
    now = {item.key: item.key not in known for item in after.touchpoints}
    new = [key for key, is_new in now.items() if is_new]
    closed = [
        item
        for item in after.touchpoints
        if item.key in waiting and item.state is State.CLOSED
    ]
    return closed + [
        _gone(item, new)
        for key, item in waiting.items()
        if key not in now and not item.touchpoint.gives_way
    ]


def _gone(was: Planned, new: Collection[Key]) -> Planned:
    """Return what is not derived any more as closed, by what is instead of it."""
    instead = next((key for key in new if key.rule == was.key.rule), None)
    reason = f"{instead} takes its place" if instead else "no longer called for"
    return replace(was, state=State.CLOSED, reason=reason, hold=None)


def moved_by(before: Plan, after: Plan) -> list[tuple[Planned, Step]]:
    """Return what has another window now, each beside what it was before."""
    known = {item.key: item for item in before.touchpoints}
    pairs = [(known.get(step.item.key), step) for step in after.steps()]
    return [(was, step) for was, step in pairs if was and _moved(was, step.item)]


def _moved(was: Planned, now: Planned) -> bool:
    # Both, because the policy shifts windows too, and a snooze keeps them in place.
    by_rule = was.touchpoint.window != now.touchpoint.window
    return by_rule and was.window != now.window
