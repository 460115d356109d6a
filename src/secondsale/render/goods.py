"""Products, as rows, in a sentence, and with all there is to say about them."""

from collections.abc import Iterator
from datetime import date

from secondsale.model import Complement, Product
from secondsale.text import listed, plural

PRODUCTS = ("id#", "name", "category", "price#", "lasts#", "arrives#", "kind")


def product_row(product: Product) -> tuple[str, ...]:
    """Return a product as a row under PRODUCTS."""
    return (
        str(product.id),
        product.name,
        product.category,
        str(product.price) if product.price else "",
        plural(product.supply_days, "day") if product.supply_days else "",
        f"+{plural(product.delivery_days, 'day')}" if product.delivery_days else "",
        str(product.kind),
    )


def known(product: Product) -> str:
    """Say what is known of a product."""
    parts = [str(product.kind)]
    if product.category:
        parts.append(product.category)
    if product.price:
        parts.append(str(product.price))
    if product.supply_days:
        parts.append(f"one lasts {plural(product.supply_days, 'day')}")
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
