"""Figures by group: each with its value, what it is made of, and what is likely."""

from collections.abc import Iterable, Iterator, Sequence

from secondsale.metrics.metric import Metric, Unit
from secondsale.metrics.report import Group, Report
from secondsale.render.figures import lines, parts
from secondsale.render.html import chart
from secondsale.render.html.nodes import Node, node

KINDS = ("again", "middle", "first")
"""How parts of a whole are painted, in their order."""


def group(found: Group) -> Node | None:
    """Return a group of figures, None where there is nothing to show."""
    if wholes := parts.wholes(found):
        counted = [each for each in wholes if each.n]
        return _section(found.title, *_parts(found.title, counted)) if counted else None
    rows = [_figure(metric) for metric in found.metrics]
    return _section(found.title, node("ul", *rows, class_="figures")) if rows else None


def _section(title: str, *content: Node) -> Node:
    return node("section", node("h2", title), *content)


def _parts(title: str, counted: Sequence[parts.Whole]) -> Iterator[Node]:
    """Yield what the parts are called, and a row a whole with its bar below."""
    heads = parts.names(counted)
    yield legend(*zip(KINDS, heads, strict=False))
    rows = []
    for whole in sorted(counted, key=lambda each: -each.n):
        shares = (node("td", lines.value(each)) for each in whole.parts)
        name = node("th", whole.name, _doubt(whole.parts[0]), scope="row")
        rows.append(node("tr", name, node("td", f"{whole.n:,}"), *shares))
        bar = node("div", *_bar(whole), class_="parts", aria_hidden="true")
        across = node("td", bar, colspan=2 + len(heads))
        rows.append(node("tr", across, class_="bar", aria_hidden="true"))
    columns = (node("th", head, scope="col") for head in ("rule", "n", *heads))
    head = node("thead", node("tr", *columns))
    table = node("table", head, node("tbody", *rows), class_="wholes")
    yield chart.scrolling(title, table)


def _bar(whole: parts.Whole) -> Iterator[Node]:
    for kind, part in zip(KINDS, whole.parts, strict=False):
        if part.value:
            yield node("i", class_=kind, style=f"width:{_percent(part.value):g}%")


def legend(*entries: tuple[str, str]) -> Node:
    """Return the key of a picture: a kind of sign and what it stands for, each."""
    keys = (
        node("li", node("span", class_=f"key {kind}", aria_hidden="true"), said)
        for kind, said in entries
    )
    return node("ul", *keys, class_="legend")


def definitions(report: Report) -> Iterable[Node]:
    """Yield what each figure is, term by term; of wholes with the same parts once."""
    for each in report.groups:
        wholes = parts.wholes(each)
        for metric in wholes[0].parts if wholes else each.metrics:
            yield node("dt", metric.label)
            yield node("dd", metric.definition)


def _figure(metric: Metric) -> Node:
    value = lines.value(metric)
    return node(
        "li",
        node("span", metric.label, class_="label"),
        " ",
        node("strong", value or "–"),
        _range(metric),
        node(
            "div",
            node("p", lines.basis(metric), _doubt(metric)),
            _change(metric),
            class_="about",
        ),
    )


def _doubt(metric: Metric) -> Node | None:
    doubt = lines.doubt(metric)
    return node("span", f" · {doubt}", class_="few") if doubt else None


def _change(metric: Metric) -> Node | None:
    """Return what became of it, with an arrow that only repeats the words."""
    said = lines.change(metric)
    if not said:
        return None
    arrow = {1: "▲ ", -1: "▼ "}.get(metric.moved)
    mark = node("span", arrow, aria_hidden="true") if arrow else None
    return node("p", mark, said, class_="change")


def _range(metric: Metric) -> Node | None:
    """Return where a share lies from 0 to 100 %; the words beside it say the same."""
    if metric.unit is not Unit.SHARE or metric.value is None:
        return None
    at = _percent(metric.value)
    low = at if metric.low is None else _percent(metric.low)
    high = at if metric.high is None else _percent(metric.high)
    likely = node("i", style=f"left:{low:g}%;width:{max(0, high - low):g}%")
    here = node("b", style=f"left:{at:g}%")
    return node("span", likely, here, class_="range", aria_hidden="true")


def _percent(part: float) -> float:
    return round(max(0.0, min(1.0, part)) * 100, 1)
