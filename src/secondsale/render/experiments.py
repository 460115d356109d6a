"""Experiments in words and numbers: both ways, and what can be told of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from secondsale.days import say_in_full
from secondsale.metrics.evidence import MOST_MORE
from secondsale.metrics.intervals import beta
from secondsale.metrics.metric import FEW, Metric, Unit
from secondsale.metrics.trials import Comparison, Standing
from secondsale.model import Arm, Trial
from secondsale.render import facts
from secondsale.render.figures import lines
from secondsale.text import plural

HEADS = ("id#", "name", "rule", "begun", "ended", "customers#", "how it stands")
ARM_HEADS = ("way", "sets", "customers#", "again#", "share#", "likely", "waiting#")


def row(found: Standing) -> tuple[str, ...]:
    """Return an experiment as a row under HEADS."""
    trial = found.trial
    people = sum(t.n for arms in (found.arms, found.waiting) for t in arms.values())
    return (
        str(trial.id),
        trial.name,
        trial.rule,
        trial.started_on.isoformat(),
        trial.ended.on.isoformat() if trial.ended else "",
        f"{people:,}",
        _stands(found),
    )


def several(found: Sequence[Standing]) -> tuple[str, ...]:
    """Say what it means that several run at once, where they do."""
    running = sum(each.trial.ended is None for each in found)
    if running < 2:
        return ()
    return (
        f"{running} run at once: each of them may be wrong once in 20, so of many some"
        " will be.",
    )


def title(found: Standing) -> tuple[str, ...]:
    """Say which experiment it is, since when it runs, and what counts."""
    trial, ended = found.trial, found.trial.ended
    since = f"since {say_in_full(trial.started_on)}"
    if ended is not None:
        because = f" ({ended.by})" if ended.by else ""
        since = (
            f"from {say_in_full(trial.started_on)} to {say_in_full(ended.on)}{because}"
        )
    return (
        f"Experiment {trial.id}, {trial.name}: {trial.rule}, {since}.",
        f"What counts is a further order within {plural(trial.within_days, 'day')}.",
    )


def promise(found: Standing) -> tuple[str, ...]:
    """Say of one that has just begun what it does."""
    trial = found.trial
    told = f"secondsale experiment show {trial.id} says how it stands."
    if trial.is_hold_out:
        return (
            f"{trial.hold_out} % are left alone by {trial.rule}, for the others it is"
            " as it is: by chance, and for ever. What was open before stays as it is.",
            told,
        )
    alone = (
        f"{trial.hold_out} % are left alone by {trial.rule}; of the others half get"
        if trial.hold_out
        else "Half of the customers get"
    )
    return (
        f"{alone} the first way ({trial.sets(Arm.FIRST)}), half the second"
        f" ({trial.sets(Arm.SECOND)}): by chance, and for ever. What was open before"
        " stays as it is.",
        told,
    )


def arm_rows(found: Standing) -> list[tuple[str, ...]]:
    """Return each way as a row under ARM_HEADS."""
    rows: list[tuple[str, ...]] = []
    for arm in _arms(found.trial):
        metric, waiting = _metric(found, arm), found.waiting[arm]
        rows.append(
            (
                _way(found.trial, arm),
                found.trial.sets(arm),
                f"{metric.n:,}",
                f"{metric.hits:,}",
                lines.value(metric),
                lines.interval(metric),
                f"{waiting.n:,}",
            )
        )
    return rows


def verdicts(found: Standing) -> tuple[str, ...]:
    """Say what can be told, and what cannot."""
    if found.trial.ended and not found.trial.record:
        return (
            "There is no record of it: the rule was not there any more, or could not"
            " be tried that way.",
        )
    said = [
        each
        for between, *groups in _compared_by(found)
        for each in _verdict(found, between, *groups)
    ]
    if found.is_off:
        said.insert(0, "The rule is off: nobody new comes in to be followed up.")
    fewest = min(found.arms[arm].n for arm in _arms(found.trial))
    if 0 < fewest < FEW:
        said.append(f"A share of fewer than {FEW} customers may still change much.")
    waiting = sum(each.n for each in found.waiting.values())
    if waiting and found.trial.ended:
        were = "was" if waiting == 1 else "were"
        left = "is" if waiting == 1 else "are"
        said.append(
            f"{plural(waiting, 'customer')} {were} still waiting and {left} left out."
        )
    elif waiting:
        ordered = sum(each.hits for each in found.waiting.values())
        done = f", {ordered:,} of whom have already" if ordered else ""
        said.append(
            f"{plural(waiting, 'customer')} may still order in time{done}; all count"
            " when their days are over."
        )
    return tuple(said)


def data(found: Standing) -> dict[str, Any]:
    """Return everything; shares from 0 to 1."""
    trial, ended = found.trial, found.trial.ended
    compared: list[tuple[str, str, Comparison]] = []
    if found.ways is not None:
        compared.append(("first", "second", found.ways))
    if found.held_out is not None:
        one = _way(trial, Arm.FIRST) if trial.is_hold_out else "both"
        compared.append((one, str(Arm.HELD_OUT), found.held_out))
    return {
        "id": trial.id,
        "name": trial.name,
        "rule": trial.rule,
        "begun": facts.day(trial.started_on),
        "ended": facts.day(ended.on) if ended else None,
        "because": ended.by if ended else "",
        "as_of": facts.day(found.day),
        "within_days": trial.within_days,
        "hold_out": trial.hold_out / 100,
        "rule_is_off": found.is_off,
        "has_record": bool(trial.record),
        "arms": [_arm(found, arm) for arm in _arms(trial)],
        "comparisons": [_compared(*each) for each in compared],
        "verdicts": list(verdicts(found)),
    }


def _arm(found: Standing, arm: Arm) -> dict[str, Any]:
    metric, waiting = _metric(found, arm), found.waiting[arm]
    return {
        "arm": _way(found.trial, arm),
        "sets": dict(found.trial.changes(arm)),
        "n": metric.n,
        "hits": metric.hits,
        "share": metric.value,
        "low": metric.low,
        "high": metric.high,
        "waiting": waiting.n,
        "waiting_hits": waiting.hits,
    }


def _compared(one: str, other: str, between: Comparison) -> dict[str, Any]:
    apart, low, high = between.apart
    better = between.better
    return {
        "one": one,
        "other": other,
        "apart": apart,
        "low": low,
        "high": high,
        "evidence": between.evidence,
        "enough": between.enough,
        "better": None if better is None else one if better else other,
        "size_is_optimistic": better is not None,
        "more_needed": between.more,
    }


def _compared_by(found: Standing) -> Iterator[tuple[Comparison, str, str]]:
    """Yield what is compared, and what either group is called."""
    if found.ways is not None:
        yield found.ways, "the first way", "the second way"
    if found.held_out is not None:
        yield found.held_out, "following up", "leaving them alone"


def _way(trial: Trial, arm: Arm) -> str:
    """Return what an arm is called."""
    is_only = trial.is_hold_out and arm is not Arm.HELD_OUT
    return "followed up" if is_only else str(arm)


def _arms(trial: Trial) -> tuple[Arm, ...]:
    if trial.is_hold_out:
        return (Arm.FIRST, Arm.HELD_OUT)
    return tuple(Arm) if trial.hold_out else (Arm.FIRST, Arm.SECOND)


def _metric(found: Standing, arm: Arm) -> Metric:
    tally = found.arms[arm]
    low, high = beta(tally.hits, tally.n) if tally.n else (None, None)
    return Metric(
        id=arm,
        label=arm,
        value=tally.hits / tally.n if tally.n else None,
        unit=Unit.SHARE,
        n=tally.n,
        definition=f"Customers who ordered within {found.trial.within_days} days.",
        hits=tally.hits,
        low=low,
        high=high,
    )


def _verdict(
    found: Standing, between: Comparison, one: str, other: str
) -> tuple[str, ...]:
    if between.better is None:
        return (_untold(found, between, one, other),)
    apart, low, high = (100 * each for each in between.apart)
    if not between.better:
        one, other, apart, low, high = other, one, -apart, -high, -low
    return (
        f"{one.capitalize()} is better than {other}: of 100 customers, {apart:.0f} more"
        f" order again ({low:.0f} to {high:.0f}). Of 20 experiments with two ways that"
        " are alike, at most one would ever say so, however often one looks.",
        "How much better is less sure: that is what was counted, and who looks often"
        " and stops at a win sees more of a difference than there is.",
    )


def _untold(found: Standing, between: Comparison, one: str, other: str) -> str:
    """Say that it cannot be told, and how many more customers it takes."""
    better = f"whether {one} or {other} is better"
    if found.trial.ended:
        return f"It ended before it could be told {better}."
    if not between.one.n + between.other.n:
        days = plural(found.trial.within_days, "day")
        return f"Cannot tell yet {better}: nobody's {days} are over."
    if not between.guessed:
        return f"Cannot tell yet {better}: too few are known to say how many it takes."
    _, low, high = between.apart
    more = f"more than {MOST_MORE:,}"
    if between.more is not None:
        more = f"about {-(-between.more // 10) * 10:,}"
    return (
        f"Cannot tell yet {better}: with {one} anything from {_more(low)} to"
        f" {_more(high)} of 100 may order again; {more} more customers if it goes on"
        " like this."
    )


def _more(share: float) -> str:
    """Say how many more of 100 that are, or fewer."""
    return f"{abs(100 * share):.0f} {'fewer' if share < 0 else 'more'}"


def _stands(found: Standing) -> str:
    """Say in a few words how an experiment stands."""
    trial, between = found.trial, found.ways or found.held_out
    if trial.ended and not trial.record:
        return "ended without a record"
    if between is not None and between.better is not None:
        one, other = "the first way", "the second way"
        if trial.is_hold_out:
            one, other = "following up", "leaving them alone"
        return f"{one if between.better else other} is better"
    if trial.ended:
        return "ended before it could be told"
    return "the rule is off" if found.is_off else "cannot tell yet"
