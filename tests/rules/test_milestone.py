import pytest
from tests.builders import day, days_of, derived, gift, history, milestone, sale

from secondsale.model import Intent, Sale
from secondsale.rules.milestone import Milestone, read_numbers

RULE = Milestone()


def sales(count: int, *, cancelled: dict[int, int] | None = None) -> list[Sale]:
    """Return a sale a day from day 1 on; `cancelled` says which on which day."""
    ends = cancelled or {}
    return [
        sale(day(n), "Soap", cancelled=day(ends[n]) if n in ends else None)
        for n in range(1, count + 1)
    ]


def test_the_fifth_sale_is_celebrated_for_two_weeks() -> None:
    found = derived(RULE, history(*sales(6)))

    assert found.keys() == {"milestone:s5"}
    assert days_of(found["milestone:s5"]) == (5, 5, 19)
    assert found["milestone:s5"].intent is Intent.CARE
    assert found["milestone:s5"].reason == "5th sale: Soap on 6 January"
    assert found["milestone:s5"].sale_id == 5


def test_so_are_the_next_round_numbers_and_then_every_hundredth() -> None:
    found = derived(RULE, history(*sales(301)))

    numbers = [5, 10, 25, 50, 100, 200, 300]
    assert list(found) == [f"milestone:s{number}" for number in numbers]


def test_a_cancelled_sale_does_not_count() -> None:
    found = derived(RULE, history(*sales(6, cancelled={2: 3})))

    assert found.keys() == {"milestone:s6"}


def test_a_milestone_whose_sale_is_cancelled_closes_and_the_next_sale_is_it() -> None:
    found = derived(RULE, history(*sales(6, cancelled={5: 5})))

    assert found["milestone:s5"].ended is not None
    assert found["milestone:s6"].ended is None


def test_what_was_celebrated_once_is_not_celebrated_again() -> None:
    found = derived(RULE, history(*sales(7, cancelled={2: 6})))

    assert found.keys() == {"milestone:s5"}


def test_what_the_customer_achieved_is_celebrated_on_its_day() -> None:
    noted = milestone(day(30), "her shop opened", recorded=day(3))

    found = derived(RULE, history(noted))["milestone:m1"]

    assert days_of(found) == (30, 30, 44)
    assert found.reason == "her shop opened on 31 January"
    assert found.known_on == day(3)
    assert found.sale_id is None


def test_the_last_gift_until_then_may_be_mentioned() -> None:
    gifts = gift(day(9), "a candle"), gift(day(2), "roses"), gift(day(31), "wine")

    found = derived(RULE, history(*sales(5), *gifts, milestone(day(30))))

    assert ("gift", "a candle (10 January)") in found["milestone:m1"].slots
    assert ("gift", "roses (3 January)") in found["milestone:s5"].slots


def test_other_numbers_may_be_celebrated() -> None:
    known = history(*sales(9))

    assert list(derived(Milestone(sales="2,3", every=4), known)) == [
        "milestone:s2",
        "milestone:s3",
        "milestone:s4",
        "milestone:s8",
    ]
    assert derived(Milestone(sales="", every=0), known) == {}
    assert len(derived(Milestone(sales="5", every=0), known)) == 1


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("", ()), ("5", (5,)), ("1,10000", (1, 10000)), (" 5,10 , 25", (5, 10, 25))],
)
def test_numbers_are_read(typed: str, numbers: tuple[int, ...]) -> None:
    assert read_numbers(typed) == numbers


@pytest.mark.parametrize(
    "typed", ["0", "5,", ",", "five", "5 10", "-5", "1.5", "10001", "٥", "9" * 5000]
)
def test_what_is_no_list_of_numbers_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not|goes beyond"):
        read_numbers(typed)


def test_without_numbers_each_so_many_are_celebrated_from_the_first_on() -> None:
    known = history(*sales(7))

    assert list(derived(Milestone(sales="", every=3), known)) == [
        "milestone:s3",
        "milestone:s6",
    ]
    assert len(derived(Milestone(sales="", every=1), known)) == 7


def test_each_so_many_begin_beyond_the_last_number() -> None:
    found = derived(Milestone(sales="5", every=2), history(*sales(8)))

    assert list(found) == ["milestone:s5", "milestone:s6", "milestone:s8"]


def test_a_sale_that_was_cancelled_on_the_day_of_the_next_does_not_count() -> None:
    found = derived(Milestone(sales="2", every=0), history(*sales(3, cancelled={1: 2})))

    assert found.keys() == {"milestone:s3"}


def test_a_gift_of_the_day_may_be_mentioned() -> None:
    found = derived(RULE, history(gift(day(30), "a candle"), milestone(day(30))))

    assert ("gift", "a candle (31 January)") in found["milestone:m1"].slots
