import json
import subprocess

import pytest
from tests.conftest import InProcess, Processes

ROSE = "Rose Serum x2 @38"


def test_a_sale_is_repeated_as_understood_and_starts_a_plan(
    secondsale: InProcess,
) -> None:
    said = secondsale.ok("add-sale", "Ana Silva", ROSE, "--phone", "+44 20 7946 0018")

    first, *rest = said.out.splitlines()
    assert first == (
        "Sale 1: Ana Silva (1) bought Rose Serum ×2 at 38.00 = 76.00"
        " on Saturday 21 November 2026."
    )
    assert "New customer 1: Ana Silva." in rest
    assert [row[3] for row in said.rows if len(row) > 1][:4] == [
        "welcome:s1",
        "reassure:s1",
        "check-in:s1",
        "education:l1",
    ]


def test_every_option_of_a_sale_is_kept(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ben Okafor", "--phone", "020 7946 0000")
    secondsale.ok(
        "add-sale", "Ana Silva", "Rose Serum x2 @38.50", "Jug",
        "--on", "monday", "--at", "15:40", "--delivery", "2026-11-24",
        "--channel", "whatsapp", "--best-time", "evenings",
        "--email", "ana@example.com", "--phone", "+44 20 7946 0018",
        "--birthday", "--05-17", "--note", "one is for my sister",
        "--source", "market", "--referred-by", "ben", "--currency", "EUR",
    )  # fmt: skip

    whole = json.loads(secondsale.ok("show", "ana", "--json").out)
    (sale,) = whole["sales"]
    assert sale["sold_on"] == "2026-11-16"
    assert sale["sold_time"] == "15:40"
    assert sale["delivered_on"] == "2026-11-24"
    assert sale["note"] == "one is for my sister"
    assert sale["source"] == "market"
    rose, jug = sale["lines"]
    assert rose["quantity"] == 2
    assert rose["unit_price"] == {"amount": "38.50", "currency": "EUR"}
    assert jug["unit_price"] is None
    assert whole["channel"] == "whatsapp"
    assert whole["best_time"] == "evenings"
    assert whole["email"] == "ana@example.com"
    assert whole["phone"] == "+44 20 7946 0018"
    assert whole["birthday"] == "--05-17"
    assert whole["source"] == "market"
    assert whole["referred_by"] == 1


def test_json_of_a_sale_holds_the_sale_and_its_plan(secondsale: InProcess) -> None:
    said = json.loads(secondsale.ok("add-sale", "Ana Silva", ROSE, "--json").out)

    assert said["customer"]["name"] == "Ana Silva"
    assert said["sale"]["lines"][0]["quantity"] == 2
    assert [step["key"] for step in said["plan"]][:2] == ["welcome:s1", "reassure:s1"]
    assert said["stopped"] == []


def test_the_price_defaults_to_the_products(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Jug", "--price", "20", "--currency", "EUR")

    assert "Jug at 20.00 EUR" in secondsale("add-sale", "Ana Silva", "Jug").out


def test_a_typed_price_is_in_the_currency_of_the_product(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Jug", "--price", "20", "--currency", "EUR")

    assert "Jug at 18.00 EUR" in secondsale("add-sale", "Ana Silva", "Jug @18").out


def test_a_price_known_in_another_currency_is_not_converted(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-product", "Jug", "--price", "20", "--currency", "EUR")

    refused = secondsale("add-sale", "Ana Silva", "Jug", "--currency", "USD")

    assert refused.code == 2
    assert refused.refusal == "the price of Jug is known in EUR only"


def test_somebody_without_an_address_is_pointed_out(secondsale: InProcess) -> None:
    said = secondsale("add-sale", "Ana Silva", ROSE)

    assert said.code == 0
    assert said.err == (
        "no phone or e-mail is known yet: secondsale edit-customer 1 --phone NUMBER\n"
    )


@pytest.mark.parametrize("typed", ["ana silva", "ANA  SILVA", "1", "ana@x.org"])
def test_the_same_person_is_recognised(secondsale: InProcess, typed: str) -> None:
    secondsale.ok("add-sale", "Ana Silva", ROSE, "--email", "ana@x.org")

    secondsale.ok("add-sale", typed, "Jug")

    assert len(secondsale.ok("customers").rows) == 1


@pytest.mark.parametrize(
    ("typed", "more", "because"),
    [
        ("Ana Silvaa", (), ""),
        ("Ana", (), ""),
        ("Beata Kowal", ("--phone", "020 7946 0018"), ", the same phone"),
        ("Beata Kowal", ("--email", "ANA@x.org"), ", the same e-mail"),
    ],
)
def test_a_likeness_is_refused_where_nobody_can_be_asked(
    secondsale: InProcess, typed: str, more: tuple[str, ...], because: str
) -> None:
    contact = ("--email", "ana@x.org", "--phone", "+44 20 7946 0018")
    secondsale.ok("add-sale", "Ana Silva", ROSE, *contact)
    before = secondsale.contents()

    refused = secondsale("add-sale", typed, ROSE, *more)

    assert refused.code == 3
    assert refused.refusal.endswith(
        f"looks like Ana Silva (1, +44 20 7946 0018{because})"
    )
    assert refused.err.endswith(
        "hint: --new if it is somebody new; otherwise the whole name or the id\n"
    )
    assert secondsale.contents() == before


def test_new_makes_somebody_new_of_the_same_name(secondsale: InProcess) -> None:
    secondsale.ok("add-sale", "Ana Silva", ROSE, "--email", "ana@x.org")

    secondsale("add-sale", "Ana Silva", ROSE, "--new")

    assert [row[1] for row in secondsale.ok("customers").rows] == ["Ana Silva"] * 2


def test_a_product_like_another_is_not_made_by_accident(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", ROSE)

    refused = secondsale("add-sale", "Ana Silva", "Rose Serumm")

    assert refused.code == 3
    assert "looks like Rose Serum (1)" in refused.refusal
    assert "--new if it is something new" in refused.err


@pytest.mark.parametrize("typed", ["7", "new@example.com", "+44 20 7946 0018"])
def test_an_id_or_address_of_nobody_is_no_name(
    secondsale: InProcess, typed: str
) -> None:
    secondsale("add-sale", "Ana Silva", ROSE)

    assert secondsale("add-sale", typed, ROSE).code == 3
    assert len(secondsale.ok("customers").rows) == 1


def test_a_new_sale_says_what_it_stops(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Rose Serum", "--supply-days", "30")
    early = ("--as-of", "2026-10-20")
    secondsale("add-sale", "Ana Silva", "Rose Serum", *early)

    said = secondsale("add-sale", "Ana Silva", "Rose Serum")

    stopped = [row for row in said.rows if len(row) > 1 and row[4] == "stopped"]
    assert "replenish:l1" in {row[3] for row in stopped}


def test_a_new_sale_shows_what_it_moves(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale.ok("add-product", "Rose Serum", "--supply-days", "30")
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--phone", "12345")

    said = secondsale.ok("add-sale", "Ana Silva", "Rose Serum", "--json")
    lines = secondsale.ok("add-sale", "Ana Silva", "Rose Serum")
    drawn = process.at_a_terminal("add-sale", "Ana Silva", "Rose Serum")

    days = {step["key"]: step["due"] for step in json.loads(said.out)["plan"]}
    assert days["replenish:l1"] == "2027-01-19"
    moved = [row for row in lines.rows if row[3:4] == ["replenish:l1"]]
    assert [row[1] for row in moved] == ["2027-02-17"]
    assert "replenish" in drawn.out


def test_a_sale_to_somebody_who_opted_out_says_so(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale.ok("add-customer", "Ana Silva")
    secondsale.ok("opt-out", "ana", "--on", "2026-11-18")
    asked = "Ana Silva asked on 18 November not to be contacted: nothing will be shown."

    piped = secondsale("add-sale", "Ana Silva", ROSE)
    data = json.loads(secondsale.ok("add-sale", "Ana Silva", ROSE, "--json").out)
    drawn = process.at_a_terminal("add-sale", "Ana Silva", ROSE)

    assert (piped.code, piped.err) == (0, f"{asked}\n")
    assert data["notes"] == [asked]
    assert data["plan"] == []
    assert asked in drawn.words
    assert "--phone" not in drawn.words
    assert "its days are over" not in drawn.words


@pytest.mark.parametrize("width", [60, 80])
def test_a_sentence_breaks_between_words_at_a_terminal(
    process: Processes, width: int
) -> None:
    items = ("Rose Serum x2 @38", "Filter Cartridge x3 @14.90", "Night Balm @34")

    said = process.at_a_terminal("add-sale", "Ana Silva", *items, width=width)

    lines = [line.rstrip() for line in said.out.splitlines()]
    assert max(map(len, lines)) <= width
    assert "Filter Cartridge ×3 at 14.90, Night Balm at 34.00 = 154.70" in said.words
    assert len(process("add-sale", "Ana Silva", *items).out.splitlines()[0]) > 140


@pytest.mark.parametrize("name", ["Model X2", "Model 2X", "X2", "Box"])
def test_a_capital_x_is_part_of_the_name(secondsale: InProcess, name: str) -> None:
    secondsale("add-sale", "Ana Silva", f"{name} x3 @20")

    (sale,) = json.loads(secondsale.ok("sales", "--json").out)
    (line,) = sale["lines"]
    assert (line["product"], line["quantity"]) == (name, 3)


def test_a_first_wrong_price_leaves_no_book_behind(secondsale: InProcess) -> None:
    refused = secondsale("add-sale", "Ana Silva", "Rose Serum @12,505")

    assert refused.code == 2
    assert not secondsale.book.exists()


def test_eight_at_once_make_one_customer(process: Processes) -> None:
    command = process.command("add-sale", "Ana Silva", "Rose Serum x1 @38")
    running = [
        subprocess.Popen(
            command,
            env=process.whole(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    ends = [(each.communicate(timeout=60), each.returncode) for each in running]

    assert [code for _, code in ends] == [0] * 8, ends
    assert len(process("customers").rows) == 1
    assert len(process("products").rows) == 1
    assert len(process("sales").rows) == 8


def test_without_arguments_a_terminal_is_asked(
    secondsale: InProcess, process: Processes
) -> None:
    said = process.at_a_terminal(
        "add-sale",
        types=["Ana Silva", ROSE, "Jug @20", "", "+44 20 7946 0018", "60", ""],
    )

    assert said.code == 0
    assert "Ana Silva (1) bought Rose Serum ×2 at 38.00, Jug at 20.00" in said.out
    assert "New product 1: Rose Serum; one lasts 60 days." in said.out
    (row,) = secondsale("customers").rows
    assert row[2] == "call +44 20 7946 0018"
    assert [row[4] for row in secondsale("products").rows] == ["60 days", ""]


def test_what_cannot_be_understood_is_asked_again(process: Processes) -> None:
    said = process.at_a_terminal(
        "add-sale",
        types=[
            "Ana Silva",
            "Jug @12,50",
            "Jug",
            "",
            "nobody",
            "ana@x.org",
            "often",
            "",
        ],
    )

    assert said.code == 0
    assert "'12,50' is not an amount (write it like 38 or 38.50)" in said.out
    assert "'nobody' is not a phone number" in said.out
    assert "'often' is not a number of days" in said.out
    assert process("customers").rows[0][2] == "e-mail ana@x.org"


@pytest.mark.parametrize(("answer", "people"), [("y", 1), ("", 1), ("n", 2)])
def test_a_near_duplicate_is_asked_about(
    secondsale: InProcess, process: Processes, answer: str, people: int
) -> None:
    secondsale("add-sale", "Ana Silva", ROSE)

    said = process.at_a_terminal("add-sale", "Ana Silvaa", ROSE, types=[answer])

    assert "Is 'Ana Silvaa' Ana Silva (1)? [Y/n]" in said.out
    assert said.code == 0
    assert len(secondsale("customers").rows) == people


def test_the_same_phone_is_asked_about(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", ROSE, "--phone", "+44 20 7946 0018")

    said = process.at_a_terminal(
        "add-sale", "Beata Kowal", ROSE, "--phone", "020 7946 0018", types=["n"]
    )

    question = "Is 'Beata Kowal' Ana Silva (1, +44 20 7946 0018, the same phone)? [Y/n]"
    assert question in said.words
    assert len(secondsale("customers").rows) == 2


@pytest.mark.parametrize(("answer", "people"), [("2", 2), ("", 3), ("9", 3)])
def test_of_several_the_id_is_asked_for(
    secondsale: InProcess, process: Processes, answer: str, people: int
) -> None:
    secondsale("add-sale", "Ana Silva", ROSE)
    secondsale("add-sale", "Ana Costa", ROSE)

    said = process.at_a_terminal("add-sale", "Ana", ROSE, types=[answer, ""])

    assert "'Ana' could be Ana Silva (1) or Ana Costa (2)." in said.out
    assert said.code == 0
    assert len(secondsale("customers").rows) == people


@pytest.mark.parametrize("types", [[], ["Ana Silva"], ["Ana Silva", "Jug", ""]])
def test_leaving_the_questions_keeps_nothing(
    process: Processes, types: list[str]
) -> None:
    said = process.at_a_terminal("add-sale", types=types)

    assert said.code == 130
    assert "Traceback" not in said.out
    assert process("sales").rows == []
