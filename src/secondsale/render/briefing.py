"""A customer in brief: what to know before a conversation, on one screen."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Group
from rich.text import Text

from secondsale import text
from secondsale.goodwill import Reading
from secondsale.model import Customer
from secondsale.planner import Plan
from secondsale.render import data as shapes
from secondsale.render import facts, telling, words
from secondsale.render import goodwill as bars
from secondsale.render.fitting import Entry, Fitted, fit
from secondsale.render.telling import Pair, pairs
from secondsale.render.words import Question

LINES = 24
"""As many as a small terminal has."""

_JOINERS = frozenset("\u200d\ufe0f")
"""Signs that make one of several: terminals do not agree how wide that one is."""

DETAIL_LINES = 3
"""How many lines all that is known of somebody by name may take."""

ORDER = (
    *("reach", "avoid", "concern", "promised", "due", "ask", "said", "tried", "bought"),
    *("details", "due", "due", "promised", "said", "avoid", "next", "who"),
    *("checkpoint", "introduce", "goes with", "said", "goodwill", "avoid"),
    *("concern", "promised", "note"),
)
"""What stays where there is not room for all, first: a label as often as it counts.

What stands under a label more often comes after all of these, turn by turn.
"""


def screen(
    plan: Plan,
    *,
    width: int,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
    lines: int = LINES,
    first: str = "",
    elsewhere: str = "",
) -> Group:
    """Return a customer in brief, in at most so many lines.

    What finds no room is counted in the last one, with where to find it: `elsewhere`.
    What stands under the label `first` goes before all else, and is not shortened.
    """
    all_of_it = pairs(plan, referrer=referrer, goodwill=goodwill, question=question)
    head, told = headed(plan.customer, list(all_of_it), width)
    whole = fitted(told, width=width, lines=lines - 1, first=first)
    if not whole.missing:
        return Group(head, *whole.lines)
    whole = fitted(told, width=width, lines=max(0, lines - 2), first=first)
    where = elsewhere or f"secondsale show {plan.customer.id}"
    return Group(head, *whole.lines, _more(where, whole.missing, width))


def least(
    plan: Plan,
    label: str,
    *,
    width: int,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
) -> int:
    """Return on how many lines a brief has all of a label that goes before all else."""
    all_of_it = pairs(plan, referrer=referrer, goodwill=goodwill, question=question)
    _, told = headed(plan.customer, list(all_of_it), width)
    own = [pair for pair in told if pair[0] in (label, "reach")]
    lines = len(fitted(own, width=width, lines=LINES, first=label).lines)
    return lines + 1 + (len(own) < len(told))


def headed(
    who: Customer, told: Sequence[Pair], width: int
) -> tuple[Text, Sequence[Pair]]:
    """Return whose brief it is, on one line, and the rest of what is told.

    How they are reached stands beside the name where there is room for it.
    """
    name = Text(text.visible(f"{who.name} ({who.id})"), style="bold cyan")
    reach = Text(text.visible(dict(told)["reach"]))
    between = width - name.cell_len - reach.cell_len
    if between < 2 or _JOINERS.intersection(who.name):
        name.truncate(width, overflow="ellipsis")
        return name, told
    rest = [pair for pair in told if pair[0] != "reach"]
    return Text.assemble(name, " " * between, reach), rest


def fitted(told: Sequence[Pair], *, width: int, lines: int, first: str = "") -> Fitted:
    """Return what is said on so many lines, by ORDER; details share theirs.

    What stands under the label `first` goes before all else, and is not shortened.
    """
    turns: dict[str, int] = {}
    entries = []
    for label, same in groupby(told, key=lambda pair: pair[0]):
        texts = [said for _, said in same]
        for said in [" · ".join(texts)] if label == "details" else texts:
            turn = turns[label] = turns.get(label, -1) + 1
            places = [place for place, each in enumerate(ORDER) if each == label]
            later = turn - len(places)
            rank = (0, places[turn]) if later < 0 else (1 + later, places[0])
            most = DETAIL_LINES if label == "details" else 2
            if label == first:
                rank, most = (-1, turn), LINES
            entries.append(Entry(label, said, rank, most))
    return fit(entries, width=width, lines=lines)


def _more(where: str, missing: Sequence[Entry], width: int) -> Text:
    """Return a line that counts what found no room, and says where all of it is."""
    labels = text.listed(list(dict.fromkeys(each.label for each in missing)))
    line = Text(f"  {len(missing)} more ({labels}): {where}", style="dim")
    if line.cell_len > width:
        line = Text(f"  {len(missing)} more: {where}", style="dim")
    return line


def rows(
    plan: Plan,
    *,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
) -> Iterator[Pair]:
    """Yield a customer in brief as rows: label, words; nothing is left out."""
    yield "customer", f"{plan.customer.name} ({plan.customer.id})"
    yield from pairs(plan, referrer=referrer, goodwill=goodwill, question=question)


def data(
    plan: Plan,
    *,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
) -> dict[str, Any]:
    """Return a customer in brief as plain data."""
    history, today = plan.situation.history, plan.today
    steps = telling.shown_steps(plan)
    return {
        "customer": shapes.customer(plan.customer),
        "referrer": referrer,
        "goodwill": bars.data(goodwill) if goodwill is not None else None,
        "reach": words.reach(history, today=today),
        "bought": [shapes.product(each) for each in telling.products(history).values()],
        "details": dict(telling.details(history)),
        "said": [shapes.contact(each) for each in telling.last_talks(history)],
        "tries": [shapes.contact(each) for each in telling.tries(history)],
        "promises": [
            facts.promise(each) for each in history.promises if each.kept_on is None
        ],
        "concerns": [facts.concern(each) for each in history.open_concerns(today)],
        "checkpoints": [facts.checkpoint(c) for c in telling.stages(history, today)],
        "introductions": [
            facts.introduction(i) for i in history.introductions if i.done_on is None
        ],
        "due": [shapes.step(each) for each in steps if each.day == today],
        "next": [shapes.step(each) for each in steps if each.day != today],
        "ask": shapes.question(question),
        "goes_with": [
            {"product": product.name, "complement": each.name, "why": each.why}
            for product, each in telling.goes_with(history, today)
        ],
        "avoid": list(telling.avoid(history, today)),
    }
