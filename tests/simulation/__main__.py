"""Simulate a year of three sellers with sixty customers, and print what came of it.

Run from the repository's root: `python -m tests.simulation [CUSTOMERS [DAYS [SEED]]]`.
It takes some minutes. Exits with 1 if anything that must hold did not.
"""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.sellers import SELLERS, Seller, default_settings, simulate
from tests.simulation.tally import Tally

from secondsale.rules import RULES

CUSTOMERS, DAYS, SEED = 60, 365, 1
ENDS = ("done", "skipped", "expired", "closed", "open")

Row = tuple[str, Callable[[Tally], object]]

ROWS: tuple[Row, ...] = (
    ("days above capacity, not by promises alone", lambda t: len(t.crowded)),
    ("lessons, asks, offers within 3 days", lambda t: len(t.too_close)),
    ("... beyond 4 in 30 days", lambda t: len(t.too_many)),
    ("anything but promises in an open concern", lambda t: len(t.in_a_concern)),
    ("touchpoints silently lost", lambda t: len(t.lost)),
    ("touchpoints that ended twice", lambda t: len(t.twice)),
    ("expired as if missed, but never listed", lambda t: len(t.unseen)),
    ("days above capacity, by promises alone", lambda t: t.promise_days),
    ("longest list", lambda t: max(t.listed.values())),
    ("most conversations had in a day", lambda t: max(t.had.values())),
    ("conversations had", lambda t: t.had.total()),
    ("mean conversations a day", lambda t: f"{t.had.total() / len(t.listed):.1f}"),
    ("mean length of a list", lambda t: f"{t.listed.total() / len(t.listed):.1f}"),
    ("let go by catch-up", lambda t: t.let_go),
    ("expired meanwhile, as catch-up says", lambda t: t.missed),
    ("most pushing days in 30, one customer", lambda t: t.most_in_a_month),
)


def main() -> None:
    """Print the tables."""
    typed = [int(each) for each in sys.argv[1:4]]
    customers, days, seed = [*typed, *(CUSTOMERS, DAYS, SEED)[len(typed) :]]
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(_run, each, customers, days, seed) for each in SELLERS]
        tallies = [job.result() for job in jobs]
    print(f"{customers} customers, {days} days, seed {seed}\n")
    _print_row("", [seller.name for seller in SELLERS])
    _print_row("---", ["---:"] * len(SELLERS))
    for label, value in ROWS:
        _print_row(label, [str(value(tally)) for tally in tallies])
    for restraint in sorted({each for tally in tallies for each in tally.expired}):
        counts = [str(tally.expired[restraint]) for tally in tallies]
        _print_row(f"expired: {restraint}", counts)
    print(f"\nWhat was begun, by rule: {' / '.join(ENDS)}\n")
    _print_row("rule", [seller.name for seller in SELLERS])
    _print_row("---", ["---:"] * len(SELLERS))
    for rule in (*(rule.id for rule in RULES), "all"):
        _print_row(rule, [_ends(tally, rule) for tally in tallies])
    breaches = [each for tally in tallies for each in tally.breaches]
    unseen = [f"never listed: {each}" for tally in tallies for each in tally.unseen]
    print("", *breaches, *unseen, sep="\n")
    sys.exit(bool(breaches))


def _run(seller: Seller, customers: int, days: int, seed: int) -> Tally:
    return simulate(
        seller, default_settings(), customers=customers, days=days, seed=seed
    )


def _ends(tally: Tally, rule: str) -> str:
    chosen = [c for each, c in tally.ends.items() if rule in (each, "all")]
    return " / ".join(str(sum(c[end] for c in chosen)) for end in ENDS)


def _print_row(label: str, values: Sequence[str]) -> None:
    print(f"| {label} | {' | '.join(values)} |")


if __name__ == "__main__":
    main()
