r"""A day's list as Markdown: check-boxes to tick and comment in any notes app.

    - [ ] **Ana Silva** · call +44 20 7946 0018, evenings ^ss-20261121-c1
      - *welcome*: first sale: Rose Serum on 21 November

The id at the end of the line is one that notes apps know as the name of a block, and
leave alone. It is made of the day and the customer, so the same page says it again.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from secondsale.days import say_in_full
from secondsale.exchange.talks import Talk, remark_in
from secondsale.records import dataclass, replace
from secondsale.text import name_key

HINT = (
    "*Tick whom you talked to, write what came of it behind or below"
    " (happy: loves it), then: secondsale ingest FILE*"
)

_ID = re.compile(
    r"(?<!#)(?:\\?\^)?\(?(?<!#\^)\bss\\?-(?P<day>\d{1,12})\\?-c(?P<customer>\d{1,40})\b\)?",
    re.IGNORECASE,
)
_LIKE_AN_ID = re.compile(r"\bss\\?-?\d{3}|\d{6,}\\?-c\d", re.IGNORECASE)
_QUOTED = r"\s*(?:>\s*)*"
_ITEM = re.compile(
    rf"(?P<indent>{_QUOTED})(?:[-*+•]|\w{{1,3}}[.)])?\s*"
    r"(?:\\?\[\s*(?P<mark>[^\s\]\\]?)\s*\\?\]|(?P<sign>[☐☑☒✅]))(?:\s+|(?=[*_]))(?P<said>.*)"
)
_TICKS = frozenset("xX✓✔√☑☒✅")
_BOLD = re.compile(
    r"(?P<before>.*?)[*_]{2}(?:\\.|[^\\])+?[*_]{2}(?P<behind>.*)"  # \* closes nothing
)
_LABELLED = re.compile(r"[*_]+(?P<label>[a-z][a-z-]*)[*_]+\s*:")
_BULLET = rf"^{_QUOTED}(?:(?:[-*+•]|\d+[.)])\s+)?(?:\[.?\]\s+)?"
_ESCAPED = r"\\([\\`*_{}\[\]()#+.!|<>~^-])"
_SPECIAL = r"([\\`*_\[\]<>#|~^])"
_NO_WORDS = re.compile(r"[`~=*_-]{3,}\w*|[-*+]|\[[ xX]?\]?")
_STAMP = r"✅\s*\d{4}-\d{2}-\d{2}"
"""What programs put behind a box that is ticked."""
_BETWEEN = " \t.,:;–—·*_"
_BROKEN = 5
"""Into so many lines a box may be broken, at most."""
_DIGITS = 16

NO_BOX, NO_ID, NO_DAY = (
    "it is no check-box that could be read",
    "a check-box without its id",
    "there is no such day",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A check-box of ours, as somebody left it."""

    uid: str
    customer_id: int
    day: date
    line: int
    """Its number in the file, from 1."""
    ticked: bool
    title: str
    """What stands before the id."""
    below: tuple[str, ...]
    """Behind the id, and in the lines below that belong to it."""
    trouble: str = ""
    """Why it cannot be told whom it is about, or whether it is ticked."""

    def names(self, name: str) -> bool:
        """Return whether the box is about somebody of this name, stars apart."""
        said = _read(self.title).replace("*", "")
        return name_key(name.replace("*", "")) in name_key(said)

    def remark(self, ours: Sequence[str], labels: Container[str]) -> list[str]:
        """Return what a person wrote, before the id and behind it.

        `ours` are the lines that were handed out, how to reach them the first, as far
        as they can be told; a line under one of the `labels` is one of them even if it
        cannot.
        """
        known = [" ".join(line.split()) for line in ours]
        said = _theirs(self.below, known, labels)
        return list(filter(None, (*self._before_the_id(known[:1]), *said)))

    def _before_the_id(self, reach: Sequence[str]) -> Iterator[str]:
        """Yield what stands beside the name and how to reach them."""
        bold = _BOLD.fullmatch(re.sub(_STAMP, "", self.title))
        if bold is None:
            yield remark_in(_read(self.title))
            return
        yield _read(bold["before"])
        behind = _read(bold["behind"])
        if not behind.startswith("·"):
            yield behind.lstrip(_BETWEEN)
            return
        said = behind.removeprefix("·").strip()
        handed_out = next((each for each in reach if said.startswith(each)), None)
        if handed_out is None:
            yield remark_in(said)
        else:
            yield said[len(handed_out) :].lstrip(_BETWEEN)


def uid(day: date, customer_id: int) -> str:
    """Return the id of a conversation with a customer on a day."""
    return f"ss-{day:%Y%m%d}-c{customer_id}"


def page(days: Iterable[tuple[date, Sequence[Talk]]]) -> Iterator[str]:
    """Yield a page of the lists of some days."""
    for day, talks in days:
        yield f"# {say_in_full(day)}\n\n"
        for talk in talks:
            reach, *lines = talk.lines
            how = f" · {_plain(reach)}" if reach else ""
            box = f"**{_plain(talk.name)}**{how} ^{uid(talk.day, talk.customer_id)}"
            yield f"- [ ] {box}\n"
            for line in lines:
                label, colon, rest = line.partition(":")
                yield f"  - *{label}*{colon}{_plain(rest)}\n"
        yield "\n" if talks else "Nobody is due.\n\n"
    yield f"{HINT}\n"


def boxes(lines: Iterable[str]) -> Iterator[Box]:
    """Yield the check-boxes of ours on a page, with what was written to each.

    What stands below one belongs to it up to the next one, a heading, or a line that
    is not indented after an empty one. What has an id or looks like one of ours is one,
    in trouble where it cannot be read: it is no note of the one above.
    """
    found: Box | None = None
    indent, gap = 0, False
    for number, line in _whole(lines):
        item = _ITEM.match(line)
        own = _ID.search(line)
        depth = _depth(line)
        if own or (item and (depth <= indent or _is_ours(line))):
            if found is not None:
                yield found
            found = _box(item, own, number, line)
            indent, gap = depth, False
        elif not line.strip():
            gap = True
        elif found is not None:
            if line.startswith("#") or line.strip() == HINT or (gap and not depth):
                yield found
                found = None
            else:
                found = _with(found, line)
    if found is not None:
        yield found


def _whole(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines and their numbers, a box together with the id that it lost.

    Programs that break long lines put the id onto the next one.
    """
    all_lines = [raw.rstrip("\r\n").expandtabs(4).lstrip("\ufeff") for raw in lines]
    at = 0
    while at < len(all_lines):
        line, number = all_lines[at], at + 1
        at += 1
        if _ITEM.match(line) and not _ID.search(line):
            end = _id_below(all_lines, at)
            line = " ".join((line, *(each.strip() for each in all_lines[at:end])))
            at = end
        yield number, line


def _id_below(lines: Sequence[str], at: int) -> int:
    """Return behind which line the id of a box stands; `at` if it has none."""
    for end in range(at, min(at + _BROKEN, len(lines))):
        line = lines[end]
        if not line.strip() or _ITEM.match(line) or line.startswith("#"):
            break
        if _LABELLED.match(re.sub(_BULLET, "", line)):
            break
        if _ID.search(line):
            return end + 1
    return at


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_ours(line: str) -> bool:
    """Return whether a box without an id looks like one of ours."""
    bold = _BOLD.match(line)
    named = bold is not None and bold["behind"].lstrip().startswith("·")
    return named or _LIKE_AN_ID.search(line) is not None


def _box(
    item: re.Match[str] | None, own: re.Match[str] | None, number: int, line: str
) -> Box | None:
    """Return a box, None for one of theirs."""
    mark = (item["mark"] or item["sign"] or "") if item else ""
    ticked = mark in _TICKS
    if own is None:
        ours = ticked and _is_ours(line)
        return Box("", 0, date.min, number, False, "", (), NO_ID) if ours else None
    day, number_of = own["day"], own["customer"]
    try:
        on, trouble = date(int(day[:-4]), int(day[-4:-2]), int(day[-2:])), ""
    except ValueError:
        on, trouble = date.min, NO_DAY if ticked else ""
    known = not number_of.startswith("0") and len(number_of) <= _DIGITS
    start = item.start("said") if item else 0
    behind = re.sub(_BULLET, "", line[own.end() :].lstrip(_BETWEEN).rstrip())
    return Box(
        uid=f"ss-{day}-c{number_of}",
        customer_id=int(number_of) if known and on != date.min else 0,
        day=on,
        line=number,
        ticked=ticked,
        title=line[start : own.start()],
        below=(behind,),
        trouble=trouble if item else NO_BOX,
    )


def _with(box: Box, line: str) -> Box:
    return replace(box, below=(*box.below, re.sub(_BULLET, "", line).strip()))


def _read(words: str) -> str:
    """Return words without the signs that Markdown takes for a letter."""
    return " ".join(re.sub(_ESCAPED, r"\1", words).split())


def _theirs(
    lines: Iterable[str], ours: Sequence[str], labels: Container[str]
) -> Iterator[str]:
    """Yield what a person added to lines, all of one that is theirs."""
    begun = ""
    for line in lines:
        label = _LABELLED.match(line)
        if label is not None and label["label"] in labels:
            said = _read(f"{label['label']}:{line[label.end() :]}")
        elif begun and _goes_on(joined := f"{begun} {_read(line)}", ours):
            said = joined  # a line of ours that was broken
        else:
            begun = ""
            yield "" if _NO_WORDS.fullmatch(line) else re.sub(_ESCAPED, r"\1", line)
            continue
        whole = next((own for own in ours if said.startswith(own)), None)
        begun = said if whole is None else ""
        yield "" if whole is None else said[len(whole) :].strip()


def _goes_on(said: str, ours: Iterable[str]) -> bool:
    return any(own.startswith(said) or said.startswith(own) for own in ours)


def _plain(words: str) -> str:
    """Return words in which nothing is a sign of Markdown."""
    return re.sub(_SPECIAL, r"\\\1", words)
