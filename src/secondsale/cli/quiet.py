"""Who has gone quiet, why one thinks so, and what is at stake."""

from typing import Annotated

import typer

from secondsale.cli._shell import Shell
from secondsale.model import Intent
from secondsale.planner.silence import silences
from secondsale.policy import wish_against
from secondsale.records import replace


def quiet(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List who has gone quiet, first those whom a word may bring back."""
    shell: Shell = ctx.obj
    with shell.reading() as book:
        histories = [
            replace(whole, learned=shell.settings.timing.beside(whole.learned))
            for whole, _ in book.histories()
            if wish_against(Intent.OFFER, shell.today, whole) is None
        ]
    found = silences(
        histories,
        shell.settings.rules,
        today=shell.today,
        cadences=shell.settings.cadences,
    )
    from secondsale.render import quiet as shown

    shell.listing(
        shown.QUIET,
        [shown.row(each) for each in found],
        none="nobody has gone quiet",
        data=(lambda: [shown.data(each) for each in found]) if as_json else None,
    )
