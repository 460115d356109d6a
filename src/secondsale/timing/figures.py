"""What to go by where nothing is known yet, and how often to learn."""

from secondsale.figures import figure
from secondsale.model import Learned
from secondsale.records import dataclass, replace


@dataclass(frozen=True)
class Timing:
    """When people buy again, as long as the book has not taught otherwise."""

    typical_cycle_days: int = figure(
        45, "days", "between purchases of a product of which nothing is known", low=1
    )
    typical_order_days: int = figure(
        60, "days", "between any two orders of a customer, likewise", low=1
    )
    learn_days: int = figure(
        7, "days", "how old what was learned from all sales may get", low=1
    )

    def beside(self, learned: Learned) -> Learned:
        """Return what was learned, to be read beside these figures."""
        return replace(
            learned,
            typical_cycle_days=self.typical_cycle_days,
            typical_order_days=self.typical_order_days,
        )
