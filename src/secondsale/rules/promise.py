"""What the seller said they would do."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import model, text
from secondsale.days import LAST, plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule


@dataclass(frozen=True)
class Promise(Rule):
    """Keep what was promised, by its date; it stays until it is kept."""

    id: ClassVar[str] = "promise"
    intent: ClassVar[Intent] = Intent.PROMISE

    early_days: int = figure(2, "days before its date", "when it is first shown")
    every_days: int = figure(
        3,
        "days after talking about it",
        "when it is shown again if it was not kept, its date at the latest",
        low=1,
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each promise, which no conversation ends."""
        for promise in history.promises:
            if promise.kept_on is None or promise.kept_on > since:
                yield self._touchpoint(history, promise)

    def _touchpoint(self, history: History, promise: model.Promise) -> Touchpoint:
        key = Key(self.id, f"p{promise.id}")
        talks = [c.on for c, about in history.talks_about(self.id) if about.key == key]
        by = max(promise.due_on, promise.made_on)
        shown = [promise.made_on, plus(by, -self.early_days)]
        shown += [self._again(on, by) for on in talks]
        opens = max(shown)
        due = max(by, opens)
        made, day = say(promise.made_on, beside=due), say(promise.due_on, beside=due)
        working = f"promised for {day}"
        if due > by:
            working = (
                f"talked about on {say(max(talks), beside=due)}"
                f" + {text.plural(self.every_days, 'day')}; {working}"
            )
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(opens, due, LAST),
            reason=f"promised on {made} for {day}: {promise.text}",
            working=working,
            known_on=promise.recorded_on,
            slots=(("promise", promise.text), ("by", day)),
            ended=Ending(promise.kept_on, "kept") if promise.kept_on else None,
        )

    def _again(self, talked: date, by: date) -> date:
        """Return when it is shown after a conversation: never later than promised."""
        again = min(plus(talked, self.every_days), LAST)
        return min(again, by) if talked < by else again
