"""The words for a conversation: drafts, and the texts that they are made of."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from secondsale.cli._desktop import open_link, to_clipboard
from secondsale.cli._drafting import Draft, drafted
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice, quoted
from secondsale.errors import (
    ExitCode,
    InputError,
    NotFoundError,
    SecondsaleError,
    SettingsError,
)
from secondsale.messages import SUFFIX
from secondsale.messages.templates import Template, read
from secondsale.model import Channel
from secondsale.planner import Plan
from secondsale.text import visible

WORDING = "[a-z0-9][a-z0-9-]{0,40}"
"""What the variant of a text can be called."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def draft(
    ctx: typer.Context,
    customer: Annotated[
        str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--for", help="Only this, due or not: a rule, or a key."),
    ] = None,
    channel: Annotated[
        str, typer.Option("--channel", help="How: sms, email, card, call, ...")
    ] = "",
    wording: Annotated[
        str, typer.Option("--wording", help="A variant: short is RULE.short.txt.")
    ] = "",
    copy: Annotated[
        bool, typer.Option("--copy", help="Put it on the clipboard as well.")
    ] = False,
    open_it: Annotated[
        bool, typer.Option("--open", help="Open it in mail, messages or phone.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Word what is due for a customer: a message, a card, or the script of a call."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("Whom?", "the customer", "secondsale draft ana")
    how = choice(Channel, channel, "a channel") if channel else None
    if wording and not re.fullmatch(WORDING, wording):
        raise InputError(
            f"{quoted(wording)} is no variant of a text",
            "a word of small letters, such as short: RULE.short.txt",
        )
    with shell.reading() as book:
        plan = shell.plan(book, find_customer(book, who).id)
        made = drafted(shell, plan, channel=how, only=only or (), wording=wording)
    if open_it and not made.link:
        raise InputError(f"it cannot be opened: {made.no_link}", "--copy, or as it is")
    _print(shell, plan, made, as_json=as_json)
    if copy:
        to_clipboard(made.text)
        shell.say("Copied.")
    if open_it:
        open_link(made.link)
        shell.say("Handed to the desktop; it is for you to send.")


def _print(shell: Shell, plan: Plan, made: Draft, *, as_json: bool) -> None:
    if as_json:
        shell.data(_data(plan, made))
        return
    shell.say(*made.notes)
    if made.notes and shell.draws:
        shell.say("")
    for line in made.text.split("\n"):
        _print_line(shell, line)


def _print_line(shell: Shell, line: str) -> None:
    """Print a line; on a screen, what continues a step stands under its words."""
    number, dot, _ = line.partition(". ")
    if not (shell.draws and dot and number.isdigit()):
        shell.write(line)
        return
    from secondsale.render.wrapping import wrapped

    under = " " * len(number + dot)
    first, *rest = wrapped(visible(line), shell.width - len(under)).split("\n")
    shell.write(first, *(under + each for each in rest))


def _data(plan: Plan, made: Draft) -> dict[str, Any]:
    from secondsale.render import data

    return {
        "customer": data.customer(plan.customer),
        "channel": str(made.channel),
        "to": made.to or None,
        "subject": made.subject or None,
        "body": made.body,
        "text": made.text,
        "link": made.link or None,
        "wordings": {str(key): name for key, name in made.wordings.items()},
        "notes": list(made.notes),
    }


def messages(
    ctx: typer.Context,
    rule: Annotated[
        str, typer.Argument(help="Print this one: a rule, welcome.short, or frame.")
    ] = "",
    own: Annotated[
        bool, typer.Option("--own", help="Begin an own version of it, to be edited.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Find what is wrong; exit code 1 if any.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the texts that drafts are made of, print one, or check them all."""
    shell: Shell = ctx.obj
    if check and (rule or own):
        raise InputError("--check looks at all texts", "leave the others out")
    if own and not rule:
        raise InputError("--own begins one text", "secondsale messages welcome --own")
    if check:
        _check(shell, as_json=as_json)
    elif rule:
        _one(shell, _named(shell, rule), own=own, as_json=as_json)
    else:
        _list(shell, as_json=as_json)


def _list(shell: Shell, *, as_json: bool) -> None:
    found = [_as_far_as_read(shell, path) for path in shell.texts.in_force()]
    rows = [
        (_name(each), _whose(shell, each), ", ".join(_parts(each))) for each in found
    ]
    shell.listing(
        ("text", "whose", "sections"),
        rows,
        none="there are no texts",
        data=(lambda: [_text_data(shell, each) for each in found]) if as_json else None,
    )
    if shell.draws and not as_json and shell.texts.own_names:
        shell.say(f"yours lie in {shell.texts.own}")


def _as_far_as_read(shell: Shell, path: Path) -> Template:
    """Return a text, an empty one where the file cannot be read, and say so."""
    try:
        return read(path)
    except SettingsError as error:
        shell.say(f"{error.message}: {error.hint}")
        return Template(path, {})


def _parts(text: Template) -> Iterable[str]:
    """Return the sections of a text; of the frame, what each of them is."""
    return dict.fromkeys(name.rpartition(" ")[2] for name in text.named)


def _name(text: Template) -> str:
    """Return the name of a text as it is typed."""
    return text.stem.removeprefix("_")


def _whose(shell: Shell, text: Template) -> str:
    return "yours" if text.path.parent == shell.texts.own else "ours"


def _text_data(shell: Shell, text: Template) -> dict[str, Any]:
    return {
        "text": _name(text),
        "file": str(text.path),
        "own": text.path.parent == shell.texts.own,
        "sections": list(text.named),
    }


def _named(shell: Shell, typed: str) -> Path:
    """Return the file of the text that was named.

    Errors: NotFoundError.
    """
    paths = {path.name.removesuffix(SUFFIX): path for path in shell.texts.in_force()}
    word = typed.strip().casefold().removesuffix(SUFFIX)
    for name in (word, f"_{word}"):
        if name in paths:
            return paths[name]
    from difflib import get_close_matches

    near = get_close_matches(word[:30], tuple(paths), n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    raise NotFoundError(
        f"there is no text {quoted(typed)}", f"{meant}secondsale messages lists them"
    )


def _one(shell: Shell, path: Path, *, own: bool, as_json: bool) -> None:
    """Print a text as it is, or copy it to where own ones lie."""
    if own:
        _begin_own(shell, path)
        return
    from secondsale.messages.slots import by_kind

    slots = by_kind(path.name.partition(".")[0])
    template, whole = read(path), path.read_text(encoding="utf-8-sig")
    if as_json:
        known = {kind: list(names) for kind, names in slots.items()}
        shell.data({**_text_data(shell, template), "slots": known, "words": whole})
        return
    shell.say(str(path))
    shell.say(*(f"slots {kind}: {', '.join(names)}" for kind, names in slots.items()))
    if shell.draws:
        shell.say("")
    shell.lines((line,) for line in whole.splitlines())


def _begin_own(shell: Shell, path: Path) -> None:
    """Copy a text that came along to where own ones lie.

    Errors: InputError where there is one already; SecondsaleError.
    """
    folder = shell.texts.own
    assert folder is not None, "the shell names one"
    target = folder / path.name
    if target.exists():
        raise InputError(f"{target} exists already", "edit it; it is in force")
    from secondsale.cli._files import write_whole

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SecondsaleError(
            f"{folder} cannot be made: {error.strerror}", "check the folder above it"
        ) from None
    whole = path.read_text(encoding="utf-8")
    write_whole(target, [whole], replace=False, mark=False)
    shell.write(f"Wrote {target}. Edit it: it is in force from now on.")
    shell.say("secondsale messages --check finds mistakes in it")


def _check(shell: Shell, *, as_json: bool) -> None:
    """Print what is wrong with the texts, and with how this book used them."""
    from secondsale.messages import checks

    found: list[str] = []
    for path in shell.texts.in_force():
        try:
            found += checks.of_text(read(path))
        except SettingsError as error:
            found.append(error.message)
    if shell.book_path.exists():
        with shell.reading() as book:
            for history in book.drafted():
                found += checks.of_uses(history)
    if as_json:
        shell.data(found)
    else:
        shell.lines((each,) for each in found)
        if not found:
            shell.say("nothing is wrong with the texts, and how they were used")
    if found:
        raise typer.Exit(ExitCode.FAILURE)
