"""The command line: every command in one look, and the one way out.

Commands read, call the core, write and print; nothing else prints, asks or exits.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, suppress

from secondsale.errors import ExitCode, InputError, SecondsaleError
from secondsale.text import visible

COMMANDS = """
Closing a sale
    add-sale: closing.add_sale
        Record a sale, and see the follow-up plan that it starts.
    edit-sale: sales.edit_sale
        Correct a sale: its day, time, delivery, note, party or expectations.
    cancel-sale: sales.cancel_sale
        Cancel a whole sale: what it started stops, nothing is deleted.
    return: sales.return_item
        Take back a product of a sale, all of it or some.

The morning
    today: agenda.today
        Show whom to contact today, about what, why now and how.
    go: going.go
        Go through the morning one person at a time, on a full screen, by single keys.
    why: looking.why
        Explain each touchpoint of a customer: facts, figures, shift, hold.
    cold: goodwill.cold
        List whose goodwill will soon be fading or cold, while a word still helps.
    quiet: quiet.quiet
        List who has gone quiet, first those whom a word may bring back.
    load: coming_back.load
        Show how many conversations each of the next days has.
    catch-up: coming_back.catch_up
        Keep one conversation with each person after time away, let the rest go.
    hello-again: greeting.hello_again
        Spread a first hello to past customers over days that have room for it.
    holiday: pauses.holiday
        Rest the whole book while you are away; alone, list your holidays.

A conversation
    brief: briefing.brief
        Show on one screen what to know before you talk to a customer.
    draft: drafting.draft
        Word what is due for a customer: a message, a card, or the script of a call.
    done: conversation.done
        Log a conversation and close what the agenda shows for that person.
    log: conversation.log
        Log a conversation that closes nothing, such as a message from them.
    level: stock.level
        Say how much a customer has left of a product: that corrects its date.
    snooze: postponing.snooze
        Put off what is due for a customer to a later day.
    skip: postponing.skip
        Drop what is due for a customer, with the reason.

What you owe
    promise: care.promise
        Keep something that you said you would do, and by when.
    promises: owing.promises
        List open promises, the most urgent first.
    kept: care.kept
        Close a promise that you kept.
    concern: care.concern
        Keep a complaint or worry: until it is resolved, only promises come up.
    concerns: owing.concerns
        List open concerns, the oldest first.
    resolve: care.resolve
        Close a concern that was put right.
    checkpoint: care.checkpoint
        Date a stage of a sale; you hear of it on the last working day before.
    checkpoints: owing.checkpoints
        List the dated stages of sales that are to come, the next first.
    drop-checkpoint: care.drop_checkpoint
        Drop a stage of a sale that will not take place on its day.

People
    show: looking.show
        Show a customer: contact data, plan, contacts, sales.
    customers: people.customers
        List customers, all or some.
    add-customer: people.add_customer
        Add a customer who has not bought yet.
    edit-customer: people.edit_customer
        Change what is known of a customer; an empty value clears it.
    opt-out: people.opt_out
        Never contact a customer again, by a channel or for a purpose: they said so.
    opt-in: people.opt_in
        Take back what a customer opted out of, all or some, because they said so.
    pause: pauses.pause
        Leave a customer alone up to a day; they come back by themselves.
    resume: pauses.resume
        End a customer's pause; what expired meanwhile stays expired.
    tier: belonging.tier
        Say how close you want to keep a customer; an empty value clears it.
    tag: belonging.tag
        Mark a customer with a word or several, such as vip.
    untag: belonging.untag
        Take a word or several off a customer.
    owner: belonging.owner
        Say who looks after a customer; an empty value clears it.
    hand-over: belonging.hand_over
        Hand all customers of one owner to another, with a brief of each.
    duplicates: merging.duplicates
        List customers who may be entered twice, the surest first, to merge them.
    merge: merging.merge
        Make one customer of two: the first stays, with all there is of both.

What you know of them
    detail: knowing.detail
        Keep what you learned about a customer; an empty value clears it.
    details: knowing.details
        List what you know of a customer, and what to find out.
    milestone: knowing.milestone
        Keep something of a customer's own that is worth celebrating.
    gift: knowing.gift
        Keep what you gave a customer, and what it cost you.
    wow: knowing.wow
        Plan a pleasant surprise for the first week after a sale.
    introduce: relating.introduce
        Keep whom a customer should get to know: a technician, a colleague.
    introduced: relating.introduced
        Close an introduction: the two have met.
    review: relating.review
        Log a review of the relationship with its ratings, and see the trend.

Products and rewards
    products: goods.products
        List products, all or some.
    show-product: teaching.show_product
        Show a product, and all there is to say about it.
    add-product: goods.add_product
        Add a product.
    edit-product: goods.edit_product
        Change a product; an empty value clears it.
    lesson: teaching.lesson
        Add a lesson about a product, given once to each customer who has it.
    drop-lesson: teaching.drop_lesson
        Take a lesson away from a product.
    reason: teaching.reason
        Add a reason why a product is a good choice, for reassurance.
    resource: teaching.resource
        Add a guide, tutorial or case study about a product.
    complement: teaching.complement
        Say what goes with a product, or follows it, as a next step.
    objection: teaching.objection
        Add an objection that people raise, and what to answer.
    reward: rewards.reward
        Set what a stamp card promises from today; a stamp a sale if nothing is said.
    rewards: rewards.rewards
        List the rewards, and the stamp cards of each customer that are not cashed in.
    redeem: rewards.redeem
        Cash in a full stamp card.

Looking back
    sales: sales.sales
        List sales, the newest first.
    stats: stats.app
        Show whether second sales happen: figures, each beside the period before.
    segments: segments.segments
        Show who is new, loyal, at risk or lost, by their own rhythm.
    experiment: experiments.app
        Try two ways of a rule on customers by chance, and hear which is better.
    timing: timing.app
        Say when customers buy again, from plain CSV, and how sure that is.

The book
    import: importing.import_files
        Bring in orders, customers and contacts from other programs' files.
    undo: history.undo
        Take back the last command that changed the book, or the one of a number.
    redo: history.redo
        Restore what was taken back last, or the entry of a number.
    history: history.history
        List the commands that changed the book, newest first, to undo one.
    sync: phone.sync
        Bring a folder of tasks in line with the agenda, and log what was ticked there.
    ingest: notes.ingest
        Log what was ticked on a page of `today --md`, each box once.
    export: exporting.export
        Hand the plan or a table on: to a spreadsheet, calendar, phone or notes app.
    forget: privacy.forget
        Erase a person: only figures without a name stay, and nothing brings them back.
    rules: keeping.rules
        Say what each rule does, its figures, and where each figure comes from.
    messages: drafting.messages
        List the texts that drafts are made of, print one, or check them all.
    settings: keeping.settings
        Show the settings in force, and where the file and the book lie.
    backup: copies.backup
        Copy the book, verify the copy, and say where it is; nothing is overwritten.
    backups: copies.backups
        List the copies of the book that lie beside it, the newest first.
    restore: copies.restore
        Make the book what a copy of it is; the book as it was is kept beside it.
    doctor: doctor.doctor
        Check the book, its copies and what lies around it; --fix mends what it can.
    demo: demo.demo
        Build a throwaway book of a small business and open its agenda.
    help: helping.help_page
        Explain one thing on a page, or how a command is used.
"""
"""Each command by the seller's moments: its name, its function in this room, its line
in `--help`. A command's module is imported when that command is typed (`_app.py`).
"""

GLOBAL_OPTIONS = ("--book", "--settings", "--as-of")
"""Options that choose book, settings and day; they may stand anywhere on the line."""

MORNINGS = (["today"], ["today", "--brief"])
"""What is typed every morning, and waits for nothing."""

INTERRUPTED = 130
BROKEN_PIPE = 141
LONGEST = 1000
"""Characters of an error that are shown."""

_UNSURE = "what it did to the book was kept if it got that far: look before repeating"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a failure is one clear line."""
    _prepare_streams()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if "_SECONDSALE_COMPLETE" in os.environ:
            return _complete(typed)
        code = _run(*_globals_first(typed))
        sys.stdout.flush()
    except SecondsaleError as error:
        return _refuse(error.message, error.hint, error.code)
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except OSError as error:
        _silence_stdout()
        what = error.filename or "the output cannot be written"
        return _refuse(f"{what}: {error.strerror}", _UNSURE, ExitCode.FAILURE)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code if typed else ExitCode.USAGE


def _run(chosen: list[str], typed: list[str]) -> int:
    if typed in MORNINGS:
        _print_morning(dict(zip(chosen[::2], chosen[1::2], strict=True)), typed)
        return ExitCode.OK
    from secondsale.cli import _app

    return _app.run([*chosen, *typed] or ["--help"])


def _complete(typed: list[str]) -> int:
    """Tell a shell what may stand next on its line; always quietly."""
    from secondsale.cli._completion import VARIABLE, answer

    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
        for line in answer(os.environ[VARIABLE], typed):
            print(line)  # noqa: T201
        sys.stdout.flush()
    return ExitCode.OK


def _print_morning(chosen: dict[str, str], typed: list[str]) -> None:
    """Print the agenda without Typer, which takes longer to load than it to make."""
    from secondsale.cli._morning import morning, one_line
    from secondsale.cli._shell import Shell

    book, settings, as_of = (chosen.get(name, "") for name in GLOBAL_OPTIONS)
    shell = Shell(book, settings, as_of, typed)
    (one_line if "--brief" in typed else morning)(shell)


def _prepare_streams() -> None:
    """Make every stream take every text: none dies of a letter, or of being closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _globals_first(typed: list[str]) -> tuple[list[str], list[str]]:
    """Return the global options, for the front, where Typer expects them, and the rest.

    Errors: InputError for one without a value.
    """
    first, rest = [], []
    waiting = iter(typed)
    for word in waiting:
        option, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
        elif option not in GLOBAL_OPTIONS:
            rest.append(word)
        else:
            given = value if equals else next(waiting, "")
            if not given:
                raise InputError(f"{option} needs a value", "see secondsale --help")
            first += [option, given]
    return first, rest


def _refuse(message: str, hint: str, code: int) -> int:
    from secondsale.cli._shell import Shell

    with suppress(OSError, ValueError):
        Shell().say(f"secondsale: error: {_short(message)}")
        if hint:
            Shell().say(f"hint: {_short(hint)}")
        sys.stderr.flush()
    return int(code)


def _short(said: str) -> str:
    """Return a sentence that is safe to show and no longer than a screen."""
    shown = said if len(said) <= LONGEST else f"{said[:LONGEST]}..."
    return visible(shown)


def _silence_stdout() -> None:
    """Keep Python from writing once more, at its end, to a stream that is gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
