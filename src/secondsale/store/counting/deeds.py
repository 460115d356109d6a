"""What was done in a period, counted where it is kept."""

from secondsale.metrics.conversations import Talks
from secondsale.metrics.report import Period
from secondsale.metrics.word import Word
from secondsale.store.connection import OpenBook

_PROMISES = """
SELECT count(*) AS promises,
       coalesce(sum(kept_on <= min(due_on, ?3)), 0) AS kept_in_time,
       coalesce(sum(kept_on > due_on AND kept_on <= ?3), 0) AS kept_late
FROM promises
WHERE due_on BETWEEN ?1 AND ?2 AND made_on <= ?3
  AND (due_on < ?3 OR kept_on <= ?3)
"""
_WELCOMES = """
SELECT count(*) AS new_sales, coalesce(sum(EXISTS (
    SELECT 1 FROM contacts JOIN covers ON covers.contact_id = contacts.id
    WHERE contacts.customer_id = sales.customer_id
      AND contacts.contacted_on BETWEEN sales.sold_on AND date(sales.sold_on, '+1 day')
      AND covers.key = 'welcome:s' || sales.id
)), 0) AS welcomed
FROM sales
WHERE sold_on BETWEEN ?1 AND ?2 AND date(sold_on, '+1 day') < ?3
  AND recorded_on <= date(sold_on, '+1 day')
  AND (cancelled_on IS NULL OR cancelled_on > ?3)
"""
_RESOLVED = """
SELECT CAST(julianday(resolved_on) - julianday(opened_on) AS INTEGER) AS days,
       count(*) AS times
FROM concerns WHERE resolved_on BETWEEN ?1 AND ?2 GROUP BY 1
"""
_OPEN = """
SELECT count(*) AS n FROM concerns
WHERE opened_on <= ?1 AND (resolved_on IS NULL OR resolved_on > ?1)
"""
_TALKS = """
SELECT count(*) AS contacts, coalesce(sum(NOT inbound), 0) AS attempts,
       coalesce(sum(
           NOT inbound AND outcome NOT IN (SELECT value FROM json_each(?3))
       ), 0) AS reached,
       count(DISTINCT customer_id) AS people
FROM contacts WHERE contacted_on BETWEEN ?1 AND ?2
"""
_CUSTOMERS = "SELECT count(*) AS n FROM customers WHERE forgotten_on IS NULL"
# Neighbours came at the same time and are alike, so it picks far and wide, and the same
# people each time: Knuth's multiplicative hash.
_SOME = """
SELECT id FROM customers WHERE forgotten_on IS NULL
ORDER BY id * 2654435761 % 4294967296, id LIMIT ?
"""


def word(book: OpenBook, period: Period) -> Word:
    """Return what was owed in a period, as it stood at its end."""
    days = since, until = period.since.isoformat(), period.until.isoformat()
    (promises,) = book._rows(_PROMISES, *days, until)
    (sales,) = book._rows(_WELCOMES, *days, until)
    (still,) = book._rows(_OPEN, until)
    kept, late = promises["kept_in_time"], promises["kept_late"]
    return Word(
        promises=promises["promises"],
        kept_in_time=kept,
        kept_late=late,
        broken_off=promises["promises"] - kept - late,
        new_sales=sales["new_sales"],
        welcomed=sales["welcomed"],
        resolved={
            row["days"]: row["times"] for row in book._rows(_RESOLVED, since, until)
        },
        open_concerns=still["n"],
    )


def talks(book: OpenBook, period: Period, not_reached: tuple[str, ...]) -> Talks:
    """Return the conversations of a period; some outcomes are `not_reached`."""
    words = "[" + ",".join(f'"{each}"' for each in not_reached) + "]"
    days = period.since.isoformat(), period.until.isoformat()
    (row,) = book._rows(_TALKS, *days, words)
    return Talks(*row)


def sampled(book: OpenBook, most: int) -> tuple[list[int], int]:
    """Return the ids of some customers, the same each time, and how many there are."""
    (row,) = book._rows(_CUSTOMERS)
    return [each["id"] for each in book._rows(_SOME, most)], row["n"]
