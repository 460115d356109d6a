"""Figures on the terminal: in one line, as pictures, on a screen, piped."""

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType
from tests.golden import compare
from tests.render import a_shop

from secondsale.metrics import Metric, Unit
from secondsale.metrics.report import Cell, Cohort, Group, Point, Report
from secondsale.render.figures import curve, heat, lines, parts, scales, screen, signs

SHARES = st.floats(0, 1)


def drawn(shown: RenderableType, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, highlight=False).print(shown)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def counted(value: float | None, unit: Unit = Unit.COUNT, n: int = 52) -> Metric:
    return Metric("id", "label", value, unit, n, "What it counts.")


def test_a_share_says_what_it_is_made_of_and_how_sure_it_is() -> None:
    share = a_shop.share("second-sale", "came back", 14, 52, 0.22, 41)

    assert lines.said(share) == "14 of 52 customers, 27 % (17 to 40 %)"
    assert lines.change(share) == "before: 22 % (n = 41)"


def test_a_figure_went_up_or_down_only_where_chance_hardly_explains_it() -> None:
    much = a_shop.share("x", "x", 80, 100, 0.5, 100)
    less = a_shop.share("x", "x", 20, 100, 0.5, 100)

    assert lines.change(much) == "up from 50 % (n = 100)"
    assert lines.change(less) == "down from 50 % (n = 100)"
    assert lines.change(replace(counted(61), before=9, before_n=3)) == (
        "before: 9 (n = 3)"
    )


def test_of_the_same_people_it_says_what_was_so_then() -> None:
    share = replace(a_shop.share("x", "x", 14, 52, None), standing=True)
    was = a_shop.share("x", "x", 1, 41, None)

    assert lines.change(share.against(was)) == "then: 2 % (n = 41)"


def test_what_it_is_made_of_has_a_name() -> None:
    orders = replace(counted(27, n=19), of="customer")
    estimate = replace(counted(0.5, Unit.SHARE), of="customer", leans_on=6)

    assert lines.said(orders) == "27, of 19 customers"
    assert lines.basis(estimate) == "of 52 customers, 6 at risk"
    assert lines.doubt(estimate) == "few"


def test_days_say_n_and_an_interval_without_an_end_says_where_it_begins() -> None:
    half = replace(counted(61, Unit.DAYS), low=48.0)

    assert lines.said(half) == "61 days (48 or more), n = 52"
    assert lines.said(replace(half, high=77.0)) == "61 days (48 to 77), n = 52"
    assert lines.said(counted(1, Unit.DAYS)) == "1 day, n = 52"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (8432.0, "EUR", "84.32 EUR"),
        (1234567.0, "USD", "12,345.67 USD"),
        (84.4, "JPY", "84 JPY"),
        (8432.0, "", "84.32"),
    ],
)
def test_money_is_said_in_its_own_currency(
    amount: float, currency: str, said: str
) -> None:
    revenue = replace(counted(amount, Unit.MONEY), currency=currency)

    assert lines.value(revenue) == said


def test_numbers_have_the_decimals_that_mean_something() -> None:
    values = (0, 5.0001, 1.204, 12.34, 123.4, 1234.5)

    said = [lines.value(counted(value)) for value in values]

    assert said == ["0", "5", "1.2", "12.3", "123", "1,234"]


def test_what_is_not_known_is_said_in_words() -> None:
    assert lines.said(counted(None, Unit.SHARE, 0)) == "nothing to go by yet"
    assert lines.said(counted(None, Unit.DAYS, 3)) == "cannot be told yet, n = 3"
    assert lines.value(counted(None)) == ""


def test_only_what_is_estimated_from_few_is_said_to_be() -> None:
    assert lines.doubt(counted(0.4, Unit.SHARE, 19)) == "few"
    assert lines.doubt(counted(0.4, Unit.SHARE, 20)) == ""
    assert lines.doubt(counted(3, Unit.COUNT, 3)) == ""
    assert lines.doubt(counted(3, Unit.SCORE, 3)) == "few"
    assert lines.doubt(counted(3, Unit.MONEY, 3)) == "few"
    assert lines.doubt(replace(counted(3, Unit.MONEY, 3), total=True)) == ""
    assert lines.doubt(counted(None, Unit.SHARE, 0)) == ""


def test_a_count_of_what_it_is_made_of_is_said_once() -> None:
    assert lines.said(counted(3, n=3)) == "3"
    assert lines.basis(counted(3, n=3)) == ""


@given(hits=st.integers(0, 5000), n=st.integers(1, 5000))
def test_some_are_never_none_and_most_are_never_all(hits: int, n: int) -> None:
    hits = min(hits, n)

    said = lines.share(hits / n, n)

    assert (said in ("0 %", "0.0 %")) == (hits == 0)
    assert (said == "100 %") == (hits == n)


def test_what_hardly_changed_is_not_called_a_change() -> None:
    was = a_shop.share("x", "x", 14, 52, 0.2701, 400)

    assert lines.change(was) == "before: 27 % (n = 400)"


@given(edges=st.tuples(SHARES, SHARES, SHARES), width=st.integers(5, 60))
def test_an_interval_is_as_wide_as_its_room_and_marks_its_value_once(
    edges: tuple[float, float, float], width: int
) -> None:
    low, value, high = sorted(edges)

    drawn_interval = signs.between(value, low, high, width)

    assert len(drawn_interval) == width
    assert drawn_interval.count("●") == 1


def test_small_columns_grow_with_their_values_and_leave_gaps() -> None:
    assert signs.spark([0, 1, None, 4, 8]) == "▁▁ ▄█"
    assert signs.spark([]) == ""


def test_marks_of_shares_reach_the_largest_one() -> None:
    for percent in range(1, 101):
        marks = scales.marks_of_shares(percent / 100)

        assert marks[0] == 0
        assert percent / 100 <= marks[-1] + 1e-9
        assert marks[-1] <= 1
        assert 3 <= len(marks) <= 6


@given(st.integers(1, 365))
def test_marks_of_days_keep_apart(last: int) -> None:
    marks = scales.marks_of_days(last)

    assert (marks[0], marks[-1]) == (0, last)
    gaps = [b - a for a, b in pairwise(marks)]
    assert min(gaps) >= scales.CLOSE * last


@given(points=a_shop.curves(), width=st.integers(60, 200))
def test_any_curve_fits_its_room_and_never_falls(
    points: tuple[Point, ...], width: int
) -> None:
    assume(scales.reach(points))
    rows = [line.plain for line in curve.curve(points, width=width)]

    assert max(map(len, rows[: rows.index(curve.LEGEND)])) <= width
    steps = [
        next(r for r, row in enumerate(rows) if _line(row, c))
        for c in range(curve.MARGIN + 1, width)
    ]
    assert steps == sorted(steps, reverse=True)


def _line(row: str, column: int) -> bool:
    return column < len(row) and row[column] in "━┏┛┃"


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_screen_reads_well_at_any_width(width: int) -> None:
    shown = drawn(screen.screen(a_shop.report(), width=width), width)

    compare(f"figures_{width}", "\n".join(shown) + "\n")


@given(width=st.integers(60, 220))
def test_no_figure_is_cut_at_any_width(width: int) -> None:
    report = a_shop.large()

    shown = drawn(screen.screen(report, width=width), width)

    text = "\n".join(shown)
    assert max(map(cell_len, shown)) <= width
    assert "…" not in text
    for group in report.groups:
        for metric in group.metrics:
            assert lines.value(metric) in text


def test_a_book_without_sales_says_so_and_draws_nothing() -> None:
    shown = drawn(screen.screen(a_shop.empty(), width=80), 80)

    assert shown[0] == "no first-time buyer yet"
    assert len(shown) == 2


def test_plain_lines_hold_every_figure_whole() -> None:
    report = a_shop.report(currencies=2)

    rows = list(screen.rows(report))

    assert rows[0] == ("headline", *report.headline)
    ids = {row[1] for row in rows if row[0] in {group.id for group in report.groups}}
    assert ids == {m.id for group in report.groups for m in group.metrics}
    assert sum(row[0] == "cohort" for row in rows) == len(report.cohorts)
    assert ("month", "2026-11 so far", "10", "5", "415.00 EUR · 90.00 USD") in rows
    assert rows[-1] == ("note", "Currencies are never added up.")


def test_of_fewer_than_five_a_cohort_says_how_many_and_no_share() -> None:
    cohort = Cohort(date(2026, 3, 1), 5, (Cell(4, 1, 0.25), Cell(5, 1, 0.2)))

    assert [heat.said(cell, cohort) for cell in cohort.cells] == ["1/4", "20 %"]
    shown = drawn(heat.heat_map([cohort], width=80), 80)
    assert shown[1].count("█") == 2  # the darkest is the one that counts


def test_the_curve_ends_where_fewer_than_five_are_left_and_says_so() -> None:
    points = (
        Point(0, 0, 0, 0.2, 30), Point(40, 0.2, 0.1, 0.3, 20),
        Point(60, 0.3, 0.1, 0.5, 5), Point(300, 0.9, 0.3, 1, 2),
    )  # fmt: skip

    rows = [line.plain for line in curve.curve(points, width=80)]

    assert rows[-1] == scales.CUT
    assert rows[-4].split()[-1] == "60"


@pytest.mark.parametrize("n", [1, 4])
def test_of_fewer_than_five_there_is_no_curve_and_it_says_why(n: int) -> None:
    points = (Point(0, 0, 0, 0.8, n), Point(90, 0, 0, 0.8, n))

    assert [line.plain for line in curve.curve(points, width=80)] == [scales.UNDRAWN]


@given(points=a_shop.curves(), width=st.integers(60, 200), size=st.integers(1, 10**6))
def test_every_mark_of_a_curve_has_both_of_its_numbers(
    points: tuple[Point, ...], width: int, size: int
) -> None:
    assume(scales.reach(points))
    many = tuple(replace(each, at_risk=each.at_risk * size) for each in points)

    rows = [line.plain for line in curve.curve(many, width=width)]

    axis, days, out = rows[rows.index(curve.LEGEND) - 3 :][:3]
    assert axis.count("┴") == len(days.split()) - 1 == len(out.split()) - 1


def test_months_for_which_there_is_no_room_are_not_left_out_in_silence() -> None:
    shown = drawn(screen.screen(a_shop.large(), width=80), 80)

    assert "the last 12 of 36 months; secondsale stats --json has all of them" in shown
    assert sum(line.startswith("2026-") for line in shown) >= 12


def test_hostile_words_cannot_style_the_terminal() -> None:
    hostile = "\x1b[31m[/]\u202e\n=cmd"
    metric = replace(a_shop.share(hostile, hostile, 1, 2, None), currency=hostile)
    group = Group("g", hostile, (metric,))
    report = replace(a_shop.empty(), groups=(group,), headline=(hostile,))

    shown = "\n".join(drawn(screen.screen(report, width=80), 80))

    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_parts_of_wholes_are_a_row_a_whole_the_largest_first() -> None:
    report: Report = replace(a_shop.empty(), groups=(a_shop.by_rule(),))

    shown = drawn(screen.screen(report, width=80), 80)

    assert shown[-5:] == [
        "                 n  done  skipped  expired  █ done ▒ skipped ░ expired",
        "  welcome   few 19  95 %      5 %      0 %  ███████████████████████▒",
        "  check-in  few 17  41 %      0 %     59 %  ██████████░░░░░░░░░░░░░░",
        "",
        lines.FEW_MEANS,
    ]


def test_the_parts_of_a_bar_fill_it() -> None:
    for whole in parts.wholes(a_shop.by_rule())[:2]:
        for width in range(1, 40):
            assert len(parts.bar(whole, width)) == width
