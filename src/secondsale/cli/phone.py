"""The phone: a folder of tasks that other programs carry there and back."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondsale import clock, days, text
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.errors import ExitCode, InputError
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.cli._ledger import Event
    from secondsale.cli._ticked import Ticked

AHEAD = "7"
"""How many days ahead conversations are handed out."""


def sync(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(help="The folder that vdirsyncer carries to the server.")
    ] = "",
    ahead: Annotated[
        str, typer.Option("--days", help="Hand out so many days ahead.")
    ] = AHEAD,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, do nothing.")
    ] = False,
    emptied: Annotated[
        bool,
        typer.Option("--emptied", help="Yes, all tasks were deleted on the phone."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Bring a folder of tasks in line with the agenda, and log what was ticked there.

    A task a conversation, for CalDAV apps. One that is ticked comes back as done, with
    what was written into it (happy: loves it); one that is moved to a later day is
    snoozed; one that is deleted stays on the agenda and is not handed out again.
    """
    shell: Shell = ctx.obj
    from secondsale.cli._ledger import Ledger
    from secondsale.cli._syncing import Syncing
    from secondsale.exchange.vdirs import Folder

    number = whole_number(ahead, "a number of days", low=0, high=366)
    typed = folder or shell.ask("Which folder?", "the folder of the tasks")
    path = Path(typed).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is not a folder", "name a folder for the tasks")
    with opened(shell, dry_run=dry_run) as book:
        place = str(path.resolve())
        lying, now = Folder(path), clock.instant()
        ledger = Ledger(book, lying, place, today=shell.today)
        if ledger.vanished and not emptied:
            raise InputError(
                f"none of the {text.plural(ledger.vanished, 'task')} handed out is in"
                f" {path} any more",
                "if it is the right folder, --emptied says they were deleted there",
            )
        Syncing(shell, book, ledger, now=now).run(ahead=number)
        if not dry_run:
            ledger.write()
            lying.tidy(now=now)
    if not dry_run:
        ledger.remove()
    _report(shell, path, ledger.events, dry_run=dry_run, as_json=as_json)
    if any(each.kind in ("damaged", "foreign") for each in ledger.events):
        raise typer.Exit(ExitCode.PARTLY)


def opened(shell: Shell, *, dry_run: bool) -> AbstractContextManager[Book]:
    """Return a book that is there, open for a change or for one that is taken back."""
    if not dry_run:
        return shell.changing()
    with shell.reading():
        pass
    return shell.previewing()


def _report(
    shell: Shell,
    path: Path,
    events: Sequence["Event"],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print what was heard and done; what went wrong is said beside it."""
    if as_json:
        shell.data(
            {
                "folder": str(path),
                "dry_run": dry_run,
                "events": [_data(each) for each in events],
            }
        )
        return
    for each in events:
        if each.kind in _TROUBLE:
            shell.say(
                f"{each.uid}: {_TROUBLE[each.kind].format(each.about, _who(each))}"
            )
        else:
            shell.write(*_sentences(each, shell))
    if not events:
        shell.write("Nothing has changed.")
    if dry_run:
        shell.say("this was a dry run: nothing was done")


_TROUBLE = {
    "damaged": "it cannot be read and is left alone ({})",
    "busy": "somebody changed it just now; the next sync sees to it",
    "foreign": "it is about “{}”, not about {}: another book's? It is left alone",
}

_SAID = {
    "handed out": "Handed out: {about}, {day}.",
    "updated": "Handed out anew: {about}, {day}.",
    "ticked": "Ticked there, as it was done here: {who}.",
    "ticked again": (
        "Un-ticked on the phone, and ticked again, as it is done here: {who}, {day}."
        " If it was not, undo it here: secondsale history has its number."
    ),
    "withdrawn": "Taken back: {who}: {about}.",
    "left": "Over, and left there as you wrote into it: {who}: {about}.",
    "deleted": "Deleted on the phone: {who}. It stays on the agenda.",
    "cancelled": "Called off on the phone: {who}. It stays on the agenda.",
    "snoozed": "Put off on the phone: {who}, until {day}.",
    "fixed": "Put off on the phone, but cannot wait until {day}: {about} of {who}.",
}


def _sentences(event: "Event", shell: Shell) -> Iterator[str]:
    """Say one thing that was heard or done."""
    who = _who(event)
    if event.ticked is not None:
        assert event.day is not None
        yield ticked(who, event.ticked, days.say_in_full(event.day))
        yield from event.ticked.owed
        return
    day = days.say_short(event.day, beside=shell.today) if event.day else ""
    yield _SAID[event.kind].format(who=who, day=day, about=event.about)


def _who(event: "Event") -> str:
    return f"{event.name} ({event.customer_id})" if event.name else event.uid


def ticked(who: str, what: "Ticked", day: str) -> str:
    """Say what a tick has led to."""
    note = f": “{what.note}”" if what.note else ""
    kind, came = str(what.heard), f"{who}, {what.outcome} on {day}"
    if kind == "known":
        return f"Ticked, and logged before: {who}{note}."
    if kind == "logged":
        return f"Ticked, and logged though nothing of it was open: {came}{note}."
    if kind == "added":
        return f"Written since, and added to the talk: {came}{note}."
    if kind == "apart":
        return f"Written since, and not kept, as the talk is logged: {who}{note}."
    back = f", back on {days.say_in_full(what.until)}" if what.until else ""
    return f"Ticked: {who}, {what.outcome} on {day}{back}{note}."


def ticked_data(what: "Ticked") -> dict[str, Any]:
    """Return what a tick has led to, as data."""
    return {
        "outcome": str(what.outcome),
        "note": what.note,
        "heard": str(what.heard),
        "covered": list(what.covered),
        "until": what.until.isoformat() if what.until else None,
        "still_open": list(what.owed),
    }


def _data(event: "Event") -> dict[str, Any]:
    said = {
        "what": event.kind,
        "uid": event.uid,
        "customer_id": event.customer_id,
        "customer": event.name,
        "day": event.day.isoformat() if event.day else None,
        "about": event.about,
    }
    return said | (ticked_data(event.ticked) if event.ticked else {})
