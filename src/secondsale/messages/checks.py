"""What is wrong with a text, or with how texts were used for one person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from secondsale.days import say
from secondsale.messages import FRAME, conditions, slots
from secondsale.messages.drafts import CALL, EMAIL, SECTIONS
from secondsale.messages.templates import POINTS, Line, Template
from secondsale.model import Contact, History, Intent, Touchpoint

MOST_TIMES = 3
"""How often one person may get the same text unchanged."""

_PARTS = ("opening", "closing")
_ANYWHERE = {*slots.NAME, *slots.SELLER, *slots.CHOICES, *slots.TIMES, *slots.TALK}
"""What says nothing of the one it is written to but the name."""


def of_text(template: Template) -> Iterator[str]:
    """Yield what is wrong with a rule's text, or with the frame."""
    rule = template.stem.partition(".")[0]
    if rule == FRAME:
        yield from _frame(template)
        return
    if rule not in slots.ALWAYS:
        yield f"{template.path.name} belongs to no rule: it is never used"
        return
    sound, wrong = template.looked_over()
    yield from wrong
    for section in template.sections.keys() - {POINTS, *SECTIONS}:
        yield f"{template.path.name} has [{section}], which is never used"
    for section in (POINTS, *SECTIONS):
        lines = [line for line in sound.get(section, ()) if line.words]
        if not lines:
            what = f"[{section}]" if section else "talking points before its sections"
            yield f"{template.path.name} has no {what}"
            continue
        known, sure = _known(rule, section)
        yield from _unknown(template, lines, known, sure)
        yield from conditions.never_met(template, lines, rule, known, sure)
        if section:
            yield from _impersonal(template, section, lines, known, sure)
        yield from _subjects(template, section, lines)


def of_uses(history: History) -> Iterator[str]:
    """Yield what was done wrong with the texts that one person got."""
    who = f"{history.customer.name} ({history.customer.id})"
    drafted = [talk for talk in history.contacts if _texts(talk)]
    for each in drafted:
        if (count := _offers(each)) > 1:
            yield f"{who} got {count} offers in one message, on {each.on}: one will do"
    for before, after in pairwise(drafted):
        if _offers(before) and _offers(after):
            yield (
                f"{who} got two offers in a row, on {before.on} and on {after.on}:"
                " give something between them"
            )
    times = Counter(name for talk in drafted for name in _texts(talk))
    for name, count in times.items():
        if count > MOST_TIMES:
            yield f"{who} got {name} {count} times unchanged: vary it"


def before_use(
    history: History,
    touchpoints: Iterable[Touchpoint],
    names: Iterable[str],
    *,
    today: date,
) -> Iterator[str]:
    """Yield what a draft would be too much of: an offer again, the same text again."""
    drafted = [talk for talk in history.contacts if _texts(talk)]
    offers = any(each.intent is Intent.OFFER for each in touchpoints)
    if offers and drafted and _offers(drafted[-1]):
        on = say(drafted[-1].on, beside=today)
        yield f"an offer right after the one of {on}"
    times = Counter(name for talk in drafted for name in _texts(talk))
    for name in dict.fromkeys(names):
        if times[name] >= MOST_TIMES:
            yield f"they got {name} {times[name]} times: vary it"


def _texts(talk: Contact) -> list[str]:
    """Return the texts of which something was said, each once."""
    return list(dict.fromkeys(e.wording for e in talk.covered if e.wording))


def _offers(talk: Contact) -> int:
    """Return how many offers our words made."""
    return sum(bool(e.wording) and e.intent is Intent.OFFER for e in talk.covered)


def _known(rule: str, section: str) -> tuple[set[str], set[str]]:
    """Return the slots that can be filled in a section, and those that surely are."""
    sure = {*slots.ALWAYS[rule].split(), "first_name", *slots.TIMES}
    known = sure | {*slots.SOMETIMES.get(rule, "").split(), *slots.CHOICES}
    if section == POINTS:
        return known, sure
    known |= {*slots.NAME, *slots.PERSON, *slots.SELLER, *slots.TALK}
    if section == CALL:
        known |= {*slots.EYES_ONLY}
    return known, sure | {"name"}


def _unknown(
    template: Template, lines: Iterable[Line], known: set[str], sure: set[str]
) -> Iterator[str]:
    """Yield the slots of lines that nobody fills, or not always."""
    for line in lines:
        where = f"{template.path.name}, line {line.number}"
        sure_here = sure.union(_asked(line))
        named = (*(each.slot for each in line.conditions), *line.slots)
        for slot in dict.fromkeys(named):
            if slot in slots.EYES_ONLY and slot not in known:
                yield f"{where}: ${slot} is for your eyes, so for [{CALL}] alone"
            elif slot not in known:
                near = conditions.meant(slot, known, "$")
                yield f"{where}: no rule fills ${slot}{near}"
            elif slot in line.slots and sure_here.isdisjoint(
                {slot, slots.TOGETHER.get(slot, slot)}
            ):
                yield f"{where}: ${slot} is not always known; begin it with {slot} |"


def _asked(line: Line) -> Iterator[str]:
    """Yield what the conditions of a line make sure of: a slot, or `slot=value`."""
    for each in line.conditions:
        if not each.negated:
            yield each.slot
            yield f"{each.slot}={each.value}"


def _impersonal(
    template: Template,
    section: str,
    lines: Iterable[Line],
    known: set[str],
    sure: set[str],
) -> Iterator[str]:
    """Yield that a section could go to anybody, and a slot that mends it."""
    used = {slot for line in lines for slot in line.slots}
    if not used & (known - _ANYWHERE):
        rule = template.stem.partition(".")[0]
        own = [slot for slot in slots.ALWAYS[rule].split() if slot in sure]
        best = [slot for slot in own if slot not in slots.VALUES.get(rule, {})]
        slot = "products" if "products" in best else next(iter(best), "")
        mend = (
            f"a slot such as ${slot}"
            if slot
            else "a line such as: bought | ... $bought"
        )
        yield (
            f"[{section}] in {template.path.name} says nothing of whom it is for but"
            f" the name: give it {mend}"
        )


def _subjects(template: Template, section: str, lines: Sequence[Line]) -> Iterator[str]:
    name = template.path.name
    subjects = [line for line in lines if line.is_subject]
    if section != EMAIL:
        for line in subjects:
            yield f"{name}, line {line.number}: only [{EMAIL}] has a subject"
    elif not subjects or not lines[0].is_subject:
        yield f"[{EMAIL}] in {name} does not begin with its subject"


def _frame(template: Template) -> Iterator[str]:
    sound, wrong = template.looked_over()
    yield from wrong
    for section in SECTIONS:
        for part in _PARTS:
            if not any(line.words for line in sound.get(f"{section} {part}", ())):
                yield f"{template.path.name} has no [{section} {part}]"
    for section, lines in sound.items():
        known = {*slots.NAME, *slots.PERSON, *slots.SELLER, *slots.TALK}
        if section.endswith(" address"):
            known |= {*slots.ADDRESS}
        sure = {*slots.NAME}
        yield from _unknown(template, lines, known, sure)
        yield from conditions.never_met(template, lines, FRAME, known, sure)
