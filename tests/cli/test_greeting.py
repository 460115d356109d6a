"""A first hello to past customers, spread over the days that have room for it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import START, day
from tests.conftest import InProcess

from secondsale.planner.greetings import SHARE, hello_days

IMPORTED = ("--as-of", "2026-11-20")


@pytest.fixture
def past(secondsale: InProcess) -> InProcess:
    for name, on in (("Ana", "2025-03-01"), ("Ben", "2025-04-01"), ("Eva", "3d")):
        secondsale("add-sale", name, "Soap @3", "--on", on, *IMPORTED)
    secondsale("add-sale", "Ana", "Soap @3", "--on", "2025-05-01", *IMPORTED)
    return secondsale


def chosen(book: InProcess, *more: str) -> list[tuple[str, str]]:
    said = json.loads(book("hello-again", "--json", *more).out)
    return [(each["name"], each["on"]) for each in said["hellos"]]


def test_who_bought_long_before_the_book_knew_is_greeted_the_best_first(
    past: InProcess,
) -> None:
    assert chosen(past, "--over", "10d") == [
        ("Ana", "2026-11-22"),
        ("Ben", "2026-11-27"),
    ]


def test_it_comes_up_on_its_day(past: InProcess) -> None:
    past("hello-again", "--over", "10d")

    shown = past("today", "--as-of", "2026-11-22").rows

    assert [row[8] for row in shown if row[4] == "Ana"] == ["hello-again:h1"]


def test_nobody_is_greeted_twice(past: InProcess) -> None:
    past("hello-again")

    assert chosen(past) == []
    assert "no past customer waits" in past("hello-again").err


@pytest.mark.parametrize(
    "since",
    [("log", "ana", "ok"), ("opt-out", "ana"), ("opt-out", "ana", "--intent", "care")],
)
def test_who_was_spoken_to_or_opted_out_is_left_alone(
    past: InProcess, since: tuple[str, ...]
) -> None:
    past(*since)

    assert [name for name, _ in chosen(past)] == ["Ben"]


def test_a_preview_keeps_nothing(past: InProcess) -> None:
    assert len(chosen(past, "--preview")) == 2
    assert len(chosen(past, "--preview")) == 2


def test_quiet_days_are_left_out(past: InProcess) -> None:
    settings = past.folder / "settings.toml"
    settings.write_text('[policy]\nquiet_weekdays = "sunday, monday"\n')

    found = chosen(past, "--over", "3d", "--settings", str(settings))

    assert found == [("Ana", "2026-11-24"), ("Ben", "2026-11-24")]


def test_full_days_are_told_from_nobody_waiting(past: InProcess) -> None:
    settings = past.folder / "settings.toml"
    settings.write_text('[policy]\nquiet_weekdays = "sunday"\n')

    said = past("hello-again", "--over", "1d", "--settings", str(settings)).err

    assert "no day within 1d has room for 2 past customers" in said


days_ahead = st.integers(1, 40)
busy_days = st.dictionaries(st.integers(1, 40).map(day), st.integers(0, 12))


@given(
    span=days_ahead,
    busy=busy_days,
    capacity=st.integers(0, 12),
    wanted=st.integers(0, 300),
    quiet=st.frozensets(days_ahead.map(day)),
)
def test_no_day_takes_more_than_its_share_of_what_is_left(
    span: int,
    busy: dict[date, int],
    capacity: int,
    wanted: int,
    quiet: frozenset[date],
) -> None:
    found = list(
        hello_days(
            START,
            span,
            busy=busy,
            capacity=capacity,
            quiet=quiet,
            wanted=wanted,
        )
    )

    assert found == sorted(found)
    assert len(found) <= wanted
    assert not quiet & set(found)
    assert all(START < each <= day(span) for each in found)
    for each in set(found) if capacity else ():
        left = capacity - busy.get(each, 0)
        assert found.count(each) <= max(1, left // SHARE) <= max(left, 1)
    free = [day(n) for n in range(1, span + 1) if day(n) not in quiet]
    if not capacity and free:
        assert len(found) == wanted
