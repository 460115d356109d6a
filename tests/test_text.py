import time
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from secondsale import text
from secondsale.errors import InputError

PIRATES = "\U0001f3f4\u200d\u2620\ufe0f"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "\U0001f469\U0001f3fd\u200d\U0001f469\u200d\U0001f467"

NAMES = {
    "apostrophe": "Zoë O'Brien-Müller",
    "Arabic": "محمد علي",
    "Bengali": "অর্ণব",
    "Chinese": "王小明",
    "Devanagari with a joiner": "क्\u200dष देवी",
    "emoji family": f"Team {FAMILY}",
    "flag": "Café \U0001f1f5\U0001f1f9",
    "flag of England": f"Pub {ENGLAND}",
    "Hebrew": "שרה כהן",
    "keycap": "Shop 7\ufe0f\u20e3",
    "Korean": "김민준",
    "Persian with a non-joiner": "می\u200cخواهم",
    "pirate flag": f"Pub {PIRATES}",
    "square brackets": "Ana [2] Silva [VIP] []",
    "Thai": "สมชาย ใจดี",
    "Vietnamese": "Nguyễn Thị Ánh",
}
REFUSED = {
    "ANSI": ("Ana\x1b[31m", "U+001B"),
    "bidi isolate": ("\u2066Ana\u2069", "U+2066"),
    "bidi mark": ("Ana\u200f", "U+200F"),
    "bidi override": ("Ana\u202etxt", "U+202E"),
    "byte-order mark": ("\ufeffAna", "U+FEFF"),
    "C1": ("Ana\x9b31m", "U+009B"),
    "carriage return": ("Ana\rBob", "U+000D"),
    "delete": ("Ana\x7f", "U+007F"),
    "flag that does not end": (ENGLAND[:-1], "U+E0067"),
    "hidden message behind a flag": (
        "\U0001f3f4"
        + "".join(chr(0xE0000 + ord(c)) for c in "pay me now")
        + "\U000e007f",
        "U+E0070",
    ),
    "line separator": ("Ana\u2028Bob", "U+2028"),
    "newline": ("Ana\nBob", "U+000A"),
    "newline at the end": ("Ana\n", "U+000A"),
    "next line": ("Ana\x85", "U+0085"),
    "non-character": ("Ana\ufffe", "U+FFFE"),
    "NUL": ("Ana\0", "U+0000"),
    "OSC 52": ("\x1b]52;c;aGk=\x07", "U+001B"),
    "OSC 8": ("\x1b]8;;https://example.com\x1b\\Ana", "U+001B"),
    "surrogate": ("Ana\udc80", "U+DC80"),
    "tab": ("Ana\tSilva", "U+0009"),
    "tag letter": ("Ana\U000e0041", "U+E0041"),
    "zero-width space": ("An\u200ba", "U+200B"),
}
MARKUP = [
    "[/]",
    "[bold]Ana",
    "[red on blue]Ana[/red on blue]",
    "[link=x]",
    "[@click=x]",
]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Hi\n\nthere", "Hi there"),
        ("Hi,\r\n  thanks \r\n", "Hi, thanks"),
        ("one\ttwo", "one two"),
        ("page\x0cnext\u2028line\x85end", "page next line end"),
        ("two  spaces", "two  spaces"),
        ("\n", ""),
    ],
)
def test_a_pasted_note_is_kept_on_one_line(pasted: str, kept: str) -> None:
    assert text.clean_note(pasted, "note") == kept


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Ana\x1b[31m", "holds a control character, such as a terminal's colours"),
        ("\u202eAna", "holds an unseen sign that turns the way text is read"),
        ("Ana\u200f", "holds an unseen sign that turns the way text is read"),
        ("An\u200ba", "holds an unseen sign that cannot be kept"),
    ],
)
def test_a_pasted_note_is_refused_in_words(value: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refusal:
        text.clean_note(f"Hi\n{value}", "note")

    assert refusal.value.hint == "type it anew, or copy it as plain text"


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_in_any_script_are_kept_as_they_are(name: str) -> None:
    assert text.clean_name(name, "name") == name
    assert text.visible(name) == name


@pytest.mark.parametrize(("value", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_what_could_do_harm_is_refused_by_its_code_point(
    value: str, named: str
) -> None:
    with pytest.raises(InputError) as refusal:
        text.clean(value, "note", longest=text.NOTE_LENGTH)

    assert refusal.value.message.startswith("note holds")
    assert refusal.value.message.endswith(named)
    assert refusal.value.message.isprintable()
    assert refusal.value.hint


@pytest.mark.parametrize(("value", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_what_could_do_harm_is_shown_by_its_code_point(value: str, named: str) -> None:
    shown = text.visible(value)

    assert f"<{named}>" in shown


@pytest.mark.parametrize("value", MARKUP)
def test_markup_is_refused(value: str) -> None:
    with pytest.raises(InputError, match=r"name holds markup: '\[.*U\+005B"):
        text.clean(value, "name")


def test_a_refusal_of_markup_stays_short() -> None:
    with pytest.raises(InputError) as refusal:
        text.clean(f"[{'a' * 1900}]", "note", longest=text.NOTE_LENGTH)

    assert len(refusal.value.message) < 100


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000, "é" * 201, "\ufb2c" * 100],
    ids=["Latin", "one too many", "longer when composed"],
)
def test_text_that_is_too_long_is_refused(value: str) -> None:
    with pytest.raises(InputError, match=r"name is \d+ characters long") as refusal:
        text.clean(value, "name")

    assert refusal.value.hint == "at most 200"


@pytest.mark.parametrize(
    "value", ["e\u0301" * 200, " " * 9_000 + "x" * 200], ids=["accents", "spaces"]
)
def test_length_is_counted_as_it_will_be_kept(value: str) -> None:
    assert len(text.clean(value, "name")) == 200


@pytest.mark.parametrize(
    "value",
    ["[a" * 200_000, "[" * 400_000, "a" + "\u0301\u0323" * 200_000, " " * 400_000],
    ids=["markup", "brackets", "accents", "spaces"],
)
def test_no_text_takes_long_to_judge(value: str) -> None:
    started = time.process_time()

    with pytest.raises(InputError):
        text.clean_name(value, "name")

    assert time.process_time() - started < 1


def test_combining_accents_are_kept_composed() -> None:
    assert text.clean("Zoe\u0308", "name") == "Zoë"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u3000", "\u2003"])
def test_spaces_around_a_text_are_dropped(space: str) -> None:
    assert text.clean(f"{space}Ana{space}", "note") == "Ana"


@pytest.mark.parametrize(
    "value", ["", " ", "\u00a0", "\u200d", "...", "\u0301", "-\ufe0f"]
)
def test_a_name_without_a_letter_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="name has no letter in it"):
        text.clean_name(value, "name")


@pytest.mark.parametrize("blank", ["\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"])
def test_a_name_that_nobody_can_see_is_refused(blank: str) -> None:
    with pytest.raises(InputError, match="name has no letter in it"):
        text.clean_name(blank, "name")


def test_runs_of_spaces_in_a_name_become_one() -> None:
    assert text.clean_name("Ana \u00a0  Silva", "name") == "Ana Silva"


def test_an_empty_note_is_a_note() -> None:
    assert text.clean("  ", "note") == ""


@given(st.text())
@example(f"{ENGLAND}\x1b{ENGLAND}")
@example("\U0001f3f4\x1b\U000e0041")
def test_what_is_shown_holds_nothing_harmful(value: str) -> None:
    shown = text.visible(value)

    harmful = {c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    invisible = {c for c in shown if unicodedata.category(c) == "Cf"}
    assert not harmful
    assert all(c in "\u200c\u200d" or 0xE0030 <= ord(c) <= 0xE007F for c in invisible)
    assert text.visible(shown) == shown


@given(st.text())
@example("\ufb2c" * 67)
@example("\u00a0 Ana")
@example("[\u212a]")
def test_text_that_was_accepted_is_accepted_unchanged(value: str) -> None:
    try:
        kept = text.clean(value, "note")
    except InputError:
        assume(False)

    assert text.clean(kept, "note") == kept
    assert text.visible(kept) == kept


@given(st.text(st.sampled_from("aZ é\u0301\u00a0\u3000\u200d.\ufb2cक")))
def test_a_name_that_was_accepted_is_accepted_unchanged(value: str) -> None:
    try:
        kept = text.clean_name(value, "name")
    except InputError:
        assume(False)

    assert text.clean_name(kept, "name") == kept
    assert text.name_key(kept)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Silva", "ana  SILVA "),
        ("Zoë", "Zoe\u0308"),
        ("Straße", "STRASSE"),
        ("\u0390", "\u0390".upper()),
        ("می\u200cخواهم", "میخواهم"),
        ("Ana\u200d", "Ana"),
        ("\u2764\ufe0f", "\u2764"),
    ],
)
def test_two_spellings_of_a_name_have_the_same_key(one: str, other: str) -> None:
    assert text.name_key(one) == text.name_key(other)


def test_accents_tell_two_names_apart() -> None:
    assert text.name_key("Zoë") != text.name_key("Zoe")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë Müller", "zoe muller"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("İpek", "ipek"),
        ("Ｋｅｎ", "ken"),
        ("김민준", "김민준"),
        ("देवी", "देवी"),
    ],
)
def test_a_name_is_found_without_its_accents(name: str, typed: str) -> None:
    assert text.search_key(name) == text.search_key(typed)


@given(st.text())
def test_a_search_does_not_care_how_accents_are_encoded(value: str) -> None:
    forms: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")

    keys = {text.search_key(unicodedata.normalize(form, value)) for form in forms}

    assert len(keys) == 1


def test_things_are_counted_in_words() -> None:
    assert text.plural(1, "sale") == "1 sale"
    assert text.plural(0, "sale") == "0 sales"
    assert text.plural(1200, "person", "people") == "1,200 people"


def test_words_are_joined_as_one_says_them() -> None:
    assert text.listed([]) == ""
    assert text.listed(["a"]) == "a"
    assert text.listed(("a", "b")) == "a and b"
    assert text.listed(["a", "b", "c"]) == "a, b and c"


def test_ordinals_know_the_teens() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 101, 111, 112)

    said = " ".join(text.ordinal(number) for number in numbers)

    assert said == "1st 2nd 3rd 4th 11th 12th 13th 21st 101st 111th 112th"
