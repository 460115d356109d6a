from tests.builders import day, days_of, derived, history, introduction

from secondsale.model import Intent
from secondsale.rules.introduce import Introduce

RULE = Introduce()


def test_an_introduction_is_due_three_days_after_it_was_noted() -> None:
    found = derived(RULE, history(introduction(day(5))))["introduce:i1"]

    assert days_of(found) == (8, 8, 22)
    assert found.intent is Intent.CARE
    assert found.reason == "has not met Ben, the fitter yet, noted on 6 January"
    assert found.ended is None


def test_the_role_may_be_open() -> None:
    found = derived(RULE, history(introduction(day(5), role="")))["introduce:i1"]

    assert found.reason == "has not met Ben yet, noted on 6 January"


def test_each_person_is_introduced_and_ended_alone() -> None:
    known = history(introduction(day(5), done=day(7)), introduction(day(5), "Mia"))

    found = derived(RULE, known)

    ended = found["introduce:i1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(7), "introduced")
    assert found["introduce:i2"].ended is None


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(introduction(day(5)))

    moved = derived(Introduce(due_days=0, stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["introduce:i1"]) == (5, 5, 6)
