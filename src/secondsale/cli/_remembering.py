"""What a file leaves open and the seller says: typed, remembered, guessed or asked.

It is kept by the names of the file's columns, beside the settings, for the next file of
the kind.
"""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from secondsale import clock, text
from secondsale.cli._incoming import Incoming
from secondsale.cli._rejects import MORE
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of, quoted
from secondsale.errors import InputError
from secondsale.money import NO_CURRENCY, parse_currency
from secondsale.records import dataclass, replace

if TYPE_CHECKING:
    from secondsale.exchange.formats import Choices
    from secondsale.exchange.formats.saved import Saved
    from secondsale.exchange.tables import Table

FOLDER = "mappings"
ORDERS = ("dmy", "mdy", "ymd")
DECIMALS = (".", ",")
IGNORE = "ignore"
_ANEW = "--forget-choices asks anew"

Chosen = tuple[Incoming, "Choices", str]
"""A file, what is chosen about it, and the label of its shop."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about all files of a command; empty is not said."""

    currency: str = ""
    date_order: str = ""
    decimal: str = ""
    shop: str = ""
    pending: bool = False
    mapping: Mapping[str, str] | None = None
    labels: tuple[str, ...] = ()
    anew: bool = False
    """Whether to leave out what was chosen the last time."""
    sure: bool = False
    """Whether columns that were guessed are taken without asking."""


class Choosing:
    """What is chosen about each file of a command."""

    def __init__(self, shell: Shell, typed: Typed) -> None:
        self._shell, self._typed = shell, typed
        self._asked: dict[str, str] = {}
        """The currencies that were asked for, by the name of the file."""

    def settle(self, incoming: Incoming) -> Chosen:
        """Return what is chosen about a file: typed, as last time, or settled now.

        Errors: InputError for a table that nobody knows, where nobody can be asked.
        """
        typed, last = self._typed, self._last(incoming)
        said = self._shell.settings
        own = said.currency if "currency" in said.said else ""
        currency = typed.currency or last.currency or own.replace(NO_CURRENCY, "")
        from secondsale.exchange.formats import Choices

        choices = Choices(
            today=self._shell.today,
            local=clock.in_own_place,
            currency=currency,
            date_order=typed.date_order or last.date_order,
            decimal=typed.decimal or last.decimal,
            pending=typed.pending or last.pending,
            labels=typed.labels,
        )
        again = self._again(last, currency)
        if incoming.table is not None and incoming.format is None:
            incoming, choices = self._mapped(incoming, choices, last, again)
        elif typed.mapping:
            raise InputError(
                f"{incoming.name} is known: {incoming.title}",
                "--as mapped reads it by --map all the same",
            )
        elif again:
            self._shell.say(f"{incoming.name}, as last time: {again} ({_ANEW})")
        choices = self._with_currency(incoming, choices)
        return incoming, choices, typed.shop or last.shop

    def _again(self, last: "Saved", currency: str) -> str:
        """Return what was chosen the last time, and is not said anew, in words."""
        from secondsale.exchange.tables.dates import ORDERS as IN_WORDS
        from secondsale.exchange.tables.numbers import NAMES as MARKS

        typed = self._typed
        return ", ".join(
            filter(
                None,
                (
                    f"shop {last.shop}" if last.shop and not typed.shop else "",
                    "pending orders, too" if last.pending and not typed.pending else "",
                    currency if last.currency and not typed.currency else "",
                    IN_WORDS.get(last.date_order, "") if not typed.date_order else "",
                    MARKS.get(last.decimal, "") if not typed.decimal else "",
                ),
            )
        )

    def _with_currency(self, incoming: Incoming, choices: "Choices") -> "Choices":
        """Return choices with the currency that a file lacks, asked at the terminal."""
        from secondsale.exchange.formats import NoCurrencyError

        table, form = incoming.table, incoming.format
        if choices.currency or not self._shell.at_a_terminal or not (table and form):
            return choices
        if any("currency" in name for name in table.known):
            return choices
        try:
            next(form.read(table, choices), None)
        except NoCurrencyError as error:
            self._shell.say(error.message)
        except InputError:  # it is told when the file is read
            return choices
        else:
            return choices
        self._asked[incoming.name] = self._shell.ask_for(
            "Which currency? (EUR, USD, ...)", parse_currency, what="the currency"
        )
        return replace(choices, currency=self._asked[incoming.name])

    def _said_currency(self, incoming: Incoming) -> str:
        asked = self._asked.get(incoming.name, "")
        return self._typed.currency or asked or self._last(incoming).currency

    def remember(self, chosen: Sequence[Chosen]) -> None:
        """Keep what was said about the files, for the next of their kind."""
        from secondsale.exchange.formats.saved import Saved, dumps

        for incoming, choices, shop in chosen:
            if incoming.table is None:
                continue
            saved = Saved(
                mapping={
                    head: field
                    for head, field in (choices.mapping or {}).items()
                    if head not in MORE
                },
                currency=self._said_currency(incoming),
                date_order=choices.date_order,
                decimal=choices.decimal,
                pending=choices.pending,
                shop=shop,
            )
            if saved not in (Saved(), self._last(incoming)):
                from secondsale.cli._files import write_whole

                path = self._file(incoming)
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                written = dumps(saved, title=incoming.title)
                write_whole(path, [written], replace=True, mark=False)

    def _file(self, incoming: Incoming) -> Path:
        from secondsale.exchange.tables.layout import signature_of

        assert incoming.table is not None
        signature = signature_of(incoming.table.known - set(MORE))
        return self._shell.settings_path.parent / FOLDER / f"{signature}.toml"

    def _last(self, incoming: Incoming) -> "Saved":
        """Return what was chosen for the last file of the kind.

        Errors: SettingsError for a file of ours that cannot be read.
        """
        from secondsale.exchange.formats.saved import Saved, loads

        if incoming.table is None or self._typed.anew:
            return Saved()
        path = self._file(incoming)
        if not path.exists():
            return Saved()
        return loads(path.read_text(encoding="utf-8"), str(path))

    def _mapped(
        self, incoming: Incoming, choices: "Choices", last: "Saved", again: str
    ) -> "tuple[Incoming, Choices]":
        """Return a table that nobody knows with what its columns hold.

        Errors: InputError where that was only guessed, and nobody can be asked.
        """
        from secondsale.exchange.formats import mapped

        table, said = incoming.table, self._typed.mapping or {}
        assert table is not None
        whole = mapped.complete(table, {**last.mapping, **said})
        if last.mapping and not said:
            shown = _shown(whole) + (f"; {again}" if again else "")
            self._shell.say(f"{incoming.name}, as last time: {shown}")
        elif self._typed.sure or _all_said(table, whole, said):
            self._shell.say(f"{incoming.name} is read as: {_shown(whole)}")
        else:
            whole = self._confirmed(incoming, whole)
        form = mapped.Mapped(whole)
        return replace(incoming, format=form), replace(choices, mapping=whole)

    def _confirmed(self, incoming: Incoming, whole: dict[str, str]) -> dict[str, str]:
        """Return what columns hold as somebody at the terminal says it is right.

        Errors: InputError where nobody is there.
        """
        known = f"{incoming.name} is no table that is known; it looks like this:"
        self._shell.say(known)
        if not self._shell.at_a_terminal:
            maps = (f"{head}={field}" for head, field in whole.items())
            self._shell.suggest(*(f"--map {shlex.quote(each)}" for each in maps))
            raise InputError(
                f"what the columns of {incoming.name} hold was only guessed",
                "if it is right, --yes takes it so; if not, say it with --map",
            )
        self._shell.suggest(*(f"{head} = {field}" for head, field in whole.items()))
        if self._shell.confirm("Is that right?", default=True):
            return whole
        from secondsale.exchange.formats.mapped import field_named

        def asked(head: str, field: str) -> str:
            return self._shell.ask_for(
                f"{head}: what does it hold? (Enter: {field})",
                lambda typed: field_named(typed) if typed else field,
                what="the field",
                optional=True,
            )

        return {head: asked(head, field) for head, field in whole.items()}


def _shown(whole: Mapping[str, str]) -> str:
    """Return what columns hold on one line, with those that are left out."""
    read = [f"{head} = {field}" for head, field in whole.items() if field != IGNORE]
    left = [h for h, field in whole.items() if field == IGNORE and h not in MORE]
    told = [text.listed(read) or "nothing"]
    if left:
        told.append(f"ignored: {text.listed(left)}")
    return "; ".join(told)


def typed(
    currency: str,
    date_order: str,
    decimal: str,
    shop: str,
    pending: bool,
    mapping: Sequence[str] | None,
    labels: Sequence[str] | None,
    *,
    anew: bool,
    sure: bool,
) -> Typed:
    """Return what was typed about all files of a command.

    Errors: InputError, naming the first that cannot be understood.
    """
    return Typed(
        currency=parse_currency(currency) if currency else "",
        date_order=choice_of(ORDERS, date_order, "an order") if date_order else "",
        decimal=choice_of(DECIMALS, decimal, "a decimal mark") if decimal else "",
        shop=text.clean(shop, "--shop"),
        pending=pending,
        mapping=parse_map(mapping or ()),
        labels=tuple(labels or ()),
        anew=anew,
        sure=sure,
    )


def parse_map(typed: Sequence[str]) -> dict[str, str]:
    """Return which column holds what, as `--map` says it.

    Errors: InputError.
    """
    found: dict[str, str] = {}
    for each in typed:
        head, equals, field = each.rpartition("=")
        if not equals or not head.strip():
            raise InputError(
                f"{quoted(each)} does not say what a column holds",
                'like --map "Bought on=date"',
            )
        if head.strip() in found:
            raise InputError(f"{quoted(head)} is mapped twice", "say it once")
        found[head.strip()] = field.strip()
    return found


def _all_said(
    table: "Table", whole: Mapping[str, str], said: Mapping[str, str]
) -> bool:
    """Return whether `--map` said what all columns hold that are read."""
    from secondsale.exchange.tables.layout import fold

    columns = {fold(column) for column in said} & table.known
    return all(f == IGNORE or fold(h) in columns for h, f in whole.items())
