"""Copies of the book: making one, listing them, putting one back."""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Annotated

import typer

from secondsale import clock, days, text
from secondsale.cli._shell import Shell
from secondsale.errors import BookError, InputError, NotFoundError
from secondsale.store.backups import Backup, Kind

KILOBYTE = 1000


def backup(
    ctx: typer.Context,
    to: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]", help="A file that is not there yet, or a folder."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Copy the book, verify the copy, and say where it is; nothing is overwritten."""
    from secondsale.store import backups as copies
    from secondsale.store.connection import explained

    shell: Shell = ctx.obj
    with shell.reading():
        book = shell.book_path
        target = Path(to).expanduser() if to else copies.unused_name(book, "backup")
        if target.is_dir():
            target = _unused(target, f"{book.stem}-{clock.today()}", book.suffix)
        with explained(target):
            made = copies.back_up(book, target)
    size = made.stat().st_size
    if as_json:
        shell.data({"path": str(made), "bytes": size})
        return
    shell.write(f"Copied and verified: {made} ({_size(size)}).")
    _warn_of_syncing(shell, made)


def backups(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the copies of the book that lie beside it, the newest first."""
    from secondsale.store import backups as copies

    shell: Shell = ctx.obj
    found = copies.backups(shell.book_path)
    shell.listing(
        ("made", "why", "size", "file"),
        [
            (f"{it.made_at:%Y-%m-%d %H:%M}", _why(it), _size(it.size), _name(it))
            for it in found
        ],
        none=f"no copies lie beside {shell.book_path}",
        data=(lambda: [_shape(each) for each in found]) if as_json else None,
    )


def restore(
    ctx: typer.Context,
    copy: Annotated[str, typer.Argument(help="A file, or a name from `backups`.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    bring_back: Annotated[
        bool, typer.Option("--bring-back", help="Also who was forgotten since.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make the book what a copy of it is; the book as it was is kept beside it."""
    from secondsale.store import restoring
    from secondsale.store.changes import Typed

    shell: Shell = ctx.obj
    book, source = shell.book_path, _find(shell, copy)
    restoring.check_place(book)
    restoring.check(source, book)
    back = _coming_back(shell, source)
    asks = book.exists() and not yes
    if asks and not shell.at_a_terminal:
        raise InputError(
            f"restoring replaces all that is in {book}", "say so with --yes"
        )
    if back and not (asks or bring_back):
        raise InputError(
            f"{_people(back)} forgotten since would be back",
            f"erase them in the copy first: {_erase(back[0])}; or say --bring-back",
        )
    if back and asks:
        shell.say(f"{_people(back)} forgotten since will be back; to erase them first:")
        shell.suggest(*(_erase(each) for each in back))
    if asks and not shell.confirm(_question(book, source), default=False):
        shell.say("nothing was changed")
        return
    typed = Typed(shell.typed, clock.instant(), shell.today)
    kept = restoring.restore(source, book, typed=typed)
    if as_json:
        shell.data(
            {
                "path": str(book),
                "copy": str(source),
                "kept": None if kept is None else str(kept),
                "brought_back": list(back),
            }
        )
        return
    shell.write(f"Restored {book} from {source}.")
    if kept is not None:
        shell.write(f"The book as it was: {kept}.")


def _unused(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path in a folder that no file has yet: `book-2026-11-21-2.db`."""
    names = (f"{stem}-{number}{suffix}" for number in count(2))
    paths = (folder / name for name in chain([f"{stem}{suffix}"], names))
    return next(path for path in paths if not os.path.lexists(path))


def _question(book: Path, copy: Path) -> str:
    made = clock.in_own_place(datetime.fromtimestamp(copy.stat().st_mtime, UTC))
    when = f"{days.say_in_full(made.date())}, {made:%H:%M}"
    return f"Replace all that is in {book} with the copy {copy.name} of {when}?"


def _people(ids: Sequence[int]) -> str:
    return text.plural(len(ids), "person", "people")


def _erase(customer_id: int) -> str:
    return f"secondsale forget {customer_id} --rewrite-backups"


def _coming_back(shell: Shell, copy: Path) -> tuple[int, ...]:
    """Return whom the book has forgotten and the copy still holds."""
    from secondsale.store import rewriting

    with suppress(BookError), shell.reading() as book:  # it may be what is to be mended
        return rewriting.coming_back(book, copy)
    return ()


def _find(shell: Shell, typed: str) -> Path:
    """Return the copy that was meant: a name beside the book, or any file.

    Errors: NotFoundError.
    """
    from secondsale.store import backups as copies

    book = shell.book_path
    beside = {_name(each): each.path for each in copies.backups(book)}
    for name in (typed, f"{book.name}.{typed}"):
        if name in beside:
            return beside[name]
    path = Path(typed).expanduser()
    if not path.exists():
        raise NotFoundError(
            f"there is no copy {text.visible(typed)}", "list them: secondsale backups"
        )
    return path


def _warn_of_syncing(shell: Shell, path: Path) -> None:
    from secondsale.store import backups as copies

    synced = copies.in_synced_folder(path)
    if synced:
        shell.say(f"it lies in {synced}, so a copy of it leaves this machine")


def _name(copy: Backup) -> str:
    return copy.path.name


def _why(copy: Backup) -> str:
    words = {Kind.DAILY: "of the day", Kind.ASKED: "asked for"}
    empty = "" if copy.size else ", but empty"
    return words.get(copy.kind, f"before {copy.operation}") + empty


def _size(size: int) -> str:
    if size < KILOBYTE**2:
        return f"{size / KILOBYTE:.0f} kB"
    return f"{size / KILOBYTE**2:.1f} MB"


def _shape(copy: Backup) -> dict[str, object]:
    return {
        "path": str(copy.path),
        "kind": copy.kind,
        "operation": copy.operation,
        "made_at": copy.made_at.isoformat(timespec="seconds"),
        "bytes": copy.size,
    }
