"""Elements of a page. Text and attributes are escaped where they are written."""

from collections.abc import Iterable, Iterator
from html import escape

from secondsale.records import dataclass
from secondsale.text import visible

VOID = frozenset({"meta"})
"""Elements that are never closed."""

BLOCKS = frozenset(
    "html head meta title style body main header footer section figure table thead"
    " tbody tr ul li dl dt dd p h1 h2 svg path rect line text details div".split()
)
"""Elements that begin a line of the file."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element with what is in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Node | str, ...]"


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet of our own, which is written as it is."""

    rules: str


def node(tag: str, *children: "Node | str | None", **attributes: object) -> Node:
    """Return an element; `class_` and `aria_label` stand for `class`, `aria-label`.

    What is None is left out.
    """
    said = (
        (name.rstrip("_").replace("_", "-"), str(value))
        for name, value in attributes.items()
        if value is not None
    )
    return Node(tag, tuple(said), tuple(c for c in children if c is not None))


def written(part: "Node | Style | str") -> Iterator[str]:
    """Yield a part of a page as text."""
    if isinstance(part, Style):
        yield f"\n<style>\n{part.rules}</style>"
    elif isinstance(part, str):
        yield escape(visible(part))
    else:
        yield from _element(part)


def document(lang: str, head: "Iterable[Node | Style]", body: Node) -> Iterator[str]:
    """Yield a whole page."""
    yield f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>'
    for part in head:
        yield from written(part)
    yield "\n</head>"
    yield from written(body)
    yield "\n</html>\n"


def _element(part: Node) -> Iterator[str]:
    attributes = "".join(
        f' {name}="{escape(visible(value))}"' for name, value in part.attributes
    )
    start = "\n" if part.tag in BLOCKS else ""
    yield f"{start}<{part.tag}{attributes}>"
    if part.tag not in VOID:
        for child in part.children:
            yield from written(child)
        yield f"</{part.tag}>"
