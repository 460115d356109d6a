"""Who sleeps is not missed: on every day the agenda is that of a plan of all."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.cli.test_undo import BEGUN, CHANGES, NEEDS
from tests.conftest import TODAY, InProcess

from secondsale.cli._replanning import misled, plan_all
from secondsale.cli._shell import Shell
from secondsale.cli._waking import MOST
from secondsale.store import Book
from secondsale.store.waking import Waking

PEOPLE = ("Ana Silva", "Ben Okafor", "Rita Costa", "Zoe Adams", "Dov Levi")
GOODS = ("Old Balm", "Rose Serum", "Jug", "Soap")

TYPED = [(name, *arguments) for name, each in CHANGES.items() for arguments in each] + [
    typed for each in NEEDS.values() for typed in each
]
"""Each changing command at least once, by the list of those that can be undone."""

ASLEEP = tuple(
    typed
    for who in PEOPLE[2:]  # of whom nothing is open
    for typed in (
        ("add-sale", who, "Soap", "--on", "2026-08-01"),
        ("log", who, "ok", "--on", "2026-10-25"),
    )
)
"""Lets these sleep in the wake index."""

FIGURES = (
    "",
    "[policy]\ncapacity = 1\n",
    "[policy]\ncapacity = 0\nquiet_weekdays = 'sunday'\n",
    "[rules.keep-in-touch]\nenabled = false\n[rules.anniversary]\nenabled = false\n",
    "[rules.season.advent]\non = '12-01'\nearly_days = 30\n"
    "audience = 'segment:at-risk, segment:loyal'\n"
    "[rules.offer.hello]\nstarts = '2026-11-01'\nends = '2027-03-01'\n"
    "audience = 'segment:lost'\n",
    "[[cadences]]\nname = 'regulars'\nsale = 'repeat'\n"
    "[cadences.rules.check-in]\ndue_days = 9\n",
)
"""Settings files: the usual one, full days, other days, and hardly anything planned."""


def asked(book: InProcess, *typed: str) -> Any:
    answer = book(*typed)
    assert answer.code == 0, answer
    return json.loads(answer.out)


def from_scratch(book: InProcess) -> InProcess:
    """Return the same book without an index."""
    folder = book.folder / "scratch"
    folder.mkdir(exist_ok=True)
    shutil.copy(book.book, folder / "book.db")
    there = {**book.environment, "SECONDSALE_BOOK": str(folder / "book.db")}
    scratch = InProcess(folder, there, book.capture)
    scratch.plant("DELETE FROM wake_fingerprint")
    return scratch


def choose(book: InProcess, figures: str) -> None:
    """Set the figures of a book's settings file."""
    file = book.folder / "secondsale.toml"
    file.write_text(figures, encoding="utf-8")
    book.environment["SECONDSALE_SETTINGS"] = str(file)


def shell_of(book: InProcess) -> Shell:
    """Return the surroundings that a command has."""
    there = book.environment
    names = ("SECONDSALE_BOOK", "SECONDSALE_SETTINGS", "SECONDSALE_AS_OF")
    return Shell(*(there.get(name, "") for name in names))


class Days(RuleBasedStateMachine):
    """Commands and days in any order, beside a plan of everybody."""

    secondsale: InProcess

    @initialize()
    def begin(self) -> None:
        for file in self.secondsale.folder.glob("book.db*"):
            file.unlink()
        self.seen: tuple[object, ...] = ()
        self.day = date.fromisoformat(TODAY)
        self._turn_to(self.day)
        choose(self.secondsale, "")
        self.secondsale.begin(*BEGUN, *ASLEEP)

    def _turn_to(self, day: date) -> None:
        self.day = day
        self.secondsale.environment["SECONDSALE_AS_OF"] = day.isoformat()
        (self.secondsale.folder / f"book.db.daily-{date.today()}").touch()  # noqa: DTZ011, TID251

    @rule(typed=st.sampled_from(TYPED), who=st.sampled_from(PEOPLE))
    def change(self, typed: tuple[str, ...], who: str) -> None:
        first = who.split()[0].casefold()
        self.secondsale(*(first if word in ("ana", "ben") else word for word in typed))

    @rule(
        who=st.sampled_from(PEOPLE),
        what=st.sampled_from(GOODS),
        ago=st.integers(0, 400),
        sent_by=st.sampled_from(("", *PEOPLE)),
    )
    def sell(self, who: str, what: str, ago: int, sent_by: str) -> None:
        on = (self.day - timedelta(ago)).isoformat()
        more = ("--referred-by", sent_by) if sent_by else ()
        self.secondsale("add-sale", who, what, "--on", on, *more)

    @rule(
        who=st.sampled_from(PEOPLE),
        outcome=st.sampled_from(["happy", "no-answer", "not-interested", "annoyed"]),
        ago=st.integers(0, 5),
    )
    def talk(self, who: str, outcome: str, ago: int) -> None:
        on = (self.day - timedelta(ago)).isoformat()
        self.secondsale("done", who, outcome, "--on", on)

    @rule(birthday=st.dates(date(2000, 1, 1)), who=st.sampled_from(PEOPLE))
    def know_the_birthday(self, birthday: date, who: str) -> None:
        self.secondsale("edit-customer", who, "--birthday", f"{birthday:%m-%d}")

    @rule(which=st.sampled_from(["undo", "redo", "undo 3", "undo 4", "redo 4"]))
    def reverse(self, which: str) -> None:
        self.secondsale(*which.split())

    @rule(days=st.integers(1, 45))
    def wait(self, days: int) -> None:
        self._turn_to(self.day + timedelta(days))

    @rule(which=st.integers(0, 3))
    def wait_until_somebody_wakes(self, which: int) -> None:
        sql = "SELECT DISTINCT wake_on FROM wakes WHERE wake_on > ? ORDER BY wake_on"
        with closing(sqlite3.connect(self.secondsale.book)) as connection:
            found = connection.execute(sql, (self.day.isoformat(),)).fetchall()
        for (day,) in found[which : which + 1]:
            self._turn_to(date.fromisoformat(day))

    @rule(days=st.integers(1, 20))
    def look_back(self, days: int) -> None:
        self._turn_to(self.day - timedelta(days))

    @rule(figures=st.sampled_from(FIGURES))
    def other_figures(self, figures: str) -> None:
        choose(self.secondsale, figures)

    @rule()
    def plan_everybody(self) -> None:
        shell = shell_of(self.secondsale)
        with Book.open_for_writing(shell.book_path) as book:
            plan_all(shell, book)

    @rule()
    def look_at_what_is_held(self) -> None:
        scratch = from_scratch(self.secondsale)
        held = ("today", "--held", "--json")
        assert asked(self.secondsale, *held) == asked(scratch, *held)

    @invariant()
    def nobody_is_missed(self) -> None:
        figures = self.secondsale.folder / "secondsale.toml"
        now = (self.day, self.secondsale.contents(), figures.read_bytes())
        if now != self.seen:  # a command that was refused leaves nothing to look at
            self.seen = now
            self.the_agenda_is_that_of_a_plan_of_everybody()
            self.the_index_misleads_nobody()

    def the_agenda_is_that_of_a_plan_of_everybody(self) -> None:
        now, ahead = ("today", "--json"), ("today", "--days", "366", "--json")
        scratch = from_scratch(self.secondsale)

        there = asked(self.secondsale, *ahead)

        assert there == asked(scratch, *ahead)
        days = there.pop("ahead")
        assert there == asked(self.secondsale, *now)
        if days:
            people = len(days[0]["conversations"])
            assert (there["next_day"], there["next_people"]) == (days[0]["day"], people)

    def the_index_misleads_nobody(self) -> None:
        shell = shell_of(self.secondsale)
        with shell.reading() as book:
            assert list(misled(shell, book)) == []


# Each step asks for whole agendas, so there are few: a hundred would be thirty here.
STEPS = settings(
    max_examples=settings().max_examples * 3 // 10,
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)


def test_on_every_day_after_any_commands_the_agenda_is_that_of_a_plan_of_everybody(
    secondsale: InProcess,
) -> None:
    machine = type("Machine", (Days,), {"secondsale": secondsale})

    run_state_machine_as_test(machine, settings=STEPS)


def many(book: Book, count: int) -> None:
    """Let so many people buy, one like the other."""
    day = date.fromisoformat(TODAY)
    product = book.add_product("Soap", added_on=day)
    for number in range(count):
        who = book.add_customer(f"Person {number}", added_on=day)
        line = (product.id, 1, None)
        book.add_sale(who.id, [line], sold_on=day, recorded_on=day)


def test_who_reads_beside_a_running_import_sees_the_book_as_it_was(
    secondsale: InProcess,
) -> None:
    secondsale("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    before = asked(secondsale, "today", "--json")

    with Book.open_for_writing(secondsale.book) as book, book.change():
        many(book, 50)
        during = asked(secondsale, "today", "--json")
    after = asked(secondsale, "today", "--json")

    assert during == before
    assert after == asked(from_scratch(secondsale), "today", "--json")
    assert after["next_people"] != before["next_people"]


def test_a_command_plans_so_many_of_those_whom_an_import_woke(
    secondsale: InProcess,
) -> None:
    with Book.open_for_writing(secondsale.book) as book, book.change():
        many(book, MOST + 30)
    day = date.fromisoformat(TODAY)
    left: list[int] = []

    for _ in range(2):
        secondsale.ok("add-product", f"Jug {len(left)}")
        with Book.open(secondsale.book) as book:
            left.append(len(Waking(book).unplanned(day, MOST)))

    assert left == [30, 0]


def test_reading_changes_no_row(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    before = secondsale.contents()

    for typed in (("today",), ("today", "--held"), ("load",), ("why", "ana")):
        secondsale("--as-of", "2026-12-24", *typed)

    assert secondsale.contents() == before


def test_other_figures_count_at_once(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Jug", "--phone", "12345", "--on", "10d")
    before = asked(secondsale, "today", "--json")
    choose(secondsale, "[rules.feedback]\ndue_days = 10\n")

    after = asked(secondsale, "today", "--json")

    assert after != before
    assert after == asked(from_scratch(secondsale), "today", "--json")


def test_what_is_wrong_in_the_index_is_found_and_planned_anew(
    secondsale: InProcess,
) -> None:
    secondsale("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    secondsale("add-sale", "Ben Okafor", "Jug", "--phone", "54321")
    choose(secondsale, "")
    secondsale.plant("UPDATE wakes SET wake_on = '2030-01-01' WHERE customer_id = 2")
    shell = shell_of(secondsale)

    with Book.open_for_writing(secondsale.book) as book:
        found = list(misled(shell, book))
        planned = plan_all(shell, book)
        left = list(misled(shell, book))

    assert (found, planned, left) == ([2], 2, [])
