"""Small things that people type: one of a few words, a whole number."""

from collections.abc import Sequence
from enum import StrEnum
from reprlib import Repr
from typing import TypeVar

from secondsale.errors import InputError

Choice = TypeVar("Choice", bound=StrEnum)

_REPR = Repr()
_REPR.maxstring = 60


def quoted(typed: str) -> str:
    """Return what was typed in quotes, its middle left out where it is long."""
    return _REPR.repr(typed)


def choice(kind: type[Choice], typed: str, what: str) -> Choice:
    """Return the one of a few words that was typed.

    Errors: InputError, naming `what` and the words.
    """
    return kind(choice_of(tuple(map(str, kind)), typed, what))


def choice_of(words: Sequence[str], typed: str, what: str) -> str:
    """Return the one of a few words that was typed.

    Errors: InputError, naming `what` and the words.
    """
    word = typed.strip().casefold()
    if word not in words:
        from difflib import get_close_matches

        near = get_close_matches(word[:30], words, n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise InputError(
            f"{quoted(typed)} is not {what}", f"{meant}one of {', '.join(words)}"
        )
    return word


def whole_number(typed: str, what: str, *, low: int, high: int) -> int:
    """Return a whole number in plain digits.

    Errors: InputError, naming `what` and the range.
    """
    digits = typed.strip()
    plain = digits.isascii() and digits.isdigit() and len(digits) <= len(str(high))
    if not plain or not low <= int(digits) <= high:
        raise InputError(
            f"{quoted(typed)} is not {what}", f"a whole number from {low} to {high:,}"
        )
    return int(digits)
