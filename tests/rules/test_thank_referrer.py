from tests.builders import ana, day, days_of, derived, history, referred, sale

from secondsale.model import Intent
from secondsale.rules.thank_referrer import ThankReferrer

RULE = ThankReferrer()


def test_a_referrer_is_thanked_two_days_after_the_sale() -> None:
    sent = referred(sale(day(5), "Jug"), id=12)

    found = derived(RULE, history(sent))

    assert found.keys() == {"thank-referrer:s12"}
    each = found["thank-referrer:s12"]
    assert days_of(each) == (7, 7, 21)
    assert each.customer_id == 1
    assert each.intent is Intent.PROMISE
    assert each.reason == "sent Rita Costa, who first bought on 6 January"


def test_what_the_other_one_bought_is_not_told() -> None:
    each = derived(RULE, history(referred(sale(day(5), "Jug"), id=12)))

    assert each["thank-referrer:s12"].products == ()
    assert each["thank-referrer:s12"].sale_id is None


def test_everybody_who_was_sent_counts() -> None:
    known = history(
        referred(sale(day(5), "Jug"), id=12),
        referred(sale(day(6), "Soap"), id=14, name="Ben Okafor"),
    )

    assert derived(RULE, known).keys() == {"thank-referrer:s12", "thank-referrer:s14"}


def test_a_cancelled_sale_closes_it() -> None:
    sent = referred(sale(day(5), "Jug", cancelled=day(6)), id=12)

    ended = derived(RULE, history(sent))["thank-referrer:s12"].ended

    assert ended is not None
    assert ended.on == day(6)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(referred(sale(day(5), "Jug", recorded=day(9)), id=12))

    moved = derived(ThankReferrer(due_days=5, stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["thank-referrer:s12"]) == (10, 10, 11)
    assert moved["thank-referrer:s12"].known_on == day(9)


def test_it_is_not_known_before_the_referrer_is() -> None:
    known = history(referred(sale(day(5), "Jug"), id=12), customer=ana(added=day(30)))

    assert derived(RULE, known)["thank-referrer:s12"].known_on == day(30)
