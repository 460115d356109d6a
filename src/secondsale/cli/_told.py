"""What one line tells of a conversation: understood before it is kept, then kept whole.

`done` and `log` take the same words; only what they settle differs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from secondsale import text
from secondsale.cli._details import detail_pair, note_text, now_known
from secondsale.cli._facts import changed, coming_day, held_by, said
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice, whole_number
from secondsale.cli.stock import effect, facts_of, hear, product_and_share
from secondsale.errors import InputError
from secondsale.model import Channel, Concern, Contact, Customer, Outcome
from secondsale.records import dataclass
from secondsale.store import Book

NEXT = "be in touch again"
"""What is promised where only the day of the next contact was said."""

_NO_DETAIL = 'a note goes behind -n: -n "..."; a detail is name="value"'


class Besides(NamedTuple):
    """What was typed beside the conversation itself, word for word."""

    pairs: Sequence[str] | None = None
    left: Sequence[str] | None = None
    promises: Sequence[str] | None = None
    by: Sequence[str] | None = None
    concern: str = ""
    next_on: str = ""


class Line(NamedTuple):
    """What was typed of a conversation, word for word."""

    customer: str
    outcome: str
    note: str
    inbound: bool
    channel: str
    score: str
    on: str
    besides: Besides


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells of a conversation, all of it understood."""

    outcome: Outcome
    on: date
    channel: Channel | None
    inbound: bool
    note: str
    score: int | None
    details: Mapping[str, str]
    left: tuple[str, ...]
    promises: tuple[tuple[str, date], ...]
    concern: str


class Kept(NamedTuple):
    """A fact that was kept beside the conversation: in a sentence, and as data."""

    sentence: str
    data: dict[str, Any]


def understood(shell: Shell, line: Line) -> Told:
    """Return what a line tells; what is missing is asked for once the rest is clear.

    Errors: InputError, naming the first thing that cannot be understood.
    """
    besides = line.besides
    outcome, pairs = line.outcome, tuple(besides.pairs or ())
    if "=" in outcome:  # it was left out, and the first detail stands in its place
        outcome, pairs = "", (outcome, *pairs)
    who = line.customer or "NAME"
    details = dict(detail_pair(each, who, _NO_DETAIL) for each in pairs)
    note, when = note_text(line.note), shell.happened(line.on)
    channel = choice(Channel, line.channel, "a channel") if line.channel else None
    score = whole_number(line.score, "a score", low=0, high=10) if line.score else None
    left = tuple(besides.left or ())
    for each in left:
        product_and_share(each)
    promises, concern = _promises(shell, besides), _concern(shell, besides.concern)
    came_of_it = _outcome(shell, outcome)
    _refuse_unheard(line, came_of_it)
    return Told(
        outcome=came_of_it,
        on=when,
        channel=channel,
        inbound=line.inbound,
        note=note,
        score=score,
        details=details,
        left=left,
        promises=tuple(_dated(shell, promises)),
        concern=concern,
    )


def _outcome(shell: Shell, typed: str) -> Outcome:
    words = ", ".join(Outcome)
    if typed:
        return choice(Outcome, typed, "an outcome")
    return shell.ask_for(
        f"What came of it? ({words})",
        lambda answer: choice(Outcome, answer, "an outcome"),
        what="the outcome",
        hint=f"one of {words}",
    )


def _refuse_unheard(line: Line, outcome: Outcome) -> None:
    """Refuse what somebody has to have said, of somebody who said nothing.

    Errors: InputError.
    """
    if line.inbound or outcome.reached:
        return
    if line.score:
        raise InputError(
            f"--score does not go with {outcome}", "only who was reached gives one"
        )
    besides = line.besides
    for option, typed in (("--left", besides.left), ("--concern", besides.concern)):
        if typed:
            raise InputError(
                f"{option} does not go with {outcome}",
                "nobody could say so; --in if they wrote",
            )


def _refuse_unpaired(promises: Sequence[str], by: Sequence[str]) -> None:
    """Refuse days without promises, and days of which nobody knows whose they are.

    Errors: InputError.
    """
    if by and not promises:
        raise InputError(
            "--by goes with --promise",
            "--next DAY keeps when to be in touch again",
        )
    if by and len(by) != len(promises):
        raise InputError(
            f"--promise stands there {_times(promises)}, --by {_times(by)}",
            "each promise has its own day, in the same order",
        )


def _concern(shell: Shell, typed: str) -> str:
    return said(shell, typed, "What is wrong?", "the concern") if typed else ""


def _times(typed: Sequence[str]) -> str:
    number = len(typed)
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _promises(shell: Shell, besides: Besides) -> list[tuple[str, date | None]]:
    """Return what was promised, and by when as far as that was typed.

    Errors: InputError.
    """
    typed, by = besides.promises or (), besides.by or ()
    _refuse_unpaired(typed, by)
    words = [
        said(shell, each, "What did you promise?", "the promise") for each in typed
    ]
    due: list[date | None] = [coming_day(shell, each) for each in by]
    found = list(zip(words, due or [None] * len(words), strict=True))
    if besides.next_on:
        found.append((NEXT, coming_day(shell, besides.next_on)))
    return found


def _dated(
    shell: Shell, promises: Sequence[tuple[str, date | None]]
) -> Iterator[tuple[str, date]]:
    """Yield what was promised, and by when; a day that is missing is asked for."""
    for words, day in promises:
        day_of, when = f"the day of “{words}” (--by)", f"“{words}”: by when?"
        yield words, day or coming_day(shell, "", day_of, when)


def keep(
    shell: Shell, book: Book, who: Customer, told: Told, contact: Contact
) -> list[Kept]:
    """Keep all that a conversation told beside itself, in the change that is under way.

    Errors: InputError, NotFoundError.
    """
    kept = [*_words(contact), *_details(book, who, told)]
    for typed in told.left:
        heard = hear(shell, book, who.id, typed, contact, on=told.on)
        data = {"kind": "level", **facts_of(heard)}
        kept.append(Kept(effect(heard, shell.today), data))
    kept += _promised(shell, book, who, told)
    if told.concern:
        kept.append(_worried(shell, book, who, told))
    return kept


def _words(contact: Contact) -> Iterator[Kept]:
    """Yield of what a conversation was about the text of ours that was used."""
    used = {str(each.key): each.wording for each in contact.covered if each.wording}
    if used:
        how = f" by {contact.channel}" if contact.channel else ""
        rules = text.listed([each.partition(":")[0] for each in used])
        data = {"kind": "draft", "channel": contact.channel, "wordings": used}
        yield Kept(f"Our words were used{how}: {rules}.", data)


def _details(book: Book, who: Customer, told: Told) -> list[Kept]:
    kept, on = [], told.on.isoformat()
    for name, value in told.details.items():
        book.add_detail(who.id, name, value, on=told.on)
        data = {"kind": "detail", "name": name, "value": value, "on": on}
        kept.append(Kept(now_known(who, name, value), data))
    return kept


def _promised(shell: Shell, book: Book, who: Customer, told: Told) -> Iterator[Kept]:
    from secondsale.render import facts, owed

    for words, day in told.promises:
        fact = book.add_promise(
            who.id, words, due_on=day, made_on=told.on, recorded_on=shell.today
        )
        data = {"kind": "promise", **facts.promise(fact)}
        yield Kept(owed.promise(who, fact), data)


def _worried(shell: Shell, book: Book, who: Customer, told: Told) -> Kept:
    from secondsale.render import facts, owed

    def act(book: Book, who: Customer) -> Concern:
        return book.add_concern(
            who.id, told.concern, on=told.on, recorded_on=shell.today
        )

    made = changed(shell, book, who, act)
    sentence = " ".join([owed.concern(who, made.fact), *held_by(made)])
    return Kept(sentence, {"kind": "concern", **facts.concern(made.fact)})
