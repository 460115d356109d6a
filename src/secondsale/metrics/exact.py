"""Whether two shares differ by more than chance, told exactly and for many at once."""

from collections.abc import Sequence
from math import exp, lgamma

NEGLIGIBLE = 1e-15
EQUAL = 1e-9
"""Of two chances, how far apart those are that are the same but for rounding."""


def fisher(hits: int, n: int, hits_2: int, n_2: int) -> float:
    """Return how likely two shares differ as much as these by chance alone.

    Fisher's exact test, two-sided: the chances of all tables with the same margins that
    are not likelier than this one (R. A. Fisher, J. R. Stat. Soc. 98 (1935), 39-82).
    """
    both, every = hits + hits_2, n + n_2
    low, high = max(0, both - n_2), min(n, both)
    here = _log_chance(hits, n, both, every)
    limit = here + EQUAL
    mode = (n + 1) * (both + 1) // (every + 2)

    def tail(start: int, step: int) -> float:
        """Return the sum of chances from a table on, outwards."""
        total, at = 0.0, start
        while low <= at <= high:
            part = exp(_log_chance(at, n, both, every))
            total += part
            if part <= NEGLIGIBLE * total:
                break
            at += step
        return total

    def first(outer: int, step: int) -> int:
        """Return the first table from the middle outwards that is no likelier."""
        near, far = mode, outer + step
        while near != far:
            middle = near + step * (abs(far - near) // 2)
            if _log_chance(middle, n, both, every) <= limit:
                far = middle
            else:
                near = middle + step
        return near

    mode = min(max(mode, low), high)
    if _log_chance(mode, n, both, every) <= limit:
        return 1.0
    return min(1.0, tail(first(low, -1), -1) + tail(first(high, 1), 1))


def _log_chance(hits: int, n: int, both: int, every: int) -> float:
    """Return the log of the hypergeometric chance of a table with these margins."""
    return (
        _log_choose(n, hits)
        + _log_choose(every - n, both - hits)
        - _log_choose(every, both)
    )


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def holm(chances: Sequence[float]) -> list[float]:
    """Return chances corrected for how many were looked at.

    Of those below 0.05 then, any at all is a fluke once in twenty times at most,
    however they hang together (S. Holm, Scand. J. Stat. 6 (1979), 65-70).
    """
    count, last = len(chances), 0.0
    corrected = [0.0] * count
    for rank, at in enumerate(sorted(range(count), key=chances.__getitem__)):
        last = max(last, min(1.0, (count - rank) * chances[at]))
        corrected[at] = last
    return corrected
