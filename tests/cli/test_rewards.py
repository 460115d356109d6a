import json

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess

CARD = ("reward", "cream-card", "--goal", "3", "--gives", "a free cream")


def test_a_reward_says_what_it_promises(sold: InProcess) -> None:
    said = sold.ok(*CARD, "--head-start", "1")

    assert said.out == (
        "Reward cream-card, from Saturday 21 November 2026: 3 stamps give "
        "a free cream; a stamp for each sale, 1 at the start.\n"
    )


def test_stamps_are_earned_by_money_or_by_a_product(sold: InProcess) -> None:
    by_money = sold.ok(*CARD, "--per", "20", "--json")
    by_product = sold.ok(*CARD, "--product", "rose")

    assert json.loads(by_money.out)["per"] == {"amount": "20.00", "currency": "XXX"}
    assert "; a stamp for each Rose Serum.\n" in by_product.out


def test_new_terms_leave_begun_cards_alone(sold: InProcess) -> None:
    sold.ok(*CARD, "--as-of", "2026-11-20")
    sold.ok("add-sale", "ana silva", "Jug", "--as-of", "2026-11-20")

    said = sold.ok("reward", "cream-card", "--goal", "9", "--gives", "two creams")

    assert "Cards that were begun keep the terms they began with." in said.out
    everybody, ana = sold.ok("rewards").rows
    assert everybody[:4] == ["cream-card", "everybody", "9", "two creams"]
    assert ana[:4] == ["cream-card", "Ana Silva (1)", "1 of 3", "a free cream"]
    assert ana[4] == "2 stamps to go"


def test_a_full_card_is_cashed_in_once(sold: InProcess) -> None:
    sold.ok(*CARD, "--head-start", "2")
    sold.ok("add-sale", "ana silva", "Jug")

    assert sold.ok("rewards").rows[1][4] == "full since 2026-11-21"
    said = sold.ok("redeem", "ana", "cream-card", "--cost", "7")

    assert said.out.startswith(
        "Ana Silva (1) gets a free cream for a full cream-card, "
        "on Saturday 21 November 2026. It cost 7.00.\n"
    )
    assert len(sold.ok("rewards").rows) == 1
    assert refused(sold, 2, "redeem", "ana", "cream-card") == (
        "Ana Silva has no full cream-card: no stamp"
    )


def test_json_of_the_rewards_holds_programmes_and_cards(sold: InProcess) -> None:
    sold.ok(*CARD)
    sold.ok("add-sale", "ana silva", "Jug")

    data = json.loads(sold.ok("rewards", "--json").out)

    assert [each["name"] for each in data["rewards"]] == ["cream-card"]
    (card,) = data["cards"]
    assert (card["stamps"], card["goal"], card["full_on"]) == (1, 3, None)


def test_without_a_reward_there_is_a_hint(sold: InProcess) -> None:
    assert sold("rewards").err.startswith("no rewards; secondsale reward ")


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("reward",), "the name is missing"),
        (2, ("reward", "Cream Card!"), "'Cream Card!' is not a name for a reward"),
        (2, ("reward", "x"), "the goal (--goal) is missing"),
        (2, ("reward", "x", "--goal", "0"), "'0' is not a number of stamps"),
        (
            2,
            ("reward", "x", "--goal", "3", "--head-start", "3", "--gives", "y"),
            "'3' is not a head start",
        ),
        (2, ("reward", "x", "--goal", "3"), "what it gives (--gives) is missing"),
        (2, (*CARD, "--per", "0"), "a stamp for nothing is no reward"),
        (
            2,
            (*CARD, "--per", "20", "--product", "rose"),
            "--per and --product are two ways to earn",
        ),
        (3, (*CARD, "--product", "zzz"), "no product answers to 'zzz'"),
        (3, ("redeem", "ana", "tea"), "there is no reward 'tea'"),
        (3, ("redeem", "zoe", "cream-card"), "no customer answers to 'zoe'"),
        (
            2,
            ("redeem", "ana", "cream-card"),
            "Ana Silva has no full cream-card: no stamp",
        ),
    ],
)
def test_what_is_no_reward_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok(*CARD)

    assert refused(sold, code, *typed) == message
