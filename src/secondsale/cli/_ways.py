"""What is typed about the two ways of an experiment, checked before it begins."""

import re
from collections.abc import Iterable, Sequence

from secondsale import text
from secondsale.cli._typed import choice, choice_of, quoted
from secondsale.errors import InputError
from secondsale.messages import Texts
from secondsale.model import Channel, Intent
from secondsale.model.trials import SAID, Change
from secondsale.planner.exposures import instances_of
from secondsale.planner.trials import in_the_way
from secondsale.rules import Rule
from secondsale.settings import Settings

Way = tuple[Change, ...]

_BETWEEN = re.compile(r",(?=\s*[A-Za-z_-]+\s*=)")
"""A comma that another `name=` follows; others belong to the value before."""

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def chosen_rules(settings: Settings, typed: str) -> list[Rule]:
    """Return a rule as everybody has it, and as each cadence has it.

    Errors: InputError where there is none of that name, or it is off.
    """
    names = [rule.full_id for rule in settings.rules]
    name = choice_of(names, typed, "a rule")
    instances = instances_of(name, settings.rules, settings.cadences)
    if not any(rule.enabled for rule in instances):
        raise InputError(f"{name} is off, so nobody would notice", "choose another")
    return instances


def both_ways(
    rules: Sequence[Rule],
    first: Iterable[str],
    second: Iterable[str],
    *,
    hold_out: int = 0,
) -> tuple[Way, Way]:
    """Return what both ways set, as it was typed; nothing, to try only a hold-out.

    Errors: InputError for what the rule does not take, or where they are the same.
    """
    ways = _read(first, "--set"), _read(second, "--against")
    if hold_out and not any(ways):
        return ways
    if not ways[0]:
        raise InputError(
            "--set is missing",
            "such as --set due_days=3; or --hold-out 20% alone, to try the rule itself",
        )
    for rule in rules:
        one, other = (in_the_way(rule, way) for way in ways)
        said = [{each for each in way if each[0] in SAID} for way in ways]
        if one == other and said[0] == said[1]:
            raise InputError("both ways are the same", "nothing could be told of them")
    return ways


def refuse_missing_texts(texts: Texts, rule: Rule, ways: Iterable[Way]) -> None:
    """Refuse a way that names a variant of the rule's text that nobody has written.

    Errors: InputError.
    """
    for way in ways:
        word = dict(way).get("wording", "")
        file = f"{rule.id}.{word}.txt"
        if word and texts.path(rule.id, word).name != file:
            raise InputError(
                f"there is no text {file}",
                f"secondsale messages {rule.id} --own begins one to be varied",
            )


def mind_what_is_owed(rule: Rule, hold_out: int) -> None:
    """Leave nobody alone with what they wait for.

    Errors: InputError.
    """
    if hold_out and rule.intent is Intent.PROMISE:
        raise InputError(
            f"--hold-out would leave people alone with what {rule.full_id} owes them",
            "leave it out, or try another rule",
        )


def _read(typed: Iterable[str], option: str) -> Way:
    found: dict[str, str] = {}
    for part in (each for some in typed for each in _BETWEEN.split(some)):
        name, equals, value = part.partition("=")
        key = name.strip().casefold().replace("-", "_")
        if not key or not equals:
            raise InputError(
                f"{option} {quoted(part.strip())} sets nothing", _such_as(key)
            )
        if key in found:
            raise InputError(f"{option} sets {key} twice", "say it once")
        found[key] = _value(key, text.clean(value, f"{option} {key}"), option)
    return tuple(found.items())


def _such_as(key: str) -> str:
    """Return a hint of what can be set, fitting what was typed before the `=`."""
    said = {"wording": "short", "channel": "sms", "gives": '"10 % off"'}
    return f"such as {key or 'due_days'}={said.get(key, '3')}"


def _value(key: str, value: str, option: str) -> str:
    if not value:
        raise InputError(f"{option} {key} is empty", _such_as(key))
    if key == "channel":
        return str(choice(Channel, value, "a channel"))
    if key == "wording" and not _WORD.fullmatch(value):
        raise InputError(
            f"{option} wording cannot be {quoted(value)}", "a word such as short"
        )
    return value
