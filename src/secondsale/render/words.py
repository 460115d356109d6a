"""Small phrases that several screens share."""

from collections.abc import Callable
from datetime import date

from secondsale.days import say, say_short
from secondsale.model import Channel, Customer, History, Sale, Touchpoint
from secondsale.planner import Conversation
from secondsale.policy import refusal

TalkingPoints = Callable[[Touchpoint, Customer], tuple[str, ...]]

_BY = {
    Channel.CALL: "call",
    Channel.SMS: "text",
    Channel.WHATSAPP: "WhatsApp",
    Channel.EMAIL: "e-mail",
    Channel.CARD: "write a card",
    Channel.VISIT: "visit",
    Channel.MESSAGE: "message",
}

_FOR = {
    "promise": "about promises",
    "care": "out of care",
    "teach": "with lessons",
    "ask": "with questions",
    "offer": "with offers",
}


def reach(customer: Customer) -> str:
    """Say how to reach somebody: `call +44 20 7946 0018, evenings`."""
    known = customer.reach()
    if known is None:
        return "no phone or e-mail known"
    channel, address = known
    time = f", {customer.best_time}" if customer.best_time else ""
    return f"{_BY[channel]} {address}".strip() + time


def near(day: date, *, today: date) -> str:
    """Say a day from today's point of view: `yesterday`, `Tue 24 Nov`."""
    distance = (day - today).days
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words.get(distance) or say_short(day, beside=today)


def by(touchpoint: Touchpoint, due: date, *, today: date) -> str:
    """Say until when something should happen: `by tomorrow 15:40`."""
    when = near(due, today=today)
    on_time = touchpoint.due_time is not None and due == touchpoint.window.due
    return f"by {when} {touchpoint.due_time:%H:%M}" if on_time else f"by {when}"


def last_word(history: History, *, today: date) -> str:
    """Say what happened last: what was said, or what was bought."""
    sale = history.sales[-1] if history.sales else None
    talk = history.contacts[-1] if history.contacts else None
    if talk is not None and (sale is None or talk.on >= sale.sold_on):
        said = f"“{talk.note}” " if talk.note else ""
        how = "wrote" if talk.inbound else talk.outcome
        return f"{said}({how}, {say(talk.on, beside=today)})"
    if sale is not None:
        said = f"“{sale.note}” " if sale.note else f"{sale} "
        return f"{said}(sale, {say(sale.sold_on, beside=today)})"
    return ""


def points(conversation: Conversation, talking_points: TalkingPoints) -> list[str]:
    """Return what to say in a conversation, nothing twice."""
    found = (
        point
        for topic in conversation.topics
        for point in talking_points(topic.touchpoint, conversation.customer)
    )
    return list(dict.fromkeys(found))


def silence(history: History, *, today: date) -> str:
    """Say that somebody asked not to be contacted; nothing if they did not."""
    for wish in history.opt_outs:
        # A wish about one intent leaves the others.
        if wish.lifted_on is None and not wish.scope.startswith("intent:"):
            asked = refusal(wish, beside=today)
            return f"{history.customer.name} {asked}: nothing will be shown."
    return ""


def sale_total(sale: Sale) -> str:
    """Say what a sale came to, `76.00 EUR`; several currencies are not added up."""
    priced = [
        line.unit_price.times(line.quantity) for line in sale.lines if line.unit_price
    ]
    sums: dict[str, int] = {}
    for money in priced:
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    from secondsale.money import Money

    return " + ".join(str(Money(minor, code)) for code, minor in sums.items())


def figure(value: object, unit: str) -> str:
    """Say a figure with its unit: `1 day`, `2 days after the sale`, `true`."""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    shown = shown or "nothing"
    noun, space, rest = unit.partition(" ")
    if value == 1:
        noun = {"tries": "try"}.get(noun, noun.removesuffix("s"))
    return f"{shown} {noun}{space}{rest}".strip()


def scope(wish: str) -> str:
    """Say what an opt-out covers, after `contact`: nothing for all, ` by sms`."""
    kind, _, word = wish.partition(":")
    if kind == "channel":
        return f" by {word}"
    return f" {_FOR[word]}" if kind == "intent" and word in _FOR else ""
