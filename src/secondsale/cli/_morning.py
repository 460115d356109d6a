"""The agenda as `today` prints it; nothing here needs Typer."""

from collections.abc import Sequence

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._waking import people
from secondsale.days import plus
from secondsale.errors import BookInUseError, NoBookError

PATIENCE = 0.5
"""Seconds that one line waits for another program: a shell may be starting."""


def morning(
    shell: Shell,
    *,
    ahead: int = 0,
    held: bool = False,
    as_json: bool = False,
) -> None:
    """Print the agenda of today, and of some days `ahead`, or only what is held."""
    with shell.asking() as book, people(shell, book) as (plans, sleeping):
        if held:
            back = planner.held_back(plans, today=shell.today, sleeping=sleeping)
            _show_held(shell, back, as_json=as_json)
            return
        now = planner.agenda(
            plans,
            today=shell.today,
            placing=None if as_json else (),
            coming=as_json or shell.draws,
            sleeping=sleeping,
        )
        last = plus(shell.today, ahead)
        later = ahead and planner.look_ahead(plans, until=last, sleeping=sleeping)
    days = [each for each in later or () if each.day > shell.today]
    if as_json:
        _as_data(shell, now, days if ahead else None)
    else:
        _show(shell, [now, *days], look_ahead=bool(ahead))


def one_line(shell: Shell) -> None:
    """Print who is due on one line, and nothing where nobody is or no book ever was.

    Errors: BookError, of one line too where another program has the book.
    """
    from secondsale.render.notice import notice

    try:
        with (
            shell.asking(patience=PATIENCE) as book,
            people(shell, book) as (plans, sleeping),
        ):
            now = planner.agenda(
                plans, today=shell.today, placing=(), coming=False, sleeping=sleeping
            )
    except NoBookError:
        return
    except BookInUseError as error:
        error.hint = ""
        raise
    line = notice(now)
    shell.lines([(line,)] if line else ())


def _as_data(
    shell: Shell, now: planner.Agenda, ahead: Sequence[planner.Agenda] | None
) -> None:
    from secondsale.messages.questions import question_in
    from secondsale.render import data

    talking_points = shell.texts.talking_points
    shown = data.agenda(now, talking_points, question_in)
    if ahead is not None:
        shown["ahead"] = [data.later(each, talking_points) for each in ahead]
    shell.data(shown)


def _show(shell: Shell, agendas: list[planner.Agenda], *, look_ahead: bool) -> None:
    if shell.draws:
        from secondsale.messages.questions import question_in
        from secondsale.render import agenda

        screens = [  # all of them first: what is said of a text stands above the list
            agenda.screen(
                each,
                talking_points=shell.texts.talking_points,
                asking=question_in if each is agendas[0] else None,
                first=each is agendas[0],
                alone=not look_ahead,
            )
            for each in agendas
        ]
        for screen in screens:
            shell.show(screen)
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
    if held and shell.draws and not as_json:
        shell.say("on what holds back: secondsale help holds")
