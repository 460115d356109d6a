"""Run a command at a pseudo-terminal of a given width and read its screen."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_PATIENCE = 20.0


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    width: int,
    types: Sequence[str] = (),
    keep_styles: bool = False,
) -> tuple[int, str]:
    """Return the exit code and the screen; a line is typed at each prompt.

    A prompt is output that ends in a space. Errors: TimeoutError.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    child = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen, waiting = b"", list(types)
    until = time.monotonic() + _PATIENCE
    try:
        while chunk := _read(ours, until):
            screen += chunk
            if waiting and screen.endswith((b"? ", b") ", b"] ")):
                os.write(ours, f"{waiting.pop(0)}\n".encode())
            elif not waiting and screen.endswith((b"? ", b") ", b"] ")):
                os.write(ours, b"\x04")
        code = child.wait(_PATIENCE)
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    shown = screen.decode("utf-8", "replace").replace("\r\n", "\n")
    return code, shown if keep_styles else _STYLE.sub("", shown)


def _read(terminal: int, until: float) -> bytes:
    ready, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
    if not ready:
        raise TimeoutError("the command neither ends nor asks")
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the last program at the terminal has ended
        return b""
