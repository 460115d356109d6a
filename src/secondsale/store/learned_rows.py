"""Rows in, model out and back: the snapshot of what all sales have taught."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from secondsale.model import Learned, Votes
from secondsale.store.rows import Row, Stored, read

ONLY = 1
"""The id of the one snapshot there is."""


def learned(taken: Sequence[Row], votes: Iterable[Row]) -> Learned:
    """Read the snapshot; where none was taken, nothing was learned.

    Errors: BookError for a value that this program cannot read.
    """
    if not taken:
        return Learned()
    products: dict[Hashable, Votes] = {}
    others: dict[tuple[str, str], Votes] = {}
    for row in votes:
        if row["kind"] == "product":
            products[read("votes", _product_id, row)] = _votes(row)
        else:
            others[row["kind"], row["name"]] = _votes(row)
    return Learned(
        day=read("learned", _day, taken[0]),
        shop=others.get(("shop", ""), Votes()),
        orders=others.get(("orders", ""), Votes()),
        shift=taken[0]["shift"],
        products=products,
        categories={
            n: each for (kind, n), each in others.items() if kind == "category"
        },
    )


def snapshot_row(what: Learned, last_line: int) -> dict[str, Stored]:
    """Return the columns of a snapshot that was taken after a line."""
    assert what.day is not None
    return {
        "id": ONLY,
        "learned_on": what.day.isoformat(),
        "last_line": last_line,
        "shift": what.shift,
    }


def vote_rows(what: Learned) -> Iterator[dict[str, Stored]]:
    """Yield the columns of each vote of a snapshot."""
    yield _row("shop", "", what.shop)
    yield _row("orders", "", what.orders)
    for category, votes in what.categories.items():
        yield _row("category", category, votes)
    for product_id, votes in what.products.items():
        yield _row("product", str(product_id), votes)


def _row(kind: str, name: str, votes: Votes) -> dict[str, Stored]:
    return {
        "kind": kind,
        "name": name,
        "logs": votes.logs,
        "weight": votes.weight,
        "customers": votes.customers,
        "came_back": votes.returning,
    }


def _product_id(row: Row) -> int:
    return int(row["name"])


def _day(row: Row) -> date:
    return date.fromisoformat(row["learned_on"])


def _votes(row: Row) -> Votes:
    return Votes(row["logs"], row["weight"], row["customers"], row["came_back"])
