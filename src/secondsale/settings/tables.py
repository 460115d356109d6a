"""The file read strictly: tables of known names, figures of right values."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from reprlib import repr as short
from typing import Any, TypeVar

from secondsale import text
from secondsale.errors import SettingsError
from secondsale.figures import figures_of, needs_any
from secondsale.records import dataclass

Thing = TypeVar("Thing")

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, by its full name, such as `rules.welcome`."""

    path: Path
    name: str
    said: Mapping[str, Any]

    @classmethod
    def of_file(cls, path: Path) -> "Table":
        """Return what a file says as the table without a name; no file says nothing.

        Errors: SettingsError for a file that cannot be read, or is not TOML.
        """
        return cls(path, "", _read(path))

    def full(self, name: str) -> str:
        """Return the full name of something in the table."""
        return f"{self.name}.{name}" if self.name else name

    def where(self, name: str = "") -> str:
        """Say where the table lies, or something in it: `rules.welcome in FILE`."""
        return f"{self.full(name) if name else self.name} in {self.path}"

    def table(self, name: str) -> "Table":
        """Return a table within; it may be missing.

        Errors: SettingsError where something else has its name.
        """
        said, full = self.said.get(name, {}), self.full(name)
        if not isinstance(said, dict):
            raise SettingsError(
                f"{full} in {self.path} is not a table", f"write [{full}] first"
            )
        return Table(self.path, full, said)

    def tables(self, name: str, header: str) -> list[Any]:
        """Return what `[[header]]` lists within; it may be missing, and hold anything.

        Errors: SettingsError where it is no list.
        """
        said = self.said.get(name, [])
        if not isinstance(said, list):
            raise SettingsError(
                f"{self.where(name)} is no list", f"write [[{header}]] first"
            )
        return said

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Refuse names that mean nothing.

        Errors: SettingsError, naming the first of them and those there are.
        """
        names = tuple(known)
        for name in self.said:
            if name not in names:
                from difflib import get_close_matches

                near = get_close_matches(name, names, n=1)
                meant = f"did you mean {near[0]}? " if near else ""
                raise SettingsError(
                    f"{self.path} has no setting called {self.full(name)}",
                    f"{meant}known here: {text.listed(names)}",
                )

    def over(self, base: "Table") -> "Table":
        """Return the table with what another says where this one says nothing."""
        return Table(self.path, self.name, _merged(base.said, self.said))

    def values(self, thing: type, *, also: Iterable[str] = ()) -> dict[str, Any]:
        """Return the figures of a class that the table sets; `also` is left alone.

        Errors: SettingsError, naming what is wrong, or lacks.
        """
        if not self.said and not needs_any(thing):
            return {}  # most tables of most files, on every command
        known = figures_of(thing)
        self.refuse_unknown((*also, *known))
        for name, figure in known.items():
            if figure.needed and name not in self.said:
                raise SettingsError(
                    f"{self.where()} lacks {name}", f"it takes {figure.accepts}"
                )
        return {
            name: figure.check(self.said[name], self.where(name))
            for name, figure in known.items()
            if name in self.said
        }

    def make(self, thing: type[Thing], **more: Any) -> Thing:
        """Return a thing with the figures that the table sets.

        Errors: SettingsError, naming what is wrong.
        """
        values = self.values(thing)
        try:
            return thing(**values, **more)
        except SettingsError as error:
            raise SettingsError(f"{self.where()} {error.message}", error.hint) from None


def frozen_word(value: object, refusal: str) -> str:
    """Return a word that keys can hold.

    Errors: SettingsError: the refusal and the value.
    """
    if not isinstance(value, str) or re.fullmatch(_WORD, value) is None:
        raise SettingsError(
            f"{refusal} {short(value)}",
            "its name is a word of small letters, digits and hyphens",
        )
    return value


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**base, **own}
    for name in base.keys() & own.keys():
        if isinstance(base[name], dict) and isinstance(own[name], dict):
            merged[name] = _merged(base[name], own[name])
    return merged


def _read(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}", "check the file's permissions"
        ) from None
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a text file", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}", "see toml.io") from None
