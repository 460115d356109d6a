"""What is owed and remembered, as plain data for JSON; these shapes are a promise."""

from datetime import date
from typing import Any

from secondsale.model import (
    Checkpoint,
    Concern,
    Customer,
    Detail,
    Gift,
    History,
    Introduction,
    Milestone,
    Pause,
    Product,
    Promise,
    Rating,
    Redemption,
    RewardTerms,
)
from secondsale.money import Money


def day(when: date | None) -> str | None:
    """Return a day as ISO has it."""
    return when.isoformat() if when else None


def money(amount: Money | None) -> dict[str, str] | None:
    """Return an amount; the digits are text, so that no float gets near them."""
    if amount is None:
        return None
    return {"amount": amount.decimal(), "currency": amount.currency}


def of_customer(who: Customer) -> dict[str, Any]:
    """Return how close a customer is, to whom, and where else they are found."""
    return {
        "tier": who.tier,
        "owner": who.owner,
        "tags": list(who.tags),
        "address": who.address,
        "postcode": who.postcode,
        "other_emails": list(who.other_emails),
        "other_phones": list(who.other_phones),
    }


def of_history(whole: History) -> dict[str, Any]:
    """Return what is owed to a customer, and what is remembered of them."""
    return {
        "concerns": [concern(each) for each in whole.concerns],
        "promises": [promise(each) for each in whole.promises],
        "checkpoints": [checkpoint(each) for each in whole.checkpoints],
        "details": [detail(each) for each in whole.details],
        "milestones": [milestone(each) for each in whole.milestones],
        "gifts": [gift(each) for each in whole.gifts],
        "introductions": [introduction(each) for each in whole.introductions],
        "ratings": [rating(each) for each in whole.ratings],
        "redemptions": [redemption(each) for each in whole.redemptions],
        "pauses": [pause(each) for each in whole.pauses],
        "referred": [
            {"customer_id": who.id, "name": who.name, "sale_id": sale.id}
            for who, sale in whole.referred
        ],
    }


def of_product(what: Product) -> dict[str, Any]:
    """Return what there is to say about a product."""
    return {
        "lessons": [
            {
                "id": each.id,
                "text": each.text,
                "after_days": each.after_days,
                "months": list(each.months),
            }
            for each in what.lessons
        ],
        "reasons": list(what.reasons),
        "resources": [
            {"title": each.title, "where": each.where} for each in what.resources
        ],
        "complements": [
            {
                "product_id": each.product_id,
                "product": each.name,
                "why": each.why,
                "after_days": each.after_days,
            }
            for each in what.complements
        ],
        "objections": list(what.objections),
    }


def concern(each: Concern) -> dict[str, Any]:
    """Return a concern."""
    return {
        "id": each.id,
        "text": each.text,
        "opened_on": day(each.opened_on),
        "sale_id": each.sale_id,
        "resolved_on": day(each.resolved.on) if each.resolved else None,
        "how": each.resolved.by if each.resolved else "",
    }


def promise(each: Promise) -> dict[str, Any]:
    """Return a promise."""
    return {
        "id": each.id,
        "text": each.text,
        "due_on": day(each.due_on),
        "made_on": day(each.made_on),
        "kept_on": day(each.kept_on),
    }


def checkpoint(each: Checkpoint) -> dict[str, Any]:
    """Return a dated stage of a sale."""
    return {
        "id": each.id,
        "sale_id": each.sale_id,
        "label": each.label,
        "on": day(each.on),
        "dropped_on": day(each.dropped.on) if each.dropped else None,
        "because": each.dropped.by if each.dropped else "",
    }


def detail(each: Detail) -> dict[str, Any]:
    """Return something that is known of a customer."""
    return {"name": each.name, "value": each.value, "on": day(each.on)}


def milestone(each: Milestone) -> dict[str, Any]:
    """Return a milestone."""
    return {"id": each.id, "text": each.text, "on": day(each.on)}


def gift(each: Gift) -> dict[str, Any]:
    """Return a gift."""
    return {
        "id": each.id,
        "text": each.text,
        "on": day(each.on),
        "cost": money(each.cost),
        "wow": each.wow,
    }


def introduction(each: Introduction) -> dict[str, Any]:
    """Return somebody the customer will deal with."""
    return {
        "id": each.id,
        "name": each.name,
        "role": each.role,
        "added_on": day(each.added_on),
        "done_on": day(each.done_on),
    }


def rating(each: Rating) -> dict[str, Any]:
    """Return how a review went."""
    return {"on": day(each.on), "own": each.own, "theirs": each.theirs}


def pause(each: Pause) -> dict[str, Any]:
    """Return a time in which somebody is left alone."""
    return {
        "since": day(each.since),
        "until": day(each.until),
        "made_on": day(each.made_on),
        "reason": each.reason,
        "whole_book": each.whole_book,
    }


def terms(each: RewardTerms) -> dict[str, Any]:
    """Return what a stamp card promises."""
    return {
        "name": each.name,
        "since": day(each.since),
        "goal": each.goal,
        "head_start": each.head_start,
        "gives": each.gives,
        "product_id": each.product_id,
        "per": money(each.per),
    }


def redemption(each: Redemption) -> dict[str, Any]:
    """Return a stamp card that was cashed in."""
    return {
        "id": each.id,
        "name": each.name,
        "on": day(each.on),
        "cost": money(each.cost),
    }
