"""What must hold, looked at from outside: no restraint is computed by the policy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from secondsale.model import Contact, History, Intent, Key, Status
from secondsale.planner import Agenda, Conversation, Plan, Planned, State
from secondsale.policy import closed_by_facts

SPACING = timedelta(days=3)
MONTH = timedelta(days=30)
MOST = 4
NOBODY = "nobody got to it"


@dataclass
class Tally:
    """The figures of one seller's time, and each breach of what must hold."""

    listed: Counter[date] = field(default_factory=Counter)
    had: Counter[date] = field(default_factory=Counter)
    crowded: list[str] = field(default_factory=list)
    too_close: list[str] = field(default_factory=list)
    too_many: list[str] = field(default_factory=list)
    in_a_concern: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    """What did not stay as it had ended."""
    promise_days: int = 0
    """Days above capacity, by promises alone."""
    unseen: list[str] = field(default_factory=list)
    """What was open, expired because nobody got to it, and never was on a list."""
    most_in_a_month: int = 0
    """The most days with a lesson, ask or offer that one customer had in any 30."""
    let_go: int = 0
    """What catching up after a holiday skipped."""
    missed: int = 0
    """What catching up after a holiday said had expired meanwhile."""
    expired: Counter[str] = field(default_factory=Counter)
    """What expired, by the restraint that kept it back."""
    ends: dict[str, Counter[str]] = field(default_factory=dict)
    _begun: dict[int, set[Key]] = field(default_factory=dict)
    _over: dict[Key, State] = field(default_factory=dict)
    _shown: set[Key] = field(default_factory=set)

    @property
    def breaches(self) -> list[str]:
        """Return each breach of what must hold."""
        restraint = [*self.crowded, *self.too_close, *self.too_many, *self.in_a_concern]
        return [*restraint, *self.lost, *self.twice]

    def see_list(self, agenda: Agenda, capacity: int) -> None:
        """Check a morning's list."""
        day, shown = agenda.day, agenda.conversations
        self.listed[day] = len(shown)
        movable = sum(each.best is not Intent.PROMISE for each in shown)
        if movable > max(0, capacity - (len(shown) - movable)):
            self.crowded.append(f"{day}: {len(shown)} conversations, {movable} movable")
        self.promise_days += len(shown) > capacity
        for each in shown:
            self._see_conversation(each)
        everything = (*shown, *(moved.conversation for moved in agenda.moved))
        for talk in everything:
            self._shown.update(item.key for item in (*talk.topics, *talk.soon))
        self._shown.update(item.key for _, item in agenda.early)

    def _see_conversation(self, each: Conversation) -> None:
        day, history = each.day, each.history
        keys = ", ".join(str(topic.key) for topic in each.topics)
        what = f"{day}, customer {each.customer.id}: {keys}"
        if any(topic.touchpoint.intent >= Intent.TEACH for topic in each.topics):
            met = [sale.sold_on for sale in history.sales if sale.sold_on <= day]
            met += [talk.on for talk in history.contacts if talk.two_way]
            if met and day - max(met) < SPACING:
                self.too_close.append(f"{what}: last met on {max(met)}")
            recent = {t.on for t in history.contacts if _counts(t, day)}
            if len(recent) >= MOST:
                self.too_many.append(f"{what}: after {sorted(map(str, recent))}")
        if any(topic.touchpoint.intent > Intent.PROMISE for topic in each.topics):
            for concern in history.concerns:
                if concern.opened_on <= day and concern.resolved is None:
                    self.in_a_concern.append(f"{what}: k{concern.id} is open")

    def see_plan(self, plan: Plan) -> None:
        """Check that what was begun is still accounted for."""
        begun = self._begun.setdefault(plan.customer.id, set())
        found = {item.key: item for item in plan.touchpoints}
        for key in begun - found.keys():
            self.lost.append(f"{plan.today}: {key} of {plan.customer.name} vanished")
            begun.remove(key)
        for item in found.values():
            self._see_end(item, plan.today)
            if not item.state.over and item.state is not State.PLANNED:
                begun.add(item.key)

    def _see_end(self, item: Planned, today: date) -> None:
        before, state = self._over.get(item.key), item.state
        if before in (State.SETTLED, State.EXPIRED) and state is not before:
            self.twice.append(f"{today}: {item.key} was {before}, is {state}")
        if not state.over:  # what a sale had closed may come back if it is cancelled
            self._over.pop(item.key, None)
            return
        self._over[item.key] = state
        begun = item.key in self._begun.get(item.touchpoint.customer_id, ())
        missed = before is None and begun and item.reason == NOBODY
        if missed and item.key not in self._shown:
            self.unseen.append(f"{today}: {item.key}, {item.window}")
        if not item.reason or item.since is None or item.since > today:
            self.lost.append(f"{today}: {item.key} is {state}, nobody knows why")

    def close(self, last: Sequence[Plan], long_after: Sequence[Plan]) -> None:
        """Count the ends on the last day; all that is not owed ends long after."""
        self.most_in_a_month = max(
            most_in_a_month(plan.situation.history) for plan in last
        )
        for plan in last:
            self.see_plan(plan)
            self._count_ends(plan)
        unseen = list(self.unseen)  # later on nobody looks at any list
        for plan in long_after:
            begun = set(self._begun[plan.customer.id])
            self.see_plan(plan)
            for item in plan.touchpoints:
                endless = item.state.over or closed_by_facts(item.touchpoint)
                if item.key in begun and not endless:
                    self.lost.append(f"{item.key} is {item.state} for ever")
        self.unseen = unseen

    def _count_ends(self, plan: Plan) -> None:
        begun = self._begun[plan.customer.id]
        for item in plan.touchpoints:
            if item.key not in begun:
                continue
            rule = item.key.rule.partition(".")[0]
            self.ends.setdefault(rule, Counter())[_end(item)] += 1
            if item.state is State.EXPIRED:
                self.expired[_why(item)] += 1


def _why(item: Planned) -> str:
    free = item.hold is None or item.reason == NOBODY
    return NOBODY if free or item.hold is None else item.hold.restraint


def _counts(talk: Contact, day: date) -> bool:
    lately = day - MONTH < talk.on <= day
    pushed = any(about.intent >= Intent.TEACH for about in talk.covered)
    return lately and talk.two_way and pushed


def _end(item: Planned) -> str:
    if item.state is State.SETTLED and item.settlement is not None:
        done = item.settlement.status is Status.DONE
        return "done" if done else "skipped"
    return str(item.state) if item.state.over else "open"


def most_in_a_month(history: History) -> int:
    """Return the most days with a lesson, ask or offer that any 30 days had."""
    days = sorted({t.on for t in history.contacts if _counts(t, t.on)})
    spans = (sum(day <= other < day + MONTH for other in days) for day in days)
    return max(spans, default=0)
