"""A page of check-boxes, as notes apps leave it."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.exchange.test_calendars import TALK, names, notes
from tests.golden import compare

from secondsale.exchange.pages import HINT, NO_BOX, NO_DAY, NO_ID, Box, boxes, page
from secondsale.exchange.talks import remark
from secondsale.model import Outcome
from secondsale.records import replace

DAY = date(2026, 11, 21)
OURS = replace(TALK, day=DAY)
LABELS = frozenset({"welcome", "reassure", "say", "last"})
PAGE = "".join(page([(DAY, [OURS]), (date(2026, 11, 23), [])]))


def read(text: str) -> list[Box]:
    return list(boxes(text.splitlines()))


def only(text: str) -> Box:
    (box,) = read(text)
    return box


def said(text: str) -> str:
    return "|".join(only(text).remark(OURS.lines, LABELS))


def test_a_page_is_made_to_be_ticked() -> None:
    compare("a_page", PAGE)


def test_a_page_comes_back_as_it_was_made() -> None:
    box = only(PAGE)

    assert box.uid == "ss-20261121-c1"
    assert (box.customer_id, box.day, box.line) == (1, DAY, 3)
    assert not box.ticked
    assert box.names(OURS.name)
    assert not box.names("Ben Okafor")
    assert box.remark(OURS.lines, LABELS) == []
    assert box.remark((), LABELS) == []


@pytest.mark.parametrize(
    ("mark", "ticked"),
    [
        ("- [x]", True), ("- [X]", True), ("* [x]", True), ("+ [x]", True),
        ("1. [x]", True), ("[x]", True), ("- \\[x\\]", True), ("☑", True), ("✅", True),
        ("- [✓]", True), ("\t- [x]", True), ("- [ ]", False), ("- []", False),
        ("> - [x]", True), ("- [x] \t", True), ("- [ x ]", True), ("a) [x]", True),
        ("- [  ]", False),
        ("- [-]", False), ("- [>]", False), ("- [/]", False), ("☐", False),
    ],
)  # fmt: skip
def test_a_box_is_ticked_in_many_ways(mark: str, ticked: bool) -> None:
    box = only(PAGE.replace("- [ ]", mark, 1))

    assert box.ticked == ticked
    assert box.names(OURS.name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("^ss-20261121-c1", "^ss-20261121-c1 happy: loves it"),
        ("^ss-20261121-c1", "^ss-20261121-c1\n  - happy: loves it"),
        ("^ss-20261121-c1", "^ss-20261121-c1\n  > happy: loves it"),
        ("^ss-20261121-c1", "^ss-20261121-c1\n    happy: loves it"),
        ("^ss-20261121-c1", "(ss-20261121-c1)\n\n\thappy: loves it"),
        ("^ss-20261121-c1", "ss-20261121-c1\n- happy: loves it"),
        ("^ss-20261121-c1", "^ss-20261121-c1\n  - [x] happy: loves it"),
        ("Serum ×2 on 21 November", "Serum ×2 on 21 November happy: loves it"),
        (HINT, f"  happy: loves it\n{HINT}"),
    ],
)
def test_a_comment_is_found_behind_and_below(old: str, new: str) -> None:
    ticked = PAGE.replace("- [ ]", "- [x]").partition("# Monday")[0] + HINT

    assert old in ticked
    assert said(ticked.replace(old, new, 1)) == "happy: loves it"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ^ss", " happy: loves it ^ss"),
        (" ^ss", " · happy: loves it ✅ 2026-11-21 ^ss"),
        ("- [x] **", "- [x] happy: loves it **"),
        (" · call", " happy: loves it · call"),
        ("evenings", "mornings happy: loves it"),
    ],
)
def test_a_comment_is_found_before_the_id(old: str, new: str) -> None:
    ticked = PAGE.replace("- [ ]", "- [x]").partition("# Monday")[0] + HINT

    assert old in ticked
    assert said(ticked.replace(old, new, 1)).startswith("happy: loves it")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ^ss-20261121-c1", "\n  ^ss-20261121-c1"),
        (", evenings", ",\n  evenings"),
        ("^ss-20261121-c1", "^SS-20261121-C1."),
        ("^ss-20261121-c1", "\\^ss\\-20261121\\-c1"),
    ],
)
def test_an_id_is_found_however_a_program_leaves_it(old: str, new: str) -> None:
    assert old in PAGE
    box = only(PAGE.replace(old, new, 1).replace("- [ ]", "- [x]"))

    assert (box.uid, box.ticked, box.trouble) == ("ss-20261121-c1", True, "")
    assert box.remark(OURS.lines, LABELS) == []


@pytest.mark.parametrize(
    ("old", "new", "trouble"),
    [
        ("- [ ]", "- [done]", NO_BOX),
        ("- [ ]", "-", NO_BOX),
        (" ^ss-20261121-c1", "", NO_ID),
        (" ^ss-20261121-c1", " ^ss-2026112-", NO_ID),
        ("ss-20261121-c1", "ss-20261322-c1", NO_DAY),
    ],
)
def test_a_box_of_ours_that_cannot_be_read_is_in_trouble_and_no_note(
    old: str, new: str, trouble: str
) -> None:
    own, _, _ = PAGE.partition("# Monday")
    above = own.replace("c1", "c2")

    first, second = read(above + own.replace(old, new, 1).replace("- [ ]", "- [x]"))

    assert (first.customer_id, first.remark(OURS.lines, LABELS)) == (2, [])
    assert second.trouble == trouble


def test_lines_of_ours_that_a_program_broke_are_no_comment() -> None:
    line = "  - *welcome*: first sale: Rose Serum ×2 on 21 November"
    broken = "  - *welcome*: first sale:\n    Rose Serum ×2\n    on 21 November"

    assert line in PAGE
    assert said(PAGE.replace(line, broken, 1)) == ""
    assert said(PAGE.replace(line, f"{broken} happy: yes", 1)) == "happy: yes"


def test_a_fence_of_code_is_no_comment() -> None:
    own, _, _ = PAGE.partition("# Monday")

    assert said(f"```\n{own.rstrip()}\n```\n") == ""


@pytest.mark.parametrize("number", ["00004", "9" * 23])
def test_a_number_that_no_customer_has_is_nobody_s(number: str) -> None:
    box = only(PAGE.replace("-c1", f"-c{number}"))

    assert box.customer_id == 0


def test_what_stands_elsewhere_in_the_note_is_no_comment() -> None:
    head, _, rest = PAGE.partition("# Monday")

    assert said(f"my day\n\n{head}\nBuy milk\n- [x] eggs\n\n# Monday{rest}") == ""


def test_a_list_whose_words_have_changed_is_no_comment() -> None:
    assert said(PAGE.replace("first sale", "last sale")) == ""


def test_a_label_of_their_own_is_a_comment() -> None:
    changed = PAGE.replace("- *say*: ", "- *note*: she said: ", 1)

    assert said(changed).startswith("*note*: she said: ")


def test_windows_and_marks_of_byte_order_do_no_harm() -> None:
    box = only("\ufeff" + PAGE.replace("\n", "\r\n"))

    assert box.uid == "ss-20261121-c1"


@pytest.mark.parametrize("uid", ["ss-20261332-c1", "ss-20261121-c0", "ss-2026-c1"])
def test_an_id_without_a_day_or_a_customer_is_nobody_s(uid: str) -> None:
    found = read(PAGE.replace("ss-20261121-c1", uid))

    assert all(box.customer_id == 0 for box in found)


@given(name=names, note=notes, comment=notes)
@example(name="0*", note="", comment="")
def test_names_and_comments_survive_the_way_to_a_note_and_back(
    name: str, note: str, comment: str
) -> None:
    talk = replace(OURS, name=name, lines=("call", f"last: {note}"))
    text = "".join(page([(DAY, [talk])]))

    below = text.replace(" ^ss-20261121-c1\n", f" ^ss-20261121-c1\n  - x {comment}\n")
    box = only(below.replace("- [ ]", "- [x]", 1))

    assert box.ticked
    assert box.names(name)
    assert remark(box.remark(talk.lines, LABELS)).outcome is Outcome.OK
    assert only(text).remark(talk.lines, LABELS) == []


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_file_is_read(lines: list[str]) -> None:
    assert all(box.uid.startswith("ss-") or box.trouble for box in boxes(lines))
