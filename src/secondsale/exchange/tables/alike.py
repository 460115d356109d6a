"""What rows say in some columns, worked out once for all that say the same."""

from collections.abc import Callable, Hashable, Iterable
from operator import itemgetter
from typing import Any, Generic, TypeVar

from secondsale.exchange.tables.table import Row, Table

ALIKE = 20_000
"""So much is remembered of a file: shops sell to the same people over and over."""

_Made = TypeVar("_Made")


class Alike(Generic[_Made]):
    """Makes something of what a row says in some columns, and remembers it.

    What is made must not depend on other columns, nor be changed.
    """

    def __init__(
        self, table: Table, names: Iterable[str], make: Callable[..., _Made]
    ) -> None:
        """Prepare for rows of a table; `names` are folded, and may be missing there."""
        places = sorted({at for name in names for at in table.places.get(name, ())})
        self._pick: Callable[[list[str]], Any] = (
            itemgetter(*places) if places else lambda _: ()
        )
        self._make = make
        self._known: dict[Any, _Made] = {}

    def __call__(self, row: Row, *beside: Hashable) -> _Made:
        """Return what is made of a row, and of what else is known `beside` it.

        Errors: those of what makes it, each time.
        """
        said = self._pick(row.cells)
        if beside:
            said = (said, *beside)
        try:
            return self._known[said]
        except KeyError:
            pass
        if len(self._known) >= ALIKE:
            self._known.clear()
        made = self._known[said] = self._make(row, *beside)
        return made
