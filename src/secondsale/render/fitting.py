"""Labelled entries on so few lines: the most important stay, the rest is counted."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from secondsale.records import dataclass
from secondsale.text import visible

LABEL_WIDTH = 10
_MARK = "…"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to say under a label; the smaller its rank, the longer it stays."""

    label: str
    said: str
    rank: tuple[int, int]
    most: int
    """On how many lines at most."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Entries as lines of text, and those that are not there or not whole."""

    lines: tuple[Text, ...]
    left_out: tuple[Entry, ...]
    cut: tuple[Entry, ...]

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Return what the lines do not say, or not to its end."""
        return (*self.cut, *self.left_out)


def fit(entries: Sequence[Entry], *, width: int, lines: int) -> Fitted:
    """Return entries in their order on at most so many lines, each `width` columns.

    In order of rank each gets the lines it needs, or one and a mark where it is cut,
    while there are any.
    """
    room = max(1, width - LABEL_WIDTH - 3)
    # A console is what Rich wraps with; this one is never printed to.
    console = Console(width=room, color_system=None)
    whole = [_wrapped(console, each, room) for each in entries]
    given = [0] * len(entries)
    left = lines
    for number in sorted(range(len(entries)), key=lambda n: (entries[n].rank, n)):
        wanted = min(len(whole[number]), entries[number].most)
        given[number] = wanted if wanted <= left else min(1, left)
        left -= given[number]
    shown: list[Text] = []
    label = ""
    for entry, texts, count in zip(entries, whole, given, strict=True):
        for number, said in enumerate(_cut(texts, count, room)):
            again = number or entry.label == label
            shown.append(_line("" if again else entry.label, said))
        label = entry.label if count else label
    states = list(zip(entries, whole, given, strict=True))
    return Fitted(
        tuple(shown),
        tuple(entry for entry, _, count in states if not count),
        tuple(entry for entry, texts, count in states if 0 < count < len(texts)),
    )


def _line(label: str, said: Text) -> Text:
    gap = " " * (LABEL_WIDTH - len(label) + 1)
    return Text.assemble("  ", (label, "italic"), gap, said)


def _wrapped(console: Console, entry: Entry, room: int) -> list[Text]:
    """Return the lines of an entry, of a long one only somewhat more than it may take.

    To wrap a note of 2,000 letters takes longer than all the rest.
    """
    said, enough = visible(entry.said), (entry.most + 1) * room
    lines = list(Text(said[:enough]).wrap(console, room, overflow="fold"))
    if len(said) > enough:
        lines += [Text()] * max(0, entry.most + 1 - len(lines))
    for line in lines:
        line.rstrip()
    return lines


def _cut(texts: Sequence[Text], count: int, room: int) -> list[Text]:
    """Return the first lines, the last of them with a mark where more would follow."""
    kept = [each.copy() for each in texts[:count]]
    if kept and count < len(texts):
        last = kept[-1]
        last.truncate(room - 1, overflow="crop")
        last.append(_MARK)
    return kept
