"""A throwaway book of a small business, to look around in."""

import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from secondsale.cli._morning import morning
from secondsale.cli._shell import Shell
from secondsale.errors import BookError


def demo(
    ctx: typer.Context,
    to: Annotated[
        str,
        typer.Option("--to", help="Keep it in this file; a new temporary one else."),
    ] = "",
) -> None:
    """Build a throwaway book of a small business and open its agenda."""
    shell: Shell = ctx.obj
    path = Path(to).expanduser() if to else _temporary()
    if path.exists() and path.stat().st_size:
        raise BookError(f"{path} exists already", "--to wants a file that does not")
    playground = Shell(
        book_option=str(path),
        settings_option=shell.settings_option,
        as_of_option=shell.today.isoformat(),
        typed=shell.typed,
    )
    from secondsale.cli import _demo_book

    with playground.writing() as book:
        _demo_book.fill(playground, book)
    morning(playground)
    shell.say(
        "",
        f"This is a demo book, {path}. To go on playing with it:",
    )
    called = _called()
    shell.suggest(
        f"export SECONDSALE_BOOK={shlex.quote(str(path))}",
        *_same_day(shell),
        f"{called} go",
        f'{called} done ana happy -n "will tell her sister"',
        f"{called} why ben",
        f"{called} show chloé",
        f'{called} add-sale "Priya Raman" "Night Balm"',
    )


def _called() -> str:
    """Return how to call this program: by its name alone where that is found."""
    if shutil.which("secondsale"):
        return "secondsale"
    program = sys.argv[0]
    if Path(program).name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m secondsale"
    return shlex.quote(program)


def _same_day(shell: Shell) -> list[str]:
    """Return how to stay on a day that was named: the book knows nothing before it."""
    if not shell.day_is_given:
        return []
    return [f"export SECONDSALE_AS_OF={shell.today.isoformat()}"]


def _temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="secondsale-demo-")) / "book.db"
