"""The commands, run in this process as if typed; what they print is kept."""

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from secondsale import clock, days
from secondsale.cli import GLOBAL_OPTIONS
from secondsale.cli._going import saying
from secondsale.cli._going.state import Act, Run
from secondsale.cli._shell import Shell
from secondsale.errors import SecondsaleError
from secondsale.model import Outcome, Settlement, Status

ASKED_HERE = "still open: "
"""How a command begins to say of what is owed what `go` asks instead."""

TOLD_SHORTER = ("Logged for ", "Closed ", "Snoozed ", "Skipped ", "Next for ")
"""How the lines of a command begin that `go` says in fewer words."""

Lines = tuple[str, ...]


def run(shell: Shell, effect: Run) -> Act:
    """Run a command, and return what it did.

    Errors: SecondsaleError, and nothing was changed.
    """
    before = _settled(shell, effect.who.id)
    said, beside = _typed(shell, effect.words)
    new = [each for each in _settled(shell, effect.who.id) if each not in before]
    closed = [each.key.rule for each in new if each.status is Status.DONE]
    later = [each.until for each in new if each.until is not None]
    return Act(
        words=effect.words,
        who=effect.who,
        outcome=effect.outcome,
        closed=tuple(closed),
        until=min(later, default=None),
        note=effect.note,
        entry=_entry(shell, effect.words),
        said=(*_short(shell, effect, new), *_besides((*said, *beside))),
    )


def check(shell: Shell, typed: str) -> Lines:
    """Return how a typed note would be taken, without keeping anything.

    Errors: SecondsaleError, as `done` would refuse it.
    """
    from secondsale.cli._told import Besides, Line, understood

    note, words = saying.parted(typed)
    pairs, found = saying.sorted_out(words)
    last = {option: (said or [""])[-1] for option, said in found.items()}
    besides = Besides(
        pairs,
        found["--left"],
        found["--promise"],
        found["--by"],
        last["--concern"],
        last["--next"],
    )
    line = Line(
        customer="",
        outcome=Outcome.OK.value,
        note=note,
        inbound=False,
        channel="",
        score=last["--score"],
        on="",
        besides=besides,
    )
    with _alone():
        understood(shell, line)
    return saying.echo(typed)


def _short(shell: Shell, effect: Run, new: Sequence[Settlement]) -> Iterator[str]:
    """Yield what an act did, in few words."""
    command, name = effect.words[0], effect.who.name
    if command not in ("done", "log", "snooze", "skip"):
        return
    if effect.outcome is not None:
        yield f"{name}: {effect.outcome}."
    if command == "log":
        yield f"Kept as a note of today for {name}."
        return
    if closed := sum(each.status is Status.DONE for each in new):
        yield f"Closed {closed}."
    if dropped := sum(each.status is Status.SKIPPED for each in new):
        yield f"{name}: dropped {dropped}."
    later = [each.until for each in new if each.until is not None]
    if command == "snooze" and later:
        when = days.say_short(min(later), beside=shell.today)
        yield f"{name}: put off {len(later)} to {when}."
        return
    with shell.reading() as book:
        steps = shell.plan(book, effect.who.id).steps()
    if coming := [each.day for each in steps if each.day is not None]:
        yield f"Next: {days.say_short(coming[0], beside=shell.today)}."


def _besides(lines: Iterable[str]) -> Iterator[str]:
    """Yield what a command said that neither `go` asks nor says itself."""
    return (each for each in lines if not each.startswith((*TOLD_SHORTER, ASKED_HERE)))


def take_back(shell: Shell, act: Act) -> tuple[str, ...]:
    """Undo an act, and return what is said of it.

    Errors: SecondsaleError, and nothing was changed.
    """
    if act.entry is None:
        raise SecondsaleError(
            f"the journal does not have {act.words[0]} any more",
            "secondsale history lists what can be undone",
        )
    return _typed(shell, ("undo", str(act.entry)))[0]


def _typed(shell: Shell, words: Sequence[str]) -> tuple[Lines, Lines]:
    """Return what a command prints and what it says beside; it can ask nobody.

    Errors: SecondsaleError, also where it ends without success.
    """
    from secondsale.cli import _app

    with _alone() as (out, err):
        try:
            code = _app.run([*_chosen(shell), *words])
        except OSError as error:
            what = error.filename or "the book"
            raise SecondsaleError(f"{what}: {error.strerror}") from None
    said, beside = (tuple(each.getvalue().splitlines()) for each in (out, err))
    if code:
        raise SecondsaleError(*((*beside, *said, f"{words[0]} ended with {code}")[:1]))
    return said, beside


def _chosen(shell: Shell) -> Iterator[str]:
    """Yield the options that choose book, settings and day, as they were typed."""
    given = (shell.book_option, shell.settings_option, shell.as_of_option)
    for option, value in zip(GLOBAL_OPTIONS, given, strict=True):
        if value:
            yield from (option, value)


@contextmanager
def _alone() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Keep what is printed, and let no question be asked of the keyboard."""
    out, err, keyboard = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            yield out, err
    finally:
        sys.stdin = keyboard


def _settled(shell: Shell, customer_id: int) -> tuple[Settlement, ...]:
    with shell.reading() as book:
        return book.history(customer_id)[1]


def _entry(shell: Shell, words: Sequence[str]) -> int | None:
    """Return the number of the journal's latest entry of these words."""
    from secondsale.store.changes import Typed
    from secondsale.store.journal import Journal

    line = Typed(words, clock.instant(), shell.today).line
    with shell.reading() as book:
        noted = Journal(book).log().noted.values()
    same = (each.id for each in noted if each.typed == line)
    return max(same, default=None)
