"""What `go` asks the book: who is on the list, and what is due next."""

from datetime import date

from secondsale import planner
from secondsale.cli._going.state import Listing, Owed, Person
from secondsale.cli._shell import Shell
from secondsale.cli._waking import people
from secondsale.model import Channel, History
from secondsale.planner import Conversation
from secondsale.policy import ways, wish_against_channel


def listing(shell: Shell) -> Listing:
    """Return whom today's agenda has, as the book stands."""
    return Listing(shell.today, tuple(map(_person, _agenda(shell).conversations)))


def coming(shell: Shell) -> tuple[date | None, int]:
    """Return the next day after today that has conversations, and how many."""
    found = _agenda(shell, coming=True)
    return found.next_day, found.next_people


def _agenda(shell: Shell, *, coming: bool = False) -> planner.Agenda:
    with shell.reading() as book, people(shell, book) as (plans, sleeping):
        return planner.agenda(
            plans, today=shell.today, placing=(), coming=coming, sleeping=sleeping
        )


def _person(conversation: Conversation) -> Person:
    history, day = conversation.history, conversation.day
    return Person(
        id=conversation.customer.id,
        name=conversation.customer.name,
        topics=tuple(str(topic.key) for topic in conversation.topics),
        fixed=tuple(
            str(topic.key)
            for topic in conversation.topics
            if topic.touchpoint.fixed_day is not None
        ),
        overdue=conversation.overdue,
        channels=_channels(history, day),
        owed=(*_promises(history, day), *_concerns(history, day)),
    )


def _channels(history: History, day: date) -> tuple[Channel, ...]:
    """Return the channels for which there can be a draft, the best way first."""
    found = [channel for channel, _ in ways(day, history)]
    if history.customer.address and not wish_against_channel(
        Channel.CARD, day, history
    ):
        found.append(Channel.CARD)
    return tuple(dict.fromkeys(found))


def _promises(history: History, day: date) -> tuple[Owed, ...]:
    return tuple(
        Owed(f"p{each.id}", each.text)
        for each in history.promises
        if each.kept_on is None and each.made_on <= day
    )


def _concerns(history: History, day: date) -> tuple[Owed, ...]:
    return tuple(
        Owed(f"k{each.id}", each.text)
        for each in history.open_concerns(day)
        if each.resolved is None
    )
