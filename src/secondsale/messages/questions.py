"""The one question to put: what is not known yet, else an open one, in turn.

That one of the bank was on show is kept with the contact, as something it covered:
`question:c3`, about its id. So it rests, and undo lets it come back.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Template

from secondsale.days import plus, say
from secondsale.model import ASKED, PROFILE, Covered, History, Intent, Key
from secondsale.planner import Conversation, Plan
from secondsale.policy import wish_against
from secondsale.records import dataclass

FILE = Path(__file__).parent / "en" / "_questions.txt"
RESTS_DAYS = 180
"""For how long no customer hears the same question again."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open question; the id is a detail's name, or the one it has in the bank."""

    id: str
    text: str
    why: str
    """Why this one: what is not known yet, or when it was asked before."""


def question(plan: Plan) -> Question | None:
    """Return what to ask in the next conversation, if there is anything left to ask."""
    nearest = next(plan.conversations(), None)
    intent = nearest.best if nearest is not None else Intent.CARE
    return _question(plan.situation.history, intent, plan.today)


def question_in(conversation: Conversation) -> Question | None:
    """Return what to ask in a conversation, if there is anything left to ask."""
    return _question(conversation.history, conversation.best, conversation.day)


def covered(plan: Plan) -> Iterator[Covered]:
    """Yield that the question of the bank was on show, where one was."""
    asked = question(plan)
    if asked is not None and asked.id not in PROFILE:
        yield Covered(Key(ASKED, f"c{plan.customer.id}"), Intent.CARE, asked.id)


def _question(history: History, intent: Intent, today: date) -> Question | None:
    if wish_against(None, today, history) is not None:
        return None
    slots = _slots(history)
    if _in_trouble(history, today):  # what they bought, and why, is not the topic then
        return _in_turn(history, _bank(Intent.PROMISE.word, slots), today)
    for unknown in PROFILE:
        if not history.detail(unknown):
            words = _bank("profile", slots)[unknown]
            return Question(unknown, words, f"{unknown}: not known yet")
    return _in_turn(history, _bank(intent.word, slots), today)


def _in_trouble(history: History, today: date) -> bool:
    """Return whether something has to be put right before anything else is asked."""
    talks = [each for each in history.contacts if each.two_way]
    sore = bool(talks) and talks[-1].outcome.negative
    return sore or any(history.open_concerns(today))


def _in_turn(history: History, bank: Mapping[str, str], today: date) -> Question | None:
    """Return one that was not asked for long, each customer starting elsewhere."""
    asked = {about.about: talk.on for talk, about in history.talks_about(ASKED)}
    free = plus(today, -RESTS_DAYS)
    start, order = history.customer.id % len(bank), tuple(bank)
    in_turn = sorted(
        (name for name in order if asked.get(name, date.min) <= free),
        key=lambda name: (
            asked.get(name, date.min),
            (order.index(name) - start) % len(order),
        ),
    )
    if not in_turn:
        return None
    name = in_turn[0]
    last = asked.get(name)
    why = f"asked on {say(last, beside=today)}" if last else "not asked yet"
    return Question(name, bank[name], why)


def _bank(kind: str, slots: Mapping[str, str]) -> dict[str, str]:
    """Return the questions of a kind by id, filled in; the first of an id counts."""
    found: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("|")
        of, bar, words = rest.partition("|")
        if not bar or line.startswith("#") or of.strip() != kind:
            continue
        template = Template(words.strip())
        if set(template.get_identifiers()) <= slots.keys():
            found.setdefault(name.strip(), template.substitute(slots))
    return found


def _slots(history: History) -> dict[str, str]:
    """Return the first thing of the last sale of which they still have something."""
    kept = [
        [line.product.name for line in sale.lines if line.kept]
        for sale in history.standing_sales()
    ]
    last = [names[0] for names in kept if names]
    return {"product": last[-1]} if last else {}
