"""Other figures for some: who gets which cadence, row by row."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given as drawn
from tests.builders import all_rules, ana, day, history, items, sale, talk
from tests.test_planner import SHORT_ROAD
from tests.test_planner_properties import histories

from secondsale.errors import SettingsError
from secondsale.model import Customer, History
from secondsale.planner import Cadence, plan
from secondsale.policy import Policy
from secondsale.rules import Rule
from secondsale.rules.birthday import Birthday
from secondsale.rules.check_in import CheckIn
from secondsale.rules.welcome import Welcome
from secondsale.settings import load


def with_(*changed: Rule) -> tuple[Rule, ...]:
    """Return the rules with some of them replaced."""
    by_id = {rule.id: rule for rule in changed}
    return tuple(by_id.get(rule.id, rule) for rule in SHORT_ROAD)


LATE_WELCOME = with_(Welcome(due_days=2))
NO_WELCOME = with_(Welcome(enabled=False))


def cadences_of(known: History, *cadences: Cadence) -> dict[str, str]:
    made = plan(
        known, (), SHORT_ROAD, Policy(), today=day(0), cadences=cadences
    ).touchpoints
    return {str(item.key): item.cadence for item in made}


def test_the_first_cadence_that_fits_gives_the_figures() -> None:
    known = history(sale(day(0), "Serum"))
    late = Cadence("late", LATE_WELCOME)
    never = Cadence("never", NO_WELCOME)

    made = items(
        plan(known, (), SHORT_ROAD, Policy(), today=day(0), cadences=(late, never))
    )

    assert made["welcome:s1"].window.due == day(2)
    assert made["welcome:s1"].cadence == "late"


def test_a_cadence_may_switch_a_rule_off() -> None:
    known = history(sale(day(0), "Serum"))

    found = cadences_of(known, Cadence("never", NO_WELCOME))

    assert "welcome:s1" not in found
    assert found["check-in:s1"] == "never"


def test_whom_no_cadence_fits_has_everybody_s_rules() -> None:
    known = history(sale(day(0), "Serum"))

    assert cadences_of(known, Cadence("x", NO_WELCOME, tier="a"))["welcome:s1"] == ""


def test_a_sale_is_first_or_a_repeat() -> None:
    known = history(
        sale(day(-9), "Soap", cancelled=day(-8)),
        sale(day(-4), "Soap"),
        sale(day(0), "Soap"),
    )

    found = cadences_of(
        known,
        Cadence("first", SHORT_ROAD, sale="first"),
        Cadence("repeat", SHORT_ROAD, sale="repeat"),
    )

    assert found["welcome:s2"] == "first"
    assert found["welcome:s3"] == "repeat"


def test_a_category_selects_lines_and_the_sales_that_have_one() -> None:
    known = history(sale(day(0), "Serum", "Jug"), sale(day(0), "Serum"))

    found = cadences_of(known, Cadence("water", SHORT_ROAD, category="water"))

    assert found["welcome:s1"] == "water"
    assert found["welcome:s2"] == ""
    assert [found[f"education:l{n}"] for n in (1, 2)] == ["", "water"]


@pytest.mark.parametrize(
    ("cadence", "who"),
    [
        (Cadence("x", SHORT_ROAD, tier="a"), ana(tier="a", born="--01-05")),
        (Cadence("x", SHORT_ROAD, tag="vip"), ana(tags=("b", "vip"), born="--01-05")),
    ],
)
def test_a_tier_or_a_tag_selects_the_customer(cadence: Cadence, who: Customer) -> None:
    known = history(sale(day(0), "Serum"), customer=who)
    nobody = history(sale(day(0), "Serum"), customer=ana(born="--01-05"))

    assert set(cadences_of(known, cadence).values()) == {"x"}
    assert set(cadences_of(nobody, cadence).values()) == {""}


def test_what_is_the_customer_s_own_goes_by_the_last_sale() -> None:
    known = history(
        sale(day(-9), "Soap"), sale(day(0), "Jug"), customer=ana(born="--01-05")
    )
    skin = Cadence("skin", with_(Birthday(early_days=1)), category="skin care")
    water = Cadence("water", with_(Birthday(early_days=2)), category="water")

    found = cadences_of(known, skin, water)

    assert found["birthday:c1.2026"] == "water"


def test_a_customer_without_a_sale_fits_no_condition_on_one() -> None:
    known = history(customer=ana(born="--01-05"))

    found = cadences_of(
        known,
        Cadence("first", SHORT_ROAD, sale="first"),
        Cadence("repeat", SHORT_ROAD, sale="repeat"),
        Cadence("skin", SHORT_ROAD, category="skin care"),
    )

    assert set(found.values()) == {""}


def test_all_conditions_must_be_met() -> None:
    both = Cadence("x", SHORT_ROAD, category="water", sale="repeat")
    known = history(sale(day(-1), "Soap"), sale(day(0), "Jug"), sale(day(0), "Soap"))

    found = cadences_of(known, both)

    assert [found[f"welcome:s{n}"] for n in (1, 2, 3)] == ["", "x", ""]


def test_offers_wait_for_the_check_in_of_their_own_cadence() -> None:
    known = history(sale(day(0), "Serum"), talk(day(1), "ok"))
    slow = Cadence("slow", with_(CheckIn(stays_days=60)))

    made = plan(known, (), SHORT_ROAD, Policy(), today=day(25), cadences=(slow,))

    assert items(made)["replenish:l1"].reason.startswith("welcome and check-in")


@drawn(histories())
def test_cadences_with_the_same_figures_change_nothing_but_the_name(
    known: History,
) -> None:
    rules = all_rules()
    cadences = (
        Cadence("water", rules, category="water"),
        Cadence("first", rules, sale="first"),
        Cadence("repeat", rules, sale="repeat"),
    )

    with_them, without = (
        plan(known, (), rules, Policy(), today=day(60), cadences=each)
        for each in (cadences, ())
    )

    assert {replace(item, cadence="") for item in with_them.touchpoints} == set(
        without.touchpoints
    )
    assert len(with_them.touchpoints) == len(without.touchpoints)


# The settings


def said(path: Path, toml: str) -> tuple[Cadence, ...]:
    file = path / "s.toml"
    file.write_text(toml)
    return load(file).cadences


def due_days(cadence: Cadence) -> int:
    return next(rule.due_days for rule in cadence.rules if isinstance(rule, CheckIn))


def test_the_file_lists_cadences_in_order(tmp_path: Path) -> None:
    found = said(
        tmp_path,
        """
        [[cadences]]
        name = "projects"
        category = "consulting"
        sale = "first"
        [cadences.rules.check-in]
        due_days = 5
        [cadences.rules.replenish]
        enabled = false

        [[cadences]]
        name = "close"
        tier = "a"
        tag = "vip"
        """,
    )

    projects, close = found
    assert (projects.name, projects.category, projects.sale) == (
        "projects",
        "consulting",
        "first",
    )
    assert (close.name, close.tier, close.tag) == ("close", "a", "vip")
    assert (due_days(projects), due_days(close)) == (5, CheckIn().due_days)
    assert [rule.id for rule in projects.rules if not rule.enabled] == ["replenish"]


def test_a_cadence_has_everybody_s_figures_but_for_its_own(tmp_path: Path) -> None:
    [found] = said(
        tmp_path,
        """
        [rules.check-in]
        due_days = 9
        stays_days = 8
        [[cadences]]
        name = "x"
        [cadences.rules.check-in]
        stays_days = 7
        """,
    )

    check_in = next(rule for rule in found.rules if isinstance(rule, CheckIn))
    assert (check_in.due_days, check_in.stays_days) == (9, 7)


@pytest.mark.parametrize(
    ("toml", "wrong"),
    [
        ("cadences = 1", "cadences in"),
        ("cadences = [1]", "lacks a name"),
        ("[[cadences]]", "lacks a name"),
        ("[[cadences]]\nname = ''", "lacks a name"),
        ("[[cadences]]\nname = 1", "lacks a name"),
        ("[[cadences]]\nname = 'x'\n[[cadences]]\nname = 'x'", "two cadences called"),
        ("[[cadences]]\nname = 'x'\nsales = 'first'", "cadences.x.sales"),
        ("[[cadences]]\nname = 'x'\nsale = 'second'", "cadences.x.sale"),
        ("[[cadences]]\nname = 'x'\ntier = 1", "cadences.x.tier"),
        ("[[cadences]]\nname = 'x'\nrules = 1", "cadences.x.rules"),
        ("[[cadences]]\nname = 'x'\n[cadences.rules.welcom]", "rules.welcom"),
        (
            "[[cadences]]\nname = 'x'\n[cadences.rules.check-in]\ndue_days = -1",
            "cadences.x.rules.check-in.due_days",
        ),
    ],
)
def test_a_wrong_cadence_is_refused_by_name(
    tmp_path: Path, toml: str, wrong: str
) -> None:
    with pytest.raises(SettingsError) as error:
        said(tmp_path, toml)

    assert wrong in error.value.message
    assert error.value.hint
