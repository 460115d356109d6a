"""What a command must not load, because every morning would wait for it."""

import json

import pytest
from tests.conftest import InProcess, Processes

RUNNER = """
import json, sys
from secondsale.cli import main
code = main({arguments})
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
HEAVY = {"pydantic", "rich", "sqlite_utils", "dateutil.parser", "click"}
MOST_MODULES = 300


@pytest.mark.parametrize("arguments", [["today"], ["--help"], ["export"]])
def test_plain_output_loads_nothing_heavy(
    secondsale: InProcess, process: Processes, arguments: list[str]
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    runner = RUNNER.format(arguments=arguments)

    said = process.run([process.command()[0], "-c", runner])

    loaded = set(json.loads(said.err))
    assert said.code == 0
    assert not loaded & HEAVY
    assert len(loaded) <= MOST_MODULES
