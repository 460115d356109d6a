"""A browser without a window: what it shows of a page, prints, and asks for."""

import html
import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",  # without it, root may not run one
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-pings",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing leaves this machine
)
DARK = "--blink-settings=preferredColorScheme=0"
MEASURE = Path(__file__).with_name("measure.html")
PATIENCE = 60


def found() -> str | None:
    """Return the program, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Visit:
    """What came of opening a page."""

    out: str
    console: tuple[str, ...]
    asked: tuple[str, ...]
    """Every address that the page asked for, but for files."""


@dataclass(frozen=True)
class Picture:
    """A screenshot, as rows of red, green and blue."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    @property
    def colours(self) -> set[bytes]:
        """Return the colours in it, from every fourth row."""
        return {
            row[at : at + 3] for row in self.rows[::4] for at in range(0, len(row), 3)
        }


def visit(address: str, *flags: str, folder: Path) -> Visit:
    """Open a page and let the browser do what the flags say."""
    log = folder / "net.json"
    with TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                str(found()),
                *QUIET,
                f"--user-data-dir={profile}",
                f"--log-net-log={log}",
                *flags,
                address,
            ],
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            env={**os.environ, "HOME": profile},
        )
    said = done.stderr.decode("utf-8", "replace")
    console = tuple(line for line in said.splitlines() if "CONSOLE" in line)
    asked = tuple(sorted(set(_asked(log.read_text("utf-8")))))
    return Visit(done.stdout.decode("utf-8"), console, asked)


def _asked(log: str) -> Iterator[str]:
    """Yield what a log of the network says that a page asked for.

    What the browser asks for itself has no origin.
    """
    for line in log.splitlines():
        origin = re.search(r'"initiator":"([^"]*)"', line)
        address = re.search(r'"url":"(?!file:)([^"]*)"', line)
        if origin and address and origin[1] != "not an origin":
            yield address[1]


def measured(page: Path, width: int, *flags: str, folder: Path) -> dict[str, Any]:
    """Return what a page measures in a frame so many pixels wide."""
    text = MEASURE.read_text("utf-8").replace("PAGE", page.as_uri())
    wrapper = folder / "measure.html"
    wrapper.write_text(text.replace("WIDTH", str(width)), "utf-8")
    size = f"--window-size={width + 200},1000"
    reads = "--allow-file-access-from-files"  # the frame is another file
    out = visit(wrapper.as_uri(), "--dump-dom", size, reads, *flags, folder=folder).out
    said = re.search(r'<pre id="found">(.*?)</pre>', out, re.DOTALL)
    assert said is not None, out
    result: dict[str, Any] = json.loads(html.unescape(said[1]))
    return result


def picture(path: Path) -> Picture:
    """Read a PNG of eight bits a colour, as browsers write them."""
    content, at, packed = path.read_bytes(), 8, b""
    width, height, depth, kind = struct.unpack(">IIBB", content[16:26])
    assert (depth, kind) in ((8, 2), (8, 6))
    step = 3 if kind == 2 else 4
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            packed += content[at + 8 : at + 8 + size]
        at += size + 12
    raw, above, rows = zlib.decompress(packed), bytes(width * step), []
    for number in range(height):
        start = number * (width * step + 1)
        line = raw[start + 1 : start + 1 + width * step]
        above = _unfiltered(raw[start], line, above, step)
        rows.append(above if step == 3 else _without_alpha(above))
    return Picture(width, height, tuple(rows))


def _unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """Undo the filter of a row: PNG specification, section 9.2."""
    row = bytearray(line)
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        over, corner = above[at], above[at - step] if at >= step else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = over
        elif kind == 3:
            guess = (left + over) // 2
        elif kind == 4:
            guess = _paeth(left, over, corner)
        else:
            break
        row[at] = (row[at] + guess) & 255
    return bytes(row)


def _paeth(left: int, over: int, corner: int) -> int:
    near = left + over - corner
    return min((left, over, corner), key=lambda each: abs(near - each))


def _without_alpha(row: bytes) -> bytes:
    return b"".join(row[at : at + 3] for at in range(0, len(row), 4))
