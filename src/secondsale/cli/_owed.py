"""Which concern or promise is meant, and the questions about those still open."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TypeVar

from secondsale import days, text
from secondsale.cli._names import find_customer
from secondsale.cli._questions import asked
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Concern, History, Promise
from secondsale.store import Book

Owed = TypeVar("Owed", Concern, Promise)
Found = TypeVar("Found")

_NUMBER = r"(?a)([kpd])([1-9][0-9]{0,14})"


def number_of(typed: str, letter: str) -> int | None:
    """Return the number in `k5`, or None where it is not one of that letter."""
    match = re.fullmatch(_NUMBER, typed.strip().lower())
    return int(match[2]) if match and match[1] == letter else None


def called(find: Callable[[int], Found], number: int, noun: str) -> Found:
    """Return the fact of a number.

    Errors: NotFoundError, with the command that lists what there is.
    """
    try:
        return find(number)
    except NotFoundError as error:
        hint = f"secondsale {noun}s --all lists them"
        raise NotFoundError(error.message, hint) from None


def open_concern(shell: Shell, book: Book, typed: str) -> tuple[int, Concern]:
    """Return the open concern that is meant, by its number or its customer.

    Errors: NotFoundError for none or several; InputError for one that is resolved.
    """
    number = number_of(typed, "k")
    if number is not None:
        who, concern = called(book.concern, number, "concern")
        if concern.resolved is not None:
            raise _over(f"concern k{number} is resolved", concern.resolved.on)
        return who, concern
    customer = find_customer(book, typed)
    history, _ = book.history(customer.id)
    waiting = tuple(each for each in history.concerns if each.resolved is None)
    return customer.id, _meant(shell, customer.name, waiting, "concern", "k")


def open_promise(shell: Shell, book: Book, typed: str) -> tuple[int, Promise]:
    """Return the open promise that is meant, by its number or its customer.

    Errors: NotFoundError for none or several; InputError for one that was kept.
    """
    number = number_of(typed, "p")
    if number is not None:
        who, promise = called(book.promise, number, "promise")
        if promise.kept_on is not None:
            raise _over(f"promise p{number} is kept", promise.kept_on)
        return who, promise
    customer = find_customer(book, typed)
    history, _ = book.history(customer.id)
    waiting = tuple(each for each in history.promises if each.kept_on is None)
    return customer.id, _meant(shell, customer.name, waiting, "promise", "p")


def settle_owed(
    shell: Shell, book: Book, history: History, *, on: date, how: str
) -> list[str]:
    """Ask for each open promise and concern whether it is over, and keep the answers.

    Where nobody is there to answer, nothing is asked and nothing changes.
    """
    if not shell.at_a_terminal:
        return []
    news = []
    for promise in history.promises:
        kept = f"Kept: “{promise.text}”?"
        open_then = promise.kept_on is None and promise.made_on <= on
        if open_then and _yes(shell, ("kept", promise.id), kept):
            book.keep_promise(promise.id, on=on)
            news.append(f"Kept promise p{promise.id}: “{promise.text}”.")
    for concern in history.open_concerns(on):
        gone = f"Resolved: “{concern.text}”?"
        unresolved = concern.resolved is None
        if unresolved and _yes(shell, ("resolved", concern.id), gone):
            book.resolve_concern(concern.id, on=on, how=how)
            news.append(f"Resolved concern k{concern.id}: “{concern.text}”.")
    return news


def still_owed(
    history: History, day: date, *, but: Collection[tuple[str, int]] = ()
) -> list[str]:
    """Say which promises and concerns stay open, and how to close them.

    Those of which that was said already are left out: `but` has their kind and number.
    """
    said = [
        f"still open: promise p{each.id}, “{each.text}”: secondsale kept p{each.id}"
        for each in history.promises
        if each.kept_on is None and ("promise", each.id) not in but
    ]
    return said + [
        f"still open: concern k{each.id}, “{each.text}”: secondsale resolve k{each.id}"
        for each in history.open_concerns(day)
        if ("concern", each.id) not in but
    ]


def _yes(shell: Shell, about: tuple[str, int], question: str) -> bool:
    return asked(shell, about, lambda: shell.confirm(question, default=False))


def _meant(
    shell: Shell, name: str, waiting: Sequence[Owed], noun: str, letter: str
) -> Owed:
    """Return the only one, or the one that was answered at the terminal."""
    if not waiting:
        raise NotFoundError(
            f"{name} has no open {noun}", f"secondsale {noun}s --all lists those over"
        )
    if len(waiting) == 1:
        return waiting[0]
    there = text.listed([f"{letter}{each.id} (“{each.text}”)" for each in waiting])
    if not shell.at_a_terminal:
        raise NotFoundError(
            f"{name} has {len(waiting)} open {noun}s: {there}",
            f"name one, such as {letter}{waiting[0].id}",
        )
    about = (noun, *(each.id for each in waiting))
    number = asked(shell, about, _which(shell, waiting, there, noun, letter))
    return next(each for each in waiting if each.id == number)


def _which(
    shell: Shell, waiting: Sequence[Owed], there: str, noun: str, letter: str
) -> Callable[[], int]:
    ids = {each.id for each in waiting}

    def read(answer: str) -> int:
        typed = answer.strip().lower().removeprefix(letter)
        number = whole_number(typed, f"a {noun}", low=1, high=max(ids))
        if number not in ids:
            raise InputError(f"{letter}{number} is none of them", "one of the list")
        return number

    def put() -> int:
        shell.say(f"There are {there}.")
        return shell.ask_for(f"Which {noun}?", read, what=f"the {noun}")

    return put


def _over(what: str, on: date) -> InputError:
    return InputError(f"{what} already", f"on {days.say_in_full(on)}")
