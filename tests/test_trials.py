"""Trials in the plan: each customer gets one way, and nothing else changes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    all_rules,
    ana,
    day,
    days_of,
    done,
    history,
    items,
    plan_on,
    sale,
    states,
    talk,
    topics,
)

from secondsale.errors import InputError, SettingsError
from secondsale.metrics.trials import Exposed
from secondsale.model import Arm, Ending, Key, Trial
from secondsale.model.history import History
from secondsale.model.trials import TRIED, Change
from secondsale.planner import Cadence, plan
from secondsale.planner.exposures import exposed
from secondsale.planner.trials import in_the_way
from secondsale.policy import Policy
from secondsale.rules import Rule
from secondsale.rules.check_in import CheckIn
from secondsale.rules.win_back import WinBack


def trial(
    arm: Arm,
    *first: Change,
    second: tuple[Change, ...] = (),
    rule: str = "check-in",
    on: date | None = None,
    ended: date | None = None,
) -> Trial:
    """Return a trial in which Ana is dealt an arm; it begins on the first day."""
    made = Trial(
        1, "sooner", rule, "", on or day(0), first, second, 40, 60,
        Ending(ended, "enough") if ended else None,
    )  # fmt: skip
    salted = (replace(made, salt=str(number)) for number in range(1000))
    return next(each for each in salted if each.arm(1) is arm)


SOONER = ("due_days", "1")
BOUGHT = sale(day(2), "Jug", "Serum x2")
AGAIN = sale(day(40), "Serum")


def windows(known: History, on: int = 60) -> dict[str, tuple[int, int, int]]:
    """Return when everything opens, is due and expires."""
    found = items(plan_on(day(on), known))
    return {key: days_of(item.touchpoint) for key, item in found.items()}


def test_the_first_way_is_the_rule_with_its_figures() -> None:
    usual = windows(history(BOUGHT))

    first = windows(history(BOUGHT, trial(Arm.FIRST, SOONER)))

    assert usual["check-in:s1"] == (9, 9, 14)
    assert first["check-in:s1"] == (7, 7, 12)
    assert {**first, "check-in:s1": 0} == {**usual, "check-in:s1": 0}


def test_the_second_way_sets_nothing_and_is_as_it_is() -> None:
    usual = plan_on(day(9), history(BOUGHT))

    second = plan_on(day(9), history(BOUGHT, trial(Arm.SECOND, SOONER)))

    assert states(second) == states(usual)
    assert topics(second) == topics(usual)


def test_who_is_held_out_is_left_alone_by_that_rule_from_the_start() -> None:
    known = history(BOUGHT, trial(Arm.HELD_OUT, SOONER))

    for on in (2, 5, 9, 30):
        found = items(plan_on(day(on), known))
        assert found["check-in:s1"].state == "closed"
        assert found["check-in:s1"].reason == "held out of experiment 1 (sooner)"
        assert found["check-in:s1"].since == day(2)
    assert "reassure:s1" in topics(plan_on(day(4), known))


def test_what_was_open_when_it_began_stays_as_it_was() -> None:
    for arm in Arm:
        began = trial(arm, SOONER, on=day(8))

        assert windows(history(BOUGHT, began)) == windows(history(BOUGHT)), arm


def test_keys_never_change_so_that_what_is_done_stays_done() -> None:
    for arm in (Arm.FIRST, Arm.SECOND):
        known = history(BOUGHT, trial(arm, SOONER))

        made = plan_on(day(9), known, done("check-in:s1", day(8)))

        assert states(made)["check-in:s1"] == "settled", arm


def test_when_it_has_ended_the_rule_is_as_the_settings_say() -> None:
    for arm in Arm:
        over = history(BOUGHT, AGAIN, trial(arm, SOONER, ended=day(30)))

        assert windows(over) == windows(history(BOUGHT, AGAIN)), arm


def test_looked_at_as_of_a_day_within_it_runs() -> None:
    known = history(BOUGHT, trial(Arm.FIRST, SOONER, ended=day(30)))

    assert windows(known, on=20)["check-in:s1"] == (7, 7, 12)
    assert windows(known, on=30)["check-in:s1"] == (9, 9, 14)


def test_figures_of_a_way_go_on_top_of_those_of_a_cadence() -> None:
    water = (*(r for r in all_rules() if r.id != "check-in"), CheckIn(stays_days=2))
    cadence = Cadence("water", water, category="water")
    known = history(BOUGHT, trial(Arm.FIRST, SOONER))

    made = plan(known, (), all_rules(), Policy(), today=day(7), cadences=(cadence,))

    assert days_of(items(made)["check-in:s1"].touchpoint) == (7, 7, 9)


def test_a_touchpoint_says_of_which_way_it_is_and_what_else_that_sets() -> None:
    way = (("channel", "sms"), ("gives", "10 % off"))
    known = history(BOUGHT, trial(Arm.FIRST, *way))

    slots = dict(items(plan_on(day(9), known))["check-in:s1"].touchpoint.slots)

    said = "1 (sooner): the first way, channel=sms, gives=10 % off"
    assert (slots["channel"], slots["gives"]) == ("sms", "10 % off")
    assert slots[TRIED] == said


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("due_dys", "3", "check-in has no figure due_dys"),
        ("enabled", "false", "check-in has no figure enabled"),
        ("due_days", "soon", "due_days of check-in cannot be 'soon'"),
        ("due_days", "-1", "due_days of check-in cannot be -1"),
        ("due_days", "9" * 5000, "due_days of check-in cannot be"),
    ],
)
def test_what_a_rule_does_not_take_is_refused(
    name: str, typed: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        in_the_way(CheckIn(), ((name, typed),))


def test_what_it_does_not_take_any_more_is_named_with_the_way_out() -> None:
    known = history(BOUGHT, trial(Arm.FIRST, ("gone_days", "3")))

    with pytest.raises(SettingsError, match="experiment 1 is not possible") as said:
        plan_on(day(9), known)

    assert "secondsale experiment end 1" in said.value.hint


def seen(
    known: History, of: Trial, on: int = 100, rules: Iterable[Rule] = ()
) -> Exposed | None:
    return exposed(known, of, tuple(rules) or all_rules(), today=day(on))


@pytest.mark.parametrize("arm", Arm)
def test_everybody_is_in_it_from_the_day_on_which_it_could_matter(arm: Arm) -> None:
    of = trial(arm, SOONER)

    found = seen(history(BOUGHT, AGAIN, of), of)

    assert found == Exposed(1, day(7), (day(40),))


@pytest.mark.parametrize("arm", Arm)
def test_what_came_of_it_does_not_change_since_when_somebody_is_in_it(arm: Arm) -> None:
    of = trial(arm, SOONER)
    later = (
        talk(day(7), "happy", "check-in:s1"),
        sale(day(8), "Soap"),
        sale(day(20), "Jug"),
    )
    returned = replace(BOUGHT, cancelled=Ending(day(12), "cancelled"))

    found = seen(history(returned, *later, of), of)

    assert found == Exposed(1, day(7), (day(8), day(20)))


@pytest.mark.parametrize("arm", Arm)
def test_nobody_is_in_it_of_whom_the_sale_was_off_before(arm: Arm) -> None:
    of = trial(arm, SOONER)
    off = replace(BOUGHT, cancelled=Ending(day(4), "cancelled"))

    assert seen(history(off, of), of) is None


@pytest.mark.parametrize("arm", Arm)
def test_nobody_is_in_it_before_it_begins_or_after_it_ended(arm: Arm) -> None:
    late, short = trial(arm, SOONER, on=day(8)), trial(arm, SOONER, ended=day(7))

    assert seen(history(BOUGHT, late), late) is None
    assert seen(history(BOUGHT, short), short) is None
    assert seen(history(BOUGHT, trial(arm, SOONER)), trial(arm, SOONER), on=6) is None


@pytest.mark.parametrize("arm", Arm)
def test_an_order_ends_a_win_back_and_counts_for_it(arm: Arm) -> None:
    of = trial(arm, ("tries", "1"), rule="win-back")
    alone = seen(history(sale(day(0), "Serum"), of), of, on=300)
    assert alone is not None
    back = alone.since

    found = seen(
        history(sale(day(0), "Serum"), replace(BOUGHT, sold_on=back), of), of, on=300
    )

    assert found == Exposed(1, back, (back,))


@pytest.mark.parametrize("arm", Arm)
def test_a_way_that_makes_nothing_of_somebody_has_them_in_it_too(arm: Arm) -> None:
    of = trial(arm, ("one_time_tries", "1"), rule="win-back")
    none = WinBack(one_time_tries=0)

    found = seen(history(sale(day(0), "Serum"), of), of, on=300, rules=[none])

    assert found is not None


@given(
    sales=st.lists(
        st.tuples(st.integers(0, 150), st.sampled_from(["Serum", "Jug", "Soap"])),
        min_size=1,
        max_size=4,
    ),
    rule=st.sampled_from(
        ["check-in", "education", "replenish", "feedback", "birthday"]
    ),
    on=st.integers(0, 200),
)
def test_since_when_somebody_is_in_it_is_no_matter_of_their_arm(
    sales: list[tuple[int, str]], rule: str, on: int
) -> None:
    figure = {"replenish": "late_stays_days", "birthday": "early_days"}
    way = (figure.get(rule, "due_days"), "2")
    facts = [sale(day(number), item) for number, item in sales]
    who = ana(born="--03-05")

    found = {
        seen(history(*facts, of, customer=who), of, on=on)
        for arm in Arm
        for of in [trial(arm, way, rule=rule, on=day(20))]
    }

    assert len(found) == 1


@given(
    sales=st.lists(st.integers(0, 150), min_size=1, max_size=4),
    arm=st.sampled_from(Arm),
    begins=st.integers(0, 160),
    on=st.integers(0, 200),
)
def test_a_trial_touches_no_other_rule(
    sales: list[int], arm: Arm, begins: int, on: int
) -> None:
    facts = [sale(day(number), "Serum") for number in sales]
    of = trial(arm, ("due_days", "0"), ("stays_days", "1"), on=day(begins))

    usual, tried = windows(history(*facts), on), windows(history(*facts, of), on)

    assert tried.keys() == usual.keys()
    for key, window in usual.items():
        assert Key.parse(key).rule == "check-in" or tried[key] == window
