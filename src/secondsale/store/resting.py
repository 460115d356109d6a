"""When customers are left alone: one of them, or all while the seller is away."""

from datetime import date

from secondsale.days import plus
from secondsale.store import rows
from secondsale.store.writing import Acts


class Resting(Acts):
    """An open book that keeps the times of rest."""

    def pause(
        self,
        customer_id: int | None,
        *,
        since: date,
        until: date | None,
        made_on: date,
        reason: str,
    ) -> None:
        """Leave a customer alone, or everybody, for some days; both ends included."""
        values = {
            "customer_id": customer_id,
            "since": since,
            "until": until,
            "made_on": made_on,
            "reason": reason,
        }
        self._insert("pauses", rows.record(values))

    def end_pauses(self, customer_id: int | None, *, on: date) -> int:
        """End what still lasts on a day or is to come, and return how many there were.

        The day before is the last of those that had begun; the others are removed.
        """
        lasting = self._rows(
            "SELECT id, since < ?2 AS begun FROM pauses"
            " WHERE customer_id IS ?1 AND (until IS NULL OR until >= ?2)",
            customer_id,
            on.isoformat(),
        )
        last = rows.record({"until": plus(on, -1)})
        for row in lasting:
            if row["begun"]:
                self._update("pauses", row["id"], last)
            else:
                self._delete("pauses", row["id"])
        return len(lasting)
