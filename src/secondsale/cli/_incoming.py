"""Files of other programs: what each is, when it is read, and what it brings."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from secondsale import text
from secondsale.cli._typed import quoted
from secondsale.errors import InputError, NotFoundError
from secondsale.model.arrivals import VCARDS
from secondsale.records import dataclass

if TYPE_CHECKING:
    from secondsale.exchange import json_lines
    from secondsale.exchange.formats import Choices, Format
    from secondsale.exchange.tables import Table
    from secondsale.model.arrivals import Arrival

MAPPED = "mapped"
FACTS = "jsonl"
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be imported: what it was recognised as."""

    path: Path
    name: str
    """What it is called when something is said of it."""
    table: "Table | None" = None
    """None for vCards, which are no table."""
    format: "Format | None" = None
    """None for vCards, and for a table that nobody knows."""
    is_facts: bool = False
    """Whether it holds the facts of a book, as JSON Lines."""

    @property
    def beside(self) -> Path:
        """Return the file beside which something about it is written."""
        return Path(self.name) if self.name == "stdin" else self.path

    @property
    def kind(self) -> str:
        """Return the word by which `--as` names what it is."""
        if self.is_facts:
            return FACTS
        return self.format.id if self.format else VCARDS

    @property
    def source(self) -> str:
        """Return whose ids its people and sales have."""
        return self.format.source if self.format else VCARDS

    @property
    def title(self) -> str:
        """Return what people call this kind of file."""
        if self.is_facts:
            return "facts of a book"
        return self.format.title if self.format else "vCards"

    @property
    def encoding(self) -> str:
        """Return what its letters are written in."""
        if self.table is not None:
            return self.table.encoding
        if self.is_facts:
            return "UTF-8"
        from secondsale.exchange import vcards

        return vcards.encoding(self.path)

    def arrivals(self, choices: "Choices") -> "Iterator[Arrival]":
        """Yield what it brings.

        Errors: InputError for what has to be chosen first, and for the wrong kind.
        """
        if self.table is not None and self.format is not None:
            from secondsale.exchange.formats import arrivals

            yield from arrivals(self.format, self.table, choices)
        else:
            from secondsale.exchange import vcards

            yield from vcards.read(self.path, choices)

    def facts(self) -> "Iterator[json_lines.Line]":
        """Yield the facts of a book that it holds.

        Errors: InputError, naming the line.
        """
        from secondsale.exchange import json_lines

        with self.path.open("rb") as file:
            yield from json_lines.read(file)

    def conclusions(self) -> Iterator[str]:
        """Yield what was concluded about it and is worth telling, once it was read."""
        if self.table is not None:
            if self.table.delimiter != ",":
                named = {"\t": "tab", ";": "semicolon", "|": "bar"}
                yield f"separated by {named.get(self.table.delimiter, 'commas')}s"
            yield from self.table.notes

    def lines(self) -> int:
        """Return how many lines it has, about."""
        with self.path.open("rb") as file:
            return sum(
                part.count(b"\n") for part in iter(lambda: file.read(2**20), b"")
            )


def look_at(typed: Sequence[str], wanted: str, folder: Path) -> list[Incoming]:
    """Return what the files are, those of people first.

    `folder` is for what comes by standard input; `wanted` is a format that was named.
    Errors: NotFoundError; InputError.
    """
    paths = [(_spooled(folder), "stdin") if t == STDIN else _named(t) for t in typed]
    found = [_recognised(path, name, wanted) for path, name in paths]
    return sorted(found, key=_place)


def _named(typed: str) -> tuple[Path, str]:
    path = Path(typed).expanduser()
    if not path.exists():
        raise NotFoundError(f"there is no file {text.visible(typed)}", "check its name")
    if not path.is_file():
        raise InputError(f"{text.visible(typed)} is no file", "name the files in it")
    return path, path.name


def _spooled(folder: Path) -> Path:
    """Keep standard input in a file, because a table is looked at more than once."""
    import shutil

    path = folder / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    with path.open("rb") as file:
        nothing = not file.read(1000).strip()
    if nothing:
        raise InputError(
            "nothing came by standard input", "secondsale import - < orders.csv"
        )
    return path


def _recognised(path: Path, name: str, wanted: str) -> Incoming:
    from secondsale.exchange import json_lines, vcards

    with path.open("rb") as file:
        start = file.read(1000)
    if wanted == FACTS or (not wanted and json_lines.looks_like(start)):
        return Incoming(path, name, is_facts=True)
    if wanted == VCARDS or (not wanted and vcards.looks_like(path)):
        return Incoming(path, name)
    from secondsale.exchange.formats import FORMATS, recognise
    from secondsale.exchange.tables import Table

    table = Table.open(path)
    if not wanted:
        return Incoming(path, name, table, recognise(table))
    if wanted == MAPPED:
        return Incoming(path, name, table)
    known = {each.id: each for each in FORMATS}
    if wanted not in known:
        raise InputError(
            f"{quoted(wanted)} is no kind of file that is known",
            f"one of {', '.join([*known, VCARDS, FACTS, MAPPED])}",
        )
    return Incoming(path, name, table, known[wanted])


def _place(each: Incoming) -> tuple[bool, bool, int]:
    """Return where a file stands: facts, people, then as the formats are listed."""
    from secondsale.exchange.formats import FORMATS

    ids = [form.id for form in FORMATS]
    form = each.format
    of_people = form is None and each.table is None
    if form is not None:
        of_people = form.about == "people"
    at = ids.index(form.id) if form is not None and form.id in ids else len(ids)
    return not each.is_facts, not of_people, at
