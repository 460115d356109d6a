"""Sentences on several lines, broken between words only."""

import unicodedata

NO_BREAK = "\N{NO-BREAK SPACE}"


def wrapped(sentence: str, width: int) -> str:
    """Return a sentence in lines of at most `width` columns; a longer word stays whole.

    Under a sentence that is indented, the lines that continue it are so by two more.
    """
    start = sentence[: len(sentence) - len(sentence.lstrip(" "))]
    under = f"{start}  " if start else ""
    first, *rest = sentence[len(start) :].split(" ")
    lines = [start + first]
    for word in rest:
        longer = f"{lines[-1]} {word}"
        if columns(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(under + word)
    return "\n".join(lines)


def columns(shown: str) -> int:
    """Return how many columns of a terminal a text takes, rather too many than few."""
    if shown.isascii():
        return len(shown)
    return sum(map(_columns, shown))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
