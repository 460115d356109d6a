from tests.builders import day, days_of, derived, hello, history, sale, talk

from secondsale.model import Intent
from secondsale.rules.hello_again import HelloAgain

RULE = HelloAgain()


def test_it_is_due_on_the_day_that_was_picked() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)), hello(day(310), made=day(300))
    )

    found = derived(RULE, known)["hello-again:h1"]

    assert days_of(found) == (310, 310, 324)
    assert found.intent is Intent.CARE
    assert found.ended is None


def test_it_says_what_was_bought_when() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)), hello(day(310), made=day(300))
    )

    assert derived(RULE, known)["hello-again:h1"].reason == (
        "bought Serum on 1 January, nothing since"
    )


def test_a_new_sale_ends_it() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)),
        sale(day(305), "Serum"),
        hello(day(310), made=day(300)),
    )

    ended = derived(RULE, known)["hello-again:h1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(305), "bought again")


def test_a_talk_about_something_else_ends_it() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)),
        hello(day(310), made=day(300)),
        talk(day(304)),
    )

    ended = derived(RULE, known)["hello-again:h1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(304), "in touch already")


def test_the_hello_itself_is_settled_and_not_ended() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)),
        hello(day(310), made=day(300)),
        talk(day(310), "ok", "hello-again:h1"),
    )

    assert derived(RULE, known)["hello-again:h1"].ended is None


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(
        sale(day(0), "Serum", recorded=day(300)), hello(day(310), made=day(300))
    )

    moved = derived(HelloAgain(stays_days=3), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["hello-again:h1"]) == (310, 310, 313)
