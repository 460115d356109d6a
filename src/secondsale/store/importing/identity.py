"""Who is the same person: by an id, an address, or name and place, never a guess.

What fits several people, or contradicts, makes nobody the same.
"""

from collections.abc import Iterable
from typing import Any

from secondsale.model.arrivals import ArrivingPerson
from secondsale.store import matching
from secondsale.text import name_key, search_key

ENDING = matching.SHORTEST_ENDING

BARE = "name:"
"""How the identity begins of who is known in a file by a name alone."""


def own_number(external_id: str, letter: str) -> int:
    """Return the row id in an id that we gave, such as `c3`; 0 in any other."""
    number = external_id.removeprefix(letter)
    ours = external_id.startswith(letter) and number.isdecimal() and number.isascii()
    return int(number) if ours and len(number) < 18 else 0


class Known:
    """Somebody in the book, or about to be, and what of them is new."""

    __slots__ = (
        "changes", "columns", "emails", "id", "name_key", "opted_out", "origins",
        "phones", "postcode", "search_key", "tags",
    )  # fmt: skip

    def __init__(self, columns: dict[str, Any], customer_id: int = 0) -> None:
        self.id = customer_id
        """0 as long as they are not in the book."""
        self.columns = columns
        self.changes: dict[str, Any] = {}
        self.name_key: str = columns["name_key"]
        self.search_key: str = columns["search_key"]
        self.emails = {columns["email_key"]} - {""}
        self.phones = {columns["phone_key"]} - {""}
        self.postcode = place(columns["postcode"])
        self.origins: set[str] = set()
        self.tags: set[str] = set()
        self.opted_out: set[str] = set()

    def contradicts(self, person: ArrivingPerson) -> bool:
        """Return whether somebody was born on another day, as far as both are known."""
        theirs, mine = str(person.birthday or ""), self.columns["birthday"] or ""
        if not (theirs and mine):
            return False
        (year, day), (own_year, own_day) = _year_and_day(theirs), _year_and_day(mine)
        return day != own_day or ("" not in (year, own_year) and year != own_year)


class Shelves:
    """People, where they are found by what is known of them."""

    def __init__(self) -> None:
        self.origins: dict[str, Known] = {}
        self._emails: dict[str, list[Known]] = {}
        self._endings: dict[str, list[Known]] = {}
        self._names: dict[str, list[Known]] = {}

    def put(self, who: Known) -> None:
        """Let somebody be found by all that is known of them."""
        for key in who.emails:
            self.put_email(key, who)
        for key in who.phones:
            self.put_phone(key, who)
        _put(self._names, who.name_key, who)

    def put_email(self, key: str, who: Known) -> None:
        """Let somebody be found by an e-mail."""
        _put(self._emails, key, who)

    def put_phone(self, key: str, who: Known) -> None:
        """Let somebody be found by a telephone number, whatever its prefix."""
        _put(self._endings, key[-ENDING:], who)

    def find(self, person: ArrivingPerson) -> Known | str | None:
        """Return who somebody is if that is known, or why it cannot be said."""
        for own in own_ids(person):
            who = self.origins.get(own)
            if who and not (own.startswith(BARE) and who.contradicts(person)):
                return who
        name = name_key(person.name)
        by_email = _unique(
            who
            for key in email_keys(person)
            for who in self._emails.get(key, ())
            if not _is_another(who, person)
        )
        if by_email:
            return _one(by_email, name, "e-mail")
        folded = search_key(person.name)
        by_phone = _unique(
            who
            for key in phone_keys(person)
            for who in self._endings.get(key[-ENDING:], ())
            if any(same_phone(key, phone) for phone in who.phones)
            and not (who.emails and person.email)
            and not who.contradicts(person)
            and _may_be(folded, who.search_key)
        )
        if by_phone:
            return _one(by_phone, name, "phone")
        return self._by_name(person, name)

    def _by_name(self, person: ArrivingPerson, name: str) -> Known | str | None:
        """Return the one of a name and place, or of a name of whom no more is known."""
        named = _unique(self._names.get(name, ())) if name else []
        alike = [who for who in named if not who.contradicts(person)]
        where = place(person.postcode)
        if where:
            there = [who for who in alike if who.postcode == where]
            if len(there) == 1:
                return there[0]
        bare = not (person.email or person.phone or where)
        if person.external_id:  # two of one program are two
            alike = [
                who for who in alike if all(it.startswith(BARE) for it in who.origins)
            ]
        if bare and len(alike) > 1 and not person.external_id:
            return "several customers have this name, and nothing else is said"
        if len(alike) != 1:
            return None
        (only,) = alike
        whole = " " in name  # there are many Anas
        if bare:
            return only if whole or not person.external_id else None
        known = only.emails or only.phones or only.postcode
        return only if whole and not known else None


def _is_another(who: Known, person: ArrivingPerson) -> bool:
    """Return whether our own files tell two people apart, whatever they share."""
    own = own_number(person.external_id.removeprefix("ss-"), "c")
    known = (own_number(each.removeprefix("ss-"), "c") for each in who.origins)
    return own > 0 and any(each not in (0, own) for each in known)


def own_ids(person: ArrivingPerson) -> tuple[str, ...]:
    """Return by what another program, or a table made by hand, knows somebody.

    Where there is nothing but a name, that is the identity within the source.
    """
    if person.external_id:
        return (person.external_id,)
    if person.email or person.phone or person.postcode or not person.name:
        return ()
    return (f"{BARE}{name_key(person.name)}",)


def email_keys(person: ArrivingPerson) -> list[str]:
    """Return by which e-mails somebody is found."""
    return [matching.email_key(it) for it in (person.email, *person.other_emails) if it]


def phone_keys(person: ArrivingPerson) -> list[str]:
    """Return by which telephone numbers somebody is found."""
    numbers = (person.phone, *person.other_phones)
    return [key for it in numbers if it and (key := matching.phone_key(it))]


def place(postcode: str) -> str:
    """Return what two spellings of a postcode have in common."""
    return postcode.replace(" ", "").replace("-", "").casefold()


def same_phone(one: str, other: str) -> bool:
    """Return whether two numbers are one, with or without its prefix."""
    if one == other:
        return True
    return min(len(one), len(other)) >= ENDING and (
        one.endswith(other) or other.endswith(one)
    )


def _year_and_day(birthday: str) -> tuple[str, str]:
    return birthday[:-6].strip("-"), birthday[-5:]


def _may_be(one: str, other: str) -> bool:
    """Return whether two names can be those of one person: `Ana`, `Ana Silva`.

    Who is called by an address has no name yet.
    """
    first, second = set(matching.words(one)), set(matching.words(other))
    if not first or "@" in other or not any(map(str.isalpha, other)):
        return True
    return first <= second or second <= first


def _unique(found: Iterable[Known]) -> list[Known]:
    return list(dict.fromkeys(found))


def _one(found: list[Known], name: str, by: str) -> Known | str:
    if len(found) > 1:
        named = [who for who in found if who.name_key == name]
        if len(named) == 1:
            return named[0]
        return f"several customers have this {by}"
    return found[0]


def _put(shelf: dict[str, list[Known]], key: str, who: Known) -> None:
    own = shelf.setdefault(key, [])
    if who not in own:
        own.append(who)
