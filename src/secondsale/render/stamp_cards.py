"""Rewards and the stamp cards of customers, as rows and as data."""

from typing import Any

from secondsale.model import Customer, RewardTerms
from secondsale.render import facts
from secondsale.rewards import Card
from secondsale.text import plural

COLUMNS = ("reward", "who", "stamps#", "gives", "state")


def earned_by(terms: RewardTerms, product: str) -> str:
    """Say what earns a stamp: `a stamp for each sale`."""
    if terms.per is not None:
        each = f"each full {terms.per} of a sale"
    elif terms.product_id is not None:
        each = f"each {product}"
    else:
        each = "each sale"
    start = f", {terms.head_start} at the start" if terms.head_start else ""
    return f"a stamp for {each}{start}"


def terms_row(terms: RewardTerms, product: str) -> tuple[str, ...]:
    """Return what a reward promises as a row under COLUMNS."""
    since = terms.since.isoformat()
    state = f"{earned_by(terms, product)}, since {since}"
    return terms.name, "everybody", str(terms.goal), terms.gives, state


def card_row(who: Customer, card: Card) -> tuple[str, ...]:
    """Return a stamp card as a row under COLUMNS."""
    stamps = f"{card.stamps} of {card.terms.goal}"
    full = f"full since {card.full_on.isoformat()}" if card.full_on else ""
    state = full or f"{plural(card.to_go, 'stamp')} to go"
    return card.name, f"{who.name} ({who.id})", stamps, card.terms.gives, state


def data(who: Customer, card: Card) -> dict[str, Any]:
    """Return a stamp card as plain data."""
    return {
        "customer_id": who.id,
        "name": card.name,
        "number": card.number,
        "stamps": card.stamps,
        "goal": card.terms.goal,
        "to_go": card.to_go,
        "gives": card.terms.gives,
        "full_on": facts.day(card.full_on),
    }
