"""Goodwill: as a bar with words, as a row, and term by term."""

from collections.abc import Iterator
from datetime import date
from math import floor, log2
from typing import Any

from secondsale.days import say_short
from secondsale.goodwill import Band, Reading
from secondsale.model import History
from secondsale.render import words
from secondsale.render.data import customer
from secondsale.render.known import pause_words
from secondsale.text import plural

CELLS = 10
COLUMNS = ("goodwill#", "next")
TERMS = ("when", "what")
CROSSINGS = ("day", "crosses", "customer", "reach", "goodwill#", "last")


def said(reading: Reading) -> str:
    """Say how goodwill stands: `######---- 0.62, fading on Thu 3 Dec, cold on ...`."""
    full = floor(_rounded(reading.value * CELLS))
    bar = "#" * full + "-" * (CELLS - full)
    return ", ".join([f"{bar} {number(reading.value)}", *_outlook(reading)])


def _outlook(reading: Reading) -> Iterator[str]:
    if not reading.terms:
        yield "no sale or conversation yet"
        return
    if reading.band is not Band.WARM:
        yield str(reading.band)
    for band, day in reading.crossings():
        yield f"{band} on {say_short(day, beside=reading.day)}"


def number(value: float) -> str:
    """Say a goodwill with two digits, rounded down: 0.50 is not below a half."""
    return f"{floor(_rounded(value * 100)) / 100:.2f}"


def _rounded(value: float) -> float:
    """Return a figure without what its binary form adds: 28.999999999999996 is 29."""
    return round(value, 9)


def cells(reading: Reading) -> tuple[str, ...]:
    """Return a goodwill as cells under COLUMNS."""
    if not reading.terms:
        return "", ""
    becomes = (f"{band} on {day}" for band, day in reading.crossings())
    return number(reading.value), next(becomes, str(reading.band))


def crossing_row(
    day: date, band: Band, history: History, reading: Reading
) -> tuple[str, ...]:
    """Return somebody who crosses soon as a row under CROSSINGS."""
    who = history.customer
    rests = next((pause for pause in history.pauses if pause.holds(reading.day)), None)
    paused = f"paused, {pause_words(rests, reading.day)}" if rests else ""
    return (
        day.isoformat(),
        str(band),
        f"{who.name} ({who.id})",
        paused or words.reach(history, today=reading.day),
        number(reading.value),
        words.last_word(history, today=reading.day),
    )


def explanation(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the sum behind a goodwill, term by term, and how its days follow."""
    tier = f"tier {reading.tier}" if reading.tier else "no tier"
    yield "halves", f"every {plural(reading.half_life, 'day')} ({tier})"
    for term in reading.terms:
        since = (reading.day - term.on).days
        fading = f"{term.weight:g} × 0.5^({since}/{reading.half_life})"
        when = say_short(term.on, beside=reading.day)
        yield when, f"{fading} = {reading.left(term):.3f}: {term.event}"
    yield "sum", f"{reading.total:.3f}" + _bounded(reading)
    yield "goodwill", said(reading)
    for band, limit, day in (
        (Band.FADING, reading.fading_below, reading.fading_on),
        (Band.COLD, reading.cold_below, reading.cold_on),
    ):
        if day is not None:
            yield str(band), _worked_out(reading, limit, day)


def _bounded(reading: Reading) -> str:
    if reading.total > 1:
        return "; more than 1 counts as 1"
    return "; less than 0 counts as 0" if reading.total < 0 else ""


def _worked_out(reading: Reading, limit: float, day: date) -> str:
    days = reading.half_life * (log2(reading.total) - log2(limit))
    sum_up = f"{reading.half_life} × log2({reading.total:.3f} / {limit:g}) = {days:.2f}"
    return (
        f"below {limit:g} after {sum_up} days: on {say_short(day, beside=reading.day)}"
    )


def data(reading: Reading) -> dict[str, Any]:
    """Return a goodwill as plain data."""
    return {
        "value": reading.value,
        "band": str(reading.band),
        "fading_on": _day(reading.fading_on),
        "cold_on": _day(reading.cold_on),
        "half_life_days": reading.half_life,
    }


def crossing_data(
    day: date, band: Band, history: History, reading: Reading
) -> dict[str, Any]:
    """Return somebody who crosses soon as plain data."""
    return {
        "on": _day(day),
        "crosses": str(band),
        "customer": customer(history.customer),
        "paused": any(pause.holds(reading.day) for pause in history.pauses),
        "goodwill": data(reading),
    }


def customer_data(history: History, reading: Reading) -> dict[str, Any]:
    """Return a customer with their goodwill as plain data."""
    return {**customer(history.customer), "goodwill": data(reading)}


def explained(reading: Reading) -> dict[str, Any]:
    """Return a goodwill with its terms as plain data."""
    return {
        **data(reading),
        "on": _day(reading.day),
        "tier": reading.tier,
        "sum": reading.total,
        "terms": [
            {
                "on": _day(term.on),
                "event": term.event,
                "weight": term.weight,
                "left": reading.left(term),
            }
            for term in reading.terms
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
