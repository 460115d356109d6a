"""When two spellings may mean the same person or thing."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SHORTEST_PHONE = 5
"""Fewer digits than these are not taken for a telephone number."""

SHORTEST_ENDING = 7
"""How many digits a number needs to be recognised without its prefix."""

SALE_MARKS = "s#"
"""What may stand before a sale's number."""

ALIKE = 0.86
"""How much of two names must agree (difflib's ratio) to ask whether they are one."""

NEAR = 0.75
"""The same of two words, to offer the one in place of the other: `anna` and `ana`."""

_ALIKE = 4_000
"""How many numbers are remembered: an import asks for each of a part several times."""

_PHONE = r"[\d\s+()./-]+"


@lru_cache(_ALIKE)
def phone_key(value: str) -> str:
    """Return a number's digits without `+`, `00` or a trunk `0` in front."""
    if value.isascii():  # most are, and an import has many
        return re.sub(r"\D", "", value.replace("(0)", "")).lstrip("0")
    digits = [
        str(unicodedata.decimal(char))
        for char in value.replace("(0)", "")
        if char.isdecimal()
    ]
    return "".join(digits).lstrip("0")


def typed_phone_key(value: str) -> str:
    """Return the key of what was typed if it is a telephone number, else nothing."""
    key = phone_key(value) if re.fullmatch(_PHONE, value) else ""
    return key if len(key) >= SHORTEST_PHONE else ""


def email_key(value: str) -> str:
    """Return what two spellings of one address have in common."""
    return value.strip().casefold()


def words(search_key: str) -> list[str]:
    """Return the words that a name can be found by."""
    return search_key.replace("-", " ").split()


def row_id(query: str, marks: str = "") -> int | None:
    """Return the id in `12`, if a row can have it; one of `marks` may stand before."""
    word = query.strip().casefold()
    digits = word[1:] if word and word[0] in marks else word
    return int(digits) if re.fullmatch("[0-9]{1,18}", digits) else None


class Likeness:
    """How much names resemble one name, or words one word."""

    def __init__(self, search_key: str, least: float = ALIKE) -> None:
        from difflib import SequenceMatcher  # only those who add somebody wait for it

        self._least = least
        # It keeps what it works out about its second text.
        self._matcher = SequenceMatcher(b=search_key, autojunk=False)

    def ratio(self, search_key: str) -> float:
        """Return how much of the two agrees, or 0 if it is too little to matter."""
        matcher = self._matcher
        matcher.set_seq1(search_key)
        if (
            matcher.real_quick_ratio() < self._least
            or matcher.quick_ratio() < self._least
        ):
            return 0.0
        ratio = matcher.ratio()
        return ratio if ratio >= self._least else 0.0


def nearness(typed: Sequence[Likeness], search_key: str) -> float:
    """Return how much words are like words of a name: 0 if one of them is like none."""
    own = words(search_key)
    ratios = [max(map(each.ratio, own), default=0.0) for each in typed]
    return sum(ratios) / len(ratios) if ratios and all(ratios) else 0.0
