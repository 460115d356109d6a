"""The group of all commands: each is imported when it is typed, `--help` needs none."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup

from secondsale import text
from secondsale.cli import COMMANDS
from secondsale.errors import InputError


class Listed(NamedTuple):
    """A command as the list knows it."""

    name: str
    module: str
    function: str
    panel: str
    sentence: str


def listed() -> Iterator[Listed]:
    """Yield every command of the list, in its order."""
    for paragraph in COMMANDS.strip().split("\n\n"):
        panel, *lines = paragraph.splitlines()
        for what, sentence in zip(lines[::2], lines[1::2], strict=True):
            name, _, where = what.strip().partition(": ")
            module, _, function = where.partition(".")
            yield Listed(name, module, function, panel, sentence.strip())


def _write_examples(ctx: Any, formatter: Any) -> None:
    """Write what can be typed, whole, to be copied, and what it does."""
    from secondsale.manual import examples

    _, _, name = ctx.command_path.partition(" ")
    with formatter.section("Examples"):
        for typed, does in examples(name):
            formatter.write(f"{'':{formatter.current_indent}}{typed}\n")
            with formatter.indentation():
                formatter.write_text(does)


class OwnGroup(TyperGroup):
    """A command that has commands, and examples of them."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, after the rest."""
        _write_examples(ctx, formatter)


class OwnCommand(TyperCommand):
    """A command with examples, that takes no empty word for one that was left out.

    Of a script whose variable is not set, `undo ""` would take back the last change.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what was typed.

        Errors: InputError.
        """
        rest: list[str] = super().parse_args(ctx, args)
        for each in self.params:
            source = ctx.get_parameter_source(each.name)
            typed = getattr(source, "name", "") == "COMMANDLINE"
            optional = each.param_type_name == "argument" and each.default == ""
            if optional and typed and ctx.params[each.name] == "":
                name = (each.metavar or each.name or "").strip("[]").upper()
                raise InputError(
                    f"{ctx.info_name}: {name} is empty",
                    "leave it out if none is meant, or see what should stand there",
                )
        return rest

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, after the rest."""
        _write_examples(ctx, formatter)


class Commands(Mapping[str, Any]):
    """The commands by name; asking for one imports its module."""

    def __init__(self) -> None:
        self._listed = {each.name: each for each in listed()}

    def __getitem__(self, name: str) -> Any:
        each = self._listed[name]
        # By name, not by a hook: a table of sixty imports would be read every morning.
        module = import_module(f"secondsale.cli.{each.module}")
        found = getattr(module, each.function)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name, cls=OwnCommand)(found)
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __contains__(self, name: object) -> bool:
        return name in self._listed


class GroupedHelp(TyperGroup):
    """A group of commands that lists them panel by panel, in plain text."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = cast("Any", Commands())

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the base's signature
        """Write each panel with its commands, no sentence cut, all names aligned."""
        width = max(map(len, self.commands))
        panels: dict[str, list[tuple[str, str]]] = {}
        for each in listed():
            row = (each.name.ljust(width), each.sentence)
            panels.setdefault(each.panel, []).append(row)
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the base's signature
        """Write where there is more to read."""
        from secondsale.manual import pages

        formatter.write_paragraph()
        formatter.write_text(f"secondsale help has pages on {text.listed(pages())}.")
