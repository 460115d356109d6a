"""What can fill a slot: a touchpoint's own words, what is known of the person, of us.

A rule's own slots are listed here once more, because a text is checked without any
touchpoint at hand; a test holds the list against what the rules yield.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from secondsale import text
from secondsale.days import say
from secondsale.messages import touchpoint_slots
from secondsale.messages.templates import is_link
from secondsale.model import History, Sale, Touchpoint

MOST_IN_SHORT = 2
"""How many products a short message names."""

TOWN_AND_STREET = 2
"""The parts of an address without a country."""

ALWAYS = {
    "welcome": "sale products",
    "concern": "concern state",
    "promise": "promise by",
    "checkpoint": "label day products",
    "thank-referrer": "sent",
    "reassure": "products",
    "check-in": "products",
    "introduce": "person",
    "wow": "gift",
    "hello-again": "",
    "birthday": "birthday",
    "anniversary": "years what products",
    "milestone": "",
    "education": "kind products",
    "keep-in-touch": "",
    "feedback": "products",
    "referral": "products",
    "relationship-review": "",
    "reward": "card to_go gives",
    "replenish": "runs_out products expected",
    "next-step": "complement products",
    "season": "season",
    "offer": "offer last_day",
    "win-back": "try last_try sold products",
}
"""By rule: the slots that each of its touchpoints fills."""

SOMETIMES = {
    "welcome": "delivery",
    "concern": "products",
    "reassure": "reason why",
    "milestone": "sale noted gift products",
    "keep-in-touch": "last",
    "check-in": "delivered",
    "education": "lesson resource",
    "next-step": "why",
    "offer": "code",
    "relationship-review": "trend",
    "win-back": "reason_to_return",
}
"""By rule: the slots that some of its touchpoints fill."""

TOGETHER = {
    "said_on": "said",
    "bought_on": "bought",
    "lesson": "kind=own",
    "products": "sale",
}
"""What is known where something else is, so that one condition does for both."""

VALUES = {
    "welcome": {"sale": "first later"},
    "concern": {"state": "open resolved"},
    "anniversary": {"what": "first durable"},
    "education": {"kind": "own any"},
    "reward": {"card": "nearly full"},
    "replenish": {"expected": "ahead past"},
    "win-back": {"try": "first later", "last_try": "yes no"},
}
"""By rule and slot: all that can stand there, where that is a choice of words."""

VALUES_OF_ALL = {
    "when": "ahead today past",
    "offers": "yes",
    "several": "yes",
    "parting": "yes",
}
"""The same for the slots that any rule has."""

QUOTED = {
    "promise": "promise",
    "milestone": "noted",
    "checkpoint": "label",
    "wow": "gift",
    "reassure": "why",
    "season": "season",
    "offer": "offer",
}
"""By rule: the slot that hands on a note of the seller's, word for word."""

NAME = ("first_name", "name")

PERSON = ("why", "problem", "needs", "routine", "bought", "bought_on", "question")
"""What may be known of anybody, and may be said to them: details, the last purchase."""

EYES_ONLY = ("said", "said_on", "objection")
"""What is for the seller alone, and so for a call only: notes are not to be sent."""

SELLER = ("seller", "signature", "business", "own_phone")

ADDRESS = ("phone", "best_time", "address")
"""What stands above a card or the script of a call; the postcode is in the address."""

TIMES = ("when",)
"""Whether the day of a touchpoint is ahead, today or past."""

TALK = ("offers", "several", "parting", "treat")
"""Whether the conversation makes an offer: nobody says then that nothing is sold;
whether it is about several promises at once; whether it is the last one for good; what
an experiment gives with it."""

CHOICES = ("wording",)
"""What an experiment sets, to choose a text by it."""


def by_kind(rule: str) -> dict[str, tuple[str, ...]]:
    """Return the slots of a rule's text, or of the frame, by when they are known."""
    own = ALWAYS.get(rule, "").split()
    at_times = SOMETIMES.get(rule, "").split()
    person = [name for name in PERSON if name not in (*own, *at_times)]
    found = {
        "always": (*NAME, *own),
        "at times": (*at_times, *person, *SELLER),
    }
    if rule not in ALWAYS:
        return {**found, "in an address": ADDRESS, "to choose by": TALK}
    return {**found, "in a call": EYES_ONLY, "to choose by": (*TIMES, *TALK, *CHOICES)}


def of_touchpoint(
    touchpoint: Touchpoint, history: History, *, today: date, section: str
) -> dict[str, str]:
    """Return what fills the slots of a rule's text in a section of it.

    What the rule has a word of its own for is the rule's, and empty where it is. What
    is private is for a call, links are not for a card, and a short message names two
    products at most.
    """
    own = dict(touchpoint_slots(touchpoint, history, today=today))
    rule = touchpoint.key.family
    taken = f"{ALWAYS.get(rule, '')} {SOMETIMES.get(rule, '')}".split()
    known = dict(of_person(history, today=today, short=section == "sms"))
    if section == "sms" and touchpoint.products:
        own["products"] = in_short(touchpoint.products)
    if section == "call":
        known |= _for_the_call(touchpoint, history, today)
    found = {name: value for name, value in known.items() if name not in taken}
    cleaned = tidy(found | own)
    return tidy({name: _linked(value, section) for name, value in cleaned.items()})


def in_short(products: Sequence[str]) -> str:
    """Name one or two products, or the first and the rest."""
    if len(products) > MOST_IN_SHORT:
        return f"{products[0]} and the rest"
    return text.listed(tuple(products))


def _linked(value: str, section: str) -> str:
    """Return words whose link, if they end in one, has nothing behind it."""
    if section == "call":
        return value
    words, found, where = value.rpartition(" (")
    if found and where.endswith(")") and is_link(where):
        return words if section == "card" else f"{words} {where.removesuffix(')')}"
    return "" if section == "card" and re.fullmatch(r"https?://\S+", value) else value


def of_person(
    history: History, *, today: date, short: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield what is known of a customer, whatever it is about; perhaps in short."""
    yield "name", history.customer.name
    yield "first_name", history.called
    for name in ("why", "problem", "needs", "routine"):
        yield name, history.detail(name)
    sales = [sale for sale in history.standing_sales() if sale.sold_on <= today]
    if sales:
        last = max(sales, key=lambda sale: (sale.sold_on, sale.id))
        names = _names(last)
        yield "bought", in_short(names) if short else text.listed(names)
        yield "bought_on", say(last.sold_on, beside=today)


def _names(sale: Sale) -> list[str]:
    return list(dict.fromkeys(line.product.name for line in sale.lines if line.kept))


def _for_the_call(
    touchpoint: Touchpoint, history: History, today: date
) -> Iterator[tuple[str, str]]:
    talks = [talk for talk in history.contacts if talk.two_way and talk.note]
    if talks:
        yield "said", talks[-1].note
        yield "said_on", say(talks[-1].on, beside=today)
    objections = (
        objection
        for sale in history.sales
        for line in sale.lines
        if line.product.name in touchpoint.products
        for objection in line.product.objections
    )
    if first := next(objections, ""):
        yield "objection", first


def of_address(history: History) -> dict[str, str]:
    """Return how somebody is reached; an address has a line for each of its parts.

    The postcode stands in it once: above the country, which is the last of three parts
    or more.
    """
    who = history.customer
    found = {"phone": who.phone, "best_time": who.best_time, "name": who.name}
    parts = [part.strip() for part in who.address.split(",") if part.strip()]
    if parts and who.postcode and not _has_postcode(parts, who.postcode):
        parts.insert(len(parts) - (len(parts) > TOWN_AND_STREET), who.postcode)
    return tidy({**found, "address": "\n".join(parts)})


def _has_postcode(parts: Sequence[str], postcode: str) -> bool:
    """Return whether a part of an address but the first, the street, has it in it."""
    bare = "".join(postcode.split()).casefold()
    for part in parts[1:]:
        words = part.casefold().split()
        spans = (
            "".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        )
        if bare in spans:
            return True
    return False


def tidy(slots: Mapping[str, str]) -> dict[str, str]:
    """Return the slots that say something, in plain text without a gap in it."""
    cleaned = {
        name: "\n".join(
            " ".join(text.visible(line).split()) for line in value.split("\n")
        ).strip()
        for name, value in slots.items()
    }
    return {name: value for name, value in cleaned.items() if value}
