"""What a file says of a sale that is known, where the book says otherwise."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from secondsale.model.arrivals import BY_HAND, ArrivingSale
from secondsale.store import rows
from secondsale.store.importing.goods import Goods
from secondsale.store.importing.people import Origin, People
from secondsale.store.journal import Journal
from secondsale.store.writing import Acts

_LINES = """
SELECT sale_id, product_id, sum(quantity) AS quantity FROM lines
WHERE sale_id IN (SELECT value FROM json_each(?)) GROUP BY sale_id, product_id
"""
_CAME_BACK = """
SELECT min(returned_on) AS day FROM returns JOIN lines ON lines.id = line_id
WHERE sale_id = ?
"""
_OF_ROW = "row:"
"""How an id begins that was made of what the row says: it never says otherwise."""

_IMPORTED = "import"
"""How the journal begins to tell of a command that brought sales."""


class Otherwise(NamedTuple):
    """What a file says otherwise of a known sale."""

    refused: str = ""
    """Why it can be no word on this sale."""
    elsewhere: str = ""
    """Why nothing of it is taken."""
    corrected: tuple[tuple[str, rows.Stored], ...] = ()
    """Columns of the sale in which the file is believed."""
    why: str = ""
    """What was corrected, or left as it is."""


NOTHING = Otherwise()


class Differing:
    """Compares sales that are known with what a file says of them."""

    def __init__(
        self, book: Acts, people: People, goods: Goods, origin: Origin
    ) -> None:
        self._book, self._people, self._goods = book, people, goods
        self._corrects = origin.source == BY_HAND
        """Whether days and totals are believed: two files of one shop count them
        in two ways, by the clock of the shop or of the payment, with tax or without.
        """
        self._lines: dict[int, Counter[int]] = {}

    def look_up(self, sale_ids: Iterable[int]) -> None:
        """Read what was bought in some sales."""
        self._lines = {}
        ids = json.dumps([*sale_ids])
        for row in self._book._rows(_LINES, ids) if ids != "[]" else ():
            own = self._lines.setdefault(row["sale_id"], Counter())
            own[row["product_id"]] = row["quantity"]

    def items(self, row: rows.Row, sale: ArrivingSale) -> bool:
        """Return whether other things or quantities were bought, if both say what."""
        if not (sale.itemised and row["itemised"]):
            return False
        says: Counter[int | None] = Counter()
        for item in sale.items:
            says[self._goods.known(item)] += item.quantity
        return says != self._lines.get(row["id"], Counter())

    def of(self, row: rows.Row, sale: ArrivingSale) -> Otherwise:
        """Return what a file says otherwise of a sale."""
        if sale.external_id.startswith(_OF_ROW):
            return NOTHING
        day = sale.sold_on.isoformat() != row["sold_on"]
        total = self._corrects and self._total(row, sale)
        items = self.items(row, sale)
        if not (day or total or items):
            return NOTHING
        if self._people.is_another(sale.person, row["customer_id"]):
            order = f"order {sale.external_id} is known of somebody else"
            if day:
                told = f"{order} on another day: --shop tells shops apart"
                return Otherwise(refused=told)
            if items or total:
                return Otherwise(elsewhere=f"{order}: --shop tells shops apart")
        if items:
            return Otherwise(why=_left("what was bought"))
        if not self._corrects:
            return NOTHING
        what = " and ".join(["day"] * day + ["total"] * total)
        if self._was_edited(row["id"]) or (day and not self._may_be_of(row, sale)):
            return Otherwise(why=_left(what))
        news: dict[str, rows.Stored] = {}
        if day:
            news |= rows.record({"sold_on": sale.sold_on})
            if sale.sold_time is not None:
                news |= rows.record({"sold_time": sale.sold_time})
        if total and sale.total is not None:
            news |= rows.money_columns("total_minor", sale.total)
        why = f"its {what} corrected, as the file says"
        return Otherwise(corrected=tuple(news.items()), why=why)

    def _total(self, row: rows.Row, sale: ArrivingSale) -> bool:
        if sale.total is None or row["total_minor"] is None:
            return False
        there = row["total_minor"], row["currency"]
        return there != (sale.total.minor, sale.total.currency)

    def _was_edited(self, sale_id: int) -> bool:
        """Return whether somebody changed a sale since it came with a file."""
        entry = Journal(self._book).last_to_touch("sales", sale_id)
        if entry is None:  # it came with this file, or its entry was dropped
            return False
        (row,) = self._book._rows("SELECT typed FROM journal WHERE id = ?", entry)
        return str(row["typed"]).split(" ")[0] != _IMPORTED

    def _may_be_of(self, row: rows.Row, sale: ArrivingSale) -> bool:
        """Return whether all that followed a sale follows its new day as well."""
        (back,) = self._book._rows(_CAME_BACK, row["id"])
        after = (row["delivered_on"], row["cancelled_on"], back["day"])
        day = sale.sold_on.isoformat()
        return all(each is None or each >= day for each in after)


def _left(what: str) -> str:
    return f"{what} differs from the book; left as it is"
