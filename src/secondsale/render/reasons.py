"""Why a touchpoint is where it is: facts, figures, shifts and holds."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from secondsale.days import LAST, say, say_short
from secondsale.model.trials import TRIED
from secondsale.planner import GIVES_WAY, ROOM, Plan, Planned, State, Step
from secondsale.planner.shifts import Shift, shifts
from secondsale.policy import Hold
from secondsale.render.listing import labelled
from secondsale.text import listed


def reasons(plan: Plan, chosen: Sequence[Planned]) -> Group:
    """Return the explanation of each chosen touchpoint, as a screen."""
    parts: list[RenderableType] = []
    for item in chosen:
        touchpoint = item.touchpoint
        title = Text.assemble(
            (touchpoint.key.family, "bold"), f"  {item.state}", (f"  {item.key}", "dim")
        )
        pairs = list(explanation(plan, item))
        parts += [title, Padding(labelled(pairs), (0, 0, 1, 0))]
    return Group(*parts)


def explanation(plan: Plan, item: Planned) -> Iterator[tuple[str, str]]:
    """Yield the facts, the figures, the shifts and the hold behind a touchpoint."""
    touchpoint, today = item.touchpoint, plan.today
    yield "facts", touchpoint.reason
    outlook = touchpoint.outlook
    if item.state.over:
        yield "worked out", touchpoint.worked_out(beside=touchpoint.window.due)
    else:
        yield "worked out", touchpoint.worked_out(beside=today, today=today)
    if outlook is not None:
        yield "made from", _made_from(plan)
    spans = [f"{name} {say_short(day, beside=today)}" for name, day in _days(item)]
    yield "window", ", ".join(spans)
    if item.cadence:
        yield "cadence", item.cadence
    if tried := dict(touchpoint.slots).get(TRIED):
        yield "experiment", tried
    held = item.hold.restraint if item.state is State.HELD and item.hold else ""
    for shift in shifts(plan, item):
        if shift.by != held or held in ROOM:
            yield "moved", _shift(shift, today)
    if item.state.over:
        when = f", {say_short(item.since, beside=today)}" if item.since else ""
        yield str(item.state), f"{item.reason}{when}"
        return
    if item.state is State.SNOOZED and item.reason:
        yield "snoozed", item.reason
    step = next(step for step in plan.steps() if step.item.key == item.key)
    yield from _comes(step, today)


def _shift(shift: Shift, today: date) -> str:
    was, now = (say_short(day, beside=today) for day in (shift.was, shift.now))
    because = f": {shift.reason}" if shift.reason else ""
    return f"from {was} to {now}, {shift.by}{because}"


def _comes(step: Step, today: date) -> Iterator[tuple[str, str]]:
    """Say what keeps a touchpoint back, and when it will be shown, if it will."""
    hold, day = step.item.hold, step.day
    if hold is not None and hold.restraint == GIVES_WAY:
        yield "gives way", _gives_way(step.item, hold, today)
        return
    if hold is not None and not (hold.restraint in ROOM and day):
        free = hold.until
        ends = (
            f"until {say_short(free, beside=today)}" if free else "until that changes"
        )
        sooner = day is not None and free is not None and day < free
        last = hold.restraint not in ROOM and (day or not free) and not sooner
        yield "held", f"{hold.restraint}: {hold.reason}" + (f", {ends}" if last else "")
    if day is not None:
        planned = hold is not None and hold.restraint not in ROOM and day != hold.until
        then = ", after what is planned before it" if planned else ""
        yield "shown", say_short(day, beside=today) + then + _beside(step)
    elif hold is None or hold.until is not None or hold.restraint in ROOM:
        why = f": {step.hold.reason}" if step.hold and hold is None else ""
        yield "shown", f"no free day before it expires, as things stand{why}"


def _made_from(plan: Plan) -> str:
    """Say which of the book's sales the dates rest on, beside the customer's own."""
    learned = plan.situation.history.learned
    if learned.day is None:
        return "their own purchases; nothing is learned from all sales yet"
    return f"all sales up to {say(learned.day, beside=plan.today)}, and their own"


def _gives_way(item: Planned, hold: Hold, today: date) -> str:
    """Say in one sentence what comes of what is only for want of anything else."""
    if hold.until is None or hold.until > item.window.expires:
        return f"{hold.reason}, so this is left out unless that is over before"
    back = say_short(hold.until, beside=today)
    return f"{hold.reason}, so this waits: shown {back} if nothing came of that"


def _beside(step: Step) -> str:
    names = dict.fromkeys(each.key.family for each in step.beside)
    return f", in one conversation with {listed(list(names))}" if names else ""


def _days(item: Planned) -> Iterator[tuple[str, date]]:
    window = item.window
    if window.opens != window.due:
        yield "opens", window.opens
    yield "due", window.due
    if window.expires < LAST:
        yield "expires after", window.expires


def reason_lines(plan: Plan, chosen: Sequence[Planned]) -> Iterator[tuple[str, ...]]:
    """Yield the explanations as rows: key, state, label, words."""
    for item in chosen:
        for label, said in explanation(plan, item):
            yield str(item.key), str(item.state), label, said
