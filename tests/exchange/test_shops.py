"""What shops' files bring, format by format, and what they have in common."""

import csv
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.reading import arrivals, choices, read, said
from tests.golden import compare

from secondsale.errors import InputError
from secondsale.exchange.formats import FORMATS, Format, recognise
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import Arrival, ArrivingPerson, ArrivingSale

SHOPS = Path(__file__).parent / "fixtures" / "shops"

BY_FILE = {
    "shopify_orders.csv": "shopify-orders",
    "shopify_customers.csv": "shopify-customers",
    "square_transactions.csv": "square-transactions",
    "square_items.csv": "square-items",
    "etsy_orders.csv": "etsy-orders",
    "etsy_orders_uk.csv": "etsy-orders",
    "etsy_items.csv": "etsy-items",
    "etsy_statement.csv": "etsy-statement",
    "woo_analytics.csv": "woocommerce-analytics",
    "woo_webtoffee.csv": "woocommerce-orders",
    "woo_skyverge.csv": "woocommerce-orders",
    "stripe_payments.csv": "stripe-payments",
    "stripe_semicolons.csv": "stripe-payments",
    "stripe_customers.csv": "stripe-customers",
    "stripe_balance.csv": "stripe-balance",
    "paypal_activity_en.csv": "paypal",
    "paypal_activity_de.csv": "paypal",
    "paypal_statement_es.csv": "paypal",
    "paypal_statement_fr.csv": "paypal",
    "paypal_activity_cz.csv": "paypal",
    "squarespace_orders.csv": "squarespace-orders",
    "ebay.csv": "ebay-orders",
    "gumroad.csv": "gumroad-sales",
}


def form(name: str) -> Format:
    """Return a format by its id."""
    return next(each for each in FORMATS if each.id == name)


WRONG = ("etsy_statement.csv", "stripe_balance.csv")
ODD = (
    "", "-", "#REF!", "1e400", "NaN", "-0", "1.2.3", "99999999999999999999", "٣",
    "31/02/2026", "0000-00-00", "2026-13-01 25:61:00", "'", "&#0;", "&#xD800;", "[/b]",
    "\u202eevil", "\u2028", "ANA@", "$", "USD", "xx", "x" * 5000, "name:|total:", "×",
    "1× ", "1e3", "½", "²",
)  # fmt: skip
READABLE = [name for name in BY_FILE if name not in WRONG]


def brought(name: str, **more: str | bool) -> list[str]:
    """Return what a file of ours brings."""
    return read(form(BY_FILE[name]), SHOPS / name, **more)


def records(name: str) -> list[list[str]]:
    """Return the header and the records of a file of ours."""
    with (SHOPS / name).open(encoding="utf-8-sig", newline="") as file:
        delimiter = ";" if "semicolons" in name else ","
        found = list(csv.reader(file, delimiter=delimiter))
    return [cells for cells in found if any(cells) and len(cells) > 2]


def written(path: Path, found: list[list[str]]) -> Path:
    """Return a file with some records in it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(found)
    return path


@pytest.mark.parametrize(("name", "known"), BY_FILE.items())
def test_a_file_is_recognised_by_one_format_only(name: str, known: str) -> None:
    table = Table.open(SHOPS / name)

    fitting = [each.id for each in FORMATS if each.fits(table.known)]

    assert fitting == [known]


def test_every_shop_has_an_id_of_its_own() -> None:
    ids = [each.id for each in FORMATS]

    assert len(set(ids)) == len(ids)
    assert {each.about for each in FORMATS} <= {"people", "sales"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("etsy_statement.csv", "Order Items"),
        ("stripe_balance.csv", "Payments > Export"),
    ],
)
def test_the_wrong_kind_of_file_is_refused_with_what_to_download(
    name: str, hint: str
) -> None:
    table = Table.open(SHOPS / name)
    found = recognise(table)

    assert found is not None
    with pytest.raises(InputError) as refused:
        list(found.read(table, choices()))

    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("header", "known"),
    [
        (
            "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,"
            "Payout Date,Available On,Amount,Fee,Net,Checkout,Payment Method Name,VAT",
            "shopify-payments",
        ),
        (
            "Item Name,Item Variation,SKU,Category,Items Sold,Gross Sales,"
            "Items Refunded,Refunds,Discounts & Comps,Net Sales,Tax,Unit,Units Sold",
            "square-summary",
        ),
        (
            "id,Type,Source,Amount,Fee,Destination Platform Fee,Net,Currency,"
            "Created (UTC),Available On (UTC),Description,Customer Facing Amount",
            "stripe-balance",
        ),
        (
            "id,Amount,Arrival Date (UTC),Automatic,Balance Transaction,Created (UTC),"
            "Currency,Description,Destination,Status,Type",
            "stripe-payouts",
        ),
    ],
)
def test_a_header_alone_tells_the_wrong_kind(
    header: str, known: str, tmp_path: Path
) -> None:
    names = header.split(",")
    table = Table.open(written(tmp_path / "it.csv", [names, ["x"] * len(names)]))

    fitting = [each.id for each in FORMATS if each.fits(table.known)]

    assert fitting == [known]


def test_amounts_without_a_currency_are_asked_for() -> None:
    with pytest.raises(InputError) as asked:
        brought("square_transactions.csv")

    assert "--currency" in asked.value.hint


def test_what_each_file_of_ours_brings() -> None:
    told = []

    for name in READABLE:
        told += [f"== {name}", *brought(name, currency="USD"), ""]

    compare("shops", "\n".join(told))


def test_pending_orders_are_taken_when_asked_for() -> None:
    taken = brought("shopify_orders.csv", pending=True)

    assert any("#1007" in line and "PENDING" in line for line in taken)


@pytest.mark.parametrize("name", READABLE)
def test_the_order_of_records_and_columns_makes_no_difference(
    name: str, tmp_path: Path
) -> None:
    header, *rows = records(name)
    first = brought(name, currency="USD")
    turned = [cells[::-1] for cells in (header, *rows)]

    again = read(form(BY_FILE[name]), written(tmp_path / name, turned), currency="USD")

    assert [line.partition(":")[2] for line in again] == [
        line.partition(":")[2] for line in first
    ]


@given(data=st.data())
def test_no_selection_of_columns_and_rows_loses_a_record(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(READABLE))
    header, *rows = records(name)
    kept = data.draw(st.sets(st.sampled_from(range(len(header))), min_size=2))
    chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=12))
    columns = data.draw(st.permutations(sorted(kept)))
    path = tmp_path_factory.mktemp("any") / name
    written(path, [[cells[at] for at in columns] for cells in (header, *chosen)])

    try:
        table = Table.open(path)
        found = recognise(table)
        if found is None:
            return
        brings = list(found.read(table, choices(currency="USD", date_order="mdy")))
    except InputError:
        return

    lines = sorted(line for each in brings for line in each.lines)
    assert lines == [row.line for row in table.rows()]


@given(data=st.data())
def test_no_cell_however_odd_loses_another_order(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(READABLE))
    header, *rows = records(name)
    at = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.integers(0, len(header) - 1))
    odd = data.draw(st.sampled_from(ODD) | st.text(max_size=12))
    found = [list(cells) for cells in rows]
    found[at][place] = odd.replace("\0", "").replace("\r", "")
    path = written(tmp_path_factory.mktemp("odd") / name, [header, *found])

    try:
        brings = arrivals(
            form(BY_FILE[name]), path, currency="USD", date_order="mdy", decimal="."
        )
    except InputError:
        return

    assert brings


def test_a_column_that_is_gone_takes_only_its_own_words_along(tmp_path: Path) -> None:
    told = []

    for name in READABLE:
        told.append(f"== {name}")
        header, *rows = records(name)
        whole = arrivals(form(BY_FILE[name]), SHOPS / name, currency="USD")
        for at, column in enumerate(header):
            if not column or not any(cells[at] for cells in rows):
                continue
            rest = [[*cells[:at], *cells[at + 1 :]] for cells in (header, *rows)]
            what = _missed(form(BY_FILE[name]), written(tmp_path / name, rest), whole)
            if what:
                told.append(f"{column.strip()}: {what}")

    compare("shop_columns", "\n".join(told) + "\n")


def _missed(known: Format, path: Path, whole: list[Arrival]) -> str:
    """Say what is no longer told when a column is gone."""
    if not known.fits(Table.open(path).known):
        return "not recognised without it"
    try:
        found = arrivals(known, path, currency="USD")
    except InputError as asked:
        return f"asks: {asked.hint}"
    if [type(each) for each in found] != [type(each) for each in whole]:
        now, before = (
            {type(each).__name__: 0 for each in (*found, *whole)} for _ in range(2)
        )
        for each in found:
            now[type(each).__name__] += 1
        for each in whole:
            before[type(each).__name__] += 1
        return "brings " + ", ".join(
            f"{count} {kind} (were {before[kind]})"
            for kind, count in sorted(now.items())
            if count != before[kind]
        )
    changed: dict[str, None] = {}
    for new, old in zip(found, whole, strict=True):
        if isinstance(new, ArrivingSale) and isinstance(old, ArrivingSale):
            changed.update(dict.fromkeys(_differing(new, old)))
            changed.update(dict.fromkeys(_differing(new.person, old.person)))
        elif said(new).partition(":")[2] != said(old).partition(":")[2]:
            changed[type(new).__name__] = None
    return ", ".join(changed)


def _differing(
    new: ArrivingSale | ArrivingPerson, old: ArrivingSale | ArrivingPerson
) -> list[str]:
    names = [field.name for field in fields(new)]
    return [
        name
        for name in names
        if name not in ("lines", "person") and getattr(new, name) != getattr(old, name)
    ]
