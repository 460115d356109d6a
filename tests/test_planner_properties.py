"""What must hold for any history, any decisions and any day."""

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import (
    PRODUCTS,
    START,
    all_rules,
    ana,
    calendar,
    checkpoint,
    concern,
    day,
    done,
    history,
    items,
    opt_out,
    pause,
    plan_on,
    promise,
    sale,
    skipped,
    snoozed,
    states,
    talk,
)

from secondsale.model import (
    Checkpoint,
    Concern,
    Contact,
    Covered,
    History,
    Intent,
    Key,
    OptOut,
    Outcome,
    Pause,
    Promise,
    Sale,
    Settlement,
)
from secondsale.planner import Conversation, Plan, State, plan, wake
from secondsale.policy import Policy, closed_by_facts

POLICY = Policy()
PROMISES = tuple(rule for rule in all_rules() if rule.intent is Intent.PROMISE)

numbers = st.integers(0, 200)
days = numbers.map(day)
goods = st.tuples(st.sampled_from(list(PRODUCTS)), st.integers(1, 3)).map(
    lambda each: f"{each[0]} x{each[1]}"
)
outcomes = st.sampled_from(list(Outcome))
born = st.sampled_from(["", "--02-29", "1992-02-29", "--01-01", "--12-31", "--03-31"])


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    on = draw(days)
    bought = draw(st.lists(goods, min_size=1, max_size=3))
    back = draw(st.none() | st.sampled_from(bought))
    later = st.none() | st.integers(0, 40).map(lambda n: on + timedelta(days=n))
    return sale(
        on,
        *bought,
        delivered=draw(later),
        cancelled=draw(st.none() | later),
        recorded=on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 5, 90]))),
        returned={back.partition(" ")[0]: draw(later) or on} if back else None,
    )


scopes = st.sampled_from(["all", "channel:call", "intent:offer", "intent:care", "?"])
spans = st.none() | st.integers(0, 60)


def later(on: date, span: int | None) -> date | None:
    return None if span is None else on + timedelta(days=span)


@st.composite
def opt_outs(draw: st.DrawFn) -> OptOut:
    on = draw(days)
    return opt_out(on, lifted=later(on, draw(spans)), scope=draw(scopes))


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    since = draw(days)
    made = since - timedelta(days=draw(st.sampled_from([0, 0, 1, 20])))
    until = later(since, draw(spans))
    return replace(pause(since, until, made=made), whole_book=draw(st.booleans()))


@st.composite
def concerns(draw: st.DrawFn) -> Concern:
    on = draw(days)
    return concern(on, resolved=later(on, draw(spans)))


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    made = draw(days)
    due = made + timedelta(days=draw(st.integers(0, 40)))
    return promise(due, made=made, kept=later(made, draw(spans)))


@st.composite
def checkpoints(draw: st.DrawFn) -> Checkpoint:
    recorded = draw(days)
    on = recorded + timedelta(days=draw(st.integers(0, 40)))
    return checkpoint(on, recorded=recorded, dropped=later(recorded, draw(spans)))


owed = st.lists(concerns() | promises() | checkpoints(), max_size=3)


@st.composite
def histories(draw: st.DrawFn, *, silent: bool = True) -> History:
    """Draw a history, with times of silence (opt-outs and pauses) or without."""
    bought = draw(st.lists(sales(), max_size=4))
    said = draw(st.lists(st.tuples(days, outcomes, st.booleans()), max_size=6))
    wishes = draw(st.lists(opt_outs(), max_size=2)) if silent else []
    away = draw(st.lists(pauses(), max_size=2)) if silent else []
    talks = [talk(on, outcome, inbound=way) for on, outcome, way in said]
    who = replace(ana(born=draw(born)), phone="1")
    return history(*bought, *talks, *wishes, *draw(owed), *away, customer=who)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Draw a policy with some quiet days."""
    weekdays = draw(st.sets(st.integers(0, 6), max_size=3))
    single = draw(st.sets(st.integers(0, 250), max_size=12))
    every = (day(number) for number in range(-60, 700))
    quiet = {each for each in every if each.weekday() in weekdays}
    return Policy(quiet=frozenset(quiet | {day(number) for number in single}))


@st.composite
def decisions(draw: st.DrawFn, known: History) -> tuple[Settlement, ...]:
    """Draw what became of some touchpoints, whatever it was."""
    keys = sorted(states(plan_on(day(200), known)))
    made = []
    for key in draw(st.lists(st.sampled_from(keys), max_size=5)) if keys else ():
        on = draw(days)
        until = on + timedelta(days=draw(st.integers(1, 40)))
        made.append(
            draw(
                st.sampled_from(
                    [done(key, on), skipped(key, on), snoozed(key, on, until)]
                )
            )
        )
    return tuple(made)


known_and_decided = histories().flatmap(
    lambda known: st.tuples(st.just(known), decisions(known))
)
Known = tuple[History, tuple[Settlement, ...]]


@given(known_and_decided, days, st.permutations(all_rules()))
def test_the_order_of_the_rules_changes_nothing(
    each: Known, today: date, rules: Sequence[object]
) -> None:
    known, settled = each

    shuffled = plan_on(today, known, *settled, rules=rules)  # type: ignore[arg-type] # rules, shuffled

    assert shuffled == plan_on(today, known, *settled)
    assert list(shuffled.conversations()) == list(
        plan_on(today, known, *settled).conversations()
    )


@given(known_and_decided, days, st.data())
def test_the_order_of_decisions_on_different_things_changes_nothing(
    each: Known, today: date, data: st.DataObject
) -> None:
    known, settled = each
    last = {decision.key: decision for decision in settled if decision.on <= today}

    shuffled = data.draw(st.permutations(list(last.values())))

    assert plan_on(today, known, *shuffled) == plan_on(today, known, *settled)


@given(histories(), days, st.data())
def test_the_order_of_unlike_facts_of_one_day_changes_nothing(
    known: History, today: date, data: st.DataObject
) -> None:
    attempts = [each for each in known.contacts if not each.two_way]
    others = [each for each in known.contacts if each.two_way]
    moved = data.draw(st.permutations(attempts))
    contacts = sorted([*moved, *others], key=lambda each: each.on)
    shuffled = replace(known, contacts=tuple(contacts))

    assert states(plan_on(today, shuffled)) == states(plan_on(today, known))


@given(known_and_decided, days)
def test_planning_twice_is_planning_once(each: Known, today: date) -> None:
    known, settled = each

    once, twice = plan_on(today, known, *settled), plan_on(today, known, *settled)

    assert once == twice
    assert once.steps() == once.steps() == twice.steps()


@given(known_and_decided, days)
def test_every_touchpoint_is_in_exactly_one_state(each: Known, today: date) -> None:
    known, settled = each
    until = today + timedelta(days=400)

    made = plan_on(today, known, *settled)

    yielded = [
        str(touchpoint.key)
        for rule in all_rules()
        for touchpoint in rule.touchpoints(known.as_of(today), until)
    ]
    assert sorted(str(item.key) for item in made.touchpoints) == sorted(yielded)
    assert len(set(yielded)) == len(yielded)


@given(known_and_decided, st.integers(0, 600).map(day), policies())
def test_without_what_is_over_the_rest_is_the_same(
    each: Known, today: date, policy: Policy
) -> None:
    known, settled = each

    whole = plan(known, settled, all_rules(), policy, today=today)
    rest = plan(known, settled, all_rules(), policy, today=today, over=False)

    to_come = tuple(item for item in whole.touchpoints if not item.state.over)
    assert rest.touchpoints == to_come
    assert list(rest.conversations()) == list(whole.conversations())
    assert wake(rest, known, settled) == wake(whole, known, settled)


@given(known_and_decided, days)
def test_what_is_over_says_when_and_why(each: Known, today: date) -> None:
    known, settled = each

    for item in plan_on(today, known, *settled).touchpoints:
        assert (item.since is not None) is item.state.over
        assert item.since is None or item.since <= max(today, item.touchpoint.known_on)
        assert item.reason or item.state not in (
            State.SETTLED,
            State.EXPIRED,
            State.CLOSED,
            State.HELD,
        )


@given(known_and_decided, days)
def test_every_topic_is_open_or_about_to_open(each: Known, today: date) -> None:
    known, settled = each
    made = plan_on(today, known, *settled)
    over = {item.key for item in made.touchpoints if item.state.over}
    seen: set[Key] = set()
    last = today - timedelta(days=1)

    for conversation in made.conversations():
        assert conversation.day > last
        assert conversation.topics
        for topic in conversation.topics:
            assert topic.window.opens <= conversation.day + timedelta(days=1)
            assert conversation.day <= topic.window.expires
            assert topic.key not in over | seen
            assert topic.touchpoint.ended is None or topic.touchpoint.ended.on > today
            seen.add(topic.key)
        for item in conversation.soon:
            assert item.window.opens <= conversation.day < item.window.due
            assert item.key not in over | seen
        last = conversation.day


@given(known_and_decided, days)
def test_today_s_topics_are_what_the_policy_lets_through(
    each: Known, today: date
) -> None:
    known, settled = each
    made = plan_on(today, known, *settled)
    conversation = made.conversation()

    shown = conversation.topics if conversation else ()
    assert {item.state for item in shown} <= {State.OPEN, State.PLANNED}
    assert all(
        POLICY.hold(i.touchpoint, today, made.situation, i.window) is None
        for i in shown
    )
    opened = {i.key for i in made.touchpoints if i.state is State.OPEN}
    beside = conversation.soon if conversation else made.early()
    assert opened <= {item.key for item in (*shown, *beside)}


@given(known_and_decided, days)
def test_a_step_has_a_day_in_its_window_or_none(each: Known, today: date) -> None:
    known, settled = each
    made = plan_on(today, known, *settled)

    waiting = [item for item in made.touchpoints if not item.state.over]

    assert len(made.steps()) == len(waiting)
    for step in made.steps():
        assert step.day is None or today <= step.day <= step.item.window.expires


@given(histories(), days)
def test_no_offer_while_the_last_outcome_is_negative(
    known: History, today: date
) -> None:
    made = plan_on(today, known)
    talks = [each for each in known.contacts if each.two_way and each.on <= today]

    if talks and talks[-1].outcome.negative:
        shown = made.conversation()
        intents = [t.touchpoint.intent for t in shown.topics] if shown else []
        assert Intent.OFFER not in intents
        assert Intent.ASK not in intents


@given(histories(), days)
def test_no_ask_and_no_offer_while_a_concern_is_open(
    known: History, today: date
) -> None:
    made = plan_on(today, known)

    for conversation in made.conversations():
        if any(made.situation.history.open_concerns(conversation.day)):
            intents = {topic.touchpoint.intent for topic in conversation.topics}
            assert intents == {Intent.PROMISE}


@given(histories(), days)
def test_nothing_is_shown_inside_a_pause_that_is_known(
    known: History, today: date
) -> None:
    made = plan_on(today, known)
    known_today = made.situation.history.pauses

    for conversation in made.conversations():
        assert not any(away.holds(conversation.day) for away in known_today)


@given(histories(), policies(), days)
def test_quiet_days_are_empty_of_all_that_may_move(
    known: History, policy: Policy, today: date
) -> None:
    made = plan_on(today, known, policy=policy)
    away = made.situation.history.pauses

    for conversation in made.conversations():
        on = conversation.day
        for topic in conversation.topics if on in policy.quiet else ():
            what = topic.touchpoint
            start = max(what.window.opens, what.known_on)
            span = range((max(what.window.due, on) - start).days + 1)
            chances = [start + timedelta(days=number) for number in span]
            assert what.intent is Intent.PROMISE
            assert all(
                each in policy.quiet or any(p.holds(each) for p in away)
                for each in chances
            )


@settings(max_examples=40)
@given(histories(silent=False), policies())
def test_a_promise_is_never_moved_later(known: History, policy: Policy) -> None:
    shown: set[Key] = set()

    for number in range(260):
        today = day(number)
        made = plan_on(today, known, rules=PROMISES, policy=policy)
        conversation = made.conversation()
        shown |= {topic.key for topic in conversation.topics} if conversation else set()
        for item in made.touchpoints:
            if not item.state.over:
                what = item.touchpoint
                to_come = max(what.window.due, what.known_on) > today
                assert to_come or item.key in shown


@given(histories(), policies(), days, st.data())
def test_the_order_of_facts_changes_nothing(
    known: History, policy: Policy, today: date, data: st.DataObject
) -> None:
    kinds = ("opt_outs", "pauses", "concerns", "promises", "checkpoints")
    mixed = {
        kind: tuple(data.draw(st.permutations(getattr(known, kind)))) for kind in kinds
    }

    one = plan_on(today, known, policy=policy)
    shuffled = replace(known, **mixed)  # type: ignore[arg-type] # the kinds above
    other = plan_on(today, shuffled, policy=policy)

    assert states(one) == states(other)
    assert calendar(one) == calendar(other)


@given(known_and_decided, days)
def test_keys_parse_back(each: Known, today: date) -> None:
    known, settled = each

    for item in plan_on(today, known, *settled).touchpoints:
        assert Key.parse(str(item.key)) == item.key


# A seller who works, day by day


@dataclass
class Seller:
    """A seller who works through the agenda; what came of it is drawn."""

    known: History
    settled: tuple[Settlement, ...] = ()
    policy: Policy = POLICY

    def morning(self, today: date) -> Plan:
        return plan_on(today, self.known, *self.settled, policy=self.policy)

    def talk(self, shown: Conversation, outcome: Outcome) -> None:
        on, topics = shown.day, shown.topics
        covered = tuple(Covered(t.key, t.touchpoint.intent) for t in topics)
        contact = Contact(len(self.known.contacts) + 1, on, outcome, covered=covered)
        made = self.policy.settle(
            [topic.touchpoint for topic in topics],
            outcome,
            on=on,
            history=self.known.as_of(on),
            until=on + timedelta(days=9),
        )
        self.settled = (*self.settled, *made)
        contacts = sorted([*self.known.contacts, contact], key=lambda each: each.on)
        self.known = replace(self.known, contacts=tuple(contacts))


def simulate(
    seller: Seller, came: Sequence[Outcome], length: int
) -> Iterator[tuple[Plan, Conversation | None]]:
    """Yield each day's plan and conversation, before it takes place."""
    for number in range(length):
        made = seller.morning(day(number))
        shown = made.conversation()
        yield made, shown
        if shown is not None:
            seller.talk(shown, came[number % len(came)])


only_sales = st.lists(sales(), min_size=1, max_size=6).map(
    lambda bought: history(*bought, customer=ana(born="--02-29"))
)
sales_and_more = st.tuples(
    st.lists(sales(), min_size=1, max_size=5), owed, st.lists(pauses(), max_size=1)
).map(lambda each: history(*each[0], *each[1], *each[2], customer=ana(born="--02-29")))
moods = st.lists(outcomes, min_size=1, max_size=7)


@settings(max_examples=25)
@given(sales_and_more, moods, policies())
def test_spacing_and_the_cap_hold_for_whoever_does_everything(
    known: History, came: list[Outcome], policy: Policy
) -> None:
    seller = Seller(known, policy=policy)
    pushed: list[date] = []

    for made, shown in simulate(seller, came, 120):
        today = made.today
        if shown is None or all(
            topic.touchpoint.intent < Intent.TEACH for topic in shown.topics
        ):
            continue
        met = [talk.on for talk in seller.known.contacts if talk.two_way]
        met += [sold.sold_on for sold in seller.known.sales if sold.sold_on <= today]
        assert all((today - on).days >= 3 for on in met)
        if came[(today - START).days % len(came)].reached:
            pushed.append(today)
        assert sum((today - on).days < 30 for on in pushed) <= 4


@settings(max_examples=30)
@given(only_sales, moods)
def test_nothing_settled_is_ever_proposed_again(
    known: History, came: list[Outcome]
) -> None:
    seller = Seller(known)

    for made, shown in simulate(seller, came, 120):
        settled = {
            each.key
            for each in seller.settled
            if each.until is None and each.on <= made.today
        }
        assert shown is None or settled.isdisjoint(t.key for t in shown.topics)


@settings(max_examples=30)
@given(only_sales, moods)
def test_whoever_was_tried_in_vain_is_not_tried_for_ever(
    known: History, came: list[Outcome]
) -> None:
    tries: dict[Key, int] = {}

    for made, shown in simulate(Seller(known), came, 120):
        outcome = came[(made.today - START).days % len(came)]
        for topic in shown.topics if shown else ():
            if outcome in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE):
                tries[topic.key] = tries.get(topic.key, 0) + 1

    assert max(tries.values(), default=0) <= 3


@settings(max_examples=25)
@given(only_sales, moods, st.booleans())
def test_what_is_over_stays_over(
    known: History, came: list[Outcome], works: bool
) -> None:
    seller = Seller(known)
    over: dict[Key, tuple[State, date | None, str]] = {}
    returns = {
        back.on for sold in known.sales for each in sold.lines for back in each.returns
    }
    taken_back = returns | {s.cancelled.on for s in known.sales if s.cancelled}

    for number in range(200):
        today = day(number)
        made = seller.morning(today)
        if today in taken_back:
            over.clear()  # a new fact may wake what a purchase had closed
        found = items(made)
        for key, was in over.items():
            item = found[str(key)]
            assert item.state is was[0]
            if item.state is not State.CLOSED:  # another fact may be the better reason
                assert (item.state, item.since, item.reason) == was
        for item in made.touchpoints:
            if item.state.over:
                over[item.key] = (item.state, item.since, item.reason)
        shown = made.conversation()
        if shown is not None and works:
            seller.talk(shown, came[number % len(came)])


@settings(max_examples=15)
@given(sales_and_more, moods, policies())
def test_whatever_was_shown_in_a_year_is_over_once_the_year_is(
    known: History, came: list[Outcome], policy: Policy
) -> None:
    seller = Seller(known, policy=policy)
    shown: set[Key] = set()

    for _, conversation in simulate(seller, came, 250):
        shown |= {topic.key for topic in conversation.topics} if conversation else set()

    later = items(plan_on(day(700), seller.known, *seller.settled, policy=policy))
    for key in shown:
        found = later.get(str(key))
        assert found is None or found.state.over or closed_by_facts(found.touchpoint)


# The calendar


def leap_and_common_month_ends() -> Iterator[date]:
    for year in range(2024, 2033):
        for month in range(1, 13):
            yield date(year, month, months.monthrange(year, month)[1])


def test_every_month_end_starts_a_plan_of_the_same_shape() -> None:
    shapes = set()
    # A year has 365 days or 366; everything else counts days.
    rules = [rule for rule in all_rules() if rule.id != "anniversary"]
    for end in leap_and_common_month_ends():
        known = history(sale(end, "Serum x2", "Jug"), customer=ana(added=end))
        shapes.add(
            tuple(
                ((each.day - end).days, tuple(str(t.key) for t in each.topics))
                for each in plan_on(end, known, rules=rules).conversations()
            )
        )

    assert len(shapes) == 1


def test_a_birthday_on_29_february_is_wished_once_a_year() -> None:
    known = history(customer=ana(born="1992-02-29", added=date(2024, 1, 1)))
    seller = Seller(known)
    wished = []

    for number in range((date(2033, 1, 1) - date(2024, 1, 1)).days):
        today = date(2024, 1, 1) + timedelta(days=number)
        if today.month in (1, 2, 3):
            shown = seller.morning(today).conversation()
            if shown is not None:
                wished.append(today)
                seller.talk(shown, Outcome.HAPPY)

    assert wished == [
        date(year, 2, 29 if months.isleap(year) else 28) for year in range(2024, 2033)
    ]
