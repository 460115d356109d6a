"""The settings: the figures of every rule and of the policy, and where things lie.

A TOML file changes figures; wrong names and wrong values are refused. Flags and
environment choose files and the day, never figures.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from reprlib import repr as short
from typing import Any, TypeVar

from secondsale import text
from secondsale.errors import InputError, SettingsError
from secondsale.figures import Figure, figures_of
from secondsale.goodwill import Goodwill
from secondsale.money import NO_CURRENCY, parse_currency
from secondsale.planner import Cadence
from secondsale.policy import Policy
from secondsale.quiet_days import quiet_days
from secondsale.rules import RULES, Rule

Thing = TypeVar("Thing", Rule, Policy, Goodwill)

FILE_NAME = "secondsale.toml"
BOOK_NAME = "book.db"

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force, and which of it the file says."""

    path: Path
    rules: tuple[Rule, ...]
    policy: Policy
    cadences: tuple[Cadence, ...]
    """Other figures for some, the first that fits; `rules` are for the rest."""
    goodwill: Goodwill
    currency: str
    said: frozenset[str]
    """The full names, such as `rules.welcome.due_days`, that the file sets."""

    def figures(self) -> Iterator[tuple[str, Figure, Any]]:
        """Yield the full name, the figure and the value in force, for all figures."""
        singles = (("policy", self.policy), ("goodwill", self.goodwill))
        for part, thing in (*singles, *_by_part(self.rules)):
            for figure in figures_of(type(thing)).values():
                yield f"{part}.{figure.name}", figure, getattr(thing, figure.name)


def load(path: Path) -> Settings:
    """Return the settings in force: those of the file, where there is one, or defaults.

    Errors: SettingsError, naming the wrong name or value and the known ones.
    """
    said = _read(path)
    _known(said, ("cadences", "currency", "goodwill", "policy", "rules"), "", path)
    tables = _table(said, "rules", path)
    policy = _made(Policy, said, "policy", path)
    return Settings(
        path=path,
        rules=tuple(_all_rules(tables, path)),
        policy=replace(policy, quiet=quiet_days(policy, str(path))),
        cadences=tuple(_cadences(said, tables, path)),
        goodwill=_made(Goodwill, said, "goodwill", path),
        currency=_currency(said, path),
        said=frozenset(_names(said)),
    )


def default_book(environment: Mapping[str, str]) -> Path:
    """Return where the book lies if nobody says otherwise."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share") / BOOK_NAME


def default_file(environment: Mapping[str, str]) -> Path:
    """Return where the settings file lies if nobody says otherwise."""
    return _folder(environment, "XDG_CONFIG_HOME", ".config") / FILE_NAME


def _folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Return our folder, where the rules of the system want it."""
    # platformdirs knows more systems, for 24 ms on every call.
    chosen = environment.get(variable, "")
    if Path(chosen).is_absolute():
        return Path(chosen) / "secondsale"
    if sys.platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "secondsale"
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    if not Path(home).is_absolute():
        raise SettingsError(
            "there is no home folder to keep the book in",
            "name one: --book FILE and --settings FILE, or set HOME",
        )
    if sys.platform == "darwin":
        return Path(home) / "Library/Application Support/secondsale"
    return Path(home) / fallback / "secondsale"


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


def _table(said: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = said.get(name.rpartition(".")[2], {})
    if not isinstance(table, dict):
        raise SettingsError(f"{name} in {path} is not a table", f"write [{name}] first")
    return table


def _known(
    said: Mapping[str, Any], known: tuple[str, ...], within: str, path: Path
) -> None:
    for name in said:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise SettingsError(
                f"{path} has no setting called {within}{name}",
                f"{meant}known here: {text.listed(known)}",
            )


def _cadences(
    said: Mapping[str, Any], everybody_s: Mapping[str, Any], path: Path
) -> Iterator[Cadence]:
    """Yield the cadences, whose rules have everybody's figures but for their own."""
    tables, names = said.get("cadences", []), set()
    if not isinstance(tables, list):
        raise SettingsError(
            f"cadences in {path} is no list", "write [[cadences]] first"
        )
    for table in tables:
        name = table.get("name") if isinstance(table, dict) else None
        if not isinstance(name, str) or not name.isprintable() or not name.strip():
            raise SettingsError(
                f"a cadence in {path} lacks a name", 'name = "projects"'
            )
        if name in names:
            raise SettingsError(
                f"{path} has two cadences called {short(name)}", "rename one of them"
            )
        names.add(name)
        within = f"cadences.{name}."
        known = figures_of(Cadence)
        _known(table, ("name", *known, "rules"), within, path)
        conditions = {
            each: condition.check(table[each], f"{within}{each} in {path}")
            for each, condition in known.items()
            if each in table
        }
        own = _table(table, f"{within}rules", path)
        rules = _all_rules(_merged(everybody_s, own), path, within)
        yield Cadence(name, tuple(rules), **conditions)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with what another one says in its place."""
    merged = {**base, **own}
    for name in base.keys() & own.keys():
        if isinstance(base[name], dict) and isinstance(own[name], dict):
            merged[name] = _merged(base[name], own[name])
    return merged


def _all_rules(
    tables: Mapping[str, Any], path: Path, within: str = ""
) -> Iterator[Rule]:
    _known(tables, tuple(rule.id for rule in RULES), f"{within}rules.", path)
    for rule in RULES:
        yield from _rules(rule, tables, path, within)


def _rules(
    rule: type[Rule], tables: Mapping[str, Any], path: Path, within: str
) -> Iterator[Rule]:
    """Yield what the file makes of a rule: one, or one by each name if it has names."""
    part = f"{within}rules.{rule.id}"
    if not rule.named:
        yield _made(rule, tables, part, path)
        return
    named = _table(tables, part, path)
    for name in named:
        if _NAME.fullmatch(name) is None:
            raise SettingsError(
                f"{part} in {path} cannot have a table called {short(name)}",
                "its name is a word of small letters, digits and hyphens",
            )
        yield _made(rule, named, f"{part}.{name}", path, name=name)


def _made(
    thing: type[Thing], said: Mapping[str, Any], part: str, path: Path, **more: Any
) -> Thing:
    table = _table(said, part, path)
    known = figures_of(thing)
    _known(table, tuple(known), f"{part}.", path)
    for name, figure in known.items():
        if figure.needed and name not in table:
            raise SettingsError(
                f"{part} in {path} lacks {name}", f"it takes {figure.accepts}"
            )
    values = {
        name: known[name].check(value, f"{part}.{name} in {path}")
        for name, value in table.items()
    }
    try:
        return thing(**values, **more)
    except SettingsError as error:
        raise SettingsError(f"{part} in {path} {error.message}", error.hint) from None


def _currency(said: Mapping[str, Any], path: Path) -> str:
    if "currency" not in said:
        return _locale_currency()
    try:
        return parse_currency(str(said["currency"]))
    except InputError as error:
        raise SettingsError(
            f"currency in {path}: {error.message}", error.hint
        ) from None


def _locale_currency() -> str:
    import locale

    before = locale.setlocale(locale.LC_MONETARY)
    try:
        locale.setlocale(locale.LC_MONETARY, "")
        return parse_currency(str(locale.localeconv()["int_curr_symbol"]).strip())
    except (locale.Error, InputError):
        return NO_CURRENCY
    finally:
        locale.setlocale(locale.LC_MONETARY, before)


def _by_part(rules: tuple[Rule, ...]) -> Iterator[tuple[str, Rule]]:
    return ((f"rules.{rule.full_id}", rule) for rule in rules)


def _names(said: Mapping[str, Any], within: str = "") -> Iterator[str]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _names(value, f"{within}{name}.")
        else:
            yield f"{within}{name}"
