"""Which conditions can ever be met: a slip would leave a line out without a word."""

from collections.abc import Iterable, Iterator

from secondsale.messages import slots
from secondsale.messages.templates import Condition, Line, Template

_SOME = "\0some other words"
"""Stands for all that a slot may hold which nobody asks for."""


def never_met(
    template: Template,
    lines: Iterable[Line],
    rule: str,
    known: set[str],
    sure: set[str],
) -> Iterator[str]:
    """Yield the conditions of a rule's text, or the frame's, that never hold.

    `known` are the slots that may be filled, `sure` those that surely are.
    """
    choices = {**slots.VALUES_OF_ALL, **slots.VALUES.get(rule, {})}
    for line in lines:
        where = f"{template.path.name}, line {line.number}"
        asked = [each for each in line.conditions if each.slot in known]
        unknown = list(_unknown(asked, choices))
        yield from (f"{where}: {each}" for each in unknown)
        if unknown:
            continue
        for slot in dict.fromkeys(each.slot for each in asked):
            of_slot = [each for each in asked if each.slot == slot]
            can_be = _can_be(of_slot, choices.get(slot), is_sure=slot in sure)
            if not any(all(e.holds({slot: v}) for e in of_slot) for v in can_be):
                said = ", ".join(map(_said, of_slot))
                yield f"{where}: {said} is never so: the line is never used"


def meant(word: str, known: Iterable[str], sign: str = "") -> str:
    """Say which of the known words is like one that is not."""
    from difflib import get_close_matches

    near = get_close_matches(word, tuple(known), n=1)
    return f"; did you mean {sign}{near[0]}?" if near else ""


def _unknown(asked: Iterable[Condition], choices: dict[str, str]) -> Iterator[str]:
    for each in asked:
        values = choices.get(each.slot, "").split()
        if each.value and values and each.value not in values:
            near = meant(each.value, values) or f"; it is {' or '.join(values)}"
            yield f"{each.slot} is never {each.value!r}{near}"


def _can_be(
    asked: Iterable[Condition], choice: str | None, *, is_sure: bool
) -> Iterator[str]:
    """Yield what a slot may hold, as far as the conditions can tell it apart."""
    if not is_sure:
        yield ""
    if choice is not None:
        yield from choice.split()
        return
    yield _SOME
    yield from (each.value for each in asked if each.value)


def _said(condition: Condition) -> str:
    value = f"={condition.value}" if condition.value else ""
    return f"{'!' * condition.negated}{condition.slot}{value}"
