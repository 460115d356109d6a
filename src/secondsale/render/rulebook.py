"""The rules and the policy in words, with their figures."""

from collections.abc import Iterator, Set
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale.figures import figures_of
from secondsale.policy import Policy
from secondsale.render import words
from secondsale.rules import RULES, Rule


def _entries(
    rules: tuple[Rule, ...], policy: Policy
) -> Iterator[tuple[str, str, str, Rule | Policy]]:
    missing = [rule() for rule in RULES if rule.named]
    missing = [rule for rule in missing if rule.id not in {made.id for made in rules}]
    for rule in (*rules, *missing):
        yield rule.full_id, rule.intent.word, f"rules.{rule.full_id}", rule
    yield "policy", "restraint", "policy", policy


def _summary(thing: Rule | Policy) -> str:
    first = (type(thing).__doc__ or "").strip().splitlines()[0]
    if isinstance(thing, Rule) and thing.named and not thing.name:
        first += f" None yet: [rules.{thing.id}.NAME] in the settings adds one."
    return first


def _figures(
    part: str, thing: Rule | Policy, said: Set[str]
) -> Iterator[tuple[str, str, str, str]]:
    for figure in figures_of(type(thing)).values():
        value = getattr(thing, figure.name)
        shown = words.figure(value, figure.unit)
        origin = "file" if f"{part}.{figure.name}" in said else "default"
        yield figure.name, shown, figure.about, origin


def screen(rules: tuple[Rule, ...], policy: Policy, said: Set[str]) -> Group:
    """Return the rules as a screen."""
    parts: list[RenderableType] = []
    for name, intent, part, thing in _entries(rules, policy):
        parts.append(Text.assemble((name, "bold"), f"  {intent}"))
        parts.append(Padding(Text(_summary(thing)), (0, 0, 0, 2)))
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for field, shown, about, origin in _figures(part, thing, said):
            if field == "enabled" and origin == "default":
                continue
            style = "bold" if origin == "file" else ""
            table.add_row(field, Text(f"{shown}: {about} [{origin}]", style=style))
        parts.append(Padding(table, (0, 0, 1, 4)))
    return Group(*parts)


def lines(
    rules: tuple[Rule, ...], policy: Policy, said: Set[str]
) -> Iterator[tuple[str, ...]]:
    """Yield a row a figure: rule, intent, figure, value, meaning, origin, summary."""
    for name, intent, part, thing in _entries(rules, policy):
        for field, shown, about, origin in _figures(part, thing, said):
            yield name, intent, field, shown, about, origin, _summary(thing)


def data(
    rules: tuple[Rule, ...], policy: Policy, said: Set[str]
) -> list[dict[str, Any]]:
    """Return the rules as plain data."""
    return [
        {
            "rule": name,
            "intent": intent,
            "about": _summary(thing),
            "figures": {
                figure.name: {
                    "value": getattr(thing, figure.name),
                    "default": figure.default,
                    "unit": figure.unit,
                    "about": figure.about,
                    "from": "file" if f"{part}.{figure.name}" in said else "default",
                }
                for figure in figures_of(type(thing)).values()
            },
        }
        for name, intent, part, thing in _entries(rules, policy)
    ]
