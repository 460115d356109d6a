"""The whole wake index: compared with plans of everybody, and made anew."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._waking import MOST, wakes
from secondsale.store import Book
from secondsale.store import waking as index
from secondsale.store.waking import Waking

AT_ONCE = 8000
"""How many are planned in one transaction: other writers wait meanwhile."""

PART = 250
"""How many a process plans before it asks for more: at the end, others wait for it."""

Found = Iterable[tuple[int, planner.Wake]]
Work = Callable[[Sequence[int]], Found]


def plan_all(shell: Shell, book: Book) -> int:
    """Plan everybody anew, some at a time, and return how many they are.

    Errors: BookError; SettingsError.
    """
    planned, last = 0, 0
    with book.change():
        index.mend(book)
        index.make_fit(book, shell.fingerprint)
    with _workers(shell, book) as work:
        while ids := Waking(book).everybody(last, AT_ONCE):
            with book.change():  # who reads the book need not wait for it
                index.keep(book, shell.today, work(ids))
            planned, last = planned + len(ids), ids[-1]
    return planned


def plan_the_rest(shell: Shell, saying: str) -> None:
    """Plan those whom a large change left awake, so that the next morning is quick.

    Few of them were planned with the change; of more it is said.
    """
    with Book.open_for_writing(shell.book_path) as book:
        if len(Waking(book).unplanned(shell.today, MOST + 1)) > MOST:
            shell.say(saying)
            plan_all(shell, book)


def misled(shell: Shell, book: Book) -> Iterator[int]:
    """Yield the customers of whom the index says what a plan does not.

    Who is awake without need is none of them. Errors: BookError; SettingsError.
    """
    waking, last = Waking(book), 0
    yield from waking.strays()
    if not waking.fits(shell.fingerprint):
        return
    with _workers(shell, book) as work:
        while ids := waking.everybody(last, AT_ONCE):
            last = ids[-1]
            with waking.one_view():
                asleep = waking.asleep(ids, shell.today)
                found = list(work(sorted(asleep)))
            for customer_id, wake in found:
                if planner.is_late(asleep[customer_id], wake, today=shell.today):
                    yield customer_id


@contextmanager
def _workers(shell: Shell, book: Book) -> Iterator[Work]:
    """Yield what plans customers: this process, or all processors where they are many.

    Other processes see the book as it was when a change or a view of this one began.
    """
    processors = os.cpu_count() or 1
    if processors == 1 or len(Waking(book).everybody(0, AT_ONCE)) < AT_ONCE:
        yield lambda ids: wakes(shell, book, ids)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not forked: a process must not inherit a connection.
    apart, day = get_context("spawn"), shell.today.isoformat()
    same = (str(shell.book_path), shell.settings_option, day)
    with ProcessPoolExecutor(processors, apart, _begin, same) as pool:

        def work(ids: Sequence[int]) -> Found:
            starts = range(0, len(ids), PART)
            parts = [ids[start : start + PART] for start in starts]
            return chain.from_iterable(pool.map(_plan, parts))

        yield work


def _begin(*options: str) -> None:
    """Let a process of its own plan by the same options."""
    import gc

    gc.set_threshold(50_000)
    globals()["_own"] = Shell(*options)


def _plan(ids: Sequence[int]) -> list[tuple[int, planner.Wake]]:
    shell: Shell = globals()["_own"]
    with Book.open(shell.book_path) as book:
        return list(wakes(shell, book, ids))
