"""The tiers: how close customers are kept, and what that means in days."""

from secondsale.figures import figure
from secondsale.records import dataclass

NAMES = ("a", "b", "c")
"""From the closest; who has none is kept loosely."""


@dataclass(frozen=True)
class Tiers:
    """Say by tier after how long a word is due, and goodwill is down to half."""

    a_days: int = figure(30, "days", "tier a, the closest", low=1)
    b_days: int = figure(60, "days", "tier b", low=1)
    c_days: int = figure(90, "days", "tier c", low=1)
    other_days: int = figure(120, "days", "those in no tier", low=1)

    def days(self, tier: str) -> int:
        """Return the interval of a tier, in days; that of no tier where it is none."""
        by_tier = {"a": self.a_days, "b": self.b_days, "c": self.c_days}
        return by_tier.get(tier.casefold(), self.other_days)


USUAL = Tiers()
"""The tiers as they are if nobody says otherwise."""
