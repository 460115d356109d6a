"""A whole conversation in words: opening, one paragraph a topic, closing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from secondsale.errors import SettingsError
from secondsale.messages import FRAME, Texts, choosing
from secondsale.messages.slots import ALWAYS, of_address, of_person, of_touchpoint, tidy
from secondsale.messages.templates import SUBJECT, Line, Template, filled, is_link
from secondsale.model import Channel, History, Intent, Key, Touchpoint
from secondsale.model.trials import TRIED
from secondsale.records import dataclass

SMS, EMAIL, CARD, CALL = "sms", "email", "card", "call"

SECTIONS = (SMS, EMAIL, CARD, CALL)
"""What each text of a rule has."""

SECTION_OF = {
    Channel.SMS: SMS,
    Channel.WHATSAPP: SMS,
    Channel.MESSAGE: SMS,
    Channel.EMAIL: EMAIL,
    Channel.CARD: CARD,
    Channel.CALL: CALL,
    Channel.VISIT: CALL,
}

_GAP = "\n\n"

_HESITATE, _NOTHING_SOLD = "if they hesitate", "sell nothing"
"""How the steps of a call begin that stand there once, however many topics it has."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is to be said on a channel, and in which texts."""

    subject: str
    above: str
    """What stands above: the address of a card, the number to call."""
    body: str
    texts: Mapping[Key, str]
    """By topic: the name of the text it was said in, such as `welcome#1a2b3c4d`."""

    @property
    def whole(self) -> str:
        """Return all of it, as it is printed and copied."""
        subject = f"Subject: {self.subject}" if self.subject else ""
        return _GAP.join(filter(None, (subject, self.above, self.body)))


class Drafting:
    """What the words of a conversation are made of."""

    def __init__(
        self,
        history: History,
        channel: Channel,
        *,
        texts: Texts,
        seller: Mapping[str, str],
        question: str = "",
        today: date,
    ) -> None:
        self._history = history
        self._today = today
        self._texts = texts
        self._channel = channel
        self._section = SECTION_OF[channel]
        self._seller = tidy({**seller, "question": question})
        self._talk: dict[str, str] = {}
        self._said: set[str] = set()

    def wording(self, touchpoints: Sequence[Touchpoint], word: str = "") -> Wording:
        """Return the conversation about some touchpoints, in order.

        What does not fit beside the rest is to be left out before, see `choosing`.
        `word` names the variant of the texts; a touchpoint's own goes before it.
        Errors: SettingsError, naming the text and what it lacks.
        """
        topics = tuple(choosing.topics(touchpoints, today=self._today))
        self._talk = dict(_of_talk([each.touchpoint for each in topics]))
        self._said = set()
        chosen = [
            (each.touchpoint, self._template(each.touchpoint, word)) for each in topics
        ]
        worded = [self._topic(*each) for each in chosen]
        subjects = (self._subject(*each) for each in chosen)
        opening = self._frame("opening")
        closing = self._frame("closing")
        treat = self._frame("treat") if "treat" in self._talk else []
        parts = [part for each in (opening, *worded, treat) for part in each]
        if self._section == CALL:
            steps = enumerate((*_once(parts), *closing), start=1)
            body = "\n".join(f"{number}. {step}" for number, step in steps)
        elif self._section == SMS:
            body = _run_on((*parts, *closing))
        else:
            body = _GAP.join(filter(None, (*parts, "\n".join(closing))))
        texts = {
            key: text.wording(self._section)
            for topic, (_, text) in zip(topics, chosen, strict=True)
            for key in topic.keys
        }
        return Wording(
            next(subjects) if self._section == EMAIL else "",
            "\n".join(self._frame("address")),
            body,
            texts,
        )

    def _template(self, touchpoint: Touchpoint, word: str) -> Template:
        own = dict(touchpoint.slots).get("wording", "")
        return self._texts.template(touchpoint.key.family, own or word)

    def _slots(self, touchpoint: Touchpoint) -> Mapping[str, str]:
        own = of_touchpoint(
            touchpoint, self._history, today=self._today, section=self._section
        )
        return {**self._seller, **self._talk, **own}

    def _topic(self, touchpoint: Touchpoint, template: Template) -> list[str]:
        """Return the paragraphs, or steps, of a topic; what was said is left out."""
        lines = template.lines(self._section)
        if not any(line.words for line in lines):
            raise SettingsError(
                f"{template.path.name} has no [{self._section}]",
                f"write one into {template.path}",
            )
        slots = self._slots(touchpoint)
        lines = tuple(line for line in lines if not line.is_subject)
        found = list(_words(lines, slots, template))
        if not any(found):
            raise SettingsError(
                f"[{self._section}] in {template.path.name} says nothing of"
                f" {touchpoint.key}",
                f"give it a line without a condition: {template.path}",
            )
        fresh = [words for words in found if not words or words not in self._said]
        self._said.update(fresh)
        return alone(fresh) if self._section == CALL else paragraphs(fresh)

    def _subject(self, touchpoint: Touchpoint, template: Template) -> str:
        slots = self._slots(touchpoint)
        lines = [line for line in template.lines(EMAIL) if line.is_subject]
        for words in _words(lines, slots, template):
            if words:
                return words.removeprefix(SUBJECT).strip()
        raise SettingsError(
            f"[{EMAIL}] in {template.path.name} has no subject",
            f"begin it with a line like {SUBJECT} Thank you: {template.path}",
        )

    def _frame(self, part: str) -> list[str]:
        """Return the paragraphs of an opening, the lines of a closing or an address."""
        template = self._texts.template(FRAME)
        names = (f"{self._channel} {part}", f"{self._section} {part}")
        name = next((name for name in names if name in template.sections), names[0])
        person = tidy(dict(of_person(self._history, today=self._today)))
        slots = {**self._seller, **self._talk, **person}
        if part == "address":
            slots |= of_address(self._history)
        found = list(_words(template.lines(name), slots, template))
        flows = part == "opening" and self._section != CALL
        return paragraphs(found) if flows else alone(found)


def _of_talk(touchpoints: Sequence[Touchpoint]) -> Iterator[tuple[str, str]]:
    """Yield what the conversation as a whole is like."""
    if any(each.intent is Intent.OFFER for each in touchpoints):
        yield "offers", "yes"
    if any(("last_try", "yes") in each.slots for each in touchpoints):
        yield "parting", "yes"
    for each in touchpoints:
        if treat := treat_in(each):
            yield "treat", treat


def treat_in(touchpoint: Touchpoint) -> str:
    """Return what an experiment gives with a touchpoint, where its text does not."""
    slots = dict(touchpoint.slots)
    own = "gives" in ALWAYS[touchpoint.key.family].split()
    return slots.get("gives", "") if TRIED in slots and not own else ""


def _once(steps: Sequence[str]) -> list[str]:
    """Return the steps of a call without what another topic said already.

    What to do if they hesitate is that of the first topic; that nothing is sold today
    comes last, for it goes for all of it.
    """
    found, hesitate, last = [], False, ""
    for step in steps:
        begins = step.casefold()
        if begins.startswith(_NOTHING_SOLD):
            last = last or step
        elif not (hesitate and begins.startswith(_HESITATE)):
            found.append(step)
        hesitate = hesitate or begins.startswith(_HESITATE)
    return [*found, *filter(None, (last,))]


def _run_on(pieces: Sequence[str]) -> str:
    """Return the pieces in one line, but nothing behind a link."""
    said = ""
    for piece in pieces:
        said += ("\n" if is_link(said) else " ") * bool(said) + piece
    return said


def _words(
    lines: Sequence[Line], slots: Mapping[str, str], template: Template
) -> Iterator[str]:
    """Yield the words of the lines that are meant, nothing for an empty line."""
    for line in lines:
        words = filled(line, slots, template.path)
        if words or not line.words:
            yield words


def paragraphs(words: Sequence[str]) -> list[str]:
    """Return what lines flow into: a paragraph each up to an empty one."""
    found: list[list[str]] = [[]]
    for each in words:
        if each:
            found[-1].append(each)
        else:
            found.append([])
    return [_run_on(each) for each in found if each]


def alone(words: Sequence[str]) -> list[str]:
    """Return lines that stand alone."""
    return [each for each in words if each]
