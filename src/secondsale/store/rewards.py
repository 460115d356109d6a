"""What is done about stamp cards: their terms are set, full ones are cashed in."""

from datetime import date

from secondsale.model import Redemption, RewardTerms
from secondsale.money import Money
from secondsale.store import rows
from secondsale.store.writing import Acts


class Rewards(Acts):
    """An open book that keeps the reward programmes."""

    def set_reward(self, terms: RewardTerms) -> None:
        """Add a programme, or new terms of one; the earlier terms stay."""
        values = {
            "name": terms.name,
            "since": terms.since,
            "goal": terms.goal,
            "head_start": terms.head_start,
            "gives": terms.gives,
            "product_id": terms.product_id,
        }
        columns = rows.record(values) | rows.money_columns("per_minor", terms.per)
        self._insert("reward_terms", columns)

    def redeem(
        self, customer_id: int, name: str, *, on: date, cost: Money | None = None
    ) -> Redemption:
        """Cash in a customer's full card of a programme."""
        values = {"customer_id": customer_id, "name": name, "redeemed_on": on}
        columns = rows.record(values) | rows.money_columns("cost_minor", cost)
        return Redemption(self._insert("redemptions", columns), name, on, cost)
