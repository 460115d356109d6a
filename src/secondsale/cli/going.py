"""The morning, one person at a time, on a full screen."""

import os
from typing import TYPE_CHECKING

import typer

from secondsale.cli._shell import Shell
from secondsale.errors import InputError

if TYPE_CHECKING:
    from secondsale.cli._going.session import Session

SIGNALLED = 128
"""What a signal's number is added to, as the exit code that says so."""


def go(ctx: typer.Context) -> None:
    """Go through the morning one person at a time, on a full screen, by single keys.

    Each shows their brief and the draft; then one key says what came of it: n for no
    answer, s to snooze, k to skip, d and a letter for the rest, with a note or just
    Enter. ? lists all keys. All is kept at once, as done, snooze and skip keep it; u
    takes it back.
    """
    shell: Shell = ctx.obj
    dumb = os.environ.get("TERM", "") in ("dumb", "unknown")
    if dumb or not (shell.at_a_terminal and shell.is_watched):
        raise InputError(
            "go needs a terminal with a keyboard", "secondsale today prints the list"
        )
    from secondsale.cli._going.session import Session
    from secondsale.cli._going.waiting import WAITING, announced

    with announced(lambda: shell.say(WAITING)):
        session = Session(shell)
    if session.state.at is None:
        from secondsale.cli._morning import morning

        morning(shell)
        return
    _run(shell, session)
    from secondsale.render import going

    shell.show(going.pairs(session.summary()))


def _run(shell: Shell, session: "Session") -> None:
    """Show the screen until it is over; say what is lost where it breaks off."""
    from secondsale.cli._going.terminal import HangupError, Screen

    try:
        Screen(session).run()
    except KeyboardInterrupt:
        shell.say(*session.unkept())
        raise
    except HangupError as gone:
        raise typer.Exit(SIGNALLED + gone.number) from None
