"""The model as plain data for JSON; these shapes are a promise."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from secondsale.days import LAST, Birthday
from secondsale.model import (
    Contact,
    Customer,
    History,
    Line,
    OptOut,
    Product,
    Sale,
    Settlement,
    Touchpoint,
)
from secondsale.model.trials import TRIED
from secondsale.planner import (
    Agenda,
    Conversation,
    HeldBack,
    Plan,
    Planned,
    Step,
)
from secondsale.planner.shifts import shifts
from secondsale.policy import way
from secondsale.render import facts, words
from secondsale.render.words import Asking, Question, TalkingPoints


def agenda(
    day: Agenda, talking_points: TalkingPoints, asking: Asking
) -> dict[str, Any]:
    """Return a day's list."""
    return {
        **later(day, talking_points, asking),
        "soon": [{**_who(who, day.day), **planned(it)} for who, it in day.early],
        **held(day),
        "next_day": facts.day(day.next_day),
        "next_people": day.next_people,
    }


def _who(whole: History, day: date) -> dict[str, Any]:
    """Return a customer, and the way in which they may be reached on a day."""
    allowed = way(day, whole)
    return {
        "customer": customer(whole.customer),
        "way": {"channel": str(allowed[0]), "address": allowed[1]} if allowed else None,
    }


def later(
    day: Agenda, talking_points: TalkingPoints, asking: Asking | None = None
) -> dict[str, Any]:
    """Return the list of a day to come."""
    talks = [conversation(each, talking_points, asking) for each in day.conversations]
    return {"day": facts.day(day.day), "conversations": talks}


def held(day: Agenda) -> dict[str, Any]:
    """Return what is kept back on a day, and what a full one moves to another."""
    kept = [*day.held, *((each.customer, i) for each in day.moved for i in each.held)]
    back = [{"customer": customer(who), **planned(item)} for who, item in kept]
    return {"day": facts.day(day.day), "held": back}


def held_back(day: date, held: Sequence[HeldBack]) -> dict[str, Any]:
    """Return what is kept back on a day, each with the day that will have it listed."""
    back = [
        {"customer": customer(each.customer), **explained(each.item, each.day)}
        for each in held
    ]
    return {"day": facts.day(day), "held": back}


def conversation(
    each: Conversation, talking_points: TalkingPoints, asking: Asking | None
) -> dict[str, Any]:
    """Return one conversation, with what to say, to ask, and what happened last."""
    return {
        **_who(each.history, each.day),
        "overdue": each.overdue,
        "topics": [
            {**planned(topic), "overdue": topic.overdue(each.day)}
            for topic in each.topics
        ],
        "soon": [planned(item) for item in each.soon],
        "say": words.points(each, talking_points),
        "ask": question(asking(each) if asking is not None else None),
        "last": words.last_word(each.history, today=each.day),
    }


def question(asked: Question | None) -> dict[str, str] | None:
    """Return what to ask, and why that."""
    if asked is None:
        return None
    return {"id": asked.id, "text": asked.text, "why": asked.why}


def moved(was: Planned, now: Step) -> dict[str, Any]:
    """Return a touchpoint whose window has changed, and when it was due before."""
    return {**step(now), "was_due": facts.day(was.window.due)}


def step(each: Step) -> dict[str, Any]:
    """Return a touchpoint that is still to come, with the day it will be shown."""
    return explained(each.item, each.day)


def account(plan: Plan, item: Planned) -> dict[str, Any]:
    """Return a touchpoint with all that moved it, and what it is bundled with."""
    steps = {step.item.key: step for step in plan.steps()}
    coming = steps.get(item.key)
    return {
        **explained(item, coming.day if coming else None),
        "experiment": dict(item.touchpoint.slots).get(TRIED),
        "with": [str(each.key) for each in coming.beside] if coming else [],
        "moved": [
            {
                "by": shift.by,
                "from": facts.day(shift.was),
                "to": facts.day(shift.now),
                "because": shift.reason,
            }
            for shift in shifts(plan, item)
        ],
    }


def explained(item: Planned, day: date | None) -> dict[str, Any]:
    """Return a touchpoint as it stands, with the day it will be shown, if it will."""
    return {"day": facts.day(day), **planned(item)}


def planned(item: Planned) -> dict[str, Any]:
    """Return a touchpoint as it stands; what is owed until it is done never expires."""
    hold, expires = item.hold, item.window.expires
    return {
        **_touchpoint(item.touchpoint),
        "state": str(item.state),
        "opens": facts.day(item.window.opens),
        "due": facts.day(item.window.due),
        "expires": facts.day(expires) if expires < LAST else None,
        "cadence": item.cadence,
        "why": item.reason,
        "since": facts.day(item.since),
        "held_by": hold.restraint if hold else None,
        "held_until": facts.day(hold.until) if hold else None,
        **_outlook(item),
    }


def _outlook(item: Planned) -> dict[str, Any]:
    """Return when they are expected to buy and how likely soon, where that is known."""
    outlook = item.touchpoint.outlook
    return {
        "expected": facts.day(outlook.expected) if outlook else None,
        "likely_from": facts.day(outlook.likely_from) if outlook else None,
        "likely_to": facts.day(outlook.likely_to) if outlook else None,
        "nudge": facts.day(outlook.nudge) if outlook else None,
        "chance": None if item.chance is None else round(item.chance, 3),
    }


def _touchpoint(touchpoint: Touchpoint) -> dict[str, Any]:
    due_time = touchpoint.due_time
    return {
        "key": str(touchpoint.key),
        "rule": touchpoint.key.family,
        "intent": touchpoint.intent.word,
        "reason": touchpoint.reason,
        "working": touchpoint.worked_out(beside=touchpoint.window.due),
        "products": list(touchpoint.products),
        "due_time": f"{due_time:%H:%M}" if due_time else None,
    }


def history(whole: History) -> dict[str, Any]:
    """Return everything the book knows of a customer."""
    return {
        **customer(whole.customer),
        "sales": [sale(each) for each in whole.sales],
        "contacts": [contact(each) for each in whole.contacts],
        "opt_outs": [opt_out(each) for each in whole.opt_outs],
        **facts.of_history(whole),
    }


def customer(who: Customer) -> dict[str, Any]:
    """Return a customer."""
    return {
        "id": who.id,
        "name": who.name,
        "email": who.email,
        "phone": who.phone,
        "channel": str(who.channel) if who.channel else None,
        "best_time": who.best_time,
        "birthday": birthday(who.birthday),
        "source": who.source,
        "note": who.note,
        "referred_by": who.referred_by,
        "added_on": facts.day(who.added_on),
        **facts.of_customer(who),
    }


def product(what: Product) -> dict[str, Any]:
    """Return a product."""
    return {
        "id": what.id,
        "name": what.name,
        "category": what.category,
        "price": facts.money(what.price),
        "supply_days": what.supply_days,
        "delivery_days": what.delivery_days,
        "kind": str(what.kind),
        "dosed": what.is_dosed,
        "note": what.note,
        **facts.of_product(what),
    }


def sale(each: Sale) -> dict[str, Any]:
    """Return a sale with its lines."""
    return {
        "id": each.id,
        "customer_id": each.customer_id,
        "sold_on": facts.day(each.sold_on),
        "sold_time": f"{each.sold_time:%H:%M}" if each.sold_time else None,
        "delivered_on": facts.day(each.delivered_on),
        "recorded_on": facts.day(each.recorded_on),
        "note": each.note,
        "source": each.source,
        "party": each.party,
        "expectations": each.expectations,
        "cancelled_on": facts.day(each.cancelled.on) if each.cancelled else None,
        "total": facts.money(each.total),
        "lines": [line(item) for item in each.lines],
    }


def line(item: Line) -> dict[str, Any]:
    """Return one product of a sale."""
    return {
        "id": item.id,
        "product_id": item.product.id,
        "product": item.product.name,
        "quantity": item.quantity,
        "kept": item.kept,
        "unit_price": facts.money(item.unit_price),
    }


def contact(each: Contact) -> dict[str, Any]:
    """Return a logged contact."""
    return {
        "id": each.id,
        "on": facts.day(each.on),
        "outcome": str(each.outcome),
        "channel": str(each.channel) if each.channel else None,
        "inbound": each.inbound,
        "note": each.note,
        "covered": [str(about.key) for about in each.covered],
        "score": each.score,
    }


def settlement(each: Settlement) -> dict[str, Any]:
    """Return a decision about a touchpoint."""
    return {
        "key": str(each.key),
        "status": str(each.status),
        "on": facts.day(each.on),
        "until": facts.day(each.until),
        "reason": each.reason,
    }


def opt_out(wish: OptOut) -> dict[str, Any]:
    """Return a wish not to be contacted."""
    return {
        "scope": wish.scope,
        "since": facts.day(wish.since),
        "source": wish.source,
        "lifted_on": facts.day(wish.lifted_on),
    }


def birthday(day: Birthday | None) -> str | None:
    """Return a birthday, `1984-05-17` or `--05-17`."""
    return None if day is None else str(day)
