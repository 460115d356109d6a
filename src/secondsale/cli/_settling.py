"""What a conversation settles: all that its day shows, or what `--only` names."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from secondsale.cli._shell import Shell
from secondsale.cli._topics import chosen_of, topics_of
from secondsale.cli._typed import quoted
from secondsale.errors import NotFoundError
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Key,
    Outcome,
    Settlement,
    Status,
)
from secondsale.planner import Plan, Planned
from secondsale.store import Book


def close(
    shell: Shell,
    book: Book,
    customer_id: int,
    outcome: Outcome,
    *,
    on: date,
    note: str = "",
    channel: Channel | None = None,
    score: int | None = None,
    inbound: bool = False,
    drafted: Channel | None = None,
    wording: str = "",
    only: Sequence[str] | None = None,
    until: date | None = None,
) -> tuple[Contact, tuple[Settlement, ...]]:
    """Log a contact; settle what the agenda of its day shows, or `only` names.

    `drafted` is the channel of which our draft was used, perhaps in the variant
    `wording`. Errors: NotFoundError.
    """
    from secondsale.messages.questions import covered

    plan = shell.plan(book, customer_id, today=on)
    topics = chosen_of(plan, only) if only else topics_of(plan)
    words = _words(shell, plan, topics, drafted, wording) if drafted else {}
    contact = book.log_contact(
        customer_id,
        on=on,
        outcome=outcome,
        channel=channel or drafted,
        inbound=inbound,
        note=note,
        score=score,
        covered=[*_said(topics, words), *(covered(plan) if topics else ())],
    )
    settlements = tuple(
        shell.settings.policy.settle(
            [topic.touchpoint for topic in topics],
            outcome,
            on=on,
            history=plan.situation.history,
            until=until,
        )
    )
    settlements += tuple(_waiting_too(plan, settlements, on, until))
    book.settle(customer_id, settlements, contact.id)
    return contact, settlements


def _said(topics: Sequence[Planned], words: Mapping[Key, str]) -> Iterator[Covered]:
    """Yield what a conversation was about, and in which of our texts."""
    for topic in topics:
        each = topic.touchpoint
        yield Covered(each.key, each.intent, each.about, words.get(each.key, ""))


def _words(
    shell: Shell,
    plan: Plan,
    topics: Sequence[Planned],
    channel: Channel,
    wording: str,
) -> Mapping[Key, str]:
    """Return by topic the name of the text that our draft says it in.

    Errors: NotFoundError where there is nothing to draft, or no text in that variant.
    """
    if not topics:
        raise NotFoundError(
            f"nothing is due for {plan.customer.name}: there was nothing to draft",
            "leave --drafted out, or --only RULE names what the draft was for",
        )
    from secondsale.cli._drafting import drafted

    only = [str(topic.key) for topic in topics]
    made = drafted(shell, plan, channel=channel, only=only, wording=wording)
    used = {name.partition("#")[0].partition(".")[2] for name in made.wordings.values()}
    if wording and wording not in used:
        raise NotFoundError(
            f"nothing that was due has a text {quoted(wording)}",
            "secondsale messages lists the texts; --drafted sms was the usual one",
        )
    return made.wordings


def _waiting_too(
    plan: Plan, settlements: Sequence[Settlement], on: date, until: date | None
) -> Iterator[Settlement]:
    """Yield what else would come up before the next try, and waits for it instead."""
    tries = [each.until for each in settlements if each.until is not None]
    next_try = until or max(tries, default=None)
    if next_try is None:
        return
    decided = {each.key for each in settlements}
    for item in plan.before(next_try):
        if item.key not in decided:
            yield Settlement(
                item.key, Status.SNOOZED, on, next_try, "waits for the next try"
            )
