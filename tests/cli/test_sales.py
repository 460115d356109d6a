import json
from typing import Any

import pytest
from tests.cli.conftest import NEXT_DAY, keys
from tests.conftest import InProcess, Processes


def test_a_cancelled_sale_stops_what_it_started(sold: InProcess) -> None:
    said = sold.ok("cancel-sale", "1", "--because", "changed her mind", *NEXT_DAY)

    first, *stopped = said.out.splitlines()
    assert first == (
        "Cancelled sale 1: Rose Serum ×2 for Ana Silva, on Friday 20 November 2026."
    )
    assert stopped[0] == f"This stops {len(stopped) - 1} touchpoints:"
    assert "  welcome: first sale: Rose Serum ×2" in said.out
    assert keys(sold, "--days", "90", *NEXT_DAY) == []


def test_a_cancelled_sale_does_not_vanish(sold: InProcess) -> None:
    sold.ok("cancel-sale", "s1", *NEXT_DAY)

    assert sold.ok("sales").rows[0][5] == "cancelled"
    assert "the sale was cancelled" in sold.ok("show", "ana").out
    assert "the sale was cancelled" in sold.ok("why", "ana", *NEXT_DAY).out


def test_a_sale_is_cancelled_once(sold: InProcess) -> None:
    sold.ok("cancel-sale", "1", *NEXT_DAY)

    refused = sold("cancel-sale", "1")

    assert refused.code == 2
    assert refused.refusal == "sale 1 is cancelled already"
    assert "on Friday 20 November 2026" in refused.err


def test_all_units_come_back_unless_said(sold: InProcess) -> None:
    said = sold.ok("return", "1", "rose", *NEXT_DAY)

    assert said.out.startswith(
        "Returned 2 × Rose Serum from sale 1 for Ana Silva, on Friday 20 November 2026."
    )
    assert sold.ok("sales").rows[0][5] == "returned: Rose Serum"
    assert keys(sold, *NEXT_DAY) == []


@pytest.mark.parametrize("item", [("Rose Serum x1",), ("Rose", "Serum", "x1")])
def test_some_units_come_back(sold: InProcess, item: tuple[str, ...]) -> None:
    sold.ok("return", "1", *item, *NEXT_DAY)

    (sale,) = json.loads(sold.ok("sales", "--json").out)
    assert sale["lines"][0]["kept"] == 1
    assert "welcome:s1" in keys(sold, *NEXT_DAY)


def test_a_part_that_came_back_is_counted(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Serum x4", "Jug")
    secondsale.ok("return", "1", "serum x2")
    secondsale.ok("return", "1", "jug")

    assert secondsale.ok("sales").rows[0][5] == "returned: 2 of 4 Serum, Jug"


def test_a_return_says_what_it_moves(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Serum", "--supply-days", "30")
    secondsale("add-sale", "Ana Silva", "Serum x2")

    said = secondsale.ok("return", "1", "serum x1")

    first, *moved = said.out.splitlines()
    assert first.startswith("Returned 1 × Serum from sale 1 for Ana Silva")
    assert moved[0] == "This moves 2 touchpoints:"
    assert moved[1].startswith("  replenish: bought Serum on 21 November")
    assert moved[1].endswith("(due Sun 20 Dec, not Tue 19 Jan 2027)")


@pytest.mark.parametrize("typed", ["1", "s1", "S1", "#1", " 1 "])
def test_a_sale_goes_by_its_number(sold: InProcess, typed: str) -> None:
    assert sold.ok("edit-sale", typed, "--note", "gift").out.startswith("Sale 1: ")


def test_json_of_a_changed_sale_holds_what_it_changed(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Serum", "--supply-days", "30")
    secondsale("add-sale", "Ana Silva", "Serum x2")

    def changed(*typed: str) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(secondsale.ok(*typed, "--json").out)
        assert said["customer"]["name"] == "Ana Silva"
        return said

    edited = changed("edit-sale", "1", "--delivery", "2026-11-25")
    returned = changed("return", "1", "serum x1")
    cancelled = changed("cancel-sale", "1")

    check_in = next(each for each in edited["moved"] if each["rule"] == "check-in")
    assert (check_in["was_due"], check_in["due"]) == ("2026-11-24", "2026-11-28")
    assert edited["stopped"] == []
    assert returned["sale"]["lines"][0]["kept"] == 1
    assert {each["rule"] for each in returned["moved"]} == {"replenish"}
    assert cancelled["sale"]["cancelled_on"] == "2026-11-21"
    assert "welcome:s1" in {each["key"] for each in cancelled["stopped"]}


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        (("1", "rose x3"), 2, "3 × Rose Serum cannot come back from sale 1"),
        (("1", "rose", "--on", "2026-11-01"), 2, "Sunday 1 November 2026 is before"),
        (("1", "jug"), 3, "no product answers to 'jug'"),
        (("9", "rose"), 3, "there is no sale"),
        (("ana", "rose"), 3, "'ana' is Ana Silva; a sale goes by its number"),
        (("1",), 2, "the item is missing"),
        ((), 2, "the sale's number is missing"),
    ],
)
def test_what_cannot_come_back_is_refused(
    sold: InProcess, typed: tuple[str, ...], code: int, message: str
) -> None:
    refused = sold("return", *typed)

    assert refused.code == code
    assert refused.refusal.startswith(message)


def test_nothing_comes_back_twice(sold: InProcess) -> None:
    sold.ok("return", "1", "rose", *NEXT_DAY)

    assert sold("return", "1", "rose").code == 2


def test_nothing_comes_back_of_a_cancelled_sale(sold: InProcess) -> None:
    sold.ok("cancel-sale", "1", *NEXT_DAY)

    refused = sold("return", "1", "rose")

    assert refused.refusal == "sale 1 is cancelled"


def test_a_sale_is_corrected(sold: InProcess) -> None:
    said = sold.ok(
        "edit-sale", "1", "--on", "2026-11-18", "--at", "09:05",
        "--delivery", "2026-11-20", "--note", "gift", "--source", "fair",
    )  # fmt: skip

    assert "on Wednesday 18 November 2026 at 09:05" in said.out
    assert "delivery Friday 20 November 2026" in said.out
    (sale,) = json.loads(sold.ok("sales", "--json").out)
    assert (sale["note"], sale["source"]) == ("gift", "fair")


def test_nothing_to_correct_is_said(sold: InProcess) -> None:
    assert sold("edit-sale", "1").refusal == "nothing to change"


def test_sales_are_listed_newest_first_and_filtered(sold: InProcess) -> None:
    sold("add-sale", "Ben Okafor", "Jug @20")

    def customers(*more: str) -> list[str]:
        return [row[2] for row in sold("sales", *more).rows]

    assert customers() == ["Ben Okafor", "Ana Silva"]
    assert customers("ana") == ["Ana Silva"]
    assert customers("--product", "jug") == ["Ben Okafor"]
    assert customers("--since", "2026-11-20") == ["Ben Okafor"]
    assert customers("--until", "2026-11-20") == ["Ana Silva"]
    assert customers("--until", "2026-11-01") == []
    assert sold.ok("sales", "ana").rows == [
        ["1", "2026-11-19", "Ana Silva", "Rose Serum ×2", "76.00", "", ""]
    ]


def test_the_sales_of_a_party_stand_together(sold: InProcess) -> None:
    sold("add-sale", "Ben", "Jug", "--party", "Friday at Mia's")
    sold("add-sale", "Cleo", "Jug", "--party", "Friday")

    (row,) = sold.ok("sales", "--party", "friday at mia's").rows

    assert (row[2], row[6]) == ("Ben", "Friday at Mia's")
    exported = sold.ok("export", "--what", "sales").out.splitlines()
    assert exported[0].endswith(",recorded_on,party,total")
    assert sum(record.endswith(",Friday at Mia's,") for record in exported) == 1


def test_a_later_fact_is_not_known_yet_as_of_an_earlier_day(sold: InProcess) -> None:
    sold.ok("cancel-sale", "1")
    sold("add-sale", "Ben", "Jug")

    (row,) = sold.ok("sales", "--until", "today", *NEXT_DAY).rows
    record = sold.ok("export", "--what", "sales", "--raw", *NEXT_DAY).out

    assert row[:6] == ["1", "2026-11-19", "Ana Silva", "Rose Serum ×2", "76.00", ""]
    assert "2026-11-21" not in record
    assert len(record.splitlines()) == 2


def test_a_cancelled_second_sale_is_called_the_second(sold: InProcess) -> None:
    sold.ok("add-sale", "ana silva", "Jug")

    said = sold.ok("cancel-sale", "2")

    assert (
        "  welcome: 2nd sale: Jug on 21 November (the sale was cancelled)" in said.out
    )


def test_a_second_sale_of_a_day_says_what_it_takes_the_place_of(
    sold: InProcess,
) -> None:
    said = sold.ok("add-sale", "ana silva", "Jug", "--on", "2026-11-19")

    ended = [row[3:] for row in said.rows if row[-2:-1] == ["stopped"]]
    assert ended == [["win-back:s1", "stopped", "win-back:s2 takes its place"]]


def test_a_terminal_is_asked_which_sale(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum x2")

    said = process.at_a_terminal("return", types=["1", "rose x1"])

    assert "Returned 1 × Rose Serum from sale 1 for Ana Silva" in said.out
