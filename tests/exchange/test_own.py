import csv
from pathlib import Path

import pytest
from tests.conftest import InProcess
from tests.exchange.reading import choices, read, said

from secondsale.errors import InputError
from secondsale.exchange.csv_tables import TABLES
from secondsale.exchange.formats import arrivals, recognise
from secondsale.exchange.formats.own import OwnContacts, OwnCustomers, OwnSales
from secondsale.exchange.tables import Table

NOT_KEPT = {
    "customers": {"id", "referred_by", "added_on", "do_not_contact_since"},
    "products": {"id"},
    "sales": {"sale", "line", "customer_id", "product_id", "recorded_on"},
    "contacts": {"id", "customer_id", "covered"},
}
"""What a table cannot carry from one book to another."""

CUSTOMERS = (
    "id,name,email,phone,channel,best_time,birthday,source,note,added_on,"
    "do_not_contact_since,tags\n"
)
SALES = (
    "sale,sold_on,sold_time,customer_id,customer,product,quantity,returned,"
    "unit_price,currency,cancelled_on,note\n"
)

BOOK = (
    ["add-product", "Rose Serum", "--price", "38.50", "--currency", "EUR",
     "--supply-days", "30", "--category", "Skin", "-n", "'5 stars"],
    ["add-product", "Jug", "--price", "1200", "--currency", "JPY",
     "--kind", "durable"],
    ["add-customer", "Ana Silva", "--phone", "+44 20 7946 0018", "--birthday",
     "--05-17", "--note", "=SUM(1) likes  tea", "--channel", "whatsapp"],
    ["add-customer", "Ben Okafor", "--email", "ben@example.com",
     "--address", "1 Elm St", "--postcode", "02139"],
    ["add-sale", "Ana Silva", "Rose Serum x2 @38.50", "Jug @5", "--currency", "EUR",
     "--on", "2026-11-01", "--at", "15:40", "--delivery", "2026-11-05"],
    ["add-sale", "Ben Okafor", "Jug x3", "--on", "2026-10-01", "--party", "Maya's"],
    ["add-sale", "Ben Okafor", "Rose Serum", "--on", "2026-10-02", "-n", "-5 is off"],
    ["return", "s2", "Jug", "x1", "--on", "2026-10-05"],
    ["cancel-sale", "s3", "--on", "2026-10-04"],
    ["log", "ana", "happy", "-n", "loves it", "--on", "2026-11-10"],
    ["opt-out", "ben"],
)  # fmt: skip


def file(folder: Path, content: str) -> Path:
    path = folder / "own.csv"
    path.write_text(content, encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("what", TABLES)
def test_a_table_of_ours_is_recognised(tmp_path: Path, what: str) -> None:
    table = Table.open(file(tmp_path, ",".join(TABLES[what])))

    found = recognise(table)

    assert found is not None
    assert found.id == f"secondsale-{what}"


def test_a_plan_is_refused_because_it_is_derived(tmp_path: Path) -> None:
    table = Table.open(file(tmp_path, ",".join(TABLES["plan"])))
    form = recognise(table)
    assert form is not None

    with pytest.raises(InputError, match="plan, which follows from what else") as no:
        list(arrivals(form, table, choices()))

    assert no.value.hint == "export and import customers, products, sales and contacts"


def test_guarded_cells_come_back_as_they_were(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        CUSTOMERS + "3,Ana Silva,ana@example.com,'+44 20 7946 0018,whatsapp,evenings,"
        "'--05-17,fair,'=1+1,2026-05-01,2026-06-01,\"vip, new\"\n",
    )

    assert read(OwnCustomers(), path) == [
        "2: contact <Ana Silva> id=c3 email=ana@example.com phone='+44 20 7946 0018'"
        " birthday=--05-17 channel=whatsapp note==1+1 tags=vip+new 'opted out'=all"
        " added=2026-05-01".replace("'opted out'", "opted out")
    ]


def test_the_rows_of_a_sale_are_one_sale(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        SALES + "12,2026-05-01,15:40,3,Ana Silva,Rose Serum,2,1,38.50,EUR,,hi\n"
        "12,2026-05-01,15:40,3,Ana Silva,Jug,1,0,1200,JPY,,hi\n"
        "13,2026-05-02,,4,Ben Okafor,Jug,1,0,,,2026-05-03,\n",
    )

    assert read(OwnSales(), path) == [
        "2+3: s12 2026-05-01T15:40 <Ana Silva> id=c3"
        " [Rose Serum x2 @ 38.50 EUR, 1 back, Jug x1 @ 1,200 JPY] note=hi",
        "4: s13 2026-05-02 CANCELLED on 2026-05-03 <Ben Okafor> id=c4 [Jug x1]",
    ]


def test_a_table_that_a_spreadsheet_saved_anew_is_read_as_well(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        SALES.replace(",", ";")
        + "12;31.05.2026;15:40:00;3;Ana Silva;Rose Serum;2;0;1.038,50;EUR;;\n"
        "13;01.06.2026;;3;Ana Silva;Rose Serum;1;0;1.250;EUR;;\n",
    )

    assert read(OwnSales(), path) == [
        "2: s12 2026-05-31T15:40 <Ana Silva> id=c3 [Rose Serum x2 @ 1,038.50 EUR]",
        "3: s13 2026-06-01 <Ana Silva> id=c3 [Rose Serum x1 @ 1,250.00 EUR]",
    ]


def test_prices_with_three_decimals_are_ours_and_not_asked_about(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, SALES + "1,2026-05-01,,1,Ana,Jug,1,0,1.234,KWD,,\n")

    assert read(OwnSales(), path) == [
        "2: s1 2026-05-01 <Ana> id=c1 [Jug x1 @ 1.234 KWD]"
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1,,,1,Ana,Jug,1,0,,,,", "sold_on is empty"),
        (",2026-05-01,,1,Ana,Jug,1,0,,,,", "sale is empty"),
        ("1,2026-02-30,,1,Ana,Jug,1,0,,,,", "is not in the calendar"),
        ("1,2026-05-01,25:00,1,Ana,Jug,1,0,,,,", "is not a time of day"),
        ("1,2026-05-01,,1,,Jug,1,0,,,,", "the customer has no letter in it"),
        ("1,2026-05-01,,1,Ana,Jug,1.5,0,,,,", "is no number of things or days"),
        ("1,2026-05-01,,1,Ana,Jug,1,0,5,EURO,,", "is not a currency"),
        ("1,2026-05-01,,1,Ana,Jug,1,0,,,,,,more", "cells under"),
    ],
)
def test_a_row_that_is_damaged_is_refused_alone(
    tmp_path: Path, row: str, why: str
) -> None:
    good = "9,2026-05-01,,1,Ana,Jug,1,0,,,,\n"

    bad, kept = read(OwnSales(), file(tmp_path, f"{SALES}{row}\n{good}"))

    assert bad.startswith("2: refused: ")
    assert why in bad
    assert kept == "3: s9 2026-05-01 <Ana> id=c1 [Jug x1]"


def test_a_contact_without_its_outcome_is_refused(tmp_path: Path) -> None:
    head = "contacted_on,customer_id,customer,outcome,channel,inbound,note\n"
    rows = "2026-05-01,3,Ana,happy,call,in,hi\n2026-05-01,3,Ana,,call,in,\n"
    table = Table.open(file(tmp_path, head + rows + "2026-05-01,3,Ana,glad,,,\n"))

    good, *bad = arrivals(OwnContacts(), table, choices())

    assert "outcome=<Outcome.HAPPY: 'happy'>" in said(good)
    assert "inbound=True" in said(good)
    assert list(map(said, bad)) == [
        "3: refused: outcome is empty",
        "4: refused: outcome 'glad' is not one of ours",
    ]


def rows(book: InProcess, what: str) -> list[dict[str, str]]:
    """Return a table without what cannot be kept, its rows in an order of their own."""
    exported = book.ok("export", "--what", what).out.removeprefix("\ufeff")
    found = csv.DictReader(exported.splitlines())
    kept = ({k: v for k, v in row.items() if k not in NOT_KEPT[what]} for row in found)
    return sorted(kept, key=lambda row: [*row.values()])


def test_what_was_exported_is_the_same_in_another_book(
    secondsale: InProcess, tmp_path: Path
) -> None:
    for typed in BOOK:
        assert secondsale(*typed).code == 0, typed
    paths = []
    for what in NOT_KEPT:
        paths.append(str(tmp_path / f"{what}.csv"))
        assert secondsale("export", "--what", what, "-o", paths[-1]).code == 0
    before = {what: rows(secondsale, what) for what in NOT_KEPT}
    other = InProcess(tmp_path, secondsale.environment, secondsale.capture)
    other.environment = {
        **secondsale.environment,
        "SECONDSALE_BOOK": str(tmp_path / "other.db"),
    }

    assert other("import", *paths).code == 0

    assert {what: rows(other, what) for what in NOT_KEPT} == before
    again = other("import", *paths)
    assert "Nothing is new." in again.out
