"""In which encoding a file is written, and whether it is text at all."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from secondsale.errors import InputError
from secondsale.records import dataclass

_BLOCK = 1 << 20
_LOOK = 4096

UTF_8, UTF_16, CP1252 = "UTF-8", "UTF-16", "cp1252"
LOST = "\ufffd"
"""What stands for bytes that are no letter."""

_BOMS = (
    (codecs.BOM_UTF8, UTF_8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, UTF_16, "utf-16"),
    (codecs.BOM_UTF16_BE, UTF_16, "utf-16"),
)
_AS_CSV = "open it and save it as CSV (UTF-8)"
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file", _AS_CSV),
    (b"%PDF", "a PDF", "download it as CSV instead"),
    (b"\x89PNG", "a picture", "download it as CSV instead"),
    (b"\xff\xd8\xff", "a picture", "download it as CSV instead"),
    (b"GIF8", "a picture", "download it as CSV instead"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"SQLite format 3\0", "a database", "a book is opened with --book"),
    (b"{\\rtf", "a text document", _AS_CSV),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text."""

    name: str
    """What it is called: `UTF-8`, `UTF-16` or `cp1252`."""
    codec: str
    """What Python calls it, a byte order mark taken into account."""
    damaged: bool = False
    """Whether a few bytes fit no letter: U+FFFD stands for each of them."""

    @property
    def errors(self) -> str:
        """Return how `open` is to treat bytes that fit no letter."""
        return "replace" if self.damaged else "strict"


def encoding_of(path: Path) -> Encoding:
    """Return in which encoding a file is written, having looked at all of it.

    By its byte order mark, else UTF-16 by its zero bytes, UTF-8 if all of it is, else
    cp1252. Errors: InputError for what is empty, no text, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", "check the name of the file"
        ) from None
    _refuse_what_is_no_text(path, start)
    for mark, name, codec in _BOMS:
        if start.startswith(mark):
            return _checked(path, name, codec)
    wide = _wide(start)
    if wide:
        return _checked(path, UTF_16, wide)
    return _narrow(path)


def _refuse_what_is_no_text(path: Path, start: bytes) -> None:
    """Refuse a file that only bears the name of a text.

    Errors: InputError, saying what it is and what to do.
    """
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        nothing = "holds nothing but zero bytes" if b"\0" in start else "is empty"
        raise InputError(f"{path.name} {nothing}", "download it again")
    what = hint = ""
    if start.startswith(b"PK\x03\x04"):
        office = b"xl/" in start or b"opendocument" in start or b"[Content" in start
        what = "a spreadsheet, not CSV" if office else "a zipped file"
        hint = _AS_CSV if office else "unpack it first"
    for signature, named, advice in _SIGNATURES:
        if start.startswith(signature):
            what, hint = named, advice
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        what, hint = "a web page or XML, not CSV", "sign in and download it as CSV"
    if what:
        raise InputError(f"{path.name} is {what}", hint)


def _wide(start: bytes) -> str:
    """Return the codec of UTF-16 without a mark: every second byte is often zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 4 < len(start) // 2 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _checked(path: Path, name: str, codec: str) -> Encoding:
    """Return an encoding that the file itself names, if all of it is written in it.

    Errors: InputError, naming the line, where UTF-16 is not.
    """
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    try:
        for block, last in _blocks(path):
            text = decoder.decode(block, last)
            if "\0" in text:
                raise _no_text(path, line + text[: text.index("\0")].count("\n"))
            line += text.count("\n")
    except UnicodeDecodeError:
        if name == UTF_8:
            return Encoding(name, codec, damaged=True)
        raise InputError(
            f"{path.name}, after line {line}: the file is damaged or cut off",
            "download it again",
        ) from None
    return Encoding(name, codec)


def _narrow(path: Path) -> Encoding:
    """Return UTF-8 where all of it is, or nearly all that is not ASCII; else cp1252.

    Errors: InputError, naming the line, for bytes that are no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, line = True, 1
    for block, last in _blocks(path):
        if b"\0" in block:
            raise _no_text(path, line + block[: block.index(b"\0")].count(b"\n"))
        line += block.count(b"\n")
        try:
            if is_utf_8:
                decoder.decode(block, last)
        except UnicodeDecodeError:
            is_utf_8 = False
    if is_utf_8:
        return Encoding(UTF_8, "utf-8")
    if _nearly_utf_8(path):
        return Encoding(UTF_8, "utf-8", damaged=True)
    line = 1
    for block, _ in _blocks(path):
        try:
            block.decode("cp1252")
        except UnicodeDecodeError as error:
            line += block[: error.start].count(b"\n")
            raise InputError(
                f"{path.name}, line {line}: neither UTF-8 nor cp1252",
                "save it as CSV in UTF-8",
            ) from None
        line += block.count(b"\n")
    return Encoding(CP1252, "cp1252")


def _nearly_utf_8(path: Path) -> bool:
    """Return whether letters of UTF-8 outnumber the bytes that are none by far.

    Text in another encoding hardly ever looks like UTF-8, so a few stray bytes are
    damage, and only the rows they stand in suffer.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = stray = 0
    for block, last in _blocks(path):
        text = decoder.decode(block, last)
        stray += text.count(LOST)
        letters += 0 if text.isascii() else sum(c > "\x7f" for c in text)
    return letters - stray > 2 * stray


def _blocks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield a file in blocks, each with whether it is the last one."""
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        while block:
            following = file.read(_BLOCK)
            yield block, not following
            block = following


def _no_text(path: Path, line: int) -> InputError:
    return InputError(
        f"{path.name}, line {line}: a zero byte, so this is no text", _AS_CSV
    )
