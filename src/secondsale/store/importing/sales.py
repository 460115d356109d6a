"""Sales of a file: those that are new, and what became of those that are known."""

import json
from collections.abc import Sequence
from datetime import date

from secondsale import days
from secondsale.model.arrivals import OWN, ArrivingSale, Standing
from secondsale.store import rows
from secondsale.store.importing.differing import Differing
from secondsale.store.importing.goods import Goods
from secondsale.store.importing.identity import Known, own_number
from secondsale.store.importing.people import Origin, People
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.writing import Acts
from secondsale.text import name_key

Told = tuple[Verdict, str]
"""What becomes of an arrival, and why if it is kept out."""

_New = tuple[ArrivingSale, Known | int]

ENDS = (Standing.REFUNDED, Standing.CANCELLED)

_KNOWN = """
SELECT sale_origins.id AS origin_id, external_id, standing, itemised, sales.*
FROM sale_origins JOIN sales ON sales.id = sale_id
WHERE sale_origins.source = ?2 AND shop = ?3
  AND external_id IN (SELECT value FROM json_each(?1))
"""
_EXPORTED = """
SELECT NULL AS origin_id, 's' || sales.id AS external_id, 1 AS itemised,
       iif(cancelled_on IS NULL, 'paid', 'cancelled') AS standing, name_key, sales.*
FROM sales JOIN customers ON customers.id = customer_id
WHERE sales.id IN (SELECT value FROM json_each(?))
"""
_SALES = (
    "customer_id sold_on sold_time delivered_on note source party recorded_on"
    " cancelled_on cancel_reason total_minor currency"
).split()
_LINES = ("sale_id", "product_id", "quantity", "unit_minor", "currency")
_RETURNS = ("line_id", "quantity", "returned_on", "reason")
_ORIGINS = ("sale_id", "source", "shop", "external_id", "standing", "itemised")

_FILLED = ("note", "party")
"""What is filled in where a known sale has none."""


class Sales:
    """The sales of one file."""

    def __init__(
        self,
        book: Acts,
        tally: Tally,
        people: People,
        goods: Goods,
        origin: Origin,
        *,
        pending: bool,
        known_only: bool,
    ) -> None:
        self._book, self._tally, self._people, self._goods = book, tally, people, goods
        self._source, self._shop, self._today = origin
        self._now = self._today.isoformat()
        self._pending, self._add = pending, not known_only
        self._differing = Differing(book, people, goods, origin)
        found = book._rows("SELECT seq FROM sqlite_sequence WHERE name = 'sales'")
        self._first = found[0]["seq"] + 1 if found else 1
        """The id from which on a sale came with this file."""

    def take(self, sales: Sequence[ArrivingSale]) -> list[Told]:
        """Keep some sales, of which no two are one, and say what became of each.

        The people and products that they name have been looked up.
        """
        ids = json.dumps([each.external_id for each in sales])
        found = self._book._rows(_KNOWN, ids, self._source, self._shop)
        known = self._as_exported(sales)
        known |= {row["external_id"]: row for row in found}
        self._differing.look_up(row["id"] for row in known.values())
        told: list[Told] = []
        new: list[_New] = []
        for sale in sales:
            row = known.get(sale.external_id)
            why = self._refusal(sale)
            if why:
                told.append((Verdict.REFUSED, why))
            elif row is not None:
                told.append(self._know(row, sale))
            elif why := self._why_not(sale):
                told.append((Verdict.SKIPPED, why))
            else:
                who = self._people.settle(sale.person, add=self._add)
                if isinstance(who, str):
                    several = who.startswith("several")
                    told.append((Verdict.REFUSED if several else Verdict.SKIPPED, who))
                else:
                    new.append((sale, who))
                    told.append((Verdict.NEW, ""))
        self._people.keep()
        self._insert(new)
        return told

    def _as_exported(self, sales: Sequence[ArrivingSale]) -> dict[str, rows.Row]:
        """Return the sales that left this very book: by id, day and customer."""
        if self._source != OWN:
            return {}
        ours = {
            number: sale
            for sale in sales
            if (number := own_number(sale.external_id, "s"))
        }
        found = self._book._rows(_EXPORTED, json.dumps([*ours]))
        return {
            row["external_id"]: row
            for row in found
            if row["sold_on"] == ours[row["id"]].sold_on.isoformat()
            and row["name_key"] == name_key(ours[row["id"]].person.name)
        }

    def _refusal(self, sale: ArrivingSale) -> str:
        """Return why a sale cannot be kept as it stands, if so."""
        if sale.sold_on > self._today:
            return f"the sale is dated {days.say_in_full(sale.sold_on)}, still to come"
        if sale.sold_on < days.FIRST:
            return f"the sale is dated {sale.sold_on}, before {days.FIRST.year}"
        if not sale.items:
            return "nothing was sold"
        for item in sale.items:
            if item.quantity < 1:
                return "a quantity below 1"
            if not 0 <= item.returned <= item.quantity:
                return "more came back than was sold"
        return ""

    def _why_not(self, sale: ArrivingSale) -> str:
        """Return why a sale that is not known is none, if so."""
        if sale.standing is Standing.FAILED:
            return "the payment failed"
        if sale.standing is Standing.PENDING and not self._pending:
            return "not paid yet; --pending takes them"
        return ""

    # New sales

    def _insert(self, new: Sequence[_New]) -> None:
        if not new:
            return
        ids = self._book._insert_many("sales", _SALES, map(self._columns, new))
        lines, backs = [], []
        for (sale, _), sale_id in zip(new, ids, strict=True):
            for item in sale.items:
                price = item.unit_price
                lines.append(
                    (
                        sale_id,
                        self._goods.id_of(
                            item, kept=not sale.itemised and not item.told
                        ),
                        item.quantity,
                        None if price is None else price.minor,
                        None if price is None else price.currency,
                    )
                )
                if item.returned and sale.standing not in ENDS:
                    on = self._ended_on(sale) or sale.sold_on
                    backs.append((len(lines) - 1, item.returned, on.isoformat()))
        line_ids = self._book._insert_many("lines", _LINES, lines)
        if backs:
            self._book._insert_many(
                "returns",
                _RETURNS,
                [(line_ids[at], count, on, self._source) for at, count, on in backs],
            )
        self._book._insert_many(
            "sale_origins",
            _ORIGINS,
            [
                (
                    sale_id,
                    self._source,
                    self._shop,
                    sale.external_id,
                    sale.standing.value,
                    int(sale.itemised),
                )
                for (sale, _), sale_id in zip(new, ids, strict=True)
            ],
        )
        self._tally.add("sales", Verdict.NEW, len(new))

    def _columns(self, each: _New) -> tuple[rows.Stored, ...]:
        sale, who = each
        ended, total = sale.standing in ENDS, sale.total
        return (
            who if isinstance(who, int) else who.id,
            sale.sold_on.isoformat(),
            None if sale.sold_time is None else sale.sold_time.isoformat(),
            None if sale.delivered_on is None else sale.delivered_on.isoformat(),
            sale.note,
            sale.source or ("" if self._source == OWN else self._source),
            sale.party,
            self._now,
            (self._ended_on(sale) or sale.sold_on).isoformat() if ended else None,
            self._reason(sale) if ended else "",
            None if total is None else total.minor,
            None if total is None else total.currency,
        )

    def _ended_on(self, sale: ArrivingSale) -> date | None:
        """Return when a sale ended, as far as its file says; never a day to come."""
        if sale.ended_on is None:
            return None
        return min(max(sale.ended_on, sale.sold_on), self._today)

    def _reason(self, sale: ArrivingSale) -> str:
        return f"{sale.standing.value} ({self._source})"

    # Known sales

    def _know(self, row: rows.Row, sale: ArrivingSale) -> Told:
        """Bring a sale that is known up to date."""
        sale_id = row["id"]
        if sale_id >= self._first and self._differing.items(row, sale):
            return (
                Verdict.REFUSED,
                "the same order stands above, with other items",
            )
        otherwise = self._differing.of(row, sale)
        if otherwise.refused:
            return Verdict.REFUSED, otherwise.refused
        if otherwise.elsewhere:
            return Verdict.SKIPPED, otherwise.elsewhere
        news = self._filled_in(row, sale)
        corrected = dict(otherwise.corrected)
        news |= corrected
        if "total_minor" in corrected:
            self._price_anew(sale_id, sale)
        origin: dict[str, rows.Stored] = {}
        if sale.standing.value != row["standing"]:
            origin["standing"] = sale.standing.value
            if sale.standing in ENDS and row["cancelled_on"] is None:
                news["cancelled_on"] = (self._ended_on(sale) or self._today).isoformat()
                news["cancel_reason"] = self._reason(sale)
        if sale.itemised and not row["itemised"]:
            self._itemise(sale_id, sale)
            origin["itemised"] = 1
        else:
            origin |= {"itemised": 1} if self._take_back(sale_id, sale) else {}
        self._people.settle(sale.person, add=False)
        if news:
            self._book._update("sales", sale_id, news)
        if origin and row["origin_id"] is not None:
            self._book._update("sale_origins", row["origin_id"], origin)
        if news or origin:
            self._tally.add("sales", Verdict.UPDATED)
        elif not self._people.news:
            why = otherwise.why
            return (Verdict.SKIPPED, why) if why else (Verdict.UNCHANGED, "")
        return Verdict.UPDATED, otherwise.why

    def _filled_in(self, row: rows.Row, sale: ArrivingSale) -> dict[str, rows.Stored]:
        """Return what was not known of a sale, by its columns."""
        news: dict[str, rows.Stored] = {
            name: getattr(sale, name)
            for name in _FILLED
            if getattr(sale, name) and not row[name]
        }
        news |= rows.record(
            {
                name: getattr(sale, name)
                for name in ("delivered_on", "sold_time")
                if row[name] is None and getattr(sale, name) is not None
            }
        )
        if sale.total is not None and row["total_minor"] is None:
            news |= rows.money_columns("total_minor", sale.total)
        return news

    def _price_anew(self, sale_id: int, sale: ArrivingSale) -> None:
        """Put the prices of a file in the place of those that stood for its items."""
        prices = {self._goods.known(item): item.unit_price for item in sale.items}
        if len(prices) < len(sale.items):  # one product, at several prices
            return
        for row in self._book._rows(
            "SELECT id, product_id FROM lines WHERE sale_id = ?", sale_id
        ):
            price = prices.get(row["product_id"])
            if price is not None:
                columns = rows.money_columns("unit_minor", price)
                self._book._update("lines", row["id"], columns)

    def _itemise(self, sale_id: int, sale: ArrivingSale) -> None:
        """Put what was bought in the place of what stood for it.

        The first line stays the row it was: what was settled about it is.
        """
        found = self._book._rows("SELECT id FROM lines WHERE sale_id = ?", sale_id)
        for number, item in enumerate(sale.items):
            columns: dict[str, rows.Stored] = {
                "product_id": self._goods.id_of(item),
                "quantity": item.quantity,
                **rows.money_columns("unit_minor", item.unit_price),
            }
            if number < len(found):
                self._book._update("lines", found[number]["id"], columns)
            else:
                self._book._insert("lines", {"sale_id": sale_id, **columns})
        self._take_back(sale_id, sale)

    def _take_back(self, sale_id: int, sale: ArrivingSale) -> bool:
        """Keep what came back of a sale since; return if anything did."""
        if sale.standing in ENDS or not any(item.returned for item in sale.items):
            return False
        found = self._book._rows(
            "SELECT lines.id, product_id, lines.quantity,"
            " coalesce(sum(returns.quantity), 0) AS back"
            " FROM lines LEFT JOIN returns ON line_id = lines.id"
            " WHERE sale_id = ? GROUP BY lines.id",
            sale_id,
        )
        lines = {row["product_id"]: row for row in found}
        taken = False
        for item in sale.items:
            line = lines.get(self._goods.id_of(item)) if item.returned else None
            more = (
                0
                if line is None
                else min(item.returned, line["quantity"]) - line["back"]
            )
            if line is not None and more > 0:
                on = (self._ended_on(sale) or self._today).isoformat()
                values = (line["id"], more, on, self._source)
                self._book._insert("returns", dict(zip(_RETURNS, values, strict=True)))
                taken = True
        return taken
