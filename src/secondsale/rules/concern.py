"""An open concern, until it is resolved, and whether it held."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import model, text
from secondsale.days import LAST, plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule, products_of


@dataclass(frozen=True)
class Concern(Rule):
    """Put a concern right, talk again until it is, then make sure that it held."""

    id: ClassVar[str] = "concern"
    intent: ClassVar[Intent] = Intent.PROMISE

    every_days: int = figure(
        3, "days after talking about it", "when to talk again while it is open", low=1
    )
    confirm_days: int = figure(
        2, "days after it was resolved", "when to make sure that it held"
    )
    stays_days: int = figure(
        14, "days after that", "how long it makes sense to ask whether it held"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one until it is resolved, which no conversation ends, and one after."""
        for concern in history.concerns:
            done = concern.resolved
            if done is None or done.on > since:
                yield self._open(history, concern)
            if done is not None and self._last_confirm(done) >= since:
                yield self._confirm(history, concern, done)

    def _last_confirm(self, done: Ending) -> date:
        return plus(done.on, self.confirm_days + self.stays_days)

    def _open(self, history: History, concern: model.Concern) -> Touchpoint:
        key, opened = Key(self.id, f"k{concern.id}"), concern.opened_on
        talks = [c.on for c, about in history.talks_about(self.id) if about.key == key]
        again = [min(plus(on, self.every_days), LAST) for on in talks]
        due = max([opened, *again])
        since = f"opened on {say(opened, beside=due)}"
        done, ended = concern.resolved, None
        if done is not None:
            ended = Ending(done.on, f"resolved: {done.by}".removesuffix(": "))
        return self._touchpoint(
            history,
            concern,
            key=key,
            window=Window(due, due, LAST),
            reason=f"open since {say(opened, beside=due)}: {concern.text}",
            working=since
            if due == opened
            else f"talked about on {say(max(talks), beside=due)}"
            f" + {text.plural(self.every_days, 'day')}; {since}",
            known_on=concern.recorded_on,
            slots=(("concern", concern.text), ("state", "open")),
            ended=ended,
        )

    def _confirm(
        self, history: History, concern: model.Concern, done: Ending
    ) -> Touchpoint:
        due = plus(done.on, self.confirm_days)
        resolved = f"resolved on {say(done.on, beside=due)}"
        how = f" ({done.by})" if done.by else ""
        return self._touchpoint(
            history,
            concern,
            key=Key(self.id, f"k{concern.id}", 2),
            window=Window(due, due, plus(due, self.stays_days)),
            reason=f"{resolved}{how}: {concern.text}",
            working=f"{resolved} + {text.plural(self.confirm_days, 'day')}",
            known_on=max(done.on, concern.recorded_on),
            slots=(("concern", concern.text), ("state", "resolved")),
            ended=None,
        )

    def _touchpoint(
        self,
        history: History,
        concern: model.Concern,
        *,
        key: Key,
        window: Window,
        reason: str,
        working: str,
        known_on: date,
        slots: tuple[tuple[str, str], ...],
        ended: Ending | None,
    ) -> Touchpoint:
        sales = [sale for sale in history.sales if sale.id == concern.sale_id]
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=window,
            reason=reason,
            working=working,
            known_on=known_on,
            sale_id=concern.sale_id,
            products=products_of(line for sale in sales for line in sale.lines),
            slots=slots,
            ended=ended,
        )
