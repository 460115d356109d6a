"""Every text for every rule and channel, thin and rich, and with any words in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import all_rules, ana, day, derived, history, sale, touchpoint
from tests.rules.test_all_that_is_said import EVENTFUL
from tests.test_messages import NAMED, THIN

from secondsale.errors import InputError
from secondsale.messages import Texts, links, slots, texting, touchpoint_slots
from secondsale.messages.checks import of_text
from secondsale.messages.choosing import fitting
from secondsale.messages.drafts import Drafting, Wording
from secondsale.messages.slots import of_touchpoint
from secondsale.messages.templates import read
from secondsale.model import (
    Channel,
    Contact,
    Detail,
    History,
    Intent,
    Outcome,
    RewardTerms,
    Touchpoint,
)
from secondsale.text import visible

TEXTS = Texts()
TODAY = day(310)
MIA = {
    "seller": "Mia",
    "signature": "Mia Holt\nRose & Co",
    "business": "Rose & Co",
    "own_phone": "+44 20 7946 0000",
}
NOBODY = dict.fromkeys(MIA, "")
SAID = Contact(9, day(308), Outcome.HAPPY, note="loves the soap. Her sister comes.")
RICH = replace(
    EVENTFUL,
    customer=replace(
        EVENTFUL.customer, address="12 Rose Lane, London", postcode="N1 9GU"
    ),
    contacts=(SAID,),
    details=(
        *EVENTFUL.details,
        *(Detail(name, f"her {name}", day(2)) for name in ("problem", "needs")),
        Detail("routine", "every morning.", day(2)),
    ),
)
RETURNING = history(
    *(sale(day(each), "Serum", "Jug") for each in (0, 30)),
    RewardTerms("card", day(0), goal=3, head_start=0, gives="a free soap"),
)
MOST = 3
"""How many touchpoints of each rule are worded: the first ones, and the last."""


def worded(
    known: History,
    *touchpoints: Touchpoint,
    channel: Channel,
    seller: dict[str, str] = MIA,
    question: str = "",
    today: date = TODAY,
) -> Wording:
    return Drafting(
        known, channel, texts=TEXTS, seller=seller, question=question, today=today
    ).wording(touchpoints)


def some(known: History) -> Iterator[Touchpoint]:
    for rule in (*all_rules(), *NAMED):
        found = list(derived(rule, known).values())
        yield from islice(found, MOST)
        yield from found[MOST:][-1:]


def assert_reads_well(words: Wording, *, channel: Channel) -> None:
    assert words.body
    assert bool(words.subject) is (channel is Channel.EMAIL)
    for line in words.whole.split("\n"):
        assert line == line.strip()
        assert "  " not in line
        assert "$" not in line
        assert "None" not in line
        assert "|" not in line
        assert not re.search(r"[.!?,]\.(?!\.)|\s[.,!?]|\(\)|“”|\"\"", line), line
        assert line.isprintable()
    assert "\n\n\n" not in words.whole


@pytest.mark.parametrize("seller", [MIA, NOBODY], ids=["signed", "unsigned"])
@pytest.mark.parametrize("known", [THIN, RICH], ids=["thin", "rich"])
@pytest.mark.parametrize("channel", Channel)
def test_every_touchpoint_reads_well_on_every_channel(
    channel: Channel, known: History, seller: dict[str, str]
) -> None:
    for each in some(known):
        for today in (each.window.due, each.window.expires):
            words = worded(known, each, channel=channel, seller=seller, today=today)

            assert_reads_well(words, channel=channel)
            assert set(words.texts) == {each.key}


@pytest.mark.parametrize("path", TEXTS.in_force(), ids=lambda path: path.stem)
def test_a_text_that_came_along_has_nothing_wrong_with_it(path: object) -> None:
    template = next(read(each) for each in TEXTS.in_force() if each == path)

    assert list(of_text(template)) == []


def test_the_list_of_slots_is_what_the_rules_fill() -> None:
    for known in (THIN, RICH):
        for rule in (*all_rules(), *NAMED):
            always = {*slots.ALWAYS[rule.id].split()}
            sometimes = {*slots.SOMETIMES.get(rule.id, "").split()}
            for each in derived(rule, known).values():
                own = {name for name, value in each.slots if value}
                own |= {"products"} if each.products else set()
                own |= {"expected"} if each.outlook else set()

                assert always <= own, each.key
                assert own <= always | sometimes, each.key


def test_the_list_of_choices_is_what_the_rules_choose_from() -> None:
    found: dict[str, dict[str, set[str]]] = {}
    for known in (THIN, RICH, RETURNING):
        for rule in (*all_rules(), *NAMED):
            for each in derived(rule, known).values():
                for today in (day(0), each.window.due, day(900)):
                    filled = touchpoint_slots(each, known, today=today)
                    for name in slots.VALUES.get(rule.id, {}):
                        values = found.setdefault(rule.id, {}).setdefault(name, set())
                        values.add(filled[name])

    assert found == {
        rule: {name: {*values.split()} for name, values in choices.items()}
        for rule, choices in slots.VALUES.items()
    }


def test_every_rule_is_in_the_list_of_slots() -> None:
    assert slots.ALWAYS.keys() == {rule.id for rule in (*all_rules(), *NAMED)}
    assert slots.SOMETIMES.keys() <= slots.ALWAYS.keys()


def test_a_note_is_for_a_call_alone() -> None:
    each = touchpoint("education:l1")

    call, other = (
        of_touchpoint(each, RICH, today=day(310), section=section)
        for section in ("call", "email")
    )

    assert call["said"].startswith("loves the soap")
    assert {*slots.EYES_ONLY}.isdisjoint(other)


def test_what_a_rule_has_a_word_for_is_not_filled_with_another_s() -> None:
    known = replace(RICH, details=(Detail("why", "hard water", day(1)),))

    elsewhere, here = (
        of_touchpoint(touchpoint(key), known, today=day(310), section="sms")
        for key in ("education:l1", "next-step.p5:l4")
    )

    assert elsewhere["why"] == "hard water"
    assert "why" not in here


def test_what_two_topics_have_in_common_is_said_once() -> None:
    first, second = (replace(touchpoint(key), slots=(("sale", "later"),)) for key in
                     ("welcome:s1", "welcome:s2"))  # fmt: skip
    known = history(sale(day(0), "Soap"))

    one = worded(known, first, channel=Channel.SMS).body
    both = worded(known, first, replace(second, products=("Jug",)), channel=Channel.SMS)

    assert "Serum" in both.body
    assert "Jug" in both.body
    assert [*both.texts] == [first.key, second.key]
    assert both.body.count("If anything is amiss") == one.count("If anything is amiss")


ALL = [each for known in (THIN, RICH, RETURNING) for each in some(known)]


@given(st.lists(st.sampled_from(ALL), max_size=8, unique=True))
def test_what_is_due_is_in_a_draft_or_said_to_be_left_out(
    met: list[Touchpoint],
) -> None:
    kept, left = fitting(met, today=TODAY)

    rules = [each.key.family for each in kept]
    offers = [each for each in kept if each.intent is Intent.OFFER]
    open_ones = [each for each in met if ("state", "open") in each.slots]
    assert {*kept} | {each for each in met if each.key in left} == {*met}
    assert bool(kept) is bool(met)
    assert len(offers) <= 1
    assert not (offers and "concern" in rules)
    assert not open_ones or {*rules} <= {"concern", "promise"}
    assert "birthday" not in rules[rules.count("birthday") :]


@given(
    st.lists(st.sampled_from(ALL), min_size=1, max_size=6, unique_by=lambda e: e.key),
    st.sampled_from(Channel),
)
def test_any_topics_read_well_side_by_side(
    met: list[Touchpoint], channel: Channel
) -> None:
    kept, _ = fitting(met, today=TODAY)

    words = worded(RICH, *kept, channel=channel)

    assert_reads_well(words, channel=channel)
    assert words.texts.keys() == {each.key for each in kept}
    assert words.body.count("If they hesitate") <= 1


def test_the_name_of_a_text_changes_with_its_words_alone() -> None:
    welcome = TEXTS.template("welcome")

    again, email = Texts().template("welcome").wording("sms"), welcome.wording("email")

    assert welcome.wording("sms") == again != email
    assert re.fullmatch("welcome#[0-9a-f]{8}", again)


# Any words at all

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = st.sampled_from(
    ["[/]", "\x1b[31m", "\u202eevil", "$name ${x} $5", "=cmd|'/C calc'!A0", "a\nb",
     "x" * 300, "👩‍👩‍👧", "王小明", "%0D%0Abcc=x&body=y#?", "a  b", "|", "..", "$"]
)  # fmt: skip
WORDS = st.one_of(HOSTILE, ANY).filter(lambda said: said.strip())


@st.composite
def strangers(draw: st.DrawFn) -> tuple[History, Touchpoint]:
    name = draw(WORDS)
    who = replace(ana(), name=f"A{name}", address=draw(WORDS), postcode=draw(WORDS))
    details = [Detail(each, draw(WORDS), day(0)) for each in ("why", "needs")]
    talks = Contact(1, day(1), Outcome.OK, note=draw(WORDS))
    known = history(sale(day(0), "Serum"), *details, talks, customer=who)
    filled = (("sale", "first"), ("delivery", draw(WORDS)))
    each = replace(touchpoint("welcome:s1"), products=(draw(WORDS),), slots=filled)
    return known, each


@given(strangers(), st.sampled_from(Channel), WORDS)
def test_no_words_break_a_draft(
    made: tuple[History, Touchpoint], channel: Channel, question: str
) -> None:
    known, each = made

    words = worded(known, each, channel=channel, question=question)

    for line in words.whole.split("\n"):
        assert visible(line) == line
        assert "  " not in line


@given(ANY, ANY)
def test_what_a_link_hands_over_is_what_was_drafted(subject: str, body: str) -> None:
    mail = links.link(Channel.EMAIL, "ana+x@example.com", subject=subject, body=body)
    text = links.link(Channel.SMS, "+44 (0)20 7946 0018", body=body)
    chat = links.link(Channel.WHATSAPP, "0044 20 7946 0018", body=body)

    parts = [urlsplit(each) for each in (mail, text, chat)]
    said = [parse_qs(each.query, keep_blank_values=True) for each in parts]
    lines = body.replace("\n", "\r\n")
    assert [each.scheme for each in parts] == ["mailto", "sms", "https"]
    assert said[0] == {"subject": [subject], "body": [lines]}
    assert said[1] == {"body": [body]}
    assert said[2] == {"text": [body]}
    assert unquote(parts[0].path) == "ana+x@example.com"
    assert parts[1].path == "+442079460018"
    assert (parts[2].netloc, parts[2].path) == ("wa.me", "/442079460018")
    assert all(each.isascii() and " " not in each for each in (mail, text, chat))


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+44 20 7946 0018", "+442079460018"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("0044 20 7946 0018", "+442079460018"),
        ("020 7946 0018", "02079460018"),
        ("(020) 7946-0018 ext 12", "02079460018"),
        ("+1.415.555.0100x9", "+14155550100"),
    ],
)
def test_a_number_is_dialled_without_what_only_reads_well(
    typed: str, dialled: str
) -> None:
    assert links.link(Channel.CALL, typed) == f"tel:{dialled}"


@pytest.mark.parametrize(
    ("channel", "to", "why"),
    [
        (Channel.WHATSAPP, "020 7946 0018", "WhatsApp needs the country code"),
        (Channel.EMAIL, "", "no e-mail address is known"),
        (Channel.SMS, "", "no phone number is known"),
        (Channel.CARD, "", "no program can be opened for a card"),
    ],
)
def test_where_there_is_no_link_the_reason_is_said(
    channel: Channel, to: str, why: str
) -> None:
    with pytest.raises(InputError) as refused:
        links.link(channel, to)

    assert refused.value.message.startswith(why)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 10, 2),
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("“" + "a" * 69, 1),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        ("👍" * 67, 3),
    ],
)
def test_texts_are_counted_as_a_phone_does(body: str, count: int) -> None:
    assert texting.texts(body) == count


def test_an_ordinary_text_is_one() -> None:
    known = history(sale(day(0), "Serum", delivered=day(4)))
    later = [
        each
        for rule in all_rules()
        for each in islice(derived(rule, known).values(), 1)
        if rule.id != "win-back"
    ]

    for each in later:
        body = worded(known, each, channel=Channel.SMS, today=each.window.due).body

        assert texting.texts(body) == 1, (each.key, len(body), body)
