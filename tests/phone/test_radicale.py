"""A task goes to a real server and comes back ticked: vdirsyncer carries it, todoman
is the phone, Radicale the server; all of it on this machine, in folders of its own.

    pip install -e '.[test,phone-test]'

The README's own test command skips this and says so.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import TODAY, Processes

BESIDE = Path(sys.executable).parent
PROGRAMS = ("radicale", "vdirsyncer", "todo")
MISSING = [name for name in PROGRAMS if not (BESIDE / name).exists()]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed (extra phone-test): {', '.join(MISSING)}"
)

PATIENCE = 20.0
"""Seconds to wait for the server to begin."""


@dataclass
class World:
    """A server with one collection, this book's folder, and a phone's own folder."""

    process: Processes
    folder: Path
    port: int
    listed: str = ""
    """What the phone listed at first."""
    said: str = ""
    """What the sync said that heard both sides."""

    @property
    def ours(self) -> Path:
        return self.folder / "ours" / "tasks"

    @property
    def phone(self) -> Path:
        return self.folder / "phone" / "tasks"

    def secondsale(self, *typed: str) -> str:
        said = self.process(*typed)
        assert said.code == 0, said
        return said.out

    def sync(self) -> str:
        return self.secondsale("sync", str(self.ours))

    def carry(self) -> None:
        """Bring both folders in line with the server."""
        for pair in ("phone", "ours"):
            self.run("vdirsyncer", "sync", pair)

    def deliver(self) -> None:
        """Carry what was written here to the phone."""
        for pair in ("ours", "phone"):
            self.run("vdirsyncer", "sync", pair)

    def run(self, program: str, *typed: str) -> str:
        done = subprocess.run(
            [str(BESIDE / program), *typed],
            cwd=self.folder,
            env={
                **os.environ,
                "HOME": str(self.folder),
                "VDIRSYNCER_CONFIG": str(self.folder / "vdirsyncer.conf"),
                "TODOMAN_CONFIG": str(self.folder / "todoman.py"),
                "NO_PROXY": "*",
                "TZ": "UTC",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 0, f"{program} {typed}: {said}"
        return said

    def number(self, words: str) -> str:
        """Return the number by which todoman calls a task."""
        todos = json.loads(self.run("todo", "--porcelain", "list"))
        (found,) = [str(each["id"]) for each in todos if words in each["summary"]]
        return found

    def on_server(self) -> str:
        """Return the whole collection as the server hands it out."""
        url = f"http://127.0.0.1:{self.port}/me/tasks/"
        ask = urllib.request.Request(url, headers=self.login())
        with opener().open(ask, timeout=10) as answer:
            return str(answer.read().decode())

    @staticmethod
    def login() -> dict[str, str]:
        return {"Authorization": f"Basic {b64encode(b'me:me').decode()}"}


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    own = {
        "HOME": str(folder),
        "SECONDSALE_BOOK": str(folder / "book.db"),
        "SECONDSALE_AS_OF": TODAY,
    }
    made = World(Processes(folder, own), folder, free_port())
    for each in (made.ours, made.phone):
        each.mkdir(parents=True)
    write_settings(made)
    with (folder / "radicale.log").open("wb") as log:
        server = subprocess.Popen(
            [str(BESIDE / "radicale"), "--config", str(folder / "radicale.conf")],
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
        )
        try:
            wait_for(made, server)
            make_collection(made, "tasks")
            for pair in ("ours", "phone"):
                made.run("vdirsyncer", "discover", pair)
            yield made
        finally:
            server.terminate()
            server.wait(timeout=10)


def write_settings(world: World) -> None:
    folder = world.folder
    (folder / "radicale.conf").write_text(
        f"""[server]
hosts = 127.0.0.1:{world.port}
[auth]
type = none
[storage]
filesystem_folder = {folder / "server"}
"""
    )
    pairs = "".join(
        f"""
[pair {name}]
a = "{name}_folder"
b = "server"
collections = [["tasks", "tasks", "tasks"]]
conflict_resolution = "b wins"

[storage {name}_folder]
type = "filesystem"
path = "{folder / name}"
fileext = ".ics"
"""
        for name in ("ours", "phone")
    )
    (folder / "vdirsyncer.conf").write_text(
        f"""[general]
status_path = "{folder / "status"}"
{pairs}
[storage server]
type = "caldav"
url = "http://127.0.0.1:{world.port}/me/"
username = "me"
password = "me"
"""
    )
    (folder / "todoman.py").write_text(
        f'path = "{folder / "phone"}/*"\n'
        f'cache_path = "{folder / "todoman.cache"}"\n'
        'date_format = "%Y-%m-%d"\ntime_format = "%H:%M"\ndefault_list = "tasks"\n'
    )


def wait_for(world: World, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", world.port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail((world.folder / "radicale.log").read_text())


def make_collection(world: World, name: str) -> None:
    ask = urllib.request.Request(
        f"http://127.0.0.1:{world.port}/me/{name}/",
        headers=world.login(),
        method="MKCALENDAR",
    )
    with opener().open(ask, timeout=10) as answer:
        assert answer.status == 201


@pytest.fixture(scope="module")
def lived(world: World) -> World:
    """A day on which both sides did something, carried there and back."""
    for number, who in enumerate(("Ana", "Ben", "Cy", "Dee")):
        world.secondsale(
            *("--as-of", "2026-11-20", "add-sale", f"{who} Silva", "Rose Serum x2"),
            *("--phone", f"12345{number}", "--new"),
        )
    world.sync()
    world.deliver()
    world.listed = world.run("todo", "list")

    noted = world.phone / "ss-welcome-s1.ics"
    text = noted.read_text("utf-8").replace("\n ", "")
    (line,) = [each for each in text.splitlines() if each.startswith("DESCRIPTION")][:1]
    note = f"{line}\\nhappy: loves it\\, wants two"
    noted.write_text(text.replace(line, note, 1), "utf-8", newline="\r\n")
    world.run("todo", "done", world.number("Ana Silva: welcome"))
    world.run("todo", "delete", "--yes", world.number("Ben Silva: welcome"))
    moved = world.number("Cy Silva: welcome")
    world.run("todo", "edit", "--due", "2026-11-26", moved)
    world.run("todo", "new", "--list", "tasks", "Buy milk")
    world.secondsale("done", "dee", "happy", "-n", "met her")

    world.carry()
    world.said = world.sync()
    world.deliver()
    return world


def test_tasks_arrive_on_the_phone(lived: World) -> None:
    assert all(f"{who} Silva: welcome" in lived.listed for who in ("Ana", "Ben", "Cy"))


def test_a_task_ticked_on_the_phone_comes_back_as_done(lived: World) -> None:
    contacts = lived.secondsale("export", "--what", "contacts", "--raw")

    assert "Ticked: Ana Silva (1), happy on " in lived.said
    assert '"loves it, wants two"' in contacts
    assert "Ana" not in lived.secondsale("today", "--brief")


def test_what_is_ticked_is_never_unticked(lived: World) -> None:
    server = lived.on_server()
    ticked = server[: server.index("X-SECONDSALE-ID:c1 welcome:s1")]

    assert "STATUS:COMPLETED" in ticked[ticked.rindex("BEGIN:VTODO") :]


def test_a_task_deleted_on_the_phone_is_not_made_again(lived: World) -> None:
    assert "Deleted on the phone: Ben Silva (2). It stays on the agenda" in lived.said
    assert "Ben Silva: welcome" not in lived.on_server()
    assert "Ben" in lived.secondsale("today", "--brief")


def test_what_is_put_off_on_the_phone_is_put_off_here(lived: World) -> None:
    assert "Put off on the phone: Cy Silva (3), until Thu 26 Nov" in lived.said
    assert "Cy" not in lived.secondsale("today", "--brief")


def test_what_is_done_here_is_ticked_on_the_phone(lived: World) -> None:
    assert "Ticked there, as it was done here: Dee Silva (4)." in lived.said
    assert "Dee Silva: welcome" not in lived.run("todo", "list")


def test_tasks_of_others_are_left_alone(lived: World) -> None:
    assert "SUMMARY:Buy milk" in lived.on_server()
    assert "milk" not in lived.said


def test_another_round_changes_nothing(lived: World) -> None:
    before = lived.on_server()

    lived.carry()
    said = lived.sync()
    lived.deliver()

    assert said == "Nothing has changed.\n"
    assert lived.on_server() == before


def test_an_event_is_taken_by_the_server(lived: World) -> None:
    calendar = lived.secondsale("export", "--format", "ics").encode()
    first = calendar.split(b"BEGIN:VEVENT")[1].split(b"END:VEVENT")[0]
    head = calendar.partition(b"BEGIN:VEVENT")[0]
    ask = urllib.request.Request(
        f"http://127.0.0.1:{lived.port}/me/events/e.ics",
        data=head + b"BEGIN:VEVENT" + first + b"END:VEVENT\r\nEND:VCALENDAR\r\n",
        headers={**lived.login(), "Content-Type": "text/calendar"},
        method="PUT",
    )

    make_collection(lived, "events")
    with opener().open(ask, timeout=10) as answer:
        assert answer.status == 201
