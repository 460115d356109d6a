"""What people are called to their faces, told from the name that the book has."""

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

# In small letters, without full stops: what stands in front of a name.
_TITLES = frozenset(
    "mr mrs ms miss mx madam sir dame lady lord dr doctor prof professor rev reverend"
    " capt captain family"
    " herr frau fräulein hr fr familie dipl-ing"
    " monsieur madame mme mademoiselle mlle me maître docteur pr famille"
    " sr sra srta señor señora señorita doña dña dra profa familia"
    " sig sigra signa signor signore signora signorina dott dottssa dottore dottoressa"
    " avv profssa famiglia".split()
)
# Names, too, or initials: a title only as it is written here, or behind another one.
_DOTTED = frozenset("m. d. mag. ing. arch. geom. rag.".split())
_FACULTIES = frozenset("med. phil. jur. rer. nat. pol. h.c. mult. habil.".split())
_AMBIGUOUS = ("don",)
_AND = frozenset("and & und et y e".split())
_DEGREES = frozenset(
    "phd md mba jr sr ii iii iv esq msc bsc mph rn dds llm cpa obe mbe cbe".split()
)
_PARTICLES = frozenset(
    "van von vom zu zum zur der den de del della di du da das do dos des d' la le les"
    " lo ter ten te bin ibn el af av".split()
)
# However they are written; and those that are a company in capitals, else a name.
_FIRMS = frozenset(
    "ltd limited inc incorporated llc llp plc corp corporation company gmbh mbh ohg"
    " gbr sarl sas sasu eurl srl spa slu sro lda ltda oy aps pty kft".split()
)
_CAPITAL_FIRMS = frozenset("AG KG UG SE SA SL AB AS BV NV CV".split())
_SPELLED_FIRMS = ("e.V.", "eG", "Co.")
_PARTNERS = frozenset("co cie sons daughters söhne fils hijos figli partners".split())
_JOINED = re.compile(r"(?<=\.)(?=[^\W\d_a-zß-ÿ][^\W\d_]{2})")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*")
_INITIALS = re.compile(r"\w|(?:\w\.-?)+")


def called(name: str) -> str:
    """Return what somebody is called to their face: `Anna` for `Dr. Anna Meier`.

    With a title and one name it is both, `Mrs Holt`; a company has its whole name, and
    so has who is known by an initial, or writes the family name first in wide letters.
    """
    name = " ".join(name.split())
    if _is_company(name):
        return name
    words = _in_order(name)
    titles, rest = _titles(words)
    alone = len(rest) < 2 or _particle(rest[0])
    couple = any(word.casefold() in _AND for word in titles)
    if alone or couple or east_asian_width(rest[0][0]) == "W":
        chosen = words
    elif _INITIALS.fullmatch(rest[0]) or rest[0].casefold() in _AMBIGUOUS:
        chosen = rest
    else:
        several = len(rest) > 2 and rest[1].casefold() in _AND
        chosen = rest[: 3 if several else 1]
    return _written(chosen, words) or name


def initialled(name: str) -> str:
    """Return it with the letter that the family name begins with: `Anna M.`."""
    first = called(name)
    _, rest = _titles(_in_order(name))
    alone = len(rest) < 2 or first.casefold() != rest[0].casefold()
    return first if alone else f"{first} {rest[-1][0]}."


def _is_company(name: str) -> bool:
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return False
    plain = [word.replace(".", "") for word in words]
    return (
        words[0].casefold() == "the"
        or ("&" in name and not _titled(words[0]))
        or any(word.casefold() in _FIRMS for word in plain[1:])
        or plain[-1] in _CAPITAL_FIRMS
        or words[-1] in _SPELLED_FIRMS
        or (words[-2].casefold() in _AND and plain[-1].casefold() in _PARTNERS)
    )


def _in_order(name: str) -> Sequence[str]:
    """Return the words, the family name last.

    Left out is what is said in brackets, what has no letter, and degrees behind a
    comma. A title is a word of its own, with a space behind it or not.
    """
    bare = _ASIDE.sub(" ", name).strip() or name
    split = (_JOINED.sub(" ", part).split() for part in bare.split(","))
    parts = [[word for word in part if _spoken(word)] for part in split]
    kept = [part for part in parts if part and not all(map(_degree, part))]
    if len(kept) < 2:
        return [word for part in kept or parts for word in part]
    return [*kept[1], *kept[0]]


def _titles(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the titles in front, such as `Mr and Mrs`, and what they belong to."""
    count = 0
    for which, word in enumerate(words):
        if _titled(word) or (count and word in _FACULTIES):
            count = which + 1
        elif which != count or not count or word.casefold() not in _AND:
            break
    return words[:count], words[count:]


def _titled(word: str) -> bool:
    return word.casefold() in _DOTTED or _plain(word) in _TITLES


def _spoken(word: str) -> bool:
    return word == "&" or any(map(str.isalnum, word))


def _degree(word: str) -> bool:
    return _plain(word) in _DEGREES


def _particle(word: str) -> bool:
    return word.casefold() in _PARTICLES


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _written(words: Sequence[str], whole: Sequence[str]) -> str:
    """Return words as a name is written, also where the whole name is in capitals."""
    if not " ".join(whole).isupper():
        return " ".join(words)
    return " ".join(
        word.casefold() if which and _particle(word) else _capitalised(word)
        for which, word in enumerate(words)
    )


def _capitalised(word: str) -> str:
    """Return `Jean-Pierre` for `JEAN-PIERRE`; what cannot be spoken stays, as `TJ`."""
    vowels = any(vowel in word for vowel in "AEIOUY")
    spoken = len(word) > 2 or vowels or _titled(word)
    # A dotted capital I of Turkish becomes two signs, one of them a dot alone.
    return word.title().replace("i\u0307", "i") if spoken else word
