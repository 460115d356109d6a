"""What was chosen about a kind of table, as text that can be read and changed by hand.

# a table of your own: the next file with these columns is read like this.
currency = "EUR"
date_order = "dmy"

[columns]
"How much" = "total"
"""

from collections.abc import Mapping
from typing import Any

from secondsale.errors import InputError, SettingsError
from secondsale.exchange.formats.mapped import field_named
from secondsale.exchange.tables.dates import ORDERS
from secondsale.exchange.tables.numbers import NAMES as MARKS
from secondsale.money import parse_currency
from secondsale.records import dataclass, field
from secondsale.text import visible

COLUMNS = "columns"

_SHORT = {"\n": r"\n", "\t": r"\t", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_LAST_PLANE = 0xFFFF
_HINT = "correct the file, or delete it and choose anew"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was chosen; empty is not said."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """The field of each column, by the column's name as it stands in the file."""
    currency: str = ""
    date_order: str = ""
    decimal: str = ""
    pending: bool = False
    shop: str = ""


def dumps(saved: Saved, *, title: str) -> str:
    """Return what was chosen as TOML; `title` says in a comment what it is about."""
    lines = [f"# {visible(title)}: the next file with these columns is read like this."]
    for name in ("currency", "date_order", "decimal", "shop"):
        value = getattr(saved, name)
        if value:
            lines.append(f"{name} = {_quoted(value)}")
    if saved.pending:
        lines.append("pending = true")
    if saved.mapping:
        lines += ["", f"[{COLUMNS}]"]
        pairs = saved.mapping.items()
        lines += [f"{_quoted(head)} = {_quoted(what)}" for head, what in pairs]
    return "\n".join(lines) + "\n"


def loads(text: str, name: str) -> Saved:
    """Return what was chosen, from TOML; `name` is that of the file.

    Errors: SettingsError for what is no TOML, and for unknown names and values.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: {error}", _HINT) from None
    columns = table.pop(COLUMNS, {})
    unknown = table.keys() - {"currency", "date_order", "decimal", "shop", "pending"}
    if unknown:
        raise SettingsError(f"{name}: {min(unknown)} is no setting of it", _HINT)
    if not isinstance(columns, dict):
        raise SettingsError(f"{name}: {COLUMNS} is no table of columns", _HINT)
    pending = table.pop("pending", False)
    if not isinstance(pending, bool):
        raise SettingsError(f"{name}: pending is neither true nor false", _HINT)
    try:
        mapping = {
            head: field_named(_text(what, head)) for head, what in columns.items()
        }
        said = {key: _text(value, key) for key, value in table.items()}
        if said.get("currency"):
            said["currency"] = parse_currency(said["currency"])
        _one_of(said.get("date_order", ""), "date_order", ORDERS)
        _one_of(said.get("decimal", ""), "decimal", MARKS)
    except InputError as error:
        raise SettingsError(f"{name}: {error.message}", error.hint or _HINT) from None
    return Saved(mapping=mapping, pending=pending, **said)


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{visible(key)} is no text")
    return value


def _one_of(value: str, key: str, known: Mapping[str, str]) -> None:
    if value and value not in known:
        raise InputError(f"{key} is none of {', '.join(known)}")


def _quoted(value: str) -> str:
    """Return a text as TOML writes it, in quotation marks, on one line."""
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if char == " " or char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code <= _LAST_PLANE else f"\\U{code:08X}"
