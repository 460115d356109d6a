from hypothesis import given
from hypothesis import strategies as st
from tests.builders import day, days_of, derived, history, promise, talk

from secondsale.days import LAST
from secondsale.model import Intent
from secondsale.rules.promise import Promise

RULE = Promise()
FOREVER = (LAST - day(0)).days


def test_a_promise_is_due_on_its_date_and_shown_two_days_before() -> None:
    found = derived(RULE, history(promise(day(9))))["promise:p1"]

    assert days_of(found) == (7, 9, FOREVER)
    assert found.intent is Intent.PROMISE
    assert found.reason == (
        "promised on 1 January for 10 January: a sample of the cream"
    )
    assert found.ended is None


def test_it_is_not_shown_before_it_was_made() -> None:
    found = derived(RULE, history(promise(day(9), made=day(8))))["promise:p1"]

    assert days_of(found) == (8, 9, FOREVER)


def test_only_keeping_it_ends_it() -> None:
    kept = derived(RULE, history(promise(day(9), kept=day(8))))["promise:p1"].ended

    assert kept is not None
    assert (kept.on, kept.by) == (day(8), "kept")


def test_talking_about_it_early_does_not_make_it_late() -> None:
    known = history(promise(day(9)), talk(day(7), "ok", "promise:p1"))

    assert days_of(derived(RULE, known)["promise:p1"]) == (9, 9, FOREVER)


def test_talking_about_it_too_late_brings_it_back() -> None:
    known = history(promise(day(9)), talk(day(9), "ok", "promise:p1"))

    found = derived(RULE, known)["promise:p1"]

    assert days_of(found) == (12, 12, FOREVER)
    assert found.working == (
        "talked about on 10 January + 3 days; promised for 10 January"
    )


def test_an_attempt_or_another_promise_changes_nothing() -> None:
    known = history(
        promise(day(9)),
        promise(day(20), "a price list"),
        talk(day(9), "no-answer", "promise:p1"),
        talk(day(10), "ok", "promise:p2"),
    )

    assert days_of(derived(RULE, known)["promise:p1"]) == (7, 9, FOREVER)


def test_the_book_may_learn_of_it_later() -> None:
    found = derived(RULE, history(promise(day(9), recorded=day(30))))["promise:p1"]

    assert found.known_on == day(30)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(promise(day(9)), talk(day(10), "ok", "promise:p1"))

    moved = derived(Promise(early_days=0, every_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["promise:p1"]) == (11, 11, FOREVER)


@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.lists(st.integers(0, 90), max_size=5),
    st.integers(1, 30),
)
def test_until_its_date_no_conversation_moves_it_beyond_that(
    made: int, after: int, talked: list[int], every: int
) -> None:
    by = made + after
    known = history(
        promise(day(by), made=day(made)),
        *(talk(day(made + each), "ok", "promise:p1") for each in talked),
    )

    found = derived(Promise(every_days=every), known)["promise:p1"].window

    if all(made + each < by for each in talked):
        assert found.due == day(by)
    else:
        assert found.due == day(made + max(talked) + every)
