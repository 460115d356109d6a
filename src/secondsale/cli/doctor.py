"""Whether the book and what lies around it are sound, and mending what is not."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from secondsale import clock, text
from secondsale.cli._checkup import PARTS, checkup, promised, settings_file
from secondsale.cli._shell import Shell
from secondsale.errors import BookError, ExitCode
from secondsale.store import Book
from secondsale.store.checks.results import Result


class Mended(NamedTuple):
    """What was done, and the copy of the book as it was before, if it needed one."""

    copy: Path | None
    done: tuple[str, ...]
    renewed: tuple[str, ...]
    """What is derived and was made anew although nothing was wrong with it."""
    failed: tuple[str, ...]
    planned: bool
    """Whether everybody was planned anew."""


def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Copy the book, then mend what can be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the book, its copies and what lies around it; --fix mends what it can.

    Without --fix nothing is changed, and each line says what it would do; only a book
    of an older version is brought up to date, as by every command. Exit code 1 where
    something is wrong; what is only worth a look is called advice.
    """
    shell: Shell = ctx.obj
    _refuse_what_is_no_book(shell)
    mended = _mend(shell) if fix else None
    planned = mended is not None and mended.planned
    results = promised(checkup(shell, planned=planned))
    if as_json:
        shell.data(_shape(shell, results, mended))
    else:
        _show(shell, results, mended)
    if any(each.state == "wrong" for each in results):
        raise typer.Exit(ExitCode.FAILURE)


def _refuse_what_is_no_book(shell: Shell) -> None:
    """Look at nothing around what is not ours.

    Errors: BookError.
    """
    from secondsale.store.connection import explained, refuse_foreign

    path = shell.book_path
    if not path.exists() or not path.stat().st_size:
        with shell.reading():  # which says so
            return
    with explained(path):
        refuse_foreign(path)


def _mend(shell: Shell) -> Mended:
    """Mend what can be mended, after a copy.

    Errors: BookError for a book that is past mending.
    """
    from secondsale.cli._replanning import plan_all
    from secondsale.store import forgetting
    from secondsale.store.checks import derived, mend, surroundings, whole
    from secondsale.store.connection import explained, refuse_foreign

    path = shell.book_path
    with explained(path):
        refuse_foreign(path)
    copy = surroundings.copy_first(path) if _has_faults(shell) else None
    with Book.open_for_writing(path) as book:
        done: list[str] = []
        renewed: list[str] = []
        failed: list[str] = []
        planned = False
        with book.change():  # without words: what is derived is no entry
            half_forgotten = derived.half_forgotten(book)
            done += mend(book)
            for part in PARTS if settings_file(shell).state == "ok" else ():
                try:
                    with whole(book):
                        was_wrong = part.look(shell, book).faults
                        made = list(part.mend(shell, book))
                    (done if was_wrong else renewed).extend(made)
                except BookError as error:
                    failed.append(error.message)
        if settings_file(shell).state == "ok":
            try:
                people = text.plural(plan_all(shell, book), "customer")
                renewed.append(f"planned {people} anew")
                planned = True
            except BookError as error:
                failed.append(error.message)
        for customer_id in half_forgotten[:1]:
            forgetting.pack(book, customer_id)
    done += surroundings.close_to_others(path)
    done += surroundings.take_away(surroundings.left_lying(path, now=clock.instant()))
    return Mended(copy, tuple(done), tuple(renewed), tuple(failed), planned)


def _has_faults(shell: Shell) -> bool:
    """Return whether there is anything to mend in the book, or it is past mending."""
    from secondsale.store.checks import look

    try:
        with shell.reading() as book:  # an older one is brought up to date
            return any(each.faults for each in look(book, mendable=True)) or (
                settings_file(shell).state == "ok"
                and any(part.look(shell, book).faults for part in PARTS)
            )
    except BookError:
        return True  # copying it says what is wrong


def _show(shell: Shell, results: Sequence[Result], mended: Mended | None) -> None:
    if mended is not None:
        if mended.copy is not None:
            shell.say(f"the book as it was: {mended.copy}")
        shell.say(*(f"mended: {each}" for each in mended.done))
        shell.say(*mended.renewed)
        shell.say(*(f"not mended: {each}" for each in mended.failed))
    if shell.draws:
        rows = [(each.name, each.state, _sentence(each)) for each in results]
        shell.listing(("check", "", "what was found"), rows, none="")
    else:
        shell.lines((r.state, r.name, r.said, _remedy(r)) for r in results)
    verdict = list(_verdict(results, fixed=mended is not None))
    shell.say(*(verdict or ["nothing is wrong"] * shell.draws))


def _sentence(result: Result) -> str:
    remedy = _remedy(result)
    return f"{result.said} ({remedy})" if remedy else result.said


def _remedy(result: Result) -> str:
    """Say what `--fix` does about what was found, or what a person can do."""
    if result.mendable:
        return f"with --fix {result.remedy}"
    return result.remedy


def _verdict(results: Sequence[Result], *, fixed: bool) -> Iterator[str]:
    wrong = [each for each in results if each.state == "wrong"]
    mendable = [each.name for each in wrong if each.mendable]
    if wrong:
        left = "still wrong" if fixed else "wrong"
        yield f"{left}: {text.listed([each.name for each in wrong])}"
    if mendable and not fixed:
        yield f"secondsale doctor --fix mends: {text.listed(mendable)}"


def _shape(
    shell: Shell, results: Sequence[Result], mended: Mended | None
) -> dict[str, Any]:
    return {
        "book": str(shell.book_path),
        "sound": all(each.state != "wrong" for each in results),
        "copy": str(mended.copy) if mended and mended.copy else None,
        "renewed": [] if mended is None else list(mended.renewed),
        "mended": [] if mended is None else list(mended.done),
        "not_mended": [] if mended is None else list(mended.failed),
        "checks": [
            {
                "check": each.name,
                "state": each.state,
                "said": each.said,
                "faults": [fault._asdict() for fault in each.faults],
                "remedy": each.remedy,
                "mendable": each.mendable,
            }
            for each in results
        ],
    }
