"""Introductions to everybody whom a customer will deal with."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Introduction, Key, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, window


@dataclass(frozen=True)
class Introduce(Rule):
    """Introduce everybody whom the customer will deal with."""

    id: ClassVar[str] = "introduce"
    intent: ClassVar[Intent] = Intent.CARE

    due_days: int = figure(3, "days after it was noted", "when it is due")
    stays_days: int = figure(
        14, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each person, ended where the two have met."""
        for person in history.introductions:
            done = person.done_on
            closes = plus(person.added_on, self.due_days + self.stays_days)
            ended = Ending(done, "introduced") if done else None
            if not is_over(closes, ended, since):
                yield self._touchpoint(history, person, ended)

    def _touchpoint(
        self, history: History, person: Introduction, ended: Ending | None
    ) -> Touchpoint:
        due = plus(person.added_on, self.due_days)
        noted = f"noted on {say(person.added_on, beside=due)}"
        role = f", {person.role}" if person.role else ""
        return Touchpoint(
            key=Key(self.id, f"i{person.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=person.added_on),
            reason=f"has not met {person.name}{role} yet, {noted}",
            working=f"{noted} + {text.plural(self.due_days, 'day')}",
            known_on=person.added_on,
            slots=(("person", f"{person.name}{role}"),),
            ended=ended,
        )
