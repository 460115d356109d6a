"""Copies of the book that still hold somebody who was forgotten."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from secondsale import clock, text
from secondsale.cli._shell import Shell
from secondsale.store import Book


def words_in_copies(shell: Shell, number: int) -> tuple[str, ...]:
    """Return by what the copies still know somebody whom the book has forgotten."""
    from secondsale.store import backups, rewriting

    with shell.reading() as book:
        copies = backups.backups(shell.book_path)
        found = rewriting.holding(book, number, copies).holding
        return rewriting.words_in(found, number)


def names_knowing(shell: Shell, book: Book, number: int) -> list[str]:
    """Return the names of the copies that hold somebody who is not forgotten yet."""
    from secondsale.store import backups, rewriting

    copies = backups.backups(shell.book_path)
    found = rewriting.knowing(book, number, copies).holding
    return [each.path.name for each in found]


def mind_copies(
    shell: Shell,
    number: int,
    *,
    rewrite: bool,
    clean_notes: bool,
    words: tuple[str, ...],
    tell: bool,
) -> list[dict[str, Any]]:
    """Say which copies still hold a person, and rewrite them if that is wanted."""
    from secondsale.store import backups, rewriting
    from secondsale.store.merging import once

    with shell.reading() as book:
        copies = backups.backups(shell.book_path)
        holding, unreadable = rewriting.holding(book, number, copies, words)
        merged = once(book, number)
    names = [each.path.name for each in holding]
    if holding and not rewrite and shell.at_a_terminal:
        one = "This copy still holds" if len(names) == 1 else "These copies still hold"
        shell.say(f"{one} them: {', '.join(names)}.")
        rewrite = shell.confirm("Erase them there too, for good?", default=False)
    left: dict[str, int] = {}
    for each in holding if rewrite else ():
        with naming_what_is_left(shell, number, names[len(left) :]):
            left[each.path.name] = rewriting.rewrite(
                each.path,
                number,
                on=shell.today,
                clean_notes=clean_notes,
                words=words,
                merged=merged,
            )
        if tell:
            shell.write(_rewritten(each.path.name, left[each.path.name]))
    if holding and not rewrite and tell:
        shell.write(f"Copies that still hold them: {', '.join(names)}.")
        shell.say(f"erase them there: secondsale forget {number} --rewrite-backups")
    for each in unreadable:
        shell.say(f"{each.path.name} cannot be read: delete it if nobody needs it")
    _mind_half_made(shell, tell=tell)
    return [
        *(
            {"path": str(each.path), "holds": False, "mentions": left[each.path.name]}
            if rewrite
            else {"path": str(each.path), "holds": True}
            for each in holding
        ),
        *({"path": str(each.path), "holds": None} for each in unreadable),
    ]


@contextmanager
def naming_what_is_left(
    shell: Shell, number: int, names: Sequence[str] = ()
) -> Iterator[None]:
    """Say where a person still is when what is done inside is broken off."""
    try:
        yield
    except BaseException:
        where = f"still in {text.listed(list(names))}" if names else "still in copies"
        shell.say(
            f"customer {number} is forgotten in the book, and {where}",
            f"to go on: secondsale forget {number} --rewrite-backups",
        )
        raise


def _rewritten(name: str, left: int) -> str:
    if not left:
        return f"Rewritten without them, and verified: {name}."
    texts = text.plural(left, "text")
    return f"Rewritten, and verified: {name}; {texts} of others may still name them."


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
