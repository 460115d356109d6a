"""After time away: one thing for each person, the rest is let go."""

from tests.builders import (
    day,
    done,
    history,
    plan_on,
    promise,
    sale,
    states,
    touchpoint,
)
from tests.test_planner import given

from secondsale.model import Intent, Settlement, Status, Touchpoint
from secondsale.planner import CATCH_UP, CatchUp, catch_up
from secondsale.rules.check_in import CheckIn
from secondsale.rules.promise import Promise


def missed(key: str, intent: Intent = Intent.CARE, *, due: int = 5) -> Touchpoint:
    return touchpoint(key, intent, opens=day(due), expires=day(99), sale_id=None)


def caught_up(*what: Touchpoint, today: int = 20) -> CatchUp | None:
    return catch_up(plan_on(day(today), history(), rules=given(*what)))


def order(*what: Touchpoint) -> list[str]:
    """Return the keys in the order in which catching up prefers them."""
    left, kept = list(what), []
    while (found := caught_up(*left)) is not None:
        kept.append(str(found.keep.key))
        left = [each for each in left if each.key != found.keep.key]
    return kept


def test_the_best_is_kept_and_the_rest_is_skipped() -> None:
    found = caught_up(missed("check-in:s1"), missed("birthday:c1.2026"))

    assert found is not None
    assert str(found.keep.key) == "birthday:c1.2026"
    assert found.skip == (
        Settlement(missed("check-in:s1").key, Status.SKIPPED, day(20), reason=CATCH_UP),
    )


def test_a_promise_goes_first_and_a_check_in_before_the_rest() -> None:
    found = order(
        missed("reassure:s1", due=1),
        missed("check-in:s1"),
        missed("birthday:c1.2026"),
        missed("replenish:l1", Intent.OFFER),
        missed("concern:k1", Intent.PROMISE),
        missed("promise:p1", Intent.PROMISE),
    )

    assert found == [
        "promise:p1",
        "concern:k1",
        "replenish:l1",
        "birthday:c1.2026",
        "check-in:s1",
        "reassure:s1",
    ]


def test_of_equals_the_one_that_is_late_the_longest_is_kept() -> None:
    assert order(missed("check-in:s1", due=6), missed("check-in:s2", due=5)) == [
        "check-in:s2",
        "check-in:s1",
    ]


def test_what_is_not_late_is_left_alone() -> None:
    assert caught_up(missed("check-in:s1", due=20)) is None
    assert caught_up() is None


def test_open_promises_are_never_skipped() -> None:
    known = history(promise(day(5)), promise(day(6)), sale(day(0), "Soap"))
    made = plan_on(day(7), known, rules=(Promise(), CheckIn()))

    found = catch_up(made)

    assert found is not None
    assert str(found.keep.key) == "promise:p1"
    assert [str(each.key) for each in found.skip] == ["check-in:s1"]


def test_what_was_caught_up_says_so() -> None:
    known = history(promise(day(5)), sale(day(0), "Soap"))
    rules = (Promise(), CheckIn())
    found = catch_up(plan_on(day(7), known, rules=rules))
    assert found is not None

    after = plan_on(day(7), known, *found.skip, rules=rules)

    [item] = [i for i in after.touchpoints if str(i.key) == "check-in:s1"]
    assert item.reason == "skipped: catch-up"
    assert catch_up(after) == CatchUp(found.keep)


def test_once_all_is_done_there_is_nothing_to_catch_up() -> None:
    known = history(sale(day(0), "Soap"))
    made = plan_on(day(7), known, done("check-in:s1", day(3)), rules=(CheckIn(),))

    assert states(made) == {"check-in:s1": "settled"}
    assert catch_up(made) is None
