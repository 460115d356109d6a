"""The records that an import refused, in a file beside theirs: to mend, and to import.

Nothing is ever overwritten: where there is such a file already, this one is numbered.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from secondsale.cli._incoming import Incoming
from secondsale.errors import InputError

MORE = ("line", "reason")
"""The columns that are added to those of the file."""


def write(
    incoming: Incoming, refused: Mapping[int, str], cards: Sequence[str]
) -> Path | None:
    """Write what was refused of a file, and return where, or None for nothing.

    `refused` is the reason by line; of vCards the `cards` are written as they stand.
    Errors: SecondsaleError.
    """
    if not refused:
        return None
    if incoming.table is None:
        if not cards:
            return None
        return _named(incoming, "vcf", (f"{card}\r\n" for card in cards), mark=False)
    from secondsale.exchange import csv_tables

    columns = [head for head in incoming.table.heads if head not in MORE]
    records = csv_tables.document((*columns, *MORE), _rows(incoming, refused), raw=True)
    return _named(incoming, "csv", records, mark=True)


def _rows(incoming: Incoming, refused: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    from secondsale.exchange.csv_tables import guarded

    table = incoming.table
    assert table is not None
    own = [place for place, head in enumerate(table.heads) if head not in MORE]
    for line, cells in table.records():
        if line in refused:
            # What stands beyond the columns is kept, as what is wrong with it.
            kept = [cells[at] if at < len(cells) else "" for at in own]
            kept += cells[len(table.heads) :]
            told = (*kept, str(line), refused[line])
            yield tuple(map(guarded, told))


def _named(
    incoming: Incoming, ending: str, records: Iterator[str], *, mark: bool
) -> Path:
    from secondsale.cli._files import write_whole

    for number in count(1):
        more = f"-{number}" if number > 1 else ""
        path = incoming.beside.with_name(
            f"{incoming.beside.name}.rejects{more}.{ending}"
        )
        if path.exists() or path.is_symlink():
            continue
        try:
            write_whole(path, records, replace=False, mark=mark)
        except InputError:  # another program was quicker
            continue
        return path
    raise AssertionError("the numbers do not end")
