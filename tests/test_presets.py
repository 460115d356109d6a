"""The presets of examples/: each is short, loads, and changes what it says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.builders import (
    ana,
    checkpoint,
    day,
    days_of,
    history,
    items,
    sale,
    talk,
)

from secondsale.model import History, RewardTerms, Sale
from secondsale.planner import Plan, Planned, State, plan
from secondsale.settings import Settings, load

FOLDER = Path(__file__).parent.parent / "examples"
PRESETS = ("direct-seller", "small-shop", "consultant")
MOST_LINES = 75


def preset(name: str) -> Settings:
    return load(FOLDER / f"{name}.toml")


def plan_by(name: str, known: History, *, today: int = 0) -> Plan:
    """Return the plan that a preset makes of a history."""
    found = preset(name)
    return plan(
        known,
        (),
        found.rules,
        found.policy,
        today=day(today),
        cadences=found.cadences,
    )


def planned(name: str, known: History, *, today: int = 0) -> Mapping[str, Planned]:
    return items(plan_by(name, known, today=today))


def shown(name: str, known: History, *, today: int = 0) -> Mapping[str, date]:
    """Return the day on which each touchpoint is shown, as things stand."""
    steps = plan_by(name, known, today=today).steps()
    return {str(each.item.key): each.day for each in steps if each.day}


def due(name: str, known: History, key: str) -> int:
    """Return when a touchpoint is due, counted from START."""
    return days_of(planned(name, known)[key].touchpoint)[1]


def of_category(category: str, sold: Sale) -> Sale:
    lines = (
        replace(each, product=replace(each.product, category=category))
        for each in sold.lines
    )
    return replace(sold, lines=tuple(lines))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_says_only_what_differs(name: str) -> None:
    found = preset(name)
    lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()

    same = {
        full_name
        for full_name, figure, value in found.figures()
        if full_name in found.said and value == figure.default
    }

    assert {each for each in same if not each.endswith(".audience")} == set()
    assert len(found.cadences) == 1
    assert len(lines) <= MOST_LINES


# Direct seller


def test_a_direct_seller_is_in_touch_after_2_days_2_weeks_and_2_months() -> None:
    known = history(sale(day(0), "Serum"))

    found = {
        key: due("direct-seller", known, key)
        for key in (
            "reassure:s1",
            "check-in:s1",
            "education:l1",
            "feedback:s1",
            "referral:s1",
            "keep-in-touch:s1",
        )
    }

    assert found == {
        "reassure:s1": 2,
        "check-in:s1": 2,
        "education:l1": 14,
        "feedback:s1": 14,
        "referral:s1": 60,
        "keep-in-touch:s1": 60,
    }


@pytest.mark.parametrize("tier", ["", "a", "b", "c"])
def test_a_direct_seller_keeps_in_touch_every_2_months_with_all(tier: str) -> None:
    known = history(sale(day(0), "Serum"), customer=ana(tier=tier))

    found = [
        due("direct-seller", known, key)
        for key in ("keep-in-touch:s1", "keep-in-touch:s1.2", "keep-in-touch:s1.3")
    ]

    assert found == [60, 120, 180]


def test_a_direct_seller_asks_for_feedback_once() -> None:
    known = history(sale(day(-60), "Serum"), sale(day(0), "Serum"))

    found = planned("direct-seller", known)

    assert "feedback:s1" in found
    assert "feedback:s2" not in found
    assert found["check-in:s2"].cadence == "regulars"


# Small shop


def test_a_small_shop_has_three_seasons_each_for_those_it_suits() -> None:
    skin_care = planned("small-shop", history(sale(day(0), "Serum")))
    water = planned("small-shop", history(sale(day(0), "Jug")))
    fond = history(sale(day(0), "Jug"), customer=ana(tags=("autumn",)))

    assert seasons(skin_care) == {"season.spring", "season.holiday"}
    assert seasons(water) == {"season.holiday"}
    assert seasons(planned("small-shop", fond)) == {"season.autumn", "season.holiday"}


def seasons(found: Mapping[str, Planned]) -> set[str]:
    rules = {each.touchpoint.key.rule for each in found.values()}
    return {rule for rule in rules if rule.startswith("season.")}


def test_a_small_shop_makes_few_contacts() -> None:
    known = history(sale(day(0), "Serum"), talk(day(1), "happy"))
    small = preset("small-shop").policy

    found = planned("small-shop", known)

    assert "reassure:s1" not in found
    assert not any(key.startswith("keep-in-touch") for key in found)
    assert (small.most_in_30_days, small.spacing_days) == (2, 7)


def test_a_small_shop_hints_at_the_card_two_stamps_before() -> None:
    card = RewardTerms("card", day(-9), 4, 0, "a soap")
    known = history(sale(day(0), "Soap"), sale(day(1), "Soap"), card)

    found = planned("small-shop", known, today=1)

    assert found["reward.card:s2"].touchpoint.window.due == day(1)


def test_a_small_shop_looks_later_at_what_was_made_to_order() -> None:
    known = history(of_category("made to order", sale(day(0), "Soap")))

    assert due("small-shop", known, "check-in:s1") == 7
    assert due("small-shop", known, "feedback:s1") == 30


# Consultant


def test_a_consultant_sees_stages_early() -> None:
    monday = 18
    known = history(sale(day(0), "Jug"), checkpoint(day(monday)))

    found = planned("consultant", known)["checkpoint:d1"]

    assert day(monday).weekday() == 0
    assert days_of(found.touchpoint) == (monday - 8, monday - 3, monday)
    assert shown("consultant", known)["checkpoint:d1"].weekday() < 5


def test_a_consultant_reviews_each_quarter_with_tier_a() -> None:
    close = history(sale(day(0), "Jug"), customer=ana(tier="a"))
    other = history(sale(day(0), "Jug"), customer=ana(tier="b"))

    assert due("consultant", close, "relationship-review:s1") == 91
    assert "relationship-review:s1" not in planned("consultant", other)


def test_a_consultant_asks_and_offers_nothing_for_a_fortnight() -> None:
    known = history(sale(day(0), "Serum"), talk(day(4), "happy"))

    found = planned("consultant", known, today=14)["feedback:s1"]

    assert found.state is State.HELD
    assert found.hold is not None
    assert (found.hold.restraint, found.hold.until) == ("earn the ask", day(15))


@pytest.mark.parametrize("on", range(7))
def test_a_consultant_s_weekends_are_quiet(on: int) -> None:
    known = history(sale(day(on), "Serum"))

    found = shown("consultant", known, today=on)

    quiet = {key for key, when in found.items() if when.weekday() >= 5}
    assert quiet <= ({"welcome:s1"} if day(on).weekday() >= 5 else set())


def test_a_consultant_judges_a_project_later() -> None:
    known = history(of_category("project", sale(day(0), "Soap")))

    found = planned("consultant", known)

    assert {found[key].cadence for key in ("check-in:s1", "feedback:s1")} == {
        "projects"
    }
    assert due("consultant", known, "check-in:s1") == 7
    assert due("consultant", known, "feedback:s1") == 45
    assert due("consultant", known, "referral:s1") == 90
