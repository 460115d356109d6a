from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.feedback import Feedback

RULE = Feedback()


def test_feedback_is_asked_for_two_weeks_after_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Jug")))["feedback:s1"]

    assert days_of(found) == (23, 23, 37)
    assert found.intent is Intent.ASK
    assert found.reason == "Jug: delivery on 10 January"
    assert found.sale_id == 1


def test_every_sale_is_asked_about() -> None:
    known = history(sale(day(1), "Serum"), sale(day(9), "Serum"))

    assert derived(RULE, known).keys() == {"feedback:s1", "feedback:s2"}


def test_it_does_not_come_before_the_sale() -> None:
    early = sale(day(20), "Jug", delivered=day(1))

    assert days_of(derived(RULE, history(early))["feedback:s1"]) == (20, 20, 34)


def test_a_cancelled_sale_closes_it() -> None:
    known = history(sale(day(1), "Serum", cancelled=day(2)))

    ended = derived(RULE, known)["feedback:s1"].ended

    assert ended is not None
    assert ended.on == day(2)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(Feedback(due_days=20, stays_days=3), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["feedback:s1"]) == (21, 21, 24)
