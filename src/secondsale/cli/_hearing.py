"""What the other side did with the tasks of a folder, heard and logged."""

from collections.abc import Iterable
from datetime import date, datetime

from secondsale.cli._handing_out import still_open
from secondsale.cli._ledger import Ledger
from secondsale.cli._shell import Shell
from secondsale.cli._ticked import Heard, Ticked, add_said, log_ticked, talk_about
from secondsale.cli.postponing import cannot_wait, decide
from secondsale.exchange.calendars import Item, Written
from secondsale.exchange.tables import keepable_note
from secondsale.exchange.talks import Remark, remark
from secondsale.model import Key, Outcome, Status
from secondsale.model.tasks import Task, TaskState
from secondsale.planner import Plan
from secondsale.records import replace
from secondsale.store import Book
from secondsale.text import name_key, visible


class Hearing:
    """One folder and one book, inside a change of the book."""

    def __init__(
        self, shell: Shell, book: Book, ledger: Ledger, *, now: datetime
    ) -> None:
        self._shell, self._book, self._ledger, self._now = shell, book, ledger, now
        self.set_back: set[str] = set()
        """Tasks that stand on a day on which they cannot be."""

    def run(self) -> None:
        """Read the folder, and learn what was done with each task."""
        self._ledger.read()
        self._adopt()
        self._put_aside()
        for task in self._ledger.ended():
            self._hear_again(task)
        for task in self._ledger.open():
            self._hear(task)

    def plan(self, customer_id: int) -> Plan | None:
        """Return a customer's plan, None where there is no such customer any more."""
        if self._ledger.is_there(customer_id):
            return self._shell.plan(self._book, customer_id)
        return None

    def done_on(self, task: Task) -> date | None:
        """Return the day on which what a task was about was done, if it was."""
        plan = self.plan(task.customer_id)
        wanted = set(map(Key.parse, task.keys))
        days = [
            each.settlement.on
            for each in (plan.touchpoints if plan else ())
            if each.key in wanted
            and each.settlement is not None
            and each.settlement.status is Status.DONE
        ]
        return max(days, default=None)

    def tick(self, task: Task, done_on: date) -> None:
        """Tick a task that was done here, and hear what was written into it."""
        data = self._ledger.items[task.uid].ticked(done_on, now=self._now)
        self._ledger.tell("ticked", task, day=done_on)
        if words := self._ledger.words(task):
            self._add(task, words)
        self._end(task, data)

    def _end(self, task: Task, data: bytes | None = None) -> None:
        heard = self._ledger.items[task.uid].heard(task.written)
        self._ledger.keep(replace(task, written=heard), data, TaskState.DONE)

    def _adopt(self) -> None:
        """Take tasks as ours that an older copy of the book, or an export, left there.

        By customer and name: a folder may be shared with another book.
        """
        for uid, number, keys, item in [*self._ledger.strangers()]:
            if self._ledger.is_there(number) and self._names(item, number):
                place, today = self._ledger.place, self._shell.today
                task = Task(place, uid, number, keys, "", TaskState.OPEN, today)
                self._ledger.keep(task)

    def _put_aside(self) -> None:
        """Leave alone what has the name of a task of ours, but is about another one.

        Two books name their tasks alike.
        """
        for task in (*self._ledger.open(), *self._ledger.ended()):
            item = self._ledger.items.get(task.uid)
            if item is not None and not self._is_ours(task, item):
                whom = visible(item.summary.partition(":")[0])[:60]
                self._ledger.leave(task, "foreign", whom)

    def _is_ours(self, task: Task, item: Item) -> bool:
        number = task.customer_id
        if item.is_known(task.written):
            return True
        if not self._ledger.is_there(number):
            return False
        claimed = self._ledger.claimed(item)
        return claimed in (0, number) and self._names(item, number)

    def _names(self, item: Item, number: int) -> bool:
        return name_key(self._book.customer(number).name) in name_key(item.summary)

    def _hear(self, task: Task) -> None:
        """Learn what the other side did with a task."""
        item = self._ledger.items.get(task.uid)
        if task.uid in self._ledger.aside:
            return
        if item is None or item.cancelled:
            self._ledger.tell("deleted" if item is None else "cancelled", task)
            self._ledger.keep(task, state=TaskState.DISMISSED)
        elif item.completed:
            self._log(task, item)
        elif self._ledger.words(task) and (day := self._all_done_on(task)):
            self.tick(task, day)  # now, as what they wrote is told in other tasks, too
        else:
            self._put_off(task, item)

    def _all_done_on(self, task: Task) -> date | None:
        done_on = self.done_on(task)
        return done_on if not self._open_on(task, self._shell.today) else None

    def _hear_again(self, task: Task) -> None:
        """Learn what the other side did with a task that was over for us."""
        item = self._ledger.items.get(task.uid)
        if item is None or item.cancelled:
            return
        if item.completed and task.state is TaskState.DONE:
            self._hear_more(task, item)
        elif item.completed:
            self._log(task, item)
        elif task.state is TaskState.DONE:
            self._tick_again(task, item)

    def _hear_more(self, task: Task, item: Item) -> None:
        """Add what was written since the tick: many tick first, and write later."""
        words = item.said_since(task.written)
        if words and self._ledger.is_there(task.customer_id):
            self._add(task, words)
        if words or not item.is_heard(task.written):
            self._end(task)

    def _add(self, task: Task, words: list[str]) -> None:
        """Add some words to the talk that a task has led to, else log them."""
        day, said = self._shell.today, remark(words)
        talk = talk_about(self._book, task.customer_id, task.keys)
        if talk is None:
            ticked = self._log_on(task, [], said, day)
        else:
            day = talk.on
            ticked = add_said(self._book, talk, _with(talk.outcome, talk.note, words))
            if ticked.heard is Heard.APART:
                day = self._shell.today
                ticked = self._log_on(task, [], said, day)
        if ticked.heard is not Heard.KNOWN:
            ticked = ticked._replace(note=keepable_note("\n".join(words)))
            self._ledger.tell("more", task, day=day, ticked=ticked)

    def _tick_again(self, task: Task, item: Item) -> None:
        """Tick what was un-ticked, if it is done here; else it is open again."""
        done_on = self.done_on(task)
        if done_on is None:
            self._ledger.keep(replace(task, written=""), state=TaskState.OPEN)
        else:
            self._ledger.tell("ticked again", task, day=done_on)
            if words := item.said_since(task.written):
                self._add(task, words)
            self._end(task, item.ticked(done_on, now=self._now))

    def _log(self, task: Task, item: Item) -> None:
        """Log what was ticked, on the day it was ticked."""
        day = min(item.completed_on or self._shell.today, self._shell.today)
        if self._ledger.is_there(task.customer_id):
            keys = self._open_on(task, day)
            if not keys:  # a phone may know of it sooner than the book says it began
                keys = self._open_on(task, self._shell.today)
                day = self._shell.today if keys else day
            said = remark(self._ledger.words(task))
            ticked = self._log_on(task, keys, said, day, item.due)
            kind = "done" if keys else "over"
            self._ledger.tell(kind, task, day=day, ticked=ticked)
        self._end(task)

    def _log_on(
        self,
        task: Task,
        keys: list[str],
        said: Remark,
        day: date,
        back_on: date | None = None,
    ) -> Ticked:
        number, about = task.customer_id, task.keys
        return log_ticked(
            self._shell,
            self._book,
            number,
            keys,
            said,
            on=day,
            back_on=back_on,
            about=about,
        )

    def _open_on(self, task: Task, day: date) -> list[str]:
        return still_open(self._shell, self._book, task.customer_id, task.keys, day)

    def _put_off(self, task: Task, item: Item) -> None:
        """Snooze what was moved to a later day, as far as it can wait."""
        written, due, plan = Written.parse(task.written), item.due, None
        if written is not None and due is not None and due > written.day:
            plan = self.plan(task.customer_id)
        if plan is None or due is None or due <= self._shell.today:
            return  # an earlier day is theirs to choose, and changes nothing here
        topics = [
            each
            for each in plan.touchpoints
            if str(each.key) in task.keys and not each.state.over
        ]
        free = [each for each in topics if not cannot_wait(each, due)]
        fixed = [each.key.family for each in topics if cannot_wait(each, due)]
        if free:
            status, why = Status.SNOOZED, "put off on the phone"
            decide(self._shell, self._book, task.customer_id, free, status, why, due)
            self._ledger.tell("snoozed", task, day=due)
        if fixed:
            self._ledger.tell("fixed", task, day=due, about=", ".join(fixed))
            self.set_back.add(task.uid)


def families(keys: Iterable[str]) -> str:
    """Return what some touchpoints are about, in words for a line."""
    return ", ".join(dict.fromkeys(Key.parse(key).family for key in keys))


def _with(outcome: Outcome, note: str, words: list[str]) -> Remark:
    """Return what came of a talk and was written of it, with some words more.

    A first word that is an outcome is one where nothing else was said of that before.
    """
    said = remark(words)
    if outcome is not Outcome.OK or not said.outcome.reached:
        said = Remark(Outcome.OK, keepable_note("\n".join(words)))
    return Remark(
        said.outcome, keepable_note("\n".join(filter(None, (note, said.note))))
    )
