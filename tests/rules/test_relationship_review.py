from tests.builders import ana, day, days_of, derived, history, sale, talk

from secondsale.model import Intent, Rating
from secondsale.rules.relationship_review import RelationshipReview

RULE = RelationshipReview()
TOP = ana(tier="a")


def test_a_review_comes_round_every_quarter_after_the_first_sale() -> None:
    known = history(sale(day(0), "Soap"), sale(day(50), "Soap"), customer=TOP)

    found = derived(RULE, known, until=day(200))

    assert list(found) == ["relationship-review:s1", "relationship-review:s1.2"]
    assert days_of(found["relationship-review:s1"]) == (90, 90, 111)
    assert days_of(found["relationship-review:s1.2"]) == (180, 180, 201)
    each = found["relationship-review:s1.2"]
    assert each.intent is Intent.ASK
    assert each.reason == "first sale on 1 January"
    assert each.working == "first sale on 1 January + 2 × 90 days"


def test_only_the_top_tier_is_reviewed_with() -> None:
    for tier in ("", "b"):
        known = history(sale(day(0), "Soap"), customer=ana(tier=tier))

        assert derived(RULE, known) == {}


def test_the_tier_is_a_figure_and_written_in_any_case() -> None:
    known = history(sale(day(0), "Soap"), customer=ana(tier="B"))

    assert derived(RelationshipReview(tier="b"), known, until=day(90))


def test_nobody_reviews_before_a_sale() -> None:
    assert derived(RULE, history(customer=TOP)) == {}


def test_after_a_review_it_counts_from_that_conversation() -> None:
    known = history(
        sale(day(0), "Soap"),
        talk(day(95), "no-answer", "relationship-review:s1"),
        talk(day(100), "ok", "relationship-review:s1"),
        customer=TOP,
    )

    found = derived(RULE, known, until=day(200))

    assert found.keys() == {"relationship-review:s1", "relationship-review:t2"}
    assert days_of(found["relationship-review:t2"]) == (190, 190, 211)
    assert found["relationship-review:t2"].reason == "last review on 11 April"
    ended = found["relationship-review:s1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(100), "reviewed on 11 April")


def test_the_next_review_counts_from_the_last() -> None:
    known = history(
        sale(day(0), "Soap"),
        talk(day(100), "ok", "relationship-review:s1"),
        talk(day(200), "ok", "relationship-review:t1"),
        customer=TOP,
    )

    found = derived(RULE, known, until=day(300))

    assert list(found) == [f"relationship-review:{n}" for n in ("s1", "t1", "t2")]
    ended = found["relationship-review:t1"].ended
    assert ended is not None
    assert ended.on == day(200)


def test_the_first_sale_that_stands_counts() -> None:
    known = history(
        sale(day(0), "Soap", cancelled=day(100)),
        sale(day(40), "Soap"),
        customer=TOP,
    )

    found = derived(RULE, known, until=day(140))

    ended = found["relationship-review:s1"].ended
    assert ended is not None
    assert ended.on == day(100)
    assert days_of(found["relationship-review:s2"]) == (130, 130, 151)
    assert found["relationship-review:s2"].known_on == day(100)


def test_a_review_of_before_the_book_was_not_known_on_its_day() -> None:
    talks = [talk(day(n), "ok", "relationship-review:s1") for n in (100, 300)]
    known = history(
        sale(day(0), "Soap", recorded=day(250)),
        *talks,
        customer=ana(tier="a", added=day(250)),
    )

    found = derived(RULE, known, until=day(400))

    learned = {key: each.known_on for key, each in found.items()}
    assert learned == {
        "relationship-review:s1": day(250),
        "relationship-review:t1": day(250),
        "relationship-review:t1.2": day(250),
        "relationship-review:t2": day(300),
    }


def test_the_trend_of_the_ratings_is_shown() -> None:
    ratings = (Rating(day(1), 2), Rating(day(2), 3, 5), Rating(day(3), 4))
    known = history(sale(day(0), "Soap"), *ratings, customer=TOP)

    found = derived(RULE, known)["relationship-review:s1"]

    assert found.reason == (
        "first sale on 1 January; rated 2, then 3, then 4; they said 5"
    )
    assert ("trend", "rated 2, then 3, then 4; they said 5") in found.slots


def test_the_trend_shows_the_last_ratings() -> None:
    ratings = (Rating(day(n), own) for n, own in enumerate((1, 2, 3, 4, 5)))
    known = history(sale(day(0), "Soap"), *ratings, customer=TOP)

    found = derived(RULE, known)["relationship-review:s1"]

    assert found.reason.endswith("; rated 2, then 3, then 4, then 5")


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(0), "Soap"), customer=TOP)

    moved = derived(RelationshipReview(every_days=30, stays_days=3), known)

    assert days_of(moved["relationship-review:s1"]) == (30, 30, 33)
    assert days_of(moved["relationship-review:s1.2"]) == (60, 60, 63)


def test_what_ended_first_ends_the_sale_s_rounds() -> None:
    for cancelled, over in ((50, 50), (150, 100), (100, 100)):
        known = history(
            sale(day(0), "Soap", cancelled=day(cancelled)),
            talk(day(100), "ok", "relationship-review:s1"),
            customer=TOP,
        )

        ended = derived(RULE, known)["relationship-review:s1"].ended

        assert ended is not None
        assert ended.on == day(over)


def test_of_several_talks_of_one_day_one_is_the_review() -> None:
    talks = [talk(day(100), "ok", "relationship-review:s1") for _ in range(2)]

    found = derived(RULE, history(sale(day(0), "Soap"), *talks, customer=TOP))

    assert {key.partition(":")[2][:2] for key in found} == {"s1", "t2"}


def test_the_working_counts_the_rounds() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), customer=TOP), until=day(200))

    assert [each.working for each in found.values()] == [
        "first sale on 1 January + 90 days",
        "first sale on 1 January + 2 × 90 days",
    ]
    assert {each.slots for each in found.values()} == {()}


def test_the_first_review_ends_the_rounds_of_the_sale() -> None:
    reviews = [talk(day(n), "ok", "relationship-review:s1") for n in (100, 95)]

    found = derived(RULE, history(sale(day(0), "Soap"), *reviews, customer=TOP))

    ended = found["relationship-review:s1"].ended
    assert ended is not None
    assert ended.on == day(95)
