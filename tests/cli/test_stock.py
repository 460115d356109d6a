"""What is left of a product corrects its date; how long it lasts is there to see."""

import json

import pytest
from tests.conftest import InProcess

LATER = ("--as-of", "2027-01-05")


@pytest.fixture
def sold(secondsale: InProcess) -> InProcess:
    secondsale("add-product", "Rose Serum", "--supply-days", "45")
    secondsale("add-product", "Filter Jug", "--kind", "durable")
    secondsale("add-sale", "Ana Silva", "Rose Serum", "Filter Jug")
    return secondsale


def expected(secondsale: InProcess) -> str:
    [found] = [
        each
        for each in json.loads(secondsale(*LATER, "why", "ana", "--json").out)
        if each["key"].startswith("replenish") and not each["since"]
    ][:1]
    return str(found["expected"])


@pytest.mark.parametrize("left", ["50%", "50 %", "0.5", ".5", "half", "HALF"])
def test_a_level_moves_the_date_and_says_from_when_to_when(
    sold: InProcess, left: str
) -> None:
    said = sold(*LATER, "level", "ana", "serum", left)

    assert said.code == 0
    assert "Ana Silva (1) has 50 % of Rose Serum left, on Tuesday 5 January" in said.out
    assert "is expected to last until 19 February, not 5 January." in said.words
    assert expected(sold) == "2027-02-19"


def test_an_empty_bottle_runs_out_today_and_a_full_one_says_nothing_new(
    sold: InProcess,
) -> None:
    full = sold("--as-of", "2026-12-20", "level", "ana", "serum", "full")
    empty = sold("--as-of", "2026-12-20", "level", "ana", "serum", "empty")

    assert "still expected to last until 5 January" in full.out
    assert "expected to last until 20 December, not 5 January 2027" in empty.out


def test_a_level_is_data_too(sold: InProcess) -> None:
    said = json.loads(sold(*LATER, "level", "ana", "serum", "50%", "--json").out)

    assert (said["product"], said["left"]) == ("Rose Serum", 0.5)
    assert (said["was_expected"], said["expected"]) == ("2027-01-05", "2027-02-19")


@pytest.mark.parametrize("wrong", ["50", "1", "101%", "1.5", "-5%", "some", "5O%", "%"])
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(
    sold: InProcess, wrong: str
) -> None:
    before = sold.contents()

    refused = sold(*LATER, "level", "ana", "serum", "--", wrong)

    assert refused.code == 2
    assert "is not how much is left" in refused.refusal
    assert sold.contents() == before


@pytest.mark.parametrize(
    ("product", "code", "why"),
    [
        ("soap", 3, "Ana Silva has no 'soap'"),
        ("jug", 2, "Filter Jug is durable"),
    ],
)
def test_only_what_they_have_and_use_up_has_a_level(
    sold: InProcess, product: str, code: int, why: str
) -> None:
    refused = sold(*LATER, "level", "ana", product, "half")

    assert refused.code == code
    assert why in refused.refusal
    assert "Rose Serum" in refused.err


def test_a_level_of_the_day_to_come_is_refused(sold: InProcess) -> None:
    refused = sold("level", "ana", "serum", "half", "--on", "2027-01-01")

    assert "still to come" in refused.refusal


def test_a_level_of_a_day_before_the_first_purchase_is_refused(
    sold: InProcess,
) -> None:
    before = sold.contents()

    refused = sold("level", "ana", "serum", "half", "--on", "2026-11-20")

    assert refused.code == 2
    assert refused.refusal == "Ana Silva had no Rose Serum on Friday 20 November 2026"
    assert sold.contents() == before


def test_what_is_left_of_what_has_not_come_yet_does_not_count_and_says_so(
    secondsale: InProcess,
) -> None:
    secondsale("add-product", "Rose Serum", "--supply-days", "45")
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--delivery", "2026-11-25")

    before = secondsale.ok("log", "ana", "ok", "--left", "10%")
    later = secondsale.ok("--as-of", "2026-11-25", "level", "ana", "serum", "10%")
    there = secondsale.ok("--as-of", "2026-12-05", "level", "ana", "serum", "10%")

    why = "Rose Serum is not delivered yet (due 25 November), so it does not count."
    assert f"10 % of Rose Serum left: {why}" in before.out
    assert "came no earlier than 25 November, so it does not count." in later.out
    assert "is expected to last until 6 December" in there.out


def test_a_full_one_whose_date_is_past_is_spoken_of_as_past(sold: InProcess) -> None:
    said = sold("--as-of", "2027-02-01", "level", "ana", "serum", "full")

    assert "was expected to last until 5 January, and that stays." in said.words
    assert "does not say how fast it goes" in said.words


def test_a_nudge_that_was_too_early_says_so_and_comes_once_more(
    sold: InProcess,
) -> None:
    for rule in ("welcome", "check-in"):
        sold("skip", "ana", "--only", rule, "--because", "met her")

    said = sold(*LATER, "done", "ana", "ok", "--only", "replenish", "--left", "50%")

    assert said.code == 0
    assert "50 % of Rose Serum left: Rose Serum is expected to last until" in said.out
    again = sold(*LATER, "why", "ana", "--only", "replenish:l1.3")
    assert "50 % left on 5 January" in again.words


def test_a_conversation_may_be_about_another_product(sold: InProcess) -> None:
    said = sold(*LATER, "done", "ana", "ok", "--left", "serum 50%")

    assert "50 % of Rose Serum left" in said.out


def test_the_only_product_that_is_used_up_needs_no_name(sold: InProcess) -> None:
    said = sold("done", "ana", "ok", "--left", "50%")

    assert "50 % of Rose Serum left" in said.out


def test_of_several_products_the_one_has_to_be_named(sold: InProcess) -> None:
    sold("add-sale", "Ana Silva", "Night Balm")
    before = sold.contents()

    refused = sold("done", "ana", "ok", "--left", "50%")

    assert refused.refusal == "--left needs a product here"
    assert "Ana Silva has Rose Serum and Night Balm" in refused.err
    assert sold.contents() == before


def test_nobody_who_was_not_reached_said_what_is_left(sold: InProcess) -> None:
    refused = sold("done", "ana", "no-answer", "--left", "serum half")

    assert refused.refusal == "--left does not go with no-answer"


# Dosed


def test_stated_days_make_a_product_dosed_unless_it_is_marked(
    sold: InProcess,
) -> None:
    def shown() -> tuple[bool, str]:
        product = json.loads(sold("show-product", "serum", "--json").out)
        return product["dosed"], sold("show-product", "serum").out

    assert shown()[0] is True

    sold("edit-product", "serum", "--not-dosed")
    assert shown()[0] is False
    assert "one lasts 45 days, not dosed" in shown()[1]
    assert "45 days, not dosed" in sold("products").out

    sold("edit-product", "serum", "--dosed")
    assert "one lasts 45 days, dosed" in shown()[1]


def test_a_durable_product_is_not_dosed(sold: InProcess) -> None:
    for command in (
        ("edit-product", "jug", "--dosed"),
        ("add-product", "Lamp", "--kind", "durable", "--dosed"),
    ):
        assert sold(*command).refusal == "a durable product is not dosed"


# How long products last


def test_what_is_stated_stands_beside_what_customers_do(sold: InProcess) -> None:
    for who in ("Ben Okafor", "Cleo Marsh", "Dora Lind"):
        for ago in (100, 80, 60, 40):
            sold("add-sale", who, "Rose Serum", "--on", f"{ago}d")

    [row] = sold("products", "--timing").rows
    [found] = json.loads(sold("products", "--timing", "--json").out)
    hint = sold("products", "--timing").err

    assert row[:5] == ["1", "Rose Serum", "45", "20 (!)", "20 to 20"]
    assert found["stated_days"] == 45
    assert found["usual_days"] == 20
    assert (found["customers"], found["returning"]) == (4, 3)
    assert found["far_off"] is True
    assert 20 < found["used_days"] < 45
    assert "secondsale edit-product 1 --supply-days 20" in hint


def test_a_young_book_says_nothing_of_what_it_does_not_know(sold: InProcess) -> None:
    [found] = json.loads(sold("products", "--timing", "--json").out)

    assert found["usual_days"] is None
    assert found["far_off"] is False
    assert sold("products", "--timing").rows[0][3] == ""
