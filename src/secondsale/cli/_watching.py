"""How far long work is, on stderr, where somebody watches."""

import sys
from collections.abc import Iterator
from typing import TypeVar

Item = TypeVar("Item")

MANY = 5000
"""From so many on it takes long enough to be watched."""


def watched(items: Iterator[Item], of: int, what: str) -> Iterator[Item]:
    """Yield all items; of many, show at a terminal how many have come: `what` it is."""
    if of < MANY or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=of)
        for number, each in enumerate(items, start=1):
            yield each
            if not number % 500:
                bar.advance(task, 500)
