"""A text file taken apart into lines, and a line filled in."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template as Dollar

from secondsale import text
from secondsale.errors import SettingsError
from secondsale.records import dataclass

POINTS = ""
"""The section without a name: the talking points."""

SUBJECT = "subject:"

_SECTION = r"\[([a-z]+(?: [a-z]+)?)\]"
_CONDITION = r"(!?)([a-z][a-z_]*)(?:=(.+))?"
_ENDS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be known of a slot, or must not be if it is `negated`."""

    slot: str
    value: str = ""
    negated: bool = False

    def holds(self, slots: Mapping[str, str]) -> bool:
        """Return whether the slots are like that."""
        known = slots.get(self.slot, "")
        found = known == self.value if self.value else bool(known)
        return found is not self.negated


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section; one without words begins a new paragraph."""

    number: int
    conditions: tuple[Condition, ...]
    words: str

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the slots that its words use, in their order."""
        found = (match["named"] or match["braced"] for match in _slots_in(self.words))
        return tuple(name.lower() for name in found if name)

    @property
    def is_subject(self) -> bool:
        """Whether it is the subject of an e-mail, or one of several to choose from."""
        return self.words.startswith(SUBJECT)


@dataclass(frozen=True, slots=True)
class Template:
    """A text file: its sections, and where it lies."""

    path: Path
    sections: Mapping[str, tuple[tuple[int, str], ...]]
    """By name: the lines as they are written, each with its number."""
    twice: tuple[tuple[int, str], ...] = ()
    """The headings of sections that stood there before, each with its number."""

    @property
    def stem(self) -> str:
        """Return its name without the ending: `welcome.short`."""
        return self.path.name.removesuffix(".txt")

    @property
    def named(self) -> tuple[str, ...]:
        """Return the names of its sections, without the talking points."""
        return tuple(name for name in self.sections if name != POINTS)

    def lines(self, section: str) -> tuple[Line, ...]:
        """Return the lines of a section, none if there is no such section.

        Errors: SettingsError, naming the file and the line.
        """
        for number, heading in self.twice:
            raise _stands_twice(self.path, number, heading)
        written = self.sections.get(section, ())
        return tuple(_line(line, number, self.path) for number, line in written)

    def looked_over(self) -> tuple[dict[str, list[Line]], list[str]]:
        """Return the lines that can be read, by section, and what stops a draft."""
        sound: dict[str, list[Line]] = {}
        wrong = [
            (number, _stands_twice(self.path, number, heading))
            for number, heading in self.twice
        ]
        for section, written in self.sections.items():
            lines = sound[section] = []
            for number, line in written:
                try:
                    lines.append(_line(line, number, self.path))
                except SettingsError as error:
                    wrong.append((number, error))
        wrong.sort(key=lambda each: each[0])
        return sound, [error.message for _, error in wrong]

    def wording(self, section: str) -> str:
        """Return a name for a section's text as it is now: `welcome#1a2b3c4d`."""
        from hashlib import sha256

        said = "\n".join(
            f"{each.conditions!r} {each.words}" for each in self.lines(section)
        )
        return f"{self.stem}#{sha256(said.encode()).hexdigest()[:8]}"


def read(path: Path) -> Template:
    """Return a text file taken apart into its sections.

    Their lines are looked at when they are asked for: the agenda needs few of them.
    Errors: SettingsError, naming the file, and the line if it is one.
    """
    try:
        whole = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"there is no text {path.name}", f"it belongs into {path.parent}"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a text file", "save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}", "check the file's permissions"
        ) from None
    lines: list[tuple[int, str]] = []
    sections, twice = {POINTS: lines}, []
    for number, line in enumerate(whole.splitlines(), start=1):
        first = line[:1]
        section = re.fullmatch(_SECTION, line.strip()) if first == "[" else None
        if section is None:
            if first != "#":
                lines.append((number, line))
        elif section[1] in sections:
            twice.append((number, section[0]))
            lines = sections[section[1]]
        else:
            lines = sections[section[1]] = []
    found = {name: tuple(written) for name, written in sections.items()}
    return Template(path, found, tuple(twice))


def filled(line: Line, slots: Mapping[str, str], path: Path) -> str:
    """Return the words of a line with its slots filled in; none if it is not meant.

    What fills a slot and ends a sentence, or is a link, takes the full stop after it
    along. Errors: SettingsError, naming the file and a slot that nobody fills.
    """
    if not line.words or not all(each.holds(slots) for each in line.conditions):
        return ""
    done, at = [], 0
    for match in _slots_in(line.words):
        name = match["named"] or match["braced"]
        if match.start() < at:
            continue
        done.append(line.words[at : match.start()])
        at = match.end()
        if match["escaped"]:
            done.append("$")
            continue
        assert name is not None, "a line with a bare dollar sign was refused"
        value = slots.get(name.lower(), "")
        if not value:
            raise SettingsError(
                f"{path.name}, line {line.number}: ${name} is not known here",
                f"mend {path}; known: {text.listed(sorted(slots))}",
            )
        done.append(value if name[0].islower() else value[0].upper() + value[1:])
        if (value.endswith(_ENDS) or is_link(value)) and line.words[at : at + 1] == ".":
            at += 1
    return "".join((*done, line.words[at:]))


def is_link(words: str) -> bool:
    """Return whether words end in a link, of which nothing behind it is a part."""
    return re.search(r"(?:^|\s)https?://\S+$", words) is not None


def _slots_in(words: str) -> Iterator[re.Match[str]]:
    return Dollar.pattern.finditer(words)


def _line(line: str, number: int, path: Path) -> Line:
    if "$" in line:
        _refuse_bare_dollar(line, number, path)
    before, bar, after = line.partition("|")
    if not bar:
        return Line(number, (), line.strip())
    conditions = []
    for each in filter(None, map(str.strip, before.split(","))):
        match = re.fullmatch(_CONDITION, each)
        if match is None:
            raise _wrong(
                path,
                number,
                f"{each!r} is no condition: before a bar stands a slot, slot=value"
                " or nothing",
            )
        conditions.append(Condition(match[2], match[3] or "", bool(match[1])))
    return Line(number, tuple(conditions), after.strip())


def _refuse_bare_dollar(line: str, number: int, path: Path) -> None:
    """Refuse a dollar sign that begins no slot, and say what it takes.

    Errors: SettingsError.
    """
    for match in _slots_in(line):
        if match["invalid"] is not None:
            price = re.match(r"\$[0-9][0-9.,]*", line[match.start() :])
            sign = price[0].rstrip(".,") if price else "$"
            raise _wrong(
                path, number, f"a dollar sign is no slot: write ${sign} for {sign}"
            )


def _stands_twice(path: Path, number: int, heading: str) -> SettingsError:
    return _wrong(path, number, f"{heading} stands there twice")


def _wrong(path: Path, number: int, what: str) -> SettingsError:
    return SettingsError(f"{path.name}, line {number}: {what}", f"mend {path}")
