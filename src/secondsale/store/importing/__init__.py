"""Taking what other programs' files bring into the book: known things are not doubled.

All of it happens inside one change of the book. A dry run is the same, taken back.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from secondsale.model.arrivals import (
    Arrival,
    ArrivingContact,
    ArrivingConversation,
    ArrivingPerson,
    ArrivingProduct,
    ArrivingRefund,
    ArrivingSale,
    Refused,
    Skipped,
)
from secondsale.store.importing.conversations import Conversations
from secondsale.store.importing.goods import Goods
from secondsale.store.importing.people import Origin, People
from secondsale.store.importing.refunds import Refunds
from secondsale.store.importing.sales import Sales, Told
from secondsale.store.importing.tally import Runs, Tally, Verdict
from secondsale.store.writing import Acts

__all__ = ["Importing", "Runs", "Tally", "Verdict", "roomy"]

PART = 1000
"""How many arrivals are held in memory at a time."""

ROOM = 64
"""Megabytes of changed pages that are held back from the file until the commit."""


def roomy(book: Acts) -> None:
    """Let a large change grow in memory up to a bound, and in the file beyond it.

    Below it whoever reads the book waits for the commit only.
    """
    book._connection.execute(f"PRAGMA cache_size = -{ROOM * 1024}")
    (size,) = book._connection.execute("PRAGMA page_size").fetchone()
    book._connection.execute(f"PRAGMA cache_spill = {ROOM * 2**20 // size}")


class Importing:
    """The import of one file, inside a change of the book.

    `source` and `shop` say whose ids its sales and people have.
    """

    def __init__(
        self,
        book: Acts,
        *,
        source: str,
        today: date,
        shop: str = "",
        pending: bool = False,
        known_only: bool = False,
    ) -> None:
        self.tally = Tally()
        self._known_only = known_only
        origin = Origin(source, shop, today)
        self._people = People(book, self.tally, origin)
        self._goods = Goods(book, self.tally, today)
        self._sales = Sales(
            book,
            self.tally,
            self._people,
            self._goods,
            origin,
            pending=pending,
            known_only=known_only,
        )
        self._talks = Conversations(book, self.tally, self._people, today)
        self._refunds = Refunds(book, self.tally, self._people, origin)

    def take(self, arrivals: Iterable[Arrival]) -> Iterator[int]:
        """Keep what a file brings, and yield after each part on which line it ended.

        Refunds wait for `finish`: the order that they name may come later.
        """
        for part in _parts(arrivals):
            self._look_up(part)
            self._take(part)
            yield max((each.lines[-1] for each in part if each.lines), default=0)

    def finish(self) -> Tally:
        """Keep the refunds, and return what became of everything."""
        for refund, (verdict, why) in self._refunds.finish():
            self.tally.count(verdict, refund.lines, why)
        self.tally.check()
        return self.tally

    def _look_up(self, part: list[Arrival]) -> None:
        people: list[ArrivingPerson] = []
        names: set[str] = set()
        for each in part:
            if isinstance(each, ArrivingSale):
                people.append(each.person)
                names |= {item.product for item in each.items}
            elif isinstance(each, ArrivingContact | ArrivingConversation):
                people.append(each.person)
        self._people.look_up(people)
        self._goods.look_up(names)

    def _take(self, part: list[Arrival]) -> None:
        sales = [each for each in part if isinstance(each, ArrivingSale)]
        told = iter(self._sales.take(sales)) if sales else iter(())
        verdicts: list[tuple[Arrival, Told]] = []
        for each in part:
            if isinstance(each, ArrivingSale):
                verdicts.append((each, next(told)))
            elif isinstance(each, ArrivingRefund):
                self._refunds.wait(each)
            else:
                verdicts.append((each, self._take_other(each)))
        if not sales:
            self._people.keep()
        self._talks.keep()
        for each, (verdict, why) in verdicts:
            self.tally.count(verdict, each.lines, why)

    def _take_other(
        self,
        each: ArrivingContact
        | ArrivingConversation
        | ArrivingProduct
        | Skipped
        | Refused,
    ) -> Told:
        if isinstance(each, Skipped):
            return Verdict.SKIPPED, each.reason
        if isinstance(each, Refused):
            return Verdict.REFUSED, each.reason
        if isinstance(each, ArrivingProduct):
            return self._goods.keep(each), ""
        if isinstance(each, ArrivingConversation):
            return self._talks.take(each, add=not self._known_only)
        who = self._people.settle(each.person, add=not self._known_only)
        if isinstance(who, str):
            several = who.startswith("several")
            return (Verdict.REFUSED if several else Verdict.SKIPPED), who
        if isinstance(who, int):
            return Verdict.UNCHANGED, ""
        if not who.id:
            return Verdict.NEW, ""
        return (Verdict.UPDATED if self._people.news else Verdict.UNCHANGED), ""


def _parts(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Yield some at a time; sales of one id never stand in one part."""
    part: list[Arrival] = []
    ids: set[str] = set()
    for each in arrivals:
        own = each.external_id if isinstance(each, ArrivingSale) else ""
        if len(part) == PART or (own and own in ids):
            yield part
            part, ids = [], set()
        part.append(each)
        if own:
            ids.add(own)
    if part:
        yield part
