"""Text from people: refused at the door if it could do harm, shown escaped if not.

Names in any script and every emoji pass. What never passes: control characters,
line breaks, bidirectional controls, invisible formatting, and square brackets that
a terminal renderer would read as markup.
"""

import re
import unicodedata
from reprlib import repr as short

from secondsale.errors import InputError

NAME_LENGTH = 200
NOTE_LENGTH = 2000

# Joiners that scripts and emoji families are written with.
_JOINERS = "\u200c\u200d"
# What makes text run the other way: brackets around it, and marks.
_TURNS = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())
_MARKS = "\u200e\u200f\u061c"
# The letters of subdivision flags, which only stand behind a black flag.
_FLAG_TAGS = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
# Joiners and variation selectors: they shape what is seen and are not seen themselves.
_UNSEEN = "[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
# Letters and signs that Unicode draws as nothing: Hangul fillers and a braille blank.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
# Letters that Unicode does not take apart into a plain one and its accent.
_PLAIN = str.maketrans("łŁøØđĐıħĦ", "lLoOdDihH") | {0xE6: "ae", 0xC6: "AE", 0x153: "oe"}
# Those of which a `search_key` has kept what they are; a slug spells them plainly.
TWO_FOR_ONE = {"þ": "th", "ð": "d", "œ": "oe"}
_TWO_FOR_ONE = str.maketrans(TWO_FOR_ONE)
_MARKUP = r"\[[a-z#/@][^\[]*?\]"
_SPACES = r"\s+"
_PHONE = r"(?a)\+?[0-9 ()./-]{5,40}(?:\s*(?:ext|x)\.?\s*[0-9]{1,6})?"
# Line breaks, also those of pages and mails, and tabs.
_BREAKS = "\n\r\t\v\f\x85\u2028\u2029"


def _harmful(char: str) -> bool:
    if char in _JOINERS:
        return False
    code = ord(char)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return True  # Unicode's non-characters
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _first_harmful(value: str) -> str | None:
    if value.isprintable():  # nothing harmful is; and it is quick for long documents
        return None
    return next((c for c in re.sub(_FLAG_TAGS, "", value) if _harmful(c)), None)


def code_point(char: str) -> str:
    """Name a character without showing it, as `U+202E`."""
    return f"U+{ord(char):04X}"


def clean(value: str, what: str, *, longest: int = NAME_LENGTH) -> str:
    """Return text that is safe to keep, trimmed and in Unicode's composed form.

    `what` names the field and `longest` is in characters.
    Errors: InputError, naming the field and the code point.
    """
    harmful = _first_harmful(value)
    if harmful is not None:
        sign, hint = _in_words(harmful)
        raise InputError(f"{what} holds {sign}: {code_point(harmful)}", hint)
    value = value.strip()
    if len(value) <= 2 * longest:  # composing takes the square of a longer one's length
        value = unicodedata.normalize("NFC", value)
    if len(value) > longest:
        raise InputError(
            f"{what} is {len(value)} characters long", f"at most {longest}"
        )
    markup = re.search(_MARKUP, value)
    if markup:
        raise InputError(
            f"{what} holds markup: {short(markup.group())} (it starts with U+005B)",
            "write round brackets instead of square ones",
        )
    return value


def _in_words(harmful: str) -> tuple[str, str]:
    """Return what a character that cannot be kept is, and what helps."""
    anew = "type it anew, or copy it as plain text"
    if harmful in _BREAKS:
        return "a tab" if harmful == "\t" else "a line break", "write it on one line"
    if unicodedata.category(harmful) == "Cc":
        return "a control character, such as a terminal's colours", anew
    if unicodedata.bidirectional(harmful) in _TURNS or harmful in _MARKS:
        return "an unseen sign that turns the way text is read", anew
    return "an unseen sign that cannot be kept", anew


def clean_note(value: str, what: str) -> str:
    """Return a note that is safe to keep, on one line whatever was pasted.

    Errors: InputError, naming the field and the code point.
    """
    parts = (part.strip() for part in re.split(f"[{_BREAKS}]", value))
    return clean(" ".join(filter(None, parts)), what, longest=NOTE_LENGTH)


def clean_name(value: str, what: str) -> str:
    """Return a name that is safe to keep and has something to see in it.

    Errors: InputError, naming the field.
    """
    name = re.sub(_SPACES, " ", clean(value, what))
    if not any(unicodedata.category(c)[0] in "LNS" and c not in _BLANKS for c in name):
        raise InputError(f"{what} has no letter in it", "give it a name")
    return name


def harmless(value: str) -> str:
    """Return text without what `clean` refuses: unseen signs go, markup is bared."""
    if not value.isprintable() and _first_harmful(value) is not None:
        flags = re.findall(_FLAG_TAGS, value)
        parts = re.split(_FLAG_TAGS, value)
        bare = ["".join(c for c in part if not _harmful(c)) for part in parts]
        value = "".join(a + b for a, b in zip(bare, [*flags, ""], strict=True))
    return re.sub(_MARKUP, lambda mark: f"({mark.group()[1:-1]})", value)


def visible(value: str) -> str:
    """Return text that can be shown anywhere: what could do harm is spelled out."""
    if _first_harmful(value) is None:
        return value
    return "".join(f"<{code_point(c)}>" if _harmful(c) else c for c in value)


def escaped(document: str) -> str:
    """Return a JSON document in which what could do harm is written as an escape."""
    if _first_harmful(document.replace("\n", " ")) is None:
        return document
    return "".join(json_escape(c) if c != "\n" and _harmful(c) else c for c in document)


def json_escape(char: str) -> str:
    """Return a character as JSON escapes it, in two halves beyond U+FFFF."""
    units = char.encode("utf-16-be", "surrogatepass")
    pairs = zip(units[::2], units[1::2], strict=True)
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in pairs)


def name_key(value: str) -> str:
    """Return what two spellings of the same name have in common."""
    if value.isascii():  # most are, and an import has many
        return " ".join(value.casefold().split())
    folded = re.sub(_UNSEEN, "", unicodedata.normalize("NFC", value)).casefold()
    return re.sub(_SPACES, " ", unicodedata.normalize("NFC", folded)).strip()


def search_key(value: str) -> str:
    """Return a name as people type it when they look for it: without accents."""
    if value.isascii():
        return name_key(value)
    parts = unicodedata.normalize("NFKD", value).translate(_PLAIN)
    return name_key("".join(c for c in parts if not unicodedata.combining(c)))


def slug(key: str) -> str:
    """Return the plain letters of a `search_key` as one word: `ana-silva`.

    Nothing where there are none: digits alone would be taken for an id.
    """
    word = "-".join(re.findall("[a-z0-9]+", key.translate(_TWO_FOR_ONE)))
    return "" if word.replace("-", "").isdigit() else word


def is_phone(value: str) -> bool:
    """Return whether text is a phone number, however it is spaced."""
    digits = sum(char.isdigit() for char in value)
    return digits >= 5 and re.fullmatch(_PHONE, value) is not None


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Say how many: `1 sale`, `2 sales`; `nouns` where adding an s is not enough."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Join words as one says them: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th` and so on."""
    teen = 10 <= number % 100 <= 20
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
