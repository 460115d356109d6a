"""What must hold for any book, whatever is typed on whatever days.

The commands are run on a real book, in one transaction that is never kept.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import START, day, history, plan_on, sale, snoozed, touchpoint
from tests.simulation.sellers import default_settings
from tests.simulation.tally import Tally
from tests.test_planner import given as from_rule

from secondsale.cli._settling import close
from secondsale.cli._shell import Shell
from secondsale.cli._topics import topics_of
from secondsale.days import Birthday, plus
from secondsale.model import Intent, Outcome, ProductKind, Settlement, Status
from secondsale.planner import Agenda, Plan, State, agenda, catch_up
from secondsale.render.reasons import explanation
from secondsale.settings import Settings
from secondsale.store import Book

CAPACITY = 2
PEOPLE = 3
LONG_AFTER = 400
SCOPES = ("all", "channel:call", "intent:offer", "intent:care")


@cache
def sundays_off() -> Settings:
    """Return settings with room for two people a day, and none on Sundays."""
    known = default_settings(CAPACITY)
    quiet = frozenset(day(n) for n in range(-30, 900) if day(n).weekday() == 6)
    return replace(known, policy=replace(known.policy, quiet=quiet))


@dataclass
class Desk:
    """A seller's desk: the book, the day, and what was seen on the days before."""

    book: Book
    today: date = START
    tally: Tally = field(default_factory=Tally)

    @property
    def shell(self) -> Shell:
        shell = Shell(as_of_option=self.today.isoformat())
        shell.settings = sundays_off()
        return shell

    def plans(self, today: date | None = None) -> list[Plan]:
        return list(self.shell.plans(self.book, today=today or self.today))

    def plan(self, who: int) -> Plan:
        return self.shell.plan(self.book, who)

    # What may be typed: about a customer, with a number that means what it may.

    def sell(self, who: int, number: int) -> None:
        goods = [
            (1 + (number + n) % 4, 1 + number % 2, None) for n in range(number % 3)
        ]
        self.book.add_sale(
            who, goods or [(1, 1, None)], sold_on=self.today, recorded_on=self.today
        )

    def talk(self, who: int, number: int) -> None:
        outcome = list(Outcome)[number % len(Outcome)]
        until = plus(self.today, 1 + number)
        back = until if outcome is Outcome.CALL_BACK else None
        close(self.shell, self.book, who, outcome, on=self.today, until=back)

    def be_happy(self, who: int, _: int) -> None:
        close(self.shell, self.book, who, Outcome.HAPPY, on=self.today)

    def message(self, who: int, number: int) -> None:
        came = (Outcome.OK, Outcome.HAPPY, Outcome.UNHAPPY)[number % 3]
        self.book.log_contact(who, on=self.today, outcome=came, inbound=True)

    def snooze(self, who: int, number: int) -> None:
        until = plus(self.today, 1 + number)
        waits = [
            Settlement(topic.key, Status.SNOOZED, self.today, until)
            for topic in topics_of(self.plan(who))
            if (fixed := topic.touchpoint.fixed_day) is None or until <= fixed
        ]
        self.book.settle(who, waits)

    def skip(self, who: int, _: int) -> None:
        topics = topics_of(self.plan(who))
        drop = [Settlement(each.key, Status.SKIPPED, self.today) for each in topics]
        self.book.settle(who, drop)

    def pause(self, who: int, number: int) -> None:
        self.book.end_pauses(who, on=self.today)
        self._rest(who, number)

    def resume(self, who: int, _: int) -> None:
        self.book.end_pauses(who, on=self.today)

    def holiday(self, _: int, number: int) -> None:
        self._rest(None, number)

    def holiday_over(self, _: int, __: int) -> None:
        self.book.end_pauses(None, on=self.today)

    def _rest(self, who: int | None, number: int) -> None:
        since, until = plus(self.today, number % 3), plus(self.today, 2 + number)
        self.book.pause(
            who, since=since, until=until, made_on=self.today, reason="away"
        )

    def worry(self, who: int, _: int) -> None:
        on = self.today
        self.book.add_concern(who, "the pump leaks", on=on, recorded_on=on)

    def resolve(self, who: int, _: int) -> None:
        for each in self.plan(who).situation.history.open_concerns(self.today):
            self.book.resolve_concern(each.id, on=self.today, how="a new pump")

    def promise(self, who: int, number: int) -> None:
        on, due = self.today, plus(self.today, number)
        self.book.add_promise(who, "a sample", due_on=due, made_on=on, recorded_on=on)

    def keep(self, who: int, _: int) -> None:
        for each in self.plan(who).situation.history.promises:
            if each.kept_on is None:
                self.book.keep_promise(each.id, on=self.today)

    def stage(self, who: int, number: int) -> None:
        for sale_id in self._last_sale(who):
            on = plus(self.today, number)
            self.book.add_checkpoint(
                sale_id, "installed", on=on, recorded_on=self.today
            )

    def cancel(self, who: int, _: int) -> None:
        for sale_id in self._last_sale(who):
            self.book.cancel_sale(sale_id, on=self.today, reason="changed their mind")

    def _last_sale(self, who: int) -> Iterator[int]:
        history = self.plan(who).situation.history
        yield from [sale.id for sale in history.standing_sales()][-1:]

    def opt_out(self, who: int, number: int) -> None:
        scope = SCOPES[number % len(SCOPES)]
        self.book.opt_out(who, scope, since=self.today, source="")

    def opt_in(self, who: int, _: int) -> None:
        self.book.lift_opt_outs(who, on=self.today)

    def catch_up(self, _: int, __: int) -> None:
        for found in catch_up(self.plans()):
            self.book.settle(found.plan.customer.id, found.skip)

    # The days

    def look(self) -> None:
        """Look at the list, and at every plan behind it."""
        plans = self.plans()
        found = agenda(plans, today=self.today)
        for each in plans:
            self.tally.see_plan(each)
            assert_one_open_of_each_series(each)
        self.tally.see_list(found, CAPACITY)
        assert_restrained(found)

    def sleep(self, nights: int) -> None:
        for _ in range(nights):
            self.today = plus(self.today, 1)
            self.look()


def assert_one_open_of_each_series(made: Plan) -> None:
    opened = Counter(i.key.series for i in made.touchpoints if i.state is State.OPEN)

    assert max(opened.values(), default=0) <= 1


def assert_restrained(found: Agenda) -> None:
    """Claim that a list keeps to pauses, quiet days, wishes, and moves no promise."""
    people = [each.customer.id for each in found.conversations]
    assert len(people) == len(set(people))
    assert all(each.conversation.best is not Intent.PROMISE for each in found.moved)
    for each in found.conversations:
        assert not any(away.holds(found.day) for away in each.history.pauses)
        wishes = {w.scope for w in each.history.opt_outs if w.lifted_on is None}
        intents = {topic.touchpoint.intent for topic in each.topics}
        assert "all" not in wishes
        assert not {f"intent:{intent.word}" for intent in intents} & wishes
        if found.day in sundays_off().policy.quiet:
            assert intents == {Intent.PROMISE}


def begin(book: Book) -> None:
    """Meet three people who were sent one by the other, and two products each way."""
    for n, (name, kind) in enumerate((("Serum", "30"), ("Soap", ""), ("Jug", "d"))):
        book.add_product(
            name,
            added_on=START,
            supply_days=int(kind) if kind.isdigit() else None,
            delivery_days=n,
            kind=ProductKind.DURABLE if kind == "d" else ProductKind.CONSUMABLE,
        )
    book.add_product("Cartridge", added_on=START, supply_days=60)
    for number in range(1, PEOPLE + 1):
        book.add_customer(
            f"Guest {number}",
            added_on=START,
            phone=f"123{number}",
            birthday=Birthday(1 + number, 28),
            tier=("", "a", "c")[number % 3],
            referred_by=number - 1 or None,
        )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("desk") / "book.db"
    with Book.open_for_writing(found) as book, book.change():
        begin(book)
    return found


class _NothingKeptError(Exception):
    pass


@contextmanager
def desk(path: Path) -> Iterator[Desk]:
    with Book.open_for_writing(path) as book:
        try:
            with book.change():
                yield Desk(book)
                raise _NothingKeptError
        except _NothingKeptError:
            pass


Command = Callable[[Desk, int, int], None]
COMMANDS: tuple[Command, ...] = (
    Desk.sell,
    Desk.talk,
    Desk.be_happy,
    Desk.message,
    Desk.snooze,
    Desk.skip,
    Desk.pause,
    Desk.resume,
    Desk.holiday,
    Desk.holiday_over,
    Desk.worry,
    Desk.resolve,
    Desk.promise,
    Desk.keep,
    Desk.stage,
    Desk.cancel,
    Desk.opt_out,
    Desk.opt_in,
    Desk.catch_up,
)

Typed = tuple[Command, int, int, int]
typed = st.tuples(
    st.one_of(st.sampled_from(COMMANDS[:3]), st.sampled_from(COMMANDS)),
    st.integers(1, PEOPLE),
    st.integers(0, 20),
    st.sampled_from((0, 0, 1, 1, 2, 5, 12)),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(typed, min_size=8, max_size=20))
def test_whatever_is_typed_on_whatever_days_every_promise_of_the_planner_holds(
    path: Path, commands: list[Typed]
) -> None:
    with desk(path) as seller:
        for who in range(1, PEOPLE + 1):
            seller.sell(who, who)
        for command, who, number, nights in commands:
            command(seller, who, number)
            seller.look()
            seller.sleep(nights)
        last = seller.plans()
        for each in last:
            for item in each.touchpoints:
                assert list(explanation(each, item))
        long_after = seller.plans(plus(seller.today, LONG_AFTER))
        seller.tally.close(last, long_after)

    assert seller.tally.breaches == []


rounds = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.none() | st.integers(1, 40)),
    min_size=2,
    max_size=5,
)


@given(rounds, st.integers(0, 60))
def test_of_each_series_at_most_one_is_open(
    drawn: list[tuple[int, int, int | None]], number: int
) -> None:
    keys = [f"thing:s1.{n}".removesuffix(".1") for n in range(1, len(drawn) + 1)]
    what = [
        touchpoint(key, Intent.CARE, opens=day(opens), expires=day(opens + stays))
        for key, (opens, stays, _) in zip(keys, drawn, strict=True)
    ]
    waits = [
        snoozed(key, day(0), day(until))
        for key, (_, _, until) in zip(keys, drawn, strict=True)
        if until is not None
    ]
    known = history(sale(day(0), "Soap"))

    made = plan_on(day(number), known, *waits, rules=from_rule(*what))

    assert_one_open_of_each_series(made)
