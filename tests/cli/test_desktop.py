"""What is handed to the desktop: copied or opened, and what fails is named."""

import json
from pathlib import Path

import pytest
from tests.conftest import InProcess, Processes


@pytest.fixture
def book(secondsale: InProcess) -> InProcess:
    return secondsale.begin(
        ("add-sale", "Ana Silva", "Rose Serum", "--phone", "+44 20 7946 0018",
         "--email", "ana@example.com")
    )  # fmt: skip


def tool(folder: Path, name: str, body: str) -> None:
    """Put a program of this name where programs are looked for."""
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_a_draft_is_copied_whole(book: InProcess, process: Processes) -> None:
    held = book.folder / "clipboard"
    copies = f'case "$*" in *-o*) /bin/cat "{held}";; *) /bin/cat > "{held}";; esac'
    tool(book.folder, "xclip", copies)
    found = {"PATH": str(book.folder / "bin"), "DISPLAY": ":0", **book.environment}

    answer = process("draft", "ana", "--channel", "email", "--copy", extra=found)

    assert answer.code == 0
    assert "Copied." in answer.err
    assert held.read_text() == answer.out.rstrip("\n")


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 3", "xclip failed with exit code 3: nothing was copied"),
        ("exec /bin/sleep 60", "xclip did not take the text within 3 seconds"),
    ],
)
def test_a_tool_that_copies_nothing_is_named(
    book: InProcess, process: Processes, does: str, said: str
) -> None:
    tool(book.folder, "xclip", does)
    found = {"PATH": str(book.folder / "bin"), "DISPLAY": ":9", "WAYLAND_DISPLAY": ""}

    answer = process("draft", "ana", "--copy", extra={**found, **book.environment})

    assert answer.code == 1
    assert f"error: {said}" in answer.err
    assert "Copied" not in answer.err


def test_where_nothing_copies_that_is_said(book: InProcess, process: Processes) -> None:
    nothing = {"PATH": str(book.folder), "DISPLAY": "", "WAYLAND_DISPLAY": ""}

    answer = process("draft", "ana", "--copy", extra={**nothing, **book.environment})

    assert answer.code == 1
    assert "error: nothing here puts a text on the clipboard" in answer.err


def test_a_draft_is_opened_by_its_link(book: InProcess, process: Processes) -> None:
    tool(book.folder, "xdg-open", f'echo "$1" > "{book.folder}/opened"')
    found = {"PATH": str(book.folder / "bin"), "DISPLAY": ":0", **book.environment}
    link = json.loads(book.ok("draft", "ana", "--json").out)["link"]

    answer = process("draft", "ana", "--open", extra=found)

    assert answer.code == 0
    assert link == "tel:+442079460018"
    wait_for(book.folder / "opened", link)


def test_what_should_open_it_and_fails_is_named(
    book: InProcess, process: Processes
) -> None:
    tool(book.folder, "xdg-open", "exit 4")
    found = {"PATH": str(book.folder / "bin"), "DISPLAY": ":0", **book.environment}
    typed = "draft", "ana", "--channel", "email", "--open"

    answer = process(*typed, extra=found)

    assert answer.code == 1
    assert "xdg-open failed to open the mailto: link, with exit code 4" in answer.err
    assert "Handed to the desktop" not in answer.err


def test_what_opens_it_may_stay_open(book: InProcess, process: Processes) -> None:
    tool(book.folder, "xdg-open", "exec /bin/sleep 8")
    found = {"PATH": str(book.folder / "bin"), "DISPLAY": ":0", **book.environment}

    answer = process("draft", "ana", "--open", extra=found)

    assert answer.code == 0
    assert "Handed to the desktop" in answer.err


def wait_for(path: Path, words: str) -> None:
    """Wait until another program has written something."""
    import time

    for _ in range(200):
        if path.exists() and path.read_text().strip() == words:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} does not say {words}")


def test_where_nothing_opens_it_that_is_said(
    book: InProcess, process: Processes
) -> None:
    tool(book.folder, "xdg-open", f'echo "$1" > "{book.folder}/opened"')
    with_tool, without = str(book.folder / "bin"), str(book.folder)

    for path, screen in ((without, ":0"), (with_tool, "")):
        place = {"PATH": path, "DISPLAY": screen, "WAYLAND_DISPLAY": ""}
        answer = process("draft", "ana", "--open", extra={**place, **book.environment})

        assert answer.code == 1
        assert "error: nothing here opens a link like tel:" in answer.err
    assert not (book.folder / "opened").exists()
