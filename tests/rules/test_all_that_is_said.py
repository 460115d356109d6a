"""Every word of every touchpoint of one eventful history, in one file to look over."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from tests.builders import all_rules, day
from tests.golden import compare
from tests.test_messages import NAMED, RICH

from secondsale.model import History, Lesson, Line, Resource, Touchpoint
from secondsale.rules import RULES

UNTIL = day(420)
MOST = 4
"""How many of each rule are shown: the first ones."""


def taught(line: Line) -> Line:
    """Return a line; soap has lessons, reasons and a guide."""
    if line.product.name != "Soap":
        return line
    product = replace(
        line.product,
        lessons=(
            Lesson("lather", "warm water first", 3),
            Lesson("winter", "a cream after it", 20, months=(11, 12)),
        ),
        reasons=("no scent", "it lasts"),
        resources=(Resource("Care card", "card.pdf"),),
    )
    return replace(line, product=product)


EVENTFUL = replace(
    RICH,
    sales=tuple(
        replace(sale, lines=tuple(map(taught, sale.lines))) for sale in RICH.sales
    ),
)


def told(each: Touchpoint) -> Iterator[str]:
    window = each.window
    yield f"{each.key}  {each.intent.word}  customer {each.customer_id}"
    fixed = f", fixed on {each.fixed_day}" if each.fixed_day else ""
    gives_way = ", gives way" if each.gives_way else ""
    yield f"  {window.opens} {window.due} {window.expires}{fixed}{gives_way}"
    yield f"  known {each.known_on}, sale {each.sale_id}"
    yield f"  {each.reason}"
    yield f"  {each.worked_out(beside=each.window.due)}"
    for word, value in (
        ("about", each.about),
        ("products", ", ".join(each.products)),
        ("ended", each.ended and f"{each.ended.on} {each.ended.by}"),
        *each.slots,
    ):
        if value:
            yield f"  {word}: {value}"


def document(known: History) -> str:
    rules = sorted((*all_rules(), *NAMED), key=lambda rule: rule.full_id)
    lines = (
        line
        for rule in rules
        for touchpoint in islice(rule.touchpoints(known, UNTIL), MOST)
        for line in (*told(touchpoint), "")
    )
    return "\n".join(lines)


def test_all_that_is_said_is_as_it_was_looked_over() -> None:
    shown = document(EVENTFUL)

    compare("touchpoints", shown)
    assert all(rule.id in shown for rule in RULES)
