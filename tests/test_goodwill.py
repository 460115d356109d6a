from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import ana, concern, day, history, sale, talk

from secondsale.errors import SettingsError
from secondsale.goodwill import Band, Goodwill, Reading
from secondsale.model import Contact, History, Outcome, Sale
from secondsale.tiers import Tiers

TODAY = 400
DEFAULTS = Goodwill()

FACTS = st.one_of(
    st.builds(lambda on: sale(day(on), "Serum"), st.integers(0, TODAY)),
    st.builds(
        lambda on, outcome, inbound: talk(day(on), outcome, inbound=inbound),
        st.integers(0, TODAY),
        st.sampled_from([str(outcome) for outcome in Outcome]),
        st.booleans(),
    ),
    st.builds(
        lambda on, took: concern(day(on), resolved=day(on + took)),
        st.integers(0, TODAY - 4),
        st.integers(0, 4),
    ),
)
HISTORIES = st.builds(
    lambda facts, tier: history(*facts, customer=ana(tier=tier)),
    st.lists(FACTS, max_size=8),
    st.sampled_from(["", "a", "b", "c", "A", "gold"]),
)
LIMITS = st.lists(
    st.sampled_from([0.0, 0.01, 0.15, 0.25, 0.3, 0.5, 1.0]), min_size=2, max_size=2
).map(sorted)
FIGURES = st.builds(
    lambda limits, tiers: Goodwill(
        cold_below=limits[0], fading_below=limits[1], tiers=tiers
    ),
    LIMITS,
    st.builds(Tiers, a_days=st.integers(1, 90), other_days=st.integers(1, 3650)),
)


def on(number: int, *facts: Sale | Contact, tier: str = "") -> Reading:
    """Return the goodwill on a day, counted from START."""
    return DEFAULTS.reading(history(*facts, customer=ana(tier=tier)), day(number))


@pytest.mark.parametrize(
    ("tier", "half"), [("a", 30), ("b", 60), ("c", 90), ("", 120), ("x", 120)]
)
def test_a_sale_gives_one_and_halves_over_the_days_of_the_tier(
    tier: str, half: int
) -> None:
    sold = sale(day(0), "Serum")

    values = [on(n, sold, tier=tier).value for n in (0, half, 2 * half)]

    assert values == [1.0, 0.5, 0.25]


def test_tiers_are_read_in_any_case() -> None:
    assert on(0, sale(day(0), "Serum"), tier="A").half_life == 30


@pytest.mark.parametrize(
    ("contact", "gives"),
    [
        (talk(day(0), "happy"), 0.6),
        (talk(day(0), "unhappy"), 0.6),
        (talk(day(0), "no-answer", inbound=True), 0.6),
        (talk(day(0), "left-message"), 0.25),
        (talk(day(0), "call-back"), 0.25),
        (talk(day(0), "no-answer"), 0),
        (talk(day(0), "annoyed"), 0),
    ],
)
def test_a_contact_gives_by_what_came_of_it(contact: Contact, gives: float) -> None:
    assert on(0, contact).value == gives


def test_an_annoyed_customer_takes_from_what_there_was() -> None:
    assert on(0, sale(day(0), "Serum"), talk(day(0), "annoyed")).value == 0.7


@pytest.mark.parametrize(("took", "gives"), [(0, 0.5), (2, 0.5), (3, 0)])
def test_a_concern_gives_when_it_was_resolved_within_two_days(
    took: int, gives: float
) -> None:
    known = history(concern(day(0), resolved=day(took)))

    assert DEFAULTS.reading(known, day(took)).value == gives


def test_an_open_concern_gives_nothing() -> None:
    known = history(concern(day(0)))

    assert DEFAULTS.reading(known, day(1)).terms == ()


def test_a_sale_that_was_taken_back_gives_nothing_from_then_on() -> None:
    sold = sale(day(0), "Serum", cancelled=day(3))

    assert [on(n, sold).value > 0 for n in (2, 3)] == [True, False]


def test_nothing_gives_nothing() -> None:
    reading = on(0)

    assert (reading.value, reading.band) == (0, Band.COLD)
    assert list(reading.crossings()) == []


def test_a_limit_met_on_a_whole_day_is_crossed_on_the_next() -> None:
    reading = on(10, sale(day(0), "Serum"), tier="a")

    assert list(reading.crossings()) == [(Band.FADING, day(31)), (Band.COLD, day(61))]


def test_the_cap_is_not_what_fades() -> None:
    sold = [sale(day(0), "Serum") for _ in range(4)]

    reading = on(0, *sold, tier="a")

    assert (reading.value, reading.total) == (1.0, 4.0)
    assert reading.fading_on == day(91)


def test_what_is_fading_has_only_its_cold_day() -> None:
    reading = on(40, sale(day(0), "Serum"), tier="a")

    assert reading.band is Band.FADING
    assert list(reading.crossings()) == [(Band.COLD, day(61))]


def test_what_is_cold_has_no_day() -> None:
    reading = on(61, sale(day(0), "Serum"), tier="a")

    assert reading.band is Band.COLD
    assert (reading.fading_on, reading.cold_on) == (None, None)


def test_nobody_is_cold_before_they_are_fading() -> None:
    with pytest.raises(SettingsError) as refused:
        Goodwill(fading_below=0.2)

    assert refused.value.message == (
        "has fading_below 0.2, which is less than cold_below 0.25"
    )
    assert Goodwill(fading_below=0.25).fading_below == 0.25


def test_a_limit_of_zero_is_never_crossed() -> None:
    figures = Goodwill(fading_below=0.0, cold_below=0.0)

    reading = figures.reading(history(sale(day(0), "Serum")), day(4000))

    assert reading.band is Band.WARM
    assert list(reading.crossings()) == []


@given(HISTORIES, FIGURES)
def test_it_lies_between_zero_and_one(known: History, figures: Goodwill) -> None:
    for number in (0, TODAY // 2, TODAY, 10 * TODAY):
        assert 0 <= figures.reading(known, day(number)).value <= 1


@given(HISTORIES, FIGURES, st.integers(0, 2000), st.integers(1, 2000))
def test_it_only_fades_while_nothing_happens(
    known: History, figures: Goodwill, start: int, more: int
) -> None:
    before = figures.reading(known, day(TODAY + start))
    after = figures.reading(known, day(TODAY + start + more))

    assert after.value <= before.value
    expected = before.total * 0.5 ** (more / before.half_life)
    assert after.total == pytest.approx(expected, abs=1e-12)


@given(HISTORIES, st.sampled_from(Outcome), st.booleans(), st.integers(0, TODAY))
def test_only_annoyance_lowers_it(
    known: History, outcome: Outcome, inbound: bool, number: int
) -> None:
    contact = talk(day(number), str(outcome), inbound=inbound)
    more = replace(known, contacts=(*known.contacts, contact))

    without = DEFAULTS.reading(known, day(TODAY)).value
    with_it = DEFAULTS.reading(more, day(TODAY)).value

    if outcome is Outcome.ANNOYED:
        assert with_it <= without
    else:
        assert with_it >= without


@given(HISTORIES, FIGURES)
def test_a_crossing_is_the_first_day_below(known: History, figures: Goodwill) -> None:
    reading = figures.reading(known, day(TODAY))

    for limit, crossing in (
        (figures.fading_below, reading.fading_on),
        (figures.cold_below, reading.cold_on),
    ):
        if crossing is not None:
            eve = day((crossing - day(0)).days - 1)
            assert eve >= reading.day
            assert figures.reading(known, eve).value >= limit
            assert figures.reading(known, crossing).value < limit


@given(HISTORIES)
def test_what_is_above_a_limit_crosses_it_some_day(known: History) -> None:
    reading = DEFAULTS.reading(known, day(TODAY))

    assert (reading.fading_on is None) == (reading.value < 0.5)
    assert (reading.cold_on is None) == (reading.value < 0.25)


@given(HISTORIES, st.integers(1, 400))
def test_a_crossing_stays_where_it_is_while_nothing_happens(
    known: History, later: int
) -> None:
    now = DEFAULTS.reading(known, day(TODAY))
    then = DEFAULTS.reading(known, day(TODAY + later))

    to_come = [pair for pair in now.crossings() if pair[1] > then.day]
    assert list(then.crossings()) == to_come


@given(HISTORIES, st.integers(0, TODAY))
def test_later_facts_are_not_seen(known: History, number: int) -> None:
    seen = DEFAULTS.reading(known, day(number))

    assert seen == DEFAULTS.reading(known.as_of(day(number)), day(number))
    assert all(term.on <= day(number) for term in seen.terms)
