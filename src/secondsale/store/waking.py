"""The wake index: who must be looked at on a day, and who comes next of the others.

It may be thrown away: whoever is not planned in it is awake. Every change of the facts
wakes those whom it concerns, in its own transaction; only a plan lets them sleep.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING

from secondsale.planner.waking import Coming, Wake
from secondsale.store.connection import OpenBook
from secondsale.store.reading import THERE

if TYPE_CHECKING:
    from secondsale.store.writing import Acts

_ASLEEP = "planned_on <= ?1 AND wake_on > ?1"


class Waking:
    """The wake index of an open book, of those who were not forgotten."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book

    def one_view(self) -> AbstractContextManager[None]:
        """Let all questions that are asked inside see the same state of the book."""
        return self._book._one_view()

    def fits(self, fingerprint: str) -> bool:
        """Return whether the index was made by the figures and rules in force."""
        found = self._book._rows("SELECT fingerprint FROM wake_fingerprint")
        return bool(found) and found[0]["fingerprint"] == fingerprint

    def awake(self, day: date) -> list[int]:
        """Return whom to look at on a day."""
        return self._ids("wake_on <= ?1 OR planned_on > ?1", day)

    def unplanned(self, day: date, most: int) -> list[int]:
        """Return some of those who are awake on a day and were not planned on it."""
        # Two questions of an index each, instead of one of all rows.
        late = self._ids(f"wake_on <= ?1 AND planned_on <> ?1 LIMIT {most}", day)
        early = self._ids(f"planned_on > ?1 LIMIT {most}", day)
        return sorted({*late, *early})[:most]

    def coming(self, day: date) -> Coming | None:
        """Return the first day of a conversation of those who sleep on a day."""
        first = self.first_after(day, day)
        if first is None:
            return None
        found = self._book._rows(
            "SELECT about, count(*) AS people"
            f" FROM wakes WHERE next_on = ?2 AND {_ASLEEP} GROUP BY about",
            day.isoformat(),
            first.isoformat(),
        )
        return Coming(first, {row["about"]: row["people"] for row in found})

    def first_after(self, day: date, after: date) -> date | None:
        """Return the first later day on which one of them has a conversation."""
        found = self._book._rows(
            f"SELECT next_on FROM wakes WHERE next_on > ?2 AND {_ASLEEP}"
            " ORDER BY next_on LIMIT 1",
            day.isoformat(),
            after.isoformat(),
        )
        return date.fromisoformat(found[0]["next_on"]) if found else None

    def between(self, day: date, after: date, until: date) -> list[int]:
        """Return those of them who have a conversation after a day, up to another."""
        return self._ids(
            f"next_on > ?2 AND next_on <= ?3 AND {_ASLEEP}", day, after, until
        )

    def far(self, day: date) -> list[int]:
        """Return those of them of whom nothing is in sight."""
        return self._ids(f"next_on IS NULL AND {_ASLEEP}", day)

    def asleep(self, ids: Iterable[int], day: date) -> dict[int, Wake]:
        """Return of some customers those who sleep on a day, and until when."""
        found = self._book._rows_of("wakes", "customer_id", list(ids), "customer_id")
        return {
            row["customer_id"]: Wake(
                date.fromisoformat(row["wake_on"]),
                date.fromisoformat(row["next_on"]) if row["next_on"] else None,
                row["about"],
            )
            for row in found
            if row["planned_on"] <= day.isoformat() < row["wake_on"]
        }

    def everybody(self, after: int, most: int) -> list[int]:
        """Return some of those who have a row, from an id on."""
        sql = "SELECT customer_id FROM wakes WHERE customer_id > ? ORDER BY 1 LIMIT ?"
        return [row["customer_id"] for row in self._book._rows(sql, after, most)]

    def strays(self) -> list[int]:
        """Return who has no row, and so is never looked at, or should have none."""
        found = self._book._rows(
            f"SELECT id FROM customers WHERE ({THERE})"
            " <> (id IN (SELECT customer_id FROM wakes)) ORDER BY id"
        )
        return [row["id"] for row in found]

    def _ids(self, which: str, *days: date) -> list[int]:
        sql = f"SELECT customer_id FROM wakes WHERE {which}"
        found = self._book._rows(sql, *(day.isoformat() for day in days))
        return [row["customer_id"] for row in found]


def keep(book: "Acts", day: date, wakes: Iterable[tuple[int, Wake]]) -> None:
    """Let customers sleep as they were planned on a day, inside a change."""
    with book._writing():
        book._connection.executemany(
            "UPDATE wakes SET planned_on = ?, wake_on = ?, next_on = ?, about = ?"
            " WHERE customer_id = ?",
            (
                (
                    day.isoformat(),
                    wake.wake_on.isoformat(),
                    wake.next_on.isoformat() if wake.next_on else None,
                    wake.about,
                    customer_id,
                )
                for customer_id, wake in wakes
            ),
        )


def make_fit(book: "Acts", fingerprint: str) -> None:
    """Wake everybody if other figures or rules made the index, inside a change."""
    if Waking(book).fits(fingerprint):
        return
    from secondsale.store.rousing import WAKE_ALL

    with book._writing():
        book._connection.execute(WAKE_ALL)
        book._connection.execute(
            "INSERT OR REPLACE INTO wake_fingerprint (id, fingerprint) VALUES (1, ?)",
            (fingerprint,),
        )


def mend(book: "Acts") -> None:
    """Give a row to all who have none, and none to the forgotten, inside a change."""
    with book._writing():
        book._connection.execute(
            "INSERT INTO wakes (customer_id) SELECT id FROM customers"
            f" WHERE {THERE} AND id NOT IN (SELECT customer_id FROM wakes)"
        )
        book._connection.execute(
            "DELETE FROM wakes WHERE customer_id IN"
            f" (SELECT id FROM customers WHERE NOT {THERE})"
        )
