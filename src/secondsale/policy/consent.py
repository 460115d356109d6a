"""Consent: who asked not to be contacted is not."""

from datetime import date

from secondsale.days import say
from secondsale.model import Channel, Customer, History, Intent, OptOut, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation

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


def wish_against(intent: Intent, day: date, history: History) -> OptOut | None:
    """Return the wish, in force on a day, that forbids contacts of an intent.

    A wish that cannot be read forbids everything: rather silent than unwanted.
    """
    for wish in history.opt_outs:
        lifted = wish.lifted_on is not None and wish.lifted_on <= day
        if wish.since <= day and not lifted and _covers(wish, intent, history.customer):
            return wish
    return None


def _covers(wish: OptOut, intent: Intent, customer: Customer) -> bool:
    """Return whether a wish is about contacts of an intent.

    One about a channel is, where the customer would be reached by that channel.
    """
    if wish.scope in _INTENTS:
        return intent is _INTENTS[wish.scope]
    if wish.scope in _CHANNELS:
        reach = customer.reach()
        return reach is not None and reach[0] is _CHANNELS[wish.scope]
    return True


def refusal(wish: OptOut, *, beside: date) -> str:
    """Say that somebody opted out, and of what."""
    asked = f"asked on {say(wish.since, beside=beside)}"
    if wish.scope in _INTENTS:
        return f"{asked} for no {_PLURALS[_INTENTS[wish.scope]]}"
    if wish.scope in _CHANNELS:
        return f"{asked} not to be contacted by {_CHANNELS[wish.scope]}"
    return f"{asked} not to be contacted"
