"""What a command costs as a book grows: whole processes on books of several sizes."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SIZES = (1_000, 100_000, 1_000_000)
FLOOR = ("python -c pass", 0)
COMMANDS = {
    "`today`, piped": ["today"],
    "`today --brief`": ["today", "--brief"],
    "`add-sale`": ["add-sale", "1", "Product 1"],
    "`done`": ["done", "2", "ok"],
}
READING = 2
"""How many of them change nothing: they go first, while twenty are due."""

Case = tuple[str, int]


class Run(NamedTuple):
    """What one process took: seconds by the clock, of the processor, and its memory."""

    clock: float
    processor: float
    peak: float
    """In MiB."""


class Made(NamedTuple):
    """A book, what a sale takes in it, and how long it took to make and to plan it."""

    path: Path
    size: float
    filling: float
    planning: float


def main(arguments: Sequence[str]) -> None:
    """Print medians, their ratios and the memory, and what the books take."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks scale")
    parser.add_argument("--sales", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        books = {sales: _book(Path(folder), sales) for sales in chosen.sales}
        runs = _runs(books, chosen.rounds)
    print(
        f"{platform.platform()}, {os.cpu_count()} processors,"
        f" Python {platform.python_version()}, {chosen.rounds} rounds\n"
    )
    _print_commands(runs, min(chosen.sales))
    print("\n| sales | bytes a sale | made in s | everybody planned in s |")
    print("|---|---|---|---|")
    for sales, made in books.items():
        seconds = f"{made.filling:.1f} | {made.planning:.1f}"
        print(f"| {sales:,} | {made.size:.0f} | {seconds} |")


def _book(folder: Path, sales: int) -> Made:
    # In a process of its own: the peak of a child counts what its parent holds.
    path = folder / f"{sales}.db"
    command = [sys.executable, "-m", "tests.benchmarks.books", str(path), str(sales)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    size, filling, planning = map(float, done.stdout.split())
    return Made(path, size, filling, planning)


def _runs(books: dict[int, Made], rounds: int) -> dict[Case, list[Run]]:
    script = str(Path(sys.executable).parent / "secondsale")
    home = next(iter(books.values())).path.parent
    runs: dict[Case, list[Run]] = {}
    commands = list(COMMANDS.items())
    for part in (commands[:READING], commands[READING:]):
        for number in range(rounds + 1):
            cases = [(FLOOR, [sys.executable, "-c", "pass"])]
            cases += [
                ((name, sales), [script, "--book", str(made.path), *typed])
                for name, typed in part
                for sales, made in books.items()
            ]
            for case, command in cases:
                took = run(command, home)
                if number:  # the first warms the caches, and makes the copy of the day
                    runs.setdefault(case, []).append(took)
    return runs


def run(command: list[str], home: Path) -> Run:
    """Return what a command took, of a user whose home is a folder."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**kept, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _print_commands(runs: dict[Case, list[Run]], smallest: int) -> None:
    print(
        "| command | sales | median ms | ratio | processor ms | ratio"
        " | to the smallest book | peak MiB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    medians = {
        case: Run(*map(statistics.median, zip(*each, strict=True)))
        for case, each in runs.items()
    }
    floor = medians[FLOOR]
    for (name, sales), run in medians.items():
        small = medians.get((name, smallest), run)
        print(
            f"| {name} | {f'{sales:,}' if sales else ''} | {run.clock * 1000:.0f}"
            f" | {run.clock / floor.clock:.1f} | {run.processor * 1000:.0f}"
            f" | {run.processor / floor.processor:.1f}"
            f" | {run.clock / small.clock:.2f}, processor"
            f" {run.processor / small.processor:.2f} | {run.peak:.0f} |"
        )
