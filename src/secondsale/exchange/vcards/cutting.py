"""Cutting a file into cards before any is parsed: damage stays in its card."""

import re
from collections.abc import Iterable, Iterator

from secondsale.exchange.vcards.content_lines import Numbered
from secondsale.records import dataclass, replace

NO_END = "the card does not end: END:VCARD is missing"
OUTSIDE = "it stands outside of the cards, which begin with BEGIN:VCARD"

_BORDER = re.compile(rb"(?i)(?:\xef\xbb\xbf)*(BEGIN|END)\s*:\s*VCARD")
_BEGIN = re.compile(rb"(?i)BEGIN\s*:\s*VCARD")
_AGENT = re.compile(rb"(?i)(?:[\w-]+\.)?AGENT[^:]*:\s*$")

_MOST_STRAY = 500
"""So many lines outside of cards are shown; a file of something else has no end."""


@dataclass(frozen=True, slots=True)
class Card:
    """The lines between BEGIN and END, or some that have lost one of the two."""

    line: int
    body: list[Numbered]
    fault: str = ""


def cards(lines: Iterable[Numbered]) -> Iterator[Card]:
    """Yield the cards of a file, and what stands between them.

    A card within a card, as 2.1 has one for somebody's assistant, is left out.
    """
    cut = _Cutting()
    for number, line in lines:
        border = _BORDER.match(line if cut.begun else line.lstrip())
        if border is None:
            cut.add(number, line)
            continue
        ends = border[1].upper() == b"END"
        if ends:
            yield from cut.end(number, line)
        if not ends or _BEGIN.search(line, border.end()):  # a line end was lost
            yield from cut.begin(number)
    yield from cut.off()


class _Cutting:
    """What has begun and not ended yet."""

    def __init__(self) -> None:
        self.begun: list[Card] = []  # the innermost last
        self._inner: list[Card] = []
        self._stray: list[Numbered] = []

    def add(self, number: int, line: bytes) -> None:
        """Keep a line of the innermost card, or outside of all."""
        if self.begun:
            self.begun[-1].body.append((number, line))
        elif line.strip() and len(self._stray) < _MOST_STRAY:
            self._stray.append((number, line))

    def begin(self, number: int) -> Iterator[Card]:
        """Begin a card, within another only where that one says so."""
        if self._stray or not self._says_agent():
            yield from self.off()
        self.begun.append(Card(number, []))

    def end(self, number: int, line: bytes) -> Iterator[Card]:
        """Yield what ends here."""
        if not self.begun:
            self.add(number, line)
            yield from self.off()
        elif len(self.begun) > 1:
            self._inner.append(self.begun.pop())
        else:
            self._inner.clear()
            yield self.begun.pop()

    def off(self) -> Iterator[Card]:
        """Yield what was cut off; a card within it may have been one of its own."""
        if self._stray:
            yield Card(self._stray[0][0], self._stray, OUTSIDE)
        yield from (replace(card, fault=NO_END) for card in self.begun)
        yield from self._inner
        self.begun, self._inner, self._stray = [], [], []

    def _says_agent(self) -> bool:
        last = self.begun[-1].body[-1:] if self.begun else []
        return any(_AGENT.match(line) for _, line in last)
