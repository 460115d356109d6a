"""Run a command at a pseudo-terminal of a given width and read its screen."""

import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

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


class Window:
    """A command on a full screen, in tmux: keys go in, and the screen is read."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        width: int = 80,
        height: int = 24,
    ) -> None:
        self._folder = tempfile.mkdtemp(prefix="tm")  # a socket's path has to be short
        self._environment = {**environment, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        self._environment.pop("TMUX", None)
        # Its exit code stays on the screen, and the screen stays there to be read.
        line = f"{shlex.join(command)}; echo ended: $?; exec sleep 60"
        self._tmux(
            *("new-session", "-d", "-x", str(width), "-y", str(height)),
            *("sh", "-c", line),
        )

    def _tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-f", "/dev/null", "-S", f"{self._folder}/tmux", *words],
            env=self._environment,
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            encoding="utf-8",
        ).stdout

    def press(self, *keys: str) -> None:
        """Press keys by their names in tmux, or type a text."""
        self._tmux("send-keys", "--", *keys)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def screen(self, *, styles: bool = False) -> str:
        """Return what is on the screen, with the codes of its styles or without."""
        return self._tmux("capture-pane", "-p", *(["-e"] if styles else []))

    def shows(self, *texts: str) -> str:
        """Return the screen once all of these stand on it.

        Errors: TimeoutError, with the screen.
        """
        until = time.monotonic() + _PATIENCE
        while not all(text in (screen := self.screen()) for text in texts):
            if time.monotonic() > until:
                raise TimeoutError(f"{texts} never came up:\n{screen}")
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        """Close the window, as a terminal does that goes away: by a hang-up."""
        with suppress(subprocess.CalledProcessError):
            self._tmux("kill-server")
        shutil.rmtree(self._folder, ignore_errors=True)
