"""The settings: the figures of every rule and of the policy, and where things lie.

A TOML file changes figures; wrong names and wrong values are refused. Flags and
environment choose files and the day, never figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from secondsale import __version__
from secondsale.errors import InputError, SettingsError
from secondsale.figures import Figure, figures_of
from secondsale.goodwill import Goodwill
from secondsale.money import NO_CURRENCY, parse_currency
from secondsale.planner import Cadence
from secondsale.policy import Policy
from secondsale.quiet_days import quiet_days
from secondsale.records import dataclass, replace
from secondsale.rules import Rule
from secondsale.settings.cadences import cadences_of, figures_of_lesson, rules_of
from secondsale.settings.places import default_book, default_file
from secondsale.settings.seller import Seller
from secondsale.settings.tables import Table
from secondsale.tiers import Tiers
from secondsale.timing import Timing

__all__ = ["Part", "Seller", "Settings", "default_book", "default_file", "load"]

Part = Rule | Policy | Tiers | Goodwill | Timing


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force, and which of it the file says."""

    path: Path
    rules: tuple[Rule, ...]
    policy: Policy
    tiers: Tiers
    goodwill: Goodwill
    timing: Timing
    cadences: tuple[Cadence, ...]
    """Other figures for some, the first that fits; `rules` are for the rest."""
    seller: Seller
    own_currency: str
    """Of the file; empty where it names none."""
    said: frozenset[str]
    """The full names, such as `rules.welcome.due_days`, that the file sets."""

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield what has figures, by the name of its table."""
        yield from _by_part(self.rules)
        yield "policy", self.policy
        yield "tiers", self.tiers
        yield "goodwill", self.goodwill
        yield "timing", self.timing

    @property
    def currency(self) -> str:
        """Return the usual currency: the file's, else that of the user's place."""
        # Asked of the system only where an amount is typed: that takes a millisecond.
        return self.own_currency or _locale_currency()

    @property
    def fingerprint(self) -> str:
        """Return all that plans follow from besides facts; display is none of it."""
        # The policy's calendar comes from its figures, and has no order to be told in.
        policy = replace(self.policy, quiet=frozenset())
        parts = self.rules, policy, self.tiers, self.cadences
        return f"{__version__} {_calendar(policy)} {parts!r}"

    def figures(self) -> Iterator[tuple[str, Figure, Any]]:
        """Yield the full name, the figure and the value in force, for all figures.

        Those of the cadences follow in `other_figures`.
        """
        for part, thing in self.parts():
            yield from _figures(part, thing)
        yield from _figures("seller", self.seller)

    def other_figures(self, cadence: Cadence) -> Iterator[tuple[str, Figure, Any]]:
        """Yield what a cadence has of its own: conditions, figures, lessons.

        The names are those within the cadence, such as `rules.welcome.due_days`.
        """
        for name, figure in figures_of(Cadence).items():
            if getattr(cadence, name):
                yield name, figure, getattr(cadence, name)
        everybody_s = {name: value for name, _, value in self.figures()}
        for part, rule in _by_part(cadence.rules):
            for name, figure, value in _figures(part, rule):
                if everybody_s.get(name, figure.default) != value:
                    yield name, figure, value
        for lesson in cadence.lessons:
            yield from figures_of_lesson(lesson)


def _calendar(policy: Policy) -> str:
    """Return the version of the public holidays, if any are quiet."""
    if not policy.holidays:
        return ""
    from importlib.metadata import version

    return f"holidays {version('holidays')}"


def _by_part(rules: Iterable[Rule]) -> Iterator[tuple[str, Rule]]:
    return ((f"rules.{rule.full_id}", rule) for rule in rules)


def _figures(part: str, thing: Part | Seller) -> Iterator[tuple[str, Figure, Any]]:
    for name, figure in figures_of(type(thing)).items():
        yield f"{part}.{name}", figure, getattr(thing, name)


TABLES = (
    "cadences", "currency", "goodwill", "policy", "rules", "seller", "tiers", "timing"
)  # fmt: skip


def load(path: Path) -> Settings:
    """Return the settings in force: those of the file, where there is one, or defaults.

    Errors: SettingsError, naming the wrong name or value and the known ones.
    """
    file = Table.of_file(path)
    file.refuse_unknown(TABLES)
    tables = file.table("rules")
    policy = file.table("policy").make(Policy)
    tiers = file.table("tiers").make(Tiers)
    return Settings(
        path=path,
        rules=tuple(rules_of(tables, tiers)),
        policy=replace(policy, quiet=quiet_days(policy, str(path))),
        tiers=tiers,
        goodwill=file.table("goodwill").make(Goodwill, tiers=tiers),
        timing=file.table("timing").make(Timing),
        cadences=tuple(cadences_of(file, tables, tiers)),
        seller=file.table("seller").make(Seller),
        own_currency=_currency(file.said, path),
        said=frozenset(_names(file.said)),
    )


def _currency(said: Mapping[str, Any], path: Path) -> str:
    if "currency" not in said:
        return ""
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


def _names(said: Mapping[str, Any], within: str = "") -> Iterator[str]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _names(value, f"{within}{name}.")
        else:
            yield f"{within}{name}"
