import json
import os
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.conftest import NOWHERE, InProcess, Processes

from secondsale.cli._app import app

PANELS = [
    "Closing a sale:",
    "The morning:",
    "A conversation:",
    "What you owe:",
    "People:",
    "What you know of them:",
    "Products and rewards:",
    "Looking back:",
    "The book:",
]


def test_help_groups_the_commands_and_cuts_no_sentence(secondsale: InProcess) -> None:
    shown = secondsale.ok("--help").out

    assert [line for line in shown.splitlines() if line in PANELS] == PANELS
    assert "..." not in shown.split("Closing a sale:")[1]
    assert shown.count("\n  add-sale ") == 1


def test_alone_it_shows_the_help(secondsale: InProcess) -> None:
    said = secondsale()

    assert said.code == 2
    assert said.out == secondsale("--help").out
    assert said.err == ""


def test_the_version_is_that_of_the_package(secondsale: InProcess) -> None:
    expected = f"secondsale {version('secondsale')}\n"

    assert secondsale.ok("--version").out == expected


def test_every_command_has_a_sentence_and_every_option_some_words() -> None:
    from typer.main import get_group

    for name, command in get_group(app).commands.items():
        assert (command.help or "").endswith("."), name
        assert all(getattr(each, "help", None) for each in command.params), name


@pytest.mark.parametrize(
    "typed",
    [
        ("--book", "{}", "customers"),
        ("customers", "--book", "{}"),
        ("--book={}", "customers"),
        ("customers", "--book={}", "--json"),
        ("--as-of", "2026-11-21", "customers", "--book", "{}"),
    ],
)
def test_global_options_stand_anywhere(
    secondsale: InProcess, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    other = str(tmp_path / "other.db")
    secondsale.ok("add-customer", "Zoe", "--book", other)

    assert "Zoe" in secondsale.ok(*(word.format(other) for word in typed)).out


def test_a_flag_beats_the_environment(secondsale: InProcess) -> None:
    said = secondsale.ok("add-customer", "Zoe", "--as-of", "2026-01-01", "--json")

    assert json.loads(said.out)["added_on"] == "2026-01-01"


def test_a_missing_book_says_how_to_begin(secondsale: InProcess) -> None:
    for command in ("today", "customers", "products", "sales", "export"):
        refused = secondsale(command)
        assert refused.code == 1
        assert "there is no book at" in refused.refusal
        assert "secondsale add-sale" in refused.err
    assert not secondsale.book.exists()


@pytest.mark.parametrize("wrong", ["text", "foreign", "newer", "folder"])
@pytest.mark.parametrize("command", [("today",), ("add-sale", "Ana", "Jug")])
def test_a_file_that_is_no_book_is_left_alone(
    secondsale: InProcess, wrong: str, command: tuple[str, ...]
) -> None:
    path = secondsale.book
    if wrong == "text":
        path.write_text("my dear diary")
    elif wrong == "folder":
        path.mkdir()
    elif wrong == "newer":
        secondsale.ok("add-customer", "Zoe")
        secondsale.plant("PRAGMA user_version = 999")
    else:
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("CREATE TABLE diary (text)")
    before = path.read_bytes() if path.is_file() else b""

    refused = secondsale(*command)

    assert refused.code == 1
    assert str(path) in refused.refusal
    assert "untouched" in refused.err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_an_unknown_setting_is_refused_with_the_known_ones(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[rules.welcom]\ndue_days = 2\n")

    refused = secondsale("rules", "--settings", str(file))

    assert refused.code == 4
    assert refused.refusal.endswith("has no setting called rules.welcom")
    assert "did you mean welcome?" in refused.err


def test_wrong_settings_begin_no_book(secondsale: InProcess, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("colour = 1\n")

    refused = secondsale("add-sale", "Ana", "Jug", "--settings", f"{tmp_path}/my.toml")

    assert refused.code == 4
    assert not secondsale.book.exists()


def test_a_named_settings_file_must_be_there(secondsale: InProcess) -> None:
    refused = secondsale("rules", "--settings", "/nonexistent/my.toml")

    assert refused.code == 4
    assert "there is no settings file /nonexistent/my.toml" in refused.refusal


def test_an_escape_in_a_path_is_shown_escaped(secondsale: InProcess) -> None:
    refused = secondsale("today", "--book", "/nonexistent/\x1b[31m.db")

    assert refused.code == 1
    assert "<U+001B>[31m" in refused.refusal


@pytest.mark.parametrize("home", [None, "relative"])
def test_without_a_home_the_book_must_be_named(
    secondsale: InProcess, monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    del secondsale.environment["HOME"]
    del secondsale.environment["SECONDSALE_BOOK"]
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("USERPROFILE", raising=False)

    refused = secondsale("today")

    assert refused.code == 4
    assert refused.refusal == "there is no home folder to keep the book in"


def test_a_fault_of_ours_keeps_its_traceback(process: Processes) -> None:
    broken = "import secondsale.cli as c; c.agenda.planner = None; c.main(['today'])"
    process("add-customer", "Zoe")

    said = process.run([process.command()[0], "-c", broken])

    assert said.code == 1
    assert "Traceback" in said.err


def test_the_console_script_is_the_same_program(process: Processes) -> None:
    script = Path(process.command()[0]).with_name("secondsale")

    assert process.run([str(script), "--version"]).out.startswith("secondsale ")


def test_no_test_can_touch_a_real_home() -> None:
    assert os.environ["HOME"] == NOWHERE
    with pytest.raises(OSError, match="Not a directory"):
        Path(NOWHERE).mkdir(parents=True)
