"""What was missed of a customer: what is kept of it, and what is let go."""

from typing import Any

from secondsale.planner import CatchUp, Plan
from secondsale.render import data as shapes

COLUMNS = ("customer", "talk about", "because", "skipped")


def row(plan: Plan, found: CatchUp) -> tuple[str, ...]:
    """Return what was missed of a customer as a row under COLUMNS."""
    who, kept = plan.customer, found.keep.touchpoint
    skipped = ", ".join(each.key.rule for each in found.skip)
    return f"{who.name} ({who.id})", kept.key.rule, kept.reason, skipped


def data(plan: Plan, found: CatchUp) -> dict[str, Any]:
    """Return what was missed of a customer as plain data."""
    return {
        "customer": shapes.customer(plan.customer),
        "keep": shapes.planned(found.keep),
        "settled": [shapes.settlement(each) for each in found.skip],
    }
