"""Trials: what begins them, ends them and deals them out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.test_facts import fill

from secondsale.errors import BookError, InputError, NotFoundError
from secondsale.model import Arm, Covered, Ending, Intent, Key, Outcome, Trial
from secondsale.model.trials import Stood
from secondsale.store import Book
from secondsale.store.checks.values import readable
from secondsale.store.trials import begin_trial, end_trial, trial

DAY = date(2026, 11, 21)
LATER = date(2027, 1, 21)


def fill_trials(book: Book) -> Trial:
    """Begin a trial in an open change of a book."""
    return begin_trial(
        book,
        "education at 3 or 7 days",
        "education",
        [("due_days", "3")],
        [("due_days", "7"), ("gives", "a “free”\nsample; = 1")],
        salt="5f3a",
        hold_out=20,
        within_days=60,
        on=DAY,
    )


def test_a_trial_comes_back_as_it_was_begun(book: Book) -> None:
    with book.change():
        begun = fill_trials(book)

    assert book.trials() == (begun,)
    assert begun.first == (("due_days", "3"),)
    assert begun.second[1] == ("gives", "a “free”\nsample; = 1")
    assert begun.runs(DAY)


def test_every_history_knows_the_trials(book: Book) -> None:
    fill(book)
    with book.change():
        begun = fill_trials(book)

    history, _ = book.history(1)

    assert history.trials == (begun,)
    assert history.as_of(date(2026, 11, 20)).trials == ()


def test_a_trial_ends_once_and_keeps_the_reason(book: Book) -> None:
    with book.change():
        fill_trials(book)
    with book.change():
        ended = end_trial(book, 1, on=LATER, reason="clear enough")

    assert ended.ended == Ending(LATER, "clear enough")
    assert not ended.runs(LATER)
    assert ended.as_of(DAY).ended is None
    with book.change(), pytest.raises(InputError, match="already"):
        end_trial(book, 1, on=LATER, reason="again")


def test_an_ended_trial_keeps_its_record_and_had_none_before(book: Book) -> None:
    record = (Stood(Arm.FIRST, 3, 9, 2, 1), Stood(Arm.HELD_OUT, 0, 0, 0, 0))
    with book.change():
        fill_trials(book)
    with book.change():
        ended = end_trial(book, 1, on=LATER, reason="", record=record)

    assert ended.record == record
    assert ended.as_of(DAY).record == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "[]",
        "x",
        '{"third": {}}',
        '{"first": {"hits": 2, "n": 1, "waiting": 0, "waiting_hits": 0}}',
        '{"first": {"hits": "0", "n": 1, "waiting": 0, "waiting_hits": 0}}',
    ],
)
def test_a_record_that_is_none_is_found(book: Book, wrong: str) -> None:
    with book.change():
        fill_trials(book)
        end_trial(book, 1, on=LATER, reason="")
        book._update("trials", 1, {"record": wrong})

    assert [str(each) for each in readable(book) if "trials 1" in str(each)]
    with pytest.raises(BookError):
        book.trials()


def test_a_trial_that_is_not_there_is_named(book: Book) -> None:
    with pytest.raises(NotFoundError, match="no experiment 7"):
        trial(book, 7)


def test_the_words_that_were_used_are_kept_with_what_they_were_for(book: Book) -> None:
    fill(book)
    covered = Covered(Key("welcome", "s1"), Intent.PROMISE, wording="welcome#1a2b3c4d")
    with book.change():
        book.log_contact(1, on=DAY, outcome=Outcome.HAPPY, covered=[covered])

    history, _ = book.history(1)

    assert history.contacts[-1].covered == (covered,)


TRIAL = Trial(1, "t", "education", "salt", DAY, (("due_days", "3"),), (), 20, 60)


@given(st.integers(1, 10**9))
def test_a_customer_is_dealt_the_same_again(customer_id: int) -> None:
    dealt = TRIAL.arm(customer_id)

    assert TRIAL.arm(customer_id) == dealt


def test_the_deal_is_even_and_holds_out_as_many_as_it_says() -> None:
    dealt = [TRIAL.arm(number) for number in range(1, 10_001)]

    assert abs(dealt.count(Arm.HELD_OUT) - 2_000) < 200
    assert abs(dealt.count(Arm.FIRST) - 4_000) < 250


def test_another_trial_deals_anew() -> None:
    other = Trial(2, "t", "education", "pepper", DAY, TRIAL.first, (), 20, 60)

    same = sum(TRIAL.arm(n) == other.arm(n) for n in range(1, 1_001))

    assert same < 500
