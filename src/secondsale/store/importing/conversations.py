"""Logged conversations of a file: the same one is not logged twice."""

from collections import Counter
from datetime import date

from secondsale.model.arrivals import ArrivingConversation
from secondsale.store import rows
from secondsale.store.importing.identity import Known
from secondsale.store.importing.people import People
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.writing import Acts

_COLUMNS = ("customer_id", "contacted_on", "outcome", "channel", "inbound", "note")
_SAME = " AND ".join(f"{name} = ?" for name in _COLUMNS)

_Columns = tuple[rows.Stored, ...]


class Conversations:
    """The conversations of one file."""

    def __init__(self, book: Acts, tally: Tally, people: People, today: date) -> None:
        self._book, self._tally, self._people, self._today = book, tally, people, today
        found = book._rows("SELECT seq FROM sqlite_sequence WHERE name = 'contacts'")
        self._last = found[0]["seq"] if found else 0
        """The id up to which conversations were there before this file."""
        self._seen: Counter[int] = Counter()
        self._waiting: list[tuple[Known | int, _Columns]] = []

    def take(self, talk: ArrivingConversation, *, add: bool) -> tuple[Verdict, str]:
        """Take a conversation; equal ones of a file are as many as stand there."""
        if talk.on > self._today:
            return Verdict.REFUSED, "the conversation is still to come"
        who = self._people.settle(talk.person, add=add)
        if isinstance(who, str):
            return Verdict.SKIPPED, who
        values = {
            "contacted_on": talk.on,
            "outcome": talk.outcome,
            "channel": talk.channel or "",
            "inbound": talk.inbound,
            "note": talk.note,
        }
        columns = tuple(rows.record(values).values())
        customer_id = who if isinstance(who, int) else who.id
        if customer_id:
            same = hash((customer_id, columns))
            number, self._seen[same] = self._seen[same], self._seen[same] + 1
            if number < self._before(customer_id, columns):
                return Verdict.UNCHANGED, ""
        self._waiting.append((who, columns))
        return Verdict.NEW, ""

    def _before(self, customer_id: int, columns: _Columns) -> int:
        """Return how many equal conversations were there before this file."""
        (row,) = self._book._rows(
            f"SELECT count(*) AS there FROM contacts WHERE {_SAME} AND id <= ?",
            customer_id,
            *columns,  # type: ignore[arg-type]
            self._last,
        )
        there: int = row["there"]
        return there

    def keep(self) -> None:
        """Write the conversations that were taken, once their people have ids."""
        if not self._waiting:
            return
        made = [
            (who if isinstance(who, int) else who.id, *columns)
            for who, columns in self._waiting
        ]
        self._book._insert_many("contacts", _COLUMNS, made)
        self._tally.add("contacts", Verdict.NEW, len(made))
        self._waiting = []
