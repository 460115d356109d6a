"""Products, as rows and in a sentence."""

from secondsale.model import Product
from secondsale.text import plural

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
