"""What is somebody's own: handing it to them, and erasing it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from secondsale import text
from secondsale.cli import _mentions
from secondsale.cli._for_good import enter_forgotten
from secondsale.cli._forgotten_copies import (
    mind_copies,
    names_knowing,
    naming_what_is_left,
    words_in_copies,
)
from secondsale.cli._names import find_customer, is_number
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.errors import InputError
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.model import Customer
    from secondsale.store.forgetting import Forgot
    from secondsale.store.mentions import Mention


class _Outlook(NamedTuple):
    """Whom to forget, what that does, and which texts of others name them."""

    who: "Customer"
    does: "Forgot"
    mentions: "tuple[Mention, ...]"
    names: dict[int, str]
    """Of the others."""
    copies: tuple[str, ...] = ()
    """Names of those that hold the person."""


def all_about(shell: Shell, book: Book, typed: str) -> str:
    """Return all that is known about a customer, as JSON.

    Errors: NotFoundError.
    """
    from secondsale.exchange import person
    from secondsale.planner import plan
    from secondsale.store.importing.origins import elsewhere
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
        elsewhere=[each._asdict() for each in elsewhere(book, who.id)],
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
    words: tuple[str, ...] = ()
    typed = customer or shell.ask("Whom?", "the customer")
    with shell.reading() as book:
        again = _forgotten(book, typed)
        unasked = yes and not preview
        outlook = None if again else _look_ahead(shell, book, typed, unasked=unasked)
    if preview:
        _preview(shell, again, outlook, as_json=as_json)
        return
    if outlook and not yes and not _sure(shell, outlook):
        shell.say("nothing was erased")
        return
    if outlook:
        number = outlook.who.id
        clean_notes = clean_notes or (not yes and _clean_too(shell, outlook))
        said = _forget(shell, outlook, clean_notes=clean_notes, tell=not as_json)
    else:
        number = again
        said, words = _forget_more(shell, again, clean_notes, tell=not as_json)
    said["backups"] = mind_copies(
        shell,
        number,
        rewrite=rewrite_backups,
        clean_notes=clean_notes,
        words=words,
        tell=not as_json,
    )
    if as_json:
        shell.data(said)


def _forgotten(book: Book, typed: str) -> int:
    """Return the id of somebody who was forgotten, if it was typed, else 0."""
    from secondsale.store.forgetting import forgotten_on

    number = int(typed) if is_number(typed) and len(typed) < 18 else 0
    return number if number and forgotten_on(book, number) else 0


def _look_ahead(shell: Shell, book: Book, typed: str, *, unasked: bool) -> _Outlook:
    """Return whom to forget, and what that does.

    Errors: NotFoundError; InputError for a part of a name where nobody is asked.
    """
    from secondsale.store import forgetting
    from secondsale.store.mentions import mentions

    who = find_customer(book, typed)
    if unasked and not book.known_customers(typed):
        raise InputError(
            f"{quoted(typed)} is only a part of {who.name} ({who.id})",
            f"nothing was erased: secondsale forget {who.id} --yes",
        )
    found = mentions(book, who.id, forgetting.known_as(book, who.id))
    copies = tuple(names_knowing(shell, book, who.id))
    does = forgetting.outlook(book, who.id)
    return _Outlook(
        who, does, found, _mentions.names_of_others(book, who.id, found), copies
    )


def _preview(
    shell: Shell, again: int, outlook: _Outlook | None, *, as_json: bool
) -> None:
    if outlook is None:
        shell.say(f"customer {again} was forgotten before")
    elif as_json:
        more = {"journal_entries": outlook.does.entries, "copies": outlook.copies}
        shell.data(_shape(outlook) | more | {"preview": True})
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
    count = sum(each.cleanable for each in outlook.mentions)
    if not count:
        return False
    texts = text.plural(count, "text")
    question = f"Take the name out of {texts} of others, too?"
    return shell.confirm(question, default=False)


def _forget(
    shell: Shell, outlook: _Outlook, *, clean_notes: bool, tell: bool
) -> dict[str, Any]:
    """Copy the book, erase the person, and return what was done."""
    from secondsale.store import backups, forgetting
    from secondsale.store.connection import explained
    from secondsale.store.mentions import clean, mentions
    from secondsale.store.tasks import Tasks

    number = outlook.who.id
    with explained(shell.book_path):
        copy = backups.back_up_before(shell.book_path, "forget")
    with Book.open_for_writing(shell.book_path) as book:
        with book.change():  # without words, so that the journal does not keep it
            places = Tasks(book).places(number)
            words = forgetting.known_as(book, number)
            found = mentions(book, number, words)
            cleaned = clean(book, found, words) if clean_notes else 0
            done = forgetting.forget(book, number, on=shell.today)
            enter_forgotten(shell, book)
            found = mentions(book, number, words)
            names = _mentions.names_of_others(book, number, found)
        with naming_what_is_left(shell, number):
            forgetting.pack(book, number)
    left = outlook._replace(does=done, mentions=found, names=names)
    said = {
        **_shape(left),
        "forgotten_on": shell.today.isoformat(),
        "journal_entries": done.entries,
        "notes_cleaned": cleaned,
        "copy": str(copy),
        "handed_to": places,
    }
    if tell:
        shell.write(*_report(said, left))
    return said


def _forget_more(
    shell: Shell, number: int, clean_notes: bool, *, tell: bool
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Take the last traces of somebody who was forgotten before out of the file.

    Return what was done, and the words by which a copy still knew them.
    """
    from secondsale.store import forgetting
    from secondsale.store.mentions import clean_later, mentions

    words = words_in_copies(shell, number) if clean_notes else ()
    with Book.open_for_writing(shell.book_path) as book:
        on, cleaned = forgetting.forgotten_on(book, number), 0
        if words:
            with book.change():
                cleaned, _ = clean_later(book, number, words)
                if cleaned:
                    enter_forgotten(shell, book)
                found = mentions(book, number, words)
                names = _mentions.names_of_others(book, number, found)
        with naming_what_is_left(shell, number):
            forgetting.pack(book, number)
    shell.say(f"customer {number} was forgotten before, on {on}")
    said: dict[str, Any] = {"customer_id": number, "forgotten_on": str(on)}
    if words:
        said |= {"notes_cleaned": cleaned, "mentions": _mentions.data(found)}
        if tell:
            shell.write(*_mentions.cleaned(cleaned, found, names))
    elif clean_notes:
        shell.say(
            "no copy knows their name any more, so others' texts cannot be searched"
            " for it: what still names them is for you to clean"
        )
    return said, words


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
    if outlook.does.entries:
        entries = text.plural(outlook.does.entries, "entry", "entries")
        yield f"Blanked in {entries} of the history, which no undo brings back."
    if outlook.copies:
        copies = text.listed(outlook.copies)
        yield f"Copies that hold them until --rewrite-backups: {copies}."
    yield from _mentions.to_clean(outlook.mentions, outlook.names)


def _report(said: dict[str, Any], outlook: _Outlook) -> Iterator[str]:
    """Say what was done."""
    yield f"Forgot {outlook.who.name}: customer {outlook.who.id} is a number now."
    if said["journal_entries"]:
        entries = text.plural(said["journal_entries"], "entry", "entries")
        yield f"Blanked in {entries} of the history, which no undo brings back."
    from secondsale.model.tasks import NOTES

    for place in said["handed_to"]:
        if place == NOTES:
            yield "Pages of check-boxes that name them are yours to delete."
        else:
            yield f"To take them off the phone, too: secondsale sync {place}"
    yield from _mentions.cleaned(said["notes_cleaned"], outlook.mentions, outlook.names)
    yield f"The book as it was: {Path(said['copy']).name}."


def _shape(outlook: _Outlook) -> dict[str, Any]:
    return {
        "customer_id": outlook.who.id,
        "deleted": outlook.does.deleted,
        "kept": outlook.does.kept,
        "mentions": _mentions.data(outlook.mentions),
    }
