import json

import pytest
from tests.conftest import InProcess, Processes


def test_a_product_is_added_with_all_that_is_known(secondsale: InProcess) -> None:
    said = secondsale.ok(
        "add-product", "Rose Serum", "--category", "skin care", "--price", "1,234.50",
        "--currency", "eur", "--supply-days", "30", "--delivery-days", "2",
        "--kind", "consumable", "--note", "30 ml", "--json",
    )  # fmt: skip

    assert json.loads(said.out) == {
        "id": 1,
        "name": "Rose Serum",
        "category": "skin care",
        "price": {"amount": "1234.50", "currency": "EUR"},
        "supply_days": 30,
        "delivery_days": 2,
        "kind": "consumable",
        "dosed": True,
        "note": "30 ml",
        "lessons": [],
        "reasons": [],
        "resources": [],
        "complements": [],
        "objections": [],
    }
    assert secondsale.ok("products").rows == [
        [
            "1", "Rose Serum", "skin care", "1,234.50 EUR", "30 days", "+2 days",
            "consumable",
        ]
    ]  # fmt: skip


def test_products_are_filtered(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Rose Serum", "--category", "Skin care")
    secondsale.ok("add-product", "Jug", "--kind", "durable")

    def names(*more: str) -> list[str]:
        return [row[1] for row in secondsale("products", *more).rows]

    assert names() == ["Rose Serum", "Jug"]
    assert names("--category", "skin care") == ["Rose Serum"]
    assert names("--kind", "durable") == ["Jug"]
    assert names("ros") == ["Rose Serum"]
    assert names("nothing") == []
    said = json.loads(secondsale.ok("products", "--kind", "durable", "--json").out)
    assert [each["name"] for each in said] == ["Jug"]


def test_an_edit_changes_and_an_empty_value_clears(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Jug", "--price", "20", "--supply-days", "60")

    said = secondsale.ok(
        "edit-product", "jug", "--name", "Filter Jug", "--price", "",
        "--supply-days", "", "--kind", "durable",
    )  # fmt: skip

    assert said.out == "Filter Jug (1): durable\n"


def test_a_price_without_decimals_stays_without(secondsale: InProcess) -> None:
    said = secondsale.ok("add-product", "Tea", "--price", "3800", "--currency", "JPY")

    assert "3,800 JPY" in said.out


@pytest.mark.parametrize("name", ["Jug", "JUG", "  jug "])
def test_two_products_never_have_one_name(secondsale: InProcess, name: str) -> None:
    secondsale.ok("add-product", "Jug")
    secondsale.ok("add-product", "Kettle")

    assert secondsale("add-product", name).code == 2
    assert secondsale("edit-product", "kettle", "--name", name).code == 2


def test_a_letter_and_a_number_are_a_name(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Rose Serum")

    said = secondsale.ok("add-product", "P1", "--new")

    assert said.out == "P1 (2): consumable\n"
    assert "P1 (2)" in secondsale.ok("edit-product", "p1", "--price", "3").out


@pytest.mark.parametrize("width", [60, 70, 80, 100])
def test_a_table_breaks_no_word(process: Processes, width: int) -> None:
    words = ("Moisturising", "Overnight", "Concentrate", "rejuvenating")
    name, category = " ".join(words[:3]), f"{words[3]} skin care"
    more = ("--price", "1234.50", "--supply-days", "300", "--delivery-days", "20")
    process("add-product", name, "--category", category, *more)

    shown = process.at_a_terminal("products", width=width).out

    assert all(word in shown for word in (*words, "1,234.50", "consumable"))
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= width
    assert ("name      Moisturising Overnight" in shown) == (width <= 70)


def test_a_durable_product_does_not_run_out(secondsale: InProcess) -> None:
    refused = secondsale(
        "add-product", "Jug", "--kind", "durable", "--supply-days", "9"
    )

    assert refused.refusal == "a durable product does not run out"


def test_a_terminal_is_asked(process: Processes) -> None:
    process.at_a_terminal("add-product", types=["Jug"])
    said = process.at_a_terminal("edit-product", "--price", "20", types=["jug"])

    assert "Jug (1): consumable, 20.00" in said.out
