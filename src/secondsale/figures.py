"""A figure: one number or choice that a rule or the policy lets people set."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from reprlib import repr as short
from typing import Any

from secondsale.errors import SettingsError

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

    @property
    def accepts(self) -> str:
        """Say in words which values are accepted."""
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
        right = type(value) is kind or whole
        if right and self.choices:
            right = value in self.choices
        elif right and isinstance(value, int | float) and kind is not bool:
            right = self.low <= value <= self.high
        if not right:
            raise SettingsError(
                f"{where} cannot be {_shown(value)}", f"it takes {self.accepts}"
            )
        return kind(value) if whole else value


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
) -> Any:
    """Declare a dataclass field that people may set; `unit` is its unit in words."""
    details = {"unit": unit, "about": about, "low": low, "high": high}
    return field(default=default, metadata={**details, "choices": choices})


def figures_of(thing: type) -> Mapping[str, Figure]:
    """Return the figures of a rule or policy class by name, in their order."""
    return {
        item.name: Figure(item.name, item.default, **item.metadata)
        for item in fields(thing)
        if "unit" in item.metadata
    }
