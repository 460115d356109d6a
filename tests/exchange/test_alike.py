"""What is remembered of rows that say the same."""

from pathlib import Path

import pytest

from secondsale.errors import InputError
from secondsale.exchange.tables import Row, Table
from secondsale.exchange.tables.alike import ALIKE, Alike


def table(folder: Path, text: str) -> Table:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return Table.open(path)


def test_what_says_the_same_is_made_once(tmp_path: Path) -> None:
    orders = table(tmp_path, "Order,Name\n1,Ana\n2,Ben\n3,Ana\n")
    named = Alike(orders, ["name"], lambda row: [row["name"]])

    first, second, third = [named(row) for row in orders.rows()]

    assert (first, second) == (["Ana"], ["Ben"])
    assert third is first


def test_a_column_that_is_not_there_makes_no_difference(tmp_path: Path) -> None:
    orders = table(tmp_path, "Order,Name\n1,Ana\n2,Ben\n")
    called = Alike(orders, ["phone", "name"], lambda row: row["phone"] or row["name"])
    nothing = Alike(orders, ["phone"], lambda row: f"no phone: {row['phone']}")

    first, second = orders.rows()

    assert (called(first), called(second)) == ("Ana", "Ben")
    assert nothing(first) == nothing(second) == "no phone: "


def test_all_columns_of_a_name_are_looked_at(tmp_path: Path) -> None:
    orders = table(tmp_path, "Order,Note,Note\n1,soap,mild\n2,soap,strong\n")
    notes = Alike(orders, ["note"], lambda row: row.each("note"))

    found = [notes(row) for row in orders.rows()]

    assert found == [("soap", "mild"), ("soap", "strong")]


def test_what_is_known_beside_the_row_counts_as_well(tmp_path: Path) -> None:
    orders = table(tmp_path, "Order,Price\n1,38\n")
    priced = Alike(orders, ["price"], lambda row, code: f"{row['price']} {code}")
    (row,) = orders.rows()

    found = [priced(row, "EUR"), priced(row, "USD"), priced(row, "EUR")]

    assert found == ["38 EUR", "38 USD", "38 EUR"]


def test_what_cannot_be_made_is_refused_each_time(tmp_path: Path) -> None:
    def refuse(row: Row) -> str:
        raise InputError(f"{row['price']} is no amount")

    orders = table(tmp_path, "Order,Price\n1,free\n2,free\n")
    priced = Alike(orders, ["price"], refuse)

    for row in orders.rows():
        with pytest.raises(InputError, match="free is no amount"):
            priced(row)


def test_what_is_remembered_has_a_bound(tmp_path: Path) -> None:
    orders = table(tmp_path, "Order,Name\n1,Ana\n")
    made: list[str] = []
    named = Alike(orders, ["name"], lambda row: made.append(row["name"]))

    for number in range(ALIKE + 1):
        named(Row(2, ["1", f"Person {number}"], orders.places))
    named(Row(2, ["1", "Person 0"], orders.places))

    assert made.count("Person 0") == 2
