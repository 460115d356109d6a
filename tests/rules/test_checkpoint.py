from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import checkpoint, day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.checkpoint import Checkpoint

RULE = Checkpoint()
SOLD = sale(day(0), "Jug")


def test_a_stage_is_due_on_the_day_before_and_shown_two_days_earlier() -> None:
    found = derived(RULE, history(SOLD, checkpoint(day(8))))["checkpoint:d1"]

    assert days_of(found) == (5, 7, 8)
    assert found.intent is Intent.PROMISE
    assert found.fixed_day == day(8)
    assert found.reason == "installation on 9 January: Jug, bought on 1 January"
    assert found.sale_id == 1
    assert found.products == ("Jug",)


def test_the_day_before_a_monday_is_a_friday() -> None:
    monday, sunday, saturday = day(11), day(10), day(9)
    known = history(SOLD, checkpoint(monday), checkpoint(sunday), checkpoint(saturday))

    dues = [each.window.due for each in derived(RULE, known).values()]

    assert monday.weekday() == 0
    assert dues == [day(8), day(8), day(8)]


def test_it_is_not_due_before_the_book_knew_of_it() -> None:
    late = checkpoint(day(11), recorded=day(9))
    same_day = checkpoint(day(11), recorded=day(11))
    too_late = checkpoint(day(11), recorded=day(20))

    found = derived(RULE, history(SOLD, late, same_day, too_late))

    assert days_of(found["checkpoint:d1"]) == (9, 9, 11)
    assert days_of(found["checkpoint:d2"]) == (11, 11, 11)
    assert days_of(found["checkpoint:d3"]) == (11, 11, 11)
    assert found["checkpoint:d3"].known_on == day(20)
    assert found["checkpoint:d1"].working == (
        "installation on 12 January, known since 10 January"
    )


def test_a_dropped_stage_is_ended() -> None:
    known = history(
        SOLD,
        checkpoint(day(8), dropped=day(5), why="they do it themselves"),
        checkpoint(day(8), dropped=day(5)),
    )

    ends = [each.ended for each in derived(RULE, known).values()]

    assert [end.by for end in ends if end] == [
        "dropped: they do it themselves",
        "dropped",
    ]


def test_the_first_of_two_ends_counts() -> None:
    cancelled = sale(day(0), "Jug", cancelled=day(3))

    found = derived(
        RULE, history(cancelled, checkpoint(day(8)), checkpoint(day(8), dropped=day(2)))
    )

    ends = [each.ended.on for each in found.values() if each.ended]
    assert ends == [day(3), day(2)]


def test_a_stage_of_a_sale_that_nobody_knows_is_not_mentioned() -> None:
    assert derived(RULE, history(checkpoint(day(8)))) == {}


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(SOLD, checkpoint(day(8)))

    moved = derived(Checkpoint(early_days=5), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["checkpoint:d1"]) == (2, 7, 8)


@given(st.dates(date(2026, 1, 2), date(2028, 12, 31)), st.integers(0, 800))
def test_the_window_ends_with_the_stage_and_is_due_on_a_working_day(
    on: date, recorded: int
) -> None:
    known = history(SOLD, checkpoint(on, recorded=day(recorded)))

    window = derived(RULE, known)["checkpoint:d1"].window

    assert window.expires == on
    if day(recorded) < window.due < on:
        assert window.due.weekday() < 5
        assert (on - window.due).days <= 3
