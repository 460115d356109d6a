"""Kinds of buyers and those who are of one, as rows and as data."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from secondsale.metrics.buyers import Amounts
from secondsale.metrics.segments import (
    DEFINITIONS,
    FIFTHS_FROM,
    LONG,
    QUIET,
    Person,
    Scale,
    Scales,
    Segments,
    Size,
)
from secondsale.money import Money
from secondsale.render import patterns
from secondsale.render.figures import lines
from secondsale.text import plural

SIZES = ("segment", "people#", "orders#", "spent#", "who")
SCALES = ("by", "part", "people#", "from, to")
PEOPLE = (
    "customer", "orders#", "last order", "usual gap", "chance#", "spent#",
    "recency, frequency, money", "contact",
)  # fmt: skip
PEOPLE_CSV = (
    "customer_id", "customer", "segment", "orders", "last_order", "usual_gap_days",
    "chance_60_days", "amount", "currency", "recency", "frequency", "money",
    "do_not_contact",
)  # fmt: skip
RECENCY = ("very recent", "recent", "middling", "long ago", "very long ago")
FREQUENCY = ("very seldom", "seldom", "middling", "often", "very often")
MONEY = ("very little", "little", "middling", "much", "very much")

EXPLAINED = (
    *((str(segment), words) for segment, words in DEFINITIONS.items()),
    (
        "quiet",
        f"{QUIET}; the settings of win-back do not change that",
    ),
    ("so long", LONG),
    (
        "orders",
        "days on which something was bought and not given back wholly or cancelled;"
        " whoever was forgotten is not counted",
    ),
    ("chance", "of an order within 60 days, as secondsale sees it for win-back"),
    (
        "recency, frequency, money",
        "days since the last order, order days, and what was paid, each parted in"
        f" thirds of the book's buyers, in fifths from {FIFTHS_FROM} buyers on; where"
        " many share a figure the parts are uneven",
    ),
    (
        "contact",
        "must not: who opted out of all contact; export --segment leaves them out of"
        " vcard, and csv says so in a column",
    ),
    *patterns.EXPLAINED,
)
MUST_NOT = "must not"
NO_SALES = "nobody has bought anything yet; secondsale add-sale begins"


Named = tuple[str, tuple[str, ...], Scale]
"""What is counted, the words for its parts, and where they lie."""


def size_row(size: Size) -> tuple[str, ...]:
    """Return a segment as a row under SIZES."""
    return (
        str(size.segment),
        f"{size.people:,}",
        f"{size.orders:,}",
        amounts(size.spent),
        DEFINITIONS[size.segment],
    )


def scale_rows(scales: Scales) -> Iterator[tuple[str, ...]]:
    """Yield where recency, frequency and money part the buyers, under SCALES."""
    for by, words, scale in _named(scales):
        if not _is_parted(scale):
            yield by, "all alike", f"{sum(scale.people):,}", ""
            continue
        for part, least, most in scale.ranges():
            reach = _reach(by, least, most, scales.currency)
            yield by, words[part], f"{scale.people[part]:,}", reach


def _named(scales: Scales) -> tuple[Named, Named, Named]:
    def words(five: tuple[str, ...]) -> tuple[str, ...]:
        return five if scales.parts == len(five) else five[1:4]

    return (
        ("recency", words(RECENCY), scales.recency),
        ("frequency", words(FREQUENCY), scales.frequency),
        ("money", words(MONEY), scales.money),
    )


def _is_parted(scale: Scale) -> bool:
    """Return whether it tells anybody from others."""
    return sum(map(bool, scale.people)) > 1


def _reach(by: str, least: int | None, most: int | None, currency: str) -> str:
    """Say from where to where a part goes: `12 to 51 days ago`."""

    def said(value: int) -> str:
        if by == "money":
            return Money(value, currency).decimal(grouped=True)
        return f"{value:,}"

    def with_unit(value: int) -> str:
        if by == "money":
            return str(Money(value, currency))
        if by == "recency":
            return f"{plural(value, 'day')} ago"
        return plural(value, "order")

    if least is None:
        return "" if most is None else f"up to {with_unit(most)}"
    if most is None:
        return f"{with_unit(least)} or more"
    return f"{said(least)} to {with_unit(most)}" if least < most else with_unit(most)


def parts(person: Person, scales: Scales, day: int) -> tuple[str, str, str]:
    """Return in which part a buyer lies by recency, frequency and money."""
    values = day - person.last, person.orders, person.spent.get(scales.currency)
    recency, frequency, money = (
        words[scale.part(value)] if value is not None and _is_parted(scale) else ""
        for value, (_, words, scale) in zip(values, _named(scales), strict=True)
    )
    return recency, frequency, money


def person_row(
    person: Person, name: str, scales: Scales, day: int, *, silent: bool
) -> tuple[str, ...]:
    """Return a buyer as a row under PEOPLE; `silent` is who must not be contacted."""
    gap = "" if person.usual_gap is None else plural(round(person.usual_gap), "day")
    return (
        f"{name} ({person.id})",
        f"{person.orders:,}",
        date.fromordinal(person.last).isoformat(),
        gap,
        lines.share(person.chance),
        amounts(person.spent),
        ", ".join(filter(None, parts(person, scales, day))),
        MUST_NOT if silent else "",
    )


def person_csv(
    person: Person, name: str, scales: Scales, day: int, *, silent: bool
) -> list[tuple[str | int | date | None, ...]]:
    """Return a buyer as rows under PEOPLE_CSV, one for each currency they paid in."""
    gap = person.usual_gap
    paid = [
        (Money(minor, currency).decimal(), currency)
        for currency, minor in sorted(person.spent.items())
    ]
    return [
        (
            person.id, name, str(person.segment), person.orders,
            date.fromordinal(person.last), None if gap is None else f"{gap:.1f}",
            f"{person.chance:.3f}", amount, currency, *parts(person, scales, day),
            "yes" if silent else "",
        )
        for amount, currency in paid or [("", "")]
    ]  # fmt: skip


def person_data(
    person: Person, name: str, scales: Scales, day: int, *, silent: bool
) -> dict[str, Any]:
    """Return a buyer as plain data."""
    recency, frequency, money = parts(person, scales, day)
    gap = person.usual_gap
    return {
        "customer_id": person.id,
        "name": name,
        "segment": str(person.segment),
        "orders": person.orders,
        "last_order": date.fromordinal(person.last).isoformat(),
        "usual_gap_days": None if gap is None else round(gap, 1),
        "chance_60_days": round(person.chance, 3),
        "spent": _money_data(person.spent),
        "recency": recency or None,
        "frequency": frequency or None,
        "money": money or None,
        "do_not_contact": silent,
    }


def amounts(spent: Amounts) -> str:
    """Say what was paid, one amount a currency."""
    each = (Money(minor, currency) for currency, minor in sorted(spent.items()))
    return " + ".join(map(str, each))


def _money_data(spent: Amounts) -> Mapping[str, str]:
    return {
        currency: Money(minor, currency).decimal()
        for currency, minor in sorted(spent.items())
    }


def data(found: Segments) -> dict[str, Any]:
    """Return the segments and the parts as plain data."""
    scales = found.scales()
    return {
        "buyers": found.buyers,
        "segments": [
            {
                "segment": str(size.segment),
                "people": size.people,
                "orders": size.orders,
                "spent": _money_data(size.spent),
                "definition": DEFINITIONS[size.segment],
            }
            for size in found.sizes()
        ],
        "quiet": QUIET,
        "currency": scales.currency or None,
        **{
            by: [
                {
                    "part": words[part],
                    "people": scale.people[part],
                    "from": least,
                    "to": most,
                }
                for part, least, most in scale.ranges()
            ]
            for by, words, scale in _named(scales)
        },
    }
