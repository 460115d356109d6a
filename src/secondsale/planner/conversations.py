"""One customer's plan, and the conversations that it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from secondsale.model import Customer, Intent, Key
from secondsale.planner.states import Planned, State
from secondsale.planner.walks import Conversation, Walk
from secondsale.policy import Hold, Policy, Situation


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint that is still to come, and the day on which it will be shown."""

    item: Planned
    day: date | None
    """None where the policy leaves no free day before it expires."""
    hold: Hold | None = None
    """What keeps it from having a day, where it has none."""


@dataclass(frozen=True)
class Plan:
    """All touchpoints of one customer as they stand on a day."""

    today: date
    situation: Situation
    policy: Policy
    touchpoints: tuple[Planned, ...]

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

    def steps(self, sale_id: int | None = None) -> tuple[Step, ...]:
        """Return what is still to come, of one sale or of all, in order of days."""
        steps = [
            self._step(item)
            for item in self.touchpoints
            if not item.state.over
            and (sale_id is None or item.touchpoint.sale_id == sale_id)
        ]
        return tuple(sorted(steps, key=lambda step: step.day or step.item.window.due))

    def _step(self, item: Planned) -> Step:
        day = self._shown_on.get(item.key)
        if day is not None:
            return Step(item, day)
        due = max(item.window.due, self.today)
        hold = self.policy.hold(item.touchpoint, due, self.situation, item.window)
        return Step(item, None, item.hold or hold)

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
        walk = self.walk()
        return tuple(
            item
            for item in self.touchpoints
            if item.state is State.OPEN and walk.is_early(item, self.today)
        )

    @cached_property
    def _shown_on(self) -> Mapping[Key, date]:
        """Keep the day on which each touchpoint will be shown."""
        return {
            topic.key: conversation.day
            for conversation in self.conversations()
            for topic in conversation.topics
        }
