"""Tasks handed to a folder, and heard again: what was ticked there is logged here.

First it is heard what the other side did, then the agenda is made anew, then the folder
is brought in line with it. Nothing is written that the other side has ended.
"""

from collections.abc import Iterable
from datetime import date, datetime

from secondsale.cli._handing_out import agendas, day_of, keys_of, talk, uid_of
from secondsale.cli._hearing import Hearing, families
from secondsale.cli._ledger import Ledger
from secondsale.cli._shell import Shell
from secondsale.exchange import calendars
from secondsale.exchange.calendars import Written
from secondsale.exchange.talks import remark
from secondsale.model.tasks import Task, TaskState
from secondsale.planner import Conversation, Plan
from secondsale.records import replace
from secondsale.store import Book


class Syncing:
    """One folder and one book, inside a change of the book."""

    def __init__(
        self, shell: Shell, book: Book, ledger: Ledger, *, now: datetime
    ) -> None:
        self._shell, self._book, self._ledger, self._now = shell, book, ledger, now
        self._hearing = Hearing(shell, book, ledger, now=now)
        self._handed: set[str] = set()
        self._taken: set[str] = set()
        """What the tasks that are handed out by now are about."""

    def run(self, *, ahead: int) -> None:
        """Hear what was done, and say what to write: up to so many days ahead."""
        ledger = self._ledger
        self._hearing.run()
        ledger.take_again()
        self._book.rouse()
        for agenda in agendas(self._shell, self._book, ahead):
            for conversation in agenda.conversations:
                self._hand_out(conversation)
        for task in ledger.open():
            if task.uid not in self._handed | ledger.aside:
                self._follow(task)

    def _hand_out(self, conversation: Conversation) -> None:
        """Bring the task of a conversation in line with it, or make it one."""
        keys = set(keys_of(conversation))
        number = conversation.customer.id
        task = self._task_of(number, keys)
        if task is None and keys <= self._ledger.dismissed(number):
            return
        self._taken |= keys
        if task is None:
            self._make(conversation)
        else:
            self._handed.add(task.uid)
            self._change(task, conversation)

    def _task_of(self, customer_id: int, keys: set[str]) -> Task | None:
        """Return the open task of a conversation, rather one they wrote into.

        Of several, the one that has most in common with it.
        """
        own = [
            each
            for each in self._ledger.open()
            if each.customer_id == customer_id
            and each.uid not in self._handed
            and keys.intersection(each.keys)
        ]

        def worth(task: Task) -> tuple[bool, int]:
            return bool(self._ledger.words(task)), len(keys & set(task.keys))

        return max(own, key=worth, default=None)

    def _make(self, conversation: Conversation) -> None:
        ledger = self._ledger
        uid = ledger.free_uid(uid_of(conversation))
        day, texts = self._day(conversation, None), self._shell.texts
        made = talk(conversation, texts, uid=uid, day=day)
        written, today = str(Written.of(made)), self._shell.today
        number, keys = made.customer_id, made.keys
        task = Task(ledger.place, uid, number, keys, written, TaskState.OPEN, today)
        ledger.tell("handed out", task, day=made.day, about=made.summary)
        self._handed.add(uid)
        ledger.keep(task, calendars.task(made, now=self._now))

    def _change(self, task: Task, conversation: Conversation) -> None:
        """Write what a conversation has become, where it is another one than before."""
        if task.uid in self._ledger.aside:
            return
        before = Written.parse(task.written)
        day, texts = self._day(conversation, before), self._shell.texts
        made = talk(conversation, texts, uid=task.uid, day=day)
        now = Written.of(made, before)
        set_back = task.uid in self._hearing.set_back
        if now == before and made.keys == task.keys and not set_back:
            return
        data = self._ledger.items[task.uid].updated(made, before, now=self._now)
        if data is not None:
            self._ledger.tell("updated", task, day=made.day, about=made.summary)
        self._ledger.keep(replace(task, keys=made.keys, written=str(now)), data)

    def _day(self, conversation: Conversation, before: Written | None) -> date:
        """Return for which day a task stands: one that is over stays, and is late.

        Not where the reason for that day is over, and the others were due later.
        """
        today = self._shell.today
        if conversation.day > today or before is None:
            return day_of(conversation, today)
        stays = conversation.due <= before.day < today
        return before.day if stays else day_of(conversation, today)

    def _follow(self, task: Task) -> None:
        """See to a task that no list of the days ahead has any more."""
        plan = self._hearing.plan(task.customer_id)
        conversation = _later(plan, task.keys, self._taken) if plan else None
        if conversation is not None:
            self._taken |= set(keys_of(conversation))
            self._change(task, conversation)
            return
        done_on = self._hearing.done_on(task)
        if done_on is not None:
            self._hearing.tick(task, done_on)
            return
        about = families(task.keys)
        if words := self._ledger.words(task):
            self._ledger.tell("left", task, about=f"{about}: “{remark(words).note}”")
            self._ledger.keep(task, state=TaskState.WITHDRAWN)
        else:
            self._ledger.tell("withdrawn", task, about=about)
            self._ledger.withdraw(task)


def _later(plan: Plan, keys: Iterable[str], taken: set[str]) -> Conversation | None:
    """Return the next conversation about some of the keys that nothing else is."""
    own = set(keys) - taken
    for each in plan.conversations():
        if own.intersection(keys_of(each)):
            return each
    return None
