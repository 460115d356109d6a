"""Trials in the plan: a rule runs as it is and in both ways, each customer gets one.

What began to matter before a trial did stays as it was. So that this is the same for
all arms, it goes by the earliest day on which a touchpoint opens in any way.
"""

from collections.abc import Iterator
from datetime import date
from reprlib import repr as short
from typing import Any

from secondsale.days import plus
from secondsale.errors import InputError, SettingsError
from secondsale.figures import Figure, figures_of, type_words
from secondsale.model import (
    Arm,
    Ending,
    History,
    Key,
    Touchpoint,
    Trial,
)
from secondsale.model.trials import SAID, SINCE, TRIED, Change
from secondsale.records import replace
from secondsale.rules import Rule

BEFORE = 400
"""Days before a trial at which nothing that is over is looked at any more."""


def in_the_way(rule: Rule, changes: tuple[Change, ...]) -> Rule:
    """Return a rule with the figures that a way sets.

    Errors: InputError for a name or value that the rule does not take.
    """
    known = figures_of(type(rule))
    values: dict[str, Any] = {}
    for name, typed in changes:
        if name in SAID:
            continue
        if name not in known or name == "enabled":
            names = ", ".join(each for each in (*known, *SAID) if each != "enabled")
            raise InputError(f"{rule.full_id} has no figure {name}", f"it has {names}")
        values[name] = _read(known[name], typed, f"{name} of {rule.full_id}")
    try:
        return replace(rule, **values)
    except SettingsError as error:
        raise InputError(f"{rule.full_id}: {error.message}", error.hint) from None


def _read(figure: Figure, typed: str, where: str) -> object:
    kind = type(figure.default)
    try:
        if kind is bool:
            return {"true": True, "false": False}[typed]
        return figure.check(kind(typed), where)
    except (KeyError, ValueError):
        accepts = figure.accepts if kind is not bool else type_words[bool]
        raise InputError(
            f"{where} cannot be {short(typed)}", f"it takes {accepts}"
        ) from None
    except SettingsError as error:
        raise InputError(error.message, error.hint) from None


def touchpoints(
    rule: Rule, trial: Trial, history: History, until: date
) -> Iterator[Touchpoint]:
    """Yield what a rule makes of a history in the arm that its customer was dealt."""
    arm = trial.arm(history.customer.id)
    runs = runs_of(rule, trial, history, until)
    matter = dict(matters(trial, runs))
    for key, usual in runs[Arm.HELD_OUT].items():
        if key not in matter:
            yield usual
        elif arm is Arm.HELD_OUT:
            yield _marked(_left_alone(usual, trial), trial, arm, matter)
    if arm is not Arm.HELD_OUT:
        for key, touchpoint in runs[arm].items():
            if key in matter:
                yield _marked(touchpoint, trial, arm, matter)


def runs_of(
    rule: Rule, trial: Trial, history: History, until: date
) -> dict[Arm, dict[Key, Touchpoint]]:
    """Return what the rule makes of a history as it is (held out), and in both ways.

    Errors: SettingsError where the rule does not take any more what a way sets.
    """
    try:
        ways = {arm: in_the_way(rule, trial.changes(arm)) for arm in Arm}
    except InputError as error:
        raise SettingsError(
            f"experiment {trial.id} is not possible any more: {error.message}",
            f"{error.hint}; secondsale experiment end {trial.id} ends it",
        ) from None
    since = plus(trial.started_on, -BEFORE)
    return {
        arm: {each.key: each for each in way.touchpoints(history, until, since)}
        for arm, way in ways.items()
    }


def matters(
    trial: Trial, runs: dict[Arm, dict[Key, Touchpoint]]
) -> Iterator[tuple[Key, date]]:
    """Yield what opens within the trial in every way, and from when on it can matter.

    What the book hears of when it is over in every way does not.
    """
    for key in {key for run in runs.values() for key in run}:
        found = [run[key] for run in runs.values() if key in run]
        opens = min(each.window.opens for each in found)
        known = found[0].known_on
        if opens >= trial.started_on and known <= max(e.window.expires for e in found):
            yield key, max(opens, known)


def _left_alone(touchpoint: Touchpoint, trial: Trial) -> Touchpoint:
    """Return a touchpoint that ended as soon as the book knew of it, or of the trial.

    So it is never among what is to come.
    """
    on = max(trial.started_on, touchpoint.known_on)
    if touchpoint.ended is not None and touchpoint.ended.on < on:
        return touchpoint
    return replace(touchpoint, ended=Ending(on, _held_out(trial)))


def _held_out(trial: Trial) -> str:
    return f"held out of experiment {trial.id} ({trial.name})"


def _marked(
    touchpoint: Touchpoint, trial: Trial, arm: Arm, matter: dict[Key, date]
) -> Touchpoint:
    """Return a touchpoint that says of which arm it is, and what else that sets."""
    said = dict(touchpoint.slots)
    said |= {name: to for name, to in trial.changes(arm) if name in SAID}
    way = f"the {arm} way, {trial.sets(arm)}"
    if arm is Arm.HELD_OUT:
        way = arm
    elif trial.is_hold_out:
        way = "followed up"
    said[TRIED] = f"{trial.id} ({trial.name}): {way}"
    said[SINCE] = matter[touchpoint.key].isoformat()
    return replace(touchpoint, slots=tuple(said.items()))
