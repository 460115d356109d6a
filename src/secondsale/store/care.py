"""What is done for customers: promises and concerns, and what is remembered of them."""

from datetime import date

from secondsale.days import say_in_full
from secondsale.errors import InputError
from secondsale.model import (
    Checkpoint,
    Concern,
    Gift,
    Introduction,
    Level,
    Milestone,
    Promise,
)
from secondsale.money import Money
from secondsale.store import rows
from secondsale.store.writing import Acts


class Care(Acts):
    """An open book that keeps what is owed to customers."""

    def add_concern(
        self,
        customer_id: int,
        text: str,
        *,
        on: date,
        recorded_on: date,
        sale_id: int | None = None,
    ) -> Concern:
        """Open a concern of a customer, perhaps about a sale."""
        values = {
            "customer_id": customer_id,
            "sale_id": sale_id,
            "text": text,
            "opened_on": on,
            "recorded_on": recorded_on,
        }
        return self.concern(self._insert("concerns", rows.record(values)))[1]

    def resolve_concern(self, concern_id: int, *, on: date, how: str) -> Concern:
        """Close a concern, with what put it right.

        Errors: NotFoundError; InputError if it was resolved before.
        """
        _, concern = self.concern(concern_id)
        if concern.resolved is not None:
            raise _done_before(f"concern k{concern_id}", concern.resolved.on)
        values = {"resolved_on": on, "resolution": how}
        self._update("concerns", concern_id, rows.record(values))
        return self.concern(concern_id)[1]

    def add_promise(
        self,
        customer_id: int,
        text: str,
        *,
        due_on: date,
        made_on: date,
        recorded_on: date,
    ) -> Promise:
        """Keep what the seller said they would do for a customer."""
        values = {
            "customer_id": customer_id,
            "text": text,
            "due_on": due_on,
            "made_on": made_on,
            "recorded_on": recorded_on,
        }
        return self.promise(self._insert("promises", rows.record(values)))[1]

    def keep_promise(self, promise_id: int, *, on: date) -> Promise:
        """Close a promise that was kept.

        Errors: NotFoundError; InputError if it was kept before.
        """
        _, promise = self.promise(promise_id)
        if promise.kept_on is not None:
            raise _done_before(f"promise p{promise_id}", promise.kept_on)
        self._update("promises", promise_id, rows.record({"kept_on": on}))
        return self.promise(promise_id)[1]

    def add_checkpoint(
        self, sale_id: int, label: str, *, on: date, recorded_on: date
    ) -> Checkpoint:
        """Add a dated stage to a sale."""
        values = {
            "sale_id": sale_id,
            "label": label,
            "planned_on": on,
            "recorded_on": recorded_on,
        }
        return self.checkpoint(self._insert("checkpoints", rows.record(values)))[1]

    def drop_checkpoint(
        self, checkpoint_id: int, *, on: date, reason: str
    ) -> Checkpoint:
        """Take a stage out of a sale's plan.

        Errors: NotFoundError; InputError if it was dropped before.
        """
        _, checkpoint = self.checkpoint(checkpoint_id)
        if checkpoint.dropped is not None:
            raise _done_before(f"checkpoint d{checkpoint_id}", checkpoint.dropped.on)
        values = {"dropped_on": on, "drop_reason": reason}
        self._update("checkpoints", checkpoint_id, rows.record(values))
        return self.checkpoint(checkpoint_id)[1]

    def add_milestone(
        self, customer_id: int, text: str, *, on: date, recorded_on: date
    ) -> Milestone:
        """Keep something worth celebrating of a customer."""
        values = {
            "customer_id": customer_id,
            "text": text,
            "reached_on": on,
            "recorded_on": recorded_on,
        }
        milestone_id = self._insert("milestones", rows.record(values))
        return Milestone(milestone_id, text, on, recorded_on)

    def add_gift(
        self,
        customer_id: int,
        text: str,
        *,
        on: date,
        cost: Money | None = None,
        wow: bool = False,
    ) -> Gift:
        """Keep what was given to a customer."""
        values = {"customer_id": customer_id, "text": text, "given_on": on, "wow": wow}
        columns = rows.record(values) | rows.money_columns("cost_minor", cost)
        return Gift(self._insert("gifts", columns), text, on, cost, wow)

    def add_detail(self, customer_id: int, name: str, value: str, *, on: date) -> None:
        """Keep a fact about a customer; of several of one name the last one holds."""
        values = {
            "customer_id": customer_id,
            "name": name,
            "value": value,
            "noted_on": on,
        }
        self._insert("details", rows.record(values))

    def add_introduction(
        self, customer_id: int, name: str, role: str, *, on: date
    ) -> Introduction:
        """Keep whom a customer is to meet."""
        values = {
            "customer_id": customer_id,
            "name": name,
            "role": role,
            "added_on": on,
        }
        return self.introduction(self._insert("introductions", rows.record(values)))[1]

    def finish_introduction(self, introduction_id: int, *, on: date) -> Introduction:
        """Keep that the two have met.

        Errors: NotFoundError; InputError if they met before.
        """
        _, introduction = self.introduction(introduction_id)
        if introduction.done_on is not None:
            raise _done_before(f"introduction i{introduction_id}", introduction.done_on)
        columns = rows.record({"done_on": on})
        self._update("introductions", introduction_id, columns)
        return self.introduction(introduction_id)[1]

    def add_level(
        self,
        customer_id: int,
        product_id: int,
        left: float,
        *,
        on: date,
        recorded_on: date,
        contact_id: int | None = None,
    ) -> Level:
        """Keep how much a customer has left of a product, from 0 to 1.

        It is kept to the percent; `contact_id` is the conversation it came up in.
        """
        percent = round(100 * left)
        values = {
            "customer_id": customer_id,
            "product_id": product_id,
            "heard_on": on,
            "percent": percent,
            "recorded_on": recorded_on,
            "contact_id": contact_id,
        }
        self._insert("levels", rows.record(values))
        return Level(product_id, on, percent / 100, recorded_on)

    def rate(
        self, customer_id: int, *, on: date, own: int, theirs: int | None = None
    ) -> None:
        """Keep how a review went, from 1 to 5, as either side sees it."""
        values = {
            "customer_id": customer_id,
            "rated_on": on,
            "own": own,
            "theirs": theirs,
        }
        self._insert("ratings", rows.record(values))


def _done_before(name: str, on: date) -> InputError:
    return InputError(
        f"{name} was closed on {say_in_full(on)} already", "it was left as it is"
    )
