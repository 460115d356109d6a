"""What a file brings, as lines of plain text, so that it can be read at a glance."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from secondsale.exchange.formats import Choices, Format
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import (
    Arrival,
    ArrivingContact,
    ArrivingItem,
    ArrivingPerson,
    ArrivingRefund,
    ArrivingSale,
    Refused,
    Skipped,
    Standing,
)

TODAY = date(2026, 11, 21)
EAST = timezone(timedelta(hours=2))

SAMPLES = os.environ.get("SECONDSALE_SAMPLES", "")
"""Read before tests begin, which see no variables of whoever runs them."""


def choices(**more: Any) -> Choices:
    """Return choices on a fixed day, two hours east of Greenwich."""
    named: dict[str, Any] = {"today": TODAY, "local": _local}
    return Choices(**named | more)


def _local(instant: datetime) -> datetime:
    assert instant.tzinfo is UTC
    return instant.astimezone(EAST)


def sample(name: str) -> Path:
    """Return a file of the folder of samples, or skip the test."""
    if not SAMPLES or not Path(SAMPLES, name).is_file():
        pytest.skip(f"SECONDSALE_SAMPLES does not name a folder with {name}")
    return Path(SAMPLES, name)


def read(form: Format, path: Path, **more: Any) -> list[str]:
    """Return what a file brings, read by a format that it must fit."""
    return [said(arrival) for arrival in arrivals(form, path, **more)]


def arrivals(form: Format, path: Path, **more: Any) -> list[Arrival]:
    """Return what a file brings; each of its records must be in exactly one of them."""
    table = Table.open(path)
    assert form.fits(table.known)
    found = list(form.read(table, choices(**more)))
    lines = [line for arrival in found for line in arrival.lines]
    assert sorted(lines) == [row.line for row in table.rows()]
    return found


def said(arrival: Arrival) -> str:
    """Return what is in an arrival on one line, without what is empty."""
    where = f"{_spans(arrival.lines)}:"
    match arrival:
        case ArrivingSale():
            said = [*_sale(arrival)]
        case ArrivingRefund():
            said = [*_refund(arrival)]
        case ArrivingContact():
            said = ["contact", *_person(arrival.person)]
        case Skipped():
            said = ["skipped:", arrival.reason]
        case Refused():
            said = ["refused:", arrival.reason]
        case _:
            said = [repr(arrival)]
    return " ".join((where, *said))


def _spans(lines: Iterable[int]) -> str:
    return "+".join(map(str, lines))


def _sale(sale: ArrivingSale) -> Iterator[str]:
    yield sale.external_id
    yield (
        f"{sale.sold_on}T{sale.sold_time:%H:%M}"
        if sale.sold_time
        else str(sale.sold_on)
    )
    if sale.standing is not Standing.PAID:
        yield sale.standing.upper()
    if sale.ended_on:
        yield f"on {sale.ended_on}"
    yield from _person(sale.person)
    yield "[" + ", ".join(map(_item, sale.items)) + "]"
    if not sale.itemised:
        yield "(not itemised)"
    if sale.total is not None:
        yield f"= {sale.total}"
    if sale.delivered_on:
        yield f"delivered {sale.delivered_on}"
    yield from _named(note=sale.note, source=sale.source, party=sale.party)


def _item(item: ArrivingItem) -> str:
    said = f"{item.product} x{item.quantity}"
    if item.unit_price is not None:
        said += f" @ {item.unit_price}"
    if item.category:
        said += f" ({item.category})"
    return f"{said}, {item.returned} back" if item.returned else said


def _refund(refund: ArrivingRefund) -> Iterator[str]:
    yield f"refund {refund.external_id}"
    if refund.of:
        yield f"of {refund.of}"
    yield str(refund.on)
    yield from _person(refund.person)
    if refund.product or refund.quantity:
        yield f"[{refund.product} x{refund.quantity}]"
    if refund.amount is not None:
        yield f"= {refund.amount}"


def _person(who: ArrivingPerson) -> Iterator[str]:
    yield f"<{who.name}>" if who.name else "<>"
    said = {
        "id": who.external_id,
        "email": who.email,
        "phone": who.phone,
        "address": who.address,
        "postcode": who.postcode,
        "birthday": who.birthday and str(who.birthday),
        "channel": who.channel and str(who.channel),
        "note": who.note,
        "tags": "+".join(who.tags),
        "emails": "+".join(who.other_emails),
        "phones": "+".join(who.other_phones),
        "opted out": "+".join(who.opted_out),
        "added": who.added_on and str(who.added_on),
    }
    yield from _named(**said)


def _named(**said: Any) -> Iterator[str]:
    for name, value in said.items():
        if value:
            yield f"{name}={value!r}" if " " in value else f"{name}={value}"
