"""First hellos to those who bought before the book knew of it."""

from collections.abc import Iterable, Iterator
from datetime import date

from secondsale.store.writing import Acts

_PAST = """
SELECT customer_id FROM sales
WHERE cancelled_on IS NULL
  AND customer_id NOT IN (SELECT customer_id FROM contacts)
  AND customer_id NOT IN (SELECT customer_id FROM hellos)
  AND customer_id IN (SELECT id FROM customers WHERE forgotten_on IS NULL)
GROUP BY customer_id
HAVING max(sold_on) < ?1 AND min(julianday(recorded_on) - julianday(sold_on)) >= ?2
ORDER BY count(*) DESC, max(sold_on) DESC, customer_id
"""


class Greeting(Acts):
    """An open book that keeps on which day to say hello again."""

    def past_customers(self, *, before: date, days: int) -> Iterator[int]:
        """Yield who bought before a day, and whom nobody has spoken to since.

        The book learned of each sale so many `days` later at least: it was imported.
        Who bought most often comes first, then who bought last.
        """
        found = self._rows(_PAST, before.isoformat(), days)
        return (row["customer_id"] for row in found)

    def add_hellos(self, picked: Iterable[tuple[int, date]], *, made_on: date) -> int:
        """Keep the day of each customer's first hello; return how many they are."""
        made = made_on.isoformat()
        values = [(each, day.isoformat(), made) for each, day in picked]
        columns = ("customer_id", "greet_on", "made_on")
        return len(self._insert_many("hellos", columns, values))
