"""JSON Lines: all facts of a book, one to a line, for machines and for moving house.

UTF-8 without a byte-order mark, days as ISO has them, amounts as text. Each line names
its `type`, and the `schema` by which it was written.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from secondsale.errors import InputError
from secondsale.text import escaped

SCHEMA = 1
"""Raised where a line comes to mean something else, not where a field is added."""

LONGEST_LINE = 10_000_000
"""Characters: whatever is longer is no fact of ours."""

Record = dict[str, Any]


class Line(NamedTuple):
    """A fact: the number of its line, what it is, and its fields."""

    number: int
    word: str
    record: Record


def document(records: Iterable[tuple[str, Record]]) -> Iterator[str]:
    """Yield the lines of some facts, each with what it is."""
    for word, record in records:
        line = {"type": word, "schema": SCHEMA, **record}
        shown = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        yield f"{escaped(shown)}\n"


def read(lines: Iterable[bytes]) -> Iterator[Line]:
    """Yield the facts of a file; empty lines are left out.

    Errors: InputError, naming the line.
    """
    for number, line in enumerate(lines, start=1):
        shown = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if shown.strip():
            yield _fact(number, shown)


def looks_like(start: bytes) -> bool:
    """Return whether a file that begins so has facts in it, a line each."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _fact(number: int, line: bytes) -> Line:
    if len(line) > LONGEST_LINE:
        raise InputError(f"line {number} is too long", "nothing was kept")
    try:
        record = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise InputError(f"line {number} is no JSON", "nothing was kept") from None
    if not isinstance(record, dict):
        raise InputError(f"line {number} is no JSON object", "nothing was kept")
    word, schema = record.pop("type", None), record.pop("schema", None)
    if not isinstance(word, str) or not isinstance(schema, int):
        raise InputError(
            f"line {number} has no type or no schema",
            "only what secondsale export --format jsonl wrote comes back in",
        )
    if schema > SCHEMA:
        raise InputError(
            f"line {number} was written by a newer secondsale",
            "install the newer version to import it",
        )
    return Line(number, word, record)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
