"""Copies of the book: making one, listing them, putting one back."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from secondsale import clock, text
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
            stem = f"{book.stem}-{clock.today()}{book.suffix}"
            target /= stem
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
) -> None:
    """Make the book what a copy of it is; the book as it was is kept beside it."""
    from secondsale.store import restoring

    shell: Shell = ctx.obj
    book, source = shell.book_path, _find(shell, copy)
    restoring.check(source)
    _say_who_comes_back(shell, source)
    if book.exists() and not yes:
        if not shell.at_a_terminal:
            raise InputError(
                f"restoring replaces all that is in {book}", "say so with --yes"
            )
        if not shell.confirm(f"Replace all that is in {book}?", default=False):
            shell.say("nothing was changed")
            return
    kept = restoring.restore(source, book)
    shell.write(f"Restored {book} from {source}.")
    if kept is not None:
        shell.write(f"The book as it was: {kept}.")


def _say_who_comes_back(shell: Shell, copy: Path) -> None:
    """Say whom the book has forgotten and the copy still holds."""
    from secondsale.store import rewriting

    with suppress(BookError), shell.reading() as book:  # it may be what is to be mended
        back = rewriting.coming_back(book, copy)
        if back:
            shell.say(
                f"{text.plural(len(back), 'person', 'people')} forgotten since will be"
                " back: erase them in the copy first"
            )
            shell.suggest(*(f"secondsale forget {id} --rewrite-backups" for id in back))


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
    return words.get(copy.kind, f"before {copy.operation}")


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
