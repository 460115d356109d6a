"""Entries of address books, whoever keeps them: what of them is taken, and as what."""

from collections.abc import Callable, Iterable, Iterator

from secondsale.days import Birthday
from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._fields import SOLD, field_of
from secondsale.exchange.formats._orders import each_row
from secondsale.exchange.formats._people import email, phone
from secondsale.exchange.tables import (
    Row,
    Table,
    keepable,
    keepable_name,
    keepable_note,
)
from secondsale.exchange.tables.columns import look
from secondsale.model.arrivals import (
    Arrival,
    ArrivingContact,
    ArrivingPerson,
    Refused,
    Skipped,
)
from secondsale.records import dataclass
from secondsale.text import listed, name_key

LONGEST_TAG = 40
"""In characters; the command that sets tags takes no longer ones either."""

_OF_THE_PROGRAM = frozenset({"mycontacts", "my contacts", "all contacts"})
"""Groups in which everybody is."""

_EXCHANGE = ("/o=", "x400:")
"""How addresses of an office's own mail begin, of no use outside of it."""

MOBILE = frozenset({"mobile", "cell", "iphone", "handy", "mobil", "móvil", "portable"})

_ELSEWHERE = ("fax", "pager", "modem", "bbs", "isdn", "telex", "assistant", "radio")
"""What a number may be for that nobody answers, or somebody else does."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, as it says it; of several, the best first."""

    names: tuple[str, ...] = ()
    """What they may be called by: the first that is a name is taken."""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: str = ""
    postcode: str = ""
    birthday: Birthday | None = None
    notes: tuple[str, ...] = ()
    """Also what could not be understood, so that nothing of it is lost."""
    labels: tuple[str, ...] = ()
    external_id: str = ""
    opted_out: tuple[str, ...] = ()


def arrival(
    lines: tuple[int, ...],
    entry: Entry,
    choices: Choices,
    records: tuple[tuple[str, ...], ...],
) -> ArrivingContact | Skipped | Refused:
    """Return what an entry brings; `records` is what stands in the file.

    An entry without a name is left to the store, which may know the e-mail or phone.
    """
    labels = tuple(dict.fromkeys(filter(None, map(tag, entry.labels))))
    if choices.labels and not set(map(tag, choices.labels)) & set(labels):
        return Skipped(lines, f"not labelled {listed(choices.labels)}")
    emails, no_emails = _fit(entry.emails, email, str.casefold)
    phones, no_phones = _fit(entry.phones, _phone_number, _digits)
    name = _name(entry.names)
    if not (name or emails or phones):
        return Refused(lines, "no name, e-mail or phone number", records)
    notes = [
        *entry.notes,
        *(
            f"e-mail: {it}"
            for it in no_emails
            if not it.casefold().startswith(_EXCHANGE)
        ),
        *(f"phone: {it}" for it in no_phones),
    ]
    person = ArrivingPerson(
        external_id=keepable(entry.external_id),
        name=name,
        email=next(iter(emails), ""),
        phone=next(iter(phones), ""),
        address=keepable(entry.address),
        postcode=keepable(entry.postcode),
        birthday=entry.birthday,
        note=keepable_note("\n".join(filter(None, map(str.strip, notes)))),
        tags=labels,
        other_emails=tuple(emails[1:]),
        other_phones=tuple(phones[1:]),
        opted_out=entry.opted_out,
    )
    return ArrivingContact(lines, person)


def entries(
    table: Table,
    choices: Choices,
    entry: Callable[[Row], Entry | Skipped],
    *,
    key: str = "",
) -> Iterator[Arrival]:
    """Yield what each row of an address book brings.

    `key` is the column with the program's own name for them.
    """

    def made(row: Row) -> Arrival:
        found = entry(row)
        if isinstance(found, Skipped):
            return found
        return arrival((row.line,), found, choices, (tuple(row.cells),))

    return each_row(table, (key,) if key else (), made)


class Birthdays:
    """Reads the birthdays of a table, as was decided on the whole column."""

    def __init__(
        self, table: Table, choices: Choices, *names: str, likely_order: str = ""
    ) -> None:
        """Look at the columns of these names.

        Errors: InputError where it has to be chosen how to read them.
        """
        self._names = [name for name in names if name in table.known]
        found = look(
            table,
            today=choices.today,
            birthdays=self._names,
            date_order=choices.date_order,
            likely_order=likely_order,
        )
        self._read = found.birthdays

    def __call__(self, row: Row) -> tuple[Birthday | None, str]:
        """Return a birthday, or else what to note of one that cannot be understood."""
        for name in self._names:
            try:
                born = self._read[name](row[name])
            except InputError:
                return None, f"birthday: {row[name]}"
            if born is not None:
                return born, ""
        return None, ""


def sells(names: Iterable[str]) -> bool:
    """Return whether columns of these names hold sales."""
    return not SOLD.isdisjoint(map(field_of, names))


def answered(use: str) -> bool:
    """Return whether they answer a number of that use: no fax, no assistant's."""
    folded = use.casefold()
    return not any(word in folded for word in _ELSEWHERE)


def on_one_line(text: str) -> str:
    """Return lines of an address, or a part of one, behind each other."""
    parts = (part.strip(" ,\t\r") for part in text.split("\n"))
    return ", ".join(filter(None, parts))


def joined(*parts: str) -> str:
    """Return the parts of an address as one, each of them once."""
    return ", ".join(dict.fromkeys(filter(None, map(on_one_line, parts))))


def tag(label: str) -> str:
    """Return a label as a tag, or nothing for a group that the program itself keeps."""
    own = keepable(label.replace(",", " ")).strip(' "').removeprefix("* ")
    word = name_key(keepable_name(own))
    return "" if word in _OF_THE_PROGRAM else word[:LONGEST_TAG].strip()


def _name(candidates: Iterable[str]) -> str:
    """Return the first that is a name; an e-mail address is none."""
    names = map(keepable_name, candidates)
    return next((name for name in names if name and not email(name)), "")


def _phone_number(value: str) -> str:
    written = value.strip().translate(_DASHES)
    if written[:4].casefold() == "tel:":
        written = written[4:]
    return phone(written.partition(";")[0])


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def _fit(
    values: Iterable[str], fit: Callable[[str], str], key: Callable[[str], str]
) -> tuple[list[str], list[str]]:
    """Return the values that are fit to use, each once by its key, and the others."""
    good: dict[str, str] = {}
    rest: dict[str, None] = {}
    for value in filter(None, map(str.strip, values)):
        kept = fit(value)
        if kept:
            good.setdefault(key(kept), kept)
        else:
            rest[keepable(value)] = None
    return [*good.values()], [*rest]
