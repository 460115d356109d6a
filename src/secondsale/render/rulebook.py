"""The rules, the policy and all else that has figures, in words."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale.figures import Figure, figures_of
from secondsale.model import Arm, Trial
from secondsale.planner import Cadence
from secondsale.records import dataclass
from secondsale.render import words
from secondsale.rules import RULES, Rule
from secondsale.text import visible

_KINDS = {
    "policy": "restraint",
    "tiers": "interval",
    "goodwill": "measure",
    "timing": "measure",
}
_NONE: Mapping[str, Trial] = {}
_FITS = "Other figures for those it fits; of several cadences, the first counts."


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its value, and whether the file says it."""

    name: str
    figure: Figure
    value: Any
    origin: str

    @property
    def shown(self) -> str:
        """Return the value with its unit."""
        return words.figure(self.value, self.figure.unit)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, or what else has figures."""

    name: str
    kind: str
    """The intent of a rule; a word for what else it is."""
    summary: str
    rows: tuple[Row, ...]
    trial: str = ""
    """The experiment that tries two ways of a rule, if one does."""


def entries(
    parts: Iterable[tuple[str, Any]],
    said: Set[str],
    tried: Mapping[str, Trial] = _NONE,
) -> Iterator[Entry]:
    """Yield an entry for each part of the settings, and for rules without a name.

    `tried` has the trial that runs of a rule, by its full id.
    """
    given = list(parts)
    there = {thing.id for _, thing in given if isinstance(thing, Rule)}
    for rule in RULES:
        if rule.named and rule.id not in there:
            given.append((f"rules.{rule.id}", rule()))
    for part, thing in sorted(given, key=lambda pair: not isinstance(pair[1], Rule)):
        is_rule = isinstance(thing, Rule)
        name = thing.full_id if is_rule else part
        yield Entry(
            name,
            thing.intent.word if is_rule else _KINDS[part],
            _summary(thing),
            tuple(_rows(part, thing, said)),
            _trial(tried[name]) if name in tried else "",
        )


def cadence_entry(
    cadence: Cadence, figures: Iterable[tuple[str, Figure, Any]]
) -> Entry:
    """Return the entry of a cadence: its conditions, figures and lessons."""
    rows = tuple(Row(name, figure, value, "file") for name, figure, value in figures)
    return Entry(f"cadence {cadence.name}", "cadence", _FITS, rows)


def _trial(trial: Trial) -> str:
    first, second = trial.sets(Arm.FIRST), trial.sets(Arm.SECOND)
    if trial.is_hold_out:
        return f"{trial.id} ({trial.name}): {trial.hold_out} % left alone"
    alone = f", {trial.hold_out} % left alone" if trial.hold_out else ""
    return f"{trial.id} ({trial.name}): {first} against {second}{alone}"


def _summary(thing: object) -> str:
    first = (type(thing).__doc__ or "").strip().splitlines()[0]
    if isinstance(thing, Rule) and thing.named and not thing.name:
        first += f" None yet: [rules.{thing.id}.NAME] in the settings adds one."
    return first


def _rows(part: str, thing: object, said: Set[str]) -> Iterator[Row]:
    for name, figure in figures_of(type(thing)).items():
        origin = "file" if f"{part}.{name}" in said else "default"
        yield Row(name, figure, getattr(thing, name), origin)


def screen(book: Iterable[Entry]) -> Group:
    """Return the entries as a screen."""
    parts: list[RenderableType] = []
    for entry in book:
        parts.append(Text.assemble((entry.name, "bold"), f"  {entry.kind}"))
        parts.append(Padding(Text(entry.summary), (0, 0, 0, 2)))
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for row in entry.rows:
            if row.name == "enabled" and row.origin == "default":
                continue
            style = "bold" if row.origin == "file" else ""
            said = f"{row.shown}: {row.figure.about} [{row.origin}]"
            table.add_row(row.name, Text(said, style=style))
        if entry.trial:
            table.add_row("experiment", Text(visible(entry.trial), style="bold"))
        parts.append(Padding(table, (0, 0, 1, 4)))
    return Group(*parts)


def lines(book: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield a row a figure: rule, intent, figure, value, meaning, origin, summary."""
    for entry in book:
        if entry.trial:
            about = "who gets which way is chance"
            yield (
                entry.name, entry.kind, "experiment", entry.trial, about, "book",
                entry.summary,
            )  # fmt: skip
        for row in entry.rows:
            about, origin = row.figure.about, row.origin
            yield (
                entry.name, entry.kind, row.name, row.shown, about, origin,
                entry.summary,
            )  # fmt: skip


def data(book: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the entries as plain data."""
    return [
        {
            "rule": entry.name,
            "intent": entry.kind,
            "about": entry.summary,
            "figures": {row.name: _figure(row) for row in entry.rows},
            "experiment": entry.trial or None,
        }
        for entry in book
    ]


def _figure(row: Row) -> dict[str, Any]:
    return {
        "value": row.value,
        "default": row.figure.default,
        "unit": row.figure.unit,
        "about": row.figure.about,
        "from": row.origin,
    }
