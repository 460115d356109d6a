from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import ana, day, days_of, derived, history, sale, talk

from secondsale.model import Contact, Intent, Sale
from secondsale.rules.keep_in_touch import KeepInTouch
from secondsale.tiers import Tiers

RULE = KeepInTouch()


def test_it_comes_round_after_the_last_sale() -> None:
    found = derived(RULE, history(sale(day(5), "Soap")), until=day(400))

    assert list(found) == [f"keep-in-touch:s1{n}" for n in ("", ".2", ".3")]
    assert days_of(found["keep-in-touch:s1"]) == (125, 125, 155)
    assert days_of(found["keep-in-touch:s1.3"]) == (365, 365, 395)
    each = found["keep-in-touch:s1.2"]
    assert each.intent is Intent.CARE
    assert each.gives_way
    assert each.ended is None
    assert each.reason == "bought on 6 January, nothing since"
    assert each.working == "bought on 6 January + 2 × 120 days"


@pytest.mark.parametrize(
    ("tier", "due", "expires"),
    [("a", 30, 37), ("B", 60, 75), ("c", 90, 112), ("d", 120, 150), ("", 120, 150)],
)
def test_the_tier_says_how_often(tier: str, due: int, expires: int) -> None:
    known = history(sale(day(0), "Soap"), customer=ana(tier=tier))

    found = derived(RULE, known)["keep-in-touch:s1"]

    assert days_of(found) == (due, due, expires)


def test_those_in_no_tier_may_be_left_alone() -> None:
    rule = KeepInTouch(others=False)
    sold = sale(day(0), "Soap")

    for tier in ("", "gold"):
        assert derived(rule, history(sold, customer=ana(tier=tier))) == {}
    for tier in ("a", "B", "c"):
        assert derived(rule, history(sold, customer=ana(tier=tier)))


def test_the_tiers_of_the_settings_say_how_often() -> None:
    rule = KeepInTouch(tiers=Tiers(c_days=10))
    known = history(sale(day(0), "Soap"), customer=ana(tier="c"))

    found = derived(rule, known)["keep-in-touch:s1"]

    assert days_of(found) == (10, 10, 12)
    assert found.working == "bought on 1 January + 10 days (tier c)"


@pytest.mark.parametrize(
    ("share", "days"), [(0.5, 60), (1.5, 180), (0.33, 40), (0.1, 12)]
)
def test_a_share_of_the_tier_s_days_is_enough(share: float, days: int) -> None:
    found = derived(KeepInTouch(tier_share=share), history(sale(day(0), "Soap")))

    assert days_of(found["keep-in-touch:s1"])[1] == days


def test_no_share_is_less_than_a_day() -> None:
    rule = KeepInTouch(tier_share=0.1, tiers=Tiers(other_days=1))

    found = derived(rule, history(sale(day(0), "Soap")), until=day(2))

    assert days_of(found["keep-in-touch:s1"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "last",
    [
        talk(day(50), "ok"),
        talk(day(50), "ok", "keep-in-touch:s1"),
        talk(day(50), "no-answer", inbound=True),
        talk(day(50), "left-message"),
        talk(day(50), "call-back", "check-in:s1"),
    ],
)
def test_any_contact_starts_it_anew(last: Contact) -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), last), until=day(200))

    assert days_of(found["keep-in-touch:t1"]) == (170, 170, 200)


@pytest.mark.parametrize(
    "vain",
    [
        talk(day(50), "no-answer"),
        talk(day(50), "left-message", "keep-in-touch:s1"),
        talk(day(50), "call-back", "keep-in-touch:s1"),
    ],
)
def test_nobody_was_in_touch_where_nobody_noticed(vain: Contact) -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), vain), until=day(200))

    assert found.keys() == {"keep-in-touch:s1"}


def test_a_contact_closes_what_was_open_and_what_was_missed_is_kept() -> None:
    known = history(sale(day(0), "Soap"), talk(day(245), inbound=True))

    found = derived(RULE, known, until=day(300))

    assert found.keys() == {"keep-in-touch:s1", "keep-in-touch:s1.2"}
    ended = found["keep-in-touch:s1.2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(245), "in touch on 3 September")


def test_a_sale_closes_it_too() -> None:
    known = history(sale(day(0), "Soap"), sale(day(121), "Soap"))

    ended = derived(RULE, known)["keep-in-touch:s1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(121), "bought on 2 May")


def test_what_was_talked_about_a_day_early_is_still_accounted_for() -> None:
    known = history(sale(day(0), "Soap"), talk(day(119), "ok", "keep-in-touch:s1"))

    assert "keep-in-touch:s1" in derived(RULE, known)


def test_somebody_who_never_bought_is_counted_from_the_day_they_were_added() -> None:
    found = derived(RULE, history(customer=ana(added=day(3))), until=day(200))

    assert days_of(found["keep-in-touch:c1"]) == (123, 123, 153)
    assert found["keep-in-touch:c1"].reason == (
        "in the book since 4 January, no contact yet"
    )
    assert found["keep-in-touch:c1"].known_on == day(3)


def test_an_import_of_old_sales_misses_nothing() -> None:
    old = sale(day(0), "Soap", recorded=day(500))
    known = history(old, customer=ana(added=day(500)))

    found = derived(RULE, known, until=day(700))

    assert "keep-in-touch:c1" not in found
    assert {each.known_on for each in found.values()} == {day(500)}


def test_of_a_sale_and_a_contact_of_one_day_the_contact_counts() -> None:
    known = history(talk(day(5), "bought"), sale(day(5), "Soap"))

    assert derived(RULE, known, until=day(200)).keys() == {"keep-in-touch:t1"}


def test_of_several_contacts_of_one_day_the_last_one_counts() -> None:
    talks = [talk(day(5)) for _ in range(11)]

    found = derived(RULE, history(sale(day(5), "Soap"), *talks), until=day(200))

    assert found.keys() == {"keep-in-touch:t11"}


def test_of_several_sales_of_one_day_the_last_one_counts() -> None:
    sales = [sale(day(5), "Soap") for _ in range(11)]

    assert derived(RULE, history(*sales), until=day(200)).keys() == {
        "keep-in-touch:s11"
    }


def test_a_contact_of_the_day_they_were_added_stands_for_it() -> None:
    known = history(talk(day(3)), customer=ana(added=day(3)))

    assert derived(RULE, known, until=day(200)).keys() == {"keep-in-touch:t1"}


sold = st.integers(0, 300).map(lambda n: sale(day(n), "Soap"))
said = st.tuples(
    st.integers(0, 300), st.sampled_from(["ok", "no-answer", "left-message"])
).map(lambda each: talk(day(each[0]), each[1]))


@given(st.lists(sold | said, max_size=6), st.sampled_from("abc-"))
def test_at_most_one_round_is_open_on_a_day(
    facts: list[Sale | Contact], tier: str
) -> None:
    known = history(*facts, customer=ana(tier=tier))

    found = derived(RULE, known, until=date(2027, 12, 31)).values()

    spans = sorted(
        (
            each.window.opens,
            min(each.window.expires, each.ended.on if each.ended else date.max),
        )
        for each in found
    )
    for before, after in pairwise(spans):
        assert before[1] < after[0]


@given(st.lists(sold | said, max_size=6), st.integers(0, 400))
def test_what_a_later_fact_replaces_is_not_lost(
    facts: list[Sale | Contact], today: int
) -> None:
    known = history(*facts)
    shown = {
        key
        for key, each in derived(RULE, known.as_of(day(today))).items()
        if each.window.opens <= day(today)
    }

    assert shown <= derived(RULE, known).keys()


def test_a_talk_of_before_the_book_was_not_known_on_its_day() -> None:
    came_with = sale(day(0), "Soap", recorded=day(90))
    known = history(came_with, talk(day(3)), customer=ana(added=day(0)))

    found = derived(RULE, known, until=day(200))

    assert {each.known_on for each in found.values()} == {day(90)}
