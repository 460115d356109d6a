"""What a fact changed in a customer's plan: what it stopped and what it moved."""

from secondsale.planner import Plan, Planned, State, Step


def stopped_by(before: Plan, after: Plan) -> list[Planned]:
    """Return what a change made pointless: waiting before it, closed after it."""
    waiting = {item.key for item in before.touchpoints if not item.state.over}
    return [
        item
        for item in after.touchpoints
        if item.key in waiting and item.state is State.CLOSED
    ]


def moved_by(before: Plan, after: Plan) -> list[tuple[Planned, Step]]:
    """Return what has another window now, each beside what it was before."""
    known = {item.key: item for item in before.touchpoints}
    pairs = [(known.get(step.item.key), step) for step in after.steps()]
    return [(was, step) for was, step in pairs if was and _moved(was, step.item)]


def _moved(was: Planned, now: Planned) -> bool:
    # Both, because the policy shifts windows too, and a snooze keeps them in place.
    by_rule = was.touchpoint.window != now.touchpoint.window
    return by_rule and was.window != now.window
