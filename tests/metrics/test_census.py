"""Each figure of a small book, beside what one finds on paper."""

import pytest
from tests.metrics.people import buyer, day, figures, reported, sold, talk, worry

from secondsale.metrics.intervals import wilson
from secondsale.metrics.metric import Metric
from secondsale.metrics.report import AGES, Report
from secondsale.money import Money

ANA = buyer(
    sold(0, 40), sold(30, 20), sold(90, 20), talk(1), talk(20), talk(40), id=1
)  # gaps 30, 60
BEN = buyer(sold(10, 50), sold(110, 30), talk(12, "no-answer"), id=2)  # gap 100
CLEO = buyer(sold(100, 60), id=3)
DOV = buyer(sold(190, 10), talk(191), id=4)  # nine days before the last day
EVE = buyer(id=5)

UNTIL = 199
"""The period is from day 100 to day 199, the one before from day 0 to day 99."""


@pytest.fixture(scope="module")
def small() -> Report:
    return reported(ANA, BEN, CLEO, DOV, EVE, until=UNTIL, days=100)


def of(made: Report, name: str) -> Metric:
    return figures(made)[name]


def test_the_headline_says_how_many_how_soon_and_who_still_may(small: Report) -> None:
    assert small.headline == (
        "second sale: 2 of 4 first-time buyers",
        "too early to say how soon",
        "2 still inside their window",
        "few so far",
    )


def test_half_is_that_of_all_and_not_of_those_who_were_quick() -> None:
    """Who bought lately can only be back quickly; of the older ones most were slow."""
    quick = [
        buyer(sold(364 - at), *([sold(364 - at + 10)] if at % 4 == 0 else ()), id=at)
        for at in range(20, 60)
    ]
    slow = [
        buyer(sold(at), *([sold(at + 100)] if at % 4 else ()), id=100 + at)
        for at in range(40)
    ]

    made = reported(*quick, *slow)

    said, half = made.headline[1], of(made, "second-sale-median")
    assert of(made, "second-sale-days").value == 100
    assert (half.value, said) == (100, "half within 100 days")


def test_until_half_are_back_it_says_how_many_by_the_last_day_that_can_be_told() -> (
    None
):
    some = [
        buyer(sold(364 - 95), *([sold(364 - 75)] if at < 5 else ()), id=at)
        for at in range(25)
    ]
    old = [buyer(sold(0), id=100 + at) for at in range(9)]

    made = reported(*some, *old)

    assert made.headline[1] == "15 % by day 90, not yet half"
    assert "few so far" not in made.headline


def test_half_is_not_said_of_fewer_than_five_who_were_watched_so_long() -> None:
    young = [buyer(sold(364 - 20), id=at) for at in range(30)]
    old = [buyer(sold(0), sold(50), id=100 + at) for at in range(4)]

    made = reported(*young, *old)

    assert made.headline[1] == "too early to say how soon"
    assert of(made, "second-sale-median").value is None


def test_an_empty_book_has_a_report_too() -> None:
    made = reported()

    assert made.headline == ("nobody has bought yet",)
    assert (made.curve, made.cohorts, made.months) == ((), (), ())
    assert of(made, "second-sale").value is None


@pytest.mark.parametrize(
    ("name", "value", "n", "before", "before_n"),
    [
        ("second-sale", 2 / 4, 4, 1 / 2, 2),
        ("second-sale-days", (30 + 100) / 2, 2, 30, 1),
        # On day 30 one of three came back, on day 100 the only one watched so long.
        ("second-sale-median", None, 4, None, 2),  # too few to say
        ("second-sale-window", 2, 2, 1, 1),
        ("repeat-30", 1 / 3, 3, 1 / 2, 2),
        ("repeat-90", 1 / 3, 3, 1 / 1, 1),
        ("repeat-180", 2 / 2, 2, None, 0),
        ("repeat-365", None, 0, None, 0),
        # Ana at 30, of three watched so long; Dov only counts to day 9.
        ("repeat-30-estimate", None, 4, None, 2),  # fewer than five
        ("repeat-180-estimate", None, 4, None, 2),
        ("orders", 3, 3, 4, 2),
        ("orders-per-customer", 7 / 4, 4, 4 / 2, 2),
        ("orders-per-customer-median", (1 + 2) / 2, 4, (1 + 3) / 2, 2),
        ("days-between", (30 + 60 + 100) / 3, 3, (30 + 60) / 2, 2),
        ("days-between-median", 60, 3, 45, 2),
        ("own-days-between", (45 + 100) / 2, 2, 45, 1),
        ("revenue", 100_00, 3, 130_00, 2),
        ("revenue-per-order", 100_00 / 3, 3, 130_00 / 4, 4),
        ("repeat-revenue", 30 / 100, 3, 40 / 130, 2),
        ("revenue-per-customer", 230_00 / 4, 4, 130_00 / 2, 2),
        # Ana 109 days of silence against 1.5 x 45, Ben 89 against 1.5 x 100.
        ("churn-beyond", 1 / 2, 2, 0, 1),
        # Ana and Ben were known so long: days 0 to 30 hold 3 contacts, then there is 1.
        ("attention-first", 3 / 2 * 30 / 31, 2, None, 0),
        ("attention-later", 1 / 2 * 30 / 150, 2, None, 0),
        ("erosion", 1 - (1 / 150) / (3 / 31), 2, None, 0),
    ],
)
def test_a_figure_is_what_one_finds_on_paper(
    small: Report, name: str, value: float, n: int, before: float, before_n: int
) -> None:
    found = of(small, name)

    assert found.value == (None if value is None else pytest.approx(value))
    assert found.n == n
    assert found.before == (None if before is None else pytest.approx(before))
    assert found.before_n == before_n


def test_goodwill_at_risk_is_fading_or_soon_will_be() -> None:
    """A sale gives 1 and halves in 120 days: fading from 121 on, cold from 241 on."""
    made = reported(
        buyer(sold(300, 1), id=1),
        buyer(sold(364 - 107, 2), id=2),  # fading in 14 days
        buyer(sold(364 - 106, 4), id=3),  # and in 15
        buyer(sold(364 - 121, 8), id=4),
        buyer(sold(364 - 121, 8), id=5, there=False),
        buyer(sold(364 - 241, 16), id=6),
        buyer(sold(364 - 61, 32), id=7, tier="a"),  # cold: it halves in 30
        buyer(sold(364 - 130, 64), worry(360, 361), id=8),  # helped quickly: 0.5
        buyer(sold(364 - 121, 8), talk(360, "no-answer"), id=9),
        buyer(id=10),
    )

    risk, fading, cold = (
        of(made, f"goodwill-{each}") for each in ("at-risk", "fading", "cold")
    )
    assert (risk.hits, fading.hits, cold.hits, risk.n) == (3, 2, 2, 8)
    assert of(made, "at-risk-revenue").value == (2 + 8 + 8) * 100


def test_orders_of_one_day_are_one_and_what_ended_is_none() -> None:
    made = reported(
        buyer(sold(300), sold(300), id=1),
        buyer(sold(300), sold(320, ended=330), id=2),
        buyer(sold(300, ended=301), id=3),
    )

    assert (of(made, "second-sale").hits, of(made, "second-sale").n) == (0, 2)
    assert of(made, "orders").value == 2
    assert of(made, "revenue").value == 30_00


def test_what_ended_later_still_stood_in_the_period_before() -> None:
    made = reported(buyer(sold(200), sold(210, ended=300)))

    assert of(made, "second-sale").value == 0
    assert of(made, "second-sale").before == 1


def test_currencies_are_never_added_up() -> None:
    made = reported(
        buyer(sold(300, 10), sold(320, 30, currency="USD"), id=1),
        buyer(sold(310, 5, currency="USD"), id=2),
    )

    (group,) = (each for each in made.groups if each.id == "revenue")
    money = [(m.currency, m.value) for m in group.metrics if m.id == "revenue"]
    assert made.currencies == ("USD", "EUR")
    assert money == [("USD", 35_00), ("EUR", 10_00)]
    assert made.months[-2].revenue == (Money(35_00, "USD"), Money(0, "EUR"))


def test_cohorts_and_months_have_no_gaps(small: Report) -> None:
    cohorts = {f"{each.month:%m}": each.n for each in small.cohorts}
    months = {f"{each.month:%m}": (each.orders, each.firsts) for each in small.months}

    assert cohorts == {"01": 2, "02": 0, "03": 0, "04": 1, "05": 0, "06": 0, "07": 1}
    assert months["01"] == (3, 2)
    assert months["02"] == (0, 0)
    assert months["04"] == (3, 1)
    assert small.months[0].revenue == (Money(110_00, "EUR"),)


def test_a_cohort_is_told_as_far_as_it_was_watched(small: Report) -> None:
    january, *_, july = small.cohorts

    cells = [cell and (cell.n, cell.hits) for cell in january.cells]
    assert dict(zip(AGES, cells, strict=True)) == {
        30: (2, 1), 60: (2, 1), 90: (2, 1), 180: (2, 2), 365: None,
    }  # fmt: skip
    assert july.cells == (None,) * 5


def test_the_window_is_where_the_curve_has_nine_tenths_of_what_it_reaches() -> None:
    back = [buyer(sold(0), sold(gap), id=gap) for gap in (*range(201, 220), 250)]
    never = [buyer(sold(-10), id=500 + at) for at in range(10)]
    young, old = buyer(sold(364 - 219), id=100), buyer(sold(364 - 220), id=101)

    made = reported(*back, *never, young, old)

    assert of(made, "second-sale-window").value == 1
    assert "219 days" in of(made, "second-sale-window").definition


def test_while_a_year_cannot_be_told_the_window_is_180_days_at_least() -> None:
    back = [buyer(sold(200), sold(200 + gap), id=gap) for gap in range(10, 30)]
    young, old = buyer(sold(364 - 180), id=100), buyer(sold(364 - 181), id=101)

    made = reported(*back, young, old)

    assert of(made, "second-sale-window").value == 1


def test_an_estimate_says_how_many_it_leans_on() -> None:
    young = [buyer(sold(364 - 20), id=at) for at in range(30)]
    six = [buyer(sold(364 - 70), id=100 + at) for at in range(6)]

    made = reported(*young, *six)

    sixty, ninety = (of(made, f"repeat-{age}-estimate") for age in (60, 90))
    assert (sixty.value, sixty.leans_on, sixty.few) == (0, 6, True)
    assert sixty.high == pytest.approx(wilson(0, 6)[1])
    assert ninety.value is None


def test_where_all_were_watched_so_long_nothing_is_estimated() -> None:
    made = reported(*(buyer(sold(0), sold(20), id=at) for at in range(25)))

    found = of(made, "repeat-90-estimate")
    assert (found.value, found.few) == (1, False)


def test_what_is_made_of_few_says_so_but_for_what_is_merely_added_up() -> None:
    made = reported(*(buyer(sold(300), sold(350), id=at) for at in range(19)))

    few = {name for name, each in figures(made).items() if each.few}
    assert {
        "churn-stopped", "orders-per-customer-median", "revenue-per-customer",
        "second-sale-days", "second-sale", "days-between",
    } <= few  # fmt: skip
    assert not few & {"revenue", "orders", "second-sale-window", "at-risk-revenue"}


def test_the_month_that_is_not_over_says_so() -> None:
    over, not_over = (reported(buyer(sold(0)), until=until) for until in (58, 57))

    assert [each.so_far for each in over.months] == [False, False]
    assert [each.so_far for each in not_over.months] == [False, True]


def test_figures_of_the_same_people_never_went_up_or_down() -> None:
    some = [buyer(sold(0), sold(200), id=at) for at in range(100)]

    made = reported(*some, until=300, days=150)

    found = of(made, "second-sale")
    assert (found.before, found.value, found.moved) == (0, 1, 0)
    assert found.standing


def test_who_was_entered_later_says_nothing_of_attention() -> None:
    made = reported(
        buyer(sold(0, known=1), talk(3), id=1), buyer(sold(0, known=2), talk(3), id=2)
    )

    assert of(made, "attention-first").n == 1


def test_each_figure_says_what_it_is(small: Report) -> None:
    every = [metric for group in small.groups for metric in group.metrics]

    assert all(each.definition.endswith(".") for each in every)
    assert len({(each.id, each.currency) for each in every}) == len(every)


def test_periods_follow_one_another(small: Report) -> None:
    assert (small.period.since, small.period.until) == (day(100), day(199))
    assert (small.before.since, small.before.until) == (day(0), day(99))
