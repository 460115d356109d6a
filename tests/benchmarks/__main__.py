"""Time whole processes, interleaved, as ratios to `python -c pass`.

Run from the repository's root: `python -m tests.benchmarks [ROUNDS]`. Single times say
little on a busy machine; the medians of interleaved rounds, and their ratios, hold.
"""

import os
import platform
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROUNDS = 15
FLOOR = "python -c pass"
HELLO = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "you") -> None:
    print(f"hello {name}")
app()
"""

Case = tuple[str, Callable[[], float]]


def main() -> None:
    """Print a table of medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        cases = tuple(_cases(Path(folder)))
        times: dict[str, list[float]] = {name: [] for name, _ in cases}
        for number in range(rounds + 1):
            for name, run in cases:
                seconds = run()
                if number:  # the first round warms the caches
                    times[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in times.items()}
    print(f"{platform.platform()}, Python {platform.python_version()}, {rounds} rounds")
    print("\n| command | median ms | ratio |\n|---|---|---|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds * 1000:.0f} | {seconds / medians[FLOOR]:.1f} |")


def _cases(folder: Path) -> Iterator[Case]:
    hello = folder / "hello.py"
    hello.write_text(HELLO, encoding="utf-8")
    python, script = sys.executable, str(Path(sys.executable).parent / "secondsale")
    environment = _environment(folder)
    sale = [script, "add-sale", "Ana Silva", "Lip Care"]
    closing = [script, "done", "Ben Okafor", "ok"]
    yield FLOOR, _piped([python, "-c", "pass"], environment)
    yield "Typer hello world", _piped([python, str(hello)], environment)
    subprocess.run(
        [script, "demo", "--to", environment["SECONDSALE_BOOK"]],
        env=environment,
        check=True,
        capture_output=True,
    )
    yield "`today`, piped", _piped([script, "today"], environment)
    yield "`today`, at a terminal", _at_a_terminal([script, "today"], environment)
    yield "`add-sale`", _piped(sale, environment)
    yield "`done`", _piped(closing, environment)
    yield "`--help`", _piped([script, "--help"], environment)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    book = {"SECONDSALE_BOOK": str(folder / "book.db"), "HOME": str(folder)}
    return {**kept, **book, "TERM": "xterm-256color", "COLUMNS": "100"}


def _piped(command: list[str], environment: dict[str, str]) -> Callable[[], float]:
    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        return time.perf_counter() - start

    return run


def _at_a_terminal(
    command: list[str], environment: dict[str, str]
) -> Callable[[], float]:
    def run() -> float:
        master, slave = pty.openpty()
        start = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdin=slave, stdout=slave, stderr=slave
        ) as process:
            os.close(slave)
            _drain(master)
        seconds = time.perf_counter() - start
        os.close(master)
        assert process.returncode == 0, command
        return seconds

    return run


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # what Linux says at the end of a pseudo-terminal
        return


if __name__ == "__main__":
    main()
