"""One person of the morning on a full screen, in lines that fit it."""

import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console, Group, RenderableType
from rich.text import Text

from secondsale.records import dataclass
from secondsale.render.hanging import Hanging, TwoSides
from secondsale.text import visible

SMALL = 24
"""So many lines or fewer, and none is left empty above what was said last."""
LEAST = 4
"""Lines of the brief that are worth a draft's being whole; else each has half."""
LABEL_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a page, before it is made to fit."""

    head: str
    progress: str
    brief: Callable[[int], RenderableType]
    """Given so many lines, what to know of the person."""
    title: str = ""
    """Of what stands below: the draft, and for which channel."""
    draft: Sequence[str] = ()
    note: str = ""
    """What was typed and goes with the outcome."""
    said: Sequence[str] = ()
    refused: bool = False
    question: str = ""
    """What waits for a yes or a no."""
    least: int = 0
    """So many lines of the brief are worth more than those of the draft."""


class Page(NamedTuple):
    """The lines of a screen, with the codes of a terminal's colours."""

    lines: list[str]
    scroll: int = 0
    """How far it is scrolled: as far as was asked for, or as there is something."""


def page(sheet: Sheet, *, width: int, height: int, scroll: int = 0) -> Page:
    """Return a page of at most so many lines.

    The brief is shortened first; what does not fit of the draft is scrolled to.
    """
    top = drawn(TwoSides(Text(sheet.head, "bold"), Text(sheet.progress)), width)
    foot = _foot(sheet, width, height=height)
    room = max(0, height - len(top) - len(foot))
    below = [_rule(sheet.title, width), *_wrapped(sheet.draft, width)]
    below = below if sheet.draft else []
    spare = room - len(below)
    wanted = max(spare if spare >= LEAST else room // 2, sheet.least)
    brief = drawn(sheet.brief(min(wanted, max(room // 2, room - LEAST))), width)
    part, start = _part(below, room - len(brief), scroll)
    body = [*brief, *part][:room]
    lines = [*top, *body, *[""] * (room - len(body)), *foot]
    return Page(lines[:height], start)


def whole(
    head: str,
    progress: str,
    body: RenderableType,
    *,
    width: int,
    height: int,
    scroll: int = 0,
    said: Sequence[str] = (),
    refused: bool = False,
    question: str = "",
) -> Page:
    """Return a page that is one text, such as the help, scrolled where it is long."""
    sheet = Sheet(
        head,
        progress,
        lambda _: Text(),
        said=said,
        refused=refused,
        question=question,
    )
    top = drawn(TwoSides(Text(head, "bold"), Text(progress)), width)
    foot = _foot(sheet, width, height=height)
    room = max(0, height - len(top) - len(foot))
    part, start = _part(["", *drawn(body, width)], room, scroll)
    lines = [*top, *part, *[""] * (room - len(part)), *foot]
    return Page(lines[:height], start)


def both(brief: RenderableType, title: str, draft: Sequence[str]) -> RenderableType:
    """Return a brief with the draft under it."""
    return Group(
        brief, Text(f"── {visible(title)} ──", "bold"), *map(_hung, map(visible, draft))
    )


def pairs(rows: Iterable[tuple[str, str]]) -> RenderableType:
    """Return labels with what is said beside each."""
    shown = [(Text(label, "bold"), Text(visible(said))) for label, said in rows]
    return Hanging(shown, label_width=LABEL_WIDTH, indent=1)


def menu(keys: Mapping[str, str], *, width: int, height: int) -> list[str]:
    """Return the line of keys, or two: each with what it does.

    On a very small screen only the keys stand there.
    """
    small = height < 12
    items = [
        Text(key, "bold") if small else Text.assemble((key, "bold"), f" {does}")
        for key, does in keys.items()
    ]
    lines = [Text()]
    for item in items:
        if lines[-1].cell_len and lines[-1].cell_len + item.cell_len + 2 > width:
            lines.append(Text())
        gap = "  " if lines[-1].cell_len else ""
        lines[-1] = Text.assemble(lines[-1], gap, item)
    return [line for each in lines for line in drawn(each, width)]


def drawn(renderable: RenderableType, width: int) -> list[str]:
    """Return the lines of something, with the codes of a terminal's own colours."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(1, width),
        height=25,
        force_terminal=True,
        color_system="standard",
        no_color=bool(os.environ.get("NO_COLOR")),
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(renderable)
    return out.getvalue().removesuffix("\n").split("\n")


def _foot(sheet: Sheet, width: int, *, height: int) -> list[str]:
    """Return what was said last, and the note that waits, above the keys."""
    most = min(4, max(2, height // 8))
    lines: list[str] = []
    if sheet.note:
        note = Text.assemble(("note  ", "italic"), visible(sheet.note))
        lines += _short(note, width, 1 if most <= 2 else 2)
    if sheet.said:
        said = visible(_in_a_row(sheet.said))
        style = "red" if sheet.refused else "green"
        mark = "! " if sheet.refused else ""
        lines += _short(Text(f"{mark}{said}", style), width, most)
    if sheet.question:
        lines += _short(Text(visible(sheet.question), "bold"), width, most)
    return ["", *lines] if lines and height > SMALL else lines


def _in_a_row(sentences: Sequence[str]) -> str:
    """Return sentences one after the other, those without a full stop set apart."""
    ended = [
        each if each.endswith((".", "?", ":")) else f"{each} ·" for each in sentences
    ]
    return " ".join(ended).removesuffix(" ·")


def _short(said: Text, width: int, most: int) -> list[str]:
    """Return a text in so many lines at most; what is left out shows."""
    lines = drawn(said, width)
    if len(lines) <= most:
        return lines
    end = said.copy()
    while len(lines) > most:
        end.right_crop(max(1, len(end) // 20))
        lines = drawn(Text.assemble(end, "…"), width)
    return lines


def _rule(title: str, width: int) -> str:
    said = Text(f"── {visible(title)} ", style="bold")
    said.truncate(width)
    said.append("─" * (width - said.cell_len))
    return drawn(said, width)[0]


def _wrapped(paragraphs: Sequence[str], width: int) -> list[str]:
    return [line for each in paragraphs for line in drawn(_hung(visible(each)), width)]


def _hung(paragraph: str) -> RenderableType:
    """Return a paragraph; what continues a numbered step stands under its words."""
    number, dot, words = paragraph.partition(". ")
    if not (dot and number.isdigit()):
        return Text(paragraph)
    return Hanging([(Text(f"{number}."), Text(words))], label_width=0)


def _part(lines: Sequence[str], room: int, scroll: int) -> tuple[list[str], int]:
    """Return the lines from a place on that there is room for, and that place.

    The first is the title and stays; the last says that there are more.
    """
    if len(lines) <= room or room < 3:
        return list(lines[: max(0, room)]), 0
    start = min(scroll, len(lines) - room)
    part = [lines[0], *lines[1 + start : room + start]]
    left = len(lines) - room - start
    if left:
        part[-1] = f"   ↓ {left + 1} more lines"
    return part, start
