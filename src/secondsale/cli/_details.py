"""What is typed about a customer, checked before it reaches the book."""

import re
from typing import Annotated, Any

import typer

from secondsale import days, text
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice, quoted
from secondsale.errors import InputError
from secondsale.model import PROFILE, Channel, Customer
from secondsale.records import dataclass, fields
from secondsale.store import Book

_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
_DETAIL = r"[a-z0-9]+(?:[ -][a-z0-9]+)*"
_DETAIL_LENGTH = 30

DETAIL_HINT = f'write it like why="dry skin"; {", ".join(PROFILE)} matter most'

_EDITED = frozenset(
    "name email phone channel best-time birthday source address postcode note"
    " referred-by".split()
)
"""What `edit-customer` changes, by its option: no detail has such a name."""

_SET = {each: each for each in ("tier", "owner", "tag")} | {"tags": "tag"}
"""What has a command of its own."""

Email = Annotated[str | None, typer.Option("--email", help="Their e-mail.")]
Phone = Annotated[str | None, typer.Option("--phone", help="Their phone number.")]
Reached = Annotated[
    str | None, typer.Option("--channel", help="How they like to be reached: call, ...")
]
BestTime = Annotated[
    str | None, typer.Option("--best-time", help="When they like to be reached.")
]
Born = Annotated[
    str | None,
    typer.Option("--birthday", help="1984-05-17, or --05-17 without the year."),
]
Source = Annotated[
    str | None, typer.Option("--source", help="Where the customer came from.")
]
Address = Annotated[
    str | None, typer.Option("--address", help="Street, town and country.")
]
Postcode = Annotated[str | None, typer.Option("--postcode", help="Their postcode.")]
Referrer = Annotated[
    str | None, typer.Option("--referred-by", help="The customer who sent them.")
]


@dataclass(frozen=True, slots=True)
class CustomerDetails:
    """What was said about a customer; None and empty mean that nothing was."""

    email: str = ""
    phone: str = ""
    channel: Channel | None = None
    best_time: str = ""
    birthday: days.Birthday | None = None
    source: str = ""
    address: str = ""
    postcode: str = ""

    def given(self) -> dict[str, Any]:
        """Return what was said, by field."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if value}

    def changes(self, customer: Customer) -> dict[str, Any]:
        """Return what is news about a customer; where they came from stays."""
        return {
            name: value
            for name, value in self.given().items()
            if value != getattr(customer, name)
            and not (name == "source" and customer.source)
        }

    def sentences(self, customer: Customer) -> list[str]:
        """Say what changes."""
        return [
            f"{customer.name}: {name.replace('_', ' ')} is now {value}"
            + (f" (was {old})." if (old := getattr(customer, name)) else ".")
            for name, value in self.changes(customer).items()
        ]


def customer_details(
    shell: Shell,
    email: str | None,
    phone: str | None,
    channel: str | None,
    best_time: str | None,
    birthday: str | None,
    source: str | None,
    address: str | None = None,
    postcode: str | None = None,
) -> CustomerDetails:
    """Return what was typed about a customer.

    Errors: InputError, naming the first thing that cannot be understood.
    """
    return CustomerDetails(
        email=email_address(email) if email else "",
        phone=phone_number(phone) if phone else "",
        channel=choice(Channel, channel, "a channel") if channel else None,
        best_time=text.clean(best_time or "", "--best-time"),
        birthday=days.parse_birthday(birthday, today=shell.today) if birthday else None,
        source=text.clean(source or "", "--source"),
        address=text.clean(address or "", "--address"),
        postcode=text.clean(postcode or "", "--postcode"),
    )


def refuse_circle(book: Book, referrer: Customer, customer: Customer) -> None:
    """Refuse a referrer whom the customer sent, be it by way of others.

    Errors: InputError.
    """
    between: dict[int, Customer] = {}
    sent = referrer
    while sent.id != customer.id:
        if sent.referred_by is None or sent.id in between:
            return
        between[sent.id] = sent
        sent = book.customer(sent.referred_by)
    if not between:
        raise InputError(
            f"{customer.name} cannot have sent themselves", "name the customer who did"
        )
    _, *others = [each.name for each in between.values()]
    through = f" (by way of {text.listed(others[::-1])})" if others else ""
    raise InputError(
        f"{referrer.name} cannot have sent {customer.name}: "
        f"{customer.name} sent {referrer.name}{through}",
        f"secondsale show {referrer.id} says who sent them",
    )


def email_address(typed: str) -> str:
    """Return an e-mail address.

    Errors: InputError.
    """
    address = text.clean(typed, "the e-mail")
    if not re.fullmatch(_EMAIL, address):
        raise InputError(f"{quoted(typed)} is not an e-mail", "like ana@example.com")
    return address


def phone_number(typed: str) -> str:
    """Return a phone number, spaced as it was typed.

    Errors: InputError.
    """
    number = text.clean(typed, "the phone number")
    if not text.is_phone(number):
        raise InputError(
            f"{quoted(typed)} is not a phone number", "like +44 20 7946 0018"
        )
    return number


def note_text(typed: str) -> str:
    """Return a note, which may be longer than a name; what was pasted is one line.

    Errors: InputError.
    """
    return text.clean_note(typed, "the note")


def detail_pair(typed: str, who: str, hint: str = DETAIL_HINT) -> tuple[str, str]:
    """Return the name of a detail of somebody and its value: `why=dry skin`.

    Errors: InputError, with a hint; also for what the plan reads elsewhere.
    """
    name, equals, value = typed.partition("=")
    key = name.strip().casefold()
    if not equals or not re.fullmatch(_DETAIL, key) or len(key) > _DETAIL_LENGTH:
        raise InputError(f"{quoted(typed)} is not a detail", hint)
    kept = text.clean_note(value, key)
    if kept and (command := _command_for(key, kept, who)):
        instead = hint if key == "note" and hint != DETAIL_HINT else command
        raise InputError(f"{key} is no detail: the plan has it elsewhere", instead)
    return key, kept


def _command_for(key: str, value: str, who: str) -> str:
    """Return what keeps what is not a detail though it looks like one, if anything."""
    from shlex import join

    option = key.replace(" ", "-").replace("e-mail", "email")
    if option in _EDITED:
        return join(["secondsale", "edit-customer", who, f"--{option}", value])
    return join(["secondsale", _SET[key], who, value]) if key in _SET else ""


def now_known(who: Customer, name: str, value: str) -> str:
    """Say what a detail of a customer is from now on; an empty value clears it."""
    return f"{who.name} ({who.id}): {name} is now {value or 'unknown'}."
