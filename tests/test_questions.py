from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import ana, concern, day, history, plan_on, sale, talk

from secondsale.messages.questions import FILE, covered, question, question_in
from secondsale.model import ASKED, PROFILE, Contact, Detail, History, Intent, Outcome
from secondsale.planner import Plan

KNOWN = tuple(Detail(name, "known", day(0)) for name in PROFILE)


def rows() -> list[list[str]]:
    """Return the bank: id, intent, question."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if line and line[0] != "#"
    ]


def known_by(customer_id: int = 1, *talks: Contact) -> History:
    known = history(sale(day(0), "Soap"), *KNOWN, *talks, customer=ana())
    return replace(known, customer=replace(known.customer, id=customer_id))


def asked_on(on: date, made: Plan) -> Contact:
    """Return the talk in which what was on show was asked."""
    return replace(talk(on), covered=tuple(covered(made)))


@pytest.mark.parametrize("number", range(4))
def test_the_first_detail_that_is_not_known_is_the_question(number: int) -> None:
    known = history(sale(day(0), "Soap"), *KNOWN[:number])

    asked = question(plan_on(day(3), known))

    assert asked is not None
    assert asked.id == PROFILE[number]
    assert asked.why == f"{PROFILE[number]}: not known yet"


def test_a_detail_that_was_cleared_is_asked_for_again() -> None:
    known = history(sale(day(0), "Soap"), *KNOWN, Detail("problem", "", day(2)))

    asked = question(plan_on(day(3), known))

    assert asked is not None
    assert asked.id == "problem"


def test_a_question_names_what_was_bought_last_and_kept() -> None:
    known = history(
        sale(day(0), "Soap"),
        sale(day(1), "Jug", "Serum"),
        sale(day(2), "Cream", returned={"Cream": day(3)}),
    )

    asked = question(plan_on(day(4), known))

    assert asked is not None
    assert asked.text == "What made you choose Jug?"


def test_somebody_who_has_not_bought_is_asked_in_other_words() -> None:
    asked = question(plan_on(day(3), history()))

    assert asked is not None
    assert (asked.id, asked.text) == ("why", "What brings you to us?")


@pytest.mark.parametrize("trouble", [concern(day(2)), talk(day(2), "unhappy")])
def test_in_trouble_nobody_is_asked_why_they_bought(trouble: object) -> None:
    known = history(sale(day(0), "Soap"), trouble)  # type: ignore[arg-type]

    asked = question(plan_on(day(3), known))

    promises = {name for name, intent, _ in rows() if intent == "promise"}
    assert asked is not None
    assert asked.id in promises


def test_a_question_of_the_bank_fits_the_best_intent_of_what_is_due() -> None:
    made = plan_on(day(3), known_by())
    conversation = made.conversation()
    assert conversation is not None

    asked = question(made)

    fitting = {name for name, intent, _ in rows() if intent == conversation.best.word}
    assert asked is not None
    assert asked.id in fitting
    assert question_in(conversation) == asked


def test_the_bank_has_a_dozen_of_each_and_no_id_twice() -> None:
    plain = [row for row in rows() if row[1] != "profile"]
    ids = [name for name, _, _ in plain]

    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(PROFILE)
    assert {intent for _, intent, _ in plain} == {intent.word for intent in Intent}
    for intent in Intent:
        slotless = [r for r in plain if r[1] == intent.word and "$" not in r[2]]
        assert len(slotless) >= 12


def test_every_question_is_open_and_short() -> None:
    closed = ("Do ", "Did ", "Is ", "Are ", "Can ", "Could ", "Have ", "Has ", "Will ")

    for _, _, words in rows():
        assert words.endswith("?")
        assert not words.startswith(closed)
        assert len(words) <= 70


def test_what_was_asked_is_kept_with_the_contact_and_rests() -> None:
    made = plan_on(day(3), known_by())
    first = question(made)
    (about,) = covered(made)

    later = question(plan_on(day(4), known_by(1, asked_on(day(3), made))))

    assert first is not None
    assert later is not None
    assert (str(about.key), about.intent) == (f"{ASKED}:c1", Intent.CARE)
    assert about.about == first.id
    assert later.id != first.id


def test_an_attempt_has_asked_nothing() -> None:
    made = plan_on(day(3), known_by(), rules=())
    attempt = replace(asked_on(day(3), made), outcome=Outcome.NO_ANSWER)

    again = plan_on(day(4), known_by(1, attempt), rules=())

    assert question(again) == question(made)


def test_a_question_about_a_detail_is_kept_by_its_answer_alone() -> None:
    assert list(covered(plan_on(day(3), history(sale(day(0), "Soap"))))) == []


def test_two_customers_begin_at_different_places() -> None:
    asked = [question(plan_on(day(3), known_by(number))) for number in (1, 2, 3)]

    assert len({each.id for each in asked if each}) == 3


@settings(max_examples=15)
@given(st.integers(1, 500), st.lists(st.integers(1, 40), min_size=20, max_size=40))
def test_nobody_hears_the_same_question_within_180_days(
    number: int, gaps: list[int]
) -> None:
    talks: list[Contact] = []
    heard: dict[str, date] = {}
    on = day(3)
    for gap in gaps:
        made = plan_on(on, replace(known_by(number), contacts=tuple(talks)), rules=())
        asked = question(made)
        if asked is not None:
            assert asked.id not in heard or on - heard[asked.id] >= timedelta(180)
            heard[asked.id] = on
        talks.append(asked_on(on, made))
        on += timedelta(gap)


def test_where_all_were_asked_there_is_none_until_one_has_rested() -> None:
    talks: list[Contact] = []
    for _ in range(40):
        made = plan_on(day(3), replace(known_by(), contacts=tuple(talks)), rules=())
        talks.append(asked_on(day(3), made))
    known = replace(known_by(), contacts=tuple(talks))

    none, first = (question(plan_on(day(n), known, rules=())) for n in (182, 183))

    assert none is None
    assert first is not None
    assert first.why == "asked on 4 January"
