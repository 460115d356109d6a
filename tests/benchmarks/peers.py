"""The same question to other programs, where they are installed: what is due today?"""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ENTRIES = 20
TODO = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:secondsale benchmarks
BEGIN:VTODO
UID:entry-{number}
DTSTAMP:20260101T000000Z
SUMMARY:call person {number}
DUE;VALUE=DATE:{day:%Y%m%d}
END:VTODO
END:VCALENDAR
"""

Peer = tuple[str, list[str], dict[str, str]]


def peers(folder: Path) -> Iterator[Peer]:
    """Yield a name, a command and what it wants in its environment."""
    if task := shutil.which("task"):
        yield _taskwarrior(task, folder)
    if todo := shutil.which("todo"):
        yield _todoman(todo, folder)


def _taskwarrior(task: str, folder: Path) -> Peer:
    settings, data = folder / "taskrc", folder / "tasks"
    settings.write_text("confirmation=no\nnews.version=9.9.9\n", encoding="utf-8")
    data.mkdir()
    surroundings = {"TASKRC": str(settings), "TASKDATA": str(data)}
    for number in range(ENTRIES):
        subprocess.run(
            [task, "add", "due:today", f"call person {number}"],
            env={"HOME": str(folder), **surroundings},
            check=True,
            capture_output=True,
        )
    return f"taskwarrior, {ENTRIES} due", [task, "due:today", "list"], surroundings


def _todoman(todo: str, folder: Path) -> Peer:
    settings, entries = folder / "todoman.py", folder / "todos" / "calls"
    entries.mkdir(parents=True)
    settings.write_text(
        f'path = "{entries.parent}/*"\ndate_format = "%Y-%m-%d"\n'
        f'time_format = "%H:%M"\ncache_path = "{folder}/todoman.db"\n',
        encoding="utf-8",
    )
    for number in range(ENTRIES):
        entry = TODO.format(number=number, day=date.today())  # noqa: DTZ011, TID251
        (entries / f"{number}.ics").write_text(entry, encoding="utf-8", newline="\r\n")
    command = [todo, "--config", str(settings), "list", "--due", "24"]
    return f"todoman, {ENTRIES} due", command, {}
