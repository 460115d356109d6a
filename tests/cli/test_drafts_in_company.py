"""What stands side by side in a draft, what is left out, and what is held instead."""

import json

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess

BEGUN = (
    ("add-sale", "Ana Silva", "Rose Serum", "--phone", "+44 20 7946 0018",
     "--birthday", "1984-11-26"),
    ("add-sale", "Ben Okafor", "Rose Serum", "--on", "2026-10-01"),
    ("add-sale", "Ben Okafor", "Filter Jug", "--phone", "01234567"),
)  # fmt: skip
PROMISED = (
    ("promise", "ana", "send the price list", "--by", "2026-11-27"),
    ("promise", "ana", "call the courier", "--by", "2026-11-26"),
)
BIRTHDAY = "--as-of", "2026-11-26", "draft", "ana", "--channel"


@pytest.fixture
def book(secondsale: InProcess) -> InProcess:
    settings = secondsale.folder / "secondsale.toml"
    settings.write_text('[seller]\nname = "Mia"\n')
    secondsale.environment["SECONDSALE_SETTINGS"] = str(settings)
    return secondsale.begin(*BEGUN)


def test_an_open_concern_is_worded_alone(book: InProcess) -> None:
    book.ok("concern", "ben", "Jug leaks", "--sale", "3")

    answer = book("draft", "ben", "--channel", "email")

    assert answer.out.startswith("Subject: Let me put this right\n")
    assert "welcome" not in answer.out.casefold()
    assert "glad" not in answer.out
    assert "left out: welcome (a concern comes before anything else)" in answer.err


def test_a_promise_goes_with_an_open_concern(book: InProcess) -> None:
    book.ok("concern", "ben", "Jug leaks", "--sale", "3")
    book.ok("promise", "ben", "a new lid", "--by", "2026-11-22")

    answer = book("draft", "ben", "--channel", "sms", "--json")

    rules = [key.partition(":")[0] for key in json.loads(answer.out)["wordings"]]
    assert sorted(rules) == ["concern", "promise"]


def test_a_concern_that_is_asked_about_is_not_asked_about_twice(
    book: InProcess,
) -> None:
    book.ok("concern", "ben", "Jug leaks", "--sale", "3")
    book.ok("resolve", "ben")

    answer = book("--as-of", "2026-11-23", "draft", "ben", "--channel", "email")

    assert answer.out.startswith("Subject: Is all well now?\n")
    assert "chose well" not in answer.out
    assert answer.out.count("isn't right") == 1
    assert "(first, whether all is well now)" in answer.err


def test_what_was_left_out_is_not_kept_as_said_in_our_words(book: InProcess) -> None:
    book.ok("concern", "ben", "Jug leaks", "--sale", "3")

    answer = book("done", "ben", "ok", "--drafted", "sms", "--json")

    kept = json.loads(answer.out)["kept"]
    [used] = [each for each in kept if each["kind"] == "draft"]
    assert [*used["wordings"]] == ["concern:k1"]


def test_nothing_is_offered_while_a_promise_is_late(book: InProcess) -> None:
    book.ok(*PROMISED[0])
    typed = "draft", "ana", "--channel", "sms", "--for", "promise", "--for"

    in_time = book(*typed, "replenish", "--json")
    late = book("--as-of", "2026-11-28", *typed, "replenish", "--json")

    notes = [json.loads(each.out)["notes"] for each in (in_time, late)]
    left = "left out: replenish (no offer beside what is still owed)"
    assert [left in each for each in notes] == [False, True]


def test_there_is_one_offer_in_a_draft(book: InProcess) -> None:
    book.ok("add-sale", "Cleo Diaz", "Rose Serum", "Soap", "--phone", "0123456")
    typed = "draft", "cleo", "--channel", "sms", "--for", "replenish:l4", "--for"

    made = json.loads(book(*typed, "replenish:l5", "--json").out)

    assert [*made["wordings"]] == ["replenish:l4"]
    assert "left out: replenish (one offer in a message)" in made["notes"]
    assert "Soap" not in made["body"]


def test_a_birthday_goes_first_and_gives_the_subject(book: InProcess) -> None:
    for each in PROMISED:
        book.ok(*each)

    email = book(*BIRTHDAY, "email").out

    assert email.startswith("Subject: Happy birthday\n\nHello Ana,\n\nHappy birthday!")


def test_several_promises_are_one_sentence(book: InProcess) -> None:
    for each in PROMISED:
        book.ok(*each)

    said = json.loads(book(*BIRTHDAY, "sms", "--json").out)

    assert (
        "I haven't forgotten what I promised you: call the courier (26 November)"
        " and send the price list (27 November)."
    ) in said["body"]
    assert said["body"].count("promised") == 1
    assert {"promise:p1", "promise:p2"} <= said["wordings"].keys()


def test_what_goes_for_a_whole_call_is_said_once(book: InProcess) -> None:
    for each in PROMISED:
        book.ok(*each)

    steps = [
        line.partition(". ")[2] for line in book(*BIRTHDAY, "call").out.split("\n")
    ]

    assert sum(step.startswith("If they hesitate") for step in steps) == 1
    assert [step for step in steps if step][-2] == "Sell nothing today."
    assert steps.count("Sell nothing today.") == 1


def test_many_topics_are_better_worded_one_by_one(book: InProcess) -> None:
    book.ok(*PROMISED[1])

    answer = book(*BIRTHDAY, "call")

    assert "4 topics are much for one go: --for RULE words one of them" in answer.err


def test_what_is_noted_is_quoted_and_that_is_said(book: InProcess) -> None:
    book.ok(*PROMISED[1])
    typed = "draft", "ana", "--for", "promise", "--channel"

    text, call = book(*typed, "sms"), book(*typed, "call")

    note = "quoted as you noted it, so check the words: “call the courier”"
    assert note in text.err.splitlines()
    assert note not in call.err


# Nothing due, and why


@pytest.mark.parametrize(
    ("resting", "why"),
    [
        (("pause", "ana", "--until", "2w"), "paused until 5 December"),
        (("holiday", "--until", "2w"), "the whole book is paused until 5 December"),
    ],
)
def test_what_rests_is_said_until_when_and_no_way_around_it(
    book: InProcess, resting: tuple[str, ...], why: str
) -> None:
    book.ok(*resting)

    answer = book("draft", "ana")

    assert answer.refusal == f"nothing is due for Ana Silva: welcome is held: {why}"
    assert "--for" not in answer.err


def test_a_pause_is_said_where_nothing_is_held_by_it_yet(book: InProcess) -> None:
    book.ok("add-sale", "Dora Lind", "Rose Serum", "--phone", "0123456")
    book.ok("done", "dora", "ok")
    book.ok("pause", "dora", "--until", "2w")

    said = refused(book, 3, "draft", "dora")

    assert said.startswith("nothing is due for Dora Lind: paused until 5 December; ")
    assert "--for" not in book("draft", "dora").err


def test_what_waits_for_a_good_word_does_not_hide_what_comes_next(
    book: InProcess,
) -> None:
    book.ok("add-sale", "Dora Lind", "Rose Serum", "--phone", "0123456",
            "--on", "2026-10-25")  # fmt: skip
    book.ok("log", "dora", "ok")

    answer = book("draft", "dora")

    assert answer.code == 3
    assert " is held: " in answer.refusal
    assert " comes next, on " in answer.refusal


def test_a_hold_that_is_over_before_the_day_is_not_named(book: InProcess) -> None:
    answer = book("draft", "ana", "--for", "replenish", "--channel", "sms")

    assert "replenish is not due before" in answer.err
    assert "is held" not in answer.err


# What thin and rich data come to


@pytest.mark.parametrize(
    ("address", "postcode", "lines"),
    [
        ("12 Rose Lane, London", "N1 1AA", ["12 Rose Lane", "London", "N1 1AA"]),
        ("12 Rose Lane, London, UK", "N1 1AA",
         ["12 Rose Lane", "London", "N1 1AA", "UK"]),
        ("Flat 2, 1 Rose Street, London, N1 1AA, UK", "n11aa",
         ["Flat 2", "1 Rose Street", "London", "N1 1AA", "UK"]),
        ("101 Rosengasse, 1010 Wien, Österreich", "1010",
         ["101 Rosengasse", "1010 Wien", "Österreich"]),
        ("101 Laugavegur, Reykjavik, Iceland", "101",
         ["101 Laugavegur", "Reykjavik", "101", "Iceland"]),
    ],
)  # fmt: skip
def test_a_postcode_stands_once_and_above_the_country(
    book: InProcess, address: str, postcode: str, lines: list[str]
) -> None:
    book.ok("edit-customer", "ana", "--address", address, "--postcode", postcode)

    card = book("draft", "ana", "--channel", "card").out

    assert card.partition("\n\n")[0].split("\n") == ["Ana Silva", *lines]


@pytest.mark.parametrize(
    ("channel", "ending"),
    [("sms", " Care https://example.com/care?a=1&b=2\n"), ("card", None)],
)
def test_nothing_stands_behind_a_link_and_a_card_has_none(
    book: InProcess, channel: str, ending: str | None
) -> None:
    link = "https://example.com/care?a=1&b=2"
    book.ok("resource", "rose serum", "Care", link)
    typed = "--for", "education", "--for", "check-in", "--channel", channel

    out = book("draft", "ana", *typed).out

    assert (link in out) is (ending is not None)
    if ending is not None:
        assert ending in out


def test_of_many_products_a_text_message_names_the_first(book: InProcess) -> None:
    book.ok("add-sale", "Fay Lund", "Rose Serum", "Towel", "Soap", "--phone", "0123456")

    sms, email = (
        book("draft", "fay", "--channel", way).out for way in ("sms", "email")
    )

    assert "your Rose Serum and the rest." in sms
    assert "your Rose Serum, Towel and Soap." in email


def test_who_was_never_spoken_to_is_not_reminded_of_a_day(book: InProcess) -> None:
    book.ok("add-customer", "Zoe New", "--phone", "0123456")

    for way in ("sms", "email", "card", "call"):
        for word in ((), ("--wording", "short")):
            typed = "--for", "keep-in-touch", "--channel", way, *word
            assert "since" not in book("draft", "zoe", *typed).out
            assert "November" not in book("draft", "zoe", *typed).out


def test_a_business_signs_where_nobody_else_does(book: InProcess) -> None:
    settings = book.folder / "secondsale.toml"
    settings.write_text('[seller]\nbusiness = "Rose & Co"\n')

    answer = book("draft", "ana", "--channel", "email")

    assert answer.out.endswith("\n\nBest wishes,\nRose & Co\n")
    assert "nobody signs it" not in answer.err


def test_what_is_no_phone_number_is_refused_in_the_settings(book: InProcess) -> None:
    settings = book.folder / "secondsale.toml"
    settings.write_text('[seller]\nphone = "call me!"\n')

    said = refused(book, 4, "draft", "ana")

    assert "phone" in said
    assert "a phone number, such as" in book("draft", "ana").err


# Which variant was used


def test_the_variant_that_was_used_is_kept_by_its_name(book: InProcess) -> None:
    wrong = refused(book, 3, "done", "ana", "ok", "--drafted", "sms.shrot")

    kept = json.loads(
        book.ok("done", "ana", "ok", "--drafted", "sms.short", "--json").out
    )["kept"]

    assert wrong == "nothing that was due has a text 'shrot'"
    assert kept[0]["channel"] == "sms"
    assert kept[0]["wordings"]["welcome:s1"].startswith("welcome.short#")
