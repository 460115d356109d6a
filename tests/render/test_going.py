"""The screen of `go` as people see it, in three widths; the README shows one."""

import os
import re
from pathlib import Path

import pytest
from prompt_toolkit.formatted_text import ANSI, to_plain_text
from rich.text import Text
from tests import golden
from tests.conftest import InProcess

from secondsale.cli._going.session import Session
from secondsale.cli._shell import Shell
from secondsale.render import going

README = Path(__file__).parents[2] / "README.md"
IN_README = re.compile(r"(?<=^```text go\n)[^`]+(?=^```$)", re.MULTILINE)

STORY = (
    (
        *("add-sale", "Ana Silva", "Rose Serum x2 @38", "--phone", "+44 20 7946 0018"),
        *("--best-time", "evenings", "--delivery", "4d", "-n", "one is for my sister"),
        *("--as-of", "2026-11-20"),
    ),
    (
        "add-sale",
        "Ben Okafor",
        "Jug",
        "--email",
        "ben@example.com",
        "--on",
        "yesterday",
    ),
    (
        "add-sale",
        "Chloé Martin",
        "Jug",
        "--phone",
        "020 7946 0233",
        "--on",
        "yesterday",
    ),
)


@pytest.fixture
def session(secondsale: InProcess, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("HOME", str(secondsale.folder))
    settings = secondsale.folder / "own.toml"
    settings.write_text('[seller]\nname = "Mia"\nsignature = "Mia, Rose & Co."\n')
    book = secondsale.begin(*STORY).book
    return Session(Shell(str(book), str(settings), "2026-11-21"))


def screen(session: Session, width: int, height: int) -> str:
    menu = session.menu(width, height)
    lines = [*session.page(width, height - len(menu)), *menu]
    plain = to_plain_text(ANSI("\n".join(lines)))
    return "\n".join(line.rstrip() for line in plain.splitlines()) + "\n"


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (140, 40)])
def test_a_person_fits_every_screen(session: Session, width: int, height: int) -> None:
    session.press("1")
    session.typed("")
    session.press("left")
    session.press("u")

    golden.compare(f"go_{width}", screen(session, width, height))


def test_the_readme_shows_a_screen_as_it_is(session: Session) -> None:
    session.press("m")
    session.typed("loves the scent; sister=Rita")
    now = screen(session, 80, 24)
    text = README.read_text("utf-8")

    if os.environ.get("UPDATE_DOCUMENTS"):
        README.write_text(IN_README.sub(lambda _: now, text), "utf-8")

    assert IN_README.findall(text) == [now]


def test_the_last_screen_is_as_it_is(session: Session) -> None:
    session.press("1")
    session.typed("")
    for key in ("n", "space"):
        session.press(key)

    golden.compare("go_end", screen(session, 80, 24))


def test_the_help_is_as_it_is(session: Session) -> None:
    session.press("?")

    golden.compare("go_help", screen(session, 80, 24))


def test_the_brief_is_shortened_before_the_draft_is() -> None:
    def brief(lines: int) -> Text:
        return Text("\n".join(f"brief {n}" for n in range(min(lines, 12))))

    sheet = going.Sheet(
        "day", "1 of 2", brief, "draft", [f"draft {n}" for n in range(8)]
    )

    page = going.page(sheet, width=60, height=16)

    plain = [to_plain_text(ANSI(line)) for line in page.lines]
    assert "brief 5" in plain
    assert "brief 6" not in plain
    assert "draft 7" in plain
