"""The rules that the file describes: everybody's, and those of each cadence."""

from collections.abc import Iterator
from reprlib import repr as short
from typing import Any

from secondsale import text
from secondsale.days import parse_months
from secondsale.errors import SettingsError
from secondsale.figures import Figure, figure, figures_of
from secondsale.model import Lesson
from secondsale.planner import Cadence
from secondsale.records import dataclass
from secondsale.rules import RULES, Rule
from secondsale.rules.keep_in_touch import KeepInTouch
from secondsale.settings.tables import Table, frozen_word
from secondsale.tiers import Tiers


def rules_of(tables: Table, tiers: Tiers) -> Iterator[Rule]:
    """Yield what the file makes of each rule, the named ones once for each name.

    Errors: SettingsError.
    """
    tables.refuse_unknown(rule.id for rule in RULES)
    for rule in RULES:
        table = tables.table(rule.id)
        if not rule.named:
            more = {"tiers": tiers} if rule is KeepInTouch else {}
            yield table.make(rule, **more)
            continue
        for name in table.said:
            word = frozen_word(name, f"{table.where()} cannot have a table called")
            yield table.table(word).make(rule, name=word)


def cadences_of(file: Table, everybody_s: Table, tiers: Tiers) -> Iterator[Cadence]:
    """Yield the cadences, whose rules have everybody's figures but for their own.

    Errors: SettingsError.
    """
    names = set[str]()
    for said in file.tables("cadences", "cadences"):
        name = said.get("name") if isinstance(said, dict) else None
        if not isinstance(name, str) or not name.isprintable() or not name.strip():
            raise SettingsError(
                f"a cadence in {file.path} lacks a name", 'name = "projects"'
            )
        if text.name_key(name) in names:
            raise SettingsError(
                f"{file.path} has two cadences called {short(name)}",
                "rename one of them",
            )
        names.add(text.name_key(name))
        yield _cadence(Table(file.path, f"cadences.{name}", said), everybody_s, tiers)


def _cadence(table: Table, everybody_s: Table, tiers: Tiers) -> Cadence:
    conditions = table.values(Cadence, also=("name", "rules", "lessons"))
    if not any(conditions.values()):
        raise SettingsError(
            f"{table.where()} is for nobody in particular: it has no condition",
            f"give it one: {text.listed(tuple(figures_of(Cadence)))}",
        )
    own = table.table("rules").over(everybody_s)
    return Cadence(
        table.said["name"],
        tuple(rules_of(own, tiers)),
        tuple(_lessons(table)),
        **conditions,
    )


# Lessons


def _read_lesson(value: str) -> str:
    if not value.strip():
        raise ValueError("a lesson says something")
    return text.clean(value, "the lesson", longest=text.NOTE_LENGTH)


@dataclass(frozen=True)
class _Lesson:
    """What the file says of a lesson, but for its id."""

    text: str = figure(
        "",
        "",
        "instead of the product's own",
        reads=_read_lesson,
        takes="a line of text",
        needed=True,
    )
    after_days: int = figure(0, "days after delivery", "when it is due", needed=True)
    months: str = figure(
        "",
        "",
        "only in these months",
        reads=parse_months,
        takes='months such as "11-2" or "5, 6"',
    )


def figures_of_lesson(lesson: Lesson) -> Iterator[tuple[str, Figure, Any]]:
    """Yield the full name within the cadence, the figure and the value of each."""
    months = ", ".join(map(str, lesson.months))
    values = {"text": lesson.text, "after_days": lesson.after_days, "months": months}
    for name, each in figures_of(_Lesson).items():
        yield f"lessons.{lesson.id}.{name}", each, values[name]


def _lessons(cadence: Table) -> Iterator[Lesson]:
    """Yield the lessons of a cadence.

    Errors: SettingsError.
    """
    ids = set[str]()
    for said in cadence.tables("lessons", "cadences.lessons"):
        where = cadence.where("lessons")
        if not isinstance(said, dict) or "id" not in said:
            raise SettingsError(f"one of {where} lacks an id", 'id = "layering"')
        word = frozen_word(said["id"], f"one of {where} cannot have the id")
        if word in ids:
            raise SettingsError(
                f"{where} has two with the id {word}", "rename one of them"
            )
        ids.add(word)
        table = Table(cadence.path, f"{cadence.full('lessons')}.{word}", said)
        found = _Lesson(**table.values(_Lesson, also=("id",)))
        months = parse_months(found.months) if found.months else ()
        yield Lesson(word, found.text, found.after_days, months)
