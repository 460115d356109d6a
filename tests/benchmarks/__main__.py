"""Time whole processes, interleaved, as ratios to `python -c pass`.

Run from the repository's root: `python -m tests.benchmarks [ROUNDS]`, and with `scale`
instead of the rounds on books of up to a million sales; `import` sets import and export
beside bare rows, `figures` the figures beside reading the sales alone. Single times say
little on a busy machine; the medians of interleaved rounds, and their ratios, hold.
taskwarrior (`task`) and todoman (`todo`) are asked the same where PATH has them.
"""

import os
import platform
import pty
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from tests.benchmarks import bulk, figures, scale
from tests.benchmarks.peers import peers

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

Seconds = tuple[float, float]
"""By the clock, and of the processor: the second holds on a machine that is busy."""

Case = tuple[str, Callable[[], Seconds]]


def main() -> None:
    """Print a table of medians and ratios."""
    if sys.argv[1:2] == ["scale"]:
        scale.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["figures"]:
        figures.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["import"]:
        bulk.main(sys.argv[2:])
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        cases = tuple(_cases(Path(folder)))
        times: dict[str, list[Seconds]] = {name: [] for name, _ in cases}
        for number in range(rounds + 1):
            for name, run in cases:
                seconds = run()
                if number:  # the first round warms the caches
                    times[name].append(seconds)
    medians = {name: _medians(each) for name, each in times.items()}
    print(f"{platform.platform()}, Python {platform.python_version()}, {rounds} rounds")
    print("\n| command | median ms | ratio | processor ms | ratio |")
    print("|---|---|---|---|---|")
    floor = medians[FLOOR]
    for name, seconds in medians.items():
        pairs = zip(seconds, floor, strict=True)
        shown = " | ".join(f"{x * 1000:.0f} | {x / y:.1f}" for x, y in pairs)
        print(f"| {name} | {shown} |")


def _medians(times: list[Seconds]) -> Seconds:
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


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
    yield "`today --brief`", _piped([script, "today", "--brief"], environment)
    yield "`add-sale`", _piped(sale, environment)
    yield "`done`", _piped(closing, environment)
    yield "`--help`", _piped([script, "--help"], environment)
    for name, command, more in peers(folder):
        yield name, _piped(command, {**environment, **more})


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    book = {"SECONDSALE_BOOK": str(folder / "book.db"), "HOME": str(folder)}
    return {**kept, **book, "TERM": "xterm-256color", "COLUMNS": "100"}


def _piped(command: list[str], environment: dict[str, str]) -> Callable[[], Seconds]:
    def run() -> Seconds:
        with _Timed() as timed:
            subprocess.run(command, env=environment, check=True, capture_output=True)
        return timed.seconds

    return run


def _at_a_terminal(
    command: list[str], environment: dict[str, str]
) -> Callable[[], Seconds]:
    def run() -> Seconds:
        master, slave = pty.openpty()
        with (
            _Timed() as timed,
            subprocess.Popen(
                command, env=environment, stdin=slave, stdout=slave, stderr=slave
            ) as process,
        ):
            os.close(slave)
            _drain(master)
        os.close(master)
        assert process.returncode == 0, command
        return timed.seconds

    return run


class _Timed:
    """What the processes begun and ended inside took."""

    def __enter__(self) -> Self:
        self._began = _now()
        return self

    def __exit__(self, *_: object) -> None:
        clock, processor = _now()
        self.seconds = clock - self._began[0], processor - self._began[1]


def _now() -> Seconds:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # what Linux says at the end of a pseudo-terminal
        return


if __name__ == "__main__":
    main()
