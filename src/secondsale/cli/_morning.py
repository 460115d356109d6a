"""The agenda as `today` prints it; nothing here needs Typer."""

from collections.abc import Sequence

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._waking import people
from secondsale.days import plus


def morning(
    shell: Shell,
    *,
    ahead: int = 0,
    held: bool = False,
    brief: bool = False,
    as_json: bool = False,
) -> None:
    """Print the agenda of today, and of some days `ahead`, or only what is held.

    A `brief` one is a line a person, and nothing where nobody is due.
    """
    with shell.reading() as book, people(shell, book) as (plans, sleeping):
        if held:
            back = planner.held_back(plans, today=shell.today, sleeping=sleeping)
            _show_held(shell, back, as_json=as_json)
            return
        now = planner.agenda(
            plans,
            today=shell.today,
            placing=None if as_json else (),
            coming=as_json or (shell.draws and not brief),
            sleeping=sleeping,
        )
        last = plus(shell.today, ahead)
        later = ahead and planner.look_ahead(plans, until=last, sleeping=sleeping)
    if brief:
        from secondsale.render import lines

        shell.lines([(line,) for line in lines.brief(now)])
        return
    days = [each for each in later or () if each.day > shell.today]
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
                    first=each is agendas[0],
                    alone=not look_ahead,
                )
            )
    else:
        from secondsale.render import lines

        shell.lines(lines.agendas(agendas))
        if not agendas[0].conversations:
            shell.say(lines.nobody(agendas[0]))


def _show_held(
    shell: Shell, held: Sequence[planner.HeldBack], *, as_json: bool
) -> None:
    from secondsale.render import data, lines

    shell.listing(
        lines.HELD,
        [lines.held_row(each) for each in held],
        none="nothing is held back",
        data=(lambda: data.held_back(shell.today, held)) if as_json else None,
    )
