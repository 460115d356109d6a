"""Content lines, of which cards are made: RFC 2426 and 6350, and vCard 2.1 before them.

A line is a name, parameters and a value, `TEL;TYPE=CELL:+44 20 7946 0018`, and a long
one is folded. Reading takes bytes: folds may part a character, and in 2.1 each line has
an encoding of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from secondsale.errors import InputError
from secondsale.records import dataclass

LONGEST = 75
"""Octets on a line of a file; the rest of a content line goes on the next."""

Numbered = tuple[int, bytes]
"""A line and its number in the file."""

# Not in quotes, where parameters may hold one.
_HEAD = re.compile(r'([^":]*(?:"[^"]*"[^":]*)*):', re.DOTALL)
_NAME = re.compile(r"(?a)(?:([\w-]+)\.)?([\w-]+)")
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"|")+')
_PRINTABLE = re.compile(rb"(?i)[^:]*;\s*(?:encoding\s*=\s*)?quoted-printable\b")
_ENCODINGS = ("QUOTED-PRINTABLE", "BASE64", "B", "Q", "8BIT", "7BIT")
_CHARSETS = re.compile(
    r"(?ai)(?:iso|latin|windows|cp|mac|utf|us-ascii|ascii|shift|sjis|gb|big5|euc|koi8)"
    r"[\w-]*"
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"n": "\n", "N": "\n", **{mark: mark for mark in '\\,;:"'}}


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A name in capitals, with parameters and a value that is still escaped."""

    number: int
    """The line of the file on which it begins."""
    group: str
    """In small letters: `item1` of `item1.TEL`, which ties several lines together."""
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    """Names in capitals. What stands bare, `TEL;CELL`, is a TYPE or an ENCODING."""
    raw: bytes
    """The value as it stands in the file."""

    @property
    def types(self) -> frozenset[str]:
        """Return the types in small letters: `cell`, `pref`."""
        return frozenset(each.casefold() for each in self.parameters.get("TYPE", ()))

    def first(self, parameter: str) -> str:
        """Return a parameter's first value, or nothing."""
        return next(iter(self.parameters.get(parameter, ())), "")

    @property
    def value(self) -> str:
        """Return the value as text, escapes and all.

        In the character set that it names, else in UTF-8, else in Windows' (cp1252).
        Errors: InputError for base64 that is none.
        """
        encoding = self.first("ENCODING").upper()
        raw, charset = self.raw, self.first("CHARSET").casefold()
        if encoding in ("QUOTED-PRINTABLE", "Q"):
            from binascii import a2b_qp

            raw = a2b_qp(raw)
        elif encoding in ("BASE64", "B"):
            from binascii import Error, a2b_base64

            try:
                raw = a2b_base64(raw)
            except Error:
                raise InputError(
                    f"line {self.number}: {self.name} is damaged", "it is no base64"
                ) from None
        elif charset.startswith("utf-16"):
            charset = ""  # the whole file is, and was turned into UTF-8
        return decoded(raw, charset)

    @property
    def text(self) -> str:
        """Return the value as a person would read it."""
        return unescaped(self.value)

    def parts(self, mark: str = ";") -> tuple[str, ...]:
        """Return the parts of a value, those between the marks that stand for it."""
        return tuple(unescaped(part) for part in split(self.value, mark))


def unfolded(lines: Iterable[Numbered]) -> Iterator[Numbered]:
    """Yield content lines: those that were folded, or broken softly, put together.

    Empty lines are left out.
    """
    number, parts, soft = 0, list[bytes](), False
    for here, line in lines:
        if soft:
            parts[-1] = parts[-1].rstrip()[:-1]
            parts.append(line)
        elif parts and line[:1] in (b" ", b"\t"):
            parts.append(line[1:])
        else:
            if parts:
                yield number, b"".join(parts)
            number, parts = here, [line] if line.strip() else []
        broken = bool(parts) and parts[-1].rstrip().endswith(b"=")
        soft = broken and _PRINTABLE.match(parts[0]) is not None
    if parts:
        yield number, b"".join(parts)


def content_line(number: int, line: bytes) -> ContentLine | None:
    """Return a line's parts, or None if it is no content line."""
    text = line.decode("latin-1")  # every byte is a character, and stays itself
    found = _HEAD.match(text)
    head, colon, rest = text.partition(":")
    if found:
        head, rest = found[1], text[found.end() :]
    name, *parameters = (
        _PARAMETER.findall(head) if '"' in head else head.split(";")
    ) or [""]
    called = _NAME.fullmatch(name.strip())
    if not colon or called is None:
        return None
    group = (called[1] or "").casefold()
    raw = rest.encode("latin-1")
    return ContentLine(number, group, called[2].upper(), _parameters(parameters), raw)


def _parameters(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().upper()
        if not equals:
            name, value = "ENCODING" if name in _ENCODINGS else "TYPE", name
        value = decoded(value.encode("latin-1")).replace('"', "")
        values = tuple(each.strip() for each in value.split(","))
        found[name] = found.get(name, ()) + values
    return found


def decoded(raw: bytes, charset: str = "") -> str:
    """Return bytes as text: in a character set, else in UTF-8, else in cp1252."""
    if charset in ("iso-8859-1", "latin1", "us-ascii"):
        charset = "cp1252"  # what is called so mostly is the larger of the two
    named = [charset] if _CHARSETS.fullmatch(charset) else []
    for name in (*named, "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError):
            continue
    return raw.decode("cp1252", "replace")


def split(value: str, mark: str) -> list[str]:
    """Return the parts of a value, still escaped; an escaped mark does not part it."""
    if "\\" not in value:
        return value.split(mark)
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{re.escape(mark)}", value, re.DOTALL):
        if found.group() == mark:
            parts.append(value[start : found.start()])
            start = found.end()
    return [*parts, value[start:]]


def unescaped(value: str) -> str:
    r"""Return text as it was before it was written: `\n` is a line break."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[0]), value)


def escaped(text: str) -> str:
    """Return text as a value can hold it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a content line as files have it, with its line ends.

    No line is longer than 75 octets, and no character is parted.
    """
    data = line.encode("utf-8", "replace")
    pieces, start, room = [], 0, LONGEST
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LONGEST - 1  # the space in front counts
    pieces.append(data[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"
