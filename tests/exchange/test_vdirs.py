"""A folder that other programs write to at the same time."""

from pathlib import Path

import pytest
from tests.exchange.test_calendars import MADE, TALK

from secondsale.errors import SecondsaleError
from secondsale.exchange.vdirs import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.ics").write_bytes(MADE)
    return tmp_path


def test_an_item_is_found_by_what_stands_in_it(folder: Path) -> None:
    for name, text in (
        ("b.ics", b"BEGIN:VTODO\r\nUID:theirs\r\n"),
        (".hidden.ics", b"UID:ss-hidden\r\n"),
        ("c.tmp", b"UID:ss-half\r\n"),
        ("d", b"UID:ss-without\r\n"),
        ("e.ics", b"SUMMARY:UID:ss-in-a-text\r\n"),
    ):
        (folder / name).write_bytes(text)

    found = Folder(folder)

    assert found.files == {TALK.uid: folder / "a.ics"}
    assert found.data(TALK.uid) == MADE
    assert found.data("ss-hidden") is None


def test_a_known_item_keeps_its_file_and_a_new_one_is_named_by_itself(
    folder: Path,
) -> None:
    found = Folder(folder)

    assert found.write(TALK.uid, b"new")
    assert found.write("ss-other", b"other")

    assert sorted(each.name for each in folder.iterdir()) == ["a.ics", "ss-other.ics"]
    assert (folder / "a.ics").read_bytes() == b"new"


def test_what_somebody_changed_since_is_neither_written_nor_removed(
    folder: Path,
) -> None:
    found = Folder(folder)
    (folder / "a.ics").write_bytes(b"theirs")

    assert not found.write(TALK.uid, b"ours")
    assert not found.remove(TALK.uid)

    assert (folder / "a.ics").read_bytes() == b"theirs"


def test_what_appeared_since_is_not_written_over(folder: Path) -> None:
    found = Folder(folder)
    (folder / "ss-new.ics").write_bytes(b"theirs")

    assert not found.write("ss-new", b"ours")


def test_an_item_is_removed_once(folder: Path) -> None:
    found = Folder(folder)

    assert found.remove(TALK.uid)
    assert found.remove("ss-unknown")

    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    found = Folder(tmp_path / "file" / "tasks")

    with pytest.raises(SecondsaleError, match="file/tasks"):
        found.write("ss-x", b"x")


def test_nothing_is_left_where_a_file_cannot_be_renamed(folder: Path) -> None:
    (folder / "ss-x.ics").mkdir()
    found = Folder(folder)

    with pytest.raises(SecondsaleError, match=r"ss-x\.ics"):
        found.write("ss-x", b"x")

    assert sorted(each.name for each in folder.iterdir()) == ["a.ics", "ss-x.ics"]
