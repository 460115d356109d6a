"""One customer's plan, and the conversations that it comes to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from secondsale.days import plus
from secondsale.model import (
    Contact,
    Covered,
    Customer,
    History,
    Intent,
    Key,
    Outcome,
)
from secondsale.planner.states import Planned, State
from secondsale.policy import Policy, Situation, offers_from


@dataclass(frozen=True, slots=True)
class Conversation:
    """What to talk about with one customer on one day, in one go."""

    history: History
    day: date
    topics: tuple[Planned, ...]
    soon: tuple[Planned, ...] = ()
    """What is open already but not due yet: shown, not settled with the rest."""

    @property
    def customer(self) -> Customer:
        """Return whom to contact."""
        return self.history.customer

    @property
    def due(self) -> date:
        """Return the earliest day on which something of it is due."""
        return min(topic.window.due for topic in self.topics)

    @property
    def overdue(self) -> bool:
        """Whether something of it should have happened before its day."""
        return self.due < self.day


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint that is still to come, and the day on which it will be shown."""

    item: Planned
    day: date | None
    """None where the policy leaves no free day before it expires."""


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

    def conversations(self) -> Iterator[Conversation]:
        """Yield the conversations from today on, as if each took place on its day."""
        history, at, day = self.situation.history, self.situation, self.today
        waiting = {item.key: item for item in self.touchpoints if not item.state.over}
        while True:
            starts = (self._starts(i, day, at, waiting) for i in waiting.values())
            first = min((start for start in starts if start is not None), default=None)
            if first is None:
                return
            day, topics, soon = first, [], []
            for item in waiting.values():
                if self._joins(item, day, at, waiting):
                    topics.append(item if day == self.today else _on_time(item, day))
                elif self._is_early(item, day, at, waiting):
                    soon.append(item)
            yield Conversation(history, day, tuple(topics), tuple(soon))
            for topic in topics:
                del waiting[topic.key]
            at = _after(at, topics, waiting.values(), day)
            day = plus(day, 1)

    def conversation(self) -> Conversation | None:
        """Return today's conversation, if there is one."""
        first = next(self.conversations(), None)
        return first if first is not None and first.day == self.today else None

    def steps(self, sale_id: int | None = None) -> tuple[Step, ...]:
        """Return what is still to come, of one sale or of all, in order of days."""
        steps = [
            Step(item, self._shown_on.get(item.key))
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
        return tuple(
            item
            for item in self.touchpoints
            if item.state is State.OPEN
            and self._is_early(item, self.today, self.situation, ())
        )

    @cached_property
    def _shown_on(self) -> Mapping[Key, date]:
        """Keep the day on which each touchpoint will be shown."""
        return {
            topic.key: conversation.day
            for conversation in self.conversations()
            for topic in conversation.topics
        }

    @cached_property
    def _rounds_before(self) -> Mapping[Key, tuple[Planned, ...]]:
        """Keep the earlier rounds of each touchpoint that has some."""
        series: dict[tuple[str, str], list[Planned]] = {}
        for item in self.touchpoints:
            series.setdefault(item.key.series, []).append(item)
        return {
            item.key: tuple(o for o in rounds if o.key.round < item.key.round)
            for rounds in series.values()
            if len(rounds) > 1
            for item in rounds
        }

    def _turn(self, item: Planned, waiting: Collection[Key]) -> date:
        """Return the first day on which no earlier round is in an item's way."""
        before = self._rounds_before.get(item.key, ())
        ends = (plus(o.window.expires, 1) for o in before if o.key in waiting)
        return max(ends, default=date.min)

    def _starts(
        self, item: Planned, day: date, at: Situation, waiting: Collection[Key]
    ) -> date | None:
        """Return the first day from `day` on which an item makes a conversation."""
        start = max(day, self._begins(item), self._turn(item, waiting))
        return self.policy.first_day(item.touchpoint, start, item.window.expires, at)[0]

    def _begins(self, item: Planned) -> date:
        """Return the day on which an item is due, or so close to it as is the same."""
        # Nobody is called for a birthday on the day before it.
        fixed = item.touchpoint.fixed_day is not None
        bundled = plus(item.window.due, 0 if fixed else -self.policy.bundle_days)
        return max(item.window.opens, bundled)

    def _joins(
        self, item: Planned, day: date, at: Situation, waiting: Collection[Key]
    ) -> bool:
        """Return whether an item is a topic of the conversation on a day."""
        window = item.window
        # Nobody wants back early what they put off, or is wished well on the eve.
        on_its_day = item.touchpoint.fixed_day == window.due
        late = item.state is State.SNOOZED or on_its_day
        ahead = 0 if late else self.policy.bundle_days
        if window.expires < day or max(window.opens, window.due) > plus(day, ahead):
            return False
        return self._is_free(item, day, at, waiting)

    def _is_early(
        self, item: Planned, day: date, at: Situation, waiting: Collection[Key]
    ) -> bool:
        """Return whether an item is open on a day on which it is not due yet."""
        if not item.window.opens <= day < self._begins(item):
            return False
        return self._is_free(item, day, at, waiting)

    def _is_free(
        self, item: Planned, day: date, at: Situation, waiting: Collection[Key]
    ) -> bool:
        in_turn = self._turn(item, waiting) <= day
        return in_turn and self.policy.hold(item.touchpoint, day, at) is None


def _on_time(item: Planned, day: date) -> Planned:
    """Return an item that the policy brings to a day to come: it is not late there."""
    window = item.window
    if window.due >= day:
        return item
    return replace(item, window=replace(window, due=day))


def _after(
    at: Situation, topics: Collection[Planned], rest: Collection[Planned], day: date
) -> Situation:
    """Return the situation once the topics were talked about on a day."""
    covered = tuple(Covered(t.key, t.touchpoint.intent) for t in topics)
    talk = Contact(0, day, Outcome.OK, covered=covered)
    history = replace(at.history, contacts=(*at.history.contacts, talk))
    freed = offers_from((topic.touchpoint, day) for topic in topics)
    still = offers_from((item.touchpoint, day) for item in rest)
    freed = {sale: day for sale, day in freed.items() if sale not in still}
    return Situation(history, {**at.offers_from, **freed})
