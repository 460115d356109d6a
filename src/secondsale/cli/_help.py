"""`--help` in plain text: the commands by the seller's moments, no sentence cut."""

from typing import Any

from typer.core import TyperGroup


class GroupedHelp(TyperGroup):
    """A group of commands that lists them panel by panel."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the base's signature
        """Write each panel with its commands, their names aligned over all panels."""
        width = max(map(len, self.commands))
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            panel = getattr(command, "rich_help_panel", None) or "Commands"
            row = (name.ljust(width), (command.help or "").partition("\n")[0])
            panels.setdefault(panel, []).append(row)
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)
