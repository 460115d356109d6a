"""What every part of the house has, and how big it may be; a failure names the gap."""

import ast
from pathlib import Path

import pytest

import secondsale
from secondsale.rules import RULES, Rule

TESTS = Path(__file__).parent
SOURCE = Path(secondsale.__file__).parent

MOST_LINES = 350
MOST_LINES_IN_A_FUNCTION = 55

ids = pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))


@ids
def test_a_rule_has_a_file_a_message_a_test_and_a_row(rule: type[Rule]) -> None:
    name = rule.id.replace("-", "_")
    readme = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    missing = [
        str(path)
        for path in (
            SOURCE / "rules" / f"{name}.py",
            SOURCE / "messages" / "en" / f"{rule.id}.txt",
            TESTS / "rules" / f"test_{name}.py",
        )
        if not path.exists()
    ]
    if not any(line.startswith(f"| `{rule.id}`") for line in readme.splitlines()):
        missing.append(f"a row | `{rule.id}` | in the rules table of README.md")

    assert not missing, f"the rule {rule.id} lacks " + " and ".join(missing)
    assert rule.__module__ == f"secondsale.rules.{name}"


def test_every_file_of_a_rule_is_in_the_list() -> None:
    files = {p.stem for p in (SOURCE / "rules").glob("*.py") if p.stem[0] != "_"}
    listed = {rule.__module__.rpartition(".")[2] for rule in RULES}

    assert not files - listed, f"not in RULES: {files - listed}"


def test_every_message_belongs_to_a_rule() -> None:
    files = (SOURCE / "messages").glob("*/*.txt")
    messages = {p.stem.partition(".")[0] for p in files if p.stem[0] != "_"}

    assert not messages - {rule.id for rule in RULES}


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@ids
def test_a_rule_says_what_it_does_in_one_sentence(rule: type[Rule]) -> None:
    first = (rule.__doc__ or "").splitlines()[0]

    assert first.endswith("."), f"the docstring of {rule.__name__}: {first!r}"


def test_files_are_small_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(SOURCE)): len(path.read_text("utf-8").splitlines())
        for path in SOURCE.rglob("*.py")
    }

    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_functions_are_small_enough_to_read() -> None:
    lengths = {
        f"{path.relative_to(SOURCE)}: {node.name}": (node.end_lineno or 0) - node.lineno
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }

    assert {
        name: n for name, n in lengths.items() if n >= MOST_LINES_IN_A_FUNCTION
    } == {}
