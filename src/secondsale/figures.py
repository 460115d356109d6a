"""A figure: one number or choice that a rule or the policy lets people set."""

from collections.abc import Callable, Mapping
from datetime import date
from reprlib import repr as short
from typing import Any

from secondsale.errors import InputError, SettingsError
from secondsale.records import dataclass, field, fields

Reader = Callable[[str], object]
"""What makes sense of a text: it raises ValueError or InputError where there is none.
"""

type_words = {bool: "true or false", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A setting's name, default, unit and meaning, and the values it accepts."""

    name: str
    default: Any
    unit: str
    about: str
    low: float
    high: float
    choices: tuple[str, ...]
    reads: Reader | None = None
    takes: str = ""
    """What `reads` makes sense of, in words."""
    needed: bool = False
    """Whether it has to be said: its default stands for nothing."""

    @property
    def accepts(self) -> str:
        """Say in words which values are accepted."""
        if self.takes:
            return self.takes
        if self.choices:
            return "one of " + ", ".join(self.choices)
        kind = type(self.default)
        words = type_words.get(kind, "text")
        return (
            words if kind in (bool, str) else f"{words}, {self.low:g} to {self.high:g}"
        )

    def check(self, value: object, where: str) -> Any:
        """Return the value, or refuse it.

        Errors: SettingsError, naming `where` it stands and what is accepted.
        """
        kind = type(self.default)
        whole = kind is float and type(value) is int
        if self.reads is not None and type(value) is date:
            value = value.isoformat()  # TOML knows days without quotes
        right = type(value) is kind or whole
        if right and self.choices:
            right = value in self.choices
        elif right and self.reads is not None and isinstance(value, str):
            right = _is_read(self.reads, value)
        elif right and isinstance(value, int | float) and kind is not bool:
            right = self.low <= value <= self.high
        if not right:
            raise SettingsError(
                f"{where} cannot be {_shown(value)}", f"it takes {self.accepts}"
            )
        return kind(value) if whole else value


def _is_read(reads: Reader, value: str) -> bool:
    try:
        reads(value)
    except (ValueError, InputError):
        return False
    return True


def _shown(value: object) -> str:
    try:
        return short(value)
    except ValueError:  # Python writes no integer of more than 4,300 digits
        return "a number that large"


def figure(
    default: object,
    unit: str,
    about: str,
    *,
    low: float = 0,
    high: float = 3650,
    choices: tuple[str, ...] = (),
    reads: Reader | None = None,
    takes: str = "",
    needed: bool = False,
) -> Any:
    """Declare a dataclass field that people may set; `unit` is its unit in words.

    `reads` and `takes` check a text and say what it may be; a `needed` one has no
    default worth having.
    """
    details = {"unit": unit, "about": about, "low": low, "high": high}
    checks = {"choices": choices, "reads": reads, "takes": takes, "needed": needed}
    return field(default=default, metadata={**details, **checks})


def figures_of(thing: type) -> Mapping[str, Figure]:
    """Return the figures of a rule or policy class by name, in their order."""
    return {
        item.name: Figure(item.name, item.default, **item.metadata)
        for item in fields(thing)
        if "unit" in item.metadata
    }


def needs_any(thing: type) -> bool:
    """Return whether a class has a figure that has to be said."""
    return any(item.metadata.get("needed") for item in fields(thing))
