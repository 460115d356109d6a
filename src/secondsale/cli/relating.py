"""The people a customer meets, and how the relationship goes."""

from datetime import date
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import Json, On, Who, change, not_before, tell
from secondsale.cli._settling import close
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted, whole_number
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer, Introduction, Outcome
from secondsale.rules.relationship_review import RelationshipReview
from secondsale.store import Book


def introduce(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[str, typer.Argument(help="Whom they will deal with.")] = "",
    role: Annotated[str, typer.Option("--role", help="What that person does.")] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep whom a customer should get to know: a technician, a colleague."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Which customer?", "the customer")
    met = text.clean_name(name or shell.ask("To whom?", "the name"), "the name")
    does, when = text.clean(role, "--role"), shell.happened(on)

    def act(book: Book, who: Customer) -> Introduction:
        _refuse_second(book, who, met)
        return book.add_introduction(who.id, met, does, on=when)

    made = change(shell, whose, act)
    from secondsale.render import facts

    what = f"{met}, {does}" if does else met
    tell(
        shell,
        made,
        f"To introduce to {made.who.name} ({made.who.id}): {what}.",
        f'When they have met: secondsale introduced {made.who.id} "{met}"',
        data={"introduction": facts.introduction(made.fact)},
        as_json=as_json,
    )


def _refuse_second(book: Book, who: Customer, name: str) -> None:
    for each in _waiting(book, who):
        if text.name_key(each.name) == text.name_key(name):
            raise InputError(
                f"{each.name} is to be introduced to {who.name} already",
                f'secondsale introduced {who.id} "{each.name}" when they have met',
            )


def _waiting(book: Book, who: Customer) -> list[Introduction]:
    history, _ = book.history(who.id)
    return [each for each in history.introductions if each.done_on is None]


def introduced(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[str, typer.Argument(help="Whom they have met.")] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Close an introduction: the two have met."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Which customer?", "the customer")
    met = name or shell.ask("Whom have they met?", "the name")
    when = shell.happened(on)

    def act(book: Book, who: Customer) -> Introduction:
        found = _meant(_waiting(book, who), who, met)
        not_before(when, found.added_on, f"{found.name} was to be introduced")
        return book.finish_introduction(found.id, on=when)

    made = change(shell, whose, act)
    from secondsale.render import facts

    tell(
        shell,
        made,
        f"{made.who.name} ({made.who.id}) and {made.fact.name} have met, "
        f"on {days.say_in_full(when)}.",
        data={"introduction": facts.introduction(made.fact)},
        as_json=as_json,
    )


def _meant(waiting: list[Introduction], who: Customer, typed: str) -> Introduction:
    """Return the introduction of that name, or of a part of it.

    Errors: NotFoundError for none or several.
    """
    key = text.search_key(typed)
    names = {each.id: text.search_key(each.name) for each in waiting}
    found = [each for each in waiting if names[each.id] == key] or [
        each for each in waiting if key and f" {key}" in f" {names[each.id]}"
    ]
    if len(found) != 1:
        there = text.listed([each.name for each in waiting])
        many = "is several" if found else "is nobody"
        raise NotFoundError(
            f"{quoted(typed)} {many} whom {who.name} is to meet",
            f"there is: {there}" if there else f"secondsale introduce {who.id} NAME",
        )
    return found[0]


def review(
    ctx: typer.Context,
    customer: Who = "",
    own: Annotated[
        str, typer.Option("--own", help="Your own rating of how it goes, 1 to 5.")
    ] = "",
    theirs: Annotated[
        str, typer.Option("--theirs", help="The customer's rating, 1 to 5.")
    ] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a review of the relationship with its ratings, and see the trend."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    mine = (
        _rating(own)
        if own
        else shell.ask_for(
            "How do you rate it? (1 to 5)", _rating, what="your rating (--own)"
        )
    )
    heard, when = _rating(theirs) if theirs else None, shell.happened(on)

    def act(book: Book, who: Customer) -> None:
        book.rate(who.id, on=when, own=mine, theirs=heard)
        _log_review(shell, book, who.id, when)

    made = change(shell, whose, act)
    from secondsale.render import facts, known

    ratings = made.after.situation.history.ratings
    tell(
        shell,
        made,
        f"Review of {made.who.name} ({made.who.id}) on {days.say_in_full(when)}: "
        f"{known.trend(ratings[-known.NEWEST :])}.",
        data={"ratings": [facts.rating(each) for each in ratings]},
        as_json=as_json,
    )


def _log_review(shell: Shell, book: Book, customer_id: int, on: date) -> None:
    """Log the review as the conversation it was; it closes the one that was due."""
    plan = shell.plan(book, customer_id, today=on)
    waiting = [item.key for item in plan.touchpoints if not item.state.over]
    due = [str(key) for key in waiting if key.rule == RelationshipReview.id][:1]
    if due:
        close(shell, book, customer_id, Outcome.OK, on=on, only=due)
    else:
        book.log_contact(customer_id, on=on, outcome=Outcome.OK)


def _rating(typed: str) -> int:
    return whole_number(typed, "a rating", low=1, high=5)
