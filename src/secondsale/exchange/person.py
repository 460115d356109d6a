"""All that is known about one person, as one JSON document to hand to them."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from secondsale.days import LAST, Birthday
from secondsale.goodwill import Reading
from secondsale.model import History, Intent, Key, Product, Settlement
from secondsale.model.journal import Entry
from secondsale.money import Money
from secondsale.planner import Plan
from secondsale.records import fields
from secondsale.text import escaped

NOT_THEIRS = ("customer", "referred", "learned", "reward_terms", "trials", "pauses")
"""Fields of a history that are told in another way, or that are about others."""


def document(
    plan: Plan,
    settlements: Iterable[Settlement],
    entries: Iterable[Entry],
    reading: Reading,
    *,
    referrer: str,
    elsewhere: Iterable[dict[str, Any]] = (),
) -> str:
    """Return everything about the customer of a plan.

    `referrer` is the name of who sent them, `elsewhere` what other programs know them
    by; of others nothing but names is told.
    """
    history = plan.situation.history
    facts = {
        field.name: plain(getattr(history, field.name))
        for field in fields(history)
        if field.name not in NOT_THEIRS
    }
    whole = {
        **plain(history.customer),
        "referred_by": referrer,
        "sent": [who.name for who, _ in history.referred],
        **facts,
        "pauses": _own_pauses(history),
        "settlements": [plain(each) for each in settlements],
        "planned": _planned(plan),
        "goodwill": {"value": round(reading.value, 2), "band": reading.band},
        "known_elsewhere_as": list(elsewhere),
        "typed_about_them": [
            {"at": plain(each.at), "typed": each.typed} for each in entries
        ],
    }
    shown = json.dumps({"customer": whole}, ensure_ascii=False, indent=2)
    return escaped(f"{shown}\n")


def plain(value: Any) -> Any:
    """Return a fact as JSON has it: every field by its name, days as ISO has them.

    Of a product only the name is told. Errors: TypeError for what is no fact.
    """
    if isinstance(value, Product):
        return value.name
    if isinstance(value, Money):
        return {"amount": value.decimal(), "currency": value.currency}
    if isinstance(value, Intent):
        return value.word
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    if isinstance(value, Key | Birthday | Enum):
        return str(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return {field.name: plain(getattr(value, field.name)) for field in fields(value)}


def _own_pauses(history: History) -> list[Any]:
    return [plain(pause) for pause in history.pauses if not pause.whole_book]


def _planned(plan: Plan) -> list[dict[str, Any]]:
    """Return what is still to come, and why."""
    return [
        {
            "day": plain(step.day),
            "about": step.item.key.family,
            "intent": step.item.touchpoint.intent.word,
            "reason": step.item.touchpoint.reason,
            "state": str(step.item.state),
            "due": plain(step.item.window.due),
            "expires": plain(step.item.window.expires)
            if step.item.window.expires < LAST
            else None,
        }
        for step in plan.steps()
    ]
