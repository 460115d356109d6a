"""Records are the standard library's frozen dataclasses, only quicker to define."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import pytest

from secondsale import records
from secondsale.model import Pause
from secondsale.planner import Wake


def classes(made_by: Any) -> Any:
    """Return the same classes, as the standard library or as we make them."""

    @made_by.dataclass(frozen=True)
    class Base:
        kind: ClassVar[str] = "base"
        name: str
        size: int = made_by.field(default=3, metadata={"unit": "cm"})

    @made_by.dataclass(frozen=True)
    class Child(Base):
        seen: Mapping[str, int] = made_by.field(default_factory=dict)
        aside: str = made_by.field(default="", compare=False)

        @property
        def double(self) -> int:
            return self.size * 2

    @made_by.dataclass(frozen=True, slots=True)
    class Slim:
        one: int
        two: int = 2

        def __post_init__(self) -> None:
            if self.one > self.two:
                raise ValueError("one is larger than two")

        def __str__(self) -> str:
            return f"{self.one}..{self.two}"

    @made_by.dataclass(frozen=True)
    class Empty:
        pass

    return Base, Child, Slim, Empty


STANDARD, OURS = classes(dataclasses), classes(records)
BOTH = pytest.mark.parametrize("made", [STANDARD, OURS], ids=["standard", "ours"])


def test_they_are_shown_alike() -> None:
    shown = [
        [
            repr(base("a")),
            repr(child("b", 4)),
            repr(slim(1)),
            str(slim(1)),
            repr(empty()),
        ]
        for base, child, slim, empty in (STANDARD, OURS)
    ]

    assert shown[0] == shown[1]


@BOTH
def test_equal_values_are_equal_and_hash_alike(made: Any) -> None:
    base, child, slim, empty = made

    assert slim(1, 2) == slim(1)
    assert hash(slim(1, 2)) == hash(slim(1))
    assert slim(1, 3) != slim(1)
    assert base("a") != child("a")
    assert child("a", aside="x") == child("a", aside="y")
    assert empty() == empty()
    assert slim(1) != (1, 2)


@BOTH
def test_nothing_changes_once_made(made: Any) -> None:
    base, _, slim, _ = made

    for record, name in ((base("a"), "name"), (base("a"), "other"), (slim(1), "one")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, "b")
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(record, name)


@BOTH
@pytest.mark.parametrize("often", [1, 100])
def test_what_is_given_has_to_fit(made: Any, often: int) -> None:
    base, child, slim, empty = made
    for _ in range(often):
        base("a"), child("a"), slim(1), empty()

    for wrong in (
        base,
        lambda: base("a", 1, 2),
        lambda: base("a", name="b"),
        lambda: base("a", colour="red"),
        lambda: empty(1),
    ):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="larger"):
        slim(3)
    assert child("a", seen={"b": 1}).seen == {"b": 1}
    assert child("a").seen is not child("a").seen
    assert child("a", size=5).double == 10


@BOTH
def test_a_copy_has_the_changes(made: Any) -> None:
    _, child, slim, _ = made

    assert records.replace(OURS[2](1), two=5) == OURS[2](1, 5)
    assert dataclasses.replace(slim(1), two=5) == slim(1, 5)
    assert dataclasses.replace(child("a"), size=1, aside="b").aside == "b"


@BOTH
def test_the_fields_are_known(made: Any) -> None:
    _, child, slim, _ = made

    known = dataclasses.fields(child)

    assert [each.name for each in known] == ["name", "size", "seen", "aside"]
    assert (known[1].metadata["unit"], known[1].default) == ("cm", 3)
    assert slim.__match_args__ == ("one", "two")
    assert child.size == 3
    assert not hasattr(slim(1), "__dict__")


def test_ours_say_their_own_fields() -> None:
    known = [(each.name, each.default) for each in records.fields(OURS[0])[1:]]

    assert known == [("size", 3)]


def test_the_standard_library_can_build_on_ours() -> None:
    base: Any = OURS[0]

    @dataclasses.dataclass(frozen=True)
    class More(base):  # type: ignore[misc]
        colour: str = "red"

    assert More("a", 1).colour == "red"
    assert More("a") == More("a", 3, "red")


@pytest.mark.parametrize("record", [Wake(date(2026, 11, 21), None, "w"), Pause(
    date(2026, 11, 21), None, date(2026, 11, 20), whole_book=True)])  # fmt: skip
def test_another_process_makes_the_same_of_them(record: object) -> None:
    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.copy(record) == record
