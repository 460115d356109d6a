"""Experiments: two ways of one rule, dealt by chance, and what can be told of them."""

from collections.abc import Collection, Sequence
from typing import Annotated

import typer

from secondsale import text
from secondsale.cli._facts import Because, Json
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.days import say_in_full
from secondsale.errors import InputError, SettingsError
from secondsale.metrics.trials import Standing
from secondsale.model import Ending, Trial
from secondsale.model.trials import Change, Stood
from secondsale.store import Book

MOST_HELD_OUT = 90
WITHIN_DAYS = 60
MOST_DAYS = 365

PLANNING = "planning everybody by it..."
"""What is said where a large book takes its time."""

Number = Annotated[str, typer.Argument(help="Its number: secondsale experiment.")]

app = typer.Typer(
    name="experiment",
    add_completion=False,
    rich_markup_mode=None,
    help="Try two ways of a rule on customers by chance, and hear which is better.",
)


@app.callback(invoke_without_command=True)
def experiments(ctx: typer.Context, as_json: Json = False) -> None:
    """Try two ways of a rule on customers by chance, and hear which is better.

    Alone, list all experiments.
    """
    if ctx.invoked_subcommand is not None:
        return
    shell: Shell = ctx.obj
    with shell.reading() as book:
        found = _standings(shell, book, book.trials())
    from secondsale.render import experiments as render

    if not as_json:
        shell.say(*render.several(found))
    shell.listing(
        render.HEADS,
        [render.row(each) for each in found],
        none="no experiments; secondsale experiment new --help says how one begins",
        data=(lambda: {"experiments": [render.data(each) for each in found]})
        if as_json
        else None,
    )


@app.command()
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is about.")] = "",
    rule: Annotated[
        str, typer.Option("--rule", metavar="RULE", help="Which: see secondsale rules.")
    ] = "",
    first: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="K=V", help="What the first way sets."),
    ] = None,
    second: Annotated[
        list[str] | None,
        typer.Option(
            "--against", metavar="K=V", help="What the second sets, if anything."
        ),
    ] = None,
    hold_out: Annotated[
        str,
        typer.Option("--hold-out", metavar="N%", help="How many it leaves alone: 20%."),
    ] = "",
    within: Annotated[
        str,
        typer.Option("--within", metavar="DAYS", help="How long an order counts; 60."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Begin an experiment today: each customer is dealt one way, for ever.

    A way sets figures of the rule (due_days=3) or wording=, channel= (how to reach
    them), gives= (what it offers); several with commas. What was open before stays.
    --hold-out without --set tries whether the rule helps at all.
    """
    from secondsale.cli._replanning import plan_the_rest
    from secondsale.cli._ways import (
        both_ways,
        chosen_rules,
        mind_what_is_owed,
        refuse_missing_texts,
    )

    shell: Shell = ctx.obj
    named = name or shell.ask("What is it about?", "the name of the experiment")
    named = text.clean_name(named, "the name")
    rules = chosen_rules(shell.settings, rule or shell.ask("Which rule?", "--rule"))
    left_alone = _percent(hold_out) if hold_out else 0
    ways = both_ways(rules, first or (), second or (), hold_out=left_alone)
    refuse_missing_texts(shell.texts, rules[0], ways)
    mind_what_is_owed(rules[0], left_alone)
    days = whole_number(
        within or str(WITHIN_DAYS), "a number of days", low=1, high=MOST_DAYS
    )
    made = _begin(shell, named, rules[0].full_id, ways, left_alone, days)
    plan_the_rest(shell, PLANNING)
    _tell(shell, _nothing_known(shell, made), as_json=as_json, begun=True)


@app.command()
def show(ctx: typer.Context, number: Number = "", as_json: Json = False) -> None:
    """Show how both ways stand, and what can be told of them.

    Look as often as you like: that makes no winner of chance.
    """
    from secondsale.store.trials import trial

    shell: Shell = ctx.obj
    wanted = _number(shell, number)
    with shell.reading() as book:
        known = trial(book, wanted)
        if known.started_on > shell.today:
            raise InputError(
                f"experiment {wanted} begins on {say_in_full(known.started_on)}",
                "--as-of names a day before that",
            )
        (found,) = _standings(shell, book, [known])
    _tell(shell, found, as_json=as_json)


@app.command()
def end(
    ctx: typer.Context,
    number: Number = "",
    because: Because = "",
    as_json: Json = False,
) -> None:
    """End an experiment, and keep how it stands as its record.

    The rule is for everybody as the settings say from then on.
    """
    from secondsale.cli._replanning import plan_the_rest
    from secondsale.metrics.trials import recorded
    from secondsale.store.trials import end_trial, running_trial

    shell: Shell = ctx.obj
    wanted, today = _number(shell, number), shell.today
    why = text.clean(because, "--because")
    with shell.reading() as book:  # it may take long, and others want to write
        record = _record(shell, book, running_trial(book, wanted, on=today))
    with shell.changing() as book:
        made = end_trial(book, wanted, on=today, reason=why, record=record)
    plan_the_rest(shell, PLANNING)
    _tell(shell, recorded(made, today), as_json=as_json)


def _record(shell: Shell, book: Book, running: Trial) -> tuple[Stood, ...]:
    """Return how a trial stands as it ends; nothing where the rule does not fit it."""
    from secondsale.planner.exposures import instances_of
    from secondsale.records import replace

    settings = shell.settings
    if not instances_of(running.rule, settings.rules, settings.cadences):
        return ()
    ending = replace(running, ended=Ending(shell.today, ""))
    try:
        (found,) = _counted(shell, book, [ending])
    except (InputError, SettingsError) as error:
        shell.say(f"it ends without a record: {error.message}")
        return ()
    return found.record


def _begin(
    shell: Shell,
    name: str,
    rule: str,
    ways: tuple[Sequence[Change], Sequence[Change]],
    hold_out: int,
    within_days: int,
) -> Trial:
    """Begin a trial today; its salt is a hash, so that the deal is by chance."""
    from hashlib import sha256

    from secondsale.store.trials import begin_trial, newest_day

    with shell.changing() as book:
        newest, before = newest_day(book), book.trials()
        if newest is not None and shell.today < newest:
            raise InputError(
                f"the book has entries up to {say_in_full(newest)}: what was done"
                " already cannot be dealt by chance",
                "begin it on that day or later",
            )
        for each in before:
            if each.rule == rule and each.ended is None:
                raise InputError(
                    f"experiment {each.id} ({each.name}) tries {rule} already",
                    f"secondsale experiment end {each.id} ends it",
                )
        own = f"{len(before)} {shell.today} {rule} {name}"
        return begin_trial(
            book,
            name,
            rule,
            *ways,
            salt=sha256(own.encode()).hexdigest()[:16],
            hold_out=hold_out,
            within_days=within_days,
            on=shell.today,
        )


def _tell(shell: Shell, found: Standing, *, as_json: bool, begun: bool = False) -> None:
    from secondsale.render import experiments as render

    if as_json:
        shell.data(render.data(found))
        return
    shell.write(*render.title(found))
    if begun:
        shell.write(*render.promise(found))
        return
    shell.listing(render.ARM_HEADS, render.arm_rows(found), none="")
    shell.write(*render.verdicts(found))


def _number(shell: Shell, typed: str) -> int:
    asked = typed or shell.ask("Which one?", "the number of the experiment")
    return whole_number(
        asked.removeprefix("#"), "the number of an experiment", low=1, high=10**9
    )


def _percent(typed: str) -> int:
    """Return a share in percent: `20%` or `20`.

    Errors: InputError.
    """
    digits = typed.strip().removesuffix("%").rstrip()
    return whole_number(digits, "a share, such as 20%", low=1, high=MOST_HELD_OUT)


def _nothing_known(shell: Shell, made: Trial) -> Standing:
    from secondsale.metrics.trials import standing

    return standing(made, (), shell.today)


def _standings(shell: Shell, book: Book, trials: Sequence[Trial]) -> list[Standing]:
    """Return how trials stand today, or by their record when they were ended."""
    from secondsale.metrics.trials import recorded

    today = shell.today
    known = [each.as_of(today) for each in trials if each.started_on <= today]
    running = [each for each in known if each.ended is None]
    found = {each.trial.id: each for each in _counted(shell, book, running)}
    for each in known:
        if each.ended is not None:
            found[each.id] = recorded(each, each.ended.on)
    return [found[each.id] for each in known]


def _counted(shell: Shell, book: Book, trials: Sequence[Trial]) -> list[Standing]:
    """Return how trials stand today, worked out of the book."""
    from secondsale.cli._watching import watched
    from secondsale.metrics.trials import Exposed, standing
    from secondsale.planner.exposures import exposed, instances_of
    from secondsale.records import replace

    if not trials:
        return []
    today, settings = shell.today, shell.settings
    found: dict[int, list[Exposed]] = {each.id: [] for each in trials}
    learned = settings.timing.beside(book.learned())
    ids = _candidates(shell, book, trials)
    people = f"looking at {len(ids):,} customers"
    for history, _ in watched(book.histories(ids), len(ids), people):
        history = replace(history, learned=learned)
        for each in trials:
            one = exposed(history, each, settings.rules, settings.cadences, today=today)
            if one is not None:
                found[each.id].append(one)
    on = {
        each.id: any(
            rule.enabled
            for rule in instances_of(each.rule, settings.rules, settings.cadences)
        )
        for each in trials
    }
    return [
        standing(each, found[each.id], today, is_off=not on[each.id]) for each in trials
    ]


def _candidates(shell: Shell, book: Book, trials: Sequence[Trial]) -> Collection[int]:
    """Return whom trials can be about."""
    from secondsale.planner.exposures import FOLLOWS_A_SALE, reach
    from secondsale.store.counting.recent import everybody, recent_buyers

    rules, cadences = shell.settings.rules, shell.settings.cadences
    found: set[int] = set()
    for each in trials:
        if each.rule not in FOLLOWS_A_SALE:
            return everybody(book)
        days = reach(each, rules, cadences)
        found.update(recent_buyers(book, each.started_on, days))
    return found
