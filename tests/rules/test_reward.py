from dataclasses import replace

from tests.builders import START, day, days_of, derived, history, redemption, sale

from secondsale.model import Ending, Intent, RewardTerms, Sale
from secondsale.rules.reward import Reward

RULE = Reward()
TERMS = RewardTerms("card", START, goal=4, head_start=1, gives="a free soap")


def sales(count: int) -> list[Sale]:
    """Return a sale every ten days from day 10 on."""
    return [sale(day(10 * n), "Soap") for n in range(1, count + 1)]


def test_a_card_with_one_stamp_to_go_is_worth_a_word() -> None:
    found = derived(RULE, history(*sales(2), TERMS))

    assert found.keys() == {"reward.card:s2"}
    nearly = found["reward.card:s2"]
    assert days_of(nearly) == (20, 20, 50)
    assert nearly.intent is Intent.OFFER
    assert nearly.sale_id == 2
    assert nearly.reason == (
        "stamp card 1, 1 stamp to go since 21 January: a free soap"
    )
    assert nearly.working == (
        "card begun on 11 January: 4 stamps, 1 given at the start"
    )


def test_a_full_card_is_a_round_of_its_own_and_ends_the_one_before() -> None:
    found = derived(RULE, history(*sales(3), TERMS))

    assert found.keys() == {"reward.card:s2", "reward.card:s3.2"}
    ended = found["reward.card:s2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(30), "the card is full")
    assert found["reward.card:s3.2"].ended is None
    assert days_of(found["reward.card:s3.2"]) == (30, 30, 60)
    assert ("card", "full") in found["reward.card:s3.2"].slots


def test_a_card_that_was_cashed_in_is_closed() -> None:
    found = derived(RULE, history(*sales(3), TERMS, redemption(day(35))))

    ended = found["reward.card:s3.2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(35), "cashed in")


def test_a_card_that_was_cashed_in_early_is_closed_when_it_is_full() -> None:
    found = derived(RULE, history(*sales(3), TERMS, redemption(day(5))))

    ended = found["reward.card:s3.2"].ended
    assert ended is not None
    assert ended.on == day(30)


def test_the_next_card_has_the_next_rounds() -> None:
    found = derived(RULE, history(*sales(6), TERMS))

    rounds = {f"reward.card:s{n}" for n in ("2", "3.2", "5.3", "6.4")}
    assert found.keys() == rounds


def test_a_sale_that_fills_a_card_in_one_go_says_only_that() -> None:
    by_soap = replace(TERMS, product_id=2)

    found = derived(RULE, history(sale(day(1), "Soap x3"), by_soap))

    assert found.keys() == {"reward.card:s1.2"}


def test_a_card_that_has_just_begun_is_not_worth_a_word() -> None:
    assert derived(RULE, history(*sales(1), TERMS)) == {}
    assert derived(RULE, history(*sales(9))) == {}


def test_when_a_card_is_nearly_full_can_be_set() -> None:
    early, never = Reward(nearly_stamps=2), Reward(nearly_stamps=0)

    nearly = derived(early, history(*sales(1), TERMS))["reward.card:s1"]
    nearer = derived(early, history(*sales(2), TERMS))["reward.card:s1"]

    assert days_of(nearly) == days_of(nearer) == (10, 10, 40)
    assert ("to_go", "2 stamps to go") in nearly.slots
    assert ("to_go", "1 stamp to go") in nearer.slots
    assert derived(never, history(*sales(2), TERMS)) == {}


def test_a_stamp_that_was_taken_back_is_closed_and_not_forgotten() -> None:
    first, second = sales(2)
    back = Ending(day(25), "the sale was cancelled")

    found = derived(RULE, history(first, replace(second, cancelled=back), TERMS))
    again = derived(
        RULE,
        history(first, replace(second, cancelled=back), sale(day(40), "Soap"), TERMS),
    )

    assert found["reward.card:s2"].ended == back
    assert again["reward.card:s2"].ended == back
    assert again["reward.card:s3"].ended is None
