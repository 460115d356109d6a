from datetime import date, datetime
from math import inf, nan

import pytest

from secondsale.errors import InputError, SettingsError
from secondsale.figures import figure, figures_of
from secondsale.records import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with one figure of each kind."""

    days: int = figure(3, "days", "from the sale", low=1, high=30)
    share: float = figure(0.5, "", "of a day's offers", high=1)
    card: bool = figure(False, "", "send a card")
    leap_day: str = figure("feb28", "", "29 February", choices=("feb28", "mar1"))
    starts: str = figure(
        "",
        "",
        "the first day",
        reads=date.fromisoformat,
        takes="a day such as 2026-11-21",
        needed=True,
    )
    cadence: str = "default"


FIGURES = figures_of(Rule)


def test_a_class_lists_its_figures_in_their_order() -> None:
    assert list(FIGURES) == ["days", "share", "card", "leap_day", "starts"]
    assert FIGURES["days"].default == 3
    assert FIGURES["days"].unit == "days"


def test_a_figure_is_the_default_of_its_field() -> None:
    rule = Rule()

    assert (rule.days, rule.share, rule.card, rule.leap_day) == (3, 0.5, False, "feb28")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("days", "a whole number, 1 to 30"),
        ("share", "a number, 0 to 1"),
        ("card", "true or false"),
        ("leap_day", "one of feb28, mar1"),
        ("starts", "a day such as 2026-11-21"),
    ],
)
def test_a_figure_says_what_it_accepts(name: str, words: str) -> None:
    assert FIGURES[name].accepts == words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days", 1),
        ("days", 30),
        ("share", 0.0),
        ("share", 0.25),
        ("card", True),
        ("leap_day", "mar1"),
        ("starts", "2026-02-28"),
    ],
)
def test_a_right_value_is_kept(name: str, value: object) -> None:
    assert FIGURES[name].check(value, "rules.x") == value


def test_a_whole_number_is_a_number() -> None:
    value = FIGURES["share"].check(1, "rules.x.share")

    assert value == 1.0
    assert isinstance(value, float)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days", 0), ("days", 31), ("days", -1), ("days", 3.0), ("days", True),
        ("days", "3"), ("days", None), ("days", [3]),
        ("days", 10**400), pytest.param("days", 1 << 20000, id="a huge number of days"),
        ("share", 1.01), ("share", nan), ("share", inf), ("share", -inf),
        ("share", True),
        ("share", "0.5"), ("share", 10**400),
        pytest.param("share", 1 << 20000, id="a huge share"),
        pytest.param("share", [1 << 20000], id="a list of huge shares"),
        ("card", 1), ("card", 0), ("card", "true"), ("card", None),
        ("leap_day", "mar2"), ("leap_day", ""), ("leap_day", "FEB28"), ("leap_day", 28),
        ("starts", "2026-02-29"), ("starts", ""), ("starts", 20260228),
        ("starts", datetime(2026, 2, 28)), ("starts", ["2026-02-28"]),  # noqa: DTZ001 - as TOML gives it
        ("leap_day", date(2026, 2, 28)),
        ("leap_day", "x" * 999), ("leap_day", "mar1\n"), ("leap_day", ["mar1"]),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_place(name: str, value: object) -> None:
    with pytest.raises(SettingsError) as refusal:
        FIGURES[name].check(value, f"rules.x.{name}")

    assert refusal.value.message.startswith(f"rules.x.{name} cannot be ")
    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 120
    assert refusal.value.hint == f"it takes {FIGURES[name].accepts}"


def test_a_day_without_quotes_is_the_same_day() -> None:
    assert FIGURES["starts"].check(date(2026, 2, 28), "rules.x") == "2026-02-28"


def test_a_reader_may_refuse_as_for_what_people_type() -> None:
    @dataclass(frozen=True)
    class Thing:
        text: str = figure("", "", "a text", reads=refused, takes="nothing")

    with pytest.raises(SettingsError) as refusal:
        figures_of(Thing)["text"].check("x", "rules.x.text")

    assert refusal.value.hint == "it takes nothing"


def refused(value: str) -> None:
    raise InputError(f"{value} is wrong")


def test_a_figure_says_whether_it_is_needed() -> None:
    assert [name for name, each in FIGURES.items() if each.needed] == ["starts"]
