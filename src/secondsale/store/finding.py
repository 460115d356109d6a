"""Whom or what a few typed words mean, and who may be in the book already."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from secondsale import text
from secondsale.model import Customer, Product
from secondsale.store import matching
from secondsale.store.reading import THERE, Questions

if TYPE_CHECKING:
    from secondsale.store.forgetting import Former

_ENDS_ALIKE = """
min(length({0}), length(?1)) >= ?2
AND (substr({0}, -length(?1)) = ?1 OR substr(?1, -length({0})) = {0})
"""
_SAME_PHONE = f"""
SELECT id FROM customers
WHERE phone_key = ?1 OR phone_key <> '' AND substr(phone_key, -7) = substr(?1, -7)
                        AND {_ENDS_ALIKE.format("phone_key")}
UNION
SELECT customer_id FROM other_addresses
WHERE kind = 'phone' AND substr(value_key, -7) = substr(?1, -7)
  AND (value_key = ?1 OR {_ENDS_ALIKE.format("value_key")})
"""
_SAME_EMAIL = """
SELECT id FROM customers WHERE email_key = ?1
UNION
SELECT customer_id FROM other_addresses WHERE kind = 'email' AND value_key = ?1
"""

_THERE = {"customers": THERE, "products": "TRUE"}
"""By table, what a row is that can be found."""

_PLAIN = "search_key"
for _letter, _plain in text.TWO_FOR_ONE.items():
    _PLAIN = f"replace({_PLAIN}, '{_letter}', '{_plain}')"

_MOST_WORDS = 6
"""How many words of what was typed are compared with those of names."""


class Finding(Questions):
    """An open book that recognises people and products."""

    def known_customers(self, query: str) -> tuple[Customer, ...]:
        """Return who surely is meant: by name, id, slug, e-mail or telephone."""
        return self._first_customers(self._customers_known(query))

    def find_customers(self, query: str) -> tuple[Customer, ...]:
        """Return whom a query means, by the first way of naming that fits anybody.

        The ways: those of `known_customers`, then the name without accents, then the
        beginnings of its words, then those with `th` for a thorn and the like.
        """
        ways = (self._customers_known(query), self._like("customers", query))
        return self._first_customers(chain.from_iterable(ways))

    def known_products(self, query: str) -> tuple[Product, ...]:
        """Return what surely is meant: by name, id or slug."""
        return self._first_products(self._same("products", query))

    def find_products(self, query: str) -> tuple[Product, ...]:
        """Return what a query means, by the first way of naming that fits anything.

        The ways: those of `known_products`, then the name without accents, then the
        beginnings of its words.
        """
        ways = (self._same("products", query), self._like("products", query))
        return self._first_products(chain.from_iterable(ways))

    def similar_customers(
        self, name: str, email: str, phone: str
    ) -> tuple[Customer, ...]:
        """Return who may be the same person, the likeliest first."""
        likeness = self._alike("customers", name)
        same = (*self.customers_at_email(email), *self.customers_at_phone(phone))
        likeness |= dict.fromkeys((who.id for who in same), 1.0)
        return tuple(self.customer(each) for each in _likeliest_first(likeness))

    def customers_at_email(self, email: str) -> tuple[Customer, ...]:
        """Return who has this e-mail."""
        return self._first_customers(iter([self._at_email(email)]))

    def customers_at_phone(self, phone: str) -> tuple[Customer, ...]:
        """Return who has this telephone number, with or without its prefix."""
        return self._first_customers(iter([self._at_phone(matching.phone_key(phone))]))

    def was_forgotten(
        self, *, email: str = "", phone: str = "", name: str = ""
    ) -> "Former | None":
        """Return whether somebody of this e-mail, phone or name was forgotten.

        An import leaves out who had opted out.
        """
        if not self._rows("SELECT 1 FROM forgotten_salt LIMIT 1"):
            return None
        from secondsale.store.forgetting import recognised  # only few ever need it

        return recognised(self, email=email, phone=phone, name=name)

    def similar_products(self, name: str) -> tuple[Product, ...]:
        """Return what may be the same product, the likeliest first."""
        alike = self._alike("products", name)
        return tuple(self.product(each) for each in _likeliest_first(alike))

    def near_customers(self, query: str) -> tuple[Customer, ...]:
        """Return whose name is spelled nearly like this, the likeliest first."""
        near = self._near("customers", query)
        return tuple(self.customer(each) for each in _likeliest_first(near))

    def near_products(self, query: str) -> tuple[Product, ...]:
        """Return what is spelled nearly like this, the likeliest first."""
        near = self._near("products", query)
        return tuple(self.product(each) for each in _likeliest_first(near))

    def _first_customers(self, ways: Iterator[list[int]]) -> tuple[Customer, ...]:
        ids = next((ids for ids in ways if ids), [])
        return tuple(self._customers(self._rows_of("customers", "id", ids)))

    def _first_products(self, ways: Iterator[list[int]]) -> tuple[Product, ...]:
        ids = next((ids for ids in ways if ids), [])
        return tuple(self._products(ids).values())

    def _customers_known(self, query: str) -> Iterator[list[int]]:
        yield from self._same("customers", query)
        if "@" in query:
            yield self._at_email(query)
        yield self._at_phone(matching.typed_phone_key(query))

    def _at_email(self, email: str) -> list[int]:
        key = matching.email_key(email)
        return self._ids(_SAME_EMAIL, key) if key else []

    def _at_phone(self, key: str) -> list[int]:
        return self._ids(_SAME_PHONE, key, matching.SHORTEST_ENDING) if key else []

    def _same(self, table: str, query: str) -> Iterator[list[int]]:
        found = f"SELECT id FROM {table} WHERE {_THERE[table]}"
        name = text.name_key(query)
        yield self._ids(f"{found} AND name_key = ?", name)
        number = matching.row_id(query)
        yield self._ids(f"{found} AND id = ?", number)
        if table == "customers" and number is not None:
            from secondsale.store.merging import merged_into

            into = merged_into(self, number)
            yield [] if into is None else [into]
        if "-" in query and text.slug(query) == query:
            yield self._slugged(table, query)

    def _slugged(self, table: str, slug: str) -> list[int]:
        """Return whose name has these plain letters: what a shell completes to."""
        longest = max(slug.split("-"), key=len)
        sql = f"SELECT id, search_key FROM {table} WHERE instr({_PLAIN}, ?) > 0"
        named = self._rows(f"{sql} AND {_THERE[table]}", longest)
        return [row["id"] for row in named if text.slug(row["search_key"]) == slug]

    def _like(self, table: str, query: str) -> Iterator[list[int]]:
        found = f"SELECT id FROM {table} WHERE {_THERE[table]}"
        key = text.search_key(query)
        yield self._ids(f"{found} AND search_key = ?", key)
        words = matching.words(key)
        # Not LIKE: here no character of the query has a meaning of its own.
        begins = "instr(' ' || replace(search_key, '-', ' '), ' ' || ?) > 0"
        # Where in a name the longest word stands is asked of those few that hold it.
        holds = "instr(search_key, ?) > 0"
        condition = " AND ".join([holds, *[begins] * len(words)]) if words else "FALSE"
        # Asked apart, it goes through the index, which is shorter than the table.
        named = f"SELECT id FROM {table} WHERE {condition}"
        longest = sorted(words, key=len)[-1:]
        yield self._ids(f"{found} AND id IN ({named})", *longest, *words)
        plainly = named.replace("search_key", _PLAIN)
        yield self._ids(f"{found} AND id IN ({plainly})", *longest, *words)

    def _alike(self, table: str, name: str) -> dict[int, float]:
        key = text.search_key(name)
        likeness = matching.Likeness(key)
        # Those who can hardly be the same are left out before they are compared.
        candidates = self._rows(
            f"SELECT id, search_key FROM {table} WHERE {_THERE[table]}"
            " AND search_key >= ?1 AND search_key < ?1 || char(1114111)"
            " AND length(search_key) BETWEEN ?2 AND ?3",
            key[:1],
            len(key) - 3,
            len(key) + 3,
        )
        ratios = {row["id"]: likeness.ratio(row["search_key"]) for row in candidates}
        return {row_id: ratio for row_id, ratio in ratios.items() if ratio}

    def _near(self, table: str, query: str) -> dict[int, float]:
        """Return by id how near the words of a query are to those of a name, or all."""
        words = matching.words(text.search_key(query))[:_MOST_WORDS]
        if not words:
            return {}
        typed = [matching.Likeness(word, matching.NEAR) for word in words]
        # A word begins as the one that is meant: that is quickly seen of many names.
        begins = "instr(' ' || replace(search_key, '-', ' '), ' ' || ?) > 0"
        condition = " AND ".join([_THERE[table], *[begins] * len(words)])
        near = {
            row["id"]: matching.nearness(typed, row["search_key"])
            for row in self._rows(
                f"SELECT id, search_key FROM {table} WHERE {condition}",
                *(word[0] for word in words),
            )
        }
        found = {row_id: ratio for row_id, ratio in near.items() if ratio}
        return self._alike(table, query) | found

    def _ids(self, sql: str, *values: str | int | None) -> list[int]:
        return [row["id"] for row in self._rows(sql, *values)]


def _likeliest_first(likeness: dict[int, float]) -> list[int]:
    return sorted(likeness, key=lambda row_id: (-likeness[row_id], row_id))
