"""Bring what other programs know: orders, customers and contacts, from their files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from secondsale import text
from secondsale.cli import _rejects, _telling
from secondsale.cli._import_options import (
    As,
    Currency,
    DateOrder,
    Decimal,
    DryRun,
    Files,
    ForgetChoices,
    Json,
    KnownOnly,
    Map,
    OnlyLabel,
    Pending,
    Shop,
    Strict,
    Yes,
)
from secondsale.cli._incoming import Incoming, look_at
from secondsale.cli._remembering import Choosing, Chosen, typed
from secondsale.cli._shell import Shell, TakenBackError
from secondsale.cli._telling import Done
from secondsale.errors import ExitCode, InputError
from secondsale.store import Book
from secondsale.store.importing import Importing, Tally, Verdict, roomy

if TYPE_CHECKING:
    from secondsale.exchange.formats import Choices
    from secondsale.model.arrivals import Arrival

LONG = 5000
"""Lines from which on it is shown how far the work is."""

Advance = Callable[[int], None]


def import_files(
    ctx: typer.Context,
    files: Files = None,
    dry_run: DryRun = False,
    strict: Strict = False,
    shop: Shop = "",
    currency: Currency = "",
    date_order: DateOrder = "",
    decimal: Decimal = "",
    pending: Pending = False,
    mapping: Map = None,
    form: As = "",
    known_only: KnownOnly = False,
    only_label: OnlyLabel = None,
    forget_choices: ForgetChoices = False,
    yes: Yes = False,
    as_json: Json = False,
) -> int:
    """Bring in orders, customers and contacts from other programs' files.

    What is there already is not doubled: the same file again adds nothing. Nothing
    known is overwritten, nobody who opted out is opted in. Rows that cannot be
    understood are written to FILE.rejects.csv, and the command ends with 5.
    """
    shell: Shell = ctx.obj
    if not files:
        raise InputError("the file is missing", "secondsale import orders.csv")
    said = (currency, date_order, decimal, shop, pending, mapping, only_label)
    choosing = Choosing(shell, typed(*said, anew=forget_choices, sure=yes or dry_run))
    with TemporaryDirectory(prefix="secondsale-") as folder:
        chosen = [choosing.settle(each) for each in look_at(files, form, Path(folder))]
        work = _Work(shell, chosen, known_only=known_only, strict=strict)
        done = work.dry_run() if dry_run else work.run()
        if work.kept:
            choosing.remember(chosen)
    if as_json:
        shell.data(_telling.data(done, dry=dry_run, kept=work.kept))
    else:
        _tell(shell, done, dry=dry_run, kept=work.kept)
    refused = any(each.tally.refused for each in done)
    return ExitCode.PARTLY if refused else ExitCode.OK


class _Work:
    """The import of some files: one change of the book, or none."""

    def __init__(
        self, shell: Shell, chosen: Sequence[Chosen], *, known_only: bool, strict: bool
    ) -> None:
        self._shell, self._chosen = shell, chosen
        self._known_only, self._strict = known_only, strict
        self._cards: dict[Path, list[str]] = {}
        self.kept = False
        """Whether the book keeps what it was brought."""

    def dry_run(self) -> list[Done]:
        """Return what would happen."""
        with self._shell.previewing() as book:
            return self._bring(book)

    def run(self) -> list[Done]:
        """Copy the book, bring in the files, and write down what was refused."""
        copy = self._copy_first()
        done: list[Done] = []
        changed = brought = False
        try:
            with self._shell.writing() as book:
                done = self._bring(book)
                if self._strict and any(each.tally.refused for each in done):
                    raise TakenBackError
                # Before the book keeps the rest: no row is ever in neither.
                done = [self._with_rejects(each) for each in done]
                changed = any(each.tally.things for each in done)
                if changed:
                    self._shell.learn(book)
                brought = True
        except TakenBackError:
            return done
        except KeyboardInterrupt:
            if not brought:
                self._shell.say("interrupted: nothing was kept")
            raise
        finally:
            if not brought:
                _take_away(done)
            if copy is not None and not changed:  # it is as the book is
                copy.unlink(missing_ok=True)
        self.kept = True
        if changed:
            from secondsale.cli._replanning import plan_the_rest

            plan_the_rest(self._shell, "planning what the import brought...")
        return done

    def _copy_first(self) -> Path | None:
        """Copy a book that has something to lose, and return the copy."""
        from secondsale.store import backups
        from secondsale.store.connection import explained

        path = self._shell.book_path
        if not path.exists() or not path.stat().st_size:
            return None
        with self._shell.reading() as book:
            empty = book.is_empty()
        if empty:
            return None
        with explained(path):
            return backups.back_up_before(path, "import")

    def _bring(self, book: Book) -> list[Done]:
        """Read the files, those of people first, then what was refunded."""
        roomy(book)
        begun: list[tuple[Incoming, Callable[[], Tally]]] = []
        total = sum(incoming.lines() for incoming, _, _ in self._chosen)
        with _progress(total) as advance:
            for incoming, choices, shop in self._chosen:
                if incoming.is_facts:
                    taken = _take_facts(book, incoming, advance)
                    begun.append((incoming, partial(_as_it_is, taken)))
                    continue
                importing = Importing(
                    book,
                    source=incoming.source,
                    shop=shop,
                    today=self._shell.today,
                    pending=choices.pending,
                    known_only=self._known_only,
                )
                begun.append((incoming, importing.finish))
                before = 0
                for line in importing.take(self._read(incoming, choices)):
                    advance(max(0, line - before))
                    before = max(line, before)
        return [Done(incoming, finish()) for incoming, finish in begun]

    def _read(self, incoming: Incoming, choices: "Choices") -> "Iterator[Arrival]":
        """Yield what a file brings; of refused cards, which are no rows, keep the text.

        Errors: InputError, naming the file.
        """
        from secondsale.model.arrivals import Refused

        with _named(incoming):
            for each in incoming.arrivals(choices):
                if incoming.table is None and isinstance(each, Refused):
                    cards = self._cards.setdefault(incoming.path, [])
                    cards += [cell for record in each.records for cell in record]
                yield each

    def _with_rejects(self, done: Done) -> Done:
        cards = self._cards.get(done.incoming.path, [])
        path = _rejects.write(done.incoming, done.tally.refused, cards)
        return Done(done.incoming, done.tally, path)


def _take_away(done: Sequence[Done]) -> None:
    """Delete the files of what was refused, because all of it was."""
    for each in done:
        if each.rejects is not None:
            each.rejects.unlink(missing_ok=True)


def _as_it_is(tally: Tally) -> Tally:
    return tally


def _take_facts(book: Book, incoming: Incoming, advance: "Advance") -> Tally:
    """Take in the facts of another book.

    Errors: InputError, naming the file and the line.
    """
    from secondsale.store.transfer import Sent, take_in

    def sent() -> Iterator[Sent]:
        for line in incoming.facts():
            advance(1)
            yield Sent(*line)

    with _named(incoming):
        return take_in(book, sent())


@contextmanager
def _named(incoming: Incoming) -> "Iterator[None]":
    """Let errors name the file."""
    try:
        yield
    except InputError as error:
        if incoming.name in error.message:
            raise
        raise InputError(f"{incoming.name}: {error.message}", error.hint) from None


@contextmanager
def _progress(total: int) -> "Iterator[Advance]":
    """Show how far the work is, on stderr if that is a terminal."""
    import sys

    if total < LONG or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=total)
        yield lambda lines: bar.update(task, advance=lines)


def _tell(shell: Shell, done: Sequence[Done], *, dry: bool, kept: bool) -> None:
    """Say what became of the files, and what can be done next."""
    for each in done:
        shell.write(*_telling.of_file(each))
    shell.write(*_telling.of_all(done, kept=kept))
    if dry:
        shell.say("nothing was kept: --dry-run")
        return
    if not kept:
        shell.say("nothing was kept: --strict, and rows were refused")
        return
    for each in done:
        if each.rejects:
            shell.write(f"What was refused of {each.incoming.name}: {each.rejects}")
    if any(each.rejects for each in done):
        shell.say("mend it there and import that file; what is known is not doubled")
        shell.say("more: secondsale help import")
    new = sum(each.tally.records[Verdict.NEW].count for each in done)
    if new or any(each.tally.things for each in done):
        shell.say("to take it back: secondsale undo; what is due: secondsale today")
        _offer_hellos(shell)


def _offer_hellos(shell: Shell) -> None:
    """Say how many past customers could hear a first word."""
    from secondsale.cli.greeting import past_customers

    with shell.reading() as book:
        count = len(past_customers(shell, book))
    if count:
        people = text.plural(count, "past customer")
        shell.say(
            f"{people} could hear a first hello, spread over the weeks to come:"
            " secondsale hello-again"
        )
