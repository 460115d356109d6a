"""Other figures for some: who gets which cadence, row by row."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given as drawn
from tests.builders import (
    all_rules,
    ana,
    checkpoint,
    concern,
    day,
    gift,
    history,
    introduction,
    items,
    milestone,
    sale,
    talk,
)
from tests.test_planner import SHORT_ROAD
from tests.test_planner_properties import histories

from secondsale.errors import SettingsError
from secondsale.model import Customer, History, Lesson, Sale
from secondsale.planner import Cadence, plan
from secondsale.policy import Policy
from secondsale.rules import Rule
from secondsale.rules.birthday import Birthday
from secondsale.rules.check_in import CheckIn
from secondsale.rules.education import Education
from secondsale.rules.keep_in_touch import KeepInTouch
from secondsale.rules.season import Season
from secondsale.rules.welcome import Welcome
from secondsale.settings import load
from secondsale.tiers import Tiers


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


def test_a_sale_that_was_cancelled_makes_no_other_a_repeat_and_may_be_one() -> None:
    known = history(
        sale(day(-20), "Soap", cancelled=day(-19)),
        sale(day(-9), "Soap"),
        sale(day(-4), "Soap", cancelled=day(-3)),
    )

    found = cadences_of(
        known,
        Cadence("first", SHORT_ROAD, sale="first"),
        Cadence("repeat", SHORT_ROAD, sale="repeat"),
    )

    assert [found[f"welcome:s{n}"] for n in (1, 2, 3)] == ["first", "first", "repeat"]


def test_words_are_compared_however_they_are_written() -> None:
    known = history(sale(day(0), "Serum"), customer=ana(tags=("vip",)))

    for cadence in (
        Cadence("x", SHORT_ROAD, category="Skin  Care"),
        Cadence("x", SHORT_ROAD, tag="VIP"),
    ):
        assert cadences_of(known, cadence)["welcome:s1"] == "x"


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


def test_what_goes_with_a_sale_goes_by_its_cadence() -> None:
    facts = (
        concern(day(1), sale_id=1),
        concern(day(1)),
        checkpoint(day(9), sale_id=1),
        introduction(day(1)),
        gift(day(4), wow=True),
        milestone(day(9), recorded=day(1)),
    )
    water = Cadence("water", all_rules(), category="water")
    known = history(sale(day(0), "Jug"), *facts, sale(day(30), "Soap"))

    made = plan(known, (), all_rules(), Policy(), today=day(30), cadences=(water,))

    found = {str(item.key): item.cadence for item in made.touchpoints}
    assert {key: found[key] for key in ("concern:k1", "checkpoint:d1", "wow:g1")} == {
        "concern:k1": "water",
        "checkpoint:d1": "water",
        "wow:g1": "water",
    }
    assert (found["concern:k2"], found["milestone:m1"]) == ("", "")
    assert found["win-back:s1"] == found["education:l1"] == "water"
    assert found["anniversary:s1"] == "water"


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


# Lessons


CARE = Lesson("care", "wipe it dry", 3)
LIME = Lesson("lime", "vinegar against lime", 40)


def lessons_of(known: History, *cadences: Cadence, today: int = 0) -> dict[str, str]:
    made = plan(
        known, (), (Education(),), Policy(), today=day(today), cadences=cadences
    )
    return {
        str(item.key): item.cadence
        for item in made.touchpoints
        if item.touchpoint.ended is None
    }


def in_water(*lessons: Lesson) -> Cadence:
    return Cadence("water", (Education(),), lessons, category="water")


def taught(sold: Sale, *lessons: Lesson) -> Sale:
    """Return a sale of products with lessons of their own."""
    lines = (
        replace(line, product=replace(line.product, lessons=lessons))
        for line in sold.lines
    )
    return replace(sold, lines=tuple(lines))


def test_the_lessons_of_a_cadence_stand_in_for_those_of_the_product() -> None:
    known = history(taught(sale(day(0), "Jug", "Soap"), Lesson("own", "shake it", 1)))

    found = lessons_of(known, in_water(CARE, LIME))

    assert found == {
        "education.care:l1": "water",
        "education.lime:l1": "water",
        "education.own:l2": "",
    }


def test_they_stand_in_for_the_general_one_too() -> None:
    known = history(sale(day(0), "Jug", "Soap"))

    assert lessons_of(known, in_water(CARE)) == {
        "education.care:l1": "water",
        "education:l2": "",
    }


def test_a_cadence_without_lessons_leaves_the_product_its_own() -> None:
    known = history(taught(sale(day(0), "Jug"), CARE))

    assert lessons_of(known, in_water()) == {"education.care:l1": "water"}


def test_a_lesson_of_a_cadence_is_given_once_to_each_customer() -> None:
    known = history(
        sale(day(0), "Soap"),
        sale(day(1), "Jug", "Cartridge"),
        sale(day(2), "Jug"),
        sale(day(90), "Cartridge"),
    )

    found = lessons_of(known, in_water(CARE), today=90)

    assert found == {"education:l1": "", "education.care:l2": "water"}


def test_a_lesson_given_before_a_return_is_not_given_again() -> None:
    known = history(
        sale(day(1), "Jug", returned={"Jug": day(8)}),
        talk(day(7), "ok", "education.care:l1=care"),
        sale(day(9), "Cartridge"),
    )

    assert lessons_of(known, in_water(CARE), today=9) == {}


def test_who_buys_again_may_be_taught_something_new() -> None:
    again = Cadence("again", (Education(),), (LIME,), sale="repeat")
    known = history(sale(day(0), "Jug"), sale(day(30), "Jug"), sale(day(60), "Jug"))

    found = lessons_of(known, again, today=60)

    assert found == {"education:l1": "", "education.lime:l2": "again"}


def test_lessons_by_tier_go_with_the_tier() -> None:
    close = Cadence("close", (Education(),), (LIME,), tier="a")
    sold = sale(day(0), "Jug")

    assert lessons_of(history(sold, customer=ana(tier="A")), close) == {
        "education.lime:l1": "close"
    }
    assert lessons_of(history(sold, customer=ana(tier="b")), close) == {
        "education:l1": ""
    }


def test_a_cadence_without_education_teaches_nothing() -> None:
    silent = Cadence("x", (Education(enabled=False),), (CARE,), category="water")

    assert lessons_of(history(sale(day(0), "Jug")), silent) == {}


@drawn(histories())
def test_no_lesson_of_a_cadence_stands_twice(known: History) -> None:
    again = Cadence("again", (Education(),), (LIME,), sale="repeat")

    found = lessons_of(known, in_water(CARE, LIME), again, today=400)

    rules = [key.partition(":")[0] for key in found]
    for lesson in (CARE, LIME):
        assert rules.count(f"education.{lesson.id}") <= 1


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
        tag = "vip"
        [cadences.rules.check-in]
        stays_days = 7
        """,
    )

    check_in = next(rule for rule in found.rules if isinstance(rule, CheckIn))
    assert (check_in.due_days, check_in.stays_days) == (9, 7)


def test_a_cadence_may_have_lessons(tmp_path: Path) -> None:
    [found] = said(
        tmp_path,
        """
        [[cadences]]
        name = "water"
        category = "water"
        [[cadences.lessons]]
        id = "lime"
        text = "vinegar against lime"
        after_days = 40
        months = "11-2"
        [[cadences.lessons]]
        id = "care"
        text = "wipe it dry"
        after_days = 3
        """,
    )

    assert found.lessons == (replace(LIME, months=(11, 12, 1, 2)), CARE)


def test_a_cadence_may_change_a_season_of_everybody_s_or_switch_it_off(
    tmp_path: Path,
) -> None:
    off, late = said(
        tmp_path,
        """
        [rules.season.spring]
        on = "03-20"
        text = "the light creams"
        [[cadences]]
        name = "off"
        tag = "minimal"
        [cadences.rules.season.spring]
        enabled = false
        [[cadences]]
        name = "late"
        tag = "garden"
        [cadences.rules.season.spring]
        stays_days = 30
        [cadences.rules.season.autumn]
        on = "09-22"
        """,
    )

    spring = Season(name="spring", on="03-20", text="the light creams")
    assert seasons(off) == [replace(spring, enabled=False)]
    assert seasons(late) == [
        replace(spring, stays_days=30),
        Season(name="autumn", on="09-22"),
    ]


def seasons(cadence: Cadence) -> list[Rule]:
    return [rule for rule in cadence.rules if rule.id == "season"]


def test_the_tiers_hold_in_every_cadence(tmp_path: Path) -> None:
    [found] = said(
        tmp_path,
        "[tiers]\nc_days = 40\n" + FIRST + "[cadences.rules.keep-in-touch]\n"
        "tier_share = 0.5\n",
    )

    assert KeepInTouch(tier_share=0.5, tiers=Tiers(c_days=40)) in found.rules


FIRST = "[[cadences]]\nname = 'x'\nsale = 'first'\n"
LESSON = f"{FIRST}lessons = [{{id = 'a', text = 'x', after_days = 1}}]"


@pytest.mark.parametrize(
    ("toml", "wrong"),
    [
        ("cadences = 1", "cadences in"),
        ("cadences = [1]", "lacks a name"),
        ("[[cadences]]", "lacks a name"),
        ("[[cadences]]\nname = ''", "lacks a name"),
        ("[[cadences]]\nname = 1", "lacks a name"),
        (f"{FIRST}[[cadences]]\nname = 'X'\ntag = 'a'", "two cadences called 'X'"),
        ("[[cadences]]\nname = 'x'\nsales = 'first'", "cadences.x.sales"),
        ("[[cadences]]\nname = 'x'\nsale = 'second'", "cadences.x.sale"),
        ("[[cadences]]\nname = 'x'\ntier = 1", "cadences.x.tier"),
        ("[[cadences]]\nname = 'x'\ntier = 'q'", "cadences.x.tier"),
        (f"{FIRST}rules = 1", "cadences.x.rules"),
        (f"{FIRST}[cadences.rules.welcom]", "cadences.x.rules.welcom"),
        (
            f"{FIRST}[cadences.rules.check-in]\ndue_days = -1",
            "cadences.x.rules.check-in.due_days",
        ),
        (f"{FIRST}[cadences.rules.season.spring]", "season.spring in"),
        ("[[cadences]]\nname = 'x'", "it has no condition"),
        ("[[cadences]]\nname = 'x'\ntag = ''", "it has no condition"),
        (f"{FIRST}lessons = 1", "cadences.x.lessons in"),
        (f"{FIRST}lessons = [1]", "one of cadences.x.lessons in"),
        (f"{FIRST}lessons = [{{text = 'x', after_days = 1}}]", "lacks an id"),
        (f"{FIRST}lessons = [{{id = 'A b'}}]", "cannot have the id 'A b'"),
        (f"{FIRST}lessons = [{{id = 1}}]", "cannot have the id 1"),
        (f"{FIRST}lessons = [{{id = 'a', after_days = 1}}]", "lacks text"),
        (f"{FIRST}lessons = [{{id = 'a', text = 'x'}}]", "lacks after_days"),
        (f"{LESSON[:-2]}, txt = 'x'}}]", "cadences.x.lessons.a.txt"),
        (f"{LESSON[:-2]}, months = '13'}}]", "cadences.x.lessons.a.months"),
        (f"{LESSON[:-2]}, months = [1]}}]", "cadences.x.lessons.a.months"),
        (f"{FIRST}lessons = [{{id = 'a', text = ' ', after_days = 1}}]", "a.text"),
        (f"{FIRST}lessons = [{{id = 'a', text = 'x', after_days = -1}}]", "a.after_"),
        (f"{LESSON[:-1]}, {{id = 'a'}}]", "has two with the id a"),
    ],
)
def test_a_wrong_cadence_is_refused_by_name(
    tmp_path: Path, toml: str, wrong: str
) -> None:
    with pytest.raises(SettingsError) as error:
        said(tmp_path, toml)

    assert wrong in error.value.message
    assert error.value.hint
