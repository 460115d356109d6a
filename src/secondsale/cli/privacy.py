"""What is somebody's own: handing it to them, and erasing it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from secondsale import clock, text
from secondsale.cli._names import find_customer, is_number
from secondsale.cli._shell import Shell
from secondsale.errors import InputError
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.model import Customer
    from secondsale.store.forgetting import Forgot
    from secondsale.store.mentions import Mention

MOST_MENTIONS = 20
"""How many texts of others are listed."""

TEXT_SHOWN = 60
"""Characters of each of them that are shown."""


class _Outlook(NamedTuple):
    """Whom to forget, what that does, and which texts of others name them."""

    who: "Customer"
    does: "Forgot"
    mentions: "tuple[Mention, ...]"
    names: dict[int, str]
    """Of the others."""


def all_about(shell: Shell, book: Book, typed: str) -> str:
    """Return all that is known about a customer, as JSON.

    Errors: NotFoundError.
    """
    from secondsale.exchange import person
    from secondsale.planner import plan
    from secondsale.store.journal import Journal

    who = find_customer(book, typed)
    history, settlements = book.history(who.id)
    found, sent_by = shell.settings, who.referred_by
    return person.document(
        plan(
            history,
            settlements,
            found.rules,
            found.policy,
            today=shell.today,
            cadences=found.cadences,
        ),
        settlements,
        Journal(book).entries(customer_id=who.id),
        found.goodwill.reading(history, shell.today),
        referrer=book.customer(sent_by).name if sent_by else "",
    )


def forget(
    ctx: typer.Context,
    customer: Annotated[
        str, typer.Argument(help="Name, id, e-mail or phone; the id later on.")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would happen, erase nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    clean_notes: Annotated[
        bool,
        typer.Option("--clean-notes", help="Take the name out of others' notes, too."),
    ] = False,
    rewrite_backups: Annotated[
        bool,
        typer.Option("--rewrite-backups", help="Erase them from the copies, too."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Erase a person: only figures without a name stay, and nothing brings them back.

    Sales keep day, products and prices, conversations day and outcome. A mark that
    nobody can read tells you if the person is about to be added again. The book is
    copied first; that copy and older ones hold the person until --rewrite-backups.
    """
    shell: Shell = ctx.obj
    typed = customer or shell.ask("Whom?", "the customer")
    with shell.reading() as book:
        again = _forgotten(book, typed)
        outlook = None if again else _look_ahead(book, typed)
    if preview:
        _preview(shell, again, outlook, as_json=as_json)
        return
    if outlook and not yes and not _sure(shell, outlook):
        shell.say("nothing was erased")
        return
    if outlook:
        number = outlook.who.id
        clean_notes = clean_notes or (not yes and _clean_too(shell, outlook))
        said, left = _forget(shell, outlook, clean_notes=clean_notes)
        if not as_json:
            shell.write(*_report(said, left))
    else:
        said, number = _pack(shell, again), again
    said["backups"] = _mind_copies(
        shell,
        number,
        rewrite=rewrite_backups,
        clean_notes=clean_notes,
        tell=not as_json,
    )
    if as_json:
        shell.data(said)


def _forgotten(book: Book, typed: str) -> int:
    """Return the id of somebody who was forgotten, if it was typed, else 0."""
    from secondsale.store.forgetting import forgotten_on

    number = int(typed) if is_number(typed) and len(typed) < 18 else 0
    return number if number and forgotten_on(book, number) else 0


def _look_ahead(book: Book, typed: str) -> _Outlook:
    from secondsale.store import forgetting
    from secondsale.store.mentions import mentions

    who = find_customer(book, typed)
    found = mentions(book, who.id, forgetting.known_as(book, who.id))
    others = {each.customer_id for each in found} - {None, who.id}
    names = {each: book.customer(each).name for each in others if each is not None}
    return _Outlook(who, forgetting.outlook(book, who.id), found, names)


def _preview(
    shell: Shell, again: int, outlook: _Outlook | None, *, as_json: bool
) -> None:
    if outlook is None:
        shell.say(f"customer {again} was forgotten before")
    elif as_json:
        shell.data(_shape(outlook) | {"preview": True})
    else:
        shell.write(*_sentences(outlook))


def _sure(shell: Shell, outlook: _Outlook) -> bool:
    """Ask whether to go on.

    Errors: InputError where nobody is there to answer.
    """
    name = f"{outlook.who.name} ({outlook.who.id})"
    if not shell.at_a_terminal:
        raise InputError(
            f"forgetting {name} cannot be undone",
            "say so with --yes; --preview shows what it does",
        )
    shell.say(*_sentences(outlook))
    return shell.confirm(f"Forget {name} for good?", default=False)


def _clean_too(shell: Shell, outlook: _Outlook) -> bool:
    """Ask whether to take the name out of the texts of others that surely name them."""
    count = sum(each.whole for each in outlook.mentions)
    if not count:
        return False
    texts = text.plural(count, "text")
    question = f"Take the name out of {texts} of others, too?"
    return shell.confirm(question, default=False)


def _forget(
    shell: Shell, outlook: _Outlook, *, clean_notes: bool
) -> tuple[dict[str, Any], _Outlook]:
    """Copy the book, erase the person, and return what was done and what is left."""
    from secondsale.store import backups, forgetting
    from secondsale.store.connection import explained
    from secondsale.store.mentions import clean

    number = outlook.who.id
    with explained(shell.book_path):
        copy = backups.back_up_before(shell.book_path, "forget")
    with Book.open_for_writing(shell.book_path) as book:
        with book.change():  # without words, so that the journal does not keep it
            words = forgetting.known_as(book, number)
            if clean_notes:
                clean(book, outlook.mentions, words)
            done = forgetting.forget(book, number, on=shell.today)
        forgetting.pack(book, number)
    named = [each for each in outlook.mentions if not (clean_notes and each.whole)]
    left = outlook._replace(does=done, mentions=tuple(named))
    said = {
        **_shape(left),
        "forgotten_on": shell.today.isoformat(),
        "journal_entries": done.entries,
        "notes_cleaned": len(outlook.mentions) - len(named),
        "copy": str(copy),
    }
    return said, left


def _pack(shell: Shell, number: int) -> dict[str, Any]:
    """Take the last traces of somebody who was forgotten before out of the file."""
    from secondsale.store import forgetting

    with Book.open_for_writing(shell.book_path) as book:
        forgetting.pack(book, number)
        on = forgetting.forgotten_on(book, number)
    shell.say(f"customer {number} was forgotten before, on {on}")
    return {"customer_id": number, "forgotten_on": str(on)}


def _mind_copies(
    shell: Shell, number: int, *, rewrite: bool, clean_notes: bool, tell: bool
) -> list[dict[str, Any]]:
    """Say which copies still hold a person, and rewrite them if that is wanted."""
    from secondsale.store import backups, rewriting

    with shell.reading() as book:
        copies = backups.backups(shell.book_path)
        holding, unreadable = rewriting.holding(book, number, copies)
    names = [each.path.name for each in holding]
    if holding and not rewrite and shell.at_a_terminal:
        one = "This copy still holds" if len(names) == 1 else "These copies still hold"
        shell.say(f"{one} them: {', '.join(names)}.")
        rewrite = shell.confirm("Erase them there too, for good?", default=False)
    for each in holding if rewrite else ():
        rewriting.rewrite(each.path, number, on=shell.today, clean_notes=clean_notes)
        if tell:
            shell.write(f"Rewritten without them, and verified: {each.path.name}.")
    if holding and not rewrite and tell:
        shell.write(f"Copies that still hold them: {', '.join(names)}.")
        shell.say(f"erase them there: secondsale forget {number} --rewrite-backups")
    for each in unreadable:
        shell.say(f"{each.path.name} cannot be read: delete it if nobody needs it")
    _mind_half_made(shell, tell=tell)
    return [
        *({"path": str(each.path), "holds": not rewrite} for each in holding),
        *({"path": str(each.path), "holds": None} for each in unreadable),
    ]


def _mind_half_made(shell: Shell, *, tell: bool) -> None:
    """Delete what broken-off copies left; name what a program may be working on."""
    from secondsale.store.checks import surroundings

    now = clock.instant()
    for said in surroundings.take_away(
        surroundings.left_lying(shell.book_path, now=now)
    ):
        if tell:
            shell.write(f"{said[0].upper()}{said[1:]}.")
    later = now + 2 * surroundings.QUIET
    for path in surroundings.left_lying(shell.book_path, now=later):
        shell.say(
            f"{path.name} is not finished and may hold them; if it is still there in an"
            " hour: secondsale doctor --fix"
        )


def _sentences(outlook: _Outlook) -> Iterator[str]:
    """Say what forgetting somebody does."""
    from secondsale.render.history import PARTS, counted

    def rows(counts: dict[str, int]) -> str:
        return text.listed([counted(table, n) for table, n in counts.items()])

    gone = outlook.does.deleted
    kept = {t: n for t, n in outlook.does.kept.items() if t not in PARTS}
    more = f"; {rows(gone)}" if gone else ""
    yield f"Erased: name, addresses and notes{more}."
    if kept:
        yield f"Kept for the figures, without a name or a word: {rows(kept)}."
    if outlook.mentions:
        yield "Texts of others that name them: clean them first, or --clean-notes does:"
        yield from _mentions(outlook)


def _mentions(outlook: _Outlook) -> Iterator[str]:
    """List the texts of others that name the person, the surest first."""
    for each in outlook.mentions[:MOST_MENTIONS]:
        whose = outlook.names.get(each.customer_id or 0, "")
        of = f" of {whose}" if whose else ""
        row = each.table.replace("_", " ").removesuffix("s")
        where = f"{row} {each.row_id}{of}, {each.column}"
        shown = each.text
        if len(shown) > TEXT_SHOWN:
            shown = f"{shown[: TEXT_SHOWN - 1]}…"
        yield f"  {where}: {shown}"
    if len(outlook.mentions) > MOST_MENTIONS:
        yield f"  and {len(outlook.mentions) - MOST_MENTIONS} more: --json lists all"


def _report(said: dict[str, Any], outlook: _Outlook) -> Iterator[str]:
    """Say what was done."""
    yield f"Forgot {outlook.who.name}: customer {outlook.who.id} is a number now."
    if said["journal_entries"]:
        entries = text.plural(said["journal_entries"], "entry", "entries")
        yield f"Blanked in {entries} of the history, which no undo brings back."
    if said["notes_cleaned"]:
        yield f"Cleaned: {text.plural(said['notes_cleaned'], 'text')} of others."
    if outlook.mentions:
        yield "Texts of others that may still name them, for you to clean:"
        yield from _mentions(outlook)
    yield f"The book as it was: {Path(said['copy']).name}."


def _shape(outlook: _Outlook) -> dict[str, Any]:
    return {
        "customer_id": outlook.who.id,
        "deleted": outlook.does.deleted,
        "kept": outlook.does.kept,
        "mentions": [
            {
                "table": each.table,
                "id": each.row_id,
                "column": each.column,
                "text": each.text,
                "customer_id": each.customer_id,
                "whole": each.whole,
            }
            for each in outlook.mentions
        ],
    }
