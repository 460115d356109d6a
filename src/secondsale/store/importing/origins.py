"""By what other programs know a customer and their sales."""

from typing import NamedTuple

from secondsale.store.connection import OpenBook

_OF_CUSTOMER = """
SELECT NULL AS sale_id, source, shop, external_id, '' AS standing
FROM customer_origins WHERE customer_id = ?1
UNION ALL
SELECT sale_id, sale_origins.source, shop, external_id, standing
FROM sale_origins JOIN sales ON sales.id = sale_id WHERE sales.customer_id = ?1
"""


class Elsewhere(NamedTuple):
    """An id in another program: of a customer, or of one of their sales."""

    sale_id: int | None
    source: str
    shop: str
    external_id: str
    standing: str
    """What became of the sale there, as far as it was told."""


def elsewhere(book: OpenBook, customer_id: int) -> tuple[Elsewhere, ...]:
    """Return by what other programs know a customer, then their sales."""
    return tuple(Elsewhere(*row) for row in book._rows(_OF_CUSTOMER, customer_id))
