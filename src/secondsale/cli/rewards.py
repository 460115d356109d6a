"""Stamp cards: what they promise, how full they are, and cashing them in."""

from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import (
    Cost,
    Json,
    On,
    Who,
    change,
    cost_of,
    frozen_word,
    not_before,
    said,
    tell,
)
from secondsale.cli._names import find_product
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted, whole_number
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer, Product, Redemption, RewardTerms
from secondsale.money import Money, parse_amount
from secondsale.rewards import Card, cards
from secondsale.store import Book

MOST_STAMPS = 1000

Name = Annotated[
    str, typer.Argument(help="A short name that never changes: cream-card.")
]


def reward(
    ctx: typer.Context,
    name: Name = "",
    goal: Annotated[
        str, typer.Option("--goal", help="How many stamps fill a card.")
    ] = "",
    head_start: Annotated[
        str, typer.Option("--head-start", help="Stamps that a new card begins with.")
    ] = "0",
    gives: Annotated[str, typer.Option("--gives", help="What a full card gives.")] = "",
    per: Annotated[
        str, typer.Option("--per", help="A stamp for each full 20 of a sale.")
    ] = "",
    product: Annotated[
        str, typer.Option("--product", help="A stamp for each unit of this product.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Set what a stamp card promises from today; a stamp a sale if nothing is said."""
    shell: Shell = ctx.obj
    called = frozen_word(
        name or shell.ask("Which reward?", "the name"), "a name for a reward"
    )
    stamps = _stamps(shell, goal)
    begins = whole_number(head_start, "a head start", low=0, high=stamps - 1)
    what = said(shell, gives, "What does a full card give?", "what it gives (--gives)")
    if per and product:
        raise InputError("--per and --product are two ways to earn", "use one of them")
    money = _worth(shell, per) if per else None
    with shell.writing() as book:
        item = find_product(book, product) if product else None
        versions = [t.since for t in book.reward_terms() if t.name == called]
        # Cards may have begun today under today's terms.
        since = max([shell.today, *(days.plus(day, 1) for day in versions)])
        terms = RewardTerms(
            name=called,
            since=since,
            goal=stamps,
            head_start=begins,
            gives=what,
            product_id=item.id if item else None,
            per=money,
        )
        book.set_reward(terms)
    _report(shell, terms, item, again=bool(versions), as_json=as_json)


def _report(
    shell: Shell,
    terms: RewardTerms,
    item: Product | None,
    *,
    again: bool,
    as_json: bool,
) -> None:
    from secondsale.render import facts, stamp_cards

    if as_json:
        shell.data(facts.terms(terms))
        return
    earned = stamp_cards.earned_by(terms, item.name if item else "")
    shell.write(
        f"Reward {terms.name}, from {days.say_in_full(terms.since)}: "
        f"{text.plural(terms.goal, 'stamp')} give {terms.gives}; {earned}."
    )
    if again:
        shell.write("Cards that were begun keep the terms they began with.")


def _stamps(shell: Shell, typed: str) -> int:
    def read(answer: str) -> int:
        return whole_number(answer, "a number of stamps", low=1, high=MOST_STAMPS)

    if typed:
        return read(typed)
    return shell.ask_for(
        "How many stamps fill a card?", read, what="the goal (--goal)", hint="like 10"
    )


def _worth(shell: Shell, typed: str) -> Money:
    amount = parse_amount(typed, shell.settings.currency)
    if amount.minor == 0:
        raise InputError("a stamp for nothing is no reward", "like --per 20")
    return amount


def rewards(ctx: typer.Context, as_json: Json = False) -> None:
    """List the rewards, and the stamp cards of each customer that are not cashed in."""
    shell: Shell = ctx.obj
    with shell.reading() as book:
        history_of = [whole.as_of(shell.today) for whole, _ in book.histories()]
        all_terms = [t for t in book.reward_terms() if t.since <= shell.today]
        names = {each.id: each.name for each in book.products()}
    in_force = {terms.name: terms for terms in all_terms}
    held = [
        (history.customer, card)
        for history in history_of
        for card in cards(history)
        if card.redeemed_on is None
    ]
    held.sort(key=lambda pair: (pair[1].name, pair[1].to_go, pair[0].id))
    from secondsale.render import facts, stamp_cards

    rows = [
        stamp_cards.terms_row(terms, names.get(terms.product_id or 0, ""))
        for terms in in_force.values()
    ]
    rows += [stamp_cards.card_row(who, card) for who, card in held]
    shell.listing(
        stamp_cards.COLUMNS,
        rows,
        none='no rewards; secondsale reward cream-card --goal 10 --gives "a cream"',
        data=(
            lambda: {
                "rewards": [facts.terms(each) for each in in_force.values()],
                "cards": [stamp_cards.data(who, card) for who, card in held],
            }
        )
        if as_json
        else None,
    )


def redeem(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[str, typer.Argument(help="The reward's name.")] = "",
    cost: Cost = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Cash in a full stamp card."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose card?", "the customer")
    called = name or shell.ask("Which reward?", "the name of the reward")
    spent, when = cost_of(shell, cost), shell.happened(on)
    full: list[Card] = []

    def act(book: Book, who: Customer) -> Redemption:
        card = _full_card(book, who, called.strip().lower(), shell)
        full.append(card)
        not_before(when, card.full_on or when, "the card was full")
        return book.redeem(who.id, card.name, on=when, cost=spent)

    made = change(shell, whose, act)
    from secondsale.render import facts

    came_to = f" It cost {spent}." if spent else ""
    tell(
        shell,
        made,
        f"{made.who.name} ({made.who.id}) gets {full[0].terms.gives} for a full "
        f"{full[0].name}, on {days.say_in_full(when)}.{came_to}",
        data={"redemption": facts.redemption(made.fact)},
        as_json=as_json,
    )


def _full_card(book: Book, who: Customer, name: str, shell: Shell) -> Card:
    """Return the oldest full card of a reward that is not cashed in.

    Errors: NotFoundError for no such reward; InputError where none is full.
    """
    names = sorted({terms.name for terms in book.reward_terms()})
    if name not in names:
        raise NotFoundError(
            f"there is no reward {quoted(name)}",
            f"there is: {text.listed(names)}" if names else "see secondsale reward -h",
        )
    history, _ = book.history(who.id)
    held = [
        card
        for card in cards(history.as_of(shell.today))
        if card.name == name and card.redeemed_on is None
    ]
    for card in held:
        if card.full_on is not None:
            return card
    there = f"{held[0].stamps} of {held[0].terms.goal} stamps" if held else "no stamp"
    raise InputError(
        f"{who.name} has no full {name}: {there}", "secondsale rewards lists all cards"
    )
