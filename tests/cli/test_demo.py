from pathlib import Path

from tests.conftest import Processes


def called(said: str) -> str:
    """Return the program's name in the first command that may be copied."""
    (line,) = [line for line in said.splitlines() if " done ana happy " in line[:200]][
        -1:
    ]
    return line.strip().partition(" done ")[0]


def test_the_demo_says_how_to_go_on(process: Processes) -> None:
    script = Path(process.command()[0]).with_name("secondsale")

    found = process.run([str(script), "demo"], extra={"PATH": str(script.parent)})
    missing = process.run([str(script), "demo"], extra={"PATH": "/nonexistent"})
    module = process("demo", extra={"PATH": "/nonexistent"})

    assert called(found.err) == "secondsale"
    assert called(missing.err) == str(script)
    assert called(module.err) == f"{process.command()[0]} -m secondsale"


def test_the_demo_can_be_gone_on_with(process: Processes) -> None:
    book = process.folder / "my demo.db"

    said = process("demo", "--to", str(book))

    assert f"export SECONDSALE_BOOK='{book}'" in said.err
    assert process("done", "ana", "happy", "--book", str(book)).code == 0
