"""What is looked at before the book is changed: the clock, and the copy of the day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from secondsale import clock, days
from secondsale.errors import BookError
from secondsale.store import Book


def doubts(book: Book) -> Iterator[str]:
    """Say so where the clock shows a day before the book was last changed."""
    last = book.last_changed()
    if last and last > clock.instant() + timedelta(days=1):
        yield (
            f"the clock says {days.say_in_full(clock.today())}, but the book was"
            f" changed on {days.say_in_full(last.date())}: is the day right?"
        )


def copied_today(book: Book, path: Path) -> Iterator[str]:
    """Copy the book once a day, and say what keeps it from that, or could harm it.

    Errors: UnsoundError where the book is damaged.
    """
    today = clock.today()
    if book.was_backed_up(today):
        return
    from secondsale.store import backups
    from secondsale.store.connection import explained
    from secondsale.store.files import daily

    try:
        if not book.is_empty():
            with explained(daily(path, today)):
                backups.back_up_today(path, today=today)
    except backups.UnsoundError:
        raise
    except BookError as error:
        yield f"the copy of the day could not be made: {error.message}"
    synced = backups.in_synced_folder(path)
    if synced:
        yield (
            f"the book lies in {synced}: a program that copies it while it changes"
            " can damage it; keep it elsewhere, and its backups there"
        )
