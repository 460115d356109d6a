"""The texts of others that name somebody: listed, and said what became of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from secondsale import text
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.store.mentions import Mention

MOST_MENTIONS = 20
"""How many texts of others are listed."""

TEXT_SHOWN = 60
"""Characters of each of them that are shown."""


def names_of_others(
    book: Book, number: int, found: "Iterable[Mention]"
) -> dict[int, str]:
    """Return the names of the customers, but for one, whose texts those are."""
    others = {each.customer_id for each in found} - {None, number}
    return {each: book.customer(each).name for each in others if each is not None}


def listed(found: "Sequence[Mention]", names: dict[int, str]) -> Iterator[str]:
    """List the texts of others that name the person, the surest first."""
    for each in found[:MOST_MENTIONS]:
        whose = names.get(each.customer_id or 0, "")
        of = f" of {whose}" if whose and each.text != whose else ""
        row = each.table.replace("_", " ").removesuffix("s")
        where = f"{row} {each.row_id}{of}, {each.column}"
        shown = each.text
        if len(shown) > TEXT_SHOWN:
            shown = f"{shown[: TEXT_SHOWN - 1]}…"
        yield f"  {where}: {shown}"
    if len(found) > MOST_MENTIONS:
        yield f"  and {len(found) - MOST_MENTIONS} more: --json lists all"


def to_clean(found: "Sequence[Mention]", names: dict[int, str]) -> Iterator[str]:
    """Say which texts of others can be cleaned, and which are left to the seller."""
    ours = [each for each in found if each.cleanable]
    if ours:
        yield "Texts of others that name them: clean them first, or --clean-notes does:"
        yield from listed(ours, names)
    if rest := [each for each in found if not each.cleanable]:
        yield "Texts of others that may name them, which are yours to clean:"
        yield from listed(rest, names)


def cleaned(
    count: int, left: "Sequence[Mention]", names: dict[int, str]
) -> Iterator[str]:
    """Say in how many texts of others a person was named, and in which they may be."""
    if count:
        yield f"Cleaned: {text.plural(count, 'text')} of others."
    if left:
        yield "Texts of others that may still name them, for you to clean:"
        yield from listed(left, names)


def data(found: "Iterable[Mention]") -> list[dict[str, Any]]:
    """Return the texts of others as data."""
    return [
        {
            "table": each.table,
            "id": each.row_id,
            "column": each.column,
            "text": each.text,
            "customer_id": each.customer_id,
            "whole": each.whole,
            "cleanable": each.cleanable,
        }
        for each in found
    ]
