"""What was handed to a phone or a note; no fact, so that undo leaves it alone."""

from datetime import date

from secondsale.model import Key
from secondsale.model.tasks import Task, TaskState
from secondsale.store import rows
from secondsale.store.connection import OpenBook
from secondsale.store.reading import THERE
from secondsale.store.writing import Acts


class Tasks:
    """The tasks of an open book."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book

    def of_place(self, place: str) -> list[Task]:
        """Return the tasks that were handed to one place, the oldest first."""
        sql = "SELECT * FROM tasks WHERE place = ? ORDER BY id"
        return [rows.read("tasks", _task, row) for row in self._book._rows(sql, place)]

    def dismissed(self, customer_id: int) -> set[str]:
        """Return what somebody does not want to be handed out, wherever it was."""
        sql = "SELECT keys FROM tasks WHERE customer_id = ? AND state = ?"
        found = self._book._rows(sql, customer_id, TaskState.DISMISSED)
        return {key for row in found for key in row["keys"].split()}

    def places(self, customer_id: int) -> list[str]:
        """Return where something about somebody was handed to, and may still lie."""
        sql = "SELECT DISTINCT place FROM tasks WHERE customer_id = ? ORDER BY place"
        return [row["place"] for row in self._book._rows(sql, customer_id)]

    def is_there(self, customer_id: int) -> bool:
        """Return whether there is such a customer, who was not forgotten."""
        sql = f"SELECT 1 FROM customers WHERE id = ? AND {THERE}"
        return bool(self._book._rows(sql, customer_id))


def keep(book: Acts, task: Task) -> None:
    """Remember a task as it is now, inside a change."""
    values = rows.record(
        {
            "customer_id": task.customer_id,
            "place": task.place,
            "uid": task.uid,
            "keys": " ".join(task.keys),
            "written": task.written,
            "state": task.state,
            "changed_on": task.changed_on,
        }
    )
    sql = "SELECT id FROM tasks WHERE place = ? AND uid = ?"
    known = book._rows(sql, task.place, task.uid)
    if known:
        book._update("tasks", known[0]["id"], values)
    else:
        book._insert("tasks", values)


def withdraw(book: Acts, customer_id: int) -> None:
    """Have all tasks of somebody taken away; what they were about is not kept."""
    sql = "SELECT id FROM tasks WHERE customer_id = ?"
    blank = {"keys": "", "written": "", "state": TaskState.WITHDRAWN}
    for row in book._rows(sql, customer_id):
        book._update("tasks", row["id"], rows.record(blank))


def _task(row: rows.Row) -> Task:
    return Task(
        place=row["place"],
        uid=row["uid"],
        customer_id=row["customer_id"],
        keys=tuple(str(Key.parse(key)) for key in row["keys"].split()),
        written=row["written"],
        state=TaskState(row["state"]),
        changed_on=date.fromisoformat(row["changed_on"]),
    )
