"""Which key does what, in which situation: for the machine, the key line and the help.

A key is a letter, a digit or the name of a key such as `space`.
"""

from enum import Enum

from secondsale.model import Outcome


class Mode(Enum):
    """What the next key or the typed line is about."""

    PERSON = "person"
    OUTCOME = "outcome"
    NOTE = "note"
    SAYING = "note with an outcome"
    CALL_BACK = "call back"
    SNOOZE = "snooze"
    SKIP = "skip"
    OWED = "owed"
    ORPHAN = "note of somebody off the list"
    VIEW = "view"
    HELP = "help"
    LEAVING = "leaving"
    END = "end"


QUESTIONS = {
    Mode.NOTE: "note",
    Mode.SAYING: "note",
    Mode.CALL_BACK: "call back on",
    Mode.SNOOZE: "put off until",
    Mode.SKIP: "drop it because",
}
"""The situations in which a line is typed, and what is asked."""

YES_OR_NO = frozenset({Mode.OWED, Mode.ORPHAN, Mode.LEAVING})
"""The situations in which only a yes does something."""

PERSON = {
    "d": "done",
    "n": "no answer",
    "l": "left message",
    "b": "call back",
    "s": "snooze",
    "k": "skip",
    "m": "note",
    "c": "copy",
    "o": "open",
    "t": "channel",
    "u": "undo",
    "v": "view",
    "space": "next",
    "p": "back",
    "?": "help",
    "q": "quit",
}

OUTCOME = {
    "h": Outcome.HAPPY,
    "o": Outcome.OK,
    "u": Outcome.UNHAPPY,
    "a": Outcome.ANNOYED,
    "n": Outcome.NO_ANSWER,
    "l": Outcome.LEFT_MESSAGE,
    "b": Outcome.CALL_BACK,
    "i": Outcome.NOT_INTERESTED,
    "$": Outcome.BOUGHT,
}

DIGITS = {str(number): outcome for number, outcome in enumerate(Outcome, 1)}

_LINE = {"enter": "keep", "esc": "back"}
_NOTE = {**_LINE, "name=value": "a detail"}
_DAY = {**_LINE, "a day:": "friday, 3d, 2026-12-01"}

MENUS = {
    Mode.PERSON: PERSON,
    Mode.OUTCOME: {**{key: str(each) for key, each in OUTCOME.items()}, "esc": "back"},
    Mode.OWED: {"y": "yes", "n": "no"},
    Mode.VIEW: {"↑ ↓": "scroll", "any key": "back"},
    Mode.HELP: {"↑ ↓": "scroll", "any key": "back"},
    Mode.ORPHAN: {"y": "keep it", "n": "drop it"},
    Mode.LEAVING: {"y": "leave without it", "n": "stay"},
    Mode.END: {"u": "undo", "p": "back", "q": "quit"},
    Mode.NOTE: _NOTE,
    Mode.SAYING: {**_NOTE, "enter": "log it, with the note or without"},
    Mode.CALL_BACK: _DAY,
    Mode.SNOOZE: _DAY,
    Mode.SKIP: _LINE,
}
"""What the key line says."""

ALSO = {
    "j": "space",
    "right": "space",
    "left": "p",
    "backspace": "p",
}
"""Other keys for the same."""

HELP = (
    ("d", "done: what came of it, by letter or number; then a note, or just Enter"),
    ("1 … 9", ", ".join(f"{key} {outcome}" for key, outcome in DIGITS.items())),
    ("n", "no answer, logged at once: they come back another day"),
    ("l", "left a message: the same"),
    ("b", "they asked you to call back: on which day"),
    ("s", "snooze: put all of it off to a day"),
    ("k", "skip: drop all of it, with the reason"),
    ("m", "note, kept with the outcome; what done takes may stand in it:"),
    ("", 'loves it sister=Rita --promise "a sample" --by friday'),
    ("c", "copy the draft to the clipboard"),
    ("o", "open the draft in mail, messages or phone"),
    ("t", "draft for the next channel by which they can be reached"),
    ("u", "undo what was pressed last; again, what was before it"),
    ("v", "view all of the brief and the draft"),
    ("space", "next person, also j or →; this one stays for later"),
    ("p", "the person before, also ←"),
    ("↑ ↓", "scroll where the screen is too small"),
    ("Ctrl-L", "draw the screen anew"),
    ("q", "quit; what was pressed is kept. Ctrl-C does so at once"),
)
"""What the help says of each key."""
