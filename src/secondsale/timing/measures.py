"""How good forecasts were: errors in days, in logarithms, and hits of the nudge."""

from collections.abc import Iterable, Mapping
from math import log
from statistics import fmean, median

from secondsale.records import dataclass
from secondsale.timing.forecasts import EARLY
from secondsale.timing.replay import METHOD, Trial

LAST_PART, LEAST_DAYS = 0.25, 3
"""A nudge hits in the last quarter of the true gap, or its last 3 days."""
FEWEST = 100
"""How many trials that came back a segment takes to be called the worst."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How good one way of forecasting was, over the trials that came back."""

    mean_error: float
    """Of the gap, in days (MAE)."""
    median_error: float
    log_error: float
    """The mean of |ln(expected gap / true gap)|."""
    hits: float
    """The share, 0 to 1, of nudges in the last quarter of the true gap."""
    by_expected: float
    """The share, 0 to 1, that had bought by the expected date; 0.5 is calibrated."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Some of the trials, with the measures of each way of forecasting by its name."""

    name: str
    tested: int
    came_back: int
    measures: Mapping[str, Measures]


def segment(name: str, trials: Iterable[Trial]) -> Segment:
    """Measure some trials."""
    tested = list(trials)
    back = [trial for trial in tested if trial.gap is not None]
    ways = back[0].said if back else {}
    measures = {
        way: _measures([(t.gap or 0, t.said[way]) for t in back]) for way in ways
    }
    return Segment(name, len(tested), len(back), measures)


def segments(trials: Iterable[Trial]) -> list[Segment]:
    """Measure the trials by own gaps, by how well a product is known, and by shop."""
    tested = list(trials)
    parts: dict[str, list[Trial]] = {}
    for trial in sorted(tested, key=lambda trial: trial.own_gaps):
        parts.setdefault(_by_own_gaps(trial), []).append(trial)
    for trial in sorted(tested, key=lambda trial: trial.others):
        parts.setdefault(_by_others(trial), []).append(trial)
    for trial in tested:
        parts.setdefault(_by_shop(trial), []).append(trial)
    found = [segment(name, part) for name, part in parts.items()]
    return [each for each in found if each.came_back]


def worst(found: Iterable[Segment]) -> Segment | None:
    """Return the segment, of those large enough, where the method errs most."""
    large = [each for each in found if each.came_back >= FEWEST]
    return max(large, key=lambda each: each.measures[METHOD].log_error, default=None)


def _measures(pairs: list[tuple[int, float]]) -> Measures:
    errors = [abs(said - true) for true, said in pairs]
    return Measures(
        mean_error=fmean(errors),
        median_error=median(errors),
        log_error=fmean(abs(log(max(said, 1) / true)) for true, said in pairs),
        hits=fmean(_hits(true, said) for true, said in pairs),
        by_expected=fmean(true <= said for true, said in pairs),
    )


def _hits(true: int, said: float) -> bool:
    nudge = max(1, round(EARLY * said))
    return true - max(LEAST_DAYS, LAST_PART * true) <= nudge <= true


def _by_own_gaps(trial: Trial) -> str:
    n = trial.own_gaps
    return f"{n if n < 5 else '5 or more'} own gap{'s' if n != 1 else ''}"


def _by_others(trial: Trial) -> str:
    n = trial.others
    few = "under 5" if n < 5 else "5 to 19" if n < 20 else "20 or more"
    return f"{few} bought it again"


def _by_shop(trial: Trial) -> str:
    return f"shop {trial.shop}" if trial.shop else "the shop"
