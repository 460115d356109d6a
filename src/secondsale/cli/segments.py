"""Kinds of buyers by their own rhythm, and what goes with a second sale."""

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Annotated, Any

import typer

from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of
from secondsale.cli._watching import watched
from secondsale.errors import InputError
from secondsale.metrics.buyers import Buyer
from secondsale.metrics.segments import DEFINITIONS, Person, Scales, Segments
from secondsale.store import Book
from secondsale.store.counting.buyers import buyers
from secondsale.store.counting.names import how_many
from secondsale.timing.segments import Segment

SECOND_SALE = "second-sale"
NAMES = (*map(str, Segment), SECOND_SALE)
MOST_SHOWN = 15
"""Patterns that a screen has room for."""


def segments(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[SEGMENT]", help=f"One of {', '.join(NAMES)}.")
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how it is counted.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a list as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show who is new, loyal, at risk or lost, by their own rhythm.

    With a segment it lists its people; with second-sale, what goes with a second sale.
    export --segment hands a segment on, and a season or an offer may be for one.
    """
    shell: Shell = ctx.obj
    chosen = choice_of(NAMES, name, "a segment") if name else ""
    if as_csv and (as_json or explain):
        raise InputError("--csv stands alone", "leave --json or --explain out")
    if as_csv and not chosen:
        raise InputError("--csv is for lists", "like secondsale segments at-risk --csv")
    if explain:
        from secondsale.render.segments import EXPLAINED

        shell.listing(("word", "what it means"), EXPLAINED, none="")
    elif chosen == SECOND_SALE:
        _second_sale(shell, as_csv=as_csv, as_json=as_json)
    elif chosen:
        _people(shell, Segment(chosen), as_csv=as_csv, as_json=as_json)
    else:
        _overview(shell, as_json=as_json)


def _overview(shell: Shell, *, as_json: bool) -> None:
    with shell.reading() as book:
        found = _counting(shell, book)
        for each in _everybody(shell, book):
            found.look(each)
    from secondsale.render import segments as shown

    if as_json:
        shell.data(shown.data(found))
        return
    if not found.buyers:
        shell.say(shown.NO_SALES)
        return
    shell.listing(shown.SIZES, list(map(shown.size_row, found.sizes())), none="")
    shell.listing(shown.SCALES, list(shown.scale_rows(found.scales())), none="")
    if shell.draws:
        shell.say(
            "secondsale segments at-risk lists those; --explain says how it is counted"
        )


def _people(shell: Shell, segment: Segment, *, as_csv: bool, as_json: bool) -> None:
    from secondsale.store.counting.names import names

    with shell.reading() as book:
        people, scales = _of_segment(shell, book, segment)
        called = names(book, [each.id for each in people])
        silent = silent_ones(shell, book)
    people.sort(key=lambda each: (-each.spent.get(scales.currency, 0), each.id))
    from secondsale.render import segments as shown

    def made(form: Callable[..., Any]) -> list[Any]:
        day = shell.today.toordinal()
        return [
            form(each, called.get(each.id, ""), scales, day, silent=each.id in silent)
            for each in people
        ]

    if not scales.recency.people and (as_csv or as_json):
        shell.say(shown.NO_SALES)
    if as_csv:
        _csv(shown.PEOPLE_CSV, chain.from_iterable(made(shown.person_csv)))
        return
    shell.listing(
        shown.PEOPLE,
        [] if as_json else made(shown.person_row),
        none=f"nobody is {segment}: {DEFINITIONS[segment]}"
        if scales.recency.people
        else shown.NO_SALES,
        data=(lambda: made(shown.person_data)) if as_json else None,
    )


def _of_segment(
    shell: Shell, book: Book, segment: Segment
) -> tuple[list[Person], Scales]:
    found, people = _counting(shell, book), list[Person]()
    for each in _everybody(shell, book):
        if found.look(each) is segment:
            person = found.person(each)
            assert person is not None
            people.append(person)
    return people, found.scales()


def members(shell: Shell, book: Book, typed: str) -> frozenset[int]:
    """Return the ids of those who are of a segment today.

    Errors: InputError for no segment.
    """
    segment = Segment(choice_of(tuple(map(str, Segment)), typed, "a segment"))
    found = _counting(shell, book)
    everybody = _everybody(shell, book)
    return frozenset(each.id for each in everybody if found.look(each) is segment)


def silent_ones(shell: Shell, book: Book) -> frozenset[int]:
    """Return the ids of those who opted out of all contact, as of today."""
    from secondsale.policy import wish_against

    return frozenset(
        each.customer.id
        for each in book.wishes()
        if wish_against(None, shell.today, each) is not None
    )


def _everybody(shell: Shell, book: Book) -> Iterator[Buyer]:
    everybody = buyers(book, shell.today, talks=False)
    return watched(everybody, how_many(book), "counting customers")


def _counting(shell: Shell, book: Book) -> Segments:
    learned = shell.settings.timing.beside(book.learned())
    return Segments(shell.today.toordinal(), learned)


def _second_sale(shell: Shell, *, as_csv: bool, as_json: bool) -> None:
    from secondsale.metrics.goes_with import GoesWith
    from secondsale.model import Outcome
    from secondsale.store.counting.firsts import beginnings

    not_reached = tuple(str(each) for each in Outcome if not each.reached)
    counted, anybody = GoesWith(shell.today.toordinal()), False
    with shell.reading() as book:
        firsts = beginnings(book, shell.today, not_reached)
        for each in watched(firsts, how_many(book), "counting first orders"):
            counted.add(each)
            anybody = True
    found = counted.patterns()
    from secondsale.render import patterns as shown

    if as_json:
        shell.data(shown.data(found))
    elif as_csv:
        _csv(shown.CSV, map(shown.csv_row, found.looked_at))
    else:
        told = sum(each.told for each in found.looked_at)
        most = max(told, MOST_SHOWN) if shell.draws else len(found.looked_at)
        some = found.looked_at[:most]
        rows = list(map(shown.row, some))
        if rows:
            shell.listing(shown.COLUMNS, rows, none="")
        if not anybody:
            from secondsale.render.segments import NO_SALES

            shell.say(NO_SALES)
            return
        shell.say(*shown.said(found, len(some)))


def _csv(columns: Iterable[str], rows: Iterable[Any]) -> None:
    from secondsale.cli._files import as_csv as written
    from secondsale.exchange.csv_tables import document

    sys.stdout.writelines(written(document(tuple(columns), rows, raw=False)))
