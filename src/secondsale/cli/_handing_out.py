"""Conversations put into words for a phone, a calendar or a note."""

from collections.abc import Iterable, Sequence
from datetime import date

from secondsale import planner
from secondsale.cli._shell import Shell
from secondsale.cli._waking import people
from secondsale.days import plus
from secondsale.exchange.talks import Talk
from secondsale.messages import Texts
from secondsale.planner import Agenda, Conversation
from secondsale.store import Book
from secondsale.text import visible

LABELS = ("say", "ask", "last")
"""What lines of a talk begin with, beside the rules' ids."""


def agendas(shell: Shell, book: Book, ahead: int) -> list[Agenda]:
    """Return the list of today, and those of some days ahead that have one."""
    with people(shell, book) as (plans, sleeping):
        now = planner.agenda(plans, today=shell.today, placing=(), sleeping=sleeping)
        last = plus(shell.today, ahead)
        later = ahead and planner.look_ahead(plans, until=last, sleeping=sleeping)
    return [now, *(each for each in later or () if each.day > shell.today)]


def talk(
    conversation: Conversation,
    texts: Texts,
    *,
    uid: str = "",
    day: date | None = None,
) -> Talk:
    """Return a conversation in words that stay as they are from day to day.

    Otherwise each morning would change what lies on a phone. `uid` and `day` are its
    own if nothing else is said.
    """
    who = conversation.customer
    topics = [topic.key.family for topic in conversation.topics]
    name = visible(who.name)
    return Talk(
        uid=uid or uid_of(conversation),
        customer_id=who.id,
        name=name,
        keys=keys_of(conversation),
        day=day or conversation.day,
        summary=f"{name}: {', '.join(dict.fromkeys(topics))}",
        lines=tuple(map(visible, _lines(conversation, texts))),
    )


def talks(conversations: Iterable[Conversation], texts: Texts) -> list[Talk]:
    """Return some conversations in words."""
    return [talk(each, texts) for each in conversations]


def _lines(conversation: Conversation, texts: Texts) -> Sequence[str]:
    from secondsale.messages.questions import question_in
    from secondsale.render import words

    history, day = conversation.history, conversation.day
    lines = [words.reach(history, today=day)]
    for topic in conversation.topics:
        lines.append(f"{topic.key.family}: {topic.touchpoint.reason}")
    if points := words.points(conversation, texts.talking_points):
        lines.append(f"say: {' · '.join(points)}")
    if (question := question_in(conversation)) is not None:
        lines.append(f"ask: {words.ask(question)}")
    if last := words.last_word(history, today=day):
        lines.append(f"last: {last}")
    return lines


def day_of(conversation: Conversation, today: date) -> date:
    """Return for which day a new task stands: what is late shows since when."""
    if conversation.day > today:
        return conversation.day
    late = [each.window.due for each in conversation.topics if each.overdue(today)]
    return min(late, default=conversation.day)


def keys_of(conversation: Conversation) -> tuple[str, ...]:
    """Return what a conversation is about."""
    return tuple(str(topic.key) for topic in conversation.topics)


def uid_of(conversation: Conversation) -> str:
    """Return a name that a conversation keeps while it lasts: by its oldest topic.

    Of the letters that every program leaves as they are in the name of a file.
    """
    oldest = min(
        (topic.touchpoint.window.due, str(topic.key)) for topic in conversation.topics
    )[1]
    return f"ss-{oldest.replace(':', '-')}"


def still_open(
    shell: Shell, book: Book, customer_id: int, keys: Iterable[str], on: date
) -> list[str]:
    """Return which of some touchpoints a conversation on a day can settle.

    Not those that were settled since, nor those of which that day knew nothing.
    """
    states = planner.State
    ended = {
        str(item.key)
        for item in shell.plan(book, customer_id).touchpoints
        if item.state in (states.SETTLED, states.CLOSED)
    }
    then = {
        str(item.key)
        for item in shell.plan(book, customer_id, today=on).touchpoints
        if not item.state.over
    }
    return [key for key in keys if key in then and key not in ended]


def rule_ids() -> frozenset[str]:
    """Return what a line of a talk may begin with."""
    from secondsale.rules import RULES

    return frozenset((*LABELS, *(str(rule.id) for rule in RULES)))
