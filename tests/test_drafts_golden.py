"""What customers read: every text of every rule, on every channel, to look over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.builders import (
    all_rules,
    ana,
    checkpoint,
    concern,
    day,
    gift,
    hello,
    history,
    introduction,
    milestone,
    plan_on,
    promise,
    referred,
    sale,
    talk,
)
from tests.golden import compare

from secondsale.days import plus, say_short
from secondsale.messages import FOLDER, Texts, touchpoint_slots
from secondsale.messages.choosing import fitting
from secondsale.messages.drafts import Drafting
from secondsale.messages.texting import beyond_gsm, texts
from secondsale.model import (
    Channel,
    Complement,
    Detail,
    History,
    Lesson,
    Line,
    Product,
    ProductKind,
    Rating,
    Resource,
    RewardTerms,
    Sale,
    Touchpoint,
)
from secondsale.planner import State
from secondsale.rules.offer import Offer
from secondsale.rules.season import Season

UNTIL = day(420)
CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.CARD, Channel.CALL)
NAMED = (
    Season(name="spring", on="03-20", text="the first things for spring"),
    Offer(name="week", starts="2026-03-01", ends="2026-03-08", text="10 % off refills"),
    Offer(name="early", starts="2026-09-01", ends="2026-09-08", code="THANKS"),
)
SELLER = {
    "seller": "Maria",
    "signature": "Maria Lopes, Lopes & Co.",
    "business": "Lopes & Co.",
    "own_phone": "+44 20 7946 0199",
}

SERUM = Product(
    11,
    "Rose Serum",
    supply_days=45,
    reasons=("it is made without perfume",),
    lessons=(Lesson("layers", "put it on before the cream, on damp skin", 7),),
    resources=(Resource("Morning routine", "https://example.com/morning"),),
    complements=(Complement(12, "Day Cream", "it keeps the serum in"),),
    objections=("too dear: a bottle lasts six weeks",),
)
COFFEE = Product(13, "Ethiopian Coffee 250 g", supply_days=14)
HOUR = Product(14, "Consulting Hour", kind=ProductKind.DURABLE)
TABLE = Product(15, "Oak Table", kind=ProductKind.DURABLE, delivery_days=30)
JUG = Product(
    16,
    "Filter Jug",
    kind=ProductKind.DURABLE,
    delivery_days=3,
    complements=(Complement(17, "Tap Filter"),),
)


def sold(on: date, *products: Product) -> Sale:
    """Return a sale of one of each."""
    lines = tuple(Line(0, each, 1) for each in products)
    return replace(sale(on), lines=lines)


THIN = history(
    sold(day(0), COFFEE),
    sold(day(4), JUG),
    sold(day(8), HOUR),
    concern(day(9), "says it is bitter", resolved=day(11), how="milder one"),
    concern(day(20), "says the lid is loose"),
    promise(day(30), "send the measurements"),
    checkpoint(day(41), "second meeting", sale_id=3),
    introduction(day(25), "Ben", ""),
    hello(day(60), made=day(50)),
    gift(day(5), "a hand cream", wow=True),
    referred(sold(day(70), COFFEE), id=12),
    milestone(day(80), "second café opened"),
    RewardTerms("card", day(0), goal=4, head_start=2, gives="a free refill"),
    customer=replace(ana(born="--05-17", tier="a"), name="Joanna"),
)
RICH = history(
    sold(day(0), SERUM, JUG),
    replace(talk(day(16), "happy"), note="loves it, and so does her sister"),
    *(sold(day(40 + 30 * n), TABLE if n % 2 else SERUM) for n in range(4)),
    *THIN.concerns[:1],
    concern(day(135), "the pump leaks", sale_id=5),
    concern(day(134), "the pump stuck", resolved=day(137), sale_id=1),
    promise(day(30), "a sample of the cream"),
    checkpoint(day(90), "delivery of the table", sale_id=3),
    introduction(day(25)),
    hello(day(60), made=day(50)),
    gift(day(5), "a bunch of roses", wow=True),
    gift(day(70), "a candle"),
    referred(sold(day(70), COFFEE), id=12),
    milestone(day(80), "won the baking prize"),
    Rating(day(85), 3, 4),
    RewardTerms("card", day(0), goal=4, head_start=2, gives="a free refill"),
    Detail("why", "dry skin", day(1)),
    Detail("needs", "something for the guest room", day(1)),
    Detail("routine", "every morning after the shower", day(1)),
    customer=ana(born="1984-05-17", channel=Channel.CARD, tier="a"),
)
KNOWN = {
    "thin": (THIN, {}, ""),
    "rich": (RICH, SELLER, "What would you miss most if it were gone?"),
}
"""Whose history, the seller's own words, and the question to ask."""

TEXTS = sorted(path.stem for path in FOLDER.glob("[!_]*.txt"))
"""One for each rule, and variants such as `welcome.short`."""

CHOOSING = {"sale", "state", "kind", "what", "card", "try", "last_try"} | {
    *("when", "expected")
}
"""The slots of which a text asks which word they hold."""


def touchpoints(known: History, rule: str) -> Iterator[Touchpoint]:
    for each in (*all_rules(), *NAMED):
        if each.id == rule:
            yield from each.touchpoints(known, UNTIL)


def days(each: Touchpoint) -> tuple[date, ...]:
    """Return the days on which the words may differ."""
    due = each.fixed_day or each.window.due
    dated = each.key.rule in ("birthday", "checkpoint", "promise")
    after = min(plus(due, 1), each.window.expires)
    return (each.window.opens, due, after) if dated else (each.window.due,)


def cases(known: History, rule: str) -> Iterator[tuple[Touchpoint, date]]:
    """Yield touchpoints and days on which the conditions of a text differ."""
    seen = set()
    for each in touchpoints(known, rule):
        for today in days(each):
            slots = touchpoint_slots(each, known, today=today)
            case = frozenset((s, v if s in CHOOSING else "") for s, v in slots.items())
            if case not in seen:
                seen.add(case)
                yield each, today


def drafts(
    text: str, channel: Channel, which: str
) -> Iterator[tuple[Touchpoint, date, str]]:
    """Yield what a text says of a touchpoint on a day."""
    rule, _, word = text.partition(".")
    for each, today in cases(KNOWN[which][0], rule):
        yield each, today, whole([each], channel, which, today=today, word=word)


def whole(
    talk: Sequence[Touchpoint],
    channel: Channel,
    which: str,
    *,
    today: date,
    word: str = "",
) -> str:
    """Return what there is to say in a conversation."""
    known, seller, question = KNOWN[which]
    return worded(known, talk, channel, seller, question, today=today, word=word)


def worded(
    known: History,
    talk: Sequence[Touchpoint],
    channel: Channel,
    seller: Mapping[str, str],
    question: str,
    *,
    today: date,
    word: str = "",
) -> str:
    drafting = Drafting(
        known.as_of(today),
        channel,
        texts=Texts(),
        seller=seller,
        question=question,
        today=today,
    )
    return drafting.wording(talk, word).whole


def document(text: str) -> Iterator[str]:
    for channel in CHANNELS:
        for which in KNOWN:
            for each, today, said in drafts(text, channel, which):
                on = say_short(today, beside=day(0))
                yield f"--- {channel.value}: {which}, {each.key}, {on}"
                yield f"{said}\n"


@pytest.mark.parametrize("text", TEXTS)
def test_every_draft_is_as_it_was_read_over(text: str) -> None:
    shown = "\n".join(document(text))

    compare(f"drafts/{text}", shown)
    assert all(
        f"--- {channel.value}: {which}" in shown
        for channel in CHANNELS
        for which in KNOWN
    )


BIRTHDAY = date(2026, 5, 17)
IN_COMPANY = {
    "a birthday, and promises": history(
        *RICH.sales[:1],
        promise(plus(BIRTHDAY, 1), "a sample of the cream"),
        promise(BIRTHDAY, "send the measurements"),
        customer=RICH.customer,
    ),
    "promises, both late": history(
        promise(plus(BIRTHDAY, -3), "a sample of the cream"),
        promise(plus(BIRTHDAY, -2), "send the measurements"),
        customer=THIN.customer,
    ),
    "an open concern": history(
        sold(plus(BIRTHDAY, -1), SERUM, JUG, COFFEE),
        concern(BIRTHDAY, "the lid is loose", sale_id=1),
        customer=RICH.customer,
    ),
    "a concern that was put right": history(
        sold(plus(BIRTHDAY, -3), SERUM, JUG, COFFEE),
        concern(plus(BIRTHDAY, -3), "it leaks", resolved=plus(BIRTHDAY, -2), sale_id=1),
        customer=THIN.customer,
    ),
    "never in touch": history(customer=ana()),
}
"""What meets on a day."""


def in_company() -> Iterator[str]:
    for title, known in IN_COMPANY.items():
        made = plan_on(BIRTHDAY, known)
        met = [i.touchpoint for i in made.touchpoints if i.state is State.OPEN] or [
            min(touchpoints(known, "keep-in-touch"), key=lambda each: each.window.due)
        ]
        talk, left = fitting(met, today=BIRTHDAY)
        for channel in CHANNELS:
            yield f"--- {channel.value}: {title}"
            yield f"{worded(known, talk, channel, SELLER, '', today=BIRTHDAY)}\n"
        yield f"--- left out: {', '.join(map(str, left))}\n"


def test_drafts_of_several_topics_are_as_they_were_read_over() -> None:
    compare("drafts/in-company", "\n".join(in_company()))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("which", KNOWN)
def test_an_ordinary_text_message_is_a_single_one(text: str, which: str) -> None:
    said = list(drafts(text, Channel.SMS, which))

    assert said
    assert not [words for *_, words in said if beyond_gsm(words)]
    assert not [
        words for each, _, words in said if len(each.products) < 2 and texts(words) > 1
    ]


NOTHING_SOLD = "Sell nothing|not selling|No sales talk"


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.EMAIL, Channel.CALL])
def test_where_something_is_offered_nobody_says_that_nothing_is_sold(
    channel: Channel,
) -> None:
    care, offer = (
        next(touchpoints(THIN, rule)) for rule in ("hello-again", "replenish")
    )

    alone = whole([care], channel, "thin", today=day(60))
    together = whole([care, offer], channel, "thin", today=day(60))

    assert re.search(NOTHING_SOLD, alone)
    assert not re.search(NOTHING_SOLD, together)
