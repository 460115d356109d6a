"""Try the built program against every fault there is: the slow tests.

`python -m tests.faults [--rounds N] [--seed S] [--only WORD]` prints a line a case and
a summary, and ends with 1 if something was wrong. The same seed tries the same points.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.faults import crowds, disk, every_call, moments, power_cuts, wrong_files
from tests.faults.books import ten_rows
from tests.faults.programs import BOOK, Programs

ROUNDS = 30
"""Random points of a long command."""

VARIANTS = 5
"""How many ways a power cut can end."""

SHOWN = 3
"""How many wrong points of a case are told."""

Checks = Iterator[tuple[str, str]]
"""What is tried, and what is wrong with it; nothing if all is well."""

Case = tuple[str, Callable[[Programs], Checks]]


def main() -> int:
    """Try all cases, and return 1 if something was wrong."""
    options = _options()
    missing = disk.why_not()
    if missing:
        print(f"skipped: {missing}")
        return 0
    print(f"seed {options.seed}, {options.rounds} random points", flush=True)
    begun = time.monotonic()
    chosen = [
        each for each in _cases(options.rounds, options.seed) if options.only in each[0]
    ]
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        tried, failed = _try_all(chosen, Path(folder))
    took = time.monotonic() - begun
    print(f"{len(chosen)} cases, {tried} checks, {failed} wrong, {took:.0f} s")
    if failed:
        print(f"again: python -m tests.faults --seed {options.seed}")
    return 1 if failed or not tried else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--only", default="", help="cases whose name holds this")
    return parser.parse_args()


def _memory() -> str | None:
    """Return a folder in memory: the faults are of our making, the disk only slow."""
    folder = "/dev/shm"
    return folder if os.access(folder, os.W_OK) else None


def _cases(rounds: int, seed: int) -> Iterator[Case]:
    # Those that wait come first, so that others can run beside them.
    yield "locked", crowds.holders
    for how in (signal.SIGINT, signal.SIGKILL):
        yield f"{how.name} at any time", partial(moments.stopped, how=how, seed=seed)
    trials = [*every_call.small(), *every_call.large(rounds)]
    for trial in trials:
        for kind in every_call.KINDS:
            name = f"{trial.name}: {kind.name.lower()}"
            yield name, partial(_every_call, trial=trial, kind=kind, seed=seed)
        yield f"{trial.name}: power cut", partial(_cuts, trial=trial, seed=seed)
    yield "writers", crowds.writers
    yield "undoers", crowds.undoers
    yield "migrators", crowds.migrators
    yield "wrong files", _wrong_files


def _try_all(cases: list[Case], folder: Path) -> tuple[int, int]:
    shim = disk.build(folder)
    own = threading.local()
    started: list[Programs] = []

    def attempt(case: Case) -> tuple[int, int]:
        if not hasattr(own, "programs"):
            own.programs = Programs(shim, folder)
            started.append(own.programs)
        return _try(case, own.programs)

    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        results = list(pool.map(attempt, cases))
    for programs in started:
        programs.close()
    return sum(tried for tried, _ in results), sum(failed for _, failed in results)


def _try(case: Case, programs: Programs) -> tuple[int, int]:
    name, check = case
    begun = time.monotonic()
    checks = list(check(programs))
    wrong = [(what, why) for what, why in checks if why]
    lines = [
        f"{'ok  ' if not wrong else 'FAIL'} {name}: "
        f"{len(checks)} checks, {time.monotonic() - begun:.0f} s",
        *(f"     {what}: {why}" for what, why in wrong[:SHOWN]),
    ]
    print("\n".join(lines), flush=True)
    return len(checks), len(wrong)


def _every_call(
    programs: Programs, *, trial: every_call.Trial, kind: disk.Kind, seed: int
) -> Checks:
    for at, wrong in every_call.tried(programs, trial, kind, seed):
        yield f"event {at}", wrong


def _cuts(programs: Programs, *, trial: every_call.Trial, seed: int) -> Checks:
    for at, wrong in power_cuts.cuts(programs, trial, variants=VARIANTS, seed=seed):
        yield f"after event {at}", wrong


def _wrong_files(programs: Programs) -> Checks:
    with programs.folder() as folder:
        ten_rows(programs, folder)
        sound = (folder / BOOK).read_bytes()
    for name, make in wrong_files.wrong_files():
        for command in wrong_files.COMMANDS:
            with programs.folder() as folder:
                make(folder / BOOK, sound)
                before = wrong_files.fingerprint(folder / BOOK)
                said = programs.run(folder, *command)
                same = wrong_files.fingerprint(folder / BOOK) == before
            lines = said.err.splitlines()
            fine = same and said.code == 1 and len(lines) == 2 and not said.out
            yield f"{command[0]} on {name}", "" if fine else f"{said}, same: {same}"


if __name__ == "__main__":
    sys.exit(main())
