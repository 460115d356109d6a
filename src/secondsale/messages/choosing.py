"""What goes into one message: not all that is due belongs side by side in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from secondsale import text
from secondsale.model import Intent, Key, Touchpoint
from secondsale.records import dataclass, replace

CONCERN, PROMISE, BIRTHDAY = "concern", "promise", "birthday"

_ASKED_TOO = frozenset({"welcome", "reassure", "check-in", "feedback", "referral"})
"""What asks, or praises, what somebody asks whose concern was only just put right."""

_CONCERN_ALONE = "a concern comes before anything else"
_WAS_A_CONCERN = "first, whether all is well now"
_ONE_OFFER = "one offer in a message"
_NO_OFFER = "no offer beside what is still owed"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a paragraph is about: a touchpoint, or all the promises in one."""

    touchpoint: Touchpoint
    keys: tuple[Key, ...]


def fitting(
    touchpoints: Sequence[Touchpoint], *, today: date
) -> tuple[tuple[Touchpoint, ...], Mapping[Key, str]]:
    """Return what one message is about, in order, and of what is left out why.

    An open concern stands alone with what was promised; beside one that is being asked
    about nothing asks the same. There is one offer at most, and none while something is
    owed. Good wishes for a birthday go first.
    """
    states = {dict(t.slots).get("state") for t in touchpoints if _is(t, CONCERN)}
    owed = bool(states) or any(
        _is(t, PROMISE) and is_late(t, today) for t in touchpoints
    )
    kept: list[Touchpoint] = []
    left: dict[Key, str] = {}
    for each in touchpoints:
        offered = any(other.intent is Intent.OFFER for other in kept)
        if "open" in states and not _goes_with_a_concern(each):
            left[each.key] = _CONCERN_ALONE
        elif states and each.key.family in _ASKED_TOO:
            left[each.key] = _WAS_A_CONCERN
        elif each.intent is Intent.OFFER and owed:
            left[each.key] = _NO_OFFER
        elif each.intent is Intent.OFFER and offered:
            left[each.key] = _ONE_OFFER
        else:
            kept.append(each)
    kept.sort(key=lambda each: not _is(each, BIRTHDAY))
    return tuple(kept), left


def is_late(touchpoint: Touchpoint, today: date) -> bool:
    """Return whether the day that a touchpoint is about is over."""
    return (touchpoint.fixed_day or touchpoint.window.due) < today


def topics(touchpoints: Iterable[Touchpoint], *, today: date) -> Iterator[Topic]:
    """Yield the topics in order: promises are one, and those that are late another.

    One of several has the slot `several`, and names the day of each behind it.
    """
    groups: dict[tuple[str, bool] | Key, list[Touchpoint]] = {}
    for each in touchpoints:
        promise = _is(each, PROMISE)
        group = (PROMISE, is_late(each, today)) if promise else each.key
        groups.setdefault(group, []).append(each)
    for together in groups.values():
        keys = tuple(each.key for each in together)
        yield Topic(together[0] if len(keys) == 1 else _as_one(together), keys)


def _as_one(promises: Sequence[Touchpoint]) -> Touchpoint:
    """Return several promises as if they were one."""
    said = [dict(each.slots) for each in promises]
    words = [f"{each['promise']} ({each['by']})" for each in said]
    slots = {**said[0], "promise": text.listed(words), "several": "yes"}
    return replace(promises[0], slots=tuple(slots.items()))


def _goes_with_a_concern(touchpoint: Touchpoint) -> bool:
    if _is(touchpoint, CONCERN):
        return dict(touchpoint.slots).get("state") == "open"
    return _is(touchpoint, PROMISE)


def _is(touchpoint: Touchpoint, rule: str) -> bool:
    return touchpoint.key.family == rule
