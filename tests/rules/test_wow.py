from tests.builders import ana, day, days_of, derived, gift, history, sale, talk

from secondsale.model import Intent
from secondsale.rules.wow import Wow

RULE = Wow()


def test_a_surprise_is_due_on_its_day_and_shown_two_days_before() -> None:
    known = history(sale(day(1), "Jug"), gift(day(6), wow=True))

    found = derived(RULE, known)["wow:g1"]

    assert days_of(found) == (4, 6, 11)
    assert found.intent is Intent.CARE
    assert found.reason == "planned for 7 January: a bunch of roses"
    assert found.sale_id == 1


def test_a_gift_that_was_given_is_no_plan() -> None:
    assert derived(RULE, history(gift(day(6)))) == {}


def test_it_is_not_shown_before_the_sale() -> None:
    known = history(sale(day(5), "Jug"), gift(day(6), wow=True))

    assert days_of(derived(RULE, known)["wow:g1"]) == (5, 6, 11)


def test_a_surprise_needs_no_sale() -> None:
    known = history(gift(day(6), wow=True), customer=ana(added=day(20)))

    found = derived(RULE, known)["wow:g1"]

    assert days_of(found) == (6, 6, 11)
    assert found.sale_id is None
    assert found.known_on == day(20)


def test_a_conversation_about_it_closes_it() -> None:
    known = history(
        gift(day(6), wow=True),
        gift(day(7), "a voucher", wow=True),
        talk(day(5), "no-answer", "wow:g2"),
        talk(day(6), "happy", "wow:g1"),
    )

    found = derived(RULE, known)

    ended = found["wow:g1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(6), "given")
    assert found["wow:g2"].ended is None


def test_without_the_sale_there_is_no_surprise() -> None:
    known = history(sale(day(1), "Jug", cancelled=day(3)), gift(day(6), wow=True))

    ended = derived(RULE, known)["wow:g1"].ended

    assert ended is not None
    assert ended.on == day(3)


def test_what_is_planned_is_known_before_its_day() -> None:
    known = history(gift(day(6), wow=True), gift(day(6))).as_of(day(1))

    assert derived(RULE, known).keys() == {"wow:g1"}


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(gift(day(6), wow=True))

    moved = derived(Wow(early_days=0, stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["wow:g1"]) == (6, 6, 7)


def test_a_later_sale_of_the_week_does_not_take_it_over() -> None:
    known = history(
        sale(day(1), "Jug"),
        sale(day(4), "Soap", cancelled=day(5)),
        gift(day(6), wow=True),
    )

    found = derived(RULE, known)["wow:g1"]

    assert (found.sale_id, found.ended) == (1, None)


def test_it_stays_as_long_as_any_sale_of_its_week_stands() -> None:
    known = history(
        sale(day(1), "Jug", cancelled=day(2)), sale(day(4), "Soap"),
        gift(day(6), wow=True),
    )  # fmt: skip

    found = derived(RULE, known)["wow:g1"]

    assert (found.sale_id, found.ended) == (2, None)


def test_a_sale_long_ago_does_not_keep_it() -> None:
    known = history(
        sale(day(1), "Jug"),
        sale(day(40), "Soap", cancelled=day(41)),
        gift(day(44), wow=True),
    )

    assert derived(RULE, known)["wow:g1"].ended is not None


def test_the_first_week_is_the_day_of_the_sale_and_six_more() -> None:
    for number, sale_id in ((10, 2), (16, 2), (17, 3)):
        known = history(
            sale(day(1), "Jug"),
            sale(day(10), "Jug"),
            sale(day(17), "Soap"),
            gift(day(number), wow=True),
        )

        assert derived(RULE, known)["wow:g1"].sale_id == sale_id


def test_outside_of_every_week_it_belongs_to_the_last_sale_before() -> None:
    sales = [sale(day(number), "Jug") for number in (1, 10, 20)]
    known = history(*sales, sale(day(60), "Soap"), gift(day(44), wow=True))

    assert derived(RULE, known)["wow:g1"].sale_id == 3
