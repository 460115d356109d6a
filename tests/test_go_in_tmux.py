"""`go` at a real terminal: keys are typed, and the screen is read."""

import shutil
import sys
from collections.abc import Callable, Iterator

import pytest
from tests.conftest import Processes
from tests.terminal import Window

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None, reason="tmux is not installed here"
)

RUNNER = """
import sys
OUTSIDE = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen",
           "os.system", "os.exec", "os.posix_spawn", "os.fork")
def watch(event, arguments):
    if event in OUTSIDE:
        raise RuntimeError(f"{event} {arguments}")
from secondsale.cli import main
sys.addaudithook(watch)
sys.exit(main(["go"]))
"""
"""Runs `go` where nothing may reach the network, or start a program."""

Opened = Callable[..., Window]


@pytest.fixture
def opened(process: Processes) -> Iterator[Opened]:
    """Return how to open `go` in a window; three people are due."""
    for who, how in (("Ana Silva", "123"), ("Ben Okafor", "456"), ("Cy Young", "789")):
        assert process("add-sale", who, "Jug", "--phone", f"0{how}{how}").code == 0
    windows: list[Window] = []

    def run(*command: str, **environment: str) -> Window:
        typed = [*command] or process.command("go")
        windows.append(Window(typed, process.whole(environment)))
        return windows[-1]

    yield run
    for each in windows:
        each.close()


def typed(process: Processes) -> list[str]:
    return [row[3] for row in process("history").rows[::-1]][3:]


def test_a_morning_is_done_key_by_key(process: Processes, opened: Opened) -> None:
    window = opened()
    window.shows("1 of 3", "Ana Silva (1)", "draft: call", "n no answer")

    window.press("m")
    window.shows("enter keep")
    window.press("loves it; sister=Rita", "Enter")
    window.shows("note  loves it; sister=Rita")
    window.press("d")
    window.shows("h happy", "i not-interested")
    window.press("h")
    window.shows("happy, note: loves it; sister=Rita")
    window.press("Enter")
    window.shows("2 of 3", "Ben Okafor (2)", "Ana Silva: happy. Closed")
    window.press("s")
    window.shows("put off until")
    window.press("someday", "Enter")
    window.shows("! ", "put off until")
    window.press("BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace")
    window.press("3d", "Enter")
    window.shows("3 of 3", "Cy Young (3)", "put off")
    window.press("u")
    window.shows("2 of 3", "Ben Okafor (2)", "Took back")
    window.press("Space")
    window.shows("3 of 3")
    window.press("Space")
    window.shows("1 of 3 done", "2 people still on the list")
    window.press("q")

    window.shows("talked to  1: Ana Silva", "ended: 0")
    assert typed(process) == [
        "done 1 happy -n 'loves it' sister=Rita",
        "snooze 2 --until 3d",
        "undo 5",
    ]


@pytest.mark.parametrize(("width", "height"), [(60, 20), (140, 50), (40, 10)])
def test_another_size_is_drawn_anew_with_all_keys(
    opened: Opened, width: int, height: int
) -> None:
    window = opened()
    window.shows("Ana Silva (1)")

    window.resize(width, height)
    window.shows("Ana Silva (1)")
    window.resize(80, 24)

    window.shows("Ana Silva (1)", "draft: call", "n no answer", "q quit")


def test_ctrl_c_keeps_what_was_pressed_and_puts_the_terminal_in_order(
    process: Processes, opened: Opened
) -> None:
    window = opened()
    window.shows("1 of 3")
    window.press("1")
    window.shows("happy, note")
    window.press("Enter")
    window.shows("2 of 3")
    window.press("m")
    window.shows("enter keep")
    window.press("half a", "Enter")
    window.shows("note  half a")

    window.press("C-c")

    screen = window.shows("ended: 130")
    assert "not kept, for want of an outcome: “half a” (Ben Okafor)" in screen
    assert "draft" not in screen
    assert typed(process) == ["done 1 happy"]


def test_after_the_terminal_went_away_it_goes_on_where_things_stand(
    process: Processes, opened: Opened
) -> None:
    window = opened()
    window.shows("1 of 3")
    window.press("1")
    window.shows("happy, note")
    window.press("Enter")
    window.shows("2 of 3")

    window.close()

    opened().shows("1 of 2", "Ben Okafor (2)")
    assert typed(process) == ["done 1 happy"]


def test_what_another_program_does_shows_by_itself(
    process: Processes, opened: Opened
) -> None:
    window = opened()
    window.shows("1 of 3")

    process("done", "ana", "ok")

    window.shows("Ana Silva is off the list", "1 of 2", "Ben Okafor (2)")


def test_without_colours_there_are_none(opened: Opened) -> None:
    window = opened(NO_COLOR="1")
    window.shows("1 of 3")
    window.press("x")
    window.shows("x does nothing here")

    codes = window.screen(styles=True)

    assert not any(f"\x1b[{code}m" in codes for code in (31, 32, 36))


def test_it_reaches_no_network_and_starts_no_program(opened: Opened) -> None:
    window = opened(sys.executable, "-c", RUNNER)
    window.shows("1 of 3")

    for key, shown in (("n", "2 of 3"), ("l", "3 of 3"), ("Space", "2 of 3 done")):
        window.press(key)
        window.shows(shown)
    window.press("q")

    window.shows("ended: 0", "tried      2 people")
