"""What may stand next on the command line, for the shells' TAB key.

A shell's script (`shells/`) calls the program with the words so far, and the shell's
name in VARIABLE. Only commands, options, known words, ids and slugs are told, never a
name: a shell may run what it is told, as zsh did with `$(...)`. There is always an
answer, be it an empty one, and nothing is ever said on stderr.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from secondsale import text
from secondsale.cli import GLOBAL_OPTIONS
from secondsale.cli._completion_values import DAYS, FILES, VALUES, Offer, Offers
from secondsale.cli._help import Commands, listed
from secondsale.cli._shell import Shell

VARIABLE = "_SECONDSALE_COMPLETE"
"""The environment's variable by which a shell asks, with its name."""

_HARMLESS = r"(?:-{0,2}[A-Za-z0-9][A-Za-z0-9._-]*=)?-{0,2}[A-Za-z0-9][A-Za-z0-9._-]*"


def answer(shell: str, words: Sequence[str]) -> Iterator[str]:
    """Yield a line for each word that may stand where the last of the words stands."""
    offers: list[Offer] = []
    with suppress(Exception, SystemExit):
        *typed, current = _joined(words) or [""]
        front, equals, begun = current.partition("=")
        if equals and front.startswith("-"):
            front = "" if shell == "bash" else f"{front}="  # bash breaks the word there
            found = _offered([*typed, current.partition("=")[0]], begun)
        else:
            front, begun, found = "", current, _offered(typed, current)
        # A blank in quotes, or an accent, is what a slug has in its place.
        fitting = (begun.lower(), text.slug(text.search_key(begun)) or FILES, FILES)
        offers = [
            each._replace(word=front + each.word)
            for each in found
            if each.word.startswith(fitting) and (each.alone or shell != "bash")
        ]
    for word, about, _ in offers:
        if word.endswith(FILES):
            yield FILES
        elif re.fullmatch(_HARMLESS, word):
            yield word if shell == "bash" or not about else f"{word}\t{about}"


def _joined(words: Sequence[str]) -> list[str]:
    """Return the words as the program would be given them, without their quotes."""
    whole: list[str] = []
    for word in words:
        if whole and (word == "=" or whole[-1].endswith("=")):
            whole[-1] += word
        else:
            whole.append(word)
    return [re.sub(r"\\(.)|[\"']", r"\1", word) for word in whole]


def _offered(typed: Sequence[str], current: str) -> Offers:
    chosen, rest = {}, []
    waiting = iter(typed)
    for word in waiting:
        option, equals, value = word.partition("=")
        if option not in GLOBAL_OPTIONS:
            rest.append(word)
            continue
        chosen[option] = value if equals else next(waiting, None)
    last = next((name for name, value in chosen.items() if value is None), "")
    if last:
        return [Offer(FILES)] if last != "--as-of" else map(Offer, DAYS)
    shell = Shell(*(chosen.get(name) or "" for name in GLOBAL_OPTIONS))
    if rest:
        return _within(shell, Commands()[rest[0]], rest[0], rest[1:], current)
    if current.startswith("-"):
        from typer.main import get_group

        from secondsale.cli._app import app

        return _options(get_group(app))
    return (Offer(each.name, each.sentence) for each in listed())


def _within(
    shell: Shell, command: Any, name: str, typed: Sequence[str], current: str
) -> Offers:
    """Offer what a command takes after what was typed of it."""
    options = {word: each for each in command.params for word in each.opts}
    places = [each for each in command.params if each.param_type_name == "argument"]
    waits, given = None, []
    for number, word in enumerate(typed):
        if waits is not None:
            waits = None
        elif word in options:
            waits = None if options[word].is_flag else options[word]
        elif not word.startswith("-") and hasattr(command, "commands"):
            inner = command.commands.get(word)
            return _within(shell, inner, name, typed[number + 1 :], current)
        elif not word.startswith("-"):
            given.append(word)
            if places and places[0].nargs == 1:
                places = places[1:]
    if waits is None and current.startswith("-"):
        return [*_options(command), *map(Offer, GLOBAL_OPTIONS)]
    if waits is None and hasattr(command, "commands"):
        return [Offer(word, _about(each)) for word, each in command.commands.items()]
    wanted = waits or next(iter(places), None)
    known = wanted and VALUES.get(f"{name} {wanted.name}", VALUES.get(wanted.name))
    return known(shell, current, given) if known else ()


def _options(command: Any) -> Iterator[Offer]:
    for each in command.params:
        if each.param_type_name == "option" and not each.hidden:
            longest = max(each.opts, key=len)
            yield Offer(longest, _about(each))
    yield Offer("--help", "Show the options, with examples.")


def _about(thing: Any) -> str:
    """Return the first line of its help; it is ours, and no more than a line."""
    return (thing.help or "").partition("\n")[0]
