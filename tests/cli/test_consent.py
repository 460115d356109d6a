import json

import pytest
from tests.cli.conftest import keys
from tests.conftest import InProcess

CHANNELS = ("call", "sms", "whatsapp")
BY_CALL = ("opt-out", "ana", "--from-channel", "call", "--source", "she told me")


def silenced(book: InProcess) -> InProcess:
    for channel in CHANNELS:
        book.ok("opt-out", "ana", "--from-channel", channel)
    return book


def labelled(book: InProcess, label: str) -> list[str]:
    """Return what a customer's card says under a label."""
    return [row[2] for row in book.ok("show", "ana").rows if row[1] == label]


def test_the_next_way_is_used_where_one_is_refused(sold: InProcess) -> None:
    said = sold.ok(*BY_CALL)

    assert said.out == (
        "Ana Silva (1) is not to be contacted by call, "
        "since Saturday 21 November 2026.\n"
        "From now on: text +44 20 7946 0018.\n"
    )
    first, *_ = sold.ok("today").rows
    assert first[5:7] == ["sms", "+44 20 7946 0018"]
    (talk,) = json.loads(sold.ok("today", "--json").out)["conversations"]
    assert talk["way"] == {"channel": "sms", "address": "+44 20 7946 0018"}
    assert sold.ok("customers").rows[0][2] == "text +44 20 7946 0018"
    assert "Ana Silva,sms,+44" in sold.ok("export", "--what", "plan", "--raw").out


def test_a_card_never_names_a_refused_way_as_the_way(sold: InProcess) -> None:
    sold.ok(*BY_CALL)

    assert labelled(sold, "reach") == ["text +44 20 7946 0018"]
    assert labelled(sold, "opted out") == [
        "do not contact by call, since 21 November (she told me)"
    ]


def test_without_a_way_left_nothing_is_shown(sold: InProcess) -> None:
    silenced(sold)

    assert keys(sold) == []
    assert labelled(sold, "reach") == ["do not contact"]
    assert sold.ok("customers").rows[0][2] == "do not contact"


def test_a_new_address_opens_a_way(sold: InProcess) -> None:
    silenced(sold).ok("edit-customer", "ana", "--email", "ana@x.org")

    assert "welcome:s1" in keys(sold)
    assert labelled(sold, "reach") == ["e-mail ana@x.org"]


def test_what_was_taken_back_stays_on_record(sold: InProcess) -> None:
    sold.ok(*BY_CALL, "--on", "2026-11-20")

    said = sold.ok("opt-in", "ana", "--from-channel", "call")

    assert said.out == (
        "Ana Silva (1) may be contacted again by call, "
        "since Saturday 21 November 2026.\n"
    )
    assert labelled(sold, "opted out") == []
    assert labelled(sold, "opted in") == [
        "contact by call again, since 21 November; "
        "opted out on 20 November (she told me)"
    ]
    assert labelled(sold, "reach") == ["call +44 20 7946 0018"]


@pytest.mark.parametrize(
    "typed",
    [
        ("promise", "ana", "a sample", "--by", "friday"),
        ("concern", "ana", "the pump leaks"),
        ("checkpoint", "1", "fitting", "--by", "friday"),
        ("wow", "ana", "tea"),
        ("milestone", "ana", "a new shop"),
    ],
)
def test_who_opted_out_is_named_where_a_fact_would_start_something(
    sold: InProcess, typed: tuple[str, ...]
) -> None:
    sold.ok("opt-out", "ana")

    said = sold(*typed)
    as_json = sold(*typed[:2], f"another: {typed[2]}", *typed[3:], "--json")

    warning = "Ana Silva asked on 21 November not to be contacted: nothing will be"
    assert said.code == 0
    assert said.err == as_json.err == f"{warning} shown.\n"
    assert json.loads(as_json.out)["customer"]["id"] == 1


def test_a_gift_starts_nothing_and_needs_no_warning(sold: InProcess) -> None:
    sold.ok("opt-out", "ana")

    assert sold("gift", "ana", "soap").err == ""


def test_a_wish_about_an_intent_is_named_where_it_matters(sold: InProcess) -> None:
    sold.ok("opt-out", "ana", "--intent", "promise")

    said = sold("promise", "ana", "a sample", "--by", "friday")

    assert said.err == (
        "Ana Silva asked on 21 November for no news of promises: "
        "this will not be shown.\n"
    )
    assert sold("wow", "ana", "tea").err == ""
