"""A file that is no book, or a damaged one, is refused and left as it is."""

from datetime import date

import pytest
from tests.conftest import InProcess
from tests.faults.wrong_files import COMMANDS, Make, fingerprint, wrong_files

from secondsale.store import Book

KINDS = dict(wrong_files())


def test_there_are_thirty_four() -> None:
    assert len(KINDS) == 34


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "book.db"
    with Book.open_for_writing(path) as book, book.change():
        book.add_customer("Ana Silva", added_on=date(2026, 11, 21))
    return path.read_bytes()


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
def test_a_wrong_file_is_refused_and_left_as_it_is(
    secondsale: InProcess, sound: bytes, make: Make
) -> None:
    make(secondsale.book, sound)
    before = fingerprint(secondsale.book)

    for command in COMMANDS:
        said = secondsale(*command)

        assert said.code == 1, (command, said)
        assert str(secondsale.book) in said.refusal
        assert fingerprint(secondsale.book) == before
