"""Draw `today.svg` beside this file: the morning of the demo book.

Run it with `python examples/screenshot.py`; the tests compare what it draws.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from secondsale import planner
from secondsale.cli import _demo_book
from secondsale.cli._shell import Shell
from secondsale.messages import Texts
from secondsale.render import agenda

# Rich's own template, without the fonts that it would fetch over the network.
FONT = re.compile(
    r"@font-face \{\{.*?\}\}\n|<!-- Generated with Rich .*? -->\n", re.DOTALL
)
DAY = "2026-11-21"
WIDTH = 88


def picture(folder: Path) -> str:
    """Return the agenda of a demo book, built in a folder, as SVG."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    settings = folder / "secondsale.toml"
    settings.write_text('currency = "EUR"\n', encoding="utf-8")
    shell = Shell(
        book_option=str(folder / "book.db"),
        settings_option=str(settings),
        as_of_option=DAY,
    )
    with shell.writing() as book:
        _demo_book.fill(shell, book)
    with shell.reading() as book:
        now = planner.agenda(shell.plans(book), today=shell.today)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print("[bold]$[/bold] secondsale today\n", highlight=False)
    console.print(agenda.screen(now, talking_points=Texts().talking_points))
    return console.export_svg(
        title="secondsale",
        theme=DIMMED_MONOKAI,
        code_format=FONT.sub("", CONSOLE_SVG_FORMAT),
        unique_id="today",
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        drawn = picture(Path(temporary))
    (Path(__file__).parent / "today.svg").write_text(drawn, encoding="utf-8")
    sys.exit(0)
