"""How a table is laid out: what separates its cells, and where its header stands."""

import csv
import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from secondsale.errors import InputError
from secondsale.exchange.tables.encodings import Encoding
from secondsale.records import dataclass

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

_HEADER_WITHIN = 10
_SAMPLE = 40
_LONGEST_CELL = 1_000_000
_FITTING = 0.7
"""How well rows fit a header at the very top that needs no look further down."""

_UNSEEN = r"[\ufeff\u200b-\u200f\u2060]"
_SEPARATOR = r"(?i)sep=(.)"
_DATA = (
    r"[^@\s]+@[^@\s]+\.[^@\s]+"  # an e-mail address
    r"|\d{4}-\d{1,2}-\d{1,2}([ T].*)?|\d{1,2}([./-])\d{1,2}\2\d{2,4}( .*)?"  # a date
    r"|[-+]?[$€£]? ?\d+[.,]\d{2}( ?[$€£])?"  # an amount
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the cells of a table are."""

    delimiter: str
    above: int
    """How many records stand above the first row: the header is the last of them."""
    heads: tuple[str, ...]


def fold(name: str) -> str:
    """Return what the spellings of a column's name have in common."""
    if not name.isascii():
        name = re.sub(_UNSEEN, "", name)
    return " ".join(name.casefold().split()).rstrip(":").rstrip()


def signature_of(known: frozenset[str]) -> str:
    """Return a short hash of the names of columns, in whatever order they stand."""
    names = "\n".join(sorted(known))
    return hashlib.sha256(names.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def records(
    path: Path, encoding: Encoding, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a file, each with the line on which it begins.

    Errors: InputError, naming the line, for quotation marks that do not match.
    """
    csv.field_size_limit(_LONGEST_CELL)
    begins = 1
    try:
        with path.open(
            encoding=encoding.codec, errors=encoding.errors, newline=""
        ) as file:
            reader = csv.reader(
                file, delimiter=delimiter, skipinitialspace=True, strict=True
            )
            for cells in reader:
                yield begins, cells
                begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{path.name}, line {begins}: {_told(str(error))}",
            "look at this line and the next ones in a text editor",
        ) from None
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", "is it still there?"
        ) from None


def layout_of(path: Path, encoding: Encoding) -> Layout:
    """Return how a table is laid out, judging by its header and first records.

    Errors: InputError for a file without a header, or that no delimiter fits.
    """
    named = _named_separator(path, encoding)
    best: tuple[tuple[bool, float, int], Layout] | None = None
    trouble: InputError | None = None
    for delimiter in (named,) if named else DELIMITERS:
        try:
            sample = [cells for _, cells in _first(path, encoding, delimiter)]
        except InputError as error:
            trouble = trouble or error
            continue
        above = _header(sample, bool(named))
        if above is None:
            continue
        heads = _without_empty_end(sample[above - 1])
        named_so = sum(any(map(str.isalpha, head)) for head in heads) / len(heads)
        others = sample[int(bool(named)) : above - 1], sample[above:]
        fits = _agreement(*others, len(heads))
        at_once = len(heads) > 1 and not any(map(any, others[0]))
        worth = (len(heads) - 1) * fits * named_so
        score = at_once and fits >= _FITTING, worth, len(heads)
        if best is None or score > best[0]:
            best = score, Layout(delimiter, above, heads)
    if trouble is not None and (best is None or best[0][1] == 0):
        raise trouble
    if best is None:
        raise InputError(
            f"{path.name} has no header", "its first row names what each column holds"
        )
    _refuse_a_row_as_header(path, best[1].heads)
    return best[1]


def _first(
    path: Path, encoding: Encoding, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    return islice(records(path, encoding, delimiter), _SAMPLE)


def _named_separator(path: Path, encoding: Encoding) -> str:
    """Return the delimiter that a first line like `sep=;` names, as Excel has it."""
    with path.open(encoding=encoding.codec, errors=encoding.errors) as file:
        match = re.fullmatch(_SEPARATOR, file.readline(20).strip("\ufeff\r\n"))
    return match[1] if match and match[1] in DELIMITERS else ""


def _header(sample: list[list[str]], named: bool) -> int | None:
    """Return how many records the header ends, or None where there is none.

    What stands above it, such as the title of a report, fills far fewer columns.
    """
    filled = [sum(map(bool, map(str.strip, cells))) for cells in sample]
    most = max(filled[int(named) :], default=0)
    for at, count in enumerate(filled[:_HEADER_WITHIN]):
        if count and count >= 0.6 * most and not (named and at == 0):
            return at + 1
    return None


def _without_empty_end(heads: list[str]) -> tuple[str, ...]:
    """Return the names of the columns, without those at the end that have none."""
    kept = [head.strip().lstrip("\ufeff") for head in heads]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _agreement(above: list[list[str]], rows: list[list[str]], width: int) -> float:
    """Return how much of the first records the header's number of columns fits.

    Rows may be shorter, but not of one cell; what stands above the header does not fit.
    """
    filled = [len(cells) for cells in rows if any(cells)]
    against = sum(map(any, above))
    fits = sum(
        0.5 + 0.5 * min(count / width, 1) if 1 < count <= width else 0.5 * (count > 1)
        for count in filled
    )
    return fits / (len(filled) + against) if filled or against else 1.0


def _refuse_a_row_as_header(path: Path, heads: tuple[str, ...]) -> None:
    """Refuse a table that begins with a record: it would be lost as the header.

    Errors: InputError.
    """
    for head in heads:
        if re.fullmatch(_DATA, head):
            raise InputError(
                f"{path.name} has no header: {head!r} is no name of a column",
                "put a first row above that names what each column holds",
            )


def _told(problem: str) -> str:
    """Say what the csv module found, in words."""
    if "field larger" in problem:
        return f"a cell longer than {_LONGEST_CELL:,} letters: a quotation mark is open"
    if "unexpected end" in problem:
        return "a quotation mark opens a cell here that is never closed"
    if "expected after" in problem:
        return "there is text behind a closing quotation mark"
    if "NUL" in problem:
        return "a zero byte, so this is no text"
    return problem
