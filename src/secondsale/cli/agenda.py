"""The morning: whom to contact today, and in the days ahead."""

from collections.abc import Sequence
from typing import Annotated

import typer

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.days import plus


def today(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Option("--days", help="Look so many days ahead, grouped by day.")
    ] = "",
    held: Annotated[
        bool, typer.Option("--held", help="Only what is kept back, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show whom to contact today, about what, why now and how."""
    ahead = whole_number(days, "a number of days", low=1, high=366) if days else 0
    morning(ctx.obj, ahead=ahead, held=held, as_json=as_json)


def morning(
    shell: Shell, *, ahead: int = 0, held: bool = False, as_json: bool = False
) -> None:
    """Print the agenda of today, and of some days `ahead`, or only what is held."""
    with shell.reading() as book:
        plans = tuple(shell.plans(book))
    if held:
        _show_held(shell, plans, as_json=as_json)
        return
    now = planner.agenda(plans, today=shell.today, placing=None if as_json else ())
    later = planner.look_ahead(plans, until=plus(shell.today, ahead)) if ahead else ()
    days = [each for each in later if each.day > shell.today]
    if as_json:
        _as_data(shell, now, days if ahead else None)
    else:
        _show(shell, [now, *days], look_ahead=bool(ahead))


def _as_data(
    shell: Shell, now: planner.Agenda, ahead: Sequence[planner.Agenda] | None
) -> None:
    from secondsale.messages import talking_points
    from secondsale.render import data

    shown = data.agenda(now, talking_points)
    if ahead is not None:
        shown["ahead"] = [data.later(each, talking_points) for each in ahead]
    shell.data(shown)


def _show(shell: Shell, agendas: list[planner.Agenda], *, look_ahead: bool) -> None:
    if shell.draws:
        from secondsale.messages import talking_points
        from secondsale.render import agenda

        for each in agendas:
            shell.show(
                agenda.screen(
                    each,
                    talking_points=talking_points,
                    width=shell.width,
                    first=each is agendas[0],
                    alone=not look_ahead,
                )
            )
    else:
        from secondsale.render import lines

        shell.lines(lines.agendas(agendas))
        if not agendas[0].conversations:
            shell.say(lines.nobody(agendas[0]))


def _show_held(shell: Shell, plans: Sequence[planner.Plan], *, as_json: bool) -> None:
    from secondsale.render import data, lines

    held = planner.held_back(plans, today=shell.today)
    shell.listing(
        lines.HELD,
        [lines.held_row(each) for each in held],
        none="nothing is held back",
        data=(lambda: data.held_back(shell.today, held)) if as_json else None,
    )
