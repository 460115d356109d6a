"""Steps of following up: how often each is done, how, and who buys again after it."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import typer

from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of
from secondsale.errors import InputError
from secondsale.metrics.steps import WARNING, Done, Row, Step, Steps
from secondsale.model import Contact, Covered, History, Key, Sale, Touchpoint
from secondsale.planner.cadences import derive
from secondsale.store import Book

MOST = 1000
"""Of more customers a sample of so many is looked at: each takes a few milliseconds."""


def steps(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(help="One rule only, such as check-in.")] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how it is counted.")
    ] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, a row a way of doing it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how steps are done and who bought again after them.

    A step is a touchpoint of a rule. Each is shown as a whole, then by channel, by how
    late it was done, and by the text that was used; beside it, who bought again where
    it was not done. The two are not alike, and the figures do not say why.
    """
    shell: Shell = ctx.obj
    if as_csv and (as_json or explain):
        raise InputError("--csv stands alone", "leave --json or --explain out")
    from secondsale.render import steps as shown

    if explain:
        shell.listing(("word", "what it counts"), shown.EXPLAINED, none="")
        return
    with shell.reading() as book:
        found, of = _counted(shell, book)
        rows = _of_rule(list(found.rows()), rule)
    if as_json:
        shell.data(shown.data(rows, of))
    elif as_csv:
        from secondsale.cli._files import as_csv as written
        from secondsale.exchange.csv_tables import document

        table = document(shown.CSV, map(shown.csv_row, rows), raw=False)
        sys.stdout.writelines(written(table))
    elif not rows:
        shell.say("nothing was due or done yet; secondsale today says what is")
    else:
        _print(shell, rows, one=bool(rule))
        shell.say(WARNING, *shown.notes(rows, of))
        if shell.draws:
            shell.say(*shown.hints(rows, one=bool(rule)))


def _print(shell: Shell, rows: list[Row], *, one: bool) -> None:
    """Print all rows as lines; a screen shows the ways of `one` rule only."""
    from secondsale.render import steps as shown

    if not shell.draws:
        shell.lines(map(shown.line, rows))
        return
    whole = [shown.row(row) for row in rows if not row.by]
    shell.listing(shown.COLUMNS, whole, none="")
    ways = [shown.way(row) for row in rows if row.by] if one else []
    if ways:
        shell.listing(shown.WAYS, ways, none="")


def _of_rule(rows: list[Row], typed: str) -> list[Row]:
    if not typed:
        return rows
    there = tuple(dict.fromkeys(row.rule for row in rows))
    name = choice_of(there, typed, "a rule of which anything was due")
    return [row for row in rows if row.rule == name]


def _counted(shell: Shell, book: Book) -> tuple[Steps, tuple[int, int]]:
    """Return the steps of customers, and how many those are of how many."""
    from secondsale.store.counting.deeds import sampled

    ids, of = sampled(book, MOST)
    found, was, beside = Steps(shell.today.toordinal()), None, None
    from secondsale.records import replace

    for whole, _ in book.histories(ids):
        if beside is None or whole.learned is not was:  # all have the same
            was, beside = whole.learned, shell.settings.timing.beside(whole.learned)
        history = replace(whole, learned=beside).as_of(shell.today)
        orders = sorted({each.sold_on.toordinal() for each in history.standing_sales()})
        found.add(_steps(shell, history), orders)
    return found, (len(ids), of)


def _steps(shell: Shell, history: History) -> Iterator[Step]:
    """Yield what was due to a customer and is over, and what was done at all."""
    talks, settings = _talks(history), shell.settings
    tried = _tried(history)
    sales = {sale.id: sale for sale in history.standing_sales()}
    derived = derive(history, settings.rules, settings.cadences, shell.today)
    for touchpoint, _ in derived:
        done = talks.pop(touchpoint.key, None)
        sale = sales.get(touchpoint.sale_id or 0)
        if touchpoint.sale_id is not None and sale is None:
            continue  # it was cancelled, or wholly returned
        if done is None and (sale is None or not _was_known(touchpoint)):
            continue
        step = _of(touchpoint, done, sale, tried.get(touchpoint.key))
        if done is None and _was_pointless(touchpoint):
            yield step._replace(expires=None, over=False)
        else:
            yield step._replace(over=_is_over(shell, touchpoint))
    of_line = {f"l{line.id}": each for each in sales.values() for line in each.lines}
    for key, done in talks.items():
        anchored = sales.get(int(key.anchor[1:])) if key.anchor[0] == "s" else None
        yield _step(key, None, done, anchored or of_line.get(key.anchor))


def _step(key: Key, due: int | None, done: Done | None, sale: Sale | None) -> Step:
    if sale is None:
        return Step(key.family, due, done)
    return Step(key.family, due, done, sale.id, sale.sold_on.toordinal())


def _of(
    touchpoint: Touchpoint, done: Done | None, sale: Sale | None, tried: date | None
) -> Step:
    """Return a step of which the book still knows when it was due."""
    window = touchpoint.window
    step = _step(touchpoint.key, window.due.toordinal(), done, sale)
    return step._replace(
        expires=window.expires.toordinal(),
        tried=None if tried is None else tried.toordinal(),
        open=_was_known(touchpoint),
    )


def _was_pointless(touchpoint: Touchpoint) -> bool:
    """Return whether something ended it before it was late."""
    ended = touchpoint.ended
    return ended is not None and ended.on <= touchpoint.window.due


def _was_known(touchpoint: Touchpoint) -> bool:
    """Return whether the book learned in time that there was something to do."""
    return touchpoint.known_on <= touchpoint.window.expires


def _is_over(shell: Shell, touchpoint: Touchpoint) -> bool:
    """Return whether the time for it is over."""
    return touchpoint.ended is not None or touchpoint.window.expires < shell.today


def _talks(history: History) -> dict[Key, Done]:
    """Return for each touchpoint the first contact that reached them, else a try."""
    found: dict[Key, Done] = {}
    for contact, covered in _covered(history.contacts):
        done = found.get(covered.key)
        if done is None or (contact.two_way and not done.reached):
            found[covered.key] = Done(
                contact.on.toordinal(),
                str(contact.outcome),
                str(contact.channel or ""),
                covered.wording,
                contact.two_way,
            )
    return found


def _tried(history: History) -> dict[Key, date]:
    """Return for each touchpoint the day of the first contact about it."""
    found: dict[Key, date] = {}
    for contact, covered in _covered(history.contacts):
        on = found.setdefault(covered.key, contact.on)
        found[covered.key] = min(on, contact.on)
    return found


def _covered(contacts: Iterable[Contact]) -> Iterator[tuple[Contact, Covered]]:
    return ((contact, each) for contact in contacts for each in contact.covered)
