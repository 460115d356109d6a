"""What the records of a file are about: products by their name, added where new."""

import json
from collections.abc import Iterable
from datetime import date

from secondsale.model import ProductKind
from secondsale.model.arrivals import ArrivingItem, ArrivingProduct
from secondsale.store.goods import product_columns
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.writing import Acts
from secondsale.text import name_key

MOST_REMEMBERED = 20_000
"""How many names of products are remembered between the parts of a file."""

_FOUND = """
SELECT id, name_key FROM products
WHERE name_key IN (SELECT value FROM json_each(?))
"""


class Goods:
    """The products of one import."""

    def __init__(self, book: Acts, tally: Tally, today: date) -> None:
        self._book, self._tally, self._today = book, tally, today
        self._ids: dict[str, int] = {}
        """By name as it is written, and by the key of a name."""

    def look_up(self, names: Iterable[str]) -> None:
        """Read all products of some names."""
        if len(self._ids) > MOST_REMEMBERED:
            self._ids.clear()
        unknown = {name for name in names if name not in self._ids}
        if not unknown:
            return
        keys = {name: name_key(name) for name in unknown}
        found = self._book._rows(_FOUND, json.dumps([*set(keys.values())]))
        by_key = {row["name_key"]: row["id"] for row in found}
        for name, key in keys.items():
            if key in by_key:
                self._ids[name] = by_key[key]

    def known(self, item: ArrivingItem) -> int | None:
        """Return the product of an item that was looked up, if there is one."""
        return self._ids.get(item.product)

    def id_of(self, item: ArrivingItem, *, kept: bool = False) -> int:
        """Return the product of an item, added if need be; `kept` if not used up."""
        known = self._ids.get(item.product)
        if known is not None:
            return known
        kind = ProductKind.DURABLE if kept else ProductKind.CONSUMABLE
        made = self._add(
            {
                "name": item.product,
                "category": item.category,
                "price": None if kept else item.unit_price,
                "kind": kind,
            }
        )
        self._ids[item.product] = made
        return made

    def keep(self, product: ArrivingProduct) -> Verdict:
        """Add a product, or fill in what was not known of it."""
        self.look_up([product.name])
        values = {
            "category": product.category,
            "price": product.price,
            "supply_days": product.supply_days,
            "note": product.note,
        }
        known = self._ids.get(product.name)
        if known is None:
            kind = ProductKind(product.kind) if product.kind else ProductKind.CONSUMABLE
            more = {"kind": kind, "delivery_days": product.delivery_days}
            self._ids[product.name] = self._add(
                {"name": product.name, **values, **more}
            )
            return Verdict.NEW
        (row,) = self._book._rows("SELECT * FROM products WHERE id = ?", known)
        held = {**dict(row), "price": row["price_minor"]}
        news = {n: v for n, v in values.items() if v and held[n] in (None, "")}
        if product.delivery_days and not row["delivery_days"]:
            news["delivery_days"] = product.delivery_days
        if not news:
            return Verdict.UNCHANGED
        self._book._update("products", known, product_columns(news))
        self._tally.add("products", Verdict.UPDATED)
        return Verdict.UPDATED

    def _add(self, values: dict[str, object]) -> int:
        """Add a product; one of that name, in another spelling, is taken instead."""
        columns = product_columns({**values, "added_on": self._today})
        found = self._book._rows(
            "SELECT id FROM products WHERE name_key = ?",
            str(columns["name_key"]),
        )
        if found:
            own: int = found[0]["id"]
            return own
        self._tally.add("products", Verdict.NEW)
        return self._book._insert("products", columns)
