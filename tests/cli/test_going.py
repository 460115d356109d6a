"""`go`: what keys do to the book, without a terminal and at one that is not there."""

import select
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.formatted_text import ANSI, to_plain_text
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.cells import cell_len
from tests.conftest import TODAY, InProcess, Processes

from secondsale import clock
from secondsale.cli._going.keys import ALSO, MENUS, QUESTIONS, Mode
from secondsale.cli._going.presses import is_wide
from secondsale.cli._going.saying import parted
from secondsale.cli._going.session import Session
from secondsale.cli._going.terminal import AT_ONCE, TOO_QUICK, HangupError, Screen
from secondsale.cli._going.waiting import WAITING, announced, write_waiting
from secondsale.cli._shell import Shell
from secondsale.store import Book
from secondsale.store.changes import Typed
from secondsale.store.journal import Journal
from secondsale.text import visible

PEOPLE = (
    ("add-sale", "Ana Silva", "Rose Serum x2", "--phone", "+44 20 7946 0018"),
    ("add-sale", "Ben Okafor", "Jug", "--email", "ben@example.com"),
    ("promise", "ben", "send the guide", "--by", "tomorrow"),
    ("add-sale", "Cy Young", "Jug", "--phone", "123456"),
)
"""Three who are due; Ben is owed something."""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def morning(secondsale: InProcess) -> Session:
    return begun(secondsale.begin(*PEOPLE))


def begun(secondsale: InProcess, as_of: str = TODAY) -> Session:
    return Session(Shell(str(secondsale.book), "", as_of))


def press(session: Session, *keys: str) -> Session:
    """Press keys one after the other; `(a line)` is typed, and ends with Enter."""
    for key in keys:
        if key.startswith("("):
            session.typed(key[1:-1])
        else:
            session.press(key)
    return session


def dump(book: Path) -> list[str]:
    """Return all that a book holds but for the instants at which it was typed."""
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("UPDATE journal SET at = ''")
        return list(connection.iterdump())


def typed(secondsale: InProcess) -> list[str]:
    """Return what was typed of late, the newest last."""
    return [row[3] for row in secondsale.ok("history").rows[::-1]][len(PEOPLE) :]


def screen(session: Session, width: int = 80, height: int = 24) -> str:
    lines = [*session.page(width, height), *session.menu(width, height)]
    return to_plain_text(ANSI("\n".join(lines)))


def name(session: Session) -> str:
    return session.state.at.name if session.state.at else ""


def test_one_key_logs_closes_and_goes_on_to_the_next(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "d", "h", "()")

    assert typed(secondsale) == ["done 1 happy"]
    assert name(morning) == "Ben Okafor"
    assert "Ana Silva: happy. Closed 1. Next: " in screen(morning)
    assert "2 of 3" in screen(morning)


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        (("n",), "done 1 no-answer"),
        (("l",), "done 1 left-message"),
        (("2", "()"), "done 1 ok"),
        (("d", "i", "()"), "done 1 not-interested"),
        (("d", "$", "()"), "done 1 bought"),
        (("b", "(friday)"), "done 1 call-back --until friday"),
        (("d", "b", "( 3d )"), "done 1 call-back --until 3d"),
        (("s", "(3d)"), "snooze 1 --until 3d"),
        (("k", "(met her)"), "skip 1 --because 'met her'"),
        (("m", "(loves it)", "1", "(loves it)"), "done 1 happy -n 'loves it'"),
        (("1", "(--no idea)"), "done 1 happy -n '--no idea'"),
        (("k", "(-n)"), "skip 1 --because -n"),
        (
            ("d", "h", '(loves it, sister=Rita why="dry skin")'),
            "done 1 happy -n 'loves it' sister=Rita 'why=dry skin'",
        ),
        (("m", "(wedding=2027-06)", "n"), "done 1 no-answer wedding=2027-06"),
        (
            ("2", "(--promise 'a sample' --by friday)"),
            "done 1 ok --promise 'a sample' --by friday",
        ),
    ],
)
def test_a_key_is_the_command_that_one_would_type(
    secondsale: InProcess, morning: Session, keys: tuple[str, ...], command: str
) -> None:
    press(morning, *keys)

    assert typed(secondsale) == [command]
    assert name(morning) == "Ben Okafor"


def test_a_morning_leaves_the_same_book_as_the_commands_typed(
    secondsale: InProcess, morning: Session
) -> None:
    twin = secondsale.folder / "twin.db"
    shutil.copy(secondsale.book, twin)
    with_twin = ("--book", str(twin))

    press(morning, "d", "h", "(loves it)", "d", "o", "()", "y", "k", "(moved away)")

    secondsale("done", "1", "happy", "-n", "loves it", *with_twin)
    secondsale("done", "2", "ok", *with_twin)
    secondsale("kept", "p1", *with_twin)
    secondsale("skip", "3", "--because", "moved away", *with_twin)
    assert morning.state.mode is Mode.END
    assert dump(secondsale.book) == dump(twin)


def test_what_is_owed_is_asked_of_who_was_reached_only(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "space", "d", "h", "()")

    assert "Kept: “send the guide”?" in screen(morning)
    assert name(morning) == "Ben Okafor"

    press(morning, "y")

    assert typed(secondsale) == ["done 2 happy", "kept p1"]
    assert name(morning) == "Cy Young"


def test_a_no_leaves_the_promise_open(secondsale: InProcess, morning: Session) -> None:
    press(morning, "space", "1", "()", "n")

    assert typed(secondsale) == ["done 2 happy"]
    assert name(morning) == "Cy Young"


def test_who_was_not_reached_is_not_asked_what_they_were_promised(
    morning: Session,
) -> None:
    press(morning, "space", "n")

    assert name(morning) == "Cy Young"


def test_a_concern_is_resolved_with_the_note_of_the_conversation(
    secondsale: InProcess,
) -> None:
    secondsale.begin(*PEOPLE[:1], ("concern", "ana", "it itches"))

    press(begun(secondsale), "d", "h", "(sent a new one)", "y")

    said = secondsale.ok("history").rows
    assert said[0][3] == "resolve k1 'sent a new one'"


def test_undo_takes_back_one_act_after_the_other(
    secondsale: InProcess, morning: Session
) -> None:
    before = secondsale.ok("today").out
    press(morning, "d", "h", "()", "d", "h", "()", "y")

    press(morning, "u", "u")

    assert name(morning) == "Ben Okafor"
    press(morning, "u")
    assert name(morning) == "Ana Silva"
    assert secondsale.ok("today").out == before
    assert "1 of 3" in screen(morning)
    press(morning, "u")
    assert "nothing was done here yet" in screen(morning)


def test_after_an_undo_the_note_is_there_to_go_with_the_right_outcome(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "d", "u", "(loves it)", "u")

    assert "note  loves it" in screen(morning)
    press(morning, "d", "h")
    press(morning, f"({morning.state.typed})")
    assert typed(secondsale)[-1] == "done 1 happy -n 'loves it'"


def test_the_count_goes_by_the_place_somebody_had_in_the_morning(
    morning: Session,
) -> None:
    assert "2 of 3" in screen(press(morning, "space"))
    assert "2 of 3" in screen(press(morning, "1", "()"))
    assert "3 of 3" in screen(press(morning, "n"))
    assert "1 of 3" in screen(press(morning, "p"))


def test_undo_takes_back_what_was_pressed_and_not_what_somebody_else_did(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "d", "h", "()")
    secondsale.ok("tag", "cy", "vip")

    press(morning, "u")

    entries = {row[3]: row[-1] for row in secondsale.ok("history").rows}
    assert entries["done 1 happy"] == "undone"
    assert entries["tag cy vip"] == ""


@pytest.mark.parametrize(
    ("keys", "line", "mode"),
    [
        (("s", "(someday)"), "! ", Mode.SNOOZE),
        (("s", "()"), "is missing", Mode.SNOOZE),
        (("s", "(yesterday)"), "is not later than today", Mode.SNOOZE),
        (("b", "(today)"), "is not later than today", Mode.CALL_BACK),
        (("k", "()"), "the reason", Mode.SKIP),
        (("m", "(bad \u202e note)"), "U+202E", Mode.NOTE),
        (("1", "(bad \u202e note)"), "U+202E", Mode.SAYING),
        (("x",), "x does nothing here", Mode.PERSON),
        (("d", "x"), "x does nothing here", Mode.OUTCOME),
        (("p",), "this is the first", Mode.PERSON),
        (("m", "(--by friday)"), "! ", Mode.NOTE),
        (("1", "(--promise x --by yesterday)"), "! ", Mode.SAYING),
    ],
)
def test_what_is_refused_says_so_on_one_line_and_changes_nothing(
    secondsale: InProcess,
    morning: Session,
    keys: tuple[str, ...],
    line: str,
    mode: Mode,
) -> None:
    before = secondsale.contents()

    press(morning, *keys)

    assert line in screen(morning)
    assert morning.state.mode is mode
    assert name(morning) == "Ana Silva"
    assert secondsale.contents() == before


def test_what_was_typed_wrong_stands_there_to_be_put_right(morning: Session) -> None:
    press(morning, "s", "(someday)")

    assert morning.state.typed == "someday"


def test_a_note_that_was_refused_waits_for_the_next_try(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "m", "(loves it)", "b", "(never)", "escape", "n")

    assert typed(secondsale) == ["done 1 no-answer -n 'loves it'"]


def test_a_note_stays_with_its_person(secondsale: InProcess, morning: Session) -> None:
    press(morning, "m", "(loves it)", "space", "n", "p")

    assert name(morning) == "Ana Silva"
    assert "note  loves it" in screen(morning)
    press(morning, "n")
    assert typed(secondsale)[-1] == "done 1 no-answer -n 'loves it'"


def test_leaving_with_a_note_in_hand_asks_first(morning: Session) -> None:
    press(morning, "m", "(loves it)", "q")

    assert "The note for Ana Silva" in screen(morning)
    assert not morning.over
    assert not press(morning, "n").over
    assert press(morning, "q", "y").over


def test_a_note_for_somebody_done_elsewhere_is_asked_about_by_name(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "m", "(loves it)")
    secondsale.ok("done", "ana", "ok")
    morning.look()

    assert "Ana Silva left the list with a note: “loves it”" in screen(morning)
    press(morning, "y")

    assert typed(secondsale)[-1] == "log 1 ok -n 'loves it'"
    assert name(morning) == "Ben Okafor"


@pytest.mark.parametrize(
    ("answer", "last"),
    [("y", "log 1 ok -n 'loves it'"), ("n", "snooze 1 --until 3d")],
)
def test_a_note_of_somebody_put_off_is_kept_or_dropped_by_a_word(
    secondsale: InProcess, morning: Session, answer: str, last: str
) -> None:
    press(morning, "m", "(loves it)", "s", "(3d)", "x", answer)

    assert typed(secondsale)[-1] == last
    assert (morning.state.notes, morning.state.mode) == ((), Mode.PERSON)


def test_an_outcome_with_a_note_for_somebody_gone_keeps_the_note_in_hand(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "d", "h")
    secondsale.ok("done", "ana", "ok")

    press(morning, "(loves it)")

    assert morning.unkept()[0].endswith("“loves it” (Ana Silva)")
    assert morning.state.mode is Mode.ORPHAN


def test_esc_at_the_note_logs_nothing_and_keeps_what_was_typed(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "1")
    morning.escaped("loves")

    assert typed(secondsale) == []
    assert "note  loves" in screen(morning)
    assert press(morning, "d", "u").state.typed == "loves"


def test_what_becomes_a_detail_is_said_when_the_note_is_typed(
    morning: Session,
) -> None:
    press(morning, "m", "(price=38 was too much)")

    assert "note “was too much”, detail price = 38" in screen(morning)


def test_a_reason_that_is_missing_is_asked_for_in_words_of_the_screen(
    morning: Session,
) -> None:
    press(morning, "k", "()")

    said = " ".join(morning.state.said)
    assert "moved away" in said
    assert "secondsale" not in said
    assert "--" not in said


def test_what_cannot_be_put_off_stays_and_is_named(secondsale: InProcess) -> None:
    secondsale.begin(
        *PEOPLE[:1], ("edit-customer", "ana", "--birthday", f"1990{TODAY[4:]}")
    )
    session = begun(secondsale)
    assert session.state.listing.people[0].fixed

    press(session, "s", "(3d)")

    assert "Ana Silva stays today for birthday, which cannot be" in " ".join(
        session.state.said
    )
    assert session.state.mode is Mode.END
    last = secondsale.ok("history").rows[0][3]
    assert last.startswith("snooze 1 --until 3d --only ")


def test_next_passes_somebody_by_until_later(morning: Session) -> None:
    press(morning, "space", "j", "right")

    assert morning.state.at is None
    assert "Ana Silva, Ben Okafor and Cy Young" in screen(morning)
    assert name(press(morning, "left")) == "Cy Young"
    assert name(press(morning, "p")) == "Ben Okafor"


def test_the_last_screen_says_what_was_achieved(morning: Session) -> None:
    press(morning, "1", "()", "1", "()", "y", "n")

    said = dict(morning.summary())

    assert said["tried"] == "3 people"
    assert said["talked to"] == "2: Ana Silva and Ben Okafor"
    assert said["closed"] == "2 welcome"
    assert said["kept"] == "“send the guide”"
    assert said["back on"] == "Cy Young (Sun 22 Nov)"
    assert "next" in said
    assert "later" not in said


def test_who_bought_leaves_a_sale_to_be_recorded(morning: Session) -> None:
    press(morning, "d", "$", "()")

    assert "secondsale add-sale 1" in dict(morning.summary())["to do"]


def test_a_change_from_elsewhere_is_seen_before_anything_is_done(
    secondsale: InProcess, morning: Session
) -> None:
    secondsale.ok("concern", "ana", "it itches")

    press(morning, "1", "()")

    assert "the book was changed elsewhere" in screen(morning)
    assert typed(secondsale) == ["concern ana 'it itches'"]
    press(morning, "1", "()")
    assert typed(secondsale)[-1] == "done 1 happy"


def test_who_was_done_elsewhere_is_passed_and_not_done_twice(
    secondsale: InProcess, morning: Session
) -> None:
    secondsale.ok("done", "ana", "ok")

    press(morning, "1", "()")

    assert name(morning) == "Ben Okafor"
    assert typed(secondsale) == ["done ana ok"]


def test_a_change_that_is_not_about_them_is_no_obstacle(
    secondsale: InProcess, morning: Session
) -> None:
    secondsale.ok("done", "cy", "ok")

    press(morning, "1", "()")

    assert typed(secondsale) == ["done cy ok", "done 1 happy"]


def test_looking_again_shows_who_came_in_meanwhile(
    secondsale: InProcess, morning: Session
) -> None:
    assert not morning.look()
    secondsale.ok("add-sale", "Di Prince", "Jug", "--phone", "654321")

    assert morning.look()

    assert "1 of 4" in screen(morning)
    assert not morning.look()


def test_a_new_day_says_so_and_has_its_own_list(
    secondsale: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    secondsale.begin(*PEOPLE)
    monkeypatch.setenv("SECONDSALE_AS_OF", TODAY)
    session = begun(secondsale, as_of="")
    monkeypatch.setenv("SECONDSALE_AS_OF", "2026-11-22")

    press(session, "1", "()")

    assert "It is Sunday 22 November 2026 now" in screen(session)
    assert typed(secondsale) == []
    press(session, "1", "()")
    assert session.state.acts[0].words == ("done", "1", "happy")


def test_a_book_that_is_gone_is_one_line_on_the_screen(
    secondsale: InProcess, morning: Session
) -> None:
    secondsale.book.unlink()

    press(morning, "1", "()")

    assert "! " in screen(morning)
    assert morning.state.acts == ()


@pytest.mark.parametrize(
    "keys", [(), ("d",), ("m",), ("?",), ("v",), ("x",), ("space",) * 3]
)
def test_every_page_fits_and_shows_its_keys(
    morning: Session, keys: tuple[str, ...]
) -> None:
    press(morning, *keys)
    first = next(iter(MENUS[morning.state.mode]))

    for width, height in product([20, 60, 80, 140], [5, 10, 20, 24, 50]):
        menu = morning.menu(width, height)
        page = morning.page(width, height - len(menu))

        plain = to_plain_text(ANSI("\n".join([*page, *menu])))
        assert all(cell_len(line) <= width for line in plain.splitlines())
        assert len(page) <= max(0, height - len(menu))
        assert first in "".join(menu)


def test_the_draft_is_scrolled_where_it_is_too_long(morning: Session) -> None:
    whole = screen(morning, height=100)
    seen = set()

    for _ in range(30):
        seen |= set(screen(morning, height=14).splitlines())
        press(morning, "down")

    draft = whole[whole.index("──") :].splitlines()[:-2]
    assert {line for line in draft if line} <= seen


def test_scrolling_beyond_the_end_need_not_be_scrolled_back(morning: Session) -> None:
    for _ in range(30):
        press(morning, "down")
        last = screen(morning, height=14)

    assert screen(press(morning, "up"), height=14) != last
    assert screen(press(morning, "down"), height=14) == last


def test_all_of_the_brief_and_the_draft_can_be_viewed(morning: Session) -> None:
    assert "v shows it" in screen(morning, height=14)

    press(morning, "v")

    whole = screen(morning, height=100)
    assert "v shows it" not in whole
    assert "goodwill" in whole
    assert '1. "Hello Ana' in whole
    assert "any key back" in whole
    assert "n no answer" in screen(press(morning, "n"))
    assert morning.state.acts == ()


def test_another_channel_makes_another_draft(secondsale: InProcess) -> None:
    session = begun(secondsale.begin(*PEOPLE[:1]))
    assert "draft: call" in screen(session)

    press(session, "t")

    assert "draft: sms" in screen(session)


def test_a_draft_that_was_copied_is_kept_with_the_conversation(
    secondsale: InProcess,
) -> None:
    copied: list[str] = []
    shell = Shell(str(secondsale.begin(*PEOPLE).book), "", TODAY)
    session = Session(shell, copy=copied.append)

    press(session, "t", "c")
    assert "Copied." in screen(session)
    press(session, "l", "l")

    assert typed(secondsale) == [
        "done 1 left-message --drafted sms",
        "done 2 left-message",
    ]
    assert len(copied) == 1
    assert copied[0].startswith("Hi Ana.")


def test_a_draft_is_opened_by_its_link(secondsale: InProcess) -> None:
    opened: list[str] = []
    shell = Shell(str(secondsale.begin(*PEOPLE).book), "", TODAY)
    session = Session(shell, open_it=opened.append)

    press(session, "space", "o", "1", "()", "n")

    assert opened[0].startswith("mailto:ben@example.com?")
    assert typed(secondsale) == ["done 2 happy --drafted email"]


@pytest.mark.parametrize(
    "hostile", ["$name ${", "=cmd()", "A" * 190, "😀👩‍👩‍👧", "林美", "'; q", "%s {0}"]
)
def test_no_name_breaks_the_screen(secondsale: InProcess, hostile: str) -> None:
    secondsale.ok("add-sale", f"{hostile} X", "Jug", "--phone", "123456")
    session = begun(secondsale)

    for width in (30, 60, 80):
        shown = screen(session, width)
        assert all(visible(line) == line for line in shown.splitlines())
        assert "draft" in shown


def test_a_name_that_got_in_behind_our_back_is_spelled_out(
    secondsale: InProcess,
) -> None:
    secondsale.begin(*PEOPLE[:1])
    secondsale.plant("UPDATE customers SET name = ?", "[/] \x1b[2J\u202e Ana")

    shown = screen(begun(secondsale))

    assert "\x1b" not in shown
    assert "<U+001B>" in shown


KEYS = sorted(
    {*MENUS[Mode.PERSON], *MENUS[Mode.OUTCOME], *ALSO, *"1y5", "escape", "up"}
)


LINES = ["(3d)", "(friday)", "(x=1)", "()", "(it's “odd” -n)"]


@pytest.fixture(scope="module")
def begun_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("begun")
    process = Processes(folder, {"HOME": str(folder), "SECONDSALE_AS_OF": TODAY})
    for each in PEOPLE:
        assert process("--book", str(process.book), *each).code == 0
    return process.book.read_bytes()


@given(keys=st.lists(st.sampled_from([*KEYS, *LINES]), max_size=15))
def test_whatever_is_pressed_the_journal_has_the_acts_that_are_in_force(
    begun_book: bytes, keys: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        book = Path(folder) / "book.db"
        book.write_bytes(begun_book)
        (Path(folder) / f"book.db.daily-{clock.today()}").touch()
        handed: list[str] = []
        session = Session(
            Shell(str(book), "", TODAY), copy=handed.append, open_it=handed.append
        )

        press(session, *keys)

        with Book.open(book) as there:
            log = Journal(there).log()
        typed = [log.noted[n].typed for n in log.in_force()][len(PEOPLE) :]
        acts = [
            Typed(act.words, clock.instant(), clock.today())
            for act in session.state.acts
        ]
        assert typed == [each.line for each in acts]
        assert screen(session, 60, 20)


@pytest.mark.parametrize(
    ("text", "note", "details"),
    [
        ("loves it", "loves it", []),
        ("loves it; sister=Rita", "loves it", ["sister=Rita"]),
        ('why="dry skin" more', "more", ["why=dry skin"]),
        ("see https://example.com/?a=b", "see https://example.com/?a=b", []),
        ("2+2=4", "2+2=4", []),
        ("a = b", "a = b", []),
        ("größe=38", "", ["größe=38"]),
        (
            'loves it a=b --promise "a sample" --by friday --left 50%',
            "loves it",
            ["a=b", "--promise", "a sample", "--by", "friday", "--left", "50%"],
        ),
        ("--concern it's red", "", ["--concern", "it's", "red"]),
        ("well -- by the way --only", "well -- by the way --only", []),
    ],
)
def test_details_are_taken_out_of_a_note(
    text: str, note: str, details: list[str]
) -> None:
    assert parted(text) == (note, details)


class Typist(DummyOutput):
    """Types one thing after the other, each once the one before was read."""

    def __init__(self, keyboard: PipeInput, texts: Sequence[str]) -> None:
        self.keyboard, self.texts = keyboard, [*texts]

    def flush(self) -> None:
        unread = select.select([self.keyboard.fileno()], [], [], 0)[0]
        if self.texts and not unread:
            self.keyboard.send_text(self.texts.pop(0))


@pytest.fixture
def at_a_screen(morning: Session) -> Iterator[Callable[..., Session]]:
    """Return how to type at a screen that nobody sees, until it is over."""
    with create_pipe_input() as keyboard:

        def types(*texts: str) -> Session:
            times = iter(range(1000))
            Screen(
                morning,
                input=keyboard,
                output=Typist(keyboard, texts),
                clock=lambda: float(next(times)),
            ).run()
            return morning

        yield types


def test_keys_and_lines_come_in_through_the_keyboard(
    secondsale: InProcess, at_a_screen: Callable[..., Session]
) -> None:
    at_a_screen(*"dh", "loves\x7f\x7fe it\r", "s", "3d\r", "k", "gone\r", "q")

    assert typed(secondsale) == [
        "done 1 happy -n 'love it'",
        "snooze 2 --until 3d",
        "skip 3 --because gone",
    ]


def test_ctrl_c_ends_at_once_and_what_was_pressed_stays(
    secondsale: InProcess, at_a_screen: Callable[..., Session]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        at_a_screen(*"dh\r", "\x03")

    assert typed(secondsale) == ["done 1 happy"]


def test_a_keyboard_that_goes_away_is_a_hang_up(
    secondsale: InProcess, morning: Session
) -> None:
    with create_pipe_input() as keyboard:
        seen = Screen(morning, input=keyboard, output=DummyOutput())
        keyboard.send_text("n")
        keyboard.close()

        with pytest.raises(HangupError):
            seen.run()

    assert typed(secondsale) == ["done 1 no-answer"]


class Broken(Session):
    def press(self, key: str) -> None:
        raise ZeroDivisionError(key)


def test_what_nobody_thought_of_ends_it_and_is_raised(secondsale: InProcess) -> None:
    session = Broken(Shell(str(secondsale.begin(*PEOPLE).book), "", TODAY))

    with create_pipe_input() as keyboard:
        keyboard.send_text("1")
        seen = Screen(session, input=keyboard, output=DummyOutput())

        with pytest.raises(ZeroDivisionError):
            seen.run()


def test_keys_that_came_at_once_do_nothing_and_one_line_says_so(
    secondsale: InProcess, at_a_screen: Callable[..., Session]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        at_a_screen("nnl", "\x03")

    session = begun(secondsale)
    session.not_taken(AT_ONCE)
    assert typed(secondsale) == []
    assert "none was taken" in screen(session)


def test_a_key_too_soon_after_one_that_acted_is_named_as_not_taken(
    secondsale: InProcess, morning: Session
) -> None:
    with create_pipe_input() as keyboard:
        typist = Typist(keyboard, ["n", "n", "\x03"])
        seen = Screen(morning, input=keyboard, output=typist, clock=lambda: 1.0)
        with pytest.raises(KeyboardInterrupt):
            seen.run()

    assert typed(secondsale) == ["done 1 no-answer"]
    assert morning.state.said == (TOO_QUICK,)


def test_a_paste_of_lines_that_is_not_marked_as_one_is_one_note(
    secondsale: InProcess, at_a_screen: Callable[..., Session]
) -> None:
    at_a_screen(*"dh", "two\rlines", "\r", "q")

    assert typed(secondsale) == ["done 1 happy -n 'two lines'"]


class Shown(DummyOutput):
    """Keeps what is written."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, data: str) -> None:
        self.written.append(data)


def test_a_book_that_takes_long_is_said_to_be_waited_for() -> None:
    shown, said = Shown(), Event()

    def say() -> None:
        write_waiting(shown, 24)
        said.set()

    with announced(say):
        assert said.wait(20)

    assert shown.written == [WAITING]


@pytest.mark.parametrize(
    ("page", "wide"),
    [("\x1b[1mChloé “ok” ─ ×\x1b[0m", False), ("林", True), ("👩‍👧", True)],
)
def test_only_signs_of_doubtful_width_have_all_drawn_anew(
    page: str, wide: bool
) -> None:
    assert is_wide(page) is wide


def test_a_number_does_not_stand_beside_a_name_of_doubtful_width(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-sale", "👩‍👩‍👧 Zoé", "Jug", "--phone", "123456")

    _, head, *rest = screen(begun(secondsale), 60, 20).splitlines()

    assert "123456" not in head
    assert any("reach" in line and "123456" in line for line in rest)


def test_undo_is_never_too_quick(secondsale: InProcess, morning: Session) -> None:
    with create_pipe_input() as keyboard:
        typist = Typist(keyboard, ["n", "u", "\x03"])
        seen = Screen(morning, input=keyboard, output=typist, clock=lambda: 1.0)
        with pytest.raises(KeyboardInterrupt):
            seen.run()

    assert typed(secondsale) == ["done 1 no-answer", "undo 5"]


def test_what_is_pasted_is_text_and_no_keys(
    secondsale: InProcess, at_a_screen: Callable[..., Session]
) -> None:
    at_a_screen(
        "\x1b[200~dhn\x1b[201~", *"dh", "\x1b[200~two\r\nlines\x1b[201~", "\r", "q"
    )

    assert typed(secondsale) == ["done 1 happy -n 'two lines'"]


def test_a_key_from_before_the_screen_changed_by_itself_does_nothing(
    secondsale: InProcess, morning: Session
) -> None:
    times = iter([0.0, 0.2, 1.0, 2.0])
    with create_pipe_input() as keyboard:
        seen = Screen(
            morning, input=keyboard, output=DummyOutput(), clock=lambda: next(times)
        )
        secondsale.ok("done", "ana", "ok")
        seen.look()
        assert "Ana Silva is off the list" in morning.state.said[0]
        keyboard.send_text("n")
        keyboard.close()
        with pytest.raises(HangupError):
            seen.run()

    assert typed(secondsale) == ["done ana ok"]
    assert morning.state.said == (TOO_QUICK,)


def test_who_is_asked_what_is_kept_stays_whatever_happens_elsewhere(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "space", "1", "()")
    secondsale.ok("done", "cy", "ok")

    assert morning.look()

    assert "Kept: “send the guide”?" in screen(morning)
    assert "off the list" not in screen(morning)
    assert press(morning, "y").state.at is None


def test_a_line_that_is_being_typed_is_not_disturbed(
    secondsale: InProcess, morning: Session
) -> None:
    press(morning, "m")
    secondsale.ok("done", "ana", "ok")

    assert not morning.look()
    assert name(morning) == "Ana Silva"
    press(morning, "escape")
    assert morning.look()


def test_who_has_an_address_can_get_a_card(secondsale: InProcess) -> None:
    secondsale.begin(
        *PEOPLE[:1], ("edit-customer", "ana", "--address", "1 High Street")
    )
    session = begun(secondsale)

    press(session, "t", "t", "t")

    assert "draft: card" in screen(session)
    assert "draft: call" in screen(press(session, "t"))


def test_what_was_shown_of_somebody_stays_while_it_asks(morning: Session) -> None:
    before = screen(press(morning, "space"))

    press(morning, "1", "()")

    assert before.splitlines()[1:6] == screen(morning).splitlines()[1:6]


@pytest.mark.parametrize("terminal", ["dumb", "unknown"])
def test_a_terminal_that_cannot_draw_is_told_of_the_list(
    process: Processes, terminal: str
) -> None:
    said = process.at_a_terminal("go", extra={"TERM": terminal})

    assert said.code == 2
    assert "secondsale today" in said.out


def test_without_a_terminal_it_names_the_command_that_needs_none(
    secondsale: InProcess,
) -> None:
    answer = secondsale("go")

    assert answer.code == 2
    assert answer.refusal == "go needs a terminal with a keyboard"
    assert "secondsale today" in answer.err


def test_nobody_due_is_said_as_today_says_it(process: Processes) -> None:
    process("add-customer", "Ana Silva")

    said = process.at_a_terminal("go")

    assert said.code == 0
    assert "nobody is due" in said.out


def test_every_mode_has_its_keys() -> None:
    assert set(MENUS) == set(Mode)
    assert set(QUESTIONS) < set(Mode)
