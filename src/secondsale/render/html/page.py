"""The page: the answer first, then the pictures, the figures, and what they mean."""

from collections.abc import Iterator
from pathlib import Path

from secondsale.days import say_in_full
from secondsale.metrics.report import Period, Report
from secondsale.render.figures import heat, lines, scales
from secondsale.render.html import cohorts, curve, figures, months
from secondsale.render.html.nodes import Node, Style, document, node
from secondsale.text import visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page: nothing."""

MOST = 24
"""Months that are drawn; `stats --json` has all of them."""

CURRENCIES = 2
"""So many of them have a chart of their own, the largest first."""

STYLES = Path(__file__).with_name("page.css")


def page(report: Report) -> Iterator[str]:
    """Yield the whole page, ready to be written to a file."""
    head: list[Node | Style] = [
        node("meta", charset="utf-8"),
        node("meta", http_equiv="Content-Security-Policy", content=POLICY),
        node("meta", name="viewport", content="width=device-width, initial-scale=1"),
        node("meta", name="color-scheme", content="light dark"),
        node("meta", name="referrer", content="no-referrer"),
        node("title", f"Second sales up to {say_in_full(report.period.until)}"),
        Style(STYLES.read_text(encoding="utf-8")),
    ]
    drawn, groups = tuple(_curve(report)), tuple(_groups(report))
    beside = 1 if drawn else 0
    lead, rest = (*drawn, *groups[:beside]), (*_pictures(report), *groups[beside:])
    main = node(
        "main",
        _head(report),
        node("div", *lead, class_="lead") if lead else None,
        node("div", *rest, class_="rest") if rest else None,
        *_meanings(report),
    )
    return document("en", head, node("body", main, _foot(report)))


def _head(report: Report) -> Node:
    first, *others = (visible(phrase) for phrase in report.headline)
    said = [f"{each[:1].upper()}{each[1:]}" for each in (first, *others)]
    return node(
        "header",
        node("p", f"{_days(report.period)}", class_="when"),
        node("h1", said[0]),
        *(node("p", each, class_="also") for each in said[1:]),
    )


def _curve(report: Report) -> Iterator[Node]:
    """Yield the curve, if anybody ever bought, or why there is none yet."""
    if not report.curve:
        return
    title = node("h2", curve.TITLE)
    if not scales.reach(report.curve):
        yield node("section", title, node("p", scales.UNDRAWN, class_="note"))
        return
    cut = f"; {scales.CUT}" if scales.is_cut(report.curve) else ""
    yield node(
        "section",
        title,
        figures.legend(("curve", "back by then"), ("band", "its range (95 %)")),
        curve.curve(report.curve),
        node("p", f"out: seen so long, and not back yet{cut}", class_="note"),
    )


def _pictures(report: Report) -> Iterator[Node]:
    """Yield the charts month by month, as far as there is something to draw."""
    if found := scales.recent_cohorts(report, MOST):
        title = node("h2", cohorts.TITLE)
        legend = node("p", heat.LEGEND, class_="note")
        heat_map = cohorts.heat_map(found)
        yield node("section", title, heat_map, legend, class_="long")
    if recent := scales.recent_months(report, MOST):
        who = figures.legend(
            ("again", "by those who came back"), ("first", "first orders")
        )
        said = months.so_far(recent)
        note = node("p", said, class_="note") if said else None
        chart = months.orders(recent)
        yield node("section", node("h2", months.ORDERS), who, chart, note)
        for currency in report.currencies[:CURRENCIES]:
            title = node("h2", months.title(currency))
            yield node("section", title, months.revenue(recent, currency), note)


def _groups(report: Report) -> Iterator[Node]:
    return filter(None, map(figures.group, report.groups))


def _meanings(report: Report) -> Iterator[Node]:
    """Yield what the figures mean, and what has to be said beside them."""
    terms = tuple(figures.definitions(report))
    few = any(lines.doubt(each) for group in report.groups for each in group.metrics)
    said = (lines.FEW_MEANS if few else "", scales.left_out(report, MOST))
    notes = (*filter(None, said), *report.notes)
    if terms or notes:
        yield node(
            "section",
            node("h2", "What the figures mean"),
            *(node("p", note, class_="note") for note in notes),
            node("dl", *terms) if terms else None,
            class_="meanings",
        )


def _foot(report: Report) -> Node:
    before = f"Beside each figure stands that of {_days(report.before)}."
    made = "Made by secondsale. This page loads nothing and names nobody."
    return node("footer", node("p", before), node("p", made))


def _days(period: Period) -> str:
    return f"{say_in_full(period.since)} to {say_in_full(period.until)}"
