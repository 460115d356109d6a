from dataclasses import replace
from datetime import date

from tests.builders import day, days_of, derived, history, sale, talk

from secondsale.model import Complement, Intent, Sale
from secondsale.rules.next_step import NextStep

RULE = NextStep()

CREAM = Complement(5, "Cream", "it seals the serum in")
SOAP = Complement(2, "Soap", after_days=10)


def naming(sold: Sale, *complements: Complement) -> Sale:
    """Return a sale each of whose products names these complements."""
    lines = tuple(
        replace(line, product=replace(line.product, complements=complements))
        for line in sold.lines
    )
    return replace(sold, lines=lines)


def serum(number: int, *complements: Complement, returned: date | None = None) -> Sale:
    back = {"Serum": returned} if returned else None
    sold = sale(day(number), "Serum", returned=back)
    return naming(sold, *(complements or (CREAM,)))


def test_a_complement_is_suggested_two_months_after_delivery() -> None:
    jug = naming(sale(day(3), "Jug"), CREAM)

    found = derived(RULE, history(jug))["next-step.p5:l1"]

    assert days_of(found) == (67, 67, 88)
    assert found.intent is Intent.OFFER
    assert found.sale_id == 1
    assert (found.products, found.about) == (("Jug",), "Cream")
    assert found.working == "delivery on 8 January + 60 days"


def test_the_reason_says_what_it_goes_with_and_why() -> None:
    plain = replace(CREAM, why="")

    said = derived(RULE, history(serum(0)))["next-step.p5:l1"]
    silent = derived(RULE, history(serum(0, plain)))["next-step.p5:l1"]

    assert said.reason == (
        "bought Serum on 1 January; Cream is the next step: it seals the serum in"
    )
    assert ("why", "it seals the serum in") in said.slots
    assert silent.reason == "bought Serum on 1 January; Cream is the next step"
    assert "why" not in dict(silent.slots)


def test_the_product_s_own_days_go_first() -> None:
    found = derived(RULE, history(serum(0, SOAP)))["next-step.p2:l1"]

    assert days_of(found) == (10, 10, 31)
    assert found.working == "delivery on 1 January + 10 days, as Serum says"


def test_at_once_is_a_span_too() -> None:
    now = replace(SOAP, after_days=0)

    assert days_of(derived(RULE, history(serum(4, now)))["next-step.p2:l1"])[0] == 4


def test_each_complement_has_a_key_that_its_place_does_not_change() -> None:
    one = derived(RULE, history(serum(0, CREAM, SOAP)))
    other = derived(RULE, history(serum(0, SOAP, CREAM)))

    assert one == other
    assert one.keys() == {"next-step.p5:l1", "next-step.p2:l1"}


def test_what_they_have_is_not_suggested() -> None:
    before = history(sale(day(0), "Cream"), serum(1))
    together = history(naming(sale(day(0), "Serum", "Cream"), CREAM))

    assert derived(RULE, before) == {}
    assert derived(RULE, together) == {}


def test_what_they_gave_back_may_be_suggested() -> None:
    returned = sale(day(0), "Cream", returned={"Cream": day(2)})
    cancelled = sale(day(0), "Cream", cancelled=day(2))

    assert derived(RULE, history(returned, serum(1)))["next-step.p5:l2"].ended is None
    assert derived(RULE, history(cancelled, serum(1)))["next-step.p5:l2"].ended is None


def test_buying_the_complement_ends_it() -> None:
    known = history(serum(0), sale(day(30), "Cream"))

    ended = derived(RULE, known)["next-step.p5:l1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(30), "bought Cream (sale 2)")


def test_a_reorder_leaves_it_where_it_was() -> None:
    found = derived(RULE, history(serum(0), serum(30), serum(59), serum(90)))

    assert found.keys() == {"next-step.p5:l1"}
    assert days_of(found["next-step.p5:l1"]) == (60, 60, 81)
    assert found["next-step.p5:l1"].ended is None


def test_what_two_products_name_is_suggested_once() -> None:
    together = naming(sale(day(0), "Serum", "Soap"), CREAM)
    apart = (serum(0), naming(sale(day(400), "Jug"), CREAM))

    for sales in ((together,), apart):
        assert derived(RULE, history(*sales)).keys() == {"next-step.p5:l1"}


def test_what_was_bought_meanwhile_ends_it() -> None:
    known = history(serum(0), sale(day(20), "Cream"), serum(30))

    found = derived(RULE, known)

    assert found.keys() == {"next-step.p5:l1"}
    assert found["next-step.p5:l1"].ended is not None
    assert found["next-step.p5:l1"].ended.on == day(20)


def test_a_returned_product_closes_its_next_step_and_ends_no_other() -> None:
    found = derived(RULE, history(serum(0, returned=day(33)), serum(30)))

    ended = found["next-step.p5:l1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(33), "everything was returned")
    assert found["next-step.p5:l2"].ended is None
    assert days_of(found["next-step.p5:l2"]) == (90, 90, 111)


def test_of_several_returns_the_last_one_lets_the_next_purchase_count() -> None:
    known = history(
        serum(0, returned=day(40)),
        serum(5, returned=day(20)),
        serum(30),
        serum(35),
    )

    found = derived(RULE, known)

    assert found.keys() == {f"next-step.p5:l{n}" for n in (1, 2, 3)}
    assert found["next-step.p5:l3"].known_on == day(40)


def test_the_purchase_that_counts_later_was_not_known_to_before() -> None:
    late = replace(serum(9), recorded_on=day(50))
    returned = serum(0, returned=day(33))

    assert derived(RULE, history(returned, serum(9)))["next-step.p5:l2"].known_on == (
        day(33)
    )
    assert derived(RULE, history(returned, late))["next-step.p5:l2"].known_on == day(50)


def test_what_was_suggested_with_another_purchase_is_not_suggested_again() -> None:
    known = history(
        serum(0, CREAM, SOAP, returned=day(70)),
        serum(30, CREAM, SOAP),
        talk(day(62), "ok", "next-step.p5:l1"),
        talk(day(63), "no-answer", "next-step.p2:l1"),
    )

    found = derived(RULE, known)

    ended = found["next-step.p5:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(62), "suggested on 4 March")
    assert found["next-step.p2:l2"].ended is None


def test_talking_about_it_does_not_end_it() -> None:
    known = history(serum(0), talk(day(62), "ok", "next-step.p5:l1"))

    assert derived(RULE, known)["next-step.p5:l1"].ended is None


def test_what_ended_it_first_is_named() -> None:
    known = history(
        serum(0, returned=day(70)),
        serum(30),
        talk(day(62), "ok", "next-step.p5:l1"),
        sale(day(65), "Cream"),
    )

    ended = derived(RULE, known)["next-step.p5:l2"].ended

    assert ended is not None
    assert ended.on == day(62)


def test_a_product_that_names_nothing_has_no_next_step() -> None:
    assert derived(RULE, history(sale(day(0), "Serum"))) == {}


def test_the_key_stays_when_the_figures_move() -> None:
    moved = derived(NextStep(due_days=5, stays_days=2), history(serum(0)))

    assert days_of(moved["next-step.p5:l1"]) == (5, 5, 7)


def test_what_they_have_stands_in_the_way_of_nothing_else() -> None:
    known = history(sale(day(0), "Cream"), serum(1, CREAM, SOAP))

    assert derived(RULE, known).keys() == {"next-step.p2:l2"}


def test_each_line_counts_from_its_own_delivery() -> None:
    together = naming(sale(day(0), "Serum", "Jug"), CREAM)

    found = derived(RULE, history(together))["next-step.p5:l1"]

    assert days_of(found) == (60, 60, 81)
    assert found.working == "delivery on 1 January + 60 days"
