"""Where each kind of fact is kept, in which order it is told, and how it is read."""

from collections.abc import Callable
from typing import Any, NamedTuple

from secondsale.store import care_rows, rows


class Kind(NamedTuple):
    """A kind of fact: what to select from, the order, and what makes it of a row."""

    source: str
    order: str
    make: Callable[[rows.Row], Any]


_CHECKPOINTS = """
(SELECT checkpoints.*, sales.customer_id
 FROM sales JOIN checkpoints ON checkpoints.sale_id = sales.id)
"""
_COMPLEMENTS = """
(SELECT complements.*, products.name
 FROM complements JOIN products ON products.id = complements.other_id)
"""

OF_CUSTOMER = {
    "opt_outs": Kind("opt_outs", "since, id", rows.opt_out),
    "concerns": Kind("concerns", "opened_on, id", care_rows.concern),
    "promises": Kind("promises", "made_on, id", care_rows.promise),
    "checkpoints": Kind(_CHECKPOINTS, "planned_on, id", care_rows.checkpoint),
    "milestones": Kind("milestones", "reached_on, id", care_rows.milestone),
    "gifts": Kind("gifts", "given_on, id", care_rows.gift),
    "details": Kind("details", "noted_on, id", care_rows.detail),
    "introductions": Kind("introductions", "added_on, id", care_rows.introduction),
    "hellos": Kind("hellos", "greet_on, id", care_rows.hello),
    "ratings": Kind("ratings", "rated_on, id", care_rows.rating),
    "redemptions": Kind("redemptions", "redeemed_on, id", care_rows.redemption),
    "pauses": Kind("pauses", "since, id", care_rows.pause),
    "levels": Kind("levels", "heard_on, id", care_rows.level),
}
"""By table, which has the name of the history's field."""

OF_PRODUCT = {
    "lessons": Kind("lessons", "after_days, id", care_rows.lesson),
    "reasons": Kind("reasons", "id", care_rows.text),
    "resources": Kind("resources", "id", care_rows.resource),
    "complements": Kind(_COMPLEMENTS, "id", care_rows.complement),
    "objections": Kind("objections", "id", care_rows.text),
}
"""By table, which has the name of the product's field."""

SETTLEMENTS = Kind("settlements", "id", rows.settlement)

_MAYBE_EMPTY = (*OF_CUSTOMER, *OF_PRODUCT, "tags", "other_addresses")

WHICH_ARE_FILLED = "SELECT " + ", ".join(
    f"EXISTS (SELECT 1 FROM {table}) AS {table}" for table in _MAYBE_EMPTY
)
