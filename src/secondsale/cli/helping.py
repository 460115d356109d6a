"""The manual at the prompt: pages on what runs through all, and single commands."""

from typing import Annotated

import typer

from secondsale import manual
from secondsale.cli._help import Commands
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.errors import NotFoundError

AND_MORE = (
    "secondsale help PAGE shows one",
    "secondsale help COMMAND explains a command; secondsale --help lists them",
)


def help_page(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None, typer.Argument(help="A page, or a command.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Explain one thing on a page, or how a command is used."""
    shell: Shell = ctx.obj
    words = topic or []
    if not words:
        _list(shell, as_json=as_json)
    elif len(words) == 1 and words[0].casefold() in manual.pages():
        _show(shell, words[0].casefold(), as_json=as_json)
    elif words[0] in Commands():
        from secondsale.cli import _app

        _app.run([*words, "--help"])
    else:
        raise _unknown(" ".join(words))


def _list(shell: Shell, *, as_json: bool) -> None:
    found = [(name, manual.about(name)) for name in manual.pages()]
    shell.listing(
        ("page", "about"),
        found,
        none="",
        data=(lambda: [{"page": n, "about": a} for n, a in found]) if as_json else None,
    )
    shell.say(*AND_MORE)


def _show(shell: Shell, name: str, *, as_json: bool) -> None:
    figures = {full: value for full, _, value in shell.settings.figures()}
    page = manual.page(name, figures)
    if as_json:
        shell.data({"page": name, "about": manual.about(name), "text": page})
    elif shell.draws:
        from secondsale.render.manual import screen

        shell.show(screen(page))
    else:
        shell.write(*page.splitlines())


def _unknown(topic: str) -> NotFoundError:
    from difflib import get_close_matches

    from secondsale.rules import RULES

    if topic in {each.id for each in RULES}:
        return NotFoundError(
            f"{topic} is a rule, with no page of its own",
            "secondsale rules says what each does, secondsale help cadence when",
        )
    near = get_close_matches(topic, [*manual.pages(), *Commands()], n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    pages = ", ".join(manual.pages())
    return NotFoundError(
        f"there is no page or command called {quoted(topic)}",
        f"{meant}the pages are {pages}; secondsale --help lists the commands",
    )
