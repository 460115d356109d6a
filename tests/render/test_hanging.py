"""Labels with what is said beside them, drawn without a table."""

import io

from rich.console import Console, RenderableType
from rich.text import Text

from secondsale.render.hanging import Hanging, TwoSides


def drawn(shown: RenderableType, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, highlight=False).print(shown)
    return file.getvalue().splitlines()


def test_what_is_said_goes_on_under_itself() -> None:
    rows = [(Text("say"), Text("one two three")), (Text("last"), Text("four"))]

    shown = drawn(Hanging(rows, label_width=5, indent=1), 16)

    assert [line.rstrip() for line in shown] == [
        " say   one two",
        "       three",
        " last  four",
    ]


def test_a_label_wider_than_most_moves_all_of_its_rows() -> None:
    rows = [(Text("say"), Text("one")), (Text("longest"), Text("two"))]

    shown = drawn(Hanging(rows, label_width=5), 20)

    assert shown == ["say     one", "longest two"]


def test_a_word_longer_than_its_room_is_broken_and_nothing_is_lost() -> None:
    shown = drawn(Hanging([(Text("say"), Text("x" * 25))], label_width=3), 14)

    assert shown == ["say " + "x" * 10, "    " + "x" * 10, "    " + "x" * 5]


def test_a_label_with_nothing_to_say_keeps_its_line() -> None:
    shown = drawn(Hanging([(Text("say"), Text())], label_width=3), 14)

    assert [line.rstrip() for line in shown] == ["say"]


def test_wide_letters_take_their_columns() -> None:
    shown = drawn(Hanging([(Text("日本"), Text("one"))], label_width=5), 20)

    assert shown == ["日本  one"]


def test_two_ends_of_a_line_stand_below_each_other_where_it_is_too_narrow() -> None:
    ends = TwoSides(Text("Ana Silva"), Text("call"), indent=1)

    assert drawn(ends, 16) == [" Ana Silva  call"]
    assert [line.rstrip() for line in drawn(ends, 15)] == [" Ana Silva", " call"]
