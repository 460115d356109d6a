"""Who has gone quiet, as rows and as data."""

from typing import Any

from secondsale.planner.silence import Silence
from secondsale.render import facts
from secondsale.render.data import customer

QUIET = ("customer", "quiet since", "why", "chance#", "last year#")


def row(each: Silence) -> tuple[str, ...]:
    """Return somebody who has gone quiet as a row under QUIET."""
    who = each.history.customer
    return (
        f"{who.name} ({who.id})",
        each.since.isoformat(),
        each.reason,
        f"{100 * each.chance:.0f} %",
        " + ".join(map(str, each.spent)),
    )


def data(each: Silence) -> dict[str, Any]:
    """Return somebody who has gone quiet as plain data."""
    return {
        "customer": customer(each.history.customer),
        "since": facts.day(each.since),
        "why": each.reason,
        "chance": round(each.chance, 3),
        "within_days": each.within_days,
        "worth_a_try": each.worth_a_try,
        "last_year": [facts.money(amount) for amount in each.spent],
    }
