"""Simulate experiments that are looked at every day, and print what was called better.

Run from the repository's root: `python -m tests.simulation.experiments [EXPERIMENTS]`.
With 2,000 of each kind it takes some minutes.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from random import Random
from statistics import median

from secondsale.metrics.evidence import Tally
from secondsale.metrics.trials import Exposed, Standing, standing
from secondsale.model import Arm, Trial

BEGUN = date(2026, 1, 1)
WITHIN = 60
EXPERIMENTS = 2000
CUSTOMERS = 500


@dataclass(frozen=True)
class World:
    """How likely customers of each arm are to order again in time, and how soon."""

    name: str
    first: float
    second: float
    held_out: float = 0.0
    hold_out: int = 0
    """In percent."""
    sooner: float = 1.0
    """By what the first way multiplies the days until an order."""


WORLDS = (
    World("20 % against 20 %", 0.2, 0.2),
    World("5 % against 5 %", 0.05, 0.05),
    World("50 % against 50 %", 0.5, 0.5),
    World("20 % against 20 %, the first twice as soon", 0.2, 0.2, sooner=0.5),
    World("20 % each, as those left alone", 0.2, 0.2, 0.2, hold_out=20),
    World("10 % against 50 %", 0.1, 0.5),
    World("20 % against 40 %", 0.2, 0.4),
    World("20 % against 30 %", 0.2, 0.3),
)


@dataclass(frozen=True)
class Verdict:
    """What an experiment said first, if anything, and of how many it knew then."""

    better: Arm | None = None
    following_up: bool | None = None
    customers: int = 0


def experiment(world: World, seed: int, customers: int = CUSTOMERS) -> Verdict:
    """Look at an experiment every day until it tells, or all customers are known.

    From one to three customers come to be in it every day.
    """
    chance = Random(seed)
    trial = Trial(
        1, "t", "education", str(seed), BEGUN, (("due_days", "3"),), (),
        world.hold_out, WITHIN,
    )  # fmt: skip
    exposed = sorted(_exposed(world, trial, chance, customers), key=itemgetter(0))
    known: dict[Arm, Tally] = dict.fromkeys(Arm, Tally())
    for day, group in groupby(exposed, key=itemgetter(0)):
        # Each is looked at once, by the same function, when they come to count.
        today = standing(trial, (each for _, each in group), day).arms
        known = {
            arm: Tally(known[arm].hits + new.hits, known[arm].n + new.n)
            for arm, new in today.items()
        }
        verdict = _verdict(Standing(trial, day, known, {}))
        if verdict is not None:
            return verdict
    return Verdict(customers=customers)


def _exposed(
    world: World, trial: Trial, chance: Random, customers: int
) -> Iterator[tuple[date, Exposed]]:
    """Yield each customer after the day on which they come to count."""
    rates = {
        Arm.FIRST: world.first,
        Arm.SECOND: world.second,
        Arm.HELD_OUT: world.held_out,
    }
    day = BEGUN
    left = 0
    for who in range(1, customers + 1):
        if not left:
            left, day = chance.randint(1, 3), day + timedelta(1)
        left -= 1
        arm = trial.arm(who)
        days = 1 + int(chance.random() * WITHIN)
        if arm is Arm.FIRST:
            days = max(1, int(days * world.sooner))
        orders = [day + timedelta(days)] if chance.random() < rates[arm] else []
        yield day + timedelta(WITHIN + 1), Exposed(who, day, orders)


def _verdict(now: Standing) -> Verdict | None:
    n = sum(tally.n for tally in now.arms.values())
    better = now.ways.better if now.ways is not None else None
    if better is not None:
        return Verdict(Arm.FIRST if better else Arm.SECOND, customers=n)
    if now.held_out is not None and now.held_out.told:
        return Verdict(following_up=now.held_out.better, customers=n)
    return None


def verdicts(world: World, experiments: int) -> list[Verdict]:
    """Return what so many experiments said, each with a seed of its own."""
    with ProcessPoolExecutor() as pool:
        one = partial(experiment, world)
        return list(pool.map(one, range(experiments), chunksize=20))


def main() -> None:
    """Print the table."""
    experiments = int(sys.argv[1]) if len(sys.argv) > 1 else EXPERIMENTS
    print(
        f"{experiments:,} experiments each, {CUSTOMERS} customers, a look every day\n"
    )
    print("| truth | called different | median customers until then |")
    print("|---|---:|---:|")
    for world in WORLDS:
        told = [
            each
            for each in verdicts(world, experiments)
            if each.better is not None or each.following_up is not None
        ]
        when = f"{median(each.customers for each in told):.0f}" if told else ""
        print(f"| {world.name} | {len(told) / experiments:.1%} | {when} |", flush=True)


if __name__ == "__main__":
    main()
