"""What can stand for each parameter: known words, slugs and numbers, days, files."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import starmap
from typing import NamedTuple

from secondsale.cli._help import Commands
from secondsale.cli._shell import Shell

MOST = 50
"""Names that are offered at once."""

FILES = ":files"
"""What is said where a file is to stand: the shell knows those."""

DAYS = (
    "today", "yesterday", "tomorrow",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


class Offer(NamedTuple):
    """A word, and in a few words what it does or stands for."""

    word: str
    about: str = ""
    alone: bool = True
    """Whether the word says enough where a shell shows nothing beside it."""


Offers = Iterable[Offer]
Given = Sequence[str]
"""The arguments before."""

Values = Callable[[Shell, str, Given], Offers]
"""What can stand there, of a shell's book, for what was begun after what was given."""


def _words(words: Callable[[], Iterable[str]]) -> Values:
    return lambda _shell, _current, _given: map(Offer, words())


def _names(table: str, shell: Shell, current: str, _given: Given) -> Offers:
    from secondsale.store.completing import beginnings

    for word, about in beginnings(shell.book_path, table, current, MOST):
        yield Offer(word, about, alone=bool(current or not about))


def _numbers(table: str, shell: Shell, current: str, _given: Given) -> Offers:
    from secondsale.store.completing import numbers

    return starmap(Offer, numbers(shell.book_path, table, current, MOST))


def _owed(table: str, shell: Shell, current: str, given: Given) -> Offers:
    """Offer what is open, then the people: a name stands for the one that is theirs."""
    yield from _numbers(table, shell, current, given)
    if not given:
        yield from _CUSTOMERS(shell, current, given)


def _own_tags(shell: Shell, _current: str, given: Given) -> Offers:
    from secondsale.store.completing import tags

    return starmap(Offer, tags(shell.book_path, given[0], MOST))


def _to_come(shell: Shell, _current: str, given: Given) -> Offers:
    """Offer what is to come for a customer, or every rule where that cannot be seen."""
    rules: Iterable[str] = ()
    with suppress(Exception):
        rules = _rules_of(shell, given[0])
    return map(Offer, rules or _rules())


def _rules_of(shell: Shell, customer: str) -> Iterable[str]:
    from secondsale.cli._names import find_customer
    from secondsale.store import Book
    from secondsale.store.completing import PATIENCE, is_at_rest

    if not is_at_rest(shell.book_path):
        return ()
    with Book.open(shell.book_path, patience=PATIENCE) as book:
        plan = shell.plan(book, find_customer(book, customer).id)
    waiting = [each for each in plan.touchpoints if not each.state.over]
    return sorted({each.key.family for each in waiting})


def _entries(undone: bool, shell: Shell, _current: str, _given: Given) -> Offers:
    from secondsale.store.completing import entries

    return starmap(Offer, entries(shell.book_path, MOST, undone=undone))


def _copies(shell: Shell, _current: str, _given: Given) -> Offers:
    from secondsale.store.backups import backups

    own = f"{shell.book_path.name}."
    for each in backups(shell.book_path):
        yield Offer(each.path.name.removeprefix(own))
    yield Offer(FILES)


def _wordings(shell: Shell, _current: str, _given: Given) -> Offers:
    from secondsale.messages import FOLDER

    folders = FOLDER, shell.settings_path.parent / "messages"
    paths = (path for folder in folders for path in folder.glob("*.*.txt"))
    return map(Offer, sorted({path.name.split(".")[1] for path in paths}))


def _outcomes() -> Iterable[str]:
    from secondsale.model import Outcome

    return map(str, Outcome)


def _channels() -> Iterable[str]:
    from secondsale.model import Channel

    return map(str, Channel)


def _intents() -> Iterable[str]:
    from secondsale.model import Intent

    return (each.word for each in Intent)


def _kinds() -> Iterable[str]:
    from secondsale.model import ProductKind

    return map(str, ProductKind)


def _rules() -> Iterable[str]:
    from secondsale.rules import RULES

    return (each.id for each in RULES)


def _formats() -> Iterable[str]:
    from secondsale.cli.exporting import FORMATS

    return FORMATS


def _tables() -> Iterable[str]:
    from secondsale.exchange.csv_tables import TABLES

    return TABLES


def _topics() -> Iterable[str]:
    from secondsale.manual import pages

    return [*pages(), *Commands()]


_CUSTOMERS = partial(_names, "customers")
_PRODUCTS = partial(_names, "products")
_SALES = partial(_numbers, "sales")
_BEFORE = _words(lambda: [day for day in DAYS if day != "tomorrow"])
_AHEAD = _words(lambda: [day for day in DAYS if day != "yesterday"])
_FILE = _words(lambda: [FILES])

VALUES: dict[str, Values] = {
    "customer": _CUSTOMERS,
    "referred_by": _CUSTOMERS,
    "merge other": _CUSTOMERS,
    "customers query": _CUSTOMERS,
    "product": _PRODUCTS,
    "bought": _PRODUCTS,
    "items": _PRODUCTS,
    "item": _PRODUCTS,
    "complement other": _PRODUCTS,
    "products query": _PRODUCTS,
    "outcome": _words(_outcomes),
    "channel": _words(_channels),
    "from_channel": _words(_channels),
    "intent": _words(_intents),
    "kind": _words(_kinds),
    "only": _to_come,
    "why only": _words(_rules),
    "rule": _words(_rules),
    "tier name": _words(lambda: ("a", "b", "c")),
    "customers by": _words(lambda: ("id", "goodwill")),
    "export form": _words(_formats),
    "export what": _words(_tables),
    "topic": _words(_topics),
    "on": _BEFORE,
    "since": _BEFORE,
    "sales until": _BEFORE,
    "by": _AHEAD,
    "until": _AHEAD,
    "next_on": _AHEAD,
    "delivery": _AHEAD,
    "sale": _SALES,
    "kept which": partial(_owed, "promises"),
    "resolve which": partial(_owed, "concerns"),
    "drop-checkpoint which": partial(_numbers, "checkpoints"),
    "undo entry": partial(_entries, False),
    "redo entry": partial(_entries, True),
    "restore copy": _copies,
    "untag tags": _own_tags,
    "draft wording": _wordings,
    "files": _FILE,
    "file": _FILE,
    "folder": _FILE,
    "output": _FILE,
    "sales": _FILE,
    "timing predict products": _FILE,
    "to": _FILE,
}
"""What may stand there, by a parameter's name, or its command's and its own."""
