"""Saying that something takes long, while it does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.output import Output

PATIENCE_SECONDS = 0.7
"""How long the book may take before it is said that it is waited for."""

WAITING = "waiting for the book …"


@contextmanager
def announced(say: Callable[[], None]) -> Iterator[None]:
    """Have something said, from beside, if what is done within takes long."""
    timer = Timer(PATIENCE_SECONDS, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def write_waiting(output: "Output", row: int) -> str:
    """Write on a line of the screen that the book is waited for, and return it."""
    output.cursor_goto(row, 1)
    output.erase_end_of_line()
    output.write(WAITING)
    output.flush()
    return WAITING
