"""Whatever is done on both sides, in whatever order: sync hears it once, and rests."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.test_sync import SOLD, Phone
from tests.conftest import InProcess, Processes

from secondsale import clock

EXAMPLES = settings().max_examples // 3
"""Each of them is a dozen commands."""

Act = tuple[Callable[[Phone, int], None], int]


def tick(phone: Phone, number: int) -> None:
    uid = chosen(phone, number)
    notes = ("", "happy: yes", "no-answer", "will think; about\\, it")
    if uid and "STATUS:NEEDS-ACTION" in phone.text(uid):
        phone.tick(uid, notes[number % len(notes)])


def delete(phone: Phone, number: int) -> None:
    if uid := chosen(phone, number):
        phone.delete(uid)


def move(phone: Phone, number: int) -> None:
    if uid := chosen(phone, number):
        phone.move(uid, f"202611{21 + number % 9}")


def note(phone: Phone, number: int) -> None:
    uid = chosen(phone, number)
    if uid and "STATUS:NEEDS-ACTION" in phone.text(uid):
        phone.change(uid, "\r\nDUE", "\\nhas a dog\r\nDUE")


def write_later(phone: Phone, number: int) -> None:
    uid = chosen(phone, number)
    if uid and "STATUS:COMPLETED" in phone.text(uid):
        words = ("unhappy: it leaks", "wants two", "no-answer")[number % 3]
        phone.change(uid, "\r\nDUE", f"\\n{words}\r\nDUE")


def untick(phone: Phone, number: int) -> None:
    if uid := chosen(phone, number):
        text = phone.text(uid).replace("STATUS:COMPLETED", "STATUS:NEEDS-ACTION")
        phone.put(uid, re.sub(r"COMPLETED:2\w+\r\n", "", text))


def skip(phone: Phone, number: int) -> None:
    phone.book("skip", str(1 + number % 2), "--because", "met them")


def log(phone: Phone, number: int) -> None:
    phone.book("done", str(1 + number % 2), ("happy", "no-answer", "ok")[number % 3])


def snooze(phone: Phone, number: int) -> None:
    phone.book("snooze", str(1 + number % 2), "--for", f"{1 + number % 5}d")


def edit(phone: Phone, number: int) -> None:
    phone.book("edit-customer", str(1 + number % 2), "--phone", f"12345{number}")


def undo(phone: Phone, _: int) -> None:
    phone.book("undo")


def sync(phone: Phone, _: int) -> None:
    assert phone.sync("--emptied").code == 0


ACTS = (
    tick, untick, delete, move, note, write_later, log, skip, snooze, edit, undo, sync,
)  # fmt: skip


def chosen(phone: Phone, number: int) -> str:
    uids = phone.uids
    return uids[number % len(uids)] if uids else ""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    process = Processes(folder, {"HOME": str(folder), "SECONDSALE_AS_OF": "2026-11-21"})
    book = str(folder / "book.db")
    for who, phone in (("Ana Silva", "123450"), ("Ben Okafor", "123451")):
        typed = ("add-sale", who, "Jug", "--phone", phone, "--as-of", SOLD)
        assert process("--book", book, *typed).code == 0
    return folder / "book.db"


# The capture and the folder are not what an example is about.
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=EXAMPLES
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), max_size=8))
def test_sync_twice_is_sync_once_after_anything(
    begun: Path,
    tmp_path_factory: pytest.TempPathFactory,
    secondsale: InProcess,
    acts: list[Act],
) -> None:
    folder = tmp_path_factory.mktemp("case")
    shutil.copy(begun, folder / "book.db")
    own = {"HOME": str(folder), "SECONDSALE_BOOK": str(folder / "book.db")}
    (folder / f"book.db.daily-{clock.today()}").touch(0o600)
    environment = {**secondsale.environment, **own}
    phone = Phone(InProcess(folder, environment, secondsale.capture))
    phone.ok()

    for act, number in acts:
        act(phone, number)
    before = ended(phone)
    first = phone.sync("--emptied")
    once = phone.contacts(), {uid: phone.text(uid) for uid in phone.uids}
    second = phone.sync("--emptied")

    assert (first.code, first.err) == (0, "")
    assert second.out == "Nothing has changed.\n"
    assert (phone.contacts(), {uid: phone.text(uid) for uid in phone.uids}) == once
    assert {uid: phone.text(uid) for uid in before} == before
    # The copy of the day is an empty file here.
    assert phone.book("doctor").err == "wrong: copies\n"


def ended(phone: Phone) -> dict[str, str]:
    """Return the tasks that the phone has ended, which nobody may touch."""
    texts = {uid: phone.text(uid) for uid in phone.uids}
    return {uid: text for uid, text in texts.items() if "STATUS:COMPLETED" in text}
