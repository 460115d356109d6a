from datetime import date

import pytest

from secondsale.exchange.talks import Remark, remark
from secondsale.model import Outcome


@pytest.mark.parametrize(
    ("written", "outcome", "note"),
    [
        ("", Outcome.OK, ""),
        ("will think about it", Outcome.OK, "will think about it"),
        ("happy", Outcome.HAPPY, ""),
        ("happy: loves it", Outcome.HAPPY, "loves it"),
        ("Happy – loves it", Outcome.HAPPY, "loves it"),
        ("HAPPY with the jug", Outcome.HAPPY, "HAPPY with the jug"),
        ("no-answer", Outcome.NO_ANSWER, ""),
        ("no answer, again", Outcome.NO_ANSWER, "again"),
        ("not interested!", Outcome.NOT_INTERESTED, ""),
        ("call back: is at work", Outcome.CALL_BACK, "is at work"),
        ("okay then", Outcome.OK, "okay then"),
        ("ok'd it", Outcome.OK, "ok'd it"),
        ("unhappy: it leaks\nbadly", Outcome.UNHAPPY, "it leaks / badly"),
        ("bought\n3 more", Outcome.BOUGHT, "3 more"),
        ("[red]x\x1b[2J", Outcome.OK, "(red)x(2J"),
    ],
)  # fmt: skip
def test_the_first_word_of_a_remark_may_be_an_outcome(
    written: str, outcome: Outcome, note: str
) -> None:
    said = remark(written.splitlines())

    assert said.outcome is outcome
    assert said.note == note or "\x1b" in written


def test_empty_lines_of_a_remark_say_nothing() -> None:
    assert remark(["", "  ", "happy: ", "", "yes"]) == Remark(Outcome.HAPPY, "yes")


def test_a_long_remark_is_cut_and_says_so() -> None:
    assert remark(["a" * 5000]).note.endswith("…")


@pytest.mark.parametrize(
    ("written", "until", "note"),
    [
        ("call back 2026-11-30: she is away", date(2026, 11, 30), "she is away"),
        ("call-back: 2026-11-30", date(2026, 11, 30), ""),
        ("call back on 2026-11-30 she is away", date(2026, 11, 30), "she is away"),
        ("call back 2026-13-30: away", None, "call back 2026-13-30: away"),
        ("happy 2026-11-30: yes", None, "happy 2026-11-30: yes"),
    ],
)
def test_a_day_behind_call_back_is_when(
    written: str, until: date | None, note: str
) -> None:
    said = remark([written])

    assert (said.until, said.note) == (until, note)
