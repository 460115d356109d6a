"""Whether one of two ways is better: evidence that may be looked at every day.

If two ways were alike, what became of a customer would say nothing of the way they
were dealt: one of the two by chance, whatever came of it. So one bets on the way, given
the outcome, in the order in which outcomes become known. Under no difference such a bet
wins nothing on average, however long one goes on and whenever one stops: it grows
twentyfold once in twenty times at most (Ville's inequality: J. Ville, Étude critique de
la notion de collectif, 1939; bets as tests: G. Shafer, J. R. Stat. Soc. A 184 (2021),
407-431; of two shares: R. Turner, A. Ly, P. Grünwald, J. Stat. Plan. Inference 230
(2024), 106116).
"""

from collections.abc import Iterator
from functools import cache
from math import exp, log

from secondsale.records import dataclass

MOST_MORE = 1000
"""More customers than that are too many to wait for."""

_STEPS = 24


@dataclass(frozen=True, slots=True)
class Tally:
    """Of so many customers who were dealt a way and are known, so many succeeded."""

    hits: int = 0
    n: int = 0

    @property
    def misses(self) -> int:
        """Return how many did not."""
        return self.n - self.hits

    @property
    def rate(self) -> float:
        """Return the mean of the Beta(1 + hits, 1 + misses) posterior."""
        return (self.hits + 1) / (self.n + 2)


def evidence(first: Tally, second: Tally, share: float = 0.5) -> float:
    """Return how much a bet on a difference has grown, from 1 on.

    `share` is that of those who are dealt the first way, of both. The bet is one for
    each pair of rates on a grid, all of them held at once: a mixture of martingales.
    """
    bets = _bets(share)
    logs = [
        first.hits * hit_1
        + second.hits * hit_2
        + first.misses * miss_1
        + second.misses * miss_2
        for hit_1, hit_2, miss_1, miss_2 in bets
    ]
    top = max(logs)
    return exp(min(top, 700.0)) * sum(exp(each - top) for each in logs) / len(logs)


def more_needed(first: Tally, second: Tally, share: float, enough: float) -> int | None:
    """Return how many more customers it takes, if the rates are what they look like.

    None where that is more than MOST_MORE: no difference is in sight. By the expected
    growth of the bet a customer, the information that an outcome has of the way.
    """
    growth = _information(first.rate, second.rate, share)
    lacking = log(enough) - log(evidence(first, second, share))
    if lacking <= 0:
        return 0
    if growth * MOST_MORE <= lacking:
        return None
    return int(lacking / growth) + 1


def _information(rate_1: float, rate_2: float, share: float) -> float:
    """Return the mutual information of way and outcome, in nats a customer."""
    both = share * rate_1 + (1 - share) * rate_2
    apart = share * _entropy(rate_1) + (1 - share) * _entropy(rate_2)
    return max(0.0, _entropy(both) - apart)


def _entropy(rate: float) -> float:
    return -rate * log(rate) - (1 - rate) * log(1 - rate)


@cache
def _bets(share: float) -> tuple[tuple[float, float, float, float], ...]:
    """Return for each pair of rates what is won, in logs, by way and outcome."""
    return tuple(_wins(share))


def _wins(share: float) -> Iterator[tuple[float, float, float, float]]:
    rates = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    other = 1 - share
    for rate_1 in rates:
        for rate_2 in rates:
            if rate_1 != rate_2:
                hit = share * rate_1 + other * rate_2
                miss = 1 - hit
                yield (
                    log(rate_1 / hit),
                    log(rate_2 / hit),
                    log((1 - rate_1) / miss),
                    log((1 - rate_2) / miss),
                )
