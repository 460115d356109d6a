"""Consent: who asked not to be contacted is not."""

from collections.abc import Iterator
from datetime import date

from secondsale.days import say
from secondsale.model import Channel, History, Intent, OptOut, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation
from secondsale.records import replace

_PLURALS = {
    Intent.PROMISE: "news of promises",
    Intent.CARE: "calls out of care",
    Intent.TEACH: "lessons",
    Intent.ASK: "requests",
    Intent.OFFER: "offers",
}
_INTENTS = {f"intent:{intent.word}": intent for intent in Intent}
_CHANNELS = {f"channel:{channel}": channel for channel in Channel}


def consent(
    _: Figures, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    """Hold whatever the customer asked not to get."""
    wish = opted_out(touchpoint, day, at)
    if wish is None:
        return None
    return Hold("consent", refusal(wish, beside=day), wish.lifted_on)


def opted_out(touchpoint: Touchpoint, day: date, at: Situation) -> OptOut | None:
    """Return the wish, in force on a day, that forbids a touchpoint."""
    return wish_against(touchpoint.intent, day, at.history)


def wish_against(intent: Intent | None, day: date, history: History) -> OptOut | None:
    """Return the wish in force on a day that forbids an intent; all of them if None.

    A wish that cannot be read forbids everything: rather silent than unwanted.
    """
    if not history.opt_outs:  # as most: it is asked of every touchpoint on every day
        return None
    return min(
        _wishes_against(intent, day, history),
        key=lambda wish: wish.since,
        default=None,
    )


def way(day: date, history: History) -> tuple[Channel, str] | None:
    """Return the best way to reach a customer that is allowed on a day, if any is."""
    return next(iter(ways(day, history)), None)


def ways(day: date, history: History) -> tuple[tuple[Channel, str], ...]:
    """Return the ways to reach a customer that are allowed on a day, the best first."""
    if wish_against(None, day, history) is not None:
        return ()
    refused = _refused(day, history)
    return tuple(each for each in history.customer.ways() if each[0] not in refused)


def way_by(channel: Channel, day: date, history: History) -> tuple[Channel, str] | None:
    """Return a channel and the address there, if they may be reached by it on a day."""
    preferring = replace(history.customer, channel=channel)
    allowed = way(day, replace(history, customer=preferring))
    return allowed if allowed is not None and allowed[0] is channel else None


def wish_against_channel(channel: Channel, day: date, history: History) -> str:
    """Say that somebody asked not to be contacted by a channel; nothing if not."""
    wish = _refused(day, history).get(channel)
    if wish is None:
        return ""
    return f"asked on {say(wish.since, beside=day)} not to be contacted by {channel}"


def _wishes_against(
    intent: Intent | None, day: date, history: History
) -> Iterator[OptOut]:
    for wish in history.opt_outs:
        if not wish.holds(day) or wish.scope in _CHANNELS:
            continue
        if wish.scope not in _INTENTS or _INTENTS[wish.scope] is intent:
            yield wish
    refused = _refused(day, history)
    ways = [channel for channel, _ in history.customer.ways()] or [*Channel]
    if all(channel in refused for channel in ways):
        shut = [refused[channel] for channel in ways]
        lifted = [wish.lifted_on for wish in shut if wish.lifted_on is not None]
        last = max(shut, key=lambda wish: wish.since)
        yield replace(last, lifted_on=min(lifted, default=None))


def _refused(day: date, history: History) -> dict[Channel, OptOut]:
    """Return the channels that are not to be used on a day, with the first wish."""
    refused: dict[Channel, OptOut] = {}
    for wish in history.opt_outs:
        if wish.scope in _CHANNELS and wish.holds(day):
            refused.setdefault(_CHANNELS[wish.scope], wish)
    return refused


def refusal(wish: OptOut, *, beside: date) -> str:
    """Say that somebody opted out, and of what."""
    asked = f"asked on {say(wish.since, beside=beside)}"
    if wish.scope in _INTENTS:
        return f"{asked} for no {_PLURALS[_INTENTS[wish.scope]]}"
    if wish.scope in _CHANNELS:
        channel = _CHANNELS[wish.scope]
        return f"{asked} not to be contacted by {channel}, and no other way is left"
    return f"{asked} not to be contacted"
