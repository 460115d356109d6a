"""From what people type to the customer, product or sale they mean."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from secondsale import days, text
from secondsale.cli._questions import asked
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted, whole_number
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer, Product, Sale
from secondsale.store import Book

Named = TypeVar("Named", Customer, Product)

MOST_SHOWN = 8
MOST_NEAR = 3
"""How many are offered in place of a name that nobody has."""


def find_customer(book: Book, typed: str) -> Customer:
    """Return the one customer whose id, name, part of a name, e-mail or phone this is.

    Errors: NotFoundError if there is none, or more than one.
    """
    found = book.find_customers(typed)
    if not found:
        near = book.near_customers(typed)[:MOST_NEAR]
        meant = f"did you mean {_listed(near, _customer)}? " if near else ""
        raise NotFoundError(
            f"no customer answers to {quoted(typed)}",
            f"{meant}secondsale customers lists all",
        )
    return _only(found, typed, _customer)


def find_product(book: Book, typed: str) -> Product:
    """Return the one product whose id, name or part of a name this is.

    Errors: NotFoundError if there is none, or more than one.
    """
    found = book.find_products(typed)
    if not found:
        near = book.near_products(typed)[:MOST_NEAR]
        meant = f"did you mean {_listed(near, _product)}? " if near else ""
        raise NotFoundError(
            f"no product answers to {quoted(typed)}",
            f"{meant}secondsale products lists all",
        )
    return _only(found, typed, _product)


def find_sale(book: Book, typed: str) -> Sale:
    """Return the sale with this number: `12`, `s12` or `#12`.

    Errors: NotFoundError, with a customer's sales if it was a name that was typed.
    """
    number = typed.strip().casefold().removeprefix("s").removeprefix("#")
    if is_number(number):
        return book.find_sale(number)
    customer = find_customer(book, typed)
    sales = tuple(book.sales(customer.id))
    raise NotFoundError(
        f"{quoted(typed)} is {customer.name}; a sale goes by its number",
        f"sales: {_listed(sales, _sale)}" if sales else "no sales yet",
    )


def settle_customer(
    shell: Shell, book: Book, typed: str, *, email: str, phone: str, new: bool
) -> Customer | None:
    """Return the customer a sale belongs to, or None where it is somebody new.

    The same name, e-mail, phone or id is the same person. What is only similar is asked
    about at a terminal and refused elsewhere. Errors: NotFoundError.
    """
    known = book.known_customers(typed)
    if known and not new:
        return _only(known, typed, _customer)
    if new:
        _say_who_was_forgotten(shell, book, typed, email=email, phone=phone)
        return None
    if is_number(typed):
        raise NotFoundError(
            f"there is no customer {quoted(typed)}", "secondsale customers lists all"
        )
    if "@" in typed or not any(char.isalpha() for char in typed):
        raise NotFoundError(
            f"nobody in the book has {quoted(typed)}",
            "somebody new needs a name; --email and --phone say how to reach them",
        )
    same = {
        "phone": book.customers_at_phone(phone),
        "e-mail": book.customers_at_email(email),
    }
    alike = book.find_customers(typed) or book.similar_customers(typed, "", "")
    near = {each.id: each for each in (*alike, *same["phone"], *same["e-mail"])}

    def shown(who: Customer) -> str:
        return _customer(who, [what for what, found in same.items() if who in found])

    asked_of = tuple(near.values())
    others = f"; otherwise {_listed(asked_of, shown)} by the id" if near else ""
    hint = f"nothing was kept; --new adds them anew, knowingly{others}"
    mind = partial(
        mind_the_forgotten, shell, book, name=typed, email=email, phone=phone, hint=hint
    )
    if not shell.at_a_terminal:
        mind()  # first of all: who says --new to a likeness says it to this as well
    meant = _meant(shell, asked_of, typed, shown) if near else None
    if meant is None:
        mind()
    return meant


def mind_the_forgotten(
    shell: Shell,
    book: Book,
    *,
    name: str = "",
    email: str = "",
    phone: str = "",
    question: str = "Add them anew, knowingly?",
    hint: str,
) -> None:
    """Let nobody who was forgotten come back unnoticed.

    It is asked at a terminal. Errors: InputError, elsewhere and for a no.
    """
    said = _forgotten(book, name=name, email=email, phone=phone)
    if not said:
        return
    if shell.at_a_terminal:
        about = "forgotten", name, email, phone
        whole = f"{said.capitalize()}. {question}"
        if asked(shell, about, lambda: shell.confirm(whole, default=False)):
            return
    raise InputError(said, f"{hint}; more: secondsale help privacy")


def mind_new_details(
    shell: Shell, book: Book, known: Customer, changes: Mapping[str, Any], *, hint: str
) -> None:
    """Let nobody in the book take the name or address of who was forgotten, unnoticed.

    Errors: InputError.
    """
    given = {
        field: changes[field]
        for field in ("name", "email", "phone")
        if changes.get(field) and changes[field] != getattr(known, field)
    }
    if text.search_key(given.get("name", "")) == text.search_key(known.name):
        del given["name"]
    question = f"Keep it for {known.name} ({known.id}), knowingly?"
    mind_the_forgotten(shell, book, **given, question=question, hint=hint)


def _say_who_was_forgotten(
    shell: Shell, book: Book, name: str, *, email: str, phone: str
) -> None:
    said = _forgotten(book, name=name, email=email, phone=phone)
    if said and ("said", said) not in shell.answers:
        shell.answers["said", said] = True  # an act may be run anew for an answer
        shell.say(f"{said}: added anew, as --new says")


def _forgotten(book: Book, *, name: str, email: str, phone: str) -> str:
    """Say that somebody of this name or address was forgotten; nothing if nobody."""
    was = book.was_forgotten(email=email, phone=phone, name=name)
    if was is None:
        return ""
    wish = " after they had asked not to be contacted" if was.opted_out else ""
    return f"somebody of this {was.by} was forgotten{wish}"


def settle_product(
    shell: Shell, book: Book, typed: str, *, new: bool
) -> Product | None:
    """Return the product an item names, or None where it is something new.

    As with customers: only the same name is taken without asking.
    Errors: NotFoundError.
    """
    known = book.known_products(typed)
    if known or new:
        return known[0] if known else None
    if is_number(typed):
        raise NotFoundError(
            f"there is no product {quoted(typed)}", "secondsale products lists all"
        )
    near = book.find_products(typed) or book.similar_products(typed)
    return _meant(shell, near, typed, _product) if near else None


def new_name(typed: str, what: str) -> str:
    """Return a name that can be given; `what` says whose.

    Errors: InputError, also for digits alone: they would be taken for an id.
    """
    name = text.clean_name(typed, what)
    if is_number(name):
        raise InputError(
            f"{what} cannot be {quoted(name)}: a number is taken for an id",
            "add a word to it",
        )
    return name


def is_number(typed: str) -> bool:
    """Whether digits are all that was typed, in any script."""
    return typed.strip().isdecimal()


def _meant(
    shell: Shell, near: Sequence[Named], typed: str, shown: Callable[[Named], str]
) -> Named | None:
    """Return which of the similar ones was meant, if any."""
    if not shell.at_a_terminal:
        raise NotFoundError(
            f"{quoted(typed)} looks like {_listed(near, shown)}",
            f"--new if it is {_something(near[0])} new; "
            "otherwise the whole name or the id",
        )
    about = type(near[0]), typed
    chosen = asked(shell, about, lambda: _which(shell, near, typed, shown))
    return next((each for each in near if each.id == chosen), None)


def _which(
    shell: Shell, near: Sequence[Named], typed: str, shown: Callable[[Named], str]
) -> int | None:
    """Ask which of the similar ones is meant, and return its id."""
    if len(near) == 1:
        same = shell.confirm(f"Is {quoted(typed)} {shown(near[0])}?", default=True)
        return near[0].id if same else None
    ids = {each.id for each in near}
    shell.say(f"{quoted(typed)} could be {_listed(near, shown)}.")

    def read(answer: str) -> int | None:
        if not answer:
            return None
        number = whole_number(answer, "an id", low=1, high=max(ids))
        if number not in ids:
            raise InputError(f"{number} is none of them", "the number in brackets")
        return number

    return shell.ask_for(
        "Which id? (Enter: none of them, it is new)", read, what="the id", optional=True
    )


def _only(found: Sequence[Named], typed: str, shown: Callable[[Named], str]) -> Named:
    if len(found) > 1:
        raise NotFoundError(
            f"{quoted(typed)} could be {_listed(found, shown)}", "use the id"
        )
    return found[0]


def _something(like: Named) -> str:
    return "somebody" if isinstance(like, Customer) else "something"


def _customer(customer: Customer, same: Sequence[str] = ()) -> str:
    # With the address, because two people may have one name, or one phone two names.
    parts = [str(customer.id), customer.phone or customer.email]
    if same:
        parts.append(f"the same {' and '.join(same)}")
    return f"{customer.name} ({', '.join(filter(None, parts))})"


def _product(product: Product) -> str:
    return f"{product.name} ({product.id})"


def _sale(sale: Sale) -> str:
    return f"{sale.id} of {days.say(sale.sold_on, beside=sale.recorded_on)}"


def _listed(
    found: Sequence[Customer] | Sequence[Product] | Sequence[Sale],
    shown: Callable[..., str],
) -> str:
    words = [shown(each) for each in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        words.append(f"{len(found) - MOST_SHOWN} more")
    return ", ".join(words[:-1]) + (" or " if words[:-1] else "") + words[-1]
