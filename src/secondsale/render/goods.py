"""Products, as rows, in a sentence, and with all there is to say about them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from secondsale.model import Complement, Product
from secondsale.text import listed, plural
from secondsale.timing.comparison import Comparison

PRODUCTS = ("id#", "name", "category", "price#", "lasts#", "arrives#", "kind")


TIMING = (
    "id#",
    "name",
    "stated#",
    "customers do#",
    "middle half#",
    "used#",
    "customers#",
    "again#",
)


def timing_row(each: Comparison) -> tuple[str, ...]:
    """Return how long a product lasts as a row under TIMING, in days."""
    stated, middle = each.product.supply_days, each.middle
    far_off = " (!)" if each.far_off else ""
    usual = "" if each.usual is None else f"{each.usual:.0f}{far_off}"
    return (
        str(each.product.id),
        each.product.name,
        str(stated) if stated else "",
        usual,
        f"{middle[0]:.0f} to {middle[1]:.0f}" if middle else "",
        f"{each.used:.0f}",
        str(each.customers),
        str(each.returning),
    )


def timing_data(each: Comparison) -> dict[str, Any]:
    """Return how long a product lasts as plain data, in days."""
    return {
        "product_id": each.product.id,
        "product": each.product.name,
        "dosed": each.product.is_dosed,
        "stated_days": each.product.supply_days,
        "usual_days": None if each.usual is None else round(each.usual, 1),
        "middle_half": [round(days, 1) for days in each.middle]
        if each.middle
        else None,
        "used_days": round(each.used, 1),
        "customers": each.customers,
        "returning": each.returning,
        "far_off": each.far_off,
    }


def product_row(product: Product) -> tuple[str, ...]:
    """Return a product as a row under PRODUCTS."""
    return (
        str(product.id),
        product.name,
        product.category,
        str(product.price) if product.price else "",
        _lasts(product),
        f"+{plural(product.delivery_days, 'day')}" if product.delivery_days else "",
        str(product.kind),
    )


def _lasts(product: Product) -> str:
    """Say how long one lasts, and whether it is dosed where that was marked."""
    stated = plural(product.supply_days, "day") if product.supply_days else ""
    return ", ".join(filter(None, (stated, _dosed(product))))


def _dosed(product: Product) -> str:
    words = {True: "dosed", False: "not dosed", None: ""}
    return words[product.dosed]


def known(product: Product) -> str:
    """Say what is known of a product."""
    parts = [str(product.kind)]
    if product.category:
        parts.append(product.category)
    if product.price:
        parts.append(str(product.price))
    if product.supply_days:
        parts.append(f"one lasts {plural(product.supply_days, 'day')}")
    if product.dosed is not None:
        parts.append(_dosed(product))
    if product.delivery_days:
        parts.append(f"arrives after {plural(product.delivery_days, 'day')}")
    return f"{product.name} ({product.id}): {', '.join(parts)}"


def card(product: Product) -> Iterator[tuple[str, str]]:
    """Yield all that is known of a product, label by label."""
    yield "product", known(product)
    if product.note:
        yield "note", product.note
    for lesson in product.lessons:
        after = f"{plural(lesson.after_days, 'day')} after delivery"
        when = f", in {months(lesson.months)}" if lesson.months else ""
        yield f"lesson {lesson.id}", f"{after}{when}: {lesson.text}"
    for reason in product.reasons:
        yield "reason", reason
    for resource in product.resources:
        yield "resource", f"{resource.title}: {resource.where}"
    for complement in product.complements:
        yield "goes with", _complement(complement)
    for objection in product.objections:
        yield "objection", objection


def _complement(each: Complement) -> str:
    after = f", {plural(each.after_days, 'day')} after" if each.after_days else ""
    why = f": {each.why}" if each.why else ""
    return f"{each.name} ({each.product_id}){after}{why}"


def months(numbers: tuple[int, ...]) -> str:
    """Say months by their names, as `May and June`."""
    return listed([f"{date(2000, number, 1):%B}" for number in numbers])
