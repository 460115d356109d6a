import json

import pytest
from tests.cli.conftest import NEXT_DAY, refused
from tests.conftest import InProcess


def test_an_introduction_is_to_do_until_they_have_met(sold: InProcess) -> None:
    said = sold.ok("introduce", "ana", "Tom Reed", "--role", "fitter", *NEXT_DAY)
    met = sold.ok("introduced", "ana", "tom")

    assert said.out.startswith(
        "To introduce to Ana Silva (1): Tom Reed, fitter.\n"
        'When they have met: secondsale introduced 1 "Tom Reed"\n'
        "Planned: introduce, "
    )
    assert met.out.startswith(
        "Ana Silva (1) and Tom Reed have met, on Saturday 21 November 2026.\n"
        "This stops 1 touchpoint:\n"
    )
    assert "introduction\tTom Reed, fitter (met 21 Nov" in sold.ok("show", "ana").out


def test_json_of_an_introduction_holds_its_days(sold: InProcess) -> None:
    sold.ok("introduce", "ana", "Tom Reed")

    data = json.loads(sold.ok("introduced", "ana", "Tom Reed", "--json").out)

    assert data["introduction"] == {
        "id": 1,
        "name": "Tom Reed",
        "role": "",
        "added_on": "2026-11-21",
        "done_on": "2026-11-21",
    }


def test_a_review_shows_the_trend(sold: InProcess) -> None:
    sold.ok("review", "ana", "--own", "3", *NEXT_DAY)

    said = sold.ok("review", "ana", "--own", "4", "--theirs", "5")

    assert said.out.startswith(
        "Review of Ana Silva (1) on Saturday 21 November 2026: own 3, 4; theirs -, 5.\n"
    )
    data = json.loads(sold.ok("review", "ana", "--own", "5", "--json").out)
    assert [each["own"] for each in data["ratings"]] == [3, 4, 5]
    assert "reviews\town 3, 4, 5; theirs -, 5, -" in sold.ok("show", "ana").out


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("introduce", "ana"), "the name is missing"),
        (3, ("introduce", "zoe", "Tom"), "no customer answers to 'zoe'"),
        (
            2,
            ("introduce", "ana", "tom reed"),
            "Tom Reed is to be introduced to Ana Silva already",
        ),
        (
            3,
            ("introduced", "ana", "Zoe"),
            "'Zoe' is nobody whom Ana Silva is to meet",
        ),
        (
            3,
            ("introduced", "ana", "tom"),
            "'tom' is several whom Ana Silva is to meet",
        ),
        (
            2,
            ("introduced", "ana", "tom reed", "--on", "2026-11-19"),
            "Thursday 19 November 2026 is before Tom Reed was to be introduced",
        ),
        (2, ("review", "ana"), "your rating (--own) is missing"),
        (2, ("review", "ana", "--own", "6"), "'6' is not a rating"),
        (2, ("review", "ana", "--own", "4", "--theirs", "0"), "'0' is not a rating"),
        (3, ("review", "zoe", "--own", "4"), "no customer answers to 'zoe'"),
    ],
)
def test_what_cannot_be_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok("introduce", "ana", "Tom Reed", *NEXT_DAY)
    sold.ok("introduce", "ana", "Tom Smith")

    assert refused(sold, code, *typed) == message


def test_a_review_is_a_conversation_and_closes_the_one_that_was_due(
    sold: InProcess,
) -> None:
    sold.ok("tier", "ana", "a")

    sold.ok("review", "ana", "--own", "4", "--theirs", "5", *NEXT_DAY)

    shown = json.loads(sold.ok("show", "ana", "--json", *NEXT_DAY).out)
    (contact,) = shown["contacts"]
    assert contact["covered"] == ["relationship-review:s1"]
    next_one = [s["key"] for s in shown["plan"] if s["rule"] == "relationship-review"]
    assert next_one[0].startswith(f"relationship-review:t{contact['id']}")
