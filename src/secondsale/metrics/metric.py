"""One figure of a book, with all that is needed to judge it."""

from enum import StrEnum

from secondsale.metrics.intervals import told_apart, wilson
from secondsale.records import dataclass, replace

FEW = 20
"""Made of fewer, a figure may still change much."""


class Unit(StrEnum):
    """What a figure is counted in."""

    SHARE = "share"
    """From 0 to 1."""
    DAYS = "days"
    COUNT = "count"
    MONEY = "money"
    """In minor units of the metric's currency."""
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: its value, what it is made of, how sure it is, and what it means."""

    id: str
    """A frozen word, such as `second-sale`: scripts go by it."""
    label: str
    value: float | None
    """None where nothing can be told."""
    unit: Unit
    n: int
    """How many customers, sales or conversations it is made of."""
    definition: str
    """What is counted, of whom, over which time: one sentence."""
    hits: int | None = None
    """Of a share: how many of the n."""
    low: float | None = None
    high: float | None = None
    """Between these it lies with a chance of 95 %, if it is an estimate."""
    before: float | None = None
    """Its value in the period before, where there was one."""
    before_n: int = 0
    currency: str = ""
    of: str = ""
    """What the n are, in the singular: `customer`."""
    leans_on: int | None = None
    """How many of the n tell of it, where not all of them do."""
    total: bool = False
    """Whether it is a plain sum, which needs no many to be right."""
    standing: bool = False
    """Whether it counts all time up to the end of a period: the same people twice."""
    moved: int = 0
    """1 or -1 where it rose or fell by more than chance explains."""

    @property
    def few(self) -> bool:
        """Return whether it is an estimate or average of too few to lean on."""
        if self.value is None or self.total or self.unit is Unit.COUNT:
            return False
        return (self.n if self.leans_on is None else self.leans_on) < FEW

    def against(self, earlier: "Metric") -> "Metric":
        """Return the figure beside the same one of the period before.

        That it moved is only said of shares of different people or things: of the same
        ones there is no such test.
        """
        moved = 0
        if not self.standing and self.hits is not None and earlier.hits is not None:
            moved = told_apart((self.hits, self.n), (earlier.hits, earlier.n))
        return replace(self, before=earlier.value, before_n=earlier.n, moved=moved)


def standing(*metrics: Metric) -> tuple[Metric, ...]:
    """Return figures that count all time up to the end of a period."""
    return tuple(replace(each, standing=True) for each in metrics)


def share(
    id: str,
    label: str,
    hits: int,
    n: int,
    definition: str,
    *,
    estimate: bool = True,
    of: str = "",
) -> Metric:
    """Return the figure of hits among n, with its interval if it is an `estimate`."""
    low, high = wilson(hits, n) if estimate and n else (None, None)
    value = hits / n if n else None
    return Metric(id, label, value, Unit.SHARE, n, definition, hits, low, high, of=of)
