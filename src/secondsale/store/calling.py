"""What people were called before: what bears an older name still means them."""

from collections.abc import Iterator

from secondsale.store.connection import OpenBook


def former_names(book: OpenBook, *customer_ids: int) -> Iterator[str]:
    """Yield the names that some customers had, as far as the journal goes back."""
    import json

    for number in dict.fromkeys(customer_ids):
        for row in book._rows(
            "SELECT images FROM journal_changes WHERE table_name = 'customers'"
            " AND images <> '' AND first_id <= ?1 AND last_id >= ?1",
            number,
        ):
            for image in json.loads(row["images"]):
                if image["id"] == number and image.get("name"):
                    yield image["name"]
