"""Days and times without contacts: who comes earlier, who waits."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.builders import (
    checkpoint,
    concern,
    day,
    history,
    items,
    pause,
    plan_on,
    promise,
    sale,
    talk,
    topics,
    touchpoint,
)
from tests.test_planner import given

from secondsale.errors import SettingsError
from secondsale.model import History, Intent, Touchpoint
from secondsale.planner import Plan, State
from secondsale.policy import Policy, Situation
from secondsale.quiet_days import quiet_days
from secondsale.rules.checkpoint import Checkpoint
from secondsale.rules.promise import Promise
from secondsale.settings import load

# START is a Thursday: day 2 is a Saturday, day 3 a Sunday.
SATURDAY, SUNDAY, MONDAY = 2, 3, 4
SUNDAYS = frozenset(day(SUNDAY + 7 * number) for number in range(60))
WEEKENDS = SUNDAYS | {each - timedelta(days=1) for each in SUNDAYS}


def of(intent: Intent, opens: int, due: int, expires: int = 99) -> Touchpoint:
    return touchpoint(
        "thing:s1",
        intent,
        opens=day(opens),
        due=day(due),
        expires=day(expires),
        sale_id=None,
        known=day(opens),
    )


def on(number: int, what: Touchpoint, quiet: frozenset[date] = SUNDAYS) -> Plan:
    policy = Policy(quiet=quiet, bundle_days=0)
    return plan_on(day(number), history(), rules=given(what), policy=policy)


def shown(
    what: Touchpoint, quiet: frozenset[date] = SUNDAYS, *, days: int = 20
) -> list[int]:
    """Return the days on which a touchpoint that nobody handles is a topic."""
    return [number for number in range(days) if topics(on(number, what, quiet))]


# Quiet days


@pytest.mark.parametrize("intent", [Intent.CARE, Intent.TEACH])
def test_on_a_quiet_day_what_may_wait_waits(intent: Intent) -> None:
    what = of(intent, SUNDAY, SUNDAY, 6)

    assert shown(what) == [4, 5, 6]
    found = items(on(SUNDAY, what))["thing:s1"]
    assert (found.state, found.reason) == (State.HELD, "4 January is a quiet day")
    assert found.hold is not None
    assert found.hold.until == day(MONDAY)


def test_what_waited_for_a_quiet_day_is_not_late() -> None:
    conversation = on(MONDAY, of(Intent.CARE, SUNDAY, SUNDAY)).conversation()

    assert conversation is not None
    assert not conversation.overdue


def test_what_has_but_quiet_days_expires_by_that_reason() -> None:
    found = items(on(9, of(Intent.CARE, SATURDAY, SATURDAY, SUNDAY), WEEKENDS))

    assert found["thing:s1"].state is State.EXPIRED
    assert found["thing:s1"].reason == "3 January is a quiet day"


def test_a_promise_due_on_a_quiet_day_comes_before_it() -> None:
    what = of(Intent.PROMISE, 0, SUNDAY, 6)

    assert shown(what) == [SATURDAY, 4, 5, 6]
    assert items(on(0, what))["thing:s1"].window.due == day(SATURDAY)


def test_a_birthday_on_a_quiet_day_comes_before_it() -> None:
    what = touchpoint(
        "birthday:c1",
        Intent.CARE,
        opens=day(0),
        due=day(SUNDAY),
        expires=day(6),
        sale_id=None,
        fixed=day(SUNDAY),
    )

    assert shown(what) == [SATURDAY, 4, 5, 6]


def test_a_promise_comes_no_earlier_than_it_opens() -> None:
    assert shown(of(Intent.PROMISE, SATURDAY, SUNDAY, 5), WEEKENDS) == [3, 4, 5]


def test_a_promise_without_a_free_day_stays_put() -> None:
    assert shown(of(Intent.PROMISE, SUNDAY, SUNDAY, 5)) == [3, 4, 5]
    assert shown(of(Intent.PROMISE, SUNDAY, SUNDAY, SUNDAY)) == [3]


def test_a_promise_that_can_wait_for_a_free_day_and_be_in_time_waits() -> None:
    assert shown(of(Intent.PROMISE, SUNDAY, 5, 6)) == [5, 6]
    assert items(on(SUNDAY, of(Intent.PROMISE, SUNDAY, 5)))["thing:s1"].reason


def test_a_birthday_learned_of_on_a_quiet_day_waits() -> None:
    what = touchpoint(
        "birthday:c1",
        Intent.CARE,
        opens=day(0),
        due=day(SUNDAY),
        expires=day(6),
        sale_id=None,
        fixed=day(SUNDAY),
        known=day(SUNDAY),
    )

    found = items(on(SUNDAY, what))["birthday:c1"]

    assert found.state is State.HELD
    assert found.hold is not None
    assert found.hold.until == day(MONDAY)


def test_a_book_in_which_every_day_is_quiet_plans_quickly() -> None:
    every = frozenset(day(number) for number in range(5000))

    assert shown(of(Intent.CARE, 0, 0), every, days=5) == []
    assert shown(of(Intent.PROMISE, 0, 0), every, days=5) == [0, 1, 2, 3, 4]


# A pause, with the rules of what was agreed


def seen(known: History, *, days: int = 60) -> list[int]:
    rules = (Promise(), Checkpoint())
    policy = Policy(bundle_days=0)
    plans = (plan_on(day(n), known, rules=rules, policy=policy) for n in range(days))
    return [number for number, made in enumerate(plans) if topics(made)]


def test_a_promise_that_falls_into_a_pause_is_shown_before_it() -> None:
    away = pause(day(18), day(40), made=day(9))  # from a Monday on

    assert seen(history(promise(day(25)), away), days=42) == [15, 16, 17, 41]


def test_a_pause_that_came_too_suddenly_shows_the_promise_on_return_and_late() -> None:
    known = history(promise(day(25)), pause(day(18), day(40), made=day(18)))

    back = plan_on(day(41), known, rules=(Promise(),)).conversation()

    assert seen(known, days=42) == [41]
    assert back is not None
    assert (back.due, back.overdue) == (day(25), True)


def test_a_promise_made_in_a_pause_is_shown_on_return() -> None:
    known = history(
        promise(day(25), made=day(20)), pause(day(18), day(40), made=day(9))
    )

    assert seen(known, days=42) == [41]


def test_a_promise_talked_about_does_not_come_again_on_the_same_day() -> None:
    away, said = pause(day(18), day(40), made=day(9)), talk(day(15), "ok", "promise:p1")

    assert seen(history(promise(day(25)), away, said), days=42) == [17, 41]


def test_a_checkpoint_in_a_pause_is_shown_before_it() -> None:
    known = history(
        sale(day(0), "Jug"),
        checkpoint(day(30)),
        pause(day(18), day(40), made=day(9)),
    )

    assert seen(known) == [15, 16, 17]


def test_what_expires_in_a_pause_stays_expired() -> None:
    known = history(sale(day(10), "Serum"), pause(day(10), day(40), made=day(0)))

    found = items(plan_on(day(41), known))

    for key in ("welcome:s1", "reassure:s1", "check-in:s1"):
        assert found[key].state is State.EXPIRED
        assert found[key].reason == "paused until 10 February"


def test_an_open_concern_comes_up_again_on_return() -> None:
    known = history(concern(day(5)), pause(day(4), day(20)))

    assert topics(plan_on(day(20), known)) == []
    assert topics(plan_on(day(21), known)) == ["concern:k1"]


# The settings


@pytest.mark.parametrize(
    "toml",
    [
        'quiet_weekdays = "funday"',
        'quiet_weekdays = "sun"',
        "quiet_weekdays = 6",
        'quiet_dates = "24 December"',
        'quiet_dates = "2026-02-30"',
        'quiet_dates = "20261224"',
    ],
)
def test_what_is_no_quiet_day_is_refused(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(f"[policy]\n{toml}\n")

    with pytest.raises(SettingsError) as error:
        load(path)

    assert toml.partition(" =")[0] in error.value.message
    assert "with commas between" in error.value.hint


def test_the_settings_fill_the_quiet_days(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('[policy]\nquiet_weekdays = "sunday"\nquiet_dates = 2026-01-02\n')

    policy = load(path).policy

    assert [n for n in range(7) if day(n) in policy.quiet] == [1, 3]


def quiet(**figures: str) -> list[int]:
    made = quiet_days(Policy(**figures), "s.toml")  # type: ignore[arg-type] # texts all
    return [number for number in range(7) if day(number) in made]


def test_without_figures_no_day_is_quiet() -> None:
    assert quiet_days(Policy(), "s.toml") == Policy().quiet


def test_weekdays_are_quiet_every_week() -> None:
    assert quiet(quiet_weekdays="sunday") == [3]
    assert quiet(quiet_weekdays=" Saturday, sunday,") == [2, 3]


def test_dates_are_quiet_once() -> None:
    assert quiet(quiet_dates="2026-01-02, 2027-01-01") == [1]


def test_public_holidays_of_a_country_or_a_part_of_it_are_quiet() -> None:
    assert quiet(holidays="DE") == [0]
    assert quiet(holidays="gb-sct") == [0, 1]


def test_the_same_figures_make_the_same_calendar() -> None:
    policy = Policy(quiet_weekdays="sunday", holidays="DE")

    assert quiet_days(policy, "a") == quiet_days(policy, "b")


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ({"holidays": "XX"}, "no holidays are known for 'XX'"),
        ({"holidays": "GB-XX"}, "no holidays are known for 'GB-XX'"),
        ({"holidays": "Germany"}, "no holidays are known for 'GERMANY'"),
    ],
)
def test_a_country_that_nobody_knows_is_refused(
    figures: dict[str, str], wrong: str
) -> None:
    with pytest.raises(SettingsError) as error:
        quiet(**figures)

    [name] = figures
    assert error.value.message == f"policy.{name} in s.toml: {wrong}"


def test_a_week_must_have_a_day_to_contact_somebody() -> None:
    every = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"

    with pytest.raises(SettingsError, match="leaves no day"):
        quiet(quiet_weekdays=every)


def test_without_the_library_a_country_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)

    with pytest.raises(SettingsError) as error:
        quiet(holidays="DE")

    assert "secondsale[holidays]" in error.value.hint


# What is in the way


@pytest.mark.parametrize(
    ("figures", "which"),
    [
        ({"quiet_weekdays": "sunday"}, " (Sunday)"),
        ({"quiet_dates": "2026-01-04"}, " (a date that you named)"),
        ({"quiet_weekdays": "monday", "holidays": "DE"}, " (public holiday)"),
        ({"quiet_weekdays": "sunday", "quiet_dates": "2026-01-04"}, " (Sunday)"),
        ({}, ""),
    ],
)
def test_a_quiet_day_is_named_with_what_makes_it_one(
    figures: dict[str, str], which: str
) -> None:
    policy = replace(Policy(**figures), quiet=SUNDAYS)  # type: ignore[arg-type]

    hold = policy.in_the_way(
        of(Intent.PROMISE, 0, SUNDAY), Situation(history(sale(day(0), "Soap")))
    )

    assert hold is not None
    assert hold.reason == f"4 January is a quiet day{which}"


@pytest.mark.parametrize("intent", list(Intent))
def test_only_promises_and_what_has_a_day_of_its_own_come_earlier(
    intent: Intent,
) -> None:
    policy, at = Policy(quiet=SUNDAYS), Situation(history())
    what = of(intent, 0, SUNDAY)

    free = policy.in_the_way(replace(what, window=of(intent, 0, MONDAY).window), at)
    waits = policy.in_the_way(what, at)
    fixed = policy.in_the_way(replace(what, fixed_day=day(SUNDAY)), at)

    assert free is None
    assert (waits is not None) is (intent is Intent.PROMISE)
    assert fixed is not None


@pytest.mark.parametrize("intent", list(Intent))
def test_a_pause_makes_promises_alone_come_earlier(intent: Intent) -> None:
    at = Situation(history(pause(day(SUNDAY), day(MONDAY))))
    what = replace(of(intent, 0, SUNDAY), fixed_day=day(SUNDAY))

    hold = Policy().in_the_way(what, at)

    assert (hold is not None) is (intent is Intent.PROMISE)
    assert hold is None or hold.restraint == "pause"
