"""One customer's plan, and the conversations that it comes to."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from secondsale.days import plus
from secondsale.model import Customer, Intent, Key
from secondsale.planner.states import Planned, State
from secondsale.planner.walks import Conversation, Walk
from secondsale.policy import Hold, Policy, Situation
from secondsale.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint that is still to come, and the day on which it will be shown."""

    item: Planned
    day: date | None
    """None where the policy leaves no free day before it expires."""
    hold: Hold | None = None
    """What keeps it from having a day, where it has none."""
    delay: Hold | None = None
    """What kept it back on the day it was due, where its day is a later one."""
    beside: tuple[Planned, ...] = ()
    """What else its conversation is about."""


@dataclass(frozen=True)
class Plan:
    """All touchpoints of one customer as they stand on a day."""

    today: date
    situation: Situation
    policy: Policy
    touchpoints: tuple[Planned, ...]
    moved: Mapping[Key, date | None] = field(default_factory=dict)
    """The day to which a full day moves what it has no room for, where it is known."""

    @property
    def customer(self) -> Customer:
        """Return whose plan it is."""
        return self.situation.history.customer

    def walk(self) -> Walk:
        """Return a walk through the days to come, starting today."""
        return Walk(self.touchpoints, self.policy, self.situation, today=self.today)

    def conversations(self) -> Iterator[Conversation]:
        """Yield the conversations from today on, as if each took place on its day."""
        walk = self.walk()
        while (conversation := walk.next()) is not None:
            yield conversation
            walk.take(conversation)

    def conversation(self) -> Conversation | None:
        """Return today's conversation, if there is one."""
        first = self.walk().next()
        return first if first is not None and first.day == self.today else None

    def opened(self) -> "Plan":
        """Return the plan in which all that today's conversation is about is open.

        What opens tomorrow is a topic today where it is bundled with one of today's.
        """
        tomorrow = plus(self.today, self.policy.bundle_days)
        near = (item.window.opens <= tomorrow for item in self._to_come())
        conversation = self.conversation() if any(near) else None
        topics = conversation.topics if conversation is not None else ()
        bundled = {item.key for item in topics if item.state is State.PLANNED}
        if not bundled:
            return self
        touchpoints = tuple(
            replace(item, state=State.OPEN) if item.key in bundled else item
            for item in self.touchpoints
        )
        return replace(self, touchpoints=touchpoints)

    def steps(self, sale_id: int | None = None) -> tuple[Step, ...]:
        """Return what is still to come, of one sale or of all, in order of days."""
        steps = [
            self._steps[item.key]
            for item in self.touchpoints
            if not item.state.over
            and (sale_id is None or item.touchpoint.sale_id == sale_id)
        ]
        return tuple(sorted(steps, key=lambda step: step.day or step.item.window.due))

    def before(self, until: date) -> tuple[Planned, ...]:
        """Return what would come up before a day, and may as well wait for it."""
        return tuple(
            step.item
            for step in self.steps()
            if step.day is not None
            and step.day < until
            and step.item.touchpoint.intent is not Intent.PROMISE
            and step.item.touchpoint.fixed_day is None
        )

    def early(self) -> tuple[Planned, ...]:
        """Return what is open today but not due for some days."""
        items = [item for item in self.touchpoints if item.state is State.OPEN]
        if not items:
            return ()
        walk = self.walk()
        return tuple(item for item in items if walk.is_early(item, self.today))

    def _to_come(self) -> Iterator[Planned]:
        return (item for item in self.touchpoints if item.state is State.PLANNED)

    @cached_property
    def _steps(self) -> Mapping[Key, Step]:
        """Keep the step of each touchpoint that is not over."""
        items = {item.key: item for item in self.touchpoints if not item.state.over}
        walk, steps = self.walk(), {}
        while (conversation := walk.next()) is not None:
            if self._has_no_room(conversation):
                walk.wait(conversation)
                continue
            for topic in conversation.topics:
                beside = tuple(each for each in conversation.topics if each != topic)
                item = items[topic.key]
                day = self.moved.get(item.key) or conversation.day
                delay = self._in_the_way(walk, item, before=day)
                steps[item.key] = Step(item, day, delay=delay, beside=beside)
            walk.take(conversation)
        for key, item in items.items():
            if key not in steps:
                hold = item.hold or self._in_the_way(walk, item, before=date.max)
                steps[key] = Step(item, None, hold)
        return steps

    def _has_no_room(self, conversation: Conversation) -> bool:
        """Return whether the load of the book lets a conversation's day pass."""
        back = min((day for day in self.moved.values() if day), default=date.max)
        moved = any(topic.key in self.moved for topic in conversation.topics)
        return moved and conversation.day < back

    def _in_the_way(self, walk: Walk, item: Planned, *, before: date) -> Hold | None:
        """Return what keeps an item back on the day it is due, if it comes later."""
        due = max(item.window.due, self.today)
        if due >= before:
            return None
        hold = self.policy.hold(item.touchpoint, due, self.situation, item.window)
        if hold is not None:
            return hold
        # Nothing yet: it is a conversation that is only planned.
        planned = walk.held(item, due)
        if planned is None:
            return None
        reason = "to keep its distance from what is planned before it"
        return replace(planned, reason=reason)
