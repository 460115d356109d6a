"""What a conversation is about: what its day shows, or what `--only` names."""

from collections.abc import Sequence

from secondsale import text
from secondsale.cli._typed import quoted
from secondsale.errors import NotFoundError
from secondsale.planner import Plan, Planned, State


def topics_of(plan: Plan) -> tuple[Planned, ...]:
    """Return what the agenda of the plan's day shows."""
    conversation = plan.conversation()
    return conversation.topics if conversation else ()


def chosen_of(plan: Plan, only: Sequence[str]) -> tuple[Planned, ...]:
    """Return the touchpoints that `--only` names: the nearest there is of each.

    Errors: NotFoundError, naming those there are.
    """
    waiting = [item for item in plan.touchpoints if not item.state.over]
    chosen: list[Planned] = []
    for typed in only:
        named = [i for i in waiting if typed in i.key.names]
        begun = [i for i in named if i.state is not State.PLANNED]
        shown = [i for i in named if i in topics_of(plan)]
        if not named:
            from difflib import get_close_matches

            rules = sorted({item.key.family for item in waiting})
            there = text.listed(rules) if rules else "nothing"
            near = get_close_matches(typed, rules, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise NotFoundError(
                f"{plan.customer.name} has no {quoted(typed)} to come",
                f"{meant}there is: {there}",
            )
        nearest = [min(named, key=lambda item: item.window.opens)]
        chosen += [i for i in shown or begun or nearest if i not in chosen]
    return tuple(chosen)
