"""What charts have in common: a frame, words for who cannot see it, and its table."""

from collections.abc import Iterable, Sequence

from secondsale.render.html.nodes import Node, node

WIDTH, HEIGHT = 560, 320
"""Of a chart, in its own units; the page makes it as large as there is room for."""

LEFT, RIGHT, TOP, BOTTOM = 70, 22, 24, 54
"""Around what is drawn: room for the letters of a narrow screen, too."""

UNDER, BELOW = 24, 46
"""How far under the base two lines of words stand."""

LETTER = 12
"""Width that a letter takes at most."""

ROOM, RISE = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


def across(part: float) -> float:
    """Return where a part of the way from left to right lies."""
    return round(LEFT + part * ROOM, 1)


def up(part: float) -> float:
    """Return where a part of the way from bottom to top lies."""
    return round(TOP + (1 - part) * RISE, 1)


def figure(
    name: str, title: str, about: str, drawn: Iterable[Node], table: Node
) -> Node:
    """Return a chart that says what it shows, with its figures folded away below."""
    drawing = node(
        "svg",
        node("title", title, id=f"{name}-title"),
        node("desc", about, id=f"{name}-about"),
        *drawn,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_labelledby=f"{name}-title {name}-about",
    )
    folded = node("details", node("summary", f"{title}: the figures"), table)
    return node("figure", drawing, folded)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    """Return a table; the first cell of each row names it."""
    head = node("tr", *(node("th", each, scope="col") for each in heads))
    body = (
        node(
            "tr",
            node("th", row[0], scope="row"),
            *(node("td", cell) for cell in row[1:]),
        )
        for row in rows
    )
    whole = node("table", node("thead", head), node("tbody", *body))
    return scrolling(f"{title}: the figures", whole)


def scrolling(title: str, wide: Node) -> Node:
    """Return what may be too wide for a screen, to be scrolled by keys, too."""
    return node(
        "div", wide, class_="scrolls", role="region", tabindex=0, aria_label=title
    )


def grid(marks: Iterable[tuple[float, str]]) -> list[Node]:
    """Return the lines of a scale, each with what it stands for at its left."""
    found = []
    for part, label in marks:
        y = up(part)
        base = "base" if part == 0 else "grid"
        found.append(node("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=base))
        found.append(text(LEFT - 8, y + 4, label, "end"))
    return found


def text(
    x: float, y: float, said: str, anchor: str = "middle", kind: str | None = None
) -> Node:
    """Return words in a chart; `anchor` is which end of them stands at x."""
    return node("text", said, x=x, y=round(y, 1), text_anchor=anchor, class_=kind)
