from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.builders import history

from secondsale.model import Customer
from secondsale.planner import Agenda, Conversation
from secondsale.render.notice import MOST_NAMED, WIDEST, notice

TODAY = date(2026, 11, 21)

HOSTILE = st.text(
    st.sampled_from("aB é林\u202e\x1b\x9b[]/$`\\\t\n#\u200b\u0301👩‍👧"), min_size=1
).filter(str.strip)


def due(*names: str) -> Agenda:
    people = (Customer(i, name, TODAY) for i, name in enumerate(names, start=1))
    talks = (Conversation(history(customer=who), TODAY, ()) for who in people)
    return Agenda(TODAY, tuple(talks))


def test_nobody_due_is_no_notice() -> None:
    assert notice(due()) == ""


def test_people_go_by_their_first_names() -> None:
    assert notice(due("Ana Silva")) == "1 person today: Ana"
    assert notice(due("Ana Silva", "Ben Okafor")) == "2 people today: Ana, Ben"


def test_two_of_one_first_name_are_told_apart() -> None:
    assert notice(due("Ana Silva", "Ben", "Ana Costa")) == (
        "3 people today: Ana S., Ben, Ana C."
    )
    assert notice(due("Ana Silva", "Ana Souza")) == (
        "2 people today: Ana Silva, Ana Souza"
    )
    assert notice(due("Ana", "Ana")) == "2 people today: Ana (1), Ana (2)"


def test_of_many_the_first_are_named() -> None:
    said = notice(due(*(f"P{number} Silva" for number in range(12))))

    assert said == "12 people today: P0, P1, P2, P3, P4 and 7 more"


def test_as_many_as_fit_are_named_rather_than_counted() -> None:
    names = [f"P{number}" for number in range(MOST_NAMED + 1)]

    assert notice(due(*names)).endswith("P3, P4, P5")


def test_a_long_name_is_cut() -> None:
    said = notice(due("Maximiliana" * 20 + " Silva", "Ben"))

    assert said == "2 people today: MaximilianaMaximili…, Ben"


@given(st.lists(HOSTILE, min_size=1, max_size=40))
def test_no_name_breaks_the_line_or_widens_it(names: list[str]) -> None:
    said = notice(due(*names))

    assert said.isprintable() or "‍" in said
    assert not set(said) & set("\n\t\x1b\x9b\u202e\u200b")
    assert cell_len(said) <= WIDEST
    assert said.startswith(f"{len(names)} p")
