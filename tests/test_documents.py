"""README.md and examples/ are executed: each `$` line of a console block is typed at a
terminal of 80 columns on 21 November 2026, and must print what stands below it.

`UPDATE_DOCUMENTS=1` writes what it prints into the documents instead.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "examples/README.md")
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
DAY = "2026-11-21"


def typed_at_a_terminal(command: str, folder: Path, environment: dict[str, str]) -> str:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
        close_fds=True,
    )
    os.close(slave)
    printed = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # what Linux says at the end of a pseudo-terminal
            break
        if not part:
            break
        printed += part
    os.close(master)
    process.wait()
    return printed.decode().replace("\r\n", "\n")


def surroundings(home: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "HOME": str(home),
        "TERM": "dumb",
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        "SECONDSALE_AS_OF": DAY,
        "SECONDSALE_BOOK": str(home / "book.db"),
        "SECONDSALE_SETTINGS": "secondsale.toml",
    }


def played(block: str, folder: Path, environment: dict[str, str]) -> str:
    """Return the block with what its commands print now."""
    shown = []
    for line in block.splitlines():
        if line.startswith("$ "):
            printed = typed_at_a_terminal(line[2:], folder, environment)
            tidy = "\n".join(part.rstrip() for part in printed.splitlines())
            shown.append(f"{line}\n{tidy.strip(chr(10))}".rstrip())
    return "\n".join(shown) + "\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_shows_what_its_commands_print(name: str, tmp_path: Path) -> None:
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    folder = tmp_path / "folder"
    shutil.copytree(ROOT / "examples", folder)
    environment = surroundings(tmp_path)

    now = BLOCK.sub(lambda block: played(block[0], folder, environment), text)

    if os.environ.get("UPDATE_DOCUMENTS"):
        document.write_text(now, encoding="utf-8")
    assert BLOCK.search(text), f"{name} has no console block"
    assert now == text


def test_the_five_minutes_work_on_any_day(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    folder = tmp_path / "folder"
    shutil.copytree(ROOT / "examples", folder)
    environment = {**surroundings(tmp_path), "SECONDSALE_AS_OF": "2028-02-28"}

    shown = "".join(played(block, folder, environment) for block in BLOCK.findall(text))

    assert "error" not in shown
    assert "nobody is due" in shown
    assert "Closed reassure" in shown
