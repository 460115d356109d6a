import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.render.wrapping import columns, wrapped


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("", ""),
        ("one two", "one two"),
        ("one two three", "one two\nthree"),
        ("  one two three", "  one two\n    three"),
        ("incomprehensible it is", "incomprehensible\nit is"),
        ("李小龙 is it", "李小龙 is\nit"),
        ("李小龙 was it", "李小龙\nwas it"),
    ],
)
def test_a_sentence_breaks_between_words_only(sentence: str, shown: str) -> None:
    assert wrapped(sentence, 9) == shown


@given(st.text(alphabet="ab é李", max_size=60), st.integers(1, 30))
def test_wrapping_loses_no_word_and_keeps_the_width(sentence: str, width: int) -> None:
    lines = wrapped(sentence, width).split("\n")

    assert " ".join(lines).split() == sentence.split()
    assert all(columns(line) <= width or len(line.split()) <= 1 for line in lines)
