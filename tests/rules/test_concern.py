from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import concern, day, days_of, derived, history, sale, talk

from secondsale.days import LAST
from secondsale.model import Intent
from secondsale.rules.concern import Concern

RULE = Concern()
FOREVER = (LAST - day(0)).days


def test_a_concern_is_due_at_once_and_never_expires() -> None:
    found = derived(RULE, history(concern(day(5))))

    assert found.keys() == {"concern:k1"}
    assert days_of(found["concern:k1"]) == (5, 5, FOREVER)
    assert found["concern:k1"].intent is Intent.PROMISE
    assert found["concern:k1"].reason == "open since 6 January: the pump leaks"
    assert found["concern:k1"].ended is None


def test_it_comes_back_some_days_after_the_last_conversation_about_it() -> None:
    known = history(
        concern(day(5)),
        talk(day(6), "ok", "concern:k1"),
        talk(day(8), "unhappy", "welcome:s1", "concern:k1"),
    )

    found = derived(RULE, known)["concern:k1"]

    assert days_of(found) == (11, 11, FOREVER)
    assert found.working == "talked about on 9 January + 3 days; opened on 6 January"


def test_an_attempt_or_another_conversation_does_not_put_it_off() -> None:
    known = history(
        concern(day(5)),
        concern(day(5), "the lid is loose"),
        talk(day(6), "no-answer", "concern:k1"),
        talk(day(7), "ok", "concern:k2"),
        talk(day(8), "ok", "concern:k1.2", "welcome:s1"),
    )

    assert days_of(derived(RULE, known)["concern:k1"]) == (5, 5, FOREVER)


def test_a_resolution_ends_it_and_asks_whether_it_held() -> None:
    found = derived(RULE, history(concern(day(5), resolved=day(9))))

    ended = found["concern:k1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(9), "resolved: a new pump")
    confirm = found["concern:k1.2"]
    assert days_of(confirm) == (11, 11, 25)
    assert confirm.reason == "resolved on 10 January (a new pump): the pump leaks"
    assert confirm.known_on == day(9)
    assert confirm.ended is None


def test_nobody_has_to_say_how_it_was_resolved() -> None:
    found = derived(RULE, history(concern(day(5), resolved=day(9), how="")))

    ended = found["concern:k1"].ended
    assert ended is not None
    assert ended.by == "resolved"
    assert found["concern:k1.2"].reason == "resolved on 10 January: the pump leaks"


def test_a_concern_about_a_sale_names_its_products() -> None:
    known = history(sale(day(1), "Jug", "Soap"), concern(day(5), sale_id=1))

    found = derived(RULE, known)["concern:k1"]

    assert found.sale_id == 1
    assert found.products == ("Jug", "Soap")


def test_the_book_may_learn_of_it_later() -> None:
    found = derived(RULE, history(concern(day(5), recorded=day(30), resolved=day(9))))

    assert found["concern:k1"].known_on == day(30)
    assert found["concern:k1.2"].known_on == day(30)


def test_the_keys_stay_when_the_figures_move() -> None:
    known = history(concern(day(5), resolved=day(20)), talk(day(6), "ok", "concern:k1"))

    moved = derived(Concern(every_days=7, confirm_days=5, stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["concern:k1"]) == (13, 13, FOREVER)
    assert days_of(moved["concern:k1.2"]) == (25, 25, 26)


@given(st.integers(0, 90), st.lists(st.integers(0, 90), max_size=5), st.integers(1, 30))
def test_it_is_never_away_for_longer_than_the_figure(
    opened: int, talked: list[int], every: int
) -> None:
    known = history(
        concern(day(opened)),
        *(talk(day(opened + each), "ok", "concern:k1") for each in talked),
    )

    due = derived(Concern(every_days=every), known)["concern:k1"].window.due

    last = opened + max(talked, default=0)
    assert due == day(last + every if talked else opened)


def test_the_end_of_the_calendar_is_no_reason_to_fail() -> None:
    known = history(concern(LAST), talk(LAST, "ok", "concern:k1"))

    assert derived(RULE, known, until=date.max)["concern:k1"].window.due == LAST
