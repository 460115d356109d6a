"""Who bought not long ago, so that a rule that follows a sale may be about them."""

from datetime import date

from secondsale.days import plus
from secondsale.store.connection import OpenBook
from secondsale.store.reading import THERE

_YEAR = 366
"""Days after which the months of a lesson have come round."""

# The longest that a product lets anything wait after the day of its sale.
_WAITS = f"""
SELECT coalesce((SELECT max(delivery_days) FROM products), 0)
     + coalesce((SELECT max(after_days) FROM lessons), 0)
     + CASE WHEN EXISTS (SELECT 1 FROM lessons WHERE months <> '') THEN {_YEAR}
       ELSE 0 END AS days
"""
_EVERYBODY = f"SELECT id FROM customers WHERE {THERE}"
_BUYERS = f"""
SELECT DISTINCT customer_id AS id FROM sales
WHERE (sold_on >= ?1 OR delivered_on >= ?1 OR recorded_on >= ?1)
  AND customer_id IN (SELECT id FROM customers WHERE {THERE})
"""


def everybody(book: OpenBook) -> list[int]:
    """Return the ids of all customers but those who were forgotten."""
    return [row["id"] for row in book._rows(_EVERYBODY)]


def recent_buyers(book: OpenBook, since: date, days: int) -> list[int]:
    """Return who may hear of a sale on or after a day, `days` after delivery at most.

    They may be more, and are never less.
    """
    (row,) = book._rows(_WAITS)
    oldest = plus(since, -(days + row["days"]))
    return [row["id"] for row in book._rows(_BUYERS, oldest.isoformat())]
