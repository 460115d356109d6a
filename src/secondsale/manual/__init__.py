"""The manual: short pages on what runs through all commands, and examples of each.

A page is a file of Markdown: its title, a sentence on what it is about, the rest. In it
`{policy.capacity}` stands for that figure as it is in force, and `{policy.spacing_days
day}` for the figure and its noun. `examples.txt` has what to type, command by command.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from secondsale.text import plural

PAGES = Path(__file__).parent / "pages"
EXAMPLES = Path(__file__).parent / "examples.txt"

_SLOT = r"\{([a-z0-9_.-]+)(?: ([a-z]+))?\}"


def pages() -> tuple[str, ...]:
    """Return the names of the pages, in alphabetical order."""
    return tuple(sorted(path.stem for path in PAGES.glob("*.md")))


def about(name: str) -> str:
    """Return what a page is about, in a sentence."""
    return " ".join(_read(name).split("\n\n")[1].split())


def page(name: str, figures: Mapping[str, object]) -> str:
    """Return a page with the figures in force, by their full names.

    Errors: KeyError for a figure that there is not.
    """

    def figure(slot: re.Match[str]) -> str:
        value, noun = figures[slot[1]], slot[2]
        return plural(value, noun) if noun and isinstance(value, int) else f"{value}"

    return re.sub(_SLOT, figure, _read(name))


def examples(command: str) -> Iterator[tuple[str, str]]:
    """Yield what can be typed of a command, and what that does."""
    for paragraph in EXAMPLES.read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = paragraph.splitlines()
        if name == command:
            pairs = zip(lines[::2], lines[1::2], strict=True)
            yield from ((typed.strip(), does.strip()) for typed, does in pairs)


def _read(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")
