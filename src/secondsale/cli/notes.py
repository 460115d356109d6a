"""A page of check-boxes that was ticked in a notes app, logged."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from secondsale import days
from secondsale.cli._shell import Shell
from secondsale.errors import ExitCode, InputError
from secondsale.model import Customer, Status
from secondsale.model.tasks import NOTES, Task, TaskState
from secondsale.records import replace
from secondsale.store import Book
from secondsale.text import visible

if TYPE_CHECKING:
    from secondsale.cli._ticked import Ticked
    from secondsale.exchange.pages import Box
    from secondsale.exchange.talks import Remark
    from secondsale.planner import Conversation

_MAKES_SOME = "secondsale today --md makes a page of them"


class Entry(NamedTuple):
    """A box that was ticked, and what it has led to."""

    box: "Box"
    name: str = ""
    who: int = 0
    """The customer's id, who may have been merged with the one of the box."""
    on: date | None = None
    ticked: "Ticked | None" = None
    trouble: str = ""
    before: bool = False
    """Whether it was logged by an earlier run."""
    undone: bool = False
    """Whether what was logged was taken back."""

    @property
    def left_out(self) -> bool:
        """Whether something of it is not in the book."""
        from secondsale.cli._ticked import Heard

        apart = self.ticked is not None and self.ticked.heard is Heard.APART
        return bool(self.trouble) or apart


def ingest(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A page that `today --md` wrote.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, do nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Log what was ticked on a page of `today --md`, each box once.

    What was written into or below a box is the note; an outcome as its first word is
    the outcome (happy: loves it; call back 2026-11-30). A conversation is dated by the
    day of its list, or today where that is still to come. What is written after it was
    logged is added to it.
    """
    shell: Shell = ctx.obj
    from secondsale.cli.phone import opened
    from secondsale.exchange.tables.encodings import encoding_of

    path = Path(file or shell.ask("Which file?", "the file")).expanduser()
    try:
        coded = encoding_of(path)
    except InputError as error:
        if path.is_file():
            raise InputError(str(error), _MAKES_SOME) from None
        raise
    lines = path.read_text(coded.codec, errors=coded.errors).splitlines()
    with opened(shell, dry_run=dry_run) as book:
        entries = [*_heard(shell, book, lines, path)]
    _report(shell, entries, dry_run=dry_run, as_json=as_json)
    if any(each.left_out for each in entries):
        raise typer.Exit(ExitCode.PARTLY)


def _heard(shell: Shell, book: Book, lines: list[str], path: Path) -> Iterator[Entry]:
    """Log the boxes of a page that are ticked and were not logged before."""
    from secondsale.exchange import pages
    from secondsale.store.tasks import Tasks, keep

    found = [*pages.boxes(lines)]
    if not found:
        raise InputError(f"{path.name} has no check-box of ours", _MAKES_SOME)
    known = {task.uid: task for task in Tasks(book).of_place(NOTES)}
    for box in found:
        if box.trouble:
            yield Entry(box, trouble=box.trouble)
        elif not box.ticked:
            yield Entry(box)
        else:
            entry, task = _hear(shell, book, box, known.get(box.uid))
            if task is not None:
                known[box.uid] = task
                keep(book, task)
            yield entry


def _hear(
    shell: Shell, book: Book, box: "Box", before: Task | None
) -> tuple[Entry, Task | None]:
    """Log a box, or what was written to it since; return what to remember of it."""
    from secondsale.store.calling import former_names
    from secondsale.store.merging import merged_into
    from secondsale.store.tasks import Tasks

    number: int | None = box.customer_id
    while number is not None and not Tasks(book).is_there(number):
        number = merged_into(book, number)
    if number is None:
        if before is not None:
            return Entry(box, before=True), None
        return Entry(box, trouble="there is no such customer"), None
    who = book.customer(number)
    if before is not None:
        return _again(shell, book, box, before, who)
    called = former_names(book, box.customer_id, number)
    if not (box.names(who.name) or any(map(box.names, called))):
        return Entry(box, trouble=f"customer {who.id} is {who.name}"), None
    return _log(shell, book, box, who)


def _log(
    shell: Shell, book: Book, box: "Box", who: Customer
) -> tuple[Entry, Task | None]:
    from secondsale.cli._handing_out import still_open
    from secondsale.cli._ticked import log_ticked

    keys, said, mark = _said(shell, book, box, who)
    on = min(box.day, shell.today)
    left = still_open(shell, book, who.id, keys, on)
    ticked = log_ticked(shell, book, who.id, left, said, on=on, about=keys)
    task = Task(NOTES, box.uid, who.id, keys, mark, TaskState.DONE, shell.today)
    return Entry(box, who.name, who.id, ticked.on or on, ticked), task


def _again(
    shell: Shell, book: Book, box: "Box", before: Task, who: Customer
) -> tuple[Entry, Task | None]:
    """Add what was written to a box since it was logged, to the talk it became."""
    from secondsale.cli._ticked import Heard, add_said, talk_about

    _, said, mark = _said(shell, book, box, who)
    on = min(box.day, before.changed_on)
    talk = talk_about(book, who.id, before.keys, said.outcome, on=on)
    if talk is None:
        return Entry(box, who.name, who.id, before=True, undone=True), None
    if mark == before.written:
        return Entry(box, who.name, who.id, before=True), None
    ticked = add_said(book, talk, said)
    if ticked.heard is Heard.KNOWN:
        return Entry(box, who.name, who.id, before=True), None
    return Entry(box, who.name, who.id, ticked.on, ticked), replace(
        before, written=mark
    )


def _said(
    shell: Shell, book: Book, box: "Box", who: Customer
) -> tuple[tuple[str, ...], "Remark", str]:
    """Return what a box was about, what was written to it, and a mark of all of it."""
    from hashlib import sha256

    from secondsale.cli._handing_out import keys_of, rule_ids, talk
    from secondsale.exchange.talks import remark
    from secondsale.render import words

    meant = _meant(shell, book, box, who.id)
    history, _ = book.history(who.id)
    day = min(box.day, shell.today)
    reach = visible(words.reach(history, today=day))
    ours = () if meant is None else talk(meant, shell.texts).lines
    lines = box.remark((reach, *ours), rule_ids())
    mark = sha256("\n".join((box.title, *box.below)).encode()).hexdigest()[:12]
    keys = keys_of(meant) if meant else _done_since(shell, book, box, who.id)
    return keys, remark(lines), mark


def _meant(
    shell: Shell, book: Book, box: "Box", customer_id: int
) -> "Conversation | None":
    """Return the conversation that the list of a box's day had with a customer."""
    seen_from = min(box.day, shell.today)
    plan = shell.plan(book, customer_id, today=seen_from)
    # A full day moves people on, which a plan of one of them does not see.
    until = takewhile(lambda each: each.day <= box.day, plan.conversations())
    return max(until, key=lambda each: each.day, default=None)


def _done_since(
    shell: Shell, book: Book, box: "Box", customer_id: int
) -> tuple[str, ...]:
    """Return what the list of a box's day may have had, and was done since."""
    return tuple(
        str(item.key)
        for item in shell.plan(book, customer_id).touchpoints
        if item.window.due <= box.day
        and item.settlement is not None
        and item.settlement.status is Status.DONE
        and item.settlement.on >= min(box.day, shell.today)
    )


def _report(
    shell: Shell, entries: list[Entry], *, dry_run: bool, as_json: bool
) -> None:
    if as_json:
        logged = [_data(each) for each in entries]
        shell.data({"dry_run": dry_run, "boxes": logged})
        return
    from secondsale.cli.phone import ticked

    for each in entries:
        if each.trouble:
            which = ", ".join(filter(None, (f"line {each.box.line}", each.box.uid)))
            shell.say(f"{which}: {each.trouble}")
        elif each.ticked is not None and each.on is not None:
            who = f"{each.name} ({each.who})"
            shell.write(ticked(who, each.ticked, days.say_in_full(each.on)))
            shell.write(*each.ticked.owed)
            if each.left_out:
                outcome = each.ticked.outcome
                shell.say(f'to keep it: secondsale log {each.who} {outcome} -n "NOTE"')
    before = sum(each.before for each in entries)
    undone = sum(each.undone for each in entries)
    unticked = sum(not (each.box.ticked or each.trouble) for each in entries)
    if before:
        shell.write(f"Logged before, so not again: {before}.")
    if undone:
        shell.write(f"Taken back since: {undone} (secondsale redo, or done).")
    if unticked:
        shell.write(f"Not ticked, so left: {unticked}.")
    if dry_run:
        shell.say("this was a dry run: nothing was kept")


def _data(entry: Entry) -> dict[str, Any]:
    from secondsale.cli.phone import ticked_data

    said = {
        "id": entry.box.uid,
        "line": entry.box.line,
        "customer_id": entry.who or entry.box.customer_id,
        "customer": entry.name,
        "ticked": entry.box.ticked,
        "logged_before": entry.before,
        "taken_back": entry.undone,
        "refused": entry.trouble,
        "on": entry.on.isoformat() if entry.on else None,
    }
    return said | (ticked_data(entry.ticked) if entry.ticked else {})
