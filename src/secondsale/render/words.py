"""Small phrases that several screens share."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from secondsale.days import say, say_short
from secondsale.model import (
    ASKED,
    Channel,
    Contact,
    History,
    Intent,
    OptOut,
    Sale,
    Touchpoint,
)
from secondsale.model.trials import TRIED
from secondsale.planner import Conversation, Planned
from secondsale.policy import refusal, way, way_by, wish_against


class TalkingPoints(Protocol):
    """What to say for a touchpoint on a day, a few words a point."""

    def __call__(
        self, touchpoint: Touchpoint, history: History, *, today: date
    ) -> tuple[str, ...]:
        """Return the points."""


class Question(Protocol):
    """An open question to put."""

    @property
    def id(self) -> str:
        """Return the name of the detail it asks for, or its own."""

    @property
    def text(self) -> str:
        """Return its words."""

    @property
    def why(self) -> str:
        """Return why it is this one."""


class Asking(Protocol):
    """What to ask in a conversation, if there is anything left to ask."""

    def __call__(self, conversation: Conversation) -> Question | None:
        """Return the question."""


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


def reach(history: History, *, today: date) -> str:
    """Say how somebody may be reached: `call +44 20 7946 0018, evenings`."""
    allowed, customer = way(today, history), history.customer
    if allowed is not None:
        channel, address = allowed
        time = f", {customer.best_time}" if customer.best_time else ""
        return f"{_BY[channel]} {address}".strip() + time
    if wish_against(None, today, history) is not None:
        return "do not contact"
    return "no phone or e-mail known"


def near(day: date, *, today: date) -> str:
    """Say a day from today's point of view: `yesterday`, `Tue 24 Nov`."""
    distance = (day - today).days
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words.get(distance) or say_short(day, beside=today)


def time_left(item: Planned, *, today: date) -> str:
    """Say by or until when something should happen; nothing where that is today.

    Somebody waits for it `by yesterday 15:40`; an ask is listed `until Tue 24 Nov`.
    """
    touchpoint, due, last = item.touchpoint, item.window.due, item.window.expires
    if due < today and not item.overdue(today):
        return "last day" if last == today else f"until {near(last, today=today)}"
    if due == today:
        return ""
    when = near(due, today=today)
    on_time = touchpoint.due_time is not None and due == touchpoint.window.due
    return f"by {when} {touchpoint.due_time:%H:%M}" if on_time else f"by {when}"


def chance(item: Planned) -> str:
    """Say how likely a purchase is soon, where that can be told: `; 41 % ...`."""
    if item.chance is None:
        return ""
    return f"; {100 * item.chance:.0f} % within 10 days"


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
    who, day = conversation.history, conversation.day
    found = (
        point
        for topic in conversation.topics
        for point in (
            *talking_points(topic.touchpoint, who, today=day),
            *_tried(topic.touchpoint, conversation.history, today=day),
        )
    )
    return list(dict.fromkeys(found))


def ask(question: Question) -> str:
    """Say what to ask, and why that: `What made you choose it? (not known yet)`."""
    return f"{question.text} ({question.why})"


def talk(contact: Contact) -> str:
    """Say what came of a contact: `happy by call: “loves it” (welcome)`."""
    channel = f" by {contact.channel}" if contact.channel else ""
    way = "they wrote, " if contact.inbound else ""
    rules = (each.key.rule for each in contact.covered if each.key.rule != ASKED)
    about = ", ".join(dict.fromkeys(rules))
    said = f": “{contact.note}”" if contact.note else ""
    gave = "" if contact.score is None else f", {contact.score} of 10"
    return f"{way}{contact.outcome}{channel}{gave}{said}" + (
        f" ({about})" if about else ""
    )


def _tried(touchpoint: Touchpoint, history: History, *, today: date) -> Iterator[str]:
    """Yield how an experiment has it: on what channel, with what offer."""
    slots = dict(touchpoint.slots)
    if TRIED not in slots:
        return
    wanted = slots.get("channel")
    if wanted and (allowed := way_by(Channel(wanted), today, history)):
        yield f"this time {_BY[allowed[0]]} {allowed[1]}".rstrip()
    if "gives" in slots and touchpoint.key.family != "reward":  # it says so itself
        yield f"offer {slots['gives']}"


def silence(history: History, *, today: date, intent: Intent | None = None) -> str:
    """Say that somebody asked not to be contacted, perhaps only for an intent.

    Nothing if they did not.
    """
    wish = wish_against(intent, today, history)
    if wish is None:
        return ""
    asked, about = refusal(wish, beside=today), wish.scope.startswith("intent:")
    what = "this will not" if about else "nothing will"
    return f"{history.customer.name} {asked}: {what} be shown."


def opt_out(wish: OptOut, *, today: date) -> tuple[str, str]:
    """Say what somebody opted out of, since when and how it is known, under a label."""
    since = say(wish.since, beside=today)
    how = f" ({wish.source})" if wish.source else ""
    if wish.lifted_on is None:
        return "opted out", f"do not contact{scope(wish.scope)}, since {since}{how}"
    lifted = say(wish.lifted_on, beside=today)
    return (
        "opted in",
        f"contact{scope(wish.scope)} again, since {lifted}; opted out on {since}{how}",
    )


def sale_total(sale: Sale) -> str:
    """Say what a sale came to, `76.00 EUR`; several currencies are not added up.

    What another program says was paid goes before the sum of the lines.
    """
    if sale.total is not None:
        return str(sale.total)
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
