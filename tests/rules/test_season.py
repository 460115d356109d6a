from datetime import date

import pytest
from tests.builders import ana, derived, history, sale

from secondsale.model import Customer, Intent
from secondsale.rules._audience import parse
from secondsale.rules.season import Season, day_in, read_day

SPRING = Season(name="spring", on="03-20", text="the spring colours")
ADDED = date(2026, 1, 1)
NEVER_BOUGHT = history(customer=ana(added=ADDED))


def test_a_season_comes_round_every_year_and_is_shown_a_week_before() -> None:
    found = derived(SPRING, NEVER_BOUGHT, until=date(2028, 3, 13))

    years = (2026, 2027, 2028)
    assert found.keys() == {f"season.spring:c1.{year}" for year in years}
    first = found["season.spring:c1.2026"]
    assert first.window.opens == date(2026, 3, 13)
    assert first.window.due == date(2026, 3, 20)
    assert first.window.expires == date(2026, 4, 3)
    assert first.intent is Intent.OFFER
    assert first.reason == "the spring colours, from 20 March"
    assert first.working == "03-20 in 2026 is 20 March"
    assert len(derived(SPRING, NEVER_BOUGHT, until=date(2028, 3, 12))) == 2


def test_without_words_a_season_goes_by_its_name() -> None:
    season = Season(name="summer-sale", on="06-21")

    assert derived(season, NEVER_BOUGHT)["season.summer-sale:c1.2026"].reason == (
        "summer sale, from 21 June"
    )


def test_nobody_is_told_of_a_season_before_they_were_known() -> None:
    late = derived(SPRING, history(customer=ana(added=date(2026, 4, 4))))
    in_time = derived(SPRING, history(customer=ana(added=date(2026, 4, 3))))

    assert late.keys() == {"season.spring:c1.2027"}
    window = in_time["season.spring:c1.2026"].window
    assert window.opens == window.due == window.expires == date(2026, 4, 3)


def test_a_season_without_a_day_is_none() -> None:
    assert derived(Season(), NEVER_BOUGHT) == {}


def test_easter_falls_where_it_falls() -> None:
    lent = Season(name="lent", on="easter-46")

    found = derived(lent, NEVER_BOUGHT)

    assert found["season.lent:c1.2026"].window.due == date(2026, 2, 18)
    assert found["season.lent:c1.2027"].window.due == date(2027, 2, 10)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03-20", date(2026, 3, 20)),
        ("12-31", date(2026, 12, 31)),
        ("easter", date(2026, 4, 5)),
        ("easter-7", date(2026, 3, 29)),
        ("easter+1", date(2026, 4, 6)),
    ],
)
def test_a_day_of_the_year_is_read(typed: str, day: date) -> None:
    assert day_in(2026, typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "02-29", "02-30", "13-01", "3-20", "03-20 ", "2026-03-20", "spring",
        "easter7", "easter-", "easter--7", "easter-1000", "Easter", "٠٣-٢٠",
    ],
)  # fmt: skip
def test_what_is_no_day_of_every_year_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not|day|month"):
        read_day(typed)


@pytest.mark.parametrize(
    ("audience", "suits"),
    [
        ("all", True),
        ("tag:vip", True),
        ("tag: VIP", True),
        ("tag:vi", False),
        ("tier:a", True),
        ("tier:b", False),
        ("category:skin care", True),
        ("category:Water", False),
        ("bought:serum", True),
        ("bought:Soap", False),
        ("bought:Soap, tag:vip", True),
        ("bought:Soap,tier:b", False),
    ],
)
def test_a_season_is_for_its_audience(audience: str, suits: bool) -> None:
    season = Season(name="spring", on="03-20", audience=audience)
    vip: Customer = ana(tier="a", tags=("VIP",))
    known = history(sale(date(2026, 2, 1), "Serum"), customer=vip)

    assert bool(derived(season, known)) == suits


def test_whom_it_is_for_is_in_the_working() -> None:
    season = Season(name="spring", on="03-20", audience="bought:Serum")
    known = history(sale(date(2026, 2, 1), "Serum"))

    found = derived(season, known)["season.spring:c1.2026"]

    assert found.working == "03-20 in 2026 is 20 March, for bought:Serum"


def test_who_bought_later_is_told_from_then_on() -> None:
    season = Season(name="spring", on="03-20", audience="category:skin care")
    bought, recorded = date(2026, 3, 25), date(2026, 3, 27)
    known = history(sale(bought, "Serum", recorded=recorded), customer=ana(added=ADDED))

    found = derived(season, known)["season.spring:c1.2026"]

    assert found.window.opens == found.window.due == bought
    assert found.known_on == recorded


def test_what_was_given_back_makes_nobody_an_audience() -> None:
    season = Season(name="spring", on="03-20", audience="bought:Serum")
    returned = sale(ADDED, "Serum", "Jug", returned={"Serum": date(2026, 1, 9)})
    cancelled = sale(ADDED, "Serum", cancelled=date(2026, 1, 9))

    assert derived(season, history(returned, cancelled)) == {}


def test_the_key_stays_when_the_figures_move() -> None:
    moved = Season(name="spring", on="04-01", early_days=0, stays_days=90, text="new")

    assert derived(moved, NEVER_BOUGHT).keys() == derived(SPRING, NEVER_BOUGHT).keys()


def test_the_contact_remembers_what_was_offered() -> None:
    plain = Season(name="summer-sale", on="06-21")

    assert {e.about for e in derived(SPRING, NEVER_BOUGHT).values()} == {
        "the spring colours"
    }
    assert {e.about for e in derived(plain, NEVER_BOUGHT).values()} == {"summer sale"}


def test_the_message_says_what_there_is() -> None:
    found = derived(SPRING, NEVER_BOUGHT)["season.spring:c1.2026"]

    assert found.slots == (("season", "the spring colours"),)
    assert found.customer_id == 1
    assert found.sale_id is None


def test_who_belongs_for_two_reasons_of_one_day_is_known_from_the_first() -> None:
    season = Season(name="x", on="03-20", audience="bought:Soap, bought:Serum")
    bought = date(2026, 3, 1)
    known = history(
        sale(bought, "Soap", recorded=date(2026, 3, 9)),
        sale(bought, "Serum", recorded=date(2026, 3, 4)),
    )

    assert derived(season, known)["season.x:c1.2026"].known_on == date(2026, 3, 4)


@pytest.mark.parametrize("audience", ["", "tier:gold", "vip", "tag:", "all, tag:vip"])
def test_what_is_no_audience_is_refused(audience: str) -> None:
    with pytest.raises(ValueError, match="is not an audience"):
        parse(audience)


def test_a_name_may_hold_a_colon() -> None:
    assert parse("bought:Set: large") == (("bought", "set: large"),)
