"""The people of a file: found in the book, filled in where it knew less, or added."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from secondsale.model.arrivals import OWN, VCARDS, ArrivingPerson
from secondsale.store import matching
from secondsale.store.forgetting import NAME, recognised
from secondsale.store.importing.identity import (
    ENDING,
    Known,
    Shelves,
    email_keys,
    own_ids,
    own_number,
    phone_keys,
    place,
    same_phone,
)
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.people import customer_columns
from secondsale.store.reading import THERE
from secondsale.store.writing import Acts
from secondsale.text import name_key

NOBODY = "no customer of yours"

MOST_REMEMBERED = 20_000
"""How many people of a file are remembered between its parts."""

_FILLED = tuple("email phone address postcode best_time source note tier owner".split())
"""What is filled in where nothing is known, and never overwritten."""

_COLUMNS = (
    "name name_key search_key email email_key phone phone_key channel best_time"
    " birthday note source tier owner address postcode added_on"
).split()

_ORIGINS = """
SELECT customer_id, external_id FROM customer_origins
WHERE source = ?2 AND shop = ?3 AND external_id IN (SELECT value FROM json_each(?1))
"""
_CANDIDATES = (
    f"""
    SELECT id FROM customers WHERE {THERE} AND email_key <> ''
    AND email_key IN (SELECT value FROM json_each(?))
    """,
    """
    SELECT customer_id FROM other_addresses WHERE kind = 'email'
    AND value_key IN (SELECT value FROM json_each(?))
    """,
    f"""
    SELECT id FROM customers WHERE {THERE} AND phone_key <> ''
    AND substr(phone_key, -7) IN (SELECT value FROM json_each(?))
    """,
    """
    SELECT customer_id FROM other_addresses WHERE kind = 'phone'
    AND substr(value_key, -7) IN (SELECT value FROM json_each(?))
    """,
    f"""
    SELECT id FROM customers WHERE {THERE}
    AND name_key IN (SELECT value FROM json_each(?))
    """,
)
"""What finds people by e-mail, other e-mails, phone, other phones and name."""


class Origin(NamedTuple):
    """Whose ids the sales and people of a file have, and the day it is imported."""

    source: str
    shop: str
    today: date


class People:
    """The people of one import, of one source and shop."""

    def __init__(self, book: Acts, tally: Tally, origin: Origin) -> None:
        self._book, self._tally = book, tally
        self._source, self._shop, self._today = origin
        self._remembered: dict[ArrivingPerson, int] = {}
        self.news = False
        """Whether the last who was settled had something new."""
        self._salted = bool(book._rows("SELECT 1 FROM forgotten_salt"))
        self._forget_part()

    def _forget_part(self) -> None:
        self._by_id: dict[int, Known] = {}
        self._of_part: dict[ArrivingPerson, Known] = {}
        self._shelves = Shelves()
        self._new: list[Known] = []
        self._touched: dict[int, Known] = {}
        self._told: list[tuple[str, Known, Any]] = []

    # What is looked up for a part of the file, all at once

    def look_up(self, people: Iterable[ArrivingPerson]) -> None:
        """Read all who may be meant by some people."""
        self._forget_part()
        unknown = {each for each in people if each not in self._remembered}
        origins = {own for each in unknown for own in own_ids(each)}
        emails = {key for each in unknown for key in email_keys(each)}
        endings = {key[-ENDING:] for each in unknown for key in phone_keys(each)}
        names = {name_key(each.name) for each in unknown if each.name}
        found = (
            {
                row["external_id"]: row["customer_id"]
                for row in self._book._rows(
                    _ORIGINS, json.dumps([*origins]), self._source, self._shop
                )
            }
            if origins
            else {}
        )
        found = self._as_exported(unknown) | found
        ids = set(found.values())
        wanted = (emails, emails, endings, endings, names)
        for sql, keys in zip(_CANDIDATES, wanted, strict=True):
            if keys:
                ids |= {row[0] for row in self._book._rows(sql, json.dumps([*keys]))}
        self._load(sorted(ids))
        for external_id, customer_id in found.items():
            if customer_id in self._by_id:
                self._shelves.origins[external_id] = self._by_id[customer_id]

    def _as_exported(self, people: Iterable[ArrivingPerson]) -> dict[str, int]:
        """Return the ids of those who left this very book with it, and their names."""
        if self._source not in (OWN, VCARDS):
            return {}
        names = {
            number: (each.external_id, name_key(each.name))
            for each in people
            if (number := own_number(each.external_id.removeprefix("ss-"), "c"))
        }
        return {
            names[row["id"]][0]: row["id"]
            for row in self._book._rows_of("customers", "id", sorted(names))
            if row["name_key"] == names[row["id"]][1] and not row["forgotten_on"]
        }

    def _load(self, ids: list[int]) -> None:
        for row in self._book._rows_of("customers", "id", ids):
            self._by_id[row["id"]] = Known(dict(row), row["id"])
        for row in self._book._rows_of("other_addresses", "customer_id", ids):
            who = self._by_id[row["customer_id"]]
            (who.emails if row["kind"] == "email" else who.phones).add(row["value_key"])
        for row in self._book._rows_of("tags", "customer_id", ids):
            self._by_id[row["customer_id"]].tags.add(row["tag"])
        for row in self._book._rows_of("opt_outs", "customer_id", ids):
            if row["lifted_on"] is None:
                self._by_id[row["customer_id"]].opted_out.add(row["scope"])
        for row in self._book._rows_of("customer_origins", "customer_id", ids):
            if (row["source"], row["shop"]) == (self._source, self._shop):
                self._by_id[row["customer_id"]].origins.add(row["external_id"])
        for who in self._by_id.values():
            self._shelves.put(who)

    # Who it is

    def settle(
        self, person: ArrivingPerson, *, add: bool = True
    ) -> "Known | int | str":
        """Return who somebody is, added or brought up to date; or why nobody.

        An id stands for somebody of whom nothing is new.
        """
        self.news = False
        again = self._remembered.get(person)
        if again is not None:
            return again
        seen = self._of_part.get(person)
        if seen is not None:
            return seen
        who = self._shelves.find(person)
        if isinstance(who, str):
            return who
        if who is None:
            why = self._unwanted(person) if add else NOBODY
            if why:
                return why
            who = self._add(person)
        else:
            self._fill(who, person)
        self._of_part[person] = who
        return who

    def is_another(self, person: ArrivingPerson, customer_id: int) -> bool:
        """Return whether somebody who was looked up is surely not a customer.

        Who fits several may be them, and so may a namesake.
        """
        again = self._remembered.get(person)
        if again is None:
            found = self._shelves.find(person)
            if isinstance(found, str):
                return False
            again = 0 if found is None else found.id
        if again == customer_id:
            return False
        (row,) = self._book._rows(
            "SELECT name_key FROM customers WHERE id = ?", customer_id
        )
        return not person.name or row["name_key"] != name_key(person.name)

    def _unwanted(self, person: ArrivingPerson) -> str:
        """Return why somebody new must not be added, if there is a reason."""
        if not (person.name or person.email or person.phone):
            return "nobody is named"
        if not self._salted:
            return ""
        emails = (person.email, *person.other_emails)
        phones = (person.phone, *person.other_phones)
        pairs = [(email, "") for email in emails] + [("", phone) for phone in phones]
        found = [
            recognised(self._book, email=email, phone=phone, name=person.name)
            for email, phone in pairs
        ]
        former = [each for each in found if each is not None]
        if any(each.opted_out for each in former):
            return "somebody who asked not to be contacted, and was forgotten"
        surely = [each for each in former if each.by != NAME]
        if surely or (former and not (person.email or person.phone)):
            return "somebody who was forgotten; add-customer --new adds them knowingly"
        return ""

    # What is kept of them

    def _add(self, person: ArrivingPerson) -> Known:
        values = {
            "name": person.name or person.email or person.phone,
            "email": person.email,
            "phone": person.phone,
            "channel": person.channel,
            "birthday": person.birthday,
            **{name: getattr(person, name) for name in _FILLED[2:]},
            "added_on": self._today,
        }
        who = Known(customer_columns(values))
        self._new.append(who)
        self._tell(who, person)
        self._shelves.put(who)
        return who

    def _fill(self, who: Known, person: ArrivingPerson) -> None:
        """Fill in what was not known of somebody."""
        columns = who.columns
        more: dict[str, Any] = {
            name: value
            for name in _FILLED
            if (value := getattr(person, name)) and not columns[name]
        }
        if person.channel and not columns["channel"]:
            more["channel"] = person.channel
        if person.birthday and not columns["birthday"]:
            more["birthday"] = person.birthday
        if person.name and columns["name"] in (columns["email"], columns["phone"]):
            more["name"] = person.name  # they were called by an address
        if more:
            made = customer_columns(more)
            columns.update(made)
            who.changes.update(made)
            who.postcode = place(columns["postcode"])
        if self._tell(who, person) or more:
            self.news = True
            if who.id:
                self._touched[who.id] = who

    def _tell(self, who: Known, person: ArrivingPerson) -> bool:
        """Note the rows about somebody that are to be added, and return if any are."""
        before = len(self._told)
        for email in filter(None, (person.email, *person.other_emails)):
            key = matching.email_key(email)
            if key not in who.emails:
                who.emails.add(key)
                self._shelves.put_email(key, who)
                if key != who.columns["email_key"]:
                    self._told.append(("other_addresses", who, ("email", email, key)))
        for phone in filter(None, (person.phone, *person.other_phones)):
            key = matching.phone_key(phone)
            if key and not any(same_phone(key, known) for known in who.phones):
                who.phones.add(key)
                self._shelves.put_phone(key, who)
                if key != who.columns["phone_key"]:
                    self._told.append(("other_addresses", who, ("phone", phone, key)))
        for tag in person.tags:
            if tag not in who.tags:
                who.tags.add(tag)
                self._told.append(("tags", who, (tag,)))
        for scope in person.opted_out:
            if scope not in who.opted_out:
                who.opted_out.add(scope)
                since = self._today.isoformat()
                self._told.append(("opt_outs", who, (scope, since, self._source)))
        for own_id in own_ids(person):
            if own_id not in who.origins and own_id not in self._shelves.origins:
                who.origins.add(own_id)
                self._shelves.origins[own_id] = who
                origin = (self._source, self._shop, own_id)
                self._told.append(("customer_origins", who, origin))
        return len(self._told) > before

    def keep(self) -> None:
        """Write what is new of the people of this part of the file."""
        ids = (
            self._book._insert_many(
                "customers",
                _COLUMNS,
                ([who.columns[name] for name in _COLUMNS] for who in self._new),
            )
            if self._new
            else range(0)
        )
        for who, customer_id in zip(self._new, ids, strict=True):
            who.id = customer_id
        for who in self._touched.values():
            if who.changes:
                self._book._update("customers", who.id, who.changes)
        for table, columns in _TOLD.items():
            told = [(who.id, *it) for name, who, it in self._told if name == table]
            if told:
                self._book._insert_many(table, ("customer_id", *columns), told)
        if self._new:
            self._tally.add("customers", Verdict.NEW, len(self._new))
        if self._touched:
            self._tally.add("customers", Verdict.UPDATED, len(self._touched))
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.clear()
        for person, who in self._of_part.items():
            self._remembered[person] = who.id


_TOLD: dict[str, Sequence[str]] = {
    "other_addresses": ("kind", "value", "value_key"),
    "tags": ("tag",),
    "opt_outs": ("scope", "since", "source"),
    "customer_origins": ("source", "shop", "external_id"),
}
