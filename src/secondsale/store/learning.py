"""The snapshot of what all sales have taught: an index, taken anew now and then."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from secondsale.errors import BookError
from secondsale.model import Learned
from secondsale.store import learned_rows
from secondsale.store.connection import explained
from secondsale.store.writing import Acts
from secondsale.text import visible

Bought = tuple[int, int, int]
"""A product's id, the ordinal of the day, and how many units stand."""

_BOUGHT = """
SELECT sales.customer_id, lines.product_id, sales.sold_on,
       lines.quantity
       - coalesce((SELECT sum(quantity) FROM returns WHERE line_id = lines.id), 0)
FROM sales JOIN lines ON lines.sale_id = sales.id
WHERE sales.cancelled_on IS NULL AND sales.sold_on <= ?
ORDER BY sales.customer_id, sales.sold_on, sales.id, lines.id
"""
_LAST_LINE = "SELECT coalesce(max(id), 0) AS id FROM lines"

GROWN = 1.1
"""By how much a book has grown when it is worth learning from before the time."""


class Learning(Acts):
    """An open book that knows when its snapshot is old, and puts a new one in place."""

    def bought(self, until: date) -> Iterator[Iterator[Bought]]:
        """Yield for each customer what they bought up to a day and still have."""
        with explained(self._path):
            found = self._connection.cursor().execute(_BOUGHT, (until.isoformat(),))
            for _, lines in groupby(found, key=itemgetter(0)):
                yield _kept(lines)

    def should_learn(self, today: date, *, every: int) -> bool:
        """Return whether the snapshot is `every` days old, or the book grew by a tenth.

        In a book without sales there is nothing to learn.
        """
        (last,) = self._rows(_LAST_LINE)
        for row in self._rows("SELECT learned_on, last_line FROM learned"):
            age = (today - date.fromisoformat(row["learned_on"])).days
            return age >= every or last["id"] >= GROWN * row["last_line"] + 1
        return bool(last["id"])

    def keep_learned(self, learned: Learned) -> None:
        """Put a snapshot in the place of the last one: any plan may change by it."""
        self.drop_learned()
        (last,) = self._rows(_LAST_LINE)
        self._insert("learned", learned_rows.snapshot_row(learned, last["id"]))
        for vote in learned_rows.vote_rows(learned):
            self._insert("votes", vote)

    def drop_learned(self) -> None:
        """Throw the snapshot away: plans go by what is stated, until the next one."""
        drop_learned(self)


def drop_learned(book: Acts) -> None:
    """Throw the snapshot of an open book away, inside a change."""
    from secondsale.store.rousing import WAKE_ALL

    with book._writing():
        for table in ("votes", "learned"):
            book._connection.execute(f"DELETE FROM {table}")
        book._connection.execute(WAKE_ALL)
    book._snapshot = None


def _kept(lines: Iterable[tuple[int, int, str, int]]) -> Iterator[Bought]:
    """Yield what of some lines was not given back.

    Errors: BookError for a day that is not in the calendar.
    """
    for customer_id, product_id, sold_on, kept in lines:
        if kept > 0:
            try:
                day = date.fromisoformat(sold_on).toordinal()
            except ValueError as error:
                raise BookError(
                    f"a sale to customer {customer_id} is of {visible(sold_on)}, which"
                    " is no day",
                    "say it anew: secondsale edit-sale, or put a sound copy back",
                ) from error
            yield product_id, day, kept
