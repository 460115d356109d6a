"""Refunds that are records of their own: each ends what it gave back, once."""

from collections.abc import Iterator

from secondsale.model.arrivals import ArrivingRefund, Standing
from secondsale.store import rows
from secondsale.store.importing.identity import Known
from secondsale.store.importing.people import Origin, People
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.writing import Acts
from secondsale.text import name_key

Told = tuple[Verdict, str]

_ORIGIN = """
SELECT sale_id, standing FROM sale_origins
WHERE source = ? AND shop = ? AND external_id = ?
"""
_LINES = """
SELECT lines.id, lines.quantity, unit_minor, products.name_key,
       coalesce((SELECT sum(quantity) FROM returns WHERE line_id = lines.id), 0) AS back
FROM lines JOIN products ON products.id = product_id
WHERE sale_id = ? ORDER BY lines.id
"""
_SALES_OF = """
SELECT id FROM sales
WHERE customer_id = ? AND sold_on <= ? AND cancelled_on IS NULL
ORDER BY sold_on DESC, id DESC
"""

_UNNAMED = """
SELECT 1 FROM sale_origins JOIN sales ON sales.id = sale_id
WHERE customer_id = ? AND sale_origins.source = ? AND shop = ?
  AND itemised = 0 AND cancelled_on IS NULL LIMIT 1
"""

NOT_SAID = "which sale went back is not said: import the file with the items too"
NOT_THERE = "the order that was refunded is not in the book: import that file too"


class Refunds:
    """The refunds of one file, which wait until its sales are there."""

    def __init__(
        self,
        book: Acts,
        tally: Tally,
        people: People,
        origin: Origin,
    ) -> None:
        self._book, self._tally, self._people = book, tally, people
        self._source, self._shop, self._today = origin
        self._waiting: list[ArrivingRefund] = []

    def wait(self, refund: ArrivingRefund) -> None:
        """Put a refund off until all sales are there."""
        self._waiting.append(refund)

    def finish(self) -> Iterator[tuple[ArrivingRefund, Told]]:
        """Keep the refunds, and yield what became of each."""
        for refund in self._waiting:
            yield refund, self._take(refund)

    def _take(self, refund: ArrivingRefund) -> Told:
        if refund.on > self._today:
            return Verdict.REFUSED, "the refund is still to come"
        if self._origin(refund.external_id):
            return Verdict.UNCHANGED, ""
        found = self._sale_of(refund)
        if isinstance(found, str):
            return Verdict.SKIPPED, found
        told = self._give_back(found, refund)
        if told[0] is Verdict.UPDATED and refund.external_id:
            values: dict[str, rows.Stored] = {
                "sale_id": found,
                "source": self._source,
                "shop": self._shop,
                "external_id": refund.external_id,
                "standing": Standing.REFUNDED.value,
            }
            self._book._insert("sale_origins", values)
            self._tally.add("returns", Verdict.NEW)
        return told

    def _origin(self, external_id: str) -> list[rows.Row]:
        if not external_id:
            return []
        return self._book._rows(_ORIGIN, self._source, self._shop, external_id)

    def _sale_of(self, refund: ArrivingRefund) -> int | str:
        """Return the sale that a refund is of, or why there is none."""
        if refund.of:
            found = self._origin(refund.of)
            return found[0]["sale_id"] if found else NOT_THERE
        self._people.look_up([refund.person])
        who = self._people.settle(refund.person, add=False)
        self._people.keep()
        if isinstance(who, str):
            return NOT_THERE
        customer_id = who.id if isinstance(who, Known) else who
        product = name_key(refund.product)
        for row in self._book._rows(_SALES_OF, customer_id, refund.on.isoformat()):
            for line in self._book._rows(_LINES, row["id"]):
                if line["name_key"] == product and line["back"] < line["quantity"]:
                    sale_id: int = row["id"]
                    return sale_id
        known = self._book._rows(_UNNAMED, customer_id, self._source, self._shop)
        return NOT_SAID if known else NOT_THERE

    def _give_back(self, sale_id: int, refund: ArrivingRefund) -> Told:
        (sale,) = self._book._rows("SELECT * FROM sales WHERE id = ?", sale_id)
        if sale["cancelled_on"] is not None:
            return Verdict.UNCHANGED, ""
        lines = self._book._rows(_LINES, sale_id)
        on = max(refund.on.isoformat(), sale["sold_on"])
        product = name_key(refund.product)
        left = refund.quantity or 1
        touched = False
        for line in lines if product else ():
            more = min(left, line["quantity"] - line["back"])
            if line["name_key"] == product and more > 0:
                self._return(line["id"], more, on)
                left, touched = left - more, True
        if touched:
            self._tally.add("sales", Verdict.UPDATED)
            return Verdict.UPDATED, ""
        if not self._is_whole(sale, lines, refund):
            return Verdict.SKIPPED, "part of the money went back; the sale stands"
        values = {
            "cancelled_on": on,
            "cancel_reason": f"refunded ({self._source})",
        }
        self._book._update("sales", sale_id, values)
        self._tally.add("sales", Verdict.UPDATED)
        return Verdict.UPDATED, ""

    def _return(self, line_id: int, quantity: int, on: str) -> None:
        values: dict[str, rows.Stored] = {"line_id": line_id, "quantity": quantity}
        values |= {"returned_on": on, "reason": f"refunded ({self._source})"}
        self._book._insert("returns", values)

    def _is_whole(
        self, sale: rows.Row, lines: list[rows.Row], refund: ArrivingRefund
    ) -> bool:
        """Return whether a refund gives back all that was paid."""
        if refund.amount is None:
            return not refund.product
        back = abs(refund.amount.minor)
        paid = sale["total_minor"]
        if paid is None:
            paid = sum((line["unit_minor"] or 0) * line["quantity"] for line in lines)
        return bool(paid) and back >= paid
