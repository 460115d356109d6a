import json

import pytest
from tests.cli.conftest import NEXT_DAY, keys, refused
from tests.conftest import InProcess, Processes


def test_a_customer_is_added_with_all_that_is_known(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ben Okafor")
    said = secondsale.ok(
        "add-customer", "Chloé Martin", "--email", "chloe@example.com",
        "--phone", "+33 1 23 45 67 89", "--channel", "email", "--best-time", "mornings",
        "--birthday", "1984-05-17", "--source", "fair", "--note", "likes roses",
        "--referred-by", "ben", "--address", "1 Rue de la Paix, Paris",
        "--postcode", "75002", "--json",
    )  # fmt: skip

    assert json.loads(said.out) == {
        "id": 2,
        "name": "Chloé Martin",
        "email": "chloe@example.com",
        "phone": "+33 1 23 45 67 89",
        "channel": "email",
        "best_time": "mornings",
        "birthday": "1984-05-17",
        "source": "fair",
        "note": "likes roses",
        "referred_by": 1,
        "added_on": "2026-11-21",
        "tier": "",
        "address": "1 Rue de la Paix, Paris",
        "postcode": "75002",
        "other_emails": [],
        "other_phones": [],
        "owner": "",
        "tags": [],
    }
    assert secondsale.ok("customers", "chloe").rows == [
        ["2", "Chloé Martin", "e-mail chloe@example.com, mornings", "0", "", "fair"]
    ]


FAMILY = "👨‍👩‍👧 Müller"
NAMES = ("李小龙", "Œuvre d'Art", FAMILY, "Nguyễn Thị Ánh", "محمد", "O'Brien-Łoś")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_comes_back_as_typed(
    secondsale: InProcess, name: str
) -> None:
    secondsale.ok("add-customer", name)

    assert secondsale.ok("customers").rows[0][1] == name
    assert json.loads(secondsale.ok("customers", "--json").out)[0]["name"] == name


def test_an_edit_changes_only_what_is_said(sold: InProcess) -> None:
    said = sold.ok("edit-customer", "ana", "--email", "ana@x.org", "--name", "Ana Sá")

    assert said.out == "Ana Sá (1): call +44 20 7946 0018\n"
    whole = json.loads(sold.ok("show", "1", "--json").out)
    assert (whole["email"], whole["phone"]) == ("ana@x.org", "+44 20 7946 0018")


@pytest.mark.parametrize(
    ("option", "field"),
    [
        ("--phone", "phone"),
        ("--email", "email"),
        ("--channel", "channel"),
        ("--birthday", "birthday"),
        ("--note", "note"),
        ("--source", "source"),
        ("--best-time", "best_time"),
        ("--referred-by", "referred_by"),
    ],
)
def test_an_empty_value_clears(secondsale: InProcess, option: str, field: str) -> None:
    secondsale.ok("add-customer", "Ben Okafor")
    secondsale.ok(
        "add-customer", "Ana Silva", "--phone", "12345", "--email", "a@x.org",
        "--channel", "call", "--birthday", "--05-17", "--note", "n", "--source", "s",
        "--best-time", "b", "--referred-by", "1",
    )  # fmt: skip

    said = secondsale.ok("edit-customer", "ana", option, "", "--json")

    assert json.loads(said.out)[field] in (None, "")


def test_customers_are_filtered(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben Okafor", "--source", "fair")

    assert [row[1] for row in sold.ok("customers").rows] == ["Ana Silva", "Ben Okafor"]
    assert [row[1] for row in sold.ok("customers", "--bought", "rose").rows] == [
        "Ana Silva"
    ]
    assert [row[1] for row in sold.ok("customers", "--source", "Fair").rows] == [
        "Ben Okafor"
    ]


def test_nobody_found_is_said(sold: InProcess) -> None:
    said = sold("customers", "zoe")

    assert (said.code, said.out, said.err) == (0, "", "no customers\n")
    assert sold.ok("customers", "zoe", "--json").out == "[]\n"


def test_who_opted_out_is_never_shown_again(sold: InProcess) -> None:
    said = sold.ok("opt-out", "ana", "--source", "by phone", *NEXT_DAY)

    assert said.out.startswith(
        "Ana Silva (1) is not to be contacted, since Friday 20 November 2026.\n"
        "This stops: welcome, reassure, check-in"
    )
    assert keys(sold, *NEXT_DAY) == []
    assert keys(sold, "--days", "30", *NEXT_DAY) == []
    assert sold.ok("customers").rows[0][2] == "do not contact"
    assert "do not contact, since 20 November (by phone)" in sold.ok("show", "ana").out


def test_an_opt_out_is_lifted_by_the_customer(sold: InProcess) -> None:
    sold.ok("opt-out", "ana", *NEXT_DAY)

    said = sold.ok("opt-in", "ana", *NEXT_DAY)

    assert "may be contacted again, since Friday 20 November 2026" in said.out
    assert "welcome:s1" in keys(sold, *NEXT_DAY)


def test_nobody_opts_in_who_had_not_opted_out(sold: InProcess) -> None:
    before = sold.contents()

    refused = sold("opt-in", "ana")

    assert refused.code == 2
    assert refused.refusal == "Ana Silva (1) has not asked to be left alone"
    assert sold.contents() == before


def test_json_of_an_opt_out_holds_the_wish(sold: InProcess) -> None:
    wish = {"scope": "all", "since": "2026-11-20", "source": "sms", "lifted_on": None}

    out = json.loads(
        sold.ok("opt-out", "ana", "--source", "sms", "--json", *NEXT_DAY).out
    )
    back = json.loads(sold.ok("opt-in", "ana", "--json").out)

    assert out["customer"]["name"] == "Ana Silva"
    assert out["opt_outs"] == [wish]
    assert back["opt_outs"] == [{**wish, "lifted_on": "2026-11-21"}]


def test_a_second_customer_of_that_name_needs_new(sold: InProcess) -> None:
    refused = sold("add-customer", "ana silva")

    assert refused.code == 2
    assert refused.refusal == "Ana Silva is customer 1 already"


def test_an_edit_says_who_sent_them(sold: InProcess) -> None:
    added = sold.ok("add-customer", "Ben Okafor", "--referred-by", "ana")
    edited = sold.ok("edit-customer", "ben", "--note", "tall")

    known = "Ben Okafor (2): no phone or e-mail known; referred by Ana Silva\n"
    assert added.out == edited.out == known


@pytest.mark.parametrize(
    ("referrer", "message"),
    [
        ("ana", "Ana Silva cannot have sent themselves"),
        ("ben", "Ben cannot have sent Ana Silva: Ana Silva sent Ben"),
        (
            "dora",
            "Dora cannot have sent Ana Silva: "
            "Ana Silva sent Dora (by way of Ben and Cleo)",
        ),
    ],
)
def test_nobody_was_sent_by_whom_they_sent(
    sold: InProcess, referrer: str, message: str
) -> None:
    for name, sender in (("Ben", "ana"), ("Cleo", "ben"), ("Dora", "cleo")):
        sold.ok("add-customer", name, "--referred-by", sender)

    by = ("--referred-by", referrer)

    assert refused(sold, 2, "edit-customer", "ana", *by) == message
    assert refused(sold, 2, "add-sale", "1", "Rose Serum", *by) == message
    assert sold.ok("edit-customer", "dora", "--referred-by", "ana").code == 0


def test_an_old_circle_of_others_stops_nobody(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben", "--referred-by", "ana")
    sold.plant("UPDATE customers SET referred_by = 2 WHERE id = 1")
    sold.ok("add-customer", "Cleo")

    said = sold.ok("edit-customer", "cleo", "--referred-by", "ana")

    assert said.out.endswith("referred by Ana Silva\n")


def test_a_sale_says_that_somebody_else_sent_them(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben")
    sold.ok("add-customer", "Cleo", "--referred-by", "ana")

    said = sold("add-sale", "cleo", "Rose Serum", "--referred-by", "ben")

    assert "Cleo was sent by somebody else; to change that: " in said.out
    assert json.loads(sold.ok("show", "cleo", "--json").out)["referred_by"] == 1


def test_a_terminal_is_asked_for_the_name(process: Processes) -> None:
    said = process.at_a_terminal("add-customer", types=["Ana Silva"])

    assert "Ana Silva (1): no phone or e-mail known" in said.out


@pytest.mark.parametrize("command", ["edit-customer", "opt-out", "opt-in", "show"])
def test_a_terminal_is_asked_whom(
    secondsale: InProcess, process: Processes, command: str
) -> None:
    secondsale("add-customer", "Ana Silva")
    if command == "opt-in":
        secondsale("opt-out", "ana")
    more = ("--note", "x") if command == "edit-customer" else ()

    said = process.at_a_terminal(command, *more, types=["ana"])

    assert said.code == 0
    assert "Ana Silva (1)" in said.out
