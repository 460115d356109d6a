"""Facts in a readable line: `history(sale(day(1), "Serum x2"), talk(day(5), "happy"))`.

Days are counted from START, a Thursday; products have ids by their names; the rows of a
history get their ids in order: sales 1, 2, ...; lines 1, 2, ...; contacts 1, 2, ...
So do concerns, promises and all the other facts, each kind by itself.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from math import log
from typing import TypeVar

from secondsale.days import Birthday
from secondsale.model import (
    Channel,
    Checkpoint,
    Concern,
    Contact,
    Covered,
    Customer,
    Detail,
    Ending,
    Gift,
    Hello,
    History,
    Intent,
    Introduction,
    Key,
    Learned,
    Line,
    Milestone,
    OptOut,
    Outcome,
    Pause,
    Product,
    ProductKind,
    Promise,
    Rating,
    Redemption,
    Return,
    RewardTerms,
    Sale,
    Settlement,
    Status,
    Touchpoint,
    Trial,
    Votes,
    Window,
)
from secondsale.planner import Plan, Planned, plan
from secondsale.policy import Policy
from secondsale.rules import RULES, Rule

Fact = TypeVar("Fact")
Row = TypeVar(
    "Row",
    Sale,
    Contact,
    Concern,
    Promise,
    Checkpoint,
    Milestone,
    Gift,
    Introduction,
    Hello,
    Redemption,
    Trial,
)

START = date(2026, 1, 1)

PRODUCTS = {
    each.name: each
    for each in (
        Product(1, "Serum", "skin care", supply_days=30, delivery_days=0),
        Product(2, "Soap", "skin care"),
        Product(3, "Jug", "water", delivery_days=4, kind=ProductKind.DURABLE),
        Product(4, "Cartridge", "water", supply_days=60, delivery_days=2),
        Product(5, "Cream", "skin care", supply_days=90),
    )
}

MANY = 10.0**6
AS_STATED = Learned(
    START,
    products={
        each.id: Votes(MANY * log(each.supply_days), MANY, 100, 50)
        for each in PRODUCTS.values()
        if each.supply_days
    },
)
"""What a book teaches in which everything lasts as long as is stated."""


def day(number: int) -> date:
    """Return the day so many days after START."""
    return START + timedelta(days=number)


def line(item: str) -> Line:
    """Return a line from `Serum` or `Serum x2`."""
    name, _, quantity = item.partition(" x")
    return Line(0, PRODUCTS[name], int(quantity or 1))


def sale(
    on: date,
    *items: str,
    delivered: date | None = None,
    cancelled: date | None = None,
    recorded: date | None = None,
    returned: dict[str, date] | None = None,
) -> Sale:
    """Return a sale; `returned` says by product when all of it came back."""
    lines = []
    for each in map(line, items):
        back = (returned or {}).get(each.product.name)
        returns = (Return(each.quantity, back),) if back else ()
        lines.append(replace(each, returns=returns))
    return Sale(
        id=0,
        customer_id=1,
        sold_on=on,
        recorded_on=recorded or on,
        lines=tuple(lines),
        delivered_on=delivered,
        cancelled=Ending(cancelled, "cancelled") if cancelled else None,
    )


def talk(on: date, outcome: str = "ok", *about: str, inbound: bool = False) -> Contact:
    """Return a contact; `about` names what it covered, such as `replenish:l1`.

    Which of several it was may follow: `reassure:s1=it lasts`.
    """
    covered = tuple(_covered(each) for each in about)
    return Contact(0, on, Outcome(outcome), inbound=inbound, covered=covered)


def _covered(each: str) -> Covered:
    intents = {rule.id: rule.intent for rule in RULES}
    written, _, about = each.partition("=")
    key = Key.parse(written)
    intent = intents.get(key.rule.partition(".")[0], Intent.ASK)
    return Covered(key, intent, about)


def opt_out(on: date, *, lifted: date | None = None, scope: str = "all") -> OptOut:
    """Return a wish not to be contacted."""
    return OptOut(scope, on, lifted_on=lifted)


def ana(
    *,
    born: str = "",
    added: date = START,
    channel: Channel | None = None,
    tier: str = "",
    tags: tuple[str, ...] = (),
) -> Customer:
    """Return a customer; born `1984-05-17` or `--05-17`."""
    birthday = None
    if born:
        year, month, number = born.rsplit("-", 2)
        known = int(year) if year.isdigit() else None
        birthday = Birthday(int(month), int(number), known)
    return Customer(
        id=1,
        name="Ana Silva",
        added_on=added,
        birthday=birthday,
        channel=channel,
        tier=tier,
        tags=tags,
    )


def concern(
    on: date,
    text: str = "the pump leaks",
    *,
    resolved: date | None = None,
    how: str = "a new pump",
    recorded: date | None = None,
    sale_id: int | None = None,
) -> Concern:
    """Return a concern; `resolved` is the day on which it was, `how` says how."""
    ended = Ending(resolved, how) if resolved else None
    return Concern(0, text, on, recorded or on, sale_id, ended)


def promise(
    due: date,
    text: str = "a sample of the cream",
    *,
    made: date = START,
    recorded: date | None = None,
    kept: date | None = None,
) -> Promise:
    """Return a promise; `kept` is the day on which it was."""
    return Promise(0, text, due, made, recorded or made, kept)


def checkpoint(
    on: date,
    label: str = "installation",
    *,
    sale_id: int = 1,
    recorded: date = START,
    dropped: date | None = None,
    why: str = "",
) -> Checkpoint:
    """Return a stage of a sale; `dropped` is the day on which it was, `why` why."""
    ended = Ending(dropped, why) if dropped else None
    return Checkpoint(0, sale_id, label, on, recorded, ended)


def milestone(
    on: date, text: str = "her shop opened", *, recorded: date | None = None
) -> Milestone:
    """Return something of the customer's own to celebrate."""
    return Milestone(0, text, on, recorded or on)


def gift(on: date, text: str = "a bunch of roses", *, wow: bool = False) -> Gift:
    """Return a gift; a `wow` is planned for its day."""
    return Gift(0, text, on, wow=wow)


def introduction(
    on: date, name: str = "Ben", role: str = "the fitter", *, done: date | None = None
) -> Introduction:
    """Return somebody the customer will deal with; `done` is when they met."""
    return Introduction(0, name, role, on, done)


def hello(on: date, *, made: date) -> Hello:
    """Return a first hello to a past customer, as it was picked on `made`."""
    return Hello(0, on, made)


def redemption(on: date, name: str = "card") -> Redemption:
    """Return a full stamp card that was cashed in."""
    return Redemption(0, name, on)


def pause(since: date, until: date | None = None, *, made: date | None = None) -> Pause:
    """Return a time in which the customer is left alone."""
    return Pause(since, until, made or since)


def referred(sold: Sale, *, id: int, name: str = "Rita Costa") -> tuple[Customer, Sale]:
    """Return somebody who was sent, with the first sale, both of the same id."""
    customer = Customer(id, name, sold.sold_on, referred_by=1)
    return customer, replace(sold, id=id, customer_id=id)


Numbered = (
    Concern
    | Promise
    | Checkpoint
    | Milestone
    | Gift
    | Introduction
    | Hello
    | Redemption
    | Trial
)
Plain = OptOut | Detail | Rating | Pause | RewardTerms
Referral = tuple[Customer, Sale]


def history(
    *facts: Sale | Contact | Numbered | Plain | Referral,
    customer: Customer | None = None,
) -> History:
    """Return the history that the book would make of these facts."""
    line_ids, sales = count(1), []
    for sold in _numbered(Sale, facts):
        lines = tuple(replace(each, id=next(line_ids)) for each in sold.lines)
        sales.append(replace(sold, lines=lines))
    contacts = _numbered(Contact, facts)
    return History(
        customer or ana(),
        tuple(sorted(sales, key=lambda each: (each.sold_on, each.id))),
        tuple(sorted(contacts, key=lambda each: (each.on, each.id))),
        _of(OptOut, facts),
        concerns=_numbered(Concern, facts),
        promises=_numbered(Promise, facts),
        checkpoints=_numbered(Checkpoint, facts),
        milestones=_numbered(Milestone, facts),
        gifts=_numbered(Gift, facts),
        details=_of(Detail, facts),
        introductions=_numbered(Introduction, facts),
        hellos=_numbered(Hello, facts),
        ratings=_of(Rating, facts),
        redemptions=_numbered(Redemption, facts),
        pauses=_of(Pause, facts),
        referred=tuple(each for each in facts if isinstance(each, tuple)),
        reward_terms=_of(RewardTerms, facts),
        trials=_numbered(Trial, facts),
        learned=AS_STATED,
    )


def _numbered(kind: type[Row], facts: Iterable[object]) -> tuple[Row, ...]:
    rows = enumerate(_of(kind, facts), start=1)
    return tuple(replace(row, id=number) for number, row in rows)


def _of(kind: type[Fact], facts: Iterable[object]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if isinstance(fact, kind))


def done(key: str, on: date) -> Settlement:
    """Return that something was done."""
    return Settlement(Key.parse(key), Status.DONE, on, reason="ok")


def skipped(key: str, on: date, reason: str = "") -> Settlement:
    """Return that something was dropped."""
    return Settlement(Key.parse(key), Status.SKIPPED, on, reason=reason)


def snoozed(key: str, on: date, until: date, reason: str = "") -> Settlement:
    """Return that something was put off."""
    return Settlement(Key.parse(key), Status.SNOOZED, on, until, reason)


def touchpoint(
    key: str = "ask:s1",
    intent: Intent = Intent.ASK,
    *,
    opens: date = START,
    due: date | None = None,
    expires: date = date(2026, 12, 31),
    sale_id: int | None = 1,
    fixed: date | None = None,
    known: date = START,
) -> Touchpoint:
    """Return a touchpoint of a rule that does not exist."""
    return Touchpoint(
        key=Key.parse(key),
        customer_id=1,
        intent=intent,
        window=Window(opens, due or opens, expires),
        reason="a reason",
        working="a sum",
        known_on=known,
        sale_id=sale_id,
        products=("Serum",),
        fixed_day=fixed,
    )


def derived(
    rule: Rule, known: History, *, until: date = date(2027, 12, 31)
) -> dict[str, Touchpoint]:
    """Return what a rule makes of a history, by key."""
    return {str(each.key): each for each in rule.touchpoints(known, until)}


def days_of(each: Touchpoint) -> tuple[int, int, int]:
    """Return when it opens, is due and expires, counted from START."""
    opens, due, expires = each.window.opens, each.window.due, each.window.expires
    return (opens - START).days, (due - START).days, (expires - START).days


def all_rules() -> tuple[Rule, ...]:
    """Return every rule with its defaults."""
    return tuple(rule() for rule in RULES)


def plan_on(
    today: date,
    known: History,
    *settlements: Settlement,
    policy: Policy | None = None,
    rules: Iterable[Rule] | None = None,
) -> Plan:
    """Return the plan of a day."""
    used = all_rules() if rules is None else tuple(rules)
    return plan(known, settlements, used, policy or Policy(), today=today)


def items(made: Plan) -> dict[str, Planned]:
    """Return what became of each touchpoint, by key."""
    return {str(item.key): item for item in made.touchpoints}


def states(made: Plan) -> dict[str, str]:
    """Return the state of each touchpoint, by key."""
    return {key: str(item.state) for key, item in items(made).items()}


def topics(made: Plan) -> list[str]:
    """Return what today's conversation is about."""
    conversation = made.conversation()
    found = conversation.topics if conversation else ()
    return [str(topic.key) for topic in found]


def calendar(made: Plan) -> list[tuple[int, list[str]]]:
    """Return the conversations to come: the day, counted from START, and the topics."""
    return [
        ((each.day - START).days, [str(topic.key) for topic in each.topics])
        for each in made.conversations()
    ]
