"""The history says also what cannot be taken back, so that no undo passes over it."""

from secondsale import clock
from secondsale.cli._shell import Shell
from secondsale.model.journal import EntryKind
from secondsale.store import Book


def enter_forgotten(shell: Shell, book: Book) -> None:
    """Enter that somebody was forgotten, without a name, inside a change of a book."""
    from secondsale.store.changes import Typed
    from secondsale.store.journal import ERASED, note

    typed = Typed(shell.typed, clock.instant(), shell.today)
    note(book, EntryKind.FORGET, ERASED, typed)
