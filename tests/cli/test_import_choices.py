"""What an import was told is said again, and what it lacks is asked for."""

from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest
from tests.conftest import InProcess, Processes

ORDERS = """\
Customer,Item,Order date,Total,Shelf
Ana Silva,Rose Serum,2026-10-01,76.00,3
Ben Okafor,Filter Jug,2026-10-14,24.50,4
"""
SHOPIFY = """\
Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,\
Lineitem price,Billing Name
#1,ana@example.com,paid,EUR,10,2026-11-10,1,Soap,10,Ana Silva
"""


def file(book: InProcess | Processes, name: str, text: str) -> str:
    path = book.folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def test_what_a_known_file_was_told_is_said_the_next_time(
    secondsale: InProcess,
) -> None:
    orders = file(secondsale, "orders.csv", SHOPIFY)
    first = secondsale(
        "import", orders, "--shop", "b", "--pending", "--currency", "EUR",
        "--date-order", "dmy",
    )  # fmt: skip

    again = secondsale("import", orders)
    typed = secondsale("import", orders, "--shop", "b")
    anew = secondsale("import", orders, "--forget-choices", "--dry-run")

    assert "as last time" not in first.err
    assert again.err.splitlines()[0] == (
        "orders.csv, as last time: shop b, pending orders, too, EUR, day first"
        " (--forget-choices asks anew)"
    )
    assert "as last time: pending orders, too, EUR, day first" in typed.err
    assert "as last time" not in anew.err
    assert "  unchanged 1: line 2" in again.out


def test_what_a_table_was_told_is_said_with_its_columns(secondsale: InProcess) -> None:
    orders = file(secondsale, "orders.csv", ORDERS)
    secondsale("import", orders, "--yes", "--currency", "EUR")

    said = secondsale("import", orders).err.splitlines()[0]

    assert said == (
        "orders.csv, as last time: Customer = name, Item = product, Order date = date"
        " and Total = total; ignored: Shelf; EUR"
    )


def test_columns_that_are_not_read_are_named_where_nobody_is_asked(
    secondsale: InProcess,
) -> None:
    orders = file(secondsale, "orders.csv", ORDERS)
    odd = file(secondsale, "odd.csv", "Foo,Bar\nAna Lee,Soap\n")

    said = secondsale("import", orders, "--yes", "--currency", "EUR").err
    nothing = secondsale("import", odd, "--yes").err

    assert "Order date = date and Total = total; ignored: Shelf\n" in said
    assert nothing.startswith("odd.csv is read as: nothing; ignored: Foo and Bar\n")


def test_what_was_chosen_is_kept_under_its_name(secondsale: InProcess) -> None:
    secondsale("import", file(secondsale, "o.csv", SHOPIFY), "--shop", "b")

    (kept,) = Path(secondsale.folder).rglob("mappings/*.toml")

    assert kept.read_text().splitlines() == [
        "# Shopify orders: the next file with these columns is read like this.",
        'shop = "b"',
    ]


def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(
    process: Processes,
) -> None:
    orders = file(process, "orders.csv", ORDERS)

    answer = process.at_a_terminal(
        "import", orders, "--currency", "EUR", types=["perhaps", "Yes"]
    )

    assert answer.code == 0
    assert "y is yes, n is no, Enter alone is yes" in answer.words
    assert "Error" not in answer.words
    assert "Added 2 sales" in answer.words


def test_a_currency_that_a_table_lacks_is_asked_for_and_remembered(
    process: Processes,
) -> None:
    orders = file(process, "orders.csv", ORDERS)

    answer = process.at_a_terminal("import", orders, types=["y", "euros", "eur"])
    again = process("import", orders)

    assert answer.code == 0
    assert "Which currency? (EUR, USD, ...)" in answer.words
    assert "'euros' is not a currency" in answer.words
    assert "Added 2 sales" in answer.words
    assert "76.00 EUR" in process("sales").out
    assert (again.code, "; EUR\n" in again.err) == (0, True)


def test_a_currency_that_the_file_says_is_not_asked_for(process: Processes) -> None:
    orders = file(process, "orders.csv", ORDERS.replace("76.00", "€76.00"))

    answer = process.at_a_terminal("import", orders, types=["y"])

    assert (answer.code, "Which currency" in answer.words) == (0, False)


@pytest.mark.parametrize("typed", ["", "\n \n"])
def test_empty_input_is_said_to_be_empty(process: Processes, typed: str) -> None:
    empty = file(process, "empty", typed)

    with open(empty, "rb") as given:  # noqa: PTH123 - stdin
        answer = process("import", "-", stdin=given, stdout=PIPE, stderr=PIPE)

    assert answer.refusal == "nothing came by standard input"
    assert "download" not in answer.err
    assert process("import", "-", stdin=DEVNULL).code == 2
