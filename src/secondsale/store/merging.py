"""Two entries of one person become one: all that is known of either is kept."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from secondsale.errors import InputError
from secondsale.model import Key, Status
from secondsale.store import matching, rows
from secondsale.store.belonging import KEYED, Belonging
from secondsale.store.connection import OpenBook
from secondsale.store.reading import THERE, Questions
from secondsale.store.writing import Acts

CUSTOMERS = "customers"

SOURCE = "merged"
"""The origin under which an id that was merged is kept: it still finds them."""

TWINS = {
    "tags": ("tag",),
    "other_addresses": ("kind", "value_key"),
}
"""Tables in which a customer has each of these only once."""

_FILLED = "best_time birthday channel source tier owner address postcode".split()
"""Columns that are taken over where the one who stays has nothing there."""

_ADDRESSES = {"email": matching.email_key, "phone": matching.phone_key}

_ENDED = (Status.DONE, Status.SKIPPED)


class Merged(NamedTuple):
    """What a merge did: rows that moved, by table, and on what the two differ."""

    moved: dict[str, int]
    differing: tuple[tuple[str, str, str], ...]
    """What it is, what stays, and what of the other entry is not kept as that."""


class Pair(NamedTuple):
    """Two customers who may be one, and what they have in common."""

    first: int
    second: int
    same: tuple[str, ...]


def merge(book: Acts, kept_id: int, joined_id: int) -> Merged:
    """Join a customer to another one, who stays, inside a change.

    Sales, talks and notes are those of both; of a wish not to be contacted the stricter
    holds; of two settlements of one touchpoint the earlier holds.
    Errors: NotFoundError; InputError for one and the same customer.
    """
    if kept_id == joined_id:
        raise InputError("a customer cannot be merged with themselves", "name two")
    for each in (kept_id, joined_id):
        book.customer(each)
    differing = tuple(_fill(book, kept_id, joined_id))
    _rename_keys(book, kept_id, joined_id)
    moved = _move(book, kept_id, joined_id)
    _open_circle(book, kept_id)
    book._delete(CUSTOMERS, joined_id)
    origin = {"customer_id": kept_id, "source": SOURCE, "external_id": str(joined_id)}
    book._insert("customer_origins", rows.record(origin))
    return Merged(moved, differing)


def merged_into(book: OpenBook, customer_id: int) -> int | None:
    """Return who somebody of this id was merged into, or None."""
    found = book._rows(
        "SELECT customer_id FROM customer_origins"
        " WHERE source = ? AND shop = '' AND external_id = ?",
        SOURCE,
        str(customer_id),
    )
    return found[0]["customer_id"] if found else None


def once(book: OpenBook, customer_id: int) -> set[int]:
    """Return the ids of all who were merged into a customer.

    A book of an earlier version knows none.
    """
    if not book._rows("SELECT 1 FROM sqlite_schema WHERE name = 'customer_origins'"):
        return set()
    found = book._rows(
        "SELECT external_id FROM customer_origins WHERE customer_id = ? AND source = ?",
        customer_id,
        SOURCE,
    )
    return {int(row["external_id"]) for row in found}


def pairs(book: Questions) -> tuple[Pair, ...]:
    """Return who may be entered twice, the surest first.

    By the same e-mail, phone, name and postcode, or name, in whatever order its words
    stand; never by what merely looks alike.
    """
    found: dict[tuple[int, int], list[str]] = {}
    for what, ids in _alike(book):
        for second in ids[1:]:
            found.setdefault((ids[0], second), []).append(what)
    ranks = list(_SAME)

    def rank(pair: Pair) -> tuple[int, int, int, int]:
        return (
            min(map(ranks.index, pair.same)),
            -len(pair.same),
            pair.first,
            pair.second,
        )

    return tuple(
        sorted((Pair(*ids, tuple(same)) for ids, same in found.items()), key=rank)
    )


_SAME = {
    "e-mail": "SELECT id, email_key AS same FROM customers WHERE email_key <> ''"
    " UNION SELECT customer_id, value_key FROM other_addresses WHERE kind = 'email'",
    "phone": "SELECT id, phone_key AS same FROM customers WHERE phone_key <> ''"
    " UNION SELECT customer_id, value_key FROM other_addresses WHERE kind = 'phone'",
    "name and postcode": "SELECT id, name_key || char(10) || replace(upper(postcode),"
    " ' ', '') AS same FROM customers WHERE postcode <> ''",
    "name": f"SELECT id, search_key AS same FROM customers WHERE {THERE}",
}
"""What two entries can have in common, the surest first, and how it is read."""


def _alike(book: Questions) -> Iterator[tuple[str, list[int]]]:
    """Yield what several customers have in common, and their ids."""
    for what, sql in _SAME.items():
        groups: dict[str, list[int]] = {}
        for row in book._rows(f"SELECT id, same FROM ({sql}) ORDER BY id"):
            same = row["same"]
            if what == "name":
                same = " ".join(sorted(matching.words(same)))
            groups.setdefault(same, []).append(row["id"])
        if what == "phone":
            groups = _whole_numbers(groups)
        yield from ((what, sorted(ids)) for ids in groups.values() if len(ids) > 1)


def _whole_numbers(groups: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the groups of numbers of which one is another without its prefix."""
    whole: dict[str, list[int]] = {}
    shorter: dict[str, list[str]] = {}
    for number in sorted(groups, key=len):
        ends = shorter.setdefault(number[-matching.SHORTEST_ENDING :], [])
        same = next((end for end in ends if number.endswith(end)), number)
        if same is number and len(number) >= matching.SHORTEST_ENDING:
            ends.append(number)
        whole.setdefault(same, []).extend(groups[number])
    return whole


def _fill(book: Acts, kept_id: int, joined_id: int) -> Iterator[tuple[str, str, str]]:
    """Take over what the one who stays has not; yield on what the two differ."""
    both = book._rows(
        f"SELECT * FROM {CUSTOMERS} WHERE id IN (?, ?)", kept_id, joined_id
    )
    kept, joined = sorted(map(dict, both), key=lambda row: row["id"] != kept_id)
    filled: dict[str, rows.Stored] = {
        "added_on": min(kept["added_on"], joined["added_on"])
    }
    for column in (*_FILLED, *_ADDRESSES, "referred_by"):
        if not joined[column]:
            continue
        if not kept[column]:
            filled[column] = joined[column]
            if column in _ADDRESSES:
                filled[f"{column}_key"] = joined[f"{column}_key"]
        elif column in _ADDRESSES:
            _keep_address(book, kept, joined, column)
        elif kept[column] != joined[column]:
            yield column, str(kept[column]), str(joined[column])
    notes = [kept["note"], joined["note"]]
    if kept["name_key"] != joined["name_key"]:
        notes.append(f"also known as {joined['name']}")
        yield "name", kept["name"], joined["name"]
    filled["note"] = " · ".join(dict.fromkeys(filter(None, notes)))
    if filled.get("referred_by", kept["referred_by"]) in (kept_id, joined_id):
        filled["referred_by"] = None
    book._update(CUSTOMERS, kept_id, filled)


def _keep_address(
    book: Acts, kept: dict[str, Any], joined: dict[str, Any], kind: str
) -> None:
    """Keep a second address of somebody beside the first."""
    key = str(joined[f"{kind}_key"])
    known = _has(book, "other_addresses", kept["id"], {"kind": kind, "value_key": key})
    if key != kept[f"{kind}_key"] and not known:
        values = {"customer_id": kept["id"], "kind": kind, "value": joined[kind]}
        book._insert("other_addresses", rows.record(values) | {"value_key": key})


def _rename_keys(book: Acts, kept_id: int, joined_id: int) -> None:
    """Let what became of touchpoints of the joined one be that of the other's."""
    for table in KEYED:
        own = "customer_id = ?" if table == "settlements" else (
            "contact_id IN (SELECT id FROM contacts WHERE customer_id = ?)"
        )  # fmt: skip
        for row in book._rows(f"SELECT id, key FROM {table} WHERE {own}", joined_id):
            key = Key.parse(row["key"])
            if key.anchor == f"c{joined_id}":
                renamed = str(Key(key.rule, f"c{kept_id}", key.round))
                book._update(table, row["id"], {"key": renamed})
    for settled, owners in _settled_twice(book, kept_id, joined_id).items():
        ends = {who: _end(book, settled, who) for who in owners}
        # Where neither has ended it, what the one who stays put off holds.
        stays = min(ends, key=lambda who: (ends[who], who != kept_id))
        for who in owners - {stays}:
            for row in book._rows(
                "SELECT id FROM settlements WHERE key = ? AND customer_id = ?",
                settled,
                who,
            ):
                book._delete("settlements", row["id"])


def _settled_twice(book: Acts, kept_id: int, joined_id: int) -> dict[str, set[int]]:
    """Return the touchpoints that have settlements of both."""
    found: dict[str, set[int]] = {}
    for row in book._rows(
        "SELECT DISTINCT key, customer_id FROM settlements WHERE customer_id IN (?, ?)",
        kept_id,
        joined_id,
    ):
        found.setdefault(row["key"], set()).add(row["customer_id"])
    return {key: owners for key, owners in found.items() if len(owners) > 1}


def _end(book: Acts, key: str, customer_id: int) -> str:
    """Return when a touchpoint was done or skipped; after all days if it was not."""
    (row,) = book._rows(
        "SELECT min(settled_on) AS ended FROM settlements"
        " WHERE key = ? AND customer_id = ? AND status IN (?, ?)",
        key,
        customer_id,
        *(str(status) for status in _ENDED),
    )
    return row["ended"] or "9999"


def _move(book: Acts, kept_id: int, joined_id: int) -> dict[str, int]:
    """Give all rows of the joined one to the other; return how many, by table."""
    moved: dict[str, int] = {}
    for each in Belonging(book).references:
        if each.parent != CUSTOMERS:
            continue
        table, column = each.child, each.column
        twins = TWINS.get(table, ())
        for row in book._rows(f"SELECT * FROM {table} WHERE {column} = ?", joined_id):
            if twins and _has(book, table, kept_id, {c: row[c] for c in twins}):
                book._delete(table, row["id"])
            else:
                book._update(table, row["id"], {column: kept_id})
                moved[table] = moved.get(table, 0) + 1
    with book._writing():
        book._connection.execute(
            "UPDATE tasks SET customer_id = ? WHERE customer_id = ?",
            (kept_id, joined_id),
        )
    return moved


def _has(book: Acts, table: str, customer_id: int, values: dict[str, str]) -> bool:
    same = " AND ".join(f"{column} = ?" for column in values)
    sql = f"SELECT id FROM {table} WHERE customer_id = ? AND {same}"
    return bool(book._rows(sql, customer_id, *values.values()))


def _open_circle(book: Acts, customer_id: int) -> None:
    """Let nobody have been sent by somebody whom they sent."""
    seen, at = {customer_id}, customer_id
    while True:
        (row,) = book._rows(f"SELECT referred_by FROM {CUSTOMERS} WHERE id = ?", at)
        at = row["referred_by"]
        if at is None:
            return
        if at in seen:
            book._update(CUSTOMERS, customer_id, {"referred_by": None})
            return
        seen.add(at)
