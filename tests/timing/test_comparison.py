from math import log

from tests.builders import PRODUCTS

from secondsale.model import Learned, Votes
from secondsale.timing import Rhythm
from secondsale.timing.comparison import Comparison, comparisons

SERUM, SOAP = PRODUCTS["Serum"], PRODUCTS["Soap"]


def rhythm(*gaps: int) -> Rhythm:
    found = Rhythm()
    day = 1
    found.buy(day, 1)
    for gap in gaps:
        day += gap
        found.buy(day, 1)
    return found


def compared(usual: float, returning: int = 5) -> Comparison:
    votes = Votes(log(usual) * 3, 3, 9, returning)
    [found] = comparisons([SERUM], Learned(products={1: votes}), [])
    return found


def test_what_customers_do_stands_beside_what_is_stated_unmixed() -> None:
    found = compared(60)

    assert found.usual is not None
    assert round(found.usual) == 60
    assert (found.customers, found.returning) == (9, 5)
    assert 30 < found.used < 60


def test_far_off_is_half_as_long_again_or_as_short() -> None:
    assert [compared(days).far_off for days in (21, 30, 44)] == [False] * 3
    assert [compared(days).far_off for days in (19, 46)] == [True] * 2


def test_two_customers_are_too_few_to_say_so() -> None:
    assert not compared(90, returning=2).far_off


def test_what_nobody_bought_again_has_no_usual_gap() -> None:
    [found] = comparisons([SOAP], Learned(), [(2, "", rhythm())])

    assert (found.usual, found.middle, found.far_off) == (None, None, False)
    assert round(found.used) == 45


def test_the_middle_half_is_of_customers_and_not_of_gaps() -> None:
    rhythms = [(2, "", rhythm(*gaps)) for gaps in ((10,), (20, 20, 20), (30,), (40,))]

    [found] = comparisons([SOAP], Learned(), rhythms)

    assert found.middle is not None
    assert [round(days, 1) for days in found.middle] == [17.5, 32.5]
