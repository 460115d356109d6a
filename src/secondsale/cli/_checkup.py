"""The looks at a book and at what lies around it, each with what it found."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from secondsale import clock, text
from secondsale.cli._shell import Shell
from secondsale.errors import BookError, SettingsError
from secondsale.store import Book
from secondsale.store.checks import look
from secondsale.store.checks.results import Fault, Result, summed

ASLEEP = "nobody sleeps longer than their plan says"
"""What is true of a sound wake index."""

PAST_MENDING = frozenset({"book", "integrity", "references"})
"""The looks after whose faults only a sound copy helps."""

FIRST_OF_ALL = "first put a sound copy in its place"

MOST_UNREACHED = 1000
"""How many customers whom nobody can reach are listed."""


class Part(NamedTuple):
    """Something derived that only the settings can tell: how it is, and making it anew.

    Making it anew is done by every `--fix`, inside its change of the book.
    """

    name: str
    look: Callable[[Shell, Book], Result]
    mend: Callable[[Shell, Book], Iterable[str]]


def checkup(shell: Shell, *, planned: bool = False) -> Iterator[Result]:
    """Yield what each look finds; nothing is changed.

    Where everybody was `planned` just now, the wake index is what a look would say.
    """
    settings = settings_file(shell)
    try:
        with shell.reading() as book:
            yield Result("book", "it can be opened")
            yield from look(book)
            for part in PARTS if settings.state == "ok" else ():
                yield _seen(part.name, part.look, shell, book)
            if planned:
                yield Result("wake index", ASLEEP)
            elif settings.state == "ok":
                yield _seen("wake index", _wake_index, shell, book)
            yield _seen("reach", _reach, shell, book)
            yield _seen("copies", _copies, shell, book)
    except BookError as error:
        yield Result("book", error.message, (Fault("", error.message),), error.hint)
        yield _copies(shell, None)
    yield settings
    yield from _around(shell)


def promised(found: Iterable[Result]) -> list[Result]:
    """Return what was found, with nothing called mendable in a book past mending."""
    results = list(found)
    if not any(each.name in PAST_MENDING and each.faults for each in results):
        return results
    return [
        each._replace(mendable=False, remedy=FIRST_OF_ALL) if each.mendable else each
        for each in results
    ]


def _seen(
    name: str, look_at: Callable[[Shell, Book], Result], shell: Shell, book: Book
) -> Result:
    """Return what a look finds, also where a row that it needs cannot be read."""
    try:
        return look_at(shell, book)
    except BookError as error:
        fault = Fault("", f"it could not be looked at: {error.message}")
        return Result(name, str(fault), (fault,), error.hint)


def settings_file(shell: Shell) -> Result:
    """Look whether the settings can be read."""
    try:
        path = shell.settings.path
    except SettingsError as error:
        fault = Fault("", error.message)
        return Result("settings", error.message, (fault,), error.hint)
    known = (
        "they can be read" if path.exists() else "no file: every figure is the usual"
    )
    return Result("settings", known)


def _snapshot(shell: Shell, book: Book) -> Result:
    """Look at the snapshot of what all sales teach."""
    from secondsale.store.checks.derived import snapshot

    faults = tuple(snapshot(book))
    day = None if faults else book.learned().day
    if day is not None and day > shell.today:
        faults = (Fault("", f"taken as of {day}, a day to come"),)
    if faults:
        remedy = "it is taken anew"
        return Result("snapshot", summed(faults), faults, remedy, mendable=True)
    if day is None:
        return Result("snapshot", "nothing is learned from the sales yet")
    age = text.plural((shell.today - day).days, "day")
    return Result("snapshot", f"what all sales teach, as of {day}; it is {age} old")


def _take_snapshot(shell: Shell, book: Book) -> Iterator[str]:
    if not book.is_empty():
        shell.learn(book)
        yield f"took what all sales teach anew, as of {shell.today}"


PARTS = (Part("snapshot", _snapshot, _take_snapshot),)
"""In the order in which they are made anew: what others are made from goes first."""


def _wake_index(shell: Shell, book: Book) -> Result:
    """Compare until when people sleep with plans of all of them."""
    from secondsale.cli._replanning import misled

    found = tuple(
        Fault(
            f"customer {customer_id}",
            "would be shown too late, or by settings of before",
        )
        for customer_id in islice(misled(shell, book), MOST_UNREACHED)
    )
    if not found:
        return Result("wake index", ASLEEP)
    remedy = "everybody is planned anew"
    return Result("wake index", summed(found), found, remedy, mendable=True)


def _reach(shell: Shell, book: Book) -> Result:
    """List whom nobody can reach who did not ask for that."""
    from secondsale.policy.consent import way

    faults = []
    for history in book.wishes():
        who, wishes = history.customer, history.opt_outs
        silent = any(each.scope == "all" and each.holds(shell.today) for each in wishes)
        if not silent and way(shell.today, history) is None:
            why = "opted out of every way" if who.ways() else "no phone or e-mail known"
            faults.append(Fault(f"customer {who.id}", f"{who.name}, {why}"))
            if len(faults) == MOST_UNREACHED:
                break
    if not faults:
        return Result("reach", "everybody can be reached, or asked not to be")
    return Result(
        "reach",
        summed(tuple(faults)),
        tuple(faults),
        "ask for a way: secondsale edit-customer NUMBER --phone ...",
        is_advice=True,
    )


def _copies(shell: Shell, book: Book | None) -> Result:
    """Restore the newest copy for trial, and if it is not sound, those before it."""
    from secondsale.store.checks import surroundings

    path = shell.book_path
    sound, unsound, untried = surroundings.try_copies(path)
    remedy = "secondsale backup makes one"
    if unsound:
        faults = [Fault(copy.path.name, what) for copy, what in unsound]
        if sound is not None:
            remedy = f"the newest sound one: {surroundings.restore(path, sound)}"
        return Result("copies", summed(tuple(faults)), tuple(faults), remedy)
    if untried:
        fault = Fault("", f"they could not be tried: {untried}")
        remedy = "check the room on the disk and the permissions of the folder"
        return Result("copies", str(fault), (fault,), remedy, is_advice=True)
    if sound is None:
        if book is None or book.is_empty():
            return Result("copies", "no copy lies beside it")
        fault = Fault("", "no copy lies beside it yet")
        return Result("copies", str(fault), (fault,), remedy, is_advice=True)
    age = text.plural((clock.today() - sound.made_at.date()).days, "day")
    said = f"{sound.path.name} was restored for trial; it is {age} old"
    if book is None:
        return Result("copies", said, remedy=surroundings.restore(path, sound))
    last = _last_change(book)
    if last is not None and sound.made_at.date() < last.date():
        fault = Fault("", f"{said}, and the book was changed since")
        return Result("copies", str(fault), (fault,), remedy, is_advice=True)
    return Result("copies", said)


def _last_change(book: Book) -> datetime | None:
    """Return when the book was last changed, by the clock here."""
    from secondsale.store.journal import Journal

    newest = Journal(book).entries(limit=1)
    return clock.in_own_place(newest[0].at) if newest else None


def _around(shell: Shell) -> Iterator[Result]:
    """Look at who can read and change the files, and at what was left lying."""
    from secondsale.store import backups
    from secondsale.store.checks import surroundings

    path = shell.book_path
    names = [each.name for each in surroundings.open_to_others(path)]
    yield _files(
        "privacy",
        "nobody else can read the book and its copies",
        (Fault(name, "others can read it") for name in names),
        "it is closed to them",
        mendable=True,
    )
    settings = shell.settings_path
    yield _files(
        "folder",
        "nobody else can change what lies there",
        surroundings.too_open(path, settings),
        "close it to others: chmod go-w",
    )
    if synced := backups.in_synced_folder(path):
        fault = Fault("", f"it lies in {synced}: what copies it there can damage it")
        remedy = "keep it elsewhere, and its backups there"
        yield Result("syncing", str(fault), (fault,), remedy, is_advice=True)
    yield _files(
        "journal",
        "no change was left half done",
        surroundings.journal_left(path),
        "it is taken away",
        mendable=True,
        is_advice=True,
    )
    lying = surroundings.left_lying(path, now=clock.instant())
    yield _files(
        "left lying",
        "nothing that was begun and not finished",
        (Fault(each.name, "a command was killed") for each in lying),
        "it is deleted",
        mendable=True,
    )


def _files(
    name: str,
    claim: str,
    found: Iterable[Fault],
    remedy: str,
    *,
    mendable: bool = False,
    is_advice: bool = False,
) -> Result:
    faults = tuple(found)
    if not faults:
        return Result(name, claim)
    return Result(name, summed(faults), faults, remedy, mendable, is_advice)
