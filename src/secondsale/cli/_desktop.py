"""What is handed to the desktop: a text to its clipboard, a link to what opens it."""

import os
import shutil
import subprocess
import sys

from secondsale.errors import SecondsaleError

WAIT_SECONDS = 3
"""How long a tool may take: most of those that fail do so at once."""

_COPYING = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)
"""What has to be there for a tool of Linux to copy, and how it is called."""

_AS_IT_IS = "it is printed: copy it from there, or pipe it"


def to_clipboard(text: str) -> None:
    """Put a text on the clipboard.

    Errors: SecondsaleError where there is no tool for it, or it fails.
    """
    if tool := _tool():
        _copy_with(tool, text)
        return
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        raise SecondsaleError(
            "nothing here puts a text on the clipboard",
            "install xclip, xsel or wl-clipboard, or pipe what is printed",
        ) from None


def _tool() -> tuple[str, ...]:
    """Return the command that copies on this desktop, nothing where none is known."""
    if not _is_free_desktop():
        return ()
    for screen, command in _COPYING:
        if os.environ.get(screen) and shutil.which(command[0]):
            return command
    return ()


def _copy_with(tool: tuple[str, ...], text: str) -> None:
    """Hand a text to a tool, which holds it from then on.

    Errors: SecondsaleError, naming the tool.
    """
    try:
        done = subprocess.run(
            tool,
            input=text.encode("utf-8"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        said = f"{tool[0]} did not take the text within {WAIT_SECONDS} seconds"
        raise SecondsaleError(said, _AS_IT_IS) from None
    except OSError as error:
        said = f"{tool[0]} cannot be run: {error.strerror}"
        raise SecondsaleError(said, _AS_IT_IS) from None
    if done.returncode:
        said = f"{tool[0]} failed with exit code {done.returncode}: nothing was copied"
        raise SecondsaleError(said, _AS_IT_IS)


def open_link(link: str) -> None:
    """Hand a link to the desktop, and wait a moment whether that works.

    Errors: SecondsaleError where nothing opens it, or what should fails.
    """
    kind = link.partition(":")[0]
    opener = _opener()
    if opener is None:
        raise SecondsaleError(
            f"nothing here opens a link like {kind}:",
            "on Linux that takes a desktop and xdg-open; --json prints the link",
        )
    if not opener:
        import typer

        code = typer.launch(link)
    else:
        code = _opened_with(opener, link)
    if code:
        raise SecondsaleError(
            f"{opener or 'the desktop'} failed to open the {kind}: link,"
            f" with exit code {code}",
            "set a program for such links; --copy, or --json prints the link",
        )


def _opener() -> str | None:
    """Return the program that opens links, empty where the system itself does."""
    if sys.platform == "darwin":
        return "open"
    if not _is_free_desktop():
        return ""
    # Without a desktop, xdg-open starts a program in the terminal instead.
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return "xdg-open" if screen and shutil.which("xdg-open") else None


def _opened_with(opener: str, link: str) -> int:
    """Return how an opener ended; one that still runs after a moment has opened it."""
    started = subprocess.Popen(
        (opener, link),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return started.wait(timeout=WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        return 0


def _is_free_desktop() -> bool:
    return sys.platform.startswith(("linux", "freebsd", "openbsd"))
