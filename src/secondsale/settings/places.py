"""Where the book and the settings file lie if nobody says otherwise."""

import sys
from collections.abc import Mapping
from pathlib import Path

from secondsale.errors import SettingsError

FILE_NAME = "secondsale.toml"
BOOK_NAME = "book.db"


def default_book(environment: Mapping[str, str]) -> Path:
    """Return where the book lies if nobody says otherwise."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share") / BOOK_NAME


def default_file(environment: Mapping[str, str]) -> Path:
    """Return where the settings file lies if nobody says otherwise."""
    return _folder(environment, "XDG_CONFIG_HOME", ".config") / FILE_NAME


def _folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Return our folder, where the rules of the system want it."""
    # platformdirs knows more systems, for 24 ms on every call.
    chosen = environment.get(variable, "")
    if Path(chosen).is_absolute():
        return Path(chosen) / "secondsale"
    if sys.platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "secondsale"
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    if not Path(home).is_absolute():
        raise SettingsError(
            "there is no home folder to keep the book in",
            "name one: --book FILE and --settings FILE, or set HOME",
        )
    if sys.platform == "darwin":
        return Path(home) / "Library/Application Support/secondsale"
    return Path(home) / fallback / "secondsale"
