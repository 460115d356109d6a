"""The words of commands: what is typed in a line, as it stands behind them."""

import re
import shlex
from collections.abc import Sequence

from secondsale.cli._going.state import Person, State
from secondsale.model import Outcome

_DETAIL = r"(?<!\S)([^\W\d][\w-]*)=(\"[^\"]*\"|\S+)"
"""`sister=Rita`, `why="dry skin"` in what is typed as a note."""

OPTIONS = ("--promise", "--by", "--concern", "--left", "--next", "--score")
"""What may stand in a note as it does behind `done`."""

_OPTION = rf"(?<!\S)(?:{'|'.join(OPTIONS)})(?![\w-])"
"""Where what is typed as a note goes on as one would type it after `done`."""

Words = tuple[str, ...]


def done(
    state: State, who: Person, outcome: Outcome, typed: str, until: str = ""
) -> Words:
    """Return the command that keeps what came of a conversation."""
    words = ["done", str(who.id), outcome.value, *told(typed)]
    if outcome is Outcome.CALL_BACK:
        words += ["--until", until]
    if channel := dict(state.handed).get(who.id):
        words += ["--drafted", channel.value]
    return tuple(words)


def logged(who: Person, typed: str) -> Words:
    """Return the command that keeps a note of somebody and closes nothing."""
    return ("log", str(who.id), Outcome.OK.value, *told(typed))


def snoozed(who: Person, until: str) -> Words:
    """Return the command that puts off all that can be put off."""
    others = [each for each in who.topics if each not in who.fixed]
    only = [w for each in others for w in ("--only", each)] if who.fixed else []
    return ("snooze", str(who.id), "--until", until, *only)


def told(typed: str) -> Words:
    """Return a typed note as the words of `done` and `log`."""
    note, others = parted(typed)
    return (*(("-n", note) if note else ()), *others)


def parted(typed: str) -> tuple[str, list[str]]:
    """Return a typed note, and the other words of `done` that stood in it."""
    start = re.search(_OPTION, typed)
    end = start.start() if start else len(typed)
    said, options = typed[:end], typed[end:]
    details = [
        f"{name}={value.strip(chr(34))}" for name, value in re.findall(_DETAIL, said)
    ]
    note = " ".join(re.sub(_DETAIL, " ", said).split())
    return (note.rstrip(" ;,") if details else note), [*details, *_words(options)]


def sorted_out(words: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the details among the words behind a note, and what each option says."""
    pairs: list[str] = []
    said: dict[str, list[str]] = {option: [] for option in OPTIONS}
    rest = iter(words)
    for word in rest:
        option, sign, value = word.partition("=")
        if option in said:
            said[option].append(value if sign else next(rest, ""))
        else:
            pairs.append(word)
    return pairs, said


def echo(typed: str) -> tuple[str, ...]:
    """Return what a typed note is taken to say, where not all of it is the note."""
    note, others = parted(typed)
    if not others:
        return ()
    pairs, said = sorted_out(others)
    parts = [
        f"note “{note}”" if note else "no note",
        *(f"detail {' = '.join(each.split('=', 1))}" for each in pairs),
        *(f"{option[2:]} “{each}”" for option in said for each in said[option]),
    ]
    return (f"Taken as: {', '.join(parts)}.",)


def _words(options: str) -> list[str]:
    try:
        return shlex.split(options)
    except ValueError:  # an apostrophe is no quotation mark, and is meant as it is
        return options.split()
