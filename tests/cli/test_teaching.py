import json

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes


@pytest.fixture
def taught(secondsale: InProcess) -> InProcess:
    secondsale.ok("add-product", "Rose Serum", "--price", "38")
    secondsale.ok("add-product", "Night Cream")
    return secondsale


def test_a_lesson_has_an_id_a_day_and_its_months(taught: InProcess) -> None:
    said = taught.ok(
        "lesson", "rose", "Serum first, then the cream", "--after", "14d",
        "--months", "11-2", "--id", "layering",
    )  # fmt: skip

    assert said.out == (
        "Rose Serum (1): lesson layering, 14 days after delivery, in November, "
        "December, January and February: Serum first, then the cream\n"
    )
    (lesson,) = json.loads(taught.ok("show-product", "rose", "--json").out)["lessons"]
    assert lesson == {
        "id": "layering",
        "text": "Serum first, then the cream",
        "after_days": 14,
        "months": [11, 12, 1, 2],
    }


def test_a_lesson_is_named_by_its_first_words(taught: InProcess) -> None:
    for words in ("Put it on damp skin, always", "Put it on damp skin!", "Été", "是"):
        taught.ok("lesson", "rose", words, "--after", "1w")

    lessons = json.loads(taught.ok("show-product", "rose", "--json").out)["lessons"]

    assert [each["id"] for each in lessons] == [
        "put-it-on-damp-skin",
        "put-it-on-damp-skin-2",
        "ete",
        "lesson",
    ]


def test_months_can_be_named_one_by_one(taught: InProcess) -> None:
    said = taught.ok("lesson", "rose", "Sun", "--after", "1w", "--months", "5,6")

    assert ", in May and June: Sun" in said.out


def test_a_lesson_is_taken_away(taught: InProcess) -> None:
    taught.ok("lesson", "rose", "Sun", "--after", "1w")

    said = taught.ok("drop-lesson", "rose", "sun")

    assert said.out == "Rose Serum (1): no lesson sun any more\n"
    assert "Sun" not in taught.ok("show-product", "rose").out


def test_a_product_shows_all_there_is_to_say(taught: InProcess) -> None:
    taught.ok("lesson", "rose", "Sun", "--after", "1w", "--id", "sun")
    taught.ok("reason", "rose", "made in small batches")
    taught.ok("resource", "rose", "Guide", "https://example.org/rose")
    taught.ok("complement", "rose", "cream", "--why", "seals it in", "--after", "60d")
    taught.ok("objection", "rose", "too dear: one lasts 45 days")

    assert taught.ok("show-product", "rose").rows == [
        ["product", "Rose Serum (1): consumable, 38.00"],
        ["lesson sun", "7 days after delivery: Sun"],
        ["reason", "made in small batches"],
        ["resource", "Guide: https://example.org/rose"],
        ["goes with", "Night Cream (2), 60 days after: seals it in"],
        ["objection", "too dear: one lasts 45 days"],
    ]


def test_json_of_what_is_added_is_the_product(taught: InProcess) -> None:
    added = taught.ok("complement", "rose", "cream", "--json")

    assert json.loads(added.out)["complements"] == [
        {"product_id": 2, "product": "Night Cream", "why": "", "after_days": None}
    ]


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("lesson", "rose"), "the lesson is missing"),
        (2, ("lesson", "rose", "x"), "how long after delivery (--after) is missing"),
        (
            2,
            ("lesson", "rose", "x", "--after", "soon"),
            "'soon' is not a length of time",
        ),
        (2, ("lesson", "rose", "x", "--after", "9999w"), "'9999w' is too long"),
        (
            2,
            ("lesson", "rose", "x", "--after", "1w", "--id", "Sun!"),
            "'Sun!' is not an id for a lesson",
        ),
        (
            2,
            ("lesson", "rose", "x", "--after", "1w", "--id", "sun"),
            "Rose Serum has a lesson sun already",
        ),
        (
            2,
            ("lesson", "rose", "x", "--after", "1w", "--months", "13"),
            "'13' does not name months",
        ),
        (
            2,
            ("lesson", "rose", "x", "--after", "1w", "--months", "5-"),
            "'5-' does not name months",
        ),
        (3, ("lesson", "zzz", "x", "--after", "1w"), "no product answers to 'zzz'"),
        (3, ("drop-lesson", "rose", "moon"), "Rose Serum has no lesson 'moon'"),
        (2, ("reason", "rose"), "the reason is missing"),
        (2, ("reason", "rose", "Pure"), "Rose Serum has that reason already"),
        (2, ("resource", "rose", "Guide"), "the place is missing"),
        (
            2,
            ("complement", "rose", "rose serum"),
            "Rose Serum cannot go with itself",
        ),
        (3, ("complement", "rose", "zzz"), "no product answers to 'zzz'"),
        (2, ("objection", "rose", ""), "objection: WORDS is empty"),
        (3, ("show-product", "zzz"), "no product answers to 'zzz'"),
        (2, ("show-product",), "the product is missing"),
    ],
)
def test_what_cannot_be_taught_is_refused(
    taught: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    taught.ok("lesson", "rose", "Sun", "--after", "1w")
    taught.ok("reason", "rose", "pure")

    assert refused(taught, code, *typed) == message


def test_a_terminal_is_asked_for_a_lesson(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-product", "Rose Serum")

    said = process.at_a_terminal("lesson", types=["rose", "Sun", "1d2", "1w"])

    assert "'1d2' is not a length of time" in said.out
    assert "lesson sun, 7 days after delivery: Sun" in said.out
