"""What `stats` costs as a book grows, beside a bare pass over the rows."""

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.benchmarks.scale import Run, run

SIZES = (1_000, 100_000, 1_000_000)
BARE = """
SELECT sales.customer_id, sold_on, quantity, unit_minor
FROM sales JOIN lines ON lines.sale_id = sales.id ORDER BY sales.customer_id, sold_on
"""


def main(arguments: Sequence[str]) -> None:
    """Print medians by the clock and of the processor, and the memory."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks figures")
    parser.add_argument("--sales", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    script = str(Path(sys.executable).parent / "secondsale")
    print("| sales | s | processor s | peak MiB | bare rows, processor s |")
    print("|---|---|---|---|---|")
    for sales in chosen.sales:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.db"
            _fill(path, sales)
            command = [script, "--book", str(path), "stats", "--json"]
            runs = [run(command, path.parent) for _ in range(chosen.rounds)]
            bare = statistics.median(_bare(path) for _ in range(chosen.rounds))
        made = Run(*map(statistics.median, zip(*runs, strict=True)))
        print(
            f"| {sales:,} | {made.clock:.1f} | {made.processor:.1f} | {made.peak:.0f}"
            f" | {bare:.1f} |"
        )


def _fill(path: Path, sales: int) -> None:
    # In a process of its own: the peak of a child counts what its parent holds.
    code = "from tests.benchmarks.books import *;"
    code += f"fill(Path({str(path)!r}), {sales}, date.today())"
    subprocess.run([sys.executable, "-c", code], check=True)


def _bare(path: Path) -> float:
    """Return how long it takes to read the sales alone and do nothing with them."""
    began = time.process_time()
    with closing(sqlite3.connect(path)) as connection:
        for _ in connection.execute(BARE):
            pass
    return time.process_time() - began
