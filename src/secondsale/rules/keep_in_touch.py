"""A word to whoever has not been heard of for the interval of their tier."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Contact,
    Ending,
    History,
    Intent,
    Outcome,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass
from secondsale.rules._base import Round, Rule, Start, rounds
from secondsale.tiers import NAMES, USUAL, Tiers

_WORDS = {"c": "in the book since", "s": "bought on", "t": "in touch on"}


@dataclass(frozen=True)
class KeepInTouch(Rule):
    """Be in touch before it has been too long, by tier; gives way to anything else."""

    id: ClassVar[str] = "keep-in-touch"
    intent: ClassVar[Intent] = Intent.CARE

    others: bool = figure(True, "", "whether those in no tier are meant too")
    tier_share: float = figure(
        1.0,
        "of the tier's days",
        "how long after the last contact or sale it is due",
        low=0.1,
        high=10,
    )

    tiers: Tiers = USUAL
    """The interval of each tier; the settings fill it."""

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield the rounds after each contact or sale until the next one."""
        tier = history.customer.tier
        if tier.casefold() not in NAMES and not self.others:
            return
        every = max(1, round(self.tier_share * self.tiers.days(tier)))
        about = {covered.key for _, covered in history.talks_about(self.id)}
        starts = _starts(history, since)
        for each in rounds(self.id, starts, every, until=until, about=about):
            if plus(each.due, every // 4) >= since:
                yield self._touchpoint(history, each, every)

    def _touchpoint(self, history: History, each: Round, every: int) -> Touchpoint:
        start, tier = each.start, history.customer.tier
        times = "" if each.key.round == 1 else f"{each.key.round} × "
        never = start.anchor[0] == "c"
        nothing = "no contact yet" if never else "nothing since"
        return Touchpoint(
            key=each.key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(each.due, each.due, plus(each.due, every // 4)),
            reason=f"{start.words} {say(start.on, beside=each.due)}, {nothing}",
            working=f"{start.words} {say(start.on, beside=each.due)}"
            f" + {times}{text.plural(every, 'day')}"
            + (f" (tier {tier})" if tier else ""),
            known_on=start.known_on,
            slots=() if never else (("last", say(start.on, beside=each.due)),),
            gives_way=True,
            ended=start.over,
        )


def _starts(history: History, since: date) -> Iterator[Start]:
    """Yield what intervals are counted from, each over on the day of the next one.

    Those that were over by `since` are left out.
    """
    met, known_on = history.customer.added_on, history.known_on
    found = []
    for sale in reversed(history.sales):
        found.append((sale.sold_on, "s", sale.id, sale.recorded_on))
        if sale.sold_on < since:
            break  # what lies before it was over with it
    for talk in reversed(history.contacts):
        if _was_in_touch(talk):
            found.append((talk.on, "t", talk.id, max(talk.on, known_on)))
            if talk.on < since:
                break
    found.sort()  # of one day, the last contact counts
    if not found or met < found[0][0]:
        found.insert(0, (met, "c", history.customer.id, known_on))
    for index, (on, letter, number, known) in enumerate(found):
        over = None
        if index + 1 < len(found):
            next_on, next_letter, *_ = found[index + 1]
            if next_on <= since:
                continue
            words = f"{_WORDS[next_letter]} {say(next_on, beside=on)}"
            over = Ending(next_on, words)
        yield Start(f"{letter}{number}", on, known, _WORDS[letter], over)


def _was_in_touch(contact: Contact) -> bool:
    """Return whether they noticed; attempts at this rule's own leave it as it is."""
    own = any(each.key.rule == KeepInTouch.id for each in contact.covered)
    return contact.two_way or not (own or contact.outcome is Outcome.NO_ANSWER)
