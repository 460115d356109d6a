"""What is typed about a fact, and the change that it makes to a customer's plan."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import typer

from secondsale import days, text
from secondsale.cli._changes import stopped_by
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.errors import InputError
from secondsale.model import Customer
from secondsale.money import Money, parse_amount
from secondsale.planner import Plan, State
from secondsale.records import dataclass
from secondsale.store import Book

Fact = TypeVar("Fact")

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
On = Annotated[
    str, typer.Option("--on", help="When it happened: 2026-11-21, monday, 3d.")
]
By = Annotated[str, typer.Option("--by", help="The day: friday, 3d, 2026-12-01.")]
Because = Annotated[str, typer.Option("--because", help="The reason.")]
Cost = Annotated[str, typer.Option("--cost", help="What it cost you: 5 or 5.50.")]
All = Annotated[bool, typer.Option("--all", help="Also what is over.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_WORD = 40
"""Characters of a frozen word, such as the id of a lesson."""
DERIVED_WORD = 20
"""Characters of one that is made of the first words of a text."""


@dataclass(frozen=True, slots=True)
class Made(Generic[Fact]):
    """What a change made: a fact, and another plan."""

    fact: Fact
    before: Plan
    after: Plan

    @property
    def who(self) -> Customer:
        """Return whose plan changed."""
        return self.after.customer


def change(
    shell: Shell,
    whose: str | Callable[[Book], Customer],
    act: Callable[[Book, Customer], Fact],
) -> Made[Fact]:
    """Change what is known of one customer, by what was typed or by a way to find them.

    Errors: NotFoundError, BookError.
    """
    with shell.changing() as book:
        who = find_customer(book, whose) if isinstance(whose, str) else whose(book)
        return changed(shell, book, who, act)


def changed(
    shell: Shell, book: Book, who: Customer, act: Callable[[Book, Customer], Fact]
) -> Made[Fact]:
    """Change what is known of one customer, in the change that is under way."""
    before = shell.plan(book, who.id)
    fact = act(book, who)
    return Made(fact, before, shell.plan(book, who.id))


def tell(
    shell: Shell,
    made: Made[Any],
    *sentences: str,
    data: Mapping[str, Any],
    as_json: bool,
) -> None:
    """Print what was kept, what it stops, holds and starts, and what comes next."""
    from secondsale.render import data as shapes
    from secondsale.render import lines, screens

    stopped = stopped_by(made.before, made.after)
    if as_json:
        steps = made.after.steps()
        shell.data(
            {
                "customer": shapes.customer(made.who),
                **data,
                "stopped": [shapes.planned(item) for item in stopped],
                "next": shapes.step(steps[0]) if steps else None,
            }
        )
    else:
        shell.write(
            *sentences,
            *screens.stopped_lines(stopped),
            *held_by(made),
            *_started(made),
            *lines.coming(made.after),
        )
    shell.say(*_silence(shell, made))


def _silence(shell: Shell, made: Made[Any]) -> list[str]:
    """Say that nothing will be shown of a new fact, where they asked for that."""
    from secondsale.render import words

    known = {item.key for item in made.before.touchpoints}
    new = [item.touchpoint for item in made.after.touchpoints if item.key not in known]
    history = made.after.situation.history
    said = [
        words.silence(history, today=shell.today, intent=intent)
        for intent in dict.fromkeys(each.intent for each in new)
    ]
    return [sentence for sentence in dict.fromkeys(said) if sentence]


def held_by(made: Made[Any]) -> list[str]:
    """Say what a change keeps back that was free before it."""
    free = {
        item.key
        for item in made.before.touchpoints
        if item.state in (State.OPEN, State.SNOOZED)
    }
    held = [
        item.touchpoint.key.rule
        for item in made.after.touchpoints
        if item.key in free and item.state is State.HELD
    ]
    return [f"Held back meanwhile: {text.listed(held)}."] if held else []


def _started(made: Made[Any]) -> list[str]:
    """Say what a change plans, of each rule the first, and when it will be shown.

    Further rounds of what was planned before are none of that.
    """
    from secondsale.render import words

    known = {item.key for item in made.before.touchpoints}
    begun: set[tuple[str, str]] = set()
    first: dict[str, date] = {}
    for step in made.after.steps():
        key = step.item.key
        if key in known:
            begun.add(key.series)
        elif step.day is not None and key.series not in begun:
            first.setdefault(key.rule, step.day)
    return [
        f"Planned: {rule}, {words.near(day, today=made.after.today)}."
        for rule, day in first.items()
    ]


def said(shell: Shell, typed: str, question: str, what: str) -> str:
    """Return the words of a fact, asked for where none were typed.

    Errors: InputError.
    """

    def read(answer: str) -> str:
        words = text.clean_note(answer, what)
        if not words:
            raise InputError(f"{what} is empty", "say it in a few words")
        return words

    return read(typed) if typed else shell.ask_for(question, read, what=what)


def coming_day(
    shell: Shell,
    typed: str,
    what: str = "the day (--by)",
    question: str = "By when?",
) -> date:
    """Return today or a day to come, asked for where none was typed.

    Errors: InputError.
    """
    hint = "like friday, 3d or 2026-12-01"

    def read(answer: str) -> date:
        day = shell.ahead(answer)
        if day < shell.today:
            raise InputError(
                f"{days.say_in_full(day)} is over", "name today or a day to come"
            )
        return day

    if typed:
        return read(typed)
    return shell.ask_for(f"{question} ({hint})", read, what=what, hint=hint)


def later_day(shell: Shell, typed: str, what: str) -> date:
    """Return a day after today, asked for where none was typed.

    Errors: InputError.
    """

    def read(answer: str) -> date:
        day = shell.ahead(answer)
        if day <= shell.today:
            raise InputError(
                f"{days.say_in_full(day)} is not later than today", "name a day to come"
            )
        return day

    if typed:
        return read(typed)
    hint = "like friday, 3d or 2026-12-01"
    return shell.ask_for(f"Until when? ({hint})", read, what=what, hint=hint)


def not_before(when: date, start: date, what: str) -> date:
    """Return a day that is not before another one.

    Errors: InputError, naming what began on the other day.
    """
    if when < start:
        raise InputError(
            f"{days.say_in_full(when)} is before {what}",
            f"that was on {days.say_in_full(start)}",
        )
    return when


def cost_of(shell: Shell, typed: str) -> Money | None:
    """Return an amount in the usual currency, or None where nothing was typed.

    Errors: InputError.
    """
    return parse_amount(typed, shell.settings.currency) if typed else None


def frozen_word(typed: str, what: str) -> str:
    """Return a word that keys can be made of.

    Errors: InputError for anything but small letters, digits and hyphens.
    """
    word = typed.strip().lower()
    if not re.fullmatch(_WORD, word) or len(word) > LONGEST_WORD:
        raise InputError(
            f"{quoted(typed)} is not {what}",
            f"small letters, digits and hyphens, at most {LONGEST_WORD}",
        )
    return word


def word_from(words: str, taken: Sequence[str], *, otherwise: str) -> str:
    """Return a frozen word made of some words, one that is not taken.

    `otherwise` is what it is made of where the words have no plain letter.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.search_key(words)).strip("-")
    if len(plain) > DERIVED_WORD:
        short = plain[:DERIVED_WORD]
        plain = short.rpartition("-")[0] or short
    start = plain.strip("-") or otherwise
    candidates = (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3)))
    return next(word for word in candidates if word not in taken)
