"""Where a person's name, address or number stands in a text, however it is spelled."""

import re
from collections.abc import Iterable

from secondsale.store import matching
from secondsale.text import search_key

FORGOTTEN = "(forgotten)"
"""What stands where a person was named who was forgotten."""

_NUMBER = r"(?:\(\+?\d+\)\s*|\+)?\d[\d\s()./-]*\d"
_EXTENSION = r"(?i)\s*(?:ext|x)\.?\s*\d+$"


class Traces:
    """The words that a person is known by, to be found in texts and taken out."""

    def __init__(self, words: Iterable[str]) -> None:
        known = [word for word in words if word.strip() and word != FORGOTTEN]
        numbers = [re.sub(_EXTENSION, "", word) for word in known]
        self._phones = {matching.typed_phone_key(each) for each in numbers} - {""}
        keys = {search_key(each) for each in known} - {""}
        self._folded = _any_of(keys)
        self._plain = _any_of({*known, *keys})

    def __bool__(self) -> bool:
        return self._plain is not None

    def are_in(self, text: str) -> bool:
        """Return whether a text names the person."""
        if self._folded is None:
            return False
        return bool(self._folded.search(search_key(text))) or any(
            self._is_theirs(each.group()) for each in re.finditer(_NUMBER, text)
        )

    def taken_out(self, text: str) -> str:
        """Return a text that no longer names the person."""
        if self._plain is None or not self.are_in(text):
            return text
        text = self._plain.sub(FORGOTTEN, text)
        text = re.sub(
            _NUMBER,
            lambda n: FORGOTTEN if self._is_theirs(n.group()) else n.group(),
            text,
        )
        # With other accents it is found, but not at a place of the text as it stands.
        return FORGOTTEN if self.are_in(text) else text

    def _is_theirs(self, number: str) -> bool:
        key = matching.phone_key(number)
        return any(
            key == phone
            or (
                min(len(key), len(phone)) >= matching.SHORTEST_ENDING
                and (phone in key or phone.endswith(key))
            )
            for phone in self._phones
        )


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the words as whole words, in any case; None for no words."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    patterns = [_whole(word) for word in longest_first]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _whole(word: str) -> str:
    parts = word.split()
    pattern = r"\s+".join(map(re.escape, parts))
    before = r"(?<!\w)" if _stands_apart(parts[0][0]) else ""
    after = r"(?!\w)" if _stands_apart(parts[-1][-1]) else ""
    return before + pattern + after


def _stands_apart(char: str) -> bool:
    """Return whether a letter is of a script that puts spaces between its words."""
    return char.isdigit() or char.lower() != char.upper()
