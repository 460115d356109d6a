"""What was ticked elsewhere, logged as `done` logs it."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from secondsale.cli._owed import still_owed
from secondsale.cli._settling import close
from secondsale.cli._shell import Shell
from secondsale.days import plus
from secondsale.exchange.talks import Remark
from secondsale.model import Contact, Outcome
from secondsale.store import Book


class Heard(StrEnum):
    """What became of a tick."""

    CLOSED = "closed"
    """It was logged, and has closed what it was about."""
    LOGGED = "logged"
    """It was logged; what it was about had ended before."""
    ADDED = "added"
    """The talk was logged before, and what was written is added to it."""
    KNOWN = "known"
    """The talk was logged before, with all that was written."""
    APART = "apart"
    """What was written is not kept: the talk was logged as another one."""


class Ticked(NamedTuple):
    """What was logged of a tick."""

    outcome: Outcome
    note: str
    covered: tuple[str, ...]
    """What it has closed; nothing where all of it had ended before."""
    until: date | None = None
    owed: tuple[str, ...] = ()
    """What only another command closes."""
    heard: Heard = Heard.CLOSED
    on: date | None = None
    """The day of the talk that was logged before."""


def log_ticked(
    shell: Shell,
    book: Book,
    customer_id: int,
    keys: Sequence[str],
    said: Remark,
    *,
    on: date,
    back_on: date | None = None,
    about: Collection[str] = (),
) -> Ticked:
    """Log a conversation that settles some touchpoints, or none that is still open.

    `call-back` comes back on the day that was written, else on `back_on`, if that is
    still to come, else tomorrow. Without `keys`, a talk that was logged `about` the
    same before is taken for this one.
    """
    if not keys:
        return _log_late(shell, book, customer_id, said, on=on, about=about)
    until = None
    if said.outcome is Outcome.CALL_BACK:
        tomorrow = plus(shell.today, 1)
        until = max(said.until or back_on or tomorrow, tomorrow)
    close(
        shell,
        book,
        customer_id,
        said.outcome,
        on=on,
        note=said.note,
        only=keys,
        until=until,
    )
    owed = _owed(shell, book, customer_id, said.outcome)
    return Ticked(said.outcome, said.note, tuple(keys), until, owed)


def talk_about(
    book: Book,
    customer_id: int,
    keys: Collection[str],
    outcome: Outcome = Outcome.OK,
    *,
    on: date | None = None,
) -> Contact | None:
    """Return the latest talk that was logged about some touchpoints.

    Or without them that of a day, which has closed nothing. An attempt is no talk,
    unless that is what came of this one, too.
    """
    history, _ = book.history(customer_id)

    def fits(each: Contact) -> bool:
        closed = {str(one.key) for one in each.covered}
        same = closed.intersection(keys) if keys else each.on == on and not closed
        return bool(same) and (each.outcome.reached or each.outcome is outcome)

    found = filter(fits, history.contacts)
    return max(found, key=lambda each: (each.on, each.id), default=None)


def add_said(book: Book, contact: Contact, said: Remark) -> Ticked:
    """Add what was written to a talk that was logged, where it goes on from that.

    A tick that only says ok says nothing new of the outcome.
    """
    outcome = contact.outcome if said.outcome is Outcome.OK else said.outcome
    new = said.note not in contact.note
    same = outcome is contact.outcome
    if same and not new:
        return Ticked(contact.outcome, said.note, (), None, (), Heard.KNOWN, contact.on)
    goes_on = not new or said.note.startswith(contact.note)
    if goes_on and (same or (contact.outcome is Outcome.OK and outcome.reached)):
        note = said.note if new else contact.note
        book.complete_contact(contact.id, outcome=outcome, note=note)
        return Ticked(outcome, said.note, (), None, (), Heard.ADDED, contact.on)
    return Ticked(said.outcome, said.note, (), None, (), Heard.APART, contact.on)


def _log_late(
    shell: Shell,
    book: Book,
    customer_id: int,
    said: Remark,
    *,
    on: date,
    about: Collection[str],
) -> Ticked:
    known = talk_about(book, customer_id, about, said.outcome)
    if known is not None:
        heard = add_said(book, known, said)
        if heard.heard is not Heard.APART:
            return heard
    book.log_contact(customer_id, on=on, outcome=said.outcome, note=said.note)
    owed = _owed(shell, book, customer_id, said.outcome)
    return Ticked(said.outcome, said.note, (), None, owed, Heard.LOGGED)


def _owed(
    shell: Shell, book: Book, customer_id: int, outcome: Outcome
) -> tuple[str, ...]:
    if not outcome.reached:
        return ()
    history, _ = book.history(customer_id)
    return tuple(still_owed(history, shell.today))
