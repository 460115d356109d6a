"""Taking back what an entry of the journal did, and restoring it.

An entry is taken back by itself, without those that came later, so nothing later may
build on it: it is named instead, and nothing is changed.
"""

import sqlite3
from collections.abc import Collection
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from secondsale.errors import BookError, InputError, NotFoundError, SecondsaleError
from secondsale.model.journal import EntryKind
from secondsale.store.belonging import Belonging
from secondsale.store.changes import CHANGED, GONE, MADE, Change
from secondsale.store.depending import Depending, of_kind
from secondsale.store.journal import Journal, Log, Noted, images
from secondsale.store.writing import Acts
from secondsale.text import listed, visible

if TYPE_CHECKING:
    from secondsale.store.checks.results import Fault

LONGEST = 50
"""Characters of what was typed that a refusal repeats."""

MOST_NAMED = 3
"""How many entries a refusal names."""


class Reversal(NamedTuple):
    """What was taken back or restored, and whose plans that concerns."""

    number: int
    customer_ids: frozenset[int]


class Undoing:
    """Takes entries of an open book's journal back, inside a change of the book."""

    def __init__(self, book: Acts) -> None:
        self._book = book
        self._journal = Journal(book)
        self._belong = Belonging(book)
        self._log: Log = self._journal.log()

    def undo(self, number: int | None = None) -> Reversal:
        """Take back an entry, the last one if none is named.

        Errors: NotFoundError; InputError for what is undone; SecondsaleError where
        something later builds on it.
        """
        done = self._log.in_force()
        for_good = self._log.last_for_good()
        newest = done[-1] if done else None
        if number is None and for_good and for_good.id > (newest or 0):
            raise self._done_for_good(for_good, newest)
        if number is None:
            if newest is None:
                hint = "secondsale history lists what was done"
                raise NotFoundError("there is nothing to take back", hint)
            return self._reverse(newest, EntryKind.UNDO)
        latest = self._log.latest(number)
        if self._log.noted[latest].kind.for_good:
            raise self._done_for_good(self._log.noted[latest])
        if self._log.noted[latest].kind is EntryKind.UNDO:
            was = "is an undo" if latest == number else "was taken back already"
            raise InputError(
                f"entry {number} {was}", f"to have it again: secondsale redo {number}"
            )
        return self._reverse(latest, EntryKind.UNDO)

    def redo(self, number: int | None = None) -> Reversal:
        """Restore an entry that was taken back, the last one if none is named.

        Errors: NotFoundError; InputError for what is not undone; SecondsaleError where
        something later is in its way.
        """
        if number is None:
            undone = self._log.in_force(undos=True)
            if not undone:
                hint = "secondsale undo takes the last entry back"
                raise NotFoundError("there is nothing to restore", hint)
            return self._reverse(undone[-1], EntryKind.REDO)
        latest = self._log.latest(number)
        if self._log.noted[latest].kind is not EntryKind.UNDO:
            raise InputError(
                f"entry {number} is not undone", "secondsale history says which are"
            )
        return self._reverse(latest, EntryKind.REDO)

    def _done_for_good(self, noted: Noted, older: int | None = None) -> SecondsaleError:
        """Return the refusal to take back what cannot be.

        `older` is the entry that could be instead, where none was named.
        """
        hints = [f"the copy made before it is {name}" for name in self._copies(noted)]
        what = visible(noted.typed) or noted.kind  # blanked with a person that it named
        said = f"entry {noted.id}, {what}, cannot be taken back"
        if older is not None:
            hints.append(f"what came before it: secondsale undo {self._shown(older)}")
            said = f"the last thing that was done, {said}"
        hints = hints or ["secondsale history lists what was done"]
        return SecondsaleError(said, "; ".join(hints))

    def _copies(self, noted: Noted) -> list[str]:
        """Return the copy that was made right before what cannot be taken back."""
        from secondsale.store.backups import backups

        typed = self._journal.instants()
        at = typed[noted.id].timestamp()
        others = [each.timestamp() for each in typed.values()]
        since = max((each for each in others if each < at), default=0.0)
        until = min((each for each in others if each > at), default=inf)
        made = {
            each.made_at.timestamp(): each.path.name
            for each in backups(self._book._path)
            if each.operation == str(noted.kind)
        }
        near = [each for each in made if since <= each <= until]
        return [made[min(near, key=lambda each: abs(each - at))]] if near else []

    def _reverse(self, number: int, kind: EntryKind) -> Reversal:
        changes = self._journal.changes(number)
        self._refuse_unknown(number, changes)
        later = self._journal.later(number, self._log)
        depending = Depending(self._book, self._belong, changes, later)
        named = self._log.origin(number)
        self._refuse(named, depending.others(), kind)
        concerned = self._journal.customers(changes, self._belong)
        nonsense = self._nonsense()
        self._apply(changes, depending, named, kind)
        for table, row_id in depending.orphaned():
            raise self._lacking(named, table, row_id, kind)
        for fault in self._nonsense() - nonsense:
            raise SecondsaleError(
                f"entry {named} cannot be {_DONE_TO_IT[kind]}: {fault}",
                "secondsale history says what was done since",
            )
        concerned |= self._journal.customers(changes, self._belong)
        self._book._changes.kind = kind
        self._book._changes.reverses = number
        there = self._belong.customers_of("customers", concerned)
        return Reversal(named, frozenset(there))

    def _refuse_unknown(self, number: int, changes: Collection[Change]) -> None:
        """Refuse an entry of which nothing is left, though nobody was forgotten.

        Errors: BookError.
        """
        named = self._log.origin(number)
        about = [each for each in (number, named) if each in self._log.noted]
        if changes or any(self._journal.entry(each).blanked for each in about):
            return
        raise BookError(
            f"the book does not say any more what entry {named} changed",
            "another program may have changed it: put a sound copy in its place",
        )

    def _apply(
        self, changes: list[Change], depending: Depending, named: int, kind: EntryKind
    ) -> None:
        """Do the opposite of some changes.

        Errors: SecondsaleError where a row is missing, or another one has its name.
        """
        # Parents may go before their children.
        self._book._connection.execute("PRAGMA defer_foreign_keys = ON")
        for each in of_kind(MADE, changes):
            self._book._delete_range(each.table, each.first, each.last)
        try:
            for each in reversed(of_kind(CHANGED, changes)):
                for image in reversed(images(each)):
                    self._change_back(each.table, image, named, kind)
            for each in of_kind(GONE, changes):
                if before := images(each):
                    self._book._insert_again(each.table, before)
        except sqlite3.IntegrityError as error:
            others = depending.in_the_way(str(error))
            self._refuse(named, others, kind)
            raise SecondsaleError(
                f"entry {named} cannot be {_DONE_TO_IT[kind]}: {error}",
                "another program may have changed the book",
            ) from error

    def _nonsense(self) -> "set[Fault]":
        """Return what each row allows, and all of them together do not."""
        from secondsale.store.checks.invariants import circles, returns

        return {*returns(self._book), *circles(self._book)}

    def _change_back(
        self, table: str, image: dict[str, Any], named: int, kind: EntryKind
    ) -> None:
        columns = {name: value for name, value in image.items() if name != "id"}
        if not self._book._rows(f"SELECT id FROM {table} WHERE id = ?", image["id"]):
            raise self._lacking(named, table, image["id"], kind)
        self._book._update(table, image["id"], columns)

    def _lacking(
        self, named: int, table: str, row_id: int, kind: EntryKind
    ) -> SecondsaleError:
        maker = self._journal.last_to_touch(table, row_id)
        if maker is None or self._log.noted[maker].kind is not EntryKind.UNDO:
            return SecondsaleError(
                f"entry {named} cannot be {_DONE_TO_IT[kind]}: "
                f"row {row_id} of {table} is gone",
                "secondsale history says what was done since",
            )
        first = self._log.origin(maker)
        return SecondsaleError(
            f"entry {named} cannot be {_DONE_TO_IT[kind]} without entry "
            f"{self._shown(first)}",
            f"restore that first: secondsale redo {first}",
        )

    def _refuse(self, named: int, others: Collection[int], kind: EntryKind) -> None:
        """Refuse to take back what later entries build on.

        Errors: SecondsaleError, naming them.
        """
        if not others:
            return
        newest_first = sorted(others, reverse=True)
        shown = [self._shown(number) for number in newest_first[:MOST_NAMED]]
        if len(newest_first) > MOST_NAMED:
            shown = [*shown, f"{len(newest_first) - MOST_NAMED} more"]
        one = len(newest_first) == 1
        raise SecondsaleError(
            f"entry {named} cannot be {_DONE_TO_IT[kind]}: "
            f"{'entry' if one else 'entries'} {listed(shown)} came later and "
            f"{'depends' if one else 'depend'} on it",
            f"take {'that back first' if one else 'those back first, beginning with'}: "
            f"secondsale undo {self._log.origin(newest_first[0])}",
        )

    def _shown(self, number: int) -> str:
        number = self._log.origin(number)
        typed = visible(self._log.noted[number].typed)
        short = typed if len(typed) <= LONGEST else f"{typed[: LONGEST - 1]}…"
        return f"{number} ({short})" if short else str(number)


_DONE_TO_IT = {EntryKind.UNDO: "taken back", EntryKind.REDO: "restored"}
