"""Many whole numbers, kept by how often each occurred."""

from collections.abc import Iterator

from secondsale.metrics.intervals import median_ranks, of_mean


class Distribution:
    """Whole numbers such as days: how many, their mean, their middle."""

    __slots__ = ("_counts", "n", "squares", "total")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self.n = self.total = self.squares = 0

    def add(self, value: int, times: int = 1) -> None:
        """Count a value."""
        self._counts[value] = self._counts.get(value, 0) + times
        self.n += times
        self.total += value * times
        self.squares += value * value * times

    @property
    def mean(self) -> float | None:
        """Return the mean, None of nothing."""
        return self.total / self.n if self.n else None

    @property
    def mean_interval(self) -> tuple[float | None, float | None]:
        """Return between what the mean lies, None where they are too few to say."""
        return of_mean(self.n, self.total, self.squares) or (None, None)

    @property
    def median(self) -> float | None:
        """Return the middle value, or half-way between the middle two."""
        if not self.n:
            return None
        low, high = self._of_ranks((self.n + 1) // 2, self.n // 2 + 1)
        return (low + high) / 2

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Return between what the median lies, None where they are too few to say."""
        ranks = median_ranks(self.n)
        if ranks is None:
            return None, None
        low, high = self._of_ranks(*ranks)
        return low, high

    def reached_by(self, share: float) -> int | None:
        """Return the least value that so large a share does not lie above."""
        if not self.n:
            return None
        rank = -int(-share * self.n // 1)
        return self._of_ranks(max(1, rank))[0]

    def at_most(self, value: int) -> int:
        """Return how many do not lie above a value."""
        return sum(times for each, times in self._counts.items() if each <= value)

    def _of_ranks(self, *ranks: int) -> list[int]:
        """Return the values that have these places, from 1, in their order."""
        ordered = self._in_order()
        found: list[int] = []
        value, passed = 0, 0
        for rank in ranks:
            while passed < rank:
                value, times = next(ordered)
                passed += times
            found.append(value)
        return found

    def _in_order(self) -> Iterator[tuple[int, int]]:
        return iter(sorted(self._counts.items()))
