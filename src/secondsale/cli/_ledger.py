"""The tasks of one folder: as remembered, as they lie there, as they are to be."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from secondsale.cli._ticked import Ticked
from secondsale.exchange.calendars import DamagedError, Item, Written
from secondsale.exchange.vdirs import Folder
from secondsale.model import Key
from secondsale.model.tasks import Task, TaskState
from secondsale.records import replace
from secondsale.store import Book
from secondsale.store.tasks import Tasks, keep

_HEARD_FOR = 30
"""So many days what was ticked is still read: some write what came of it later."""

_CLAIM = re.compile(r"c(?P<customer>[1-9][0-9]{0,15}) (?P<keys>\S.*)")


class Event(NamedTuple):
    """One thing that a sync heard or did."""

    kind: str
    uid: str
    customer_id: int = 0
    name: str = ""
    day: date | None = None
    ticked: Ticked | None = None
    about: str = ""


class Ledger:
    """What was handed to one folder, and what is to be written there."""

    def __init__(self, book: Book, folder: Folder, place: str, *, today: date) -> None:
        self.place = place
        self.items: dict[str, Item] = {}
        self.aside: set[str] = set()
        """Items that are left as they are, this time."""
        self.events: list[Event] = []
        self._book, self._folder, self._today = book, folder, today
        self._store = Tasks(book)
        self._tasks = {each.uid: each for each in self._store.of_place(place)}
        self._writes: dict[str, tuple[bytes | None, Task]] = {}
        self._removals: list[str] = []

    @property
    def vanished(self) -> int:
        """Return how many tasks are missing, if none is there: that may be a mistake.

        Somebody may well have deleted one of several, or the only one.
        """
        missing = len(self.open())
        gone = not any(uid in self._folder.files for uid in self._tasks)
        careless = missing > 1 or not self._folder.there
        return missing if gone and careless else 0

    def open(self) -> list[Task]:
        """Return the tasks that are with the other side."""
        return [each for each in self._tasks.values() if each.state is TaskState.OPEN]

    def read(self) -> None:
        """Read what lies in the folder, and put aside what is damaged."""
        for uid in self._folder.files:
            known = self._tasks.get(uid)
            if known is not None and self._is_long_done(known):
                continue
            try:
                if uid in self._folder.twice:
                    raise DamagedError("two files hold it")
                self.items[uid] = Item(self._folder.data(uid) or b"", uid)
            except DamagedError as error:
                self.aside.add(uid)
                if known is not None:
                    self.tell("damaged", known, about=str(error))

    def _is_long_done(self, task: Task) -> bool:
        long_ago = (self._today - task.changed_on).days > _HEARD_FOR
        return task.state is TaskState.DONE and long_ago

    def ended(self) -> list[Task]:
        """Return the tasks that are over, of somebody who was not forgotten."""
        tasks = self._tasks.values()
        return [
            each for each in tasks if each.keys and each.state is not TaskState.OPEN
        ]

    def leave(self, task: Task, kind: str, about: str) -> None:
        """Leave an item as it is, this time, and say why."""
        self.aside.add(task.uid)
        self.items.pop(task.uid, None)
        self.tell(kind, task, about=about)

    def words(self, task: Task) -> list[str]:
        """Return what somebody wrote into a task."""
        item = self.items.get(task.uid)
        return item.remark(Written.parse(task.written)) if item else []

    def claimed(self, item: Item) -> int:
        """Return whose an item says it is, 0 where it does not say so."""
        claim = _CLAIM.fullmatch(item.claim)
        return int(claim["customer"]) if claim else 0

    def strangers(self) -> Iterator[tuple[str, int, tuple[str, ...], Item]]:
        """Yield the items of nobody's that claim to be ours: of whom, about what."""
        for uid, item in self.items.items():
            claim = _CLAIM.fullmatch(item.claim)
            keys = claim["keys"].split() if claim else []
            if claim and uid not in self._tasks and all(map(_is_key, keys)):
                yield uid, int(claim["customer"]), tuple(keys), item

    def is_there(self, customer_id: int) -> bool:
        """Return whether there is such a customer."""
        return self._store.is_there(customer_id)

    def dismissed(self, customer_id: int) -> set[str]:
        """Return what the other side does not want, from this sync or one before."""
        now = [
            key
            for each in self._tasks.values()
            if each.state is TaskState.DISMISSED and each.customer_id == customer_id
            for key in each.keys
        ]
        return self._store.dismissed(customer_id).union(now)

    def free_uid(self, wanted: str) -> str:
        """Return a name that no task and no item has."""
        uid, number = wanted, 1
        while not self._is_free(uid):
            number += 1
            uid = f"{wanted}_{number}"
        return uid

    def _is_free(self, uid: str) -> bool:
        known = self._tasks.get(uid)
        free = known is None or (known.state is TaskState.WITHDRAWN and known.keys)
        return bool(free) and uid not in self._folder.files

    def take_again(self) -> None:
        """Take away what was withdrawn and is still there.

        Not what was ended there, nor what somebody wrote into; but all that somebody
        had who was forgotten.
        """
        for task in self._tasks.values():
            if task.state is TaskState.WITHDRAWN and task.uid in self._folder.files:
                item = self.items.get(task.uid)
                ended = item is None or item.completed or item.cancelled
                if not task.keys or not (ended or self.words(task)):
                    self._removals.append(task.uid)

    def withdraw(self, task: Task) -> None:
        """Take a task away."""
        self._removals.append(task.uid)
        self.keep(task, state=TaskState.WITHDRAWN)

    def keep(
        self, task: Task, data: bytes | None = None, state: TaskState | None = None
    ) -> None:
        """Remember a task as it is now, with what is to be written, if anything is."""
        now = replace(task, state=state or task.state, changed_on=self._today)
        self._tasks[task.uid] = now
        self._writes[task.uid] = data, now

    def tell(
        self,
        kind: str,
        task: Task,
        *,
        day: date | None = None,
        ticked: Ticked | None = None,
        about: str = "",
    ) -> None:
        """Note down what was heard or done."""
        number = task.customer_id
        name = self._book.customer(number).name if self.is_there(number) else ""
        self.events.append(Event(kind, task.uid, number, name, day, ticked, about))

    def write(self) -> None:
        """Write the folder, and remember it; what somebody changed meanwhile waits."""
        for uid, (data, task) in self._writes.items():
            if data is not None and not self._folder.write(uid, data):
                self.events.append(Event("busy", uid))
                continue
            keep(self._book, task)

    def remove(self) -> None:
        """Take away what is withdrawn, once that was saved; else the next sync does."""
        for uid in self._removals:
            self._folder.remove(uid)


def _is_key(word: str) -> bool:
    try:
        Key.parse(word)
    except ValueError:
        return False
    return True
