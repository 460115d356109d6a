"""Catching up after time away: of what was missed, one thing for each person."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from secondsale.days import plus
from secondsale.model import Intent, Key, Settlement, Status
from secondsale.planner.agendas import agenda
from secondsale.planner.conversations import Plan
from secondsale.planner.states import GIVES_WAY, Planned, State
from secondsale.planner.walks import Conversation
from secondsale.policy import closed_by_facts
from secondsale.records import dataclass

CATCH_UP = "catch-up"
"""How the reason begins by which the rest of what was missed is skipped."""

NO_ROOM = "the day had no room for it"
"""What is said of something that was late before anybody was away."""

LATELY = 7
"""For how many days after a pause it still counts as the time away."""

_BEST_FIRST = ("promise", "concern", "replenish", "birthday", "check-in")


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What a customer's touchpoints come to after time away."""

    plan: Plan
    since: date
    """The first day of the time away."""
    keep: tuple[Planned, ...] = ()
    """What to talk about: the best of what is late, or all of it that is owed."""
    let_go: tuple[Planned, ...] = ()
    """The rest of what is late."""
    expired: tuple[Planned, ...] = ()
    """What was over before anybody was back; it stays so."""
    no_room: frozenset[Key] = frozenset()
    """Of what to let go: what was late because there were too many people on a day."""

    @property
    def skip(self) -> tuple[Settlement, ...]:
        """Return the decisions to let the rest go, each saying what was kept."""
        kept = self.keep[0].key.family if self.keep else ""
        reason = f"{CATCH_UP}, kept {kept} instead"
        return tuple(
            Settlement(
                item.key,
                Status.SKIPPED,
                self.plan.today,
                reason=f"{reason}; {NO_ROOM}" if item.key in self.no_room else reason,
            )
            for item in self.let_go
        )

    @property
    def next(self) -> Conversation | None:
        """Return the next conversation, if there is one."""
        return self.plan.walk().next()


def catch_up(
    plans: Sequence[Plan],
    *,
    since: date | None = None,
    before: Iterable[Plan] = (),
) -> tuple[CatchUp, ...]:
    """Return what was missed, of everybody of whom anything was.

    The time away begins on `since`, or else on the day after the last one at work or
    with a pause, whichever is earlier. `before` are the plans of that last day, which
    tell what it had no room for. What is owed is never let go: a fact ends it.
    """
    last = last_at_work(plans)
    no_room = frozenset((*_no_room(before), *_no_room(plans)))
    found = (_missed(each, since or _away_since(each, last), no_room) for each in plans)
    return tuple(each for each in found if each.keep or each.expired)


def last_at_work(plans: Iterable[Plan]) -> date | None:
    """Return the last day before the plans' own on which the seller did something."""
    days = (day for plan in plans for day in _at_work(plan) if day < plan.today)
    return max(days, default=None)


def was_due(item: Planned) -> date:
    """Return the day on which it was due before anything kept it back."""
    put_off = item.settlement.until if item.settlement is not None else None
    return min(item.window.due, put_off or item.touchpoint.window.due)


def _at_work(plan: Plan) -> Iterator[date]:
    """Yield the days on which something was done for a customer, or written down."""
    known = plan.situation.history
    yield from (each.on for each in known.contacts if not each.inbound)
    yield from (each.recorded_on for each in known.sales)
    yield from (each.recorded_on for each in known.concerns)
    yield from (each.recorded_on for each in known.promises)
    yield from (i.settlement.on for i in plan.touchpoints if i.settlement is not None)


def _away_since(plan: Plan, last: date | None) -> date:
    """Return the first day away: after the last one at work, or of a pause till now."""
    today, known = plan.today, plan.situation.history
    first = plus(last, 1) if last is not None else known.customer.added_on
    lately = plus(today, -LATELY)
    pauses = [
        pause.since
        for pause in known.pauses
        if pause.since < today and (pause.until is None or pause.until >= lately)
    ]
    return min(first, *pauses) if pauses else first


def _no_room(plans: Iterable[Plan]) -> Iterator[Key]:
    """Yield what the day of some plans has no room for."""
    made = tuple(plans)
    if made:
        for moved in agenda(made, today=made[0].today, placing=()).moved:
            yield from (topic.key for topic in moved.conversation.topics)


def _missed(plan: Plan, since: date, no_room: frozenset[Key]) -> CatchUp:
    late = [item for item in plan.touchpoints if _is_late(item, plan)]
    over = [item for item in plan.touchpoints if _expired(item, since)]
    expired = tuple(sorted(over, key=lambda item: item.window.expires))
    if not late:
        return CatchUp(plan, since, expired=expired)
    late.sort(key=_rank)
    keep = [item for item in late if closed_by_facts(item.touchpoint)] or late[:1]
    let_go = tuple(item for item in late if item not in keep)
    crowded = no_room & {item.key for item in let_go}
    return CatchUp(plan, since, tuple(keep), let_go, expired, crowded)


def _is_late(item: Planned, plan: Plan) -> bool:
    """Return whether it should have happened by now, were it not for the time away."""
    if item.state is not State.OPEN:
        return False
    return item.window.due < plan.today or _rested(item, plan)


def _rested(item: Planned, plan: Plan) -> bool:
    """Return whether a pause was in the way on a day since it was due."""
    due, yesterday = was_due(item), plus(plan.today, -1)
    return any(
        max(due, pause.since) <= min(yesterday, pause.until or yesterday)
        for pause in plan.situation.history.pauses
    )


def _expired(item: Planned, since: date) -> bool:
    # What is only for want of anything else to talk about is not missed.
    gave_way = item.hold is not None and item.hold.restraint == GIVES_WAY
    lapsed = item.state is State.EXPIRED and not gave_way
    return lapsed and item.window.expires >= since


def _rank(item: Planned) -> tuple[int, date, str]:
    """Return how good a reason to be in touch it is; smaller is better."""
    rule = item.key.family
    if rule not in _BEST_FIRST and item.touchpoint.intent is Intent.PROMISE:
        rule = "promise"
    place = _BEST_FIRST.index(rule) if rule in _BEST_FIRST else len(_BEST_FIRST)
    return place, was_due(item), str(item.key)
