"""A page of the manual on the terminal: headings, lists and words to type."""

import re
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from secondsale.render.hanging import Hanging

_MARKS = r"(\*\*.+?\*\*|`.+?`)"
_CODE = "    "


def screen(page: str) -> Group:
    """Return a page as a screen."""
    return Group(*_blocks(page.strip()))


def _blocks(page: str) -> Iterator[RenderableType]:
    for number, block in enumerate(page.split("\n\n")):
        if number:
            yield Text()
        if block.startswith("# "):
            yield Text(block.removeprefix("# "), style="bold")
        elif block.startswith(_CODE):
            yield Text(block, style="cyan", no_wrap=True)
        elif block.startswith("- "):
            items = re.split("^- ", block, flags=re.MULTILINE)[1:]
            yield Hanging([(Text("·"), _inline(each)) for each in items], label_width=1)
        else:
            yield _inline(block)


def _inline(words: str) -> Text:
    """Return a paragraph in one line, with what is marked in it."""
    text = Text()
    for part in re.split(_MARKS, " ".join(words.split())):
        if part.startswith("**"):
            text.append(part.strip("*"), style="bold")
        else:
            text.append(part.strip("`"), style="cyan" if part.startswith("`") else "")
    return text
