"""Every failure a person can cause, and the code it ends in.

SecondsaleError        1
├── BookError          1   the file is missing, foreign, damaged, newer or in use
│   ├── NoBookError        there never was one
│   └── BookInUseError     another program has it
├── InputError         2   what was typed cannot be understood
├── NotFoundError      3   nothing, or more than one thing, answers to that name
└── SettingsError      4   the settings file has a wrong name or value
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    NOT_FOUND = 3
    SETTINGS = 4
    PARTLY = 5
    """Some of what an import brought was refused; the rest was kept."""


class SecondsaleError(Exception):
    """A failure with one plain line that names the thing, and a hint what to do."""

    code = ExitCode.FAILURE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BookError(SecondsaleError):
    """The book cannot be opened, read or written."""


class NoBookError(BookError):
    """There is no book, and nothing says that there was one."""


class BookInUseError(BookError):
    """Another program has the book, and kept it for longer than we waited."""


class InputError(SecondsaleError):
    """What was typed cannot be understood."""

    code = ExitCode.USAGE


class NotFoundError(SecondsaleError):
    """Nothing, or more than one thing, answers to a name."""

    code = ExitCode.NOT_FOUND


class SettingsError(SecondsaleError):
    """The settings file has a wrong name or a wrong value."""

    code = ExitCode.SETTINGS
