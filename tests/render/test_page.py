"""The page of figures as a file; tests/browser looks at it."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.render import a_shop

from secondsale.metrics import Metric, Unit
from secondsale.metrics.report import Group, Point, Report
from secondsale.render.figures import scales
from secondsale.render.html import chart, curve, nodes
from secondsale.render.html.page import page

HOSTILE = (
    "</title><script>alert(1)</script>\x1b[31m\u202e[/]$name =cmd\n\"'&<img src=x>"
)


class Elements(HTMLParser):
    """What is on a page: elements in their order, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in nodes.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def shown(report: Report) -> tuple[str, Elements]:
    text = "".join(page(report))
    return text, Elements(text)


def test_every_element_is_closed_and_there_is_one_heading_above_all() -> None:
    _, elements = shown(a_shop.report(currencies=2))

    levels = [int(tag[1]) for tag, _ in elements.found if re.fullmatch(r"h\d", tag)]
    assert elements.open == []
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert elements.named("html") == [{"lang": "en"}]


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    text, elements = shown(a_shop.report())

    policy = elements.named("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"script", "link", "img", "iframe", "form", "a", "base", "object"}
    assert not re.search(r"https?:|//|url\(|@import|javascript", text)
    for _, attributes in elements.found:
        assert not {"src", "href", "srcset"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]


def test_each_chart_says_in_words_what_it_shows_and_has_its_table() -> None:
    _, elements = shown(a_shop.report(currencies=2))

    charts = elements.named("svg")
    ids = [a["id"] for _, a in elements.found if "id" in a]
    assert len(charts) == 4
    assert len(set(ids)) == len(ids)
    for each in charts:
        assert each["role"] == "img"
        assert set((each["aria-labelledby"] or "").split()) <= set(ids)
    assert len(elements.named("details")) == len(charts)


def test_all_figures_are_there_with_what_they_mean() -> None:
    report = a_shop.report()

    _, elements = shown(report)

    words = "".join(elements.words)
    for group in report.groups:
        for metric in group.metrics:
            assert metric.label in words
            assert metric.definition in words
    assert "14 of 52 customers (17 to 40 %)" in words
    assert "before: 22 % (n = 41)" in words
    assert "▲" not in words


def test_the_month_that_is_not_over_is_drawn_and_named_so() -> None:
    text, elements = shown(a_shop.report())

    assert "Nov 2026 so far: it is not over, and drawn dashed" in text
    assert "2026-11 so far" in elements.words
    assert sum("running" in (a["class"] or "") for a in elements.named("rect")) == 3


def test_the_sentence_in_a_curve_rests_on_ten_at_least() -> None:
    points = (
        Point(0, 0, 0, 0.2, 30), Point(40, 0.2, 0.1, 0.3, 10),
        Point(60, 0.3, 0.1, 0.5, 9), Point(300, 0.9, 0.3, 1, 2),
    )  # fmt: skip

    text = "".join(nodes.written(curve.curve(points)))

    assert "20 % by day 40" in re.findall(r'class="said">([^<]*)', text)
    assert "by day 300" not in text


def test_of_few_the_page_says_why_there_is_no_curve() -> None:
    points = (Point(0, 0, 0, 0.8, 1), Point(90, 0, 0, 0.8, 1))

    text, _ = shown(replace(a_shop.report(), curve=points))

    assert "no curve yet: fewer than 5 first-time buyers" in text


def test_hostile_words_are_words_wherever_they_stand() -> None:
    metric = Metric(HOSTILE, HOSTILE, 0.5, Unit.SHARE, 9, HOSTILE, currency=HOSTILE)
    group = Group(HOSTILE, HOSTILE, (metric,))
    report = replace(
        a_shop.report(), headline=(HOSTILE,), groups=(group,), notes=(HOSTILE,)
    )

    text, elements = shown(report)

    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert elements.open == []
    assert sum("alert(1)" in each for each in elements.words) == 6


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_and_no_attribute_breaks_out_of_its_place(said: str, kind: str) -> None:
    made = nodes.node("p", said, class_=kind)

    elements = Elements("".join(nodes.written(made)))

    assert [tag for tag, _ in elements.found] == ["p"]
    assert elements.open == []


@given(a_shop.curves())
def test_any_curve_stays_in_its_picture(points: tuple[Point, ...]) -> None:
    assume(scales.reach(points))
    text = "".join(nodes.written(curve.curve(points)))

    paths = [a["d"] or "" for a in Elements(text).named("path")]
    numbers = [list(map(float, re.findall(r"[\d.]+", path))) for path in paths]
    assert len(numbers) == 2
    for each in numbers:
        assert all(chart.LEFT <= x <= chart.WIDTH - chart.RIGHT for x in each[::2])
        assert all(chart.TOP <= y <= chart.up(0) for y in each[1::2])


def test_a_book_without_sales_has_a_page_too() -> None:
    text, elements = shown(a_shop.empty())

    assert elements.named("svg") == []
    assert "No first-time buyer yet" in text


def test_months_for_whose_name_there_is_no_room_go_without() -> None:
    months = a_shop.months() * 5

    text, _ = shown(replace(a_shop.report(), months=months))

    assert text.count(">Mar</text>") <= 4
