"""Where a person's name, address or number stands in a text, however it is spelled."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from secondsale.model import FORGOTTEN
from secondsale.store import matching
from secondsale.store.connection import OpenBook
from secondsale.text import search_key

Span = tuple[int, int]
"""Where a piece of a text begins and ends."""

_NUMBER = r"(?:\(\+?\d+\)\s*|\+)?\d[\d\s()./-]*\d"
_EXTENSION = r"(?i)\s*(?:ext|x)\.?\s*\d+$"
_BETWEEN = r"[\s_.-]+"
_MOST_GROUPS = 10
"""Into how many groups a telephone number is written at most."""
_LAST = 4
"""How many digits at its end show that a number may be another one."""
_PREFIX = 4
"""How many digits stand before a number at most, such as those of a country."""


class Traces:
    """The words that a person is known by, to be found in texts and taken out.

    A name of one word may be an ordinary one, so it is found as it is spelled alone,
    and not inside the phrases `beside` it; `loosely`, also otherwise.
    """

    def __init__(
        self, words: Iterable[str], *, beside: Iterable[str] = (), loosely: bool = False
    ) -> None:
        known = [word for word in words if word.strip() and word != FORGOTTEN]
        numbers = [re.sub(_EXTENSION, "", word) for word in known]
        self._phones = {matching.typed_phone_key(each) for each in numbers} - {""}
        keys = {search_key(each) for each in known} - {""}
        self._words = _any_of(keys)
        alone = [each.strip() for each in known if is_one_word(each)]
        self._alone = {search_key(each) for each in alone}
        self._spelled = {_plain(each) for each in alone}
        self._beside = _any_of({search_key(each) for each in beside} - keys)
        self._loosely = loosely

    def __bool__(self) -> bool:
        return self._words is not None

    def are_in(self, text: str) -> bool:
        """Return whether a text names the person."""
        return next(self._places(text), None) is not None

    def taken_out(self, text: str) -> str:
        """Return a text that no longer names the person."""
        end, kept = 0, []
        for start, after in sorted(self._places(text)):
            if start >= end:
                kept += [text[end:start], FORGOTTEN]
            end = max(end, after)
        left = "".join([*kept, text[end:]])
        return FORGOTTEN if left != text and self.are_in(left) else left

    def _places(self, text: str) -> Iterator[Span]:
        if self._words is None:
            return
        if self._words.search(search_key(text)):
            yield from self._named(text, self._words)
        for found in re.finditer(_NUMBER, text) if self._phones else ():
            # Most numbers are quickly seen to be others.
            key = matching.phone_key(found.group())
            if any(phone[-_LAST:] in key for phone in self._phones):
                yield from self._numbers(text, *found.span())

    def _named(self, text: str, words: re.Pattern[str]) -> Iterator[Span]:
        letters, origins = _letters(text)
        found = list(words.finditer(letters))
        if not found:  # of letters that only together are what they are
            yield 0, len(text)
        others = list(self._beside.finditer(letters)) if self._beside else []
        for each in found:
            start, end = origins[each.start()], origins[each.end() - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if each.group() in self._alone and not self._loosely:
                inside = any(
                    other.start() <= each.start() and each.end() <= other.end()
                    for other in others
                )
                if inside or _plain(text[start:end]) not in self._spelled:
                    continue
            yield start, end

    def _numbers(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield which groups of digits together are the person's number."""
        written = text[start:end]
        groups = [each.span() for each in re.finditer(r"\d+", written)]
        done = 0
        for first, (begins, _) in enumerate(groups):
            for _, ends in groups[first : first + _MOST_GROUPS]:
                opening = written[:begins]
                marks = opening[len(opening.rstrip("+(")) :]
                if begins >= done and self._is_theirs(marks + written[begins:ends]):
                    done = ends
                    yield start + begins - len(marks), start + ends

    def _is_theirs(self, number: str) -> bool:
        key = matching.phone_key(number)
        unbroken = number.isdecimal()
        prefix = _PREFIX if re.match(r"\(?\+|00", number) else 0
        return any(
            key == phone
            or (
                min(len(key), len(phone)) >= matching.SHORTEST_ENDING
                and (
                    phone.endswith(key)
                    or (key.endswith(phone) and len(key) <= len(phone) + prefix)
                    or (unbroken and phone in key)
                )
            )
            for phone in self._phones
        )


def traces_in(book: OpenBook, words: Iterable[str]) -> Traces:
    """Return the traces of words in a book, whose products may be called like them."""
    known = list(words)
    alone = {search_key(each) for each in known if is_one_word(each)}
    goods = book._rows("SELECT name, category FROM products") if alone else []
    called = {each for row in goods for each in row if each}
    return Traces(
        known, beside=(each for each in called if alone & set(_parts(search_key(each))))
    )


def is_one_word(word: str) -> bool:
    """Return whether a name is a word that may mean something else, too."""
    return word.strip().isalpha()


def _parts(key: str) -> list[str]:
    return re.findall(r"\w+", key)


def _letters(text: str) -> tuple[str, list[int]]:
    """Return a text as it is looked for, and of each letter where it comes from."""
    folded = [_folded(char) for char in text]
    origins = [place for place, key in enumerate(folded) for _ in key]
    return "".join(folded), origins


@cache
def _folded(char: str) -> str:
    return " " if char.isspace() else search_key(char)


def _plain(word: str) -> str:
    """Return a word without its accents, in capitals where it has them."""
    keys = ((char, search_key(char)) for char in word)
    return "".join(key.upper() if char.isupper() else key for char, key in keys)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the words as whole words, in any case; None for no words."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    patterns = [_whole(word) for word in longest_first]
    return re.compile("|".join(patterns)) if patterns else None


def _whole(word: str) -> str:
    parts = word.split()
    pattern = _BETWEEN.join(map(re.escape, parts))
    before = r"(?<![^\W_])" if _stands_apart(parts[0][0]) else ""
    after = r"(?![^\W_])" if _stands_apart(parts[-1][-1]) else ""
    return before + pattern + after


def _stands_apart(char: str) -> bool:
    """Return whether a letter is of a script that puts spaces between its words."""
    return char.isdigit() or char.lower() != char.upper()
