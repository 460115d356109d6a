"""Who is awake: the plans that a day needs, and those that let people sleep."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Protocol

from secondsale import planner
from secondsale.days import plus
from secondsale.errors import SettingsError
from secondsale.model import History, Settlement
from secondsale.store import waking as index
from secondsale.store.asking import AskedBook
from secondsale.store.waking import Waking

if TYPE_CHECKING:
    from secondsale.store import Book

MOST = 500
"""How many customers a command plans again after its own work."""

FEW = 40
"""How many of them it plans before its own work is saved: that saves a commit."""

Made = tuple[planner.Plan, History, tuple[Settlement, ...]]
"""A plan, and what it was made of."""


class Planner(Protocol):
    """What plans customers: the shell."""

    @property
    def today(self) -> date:
        """Return the day to plan."""

    @property
    def fingerprint(self) -> str:
        """Return all that plans follow from besides the customers' own facts."""

    def plans(
        self,
        book: AskedBook,
        customer_ids: Iterable[int] | None = None,
        *,
        over: bool = True,
    ) -> Iterator[planner.Plan]:
        """Yield the plans of some customers, or of all, with what is `over` or not."""

    def planned(
        self,
        book: AskedBook,
        customer_ids: Iterable[int] | None = None,
        *,
        over: bool = True,
    ) -> Iterator[Made]:
        """Yield the plans of some customers, or of all, with what each was made of."""


People = tuple[tuple[planner.Plan, ...], planner.Sleeping]


class Sleepers:
    """Those who sleep on the shell's day."""

    def __init__(self, shell: Planner, book: AskedBook) -> None:
        self._shell, self._book, self._day = shell, book, shell.today
        self._index = Waking(book)
        self._far_on = plus(self._day, planner.SIGHT_DAYS + 1)

    def coming(self) -> planner.Coming | None:
        """Return the day of the first conversation among them."""
        return self._index.coming(self._day)

    def first_day(self, after: date) -> date | None:
        """Return the first day after another on which one of them has to be woken."""
        first = self._index.first_after(self._day, after)
        if after < self._far_on and (first is None or first >= self._far_on):
            return self._far_on
        return first

    def wake(self, after: date, until: date) -> Iterable[planner.Plan]:
        """Yield the plans of those to be woken after a day, up to another."""
        ids = self._index.between(self._day, after, until)
        if after < self._far_on <= until:
            ids += self._index.far(self._day)
        return self._shell.plans(self._book, ids, over=False)


@contextmanager
def people(shell: Planner, book: AskedBook) -> Iterator[People]:
    """Plan those who are awake today, and all if the index was made otherwise.

    The others can be asked for as long as it lasts; all see the book as it is now.
    """
    waking = Waking(book)
    with waking.one_view():
        if waking.fits(shell.fingerprint):
            awake = waking.awake(shell.today)
            yield tuple(shell.plans(book, awake, over=False)), Sleepers(shell, book)
        else:
            yield tuple(shell.plans(book, over=False)), planner.NOBODY


def plan_few(shell: Planner, book: "Book") -> None:
    """Plan those who are awake, if they are few, at the end of a change."""
    try:
        fingerprint = shell.fingerprint
    except SettingsError:  # it is told where somebody asks for a plan
        return
    index.make_fit(book, fingerprint)
    awake = Waking(book).unplanned(shell.today, FEW + 1)
    if len(awake) <= FEW:
        index.keep(book, shell.today, wakes(shell, book, awake))


def plan_many(shell: Planner, book: "Book") -> None:
    """Plan many of those who are still awake, after a change was saved."""
    awake = Waking(book).unplanned(shell.today, FEW + 1)
    if len(awake) > FEW:
        with suppress(SettingsError), book.change():
            awake = Waking(book).unplanned(shell.today, MOST)
            index.keep(book, shell.today, wakes(shell, book, awake))


def wakes(
    shell: Planner, book: AskedBook, ids: Iterable[int]
) -> Iterator[tuple[int, planner.Wake]]:
    """Yield until when customers may sleep, as a plan of today says."""
    for plan, history, settlements in shell.planned(book, ids, over=False):
        yield history.customer.id, planner.wake(plan, history, settlements)
