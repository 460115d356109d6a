"""A walk through one customer's days to come, conversation by conversation."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from secondsale.days import plus
from secondsale.model import Contact, Covered, Customer, History, Intent, Key, Outcome
from secondsale.planner.states import (
    GIVES_WAY,
    ONE_AT_A_TIME,
    Planned,
    State,
    begins,
)
from secondsale.policy import Hold, Policy, Situation, offers_from
from secondsale.records import dataclass, replace


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
        """Whether the customer waits in vain for something of it."""
        return any(topic.overdue(self.day) for topic in self.topics)

    @property
    def best(self) -> Intent:
        """Return the best intent of its topics."""
        return min(topic.touchpoint.intent for topic in self.topics)


class Walk:
    """One customer's conversations in order of days, from today on.

    Ask for the next one, then say whether it takes place or has to wait.
    """

    def __init__(
        self,
        items: Iterable[Planned],
        policy: Policy,
        situation: Situation,
        *,
        today: date,
    ) -> None:
        self._policy = policy
        self._history = situation.history
        self._at = situation
        self._today = today
        self._day = today
        left = [item for item in items if not item.state.over]
        self._rounds_before = _rounds_before(left)
        self._left = {item.key for item in left}
        self._waiting = {
            item.key: item
            for item in left
            if item.hold is None or item.hold.restraint != GIVES_WAY
        }
        self._put_off: set[Key] = set()
        self._next: Conversation | None = None

    def next(self) -> Conversation | None:
        """Return the next conversation, if there is one."""
        self._next = self._next or self._find_next()
        return self._next

    def _find_next(self) -> Conversation | None:
        day = self._next_day()
        if day is None:
            return None
        topics, soon = [], []
        near = plus(day, self._policy.bundle_days)
        for item in self._waiting.values():
            if item.window.opens > near:
                continue
            if self._joins(item, day):
                topics.append(self._on_time(item, day))
            elif self.is_early(item, day):
                soon.append(item)
        return Conversation(self._history, day, tuple(topics), tuple(soon))

    def _next_day(self) -> date | None:
        """Return the first day to come on which an item makes a conversation."""
        found = None
        for start, item in sorted(map(self._earliest, self._waiting.values()), key=_on):
            if found is not None and start >= found:
                break  # those that cannot begin before it need no looking at
            last = item.window.expires if found is None else plus(found, -1)
            found = (
                self._first_day(item, start, min(last, item.window.expires)) or found
            )
        return found

    def take(self, conversation: Conversation) -> None:
        """Go on as if a conversation took place on its day."""
        topics, day = conversation.topics, conversation.day
        covered = tuple(Covered(t.key, t.touchpoint.intent) for t in topics)
        talk = Contact(0, day, Outcome.OK, covered=covered)
        at = self._at
        history = replace(at.history, contacts=(*at.history.contacts, talk))
        for topic in topics:
            del self._waiting[topic.key]
            self._left.remove(topic.key)
        rest = self._waiting.values()
        freed = offers_from((topic.touchpoint, day) for topic in topics)
        still = offers_from((item.touchpoint, day) for item in rest)
        freed = {sale: day for sale, day in freed.items() if sale not in still}
        self._at = Situation(history, {**at.offers_from, **freed})
        self._next = None
        self._day = plus(day, 1)

    def wait(self, conversation: Conversation) -> None:
        """Go on as if the day of a conversation passed without it."""
        self._put_off.update(topic.key for topic in conversation.topics)
        self._next = None
        self._day = plus(conversation.day, 1)

    def can_wait(self, conversation: Conversation) -> bool:
        """Return whether each topic has another free day; a fixed one, by its due."""
        day = conversation.day
        for topic in conversation.topics:
            window, last = topic.window, topic.window.expires
            if topic.touchpoint.fixed_day is not None and day <= window.due:
                last = window.due
            if self._first_day(topic, plus(day, 1), last) is None:
                return False
        return True

    def is_early(self, item: Planned, day: date) -> bool:
        """Return whether an item is open on a day on which it is not due yet."""
        if not item.window.opens <= day < self._begins(item):
            return False
        return self._is_free(item, day)

    def held(self, item: Planned, day: date) -> Hold | None:
        """Return what keeps an item back on a day, as the walk has gone so far."""
        turn = self._turn(item)
        if turn > day:
            return Hold(ONE_AT_A_TIME, "an earlier round is still open", turn)
        return self._policy.hold(item.touchpoint, day, self._at, item.window)

    def _on_time(self, item: Planned, day: date) -> Planned:
        """Return an item, not late where it is the policy that brings it to its day."""
        window = item.window
        if day == self._today or window.due >= day or item.key in self._put_off:
            return item
        return replace(item, window=replace(window, due=day))

    def _turn(self, item: Planned) -> date:
        """Return the first day on which no earlier round is in an item's way."""
        before = self._rounds_before.get(item.key, ())
        ends = (plus(o.window.expires, 1) for o in before if o.key in self._left)
        return max(ends, default=date.min)

    def _earliest(self, item: Planned) -> tuple[date, Planned]:
        """Return the day before which an item cannot make a conversation, and it."""
        return max(self._day, self._begins(item), self._turn(item)), item

    def _begins(self, item: Planned) -> date:
        return begins(item.touchpoint, item.window, self._policy)

    def _joins(self, item: Planned, day: date) -> bool:
        """Return whether an item is a topic of the conversation on a day."""
        window = item.window
        # Nobody wants back early what they put off, or is wished well on the eve.
        on_its_day = item.touchpoint.fixed_day == window.due
        late = item.state is State.SNOOZED or on_its_day
        ahead = 0 if late else self._policy.bundle_days
        if window.expires < day or max(window.opens, window.due) > plus(day, ahead):
            return False
        # A lesson may come a day early, an offer is not valid before its day.
        if item.touchpoint.intent is Intent.OFFER and window.opens > day:
            return False
        return self._is_free(item, day)

    def _is_free(self, item: Planned, day: date) -> bool:
        return self.held(item, day) is None

    def _first_day(self, item: Planned, start: date, last: date) -> date | None:
        policy, touchpoint = self._policy, item.touchpoint
        return policy.first_day(touchpoint, start, last, self._at, item.window)[0]


def _on(start: tuple[date, Planned]) -> date:
    return start[0]


def _rounds_before(items: Collection[Planned]) -> Mapping[Key, tuple[Planned, ...]]:
    """Return the earlier rounds of each touchpoint that has some."""
    series: dict[tuple[str, str], list[Planned]] = {}
    for item in items:
        series.setdefault(item.key.series, []).append(item)
    found = {}
    for rounds in series.values():
        rounds.sort(key=lambda item: item.key.round)
        for index, item in enumerate(rounds[1:], start=1):
            found[item.key] = tuple(rounds[:index])
    return found
