"""What a command must not load, because every morning would wait for it."""

from typing import Any

import pytest
from tests.conftest import InProcess, Processes
from typer.main import get_group

from secondsale.cli import MORNINGS, _app
from secondsale.cli._help import Commands, listed

RUNNER = """
import sys
bare = set(sys.modules)
from secondsale.cli import main
code = main({arguments})
print("loaded:", *sys.modules.keys() - bare, file=sys.stderr)
sys.exit(code)
"""
HEAVY = {
    "pydantic",
    "rich",
    "sqlite_utils",
    "dateutil.parser",
    "click",
    "prompt_toolkit",
}
SLOW = {"dataclasses", "inspect", "json", "statistics", "typer", "decimal", "random"}
OURS = {
    f"secondsale.{each}"
    for each in ("settings", "rules", "planner", "store", "model", "messages", "render")
}
FIGURES = {"secondsale.metrics", "secondsale.store.counting"}
MOST_MODULES = {"today": 156, "today --brief": 156, "--help": 120, "export": 238}
"""Beyond those of a bare interpreter, which differ from place to place."""


def loaded(process: Processes, arguments: list[str]) -> set[str]:
    runner = RUNNER.format(arguments=arguments)
    said = process.run([process.command()[0], "-c", runner])
    assert said.code == 0
    return set(said.err.split("loaded:")[1].split())


@pytest.mark.parametrize("command", MOST_MODULES)
def test_plain_output_loads_nothing_heavy(
    secondsale: InProcess, process: Processes, command: str
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    modules = loaded(process, command.split())

    assert not modules & HEAVY
    assert len(modules) <= MOST_MODULES[command]


@pytest.mark.parametrize("typed", MORNINGS, ids=" ".join)
def test_the_morning_waits_neither_for_typer_nor_for_what_it_would_load(
    secondsale: InProcess, process: Processes, typed: list[str]
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    assert not loaded(process, typed) & (SLOW | FIGURES)


@pytest.mark.parametrize("typed", MORNINGS, ids=" ".join)
def test_the_morning_does_without_what_changes_a_book(
    secondsale: InProcess, process: Processes, typed: list[str]
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    acts = {f"secondsale.store.{each}" for each in ("book", "writing", "people")}
    assert not loaded(process, typed) & acts


@pytest.mark.parametrize("typed", [["sho"], ["show", "an"], ["done", "ana", "ha"]])
def test_a_completed_word_loads_nothing_heavy(
    secondsale: InProcess, process: Processes, typed: list[str]
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    process.environment["_SECONDSALE_COMPLETE"] = "zsh"

    assert not loaded(process, typed) & {*HEAVY, "icalendar"}


def test_the_morning_is_drawn_without_the_tables_of_rich(process: Processes) -> None:
    runner = "import sys, secondsale.render.agenda; print(*sys.modules)"

    said = process.run([process.command()[0], "-c", runner])

    modules = set(said.out.split())
    assert "rich.text" in modules
    assert not modules & {"rich.table", "rich.padding"}


@pytest.mark.parametrize("command", ["add-sale Ben Jug", "done ana ok"])
def test_what_closes_a_sale_or_a_talk_draws_nothing_in_a_pipe(
    secondsale: InProcess, process: Processes, command: str
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    modules = loaded(process, command.split())

    assert not modules & {"pydantic", "rich", "dateutil.parser"}


def test_help_loads_no_room_but_the_command_line(process: Processes) -> None:
    assert not loaded(process, ["--help"]) & OURS


def test_a_command_loads_its_own_module_only(process: Processes) -> None:
    modules = loaded(process, ["rules"])

    others = {f"secondsale.cli.{each.module}" for each in listed()}
    assert modules & others == {"secondsale.cli.keeping"}


@pytest.mark.parametrize("typed", MORNINGS, ids=" ".join)
@pytest.mark.parametrize(
    "chosen",
    [
        [],
        ["--as-of", "2026-12-30"],
        ["--as-of", "2026-12-30", "--as-of", "2026-11-30"],
        ["--as-of", "never"],
        ["--book", "elsewhere.db"],
        ["--settings", "nowhere.toml"],
    ],
    ids=" ".join,
)
def test_the_morning_says_the_same_with_and_without_typer(
    secondsale: InProcess,
    monkeypatch: pytest.MonkeyPatch,
    typed: list[str],
    chosen: list[str],
) -> None:
    monkeypatch.chdir(secondsale.folder)
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    secondsale("add-sale", "Ben Okafor", "Soap", "--on", "2026-11-14")

    quick = secondsale(*chosen, *typed)
    monkeypatch.setattr("secondsale.cli.MORNINGS", ())

    assert secondsale(*chosen, *typed) == quick


def test_the_list_says_of_each_command_what_the_command_says() -> None:
    commands = get_group(_app.app).commands

    said = {name: (each.help or "").split("\n")[0] for name, each in commands.items()}

    assert {each.name: each.sentence for each in listed()} == said


def test_every_function_with_options_is_in_the_list() -> None:
    functions = [(each.module, each.function) for each in listed()]

    assert len(functions) == len(set(functions)) == len(Commands())


def test_what_is_not_in_the_list_is_no_command() -> None:
    commands: Any = Commands()

    assert commands.get("nope") is None
    assert "nope" not in commands
