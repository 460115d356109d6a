"""What a share of few can tell: intervals that hold for small numbers, too."""

from math import comb, exp, floor, lgamma, log, log1p, sqrt

Z95 = 1.959963984540054
"""The normal quantile of 97.5 %."""


def wilson(hits: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Return the interval of a share, 0 to 1; of nothing, all of it.

    Wilson's score interval: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209-212.
    """
    if not n:
        return 0.0, 1.0
    share, z2 = hits / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At its ends the formula is off by a rounding, which would be told as a doubt.
    low = max(0.0, middle - half) if hits else 0.0
    return low, min(1.0, middle + half) if hits < n else 1.0


def told_apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return 1 if a share is greater than another, -1 if less, 0 if chance may be why.

    Each is hits and n, of different people. R. G. Newcombe, Statistics in Medicine 17
    (1998), 873-890, method 10, from the intervals of Wilson: 95 %.
    """
    if not one[1] or not other[1]:
        return 0
    (low, high), (low_2, high_2) = wilson(*one), wilson(*other)
    mean, mean_2 = one[0] / one[1], other[0] / other[1]
    apart = mean - mean_2
    if apart - sqrt((mean - low) ** 2 + (high_2 - mean_2) ** 2) > 0:
        return 1
    if apart + sqrt((high - mean) ** 2 + (mean_2 - low_2) ** 2) < 0:
        return -1
    return 0


LEAST_FOR_MEAN = 30
"""Of fewer, a mean's interval is not told: what is counted here is far from even."""


def of_mean(n: int, total: float, squares: float) -> tuple[float, float] | None:
    """Return the interval of a mean from sums, None where there are too few.

    Mean plus and minus 1.96 standard errors, which many values follow (central limit).
    """
    if n < LEAST_FOR_MEAN:
        return None
    mean = total / n
    half = Z95 * sqrt(max(0.0, squares / n - mean * mean) / (n - 1))
    return mean - half, mean + half


def of_ratio(
    n: int, part: float, whole: float, parts2: float, wholes2: float, both: float
) -> tuple[float, float] | None:
    """Return the interval of a part of a whole that differs from customer to customer.

    `parts2`, `wholes2` and `both` are the sums of part x part, whole x whole and part x
    whole. Variance of a ratio: W. G. Cochran, Sampling Techniques (1977), 6.3.
    """
    if n < LEAST_FOR_MEAN or not whole:
        return None
    ratio = part / whole
    rest = max(0.0, parts2 - 2 * ratio * both + ratio * ratio * wholes2)
    half = Z95 * sqrt(rest * n / (n - 1)) / whole
    return max(0.0, ratio - half), min(1.0, ratio + half)


def median_ranks(n: int) -> tuple[int, int] | None:
    """Return between which of n values in order, from 1, their median surely lies.

    With a chance of 95 %, whatever they are like, by the signs alone (binomial;
    W. J. Conover, Practical Nonparametric Statistics (1999), 3.2). None under 6.
    """
    if n > EXACT:
        low = floor(n / 2 - Z95 * sqrt(n) / 2)
        return low, n + 1 - low
    below, low = 0, 0
    while (below := below + comb(n, low)) <= 0.025 * 2**n:
        low += 1
    return (low, n + 1 - low) if low else None


EXACT = 1000
"""Up to so many, ranks are counted out; beyond, the normal curve is as good."""


def beta(hits: int, n: int) -> tuple[float, float]:
    """Return what the Beta(1 + hits, 1 + misses) posterior of a share leaves likely.

    Between these it lies with a chance of 95 %, as much above as below, if beforehand
    every share was as likely as any other; of nothing, that is 2.5 to 97.5 %.
    """
    a, b = hits + 1, n - hits + 1
    return _beta_quantile(0.025, a, b), _beta_quantile(0.975, a, b)


def of_difference(
    one: tuple[int, int], other: tuple[int, int]
) -> tuple[float, float, float]:
    """Return how much greater one share is than another, and between what that lies.

    Each is hits and n. Posterior means, and their limits put together as in R. G.
    Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10: squares add up.
    """
    (mean, low, high), (mean_2, low_2, high_2) = (
        ((hits + 1) / (n + 2), *beta(hits, n)) for hits, n in (one, other)
    )
    apart = mean - mean_2
    below = sqrt((mean - low) ** 2 + (high_2 - mean_2) ** 2)
    above = sqrt((high - mean) ** 2 + (mean_2 - low_2) ** 2)
    return apart, max(-1.0, apart - below), min(1.0, apart + above)


def _beta_quantile(chance: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        if _beta_below(middle, a, b) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """Return how much of a Beta lies below x, 0 to 1: the incomplete beta function.

    Abramowitz and Stegun, 26.5.8: a continued fraction, which is quick on the side of
    the mean that lies nearer to 0.
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    if x <= 0:
        return 0.0
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(scale) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + ...)), by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, 2000):
        m = step // 2
        if step % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d)
        c = 1 + term / c
        value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value
