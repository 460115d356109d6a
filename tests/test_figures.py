from dataclasses import dataclass
from math import inf, nan

import pytest

from secondsale.errors import SettingsError
from secondsale.figures import figure, figures_of


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with one figure of each kind."""

    days: int = figure(3, "days", "from the sale", low=1, high=30)
    share: float = figure(0.5, "", "of a day's offers", high=1)
    card: bool = figure(False, "", "send a card")
    leap_day: str = figure("feb28", "", "29 February", choices=("feb28", "mar1"))
    cadence: str = "default"


FIGURES = figures_of(Rule)


def test_a_class_lists_its_figures_in_their_order() -> None:
    assert list(FIGURES) == ["days", "share", "card", "leap_day"]
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
