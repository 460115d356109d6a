from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from secondsale.days import (
    FIRST,
    LAST,
    WEEKDAYS,
    Birthday,
    Direction,
    parse_birthday,
    parse_day,
    parse_span,
    parse_time,
    plus,
    say,
    say_in_full,
    say_short,
    within_calendar,
)
from secondsale.errors import InputError

SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)

all_days = st.dates(FIRST, LAST)
inner_days = st.dates(date(1901, 1, 1), date(2198, 12, 31))
directions: st.SearchStrategy[Direction] = st.sampled_from(["back", "ahead"])


@pytest.mark.parametrize("direction", ["back", "ahead"])
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-19", date(2026, 11, 19)),
        (" 2026-11-19 ", date(2026, 11, 19)),
        ("2028-02-29", date(2028, 2, 29)),
        ("1900-01-01", FIRST),
        ("2199-12-31", LAST),
        ("today", SATURDAY),
        ("Yesterday", date(2026, 11, 20)),
        ("TOMORROW", date(2026, 11, 22)),
        ("0d", SATURDAY),
    ],
)
def test_a_plain_date_is_the_same_in_both_directions(
    typed: str, day: date, direction: Direction
) -> None:
    assert parse_day(typed, today=SATURDAY, direction=direction) == day


@pytest.mark.parametrize(
    ("typed", "back", "ahead"),
    [
        ("monday", date(2026, 11, 16), date(2026, 11, 23)),
        ("fri", date(2026, 11, 20), date(2026, 11, 27)),
        ("Sat", date(2026, 11, 14), date(2026, 11, 28)),
        ("Sunday", date(2026, 11, 15), date(2026, 11, 22)),
        ("3d", date(2026, 11, 18), date(2026, 11, 24)),
        ("2W", date(2026, 11, 7), date(2026, 12, 5)),
    ],
)
def test_a_bare_word_looks_in_the_direction(
    typed: str, back: date, ahead: date
) -> None:
    assert parse_day(typed, today=SATURDAY, direction="back") == back
    assert parse_day(typed, today=SATURDAY, direction="ahead") == ahead


def test_monday_typed_on_a_monday_is_a_week_away() -> None:
    assert parse_day("monday", today=MONDAY, direction="back") == date(2026, 11, 16)
    assert parse_day("monday", today=MONDAY, direction="ahead") == date(2026, 11, 30)


@given(inner_days, st.sampled_from(range(7)), directions)
def test_a_weekday_is_the_nearest_one_that_way(
    today: date, weekday: int, direction: Direction
) -> None:
    day = parse_day(WEEKDAYS[weekday], today=today, direction=direction)

    away = (day - today).days * (1 if direction == "ahead" else -1)
    assert day.weekday() == weekday
    assert 1 <= away <= 7


@given(all_days, directions)
def test_a_day_reads_back_as_it_was_written(day: date, direction: Direction) -> None:
    assert parse_day(day.isoformat(), today=SATURDAY, direction=direction) == day


@pytest.mark.parametrize("direction", ["back", "ahead"])
@pytest.mark.parametrize(
    "typed",
    [
        "10", "69", "1.5", "86400", "1700000000", "20261121", "2026-W47", "2026-W47-6",
        "2026-325", "05/06/26", "13/06/26", "5.6.2026", "21-11-2026", "2026-1-5",
        "26-11-21", "2026/11/21", "2026-11-21T10:00", "2026-11-21 10:00", "-2026-11-21",
        "2026-02-30", "2027-02-29", "2100-02-29", "2026-13-01", "2026-00-10",
        "2026-11-00", "0000-01-01", "0001-01-01", "1899-12-31", "2200-01-01",
        "9999-12-31", "12026-11-21",
        "٢٠٢٦-١١-٢١", "２０２６-１１-２１", "٣d", "３d", "2026\u201111\u201121",
        "Thu 20 Nov 2026", "20 Nov", "next monday", "last friday", "mond", "tues", "m",
        "-3d", "+3d", "3 d", "3m", "1y", "d", "3", "12345d", "9999w",
        "", " ", "now", "[/]", "monday\0", "2026-11\n-21",
        pytest.param("9" * 5000, id="5000 digits"),
        pytest.param("9" * 5000 + "d", id="5000 digits of days"),
    ],
)  # fmt: skip
def test_what_is_not_plainly_a_date_is_refused(
    typed: str, direction: Direction
) -> None:
    with pytest.raises(InputError) as refusal:
        parse_day(typed, today=SATURDAY, direction=direction)

    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 100
    assert refusal.value.hint


@pytest.mark.parametrize("typed", ["tomorrow", "1d", "monday"])
def test_no_word_leads_past_the_last_day(typed: str) -> None:
    with pytest.raises(InputError, match="too far away") as refusal:
        parse_day(typed, today=LAST, direction="ahead")

    assert refusal.value.hint == "dates run from 1900 to 2199"


@pytest.mark.parametrize("typed", ["yesterday", "1d", "monday"])
def test_no_word_leads_before_the_first_day(typed: str) -> None:
    with pytest.raises(InputError, match="too far away"):
        parse_day(typed, today=FIRST, direction="back")


@given(
    st.from_regex(r"\s?(\d{1,4}[dw]|\d{4}-\d\d-\d\d|mon|today)\n?", fullmatch=True),
    all_days,
    directions,
)
def test_whatever_is_typed_is_a_day_within_the_calendar_or_refused(
    typed: str, today: date, direction: Direction
) -> None:
    try:
        day = parse_day(typed, today=today, direction=direction)
    except InputError:
        assume(False)

    assert FIRST <= day <= LAST


@pytest.mark.parametrize(("typed", "days"), [("1d", 1), ("2w", 14), (" 9999D ", 9999)])
def test_a_span_is_read_in_days(typed: str, days: int) -> None:
    assert parse_span(typed) == days


@pytest.mark.parametrize("typed", ["0d", "00w", "-1d", "3", "", "1m", "٣d", "12345d"])
def test_what_is_not_a_span_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not a length of time") as refusal:
        parse_span(typed)

    assert refusal.value.hint == "use 3d or 2w"


@pytest.mark.parametrize(
    ("typed", "hour", "minute"), [("15:40", 15, 40), ("9:05", 9, 5), ("00:00", 0, 0)]
)
def test_a_time_is_read_on_the_24_hour_clock(
    typed: str, hour: int, minute: int
) -> None:
    assert parse_time(typed) == time(hour, minute)


@pytest.mark.parametrize(
    "typed",
    ["24:00", "12:60", "3pm", "15", "15:4", "15:40:00", "1540", "١٥:٤٠", "", "-1:00"],
)
def test_what_is_not_a_time_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not a time of day"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "birthday"),
    [
        ("1984-05-17", Birthday(5, 17, 1984)),
        (" 1984-05-17 ", Birthday(5, 17, 1984)),
        ("--05-17", Birthday(5, 17)),
        ("--12-31", Birthday(12, 31)),
        ("--02-29", Birthday(2, 29)),
        ("1984-02-29", Birthday(2, 29, 1984)),
        ("2026-11-21", Birthday(11, 21, 2026)),
    ],
)
def test_a_birthday_may_lack_the_year(typed: str, birthday: Birthday) -> None:
    parsed = parse_birthday(typed, today=SATURDAY)

    assert parsed == birthday
    assert str(parsed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22", "2027-01-01", "1985-02-29", "\n1985-02-29\n", "--02-30",
        "--13-01", "--00-10", "1899-12-31", "0000-02-29", "9999-01-01",
        "05-17", "-05-17", "---05-17", "17 May", "05/17", "1984-5-17",
        "19840517", "١٩٨٤-٠٥-١٧", "1984-05-17\x001",
        "", "today", "--05-17\u200b", pytest.param("9" * 5000, id="5000 digits"),
    ],
)  # fmt: skip
def test_an_impossible_birthday_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_birthday(typed, today=SATURDAY)

    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 100
    assert refusal.value.hint


@given(st.dates(FIRST, SATURDAY), st.booleans())
def test_a_birthday_reads_back_as_it_was_written(day: date, yearless: bool) -> None:
    birthday = Birthday(day.month, day.day, None if yearless else day.year)

    assert parse_birthday(str(birthday), today=SATURDAY) == birthday


def test_a_leap_day_falls_on_28_february_in_common_years() -> None:
    birthday = Birthday(2, 29, 1984)

    assert birthday.on(2027) == date(2027, 2, 28)
    assert birthday.on(2027, leap_day="mar1") == date(2027, 3, 1)
    assert birthday.on(2028) == date(2028, 2, 29)
    assert birthday.on(2028, leap_day="mar1") == date(2028, 2, 29)
    assert birthday.on(2100) == date(2100, 2, 28)


@given(st.dates(), st.integers(1900, 2199))
def test_a_birthday_does_not_drift(born: date, year: int) -> None:
    day = Birthday(born.month, born.day).on(year)

    assert day.year == year
    assert (day.month, day.day) == (born.month, min(born.day, day.day))
    assert born.day - day.day <= 1


@given(st.dates(), st.integers(), st.integers())
def test_counting_days_stops_at_the_end_of_the_calendar(
    day: date, fewer: int, more: int
) -> None:
    fewer, more = sorted((fewer, more))

    assert plus(day, fewer) <= plus(day, more)


@given(inner_days, st.integers(-300, 300))
def test_days_are_counted_exactly(day: date, days: int) -> None:
    assert plus(day, days) - day == timedelta(days=days)
    assert within_calendar(day, days, "typed") == plus(day, days)


def test_a_day_is_said_with_its_year_where_that_is_another() -> None:
    day = date(2026, 9, 3)

    assert say(day, beside=SATURDAY) == "3 September"
    assert say(day, beside=date(2027, 1, 1)) == "3 September 2026"
    assert say_short(day, beside=SATURDAY) == "Thu 3 Sep"
    assert say_short(day, beside=date(2027, 1, 1)) == "Thu 3 Sep 2026"
    assert say_in_full(day) == "Thursday 3 September 2026"
