import json

from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes

SALE = ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--phone", "12345")


def test_a_preview_shows_what_the_sale_would_say(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ben Okafor")
    before = secondsale.contents()

    preview = secondsale(*SALE, "--preview")
    assert secondsale.contents() == before
    real = secondsale.ok(*SALE)

    assert preview.code == 0
    assert preview.err == "this was a preview: nothing was kept\n"
    assert preview.out == real.out


def test_a_preview_begins_no_book(secondsale: InProcess) -> None:
    said = secondsale(*SALE, "--preview", "--json")

    assert json.loads(said.out)["preview"] is True
    assert json.loads(said.out)["sale"]["id"] == 1
    assert not secondsale.book.exists()


def test_a_preview_of_something_wrong_is_refused_too(sold: InProcess) -> None:
    assert "looks like Ana Silva" in refused(
        sold, 3, "add-sale", "Ana Silvaa", "Rose Serum", "--preview"
    )


def test_a_preview_at_a_terminal_asks_and_keeps_nothing(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale.ok(*SALE)

    said = process.at_a_terminal(
        "add-sale", "Ana Silvaa", "Jug", "--preview", types=["y"]
    )

    assert "Sale 2: Ana Silva (1) bought Jug" in said.out
    assert "this was a preview: nothing was kept" in said.out
    assert len(secondsale.ok("sales").rows) == 1


def test_sales_are_grouped_by_their_party(secondsale: InProcess) -> None:
    party = ("--party", "Friday at Mia's", "--phone", "12345")
    said = secondsale("add-sale", "Ana Silva", "Jug", *party)
    assert "on Saturday 21 November 2026 (Friday at Mia's)." in said.words
    secondsale.ok("add-sale", "Ben Okafor", "Jug", "--party", "friday at mia's", "--phone", "54321", "--expect", "arrives in 3 days")  # noqa: E501  # fmt: skip
    secondsale.ok("add-sale", "Ana Silva", "Jug")

    found = secondsale.ok("sales", "--party", "Friday at Mia's")

    assert [row[2] for row in found.rows] == ["Ben Okafor", "Ana Silva"]
    sale = json.loads(secondsale.ok("sales", "ben", "--json").out)[0]
    assert (sale["party"], sale["expectations"]) == (
        "friday at mia's",
        "arrives in 3 days",
    )
    assert "was told: arrives in 3 days" in secondsale.ok("show", "ben").out


def test_party_and_expectations_are_corrected(sold: InProcess) -> None:
    sold.ok("edit-sale", "1", "--party", "Market", "--expect", "a call on Monday")

    (sale,) = json.loads(sold.ok("sales", "--json").out)
    assert (sale["party"], sale["expectations"]) == ("Market", "a call on Monday")
