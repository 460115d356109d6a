"""The morning: people to contact, drawn for a terminal or as plain lines."""

from collections.abc import Iterable, Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from secondsale.days import say_in_full
from secondsale.model import History
from secondsale.planner import Agenda, Conversation, Planned
from secondsale.render import words
from secondsale.render.hanging import Hanging, Row, TwoSides
from secondsale.render.words import Asking, TalkingPoints
from secondsale.text import plural, visible

LABEL_WIDTH = 10


def screen(
    agenda: Agenda,
    *,
    talking_points: TalkingPoints,
    asking: Asking | None = None,
    first: bool = True,
    alone: bool = True,
) -> Group:
    """Return the day's list.

    `first` is false where other days stand above, `alone` where any stand beside it:
    what comes next is then to be seen, and not said. Without `asking`, what to ask is
    not said either.
    """
    late = [each for each in agenda.conversations if each.overdue]
    now = [each for each in agenda.conversations if not each.overdue]
    parts: list[RenderableType] = [] if first else [""]
    parts.append(_headline(agenda, len(late)))
    for title, style, people in (("OVERDUE", "bold red", late), ("TODAY", "bold", now)):
        if people and first:
            parts += ["", Text(title, style=style)]
        for number, each in enumerate(people):
            if number or not first:
                parts.append("")
            parts += _conversation(each, talking_points, asking)
    if agenda.early:
        parts += ["", Text("SOON", style="bold")]
        for who, item in agenda.early:
            parts += _early(who, item, agenda.day)
    if alone:
        parts += ["", *_footer(agenda)]
    return Group(*parts)


def _headline(agenda: Agenda, late: int) -> TwoSides:
    people = len(agenda.conversations)
    count = plural(people, "person", "people") if people else "nobody is due"
    if late:
        count += f" · {late} overdue"
    return TwoSides(Text(say_in_full(agenda.day), style="bold"), Text(count))


def _conversation(
    conversation: Conversation, talking_points: TalkingPoints, asking: Asking | None
) -> Iterator[RenderableType]:
    day = conversation.day
    facts = [_topic(topic, day) for topic in conversation.topics]
    for item in conversation.soon:
        facts.append((Text("soon", style="italic"), _reason(item, day)))
    if points := words.points(conversation, talking_points):
        facts.append((Text("say", style="green"), Text(visible(" · ".join(points)))))
    if asking is not None and (question := asking(conversation)) is not None:
        asked = Text(visible(words.ask(question)))
        facts.append((Text("ask", style="green"), asked))
    if last := words.last_word(conversation.history, today=day):
        facts.append((Text("last", style="italic"), Text(visible(last))))
    yield _head(conversation.history, day)
    yield _facts(facts)


def _head(history: History, day: date) -> TwoSides:
    name = Text(visible(history.customer.name), style="bold cyan")
    reach = words.reach(history, today=day)
    return TwoSides(name, Text(visible(reach)), indent=1)


def _facts(facts: Iterable[Row]) -> Hanging:
    return Hanging(facts, label_width=LABEL_WIDTH, indent=3)


def _topic(topic: Planned, day: date) -> tuple[Text, Text]:
    late = topic.overdue(day)
    rule = Text(topic.touchpoint.key.family, style="red" if late else "")
    return rule, _reason(topic, day)


def _reason(item: Planned, day: date) -> Text:
    reason = Text(visible(f"{item.touchpoint.reason}{words.chance(item)}"))
    if when := words.time_left(item, today=day):
        style = "red" if item.overdue(day) else ""
        reason = Text(f"{when}: ", style=style) + reason
    return reason


def _early(history: History, item: Planned, day: date) -> Iterator[RenderableType]:
    yield _head(history, day)
    yield _facts([(Text(item.touchpoint.key.family), _reason(item, day))])


def _footer(agenda: Agenda) -> Iterator[RenderableType]:
    if agenda.held:
        held = plural(len(agenda.held), "touchpoint")
        people = {customer.id: customer.name for customer, _ in agenda.held}
        names = ", ".join(list(people.values())[:3])
        more = f" and {len(people) - 3} more" if len(people) > 3 else ""
        yield _foot("HELD", f"{held} of {visible(names)}{more} · secondsale why NAME")
    if agenda.moved:
        people_moved = plural(len(agenda.moved), "person", "people")
        full = f"{people_moved} moved to later days · secondsale today --held"
        yield _foot("MOVED", full)
    if agenda.next_day is not None:
        people_then = plural(agenda.next_people, "person", "people")
        when = words.near(agenda.next_day, today=agenda.day)
        yield _foot("NEXT", f"{when}: {people_then} · secondsale today --days 7")
    if agenda.conversations:
        first = agenda.conversations[0].customer
        name = visible(first.first_name).lower()
        who = first.id if " " in name else name
        yield _foot("DONE?", f'secondsale done {who} happy -n "what was said"')
        yield _foot("ONE BY ONE", "secondsale go")
    elif agenda.next_day is None:
        yield _foot("NEXT", 'nothing is planned · secondsale add-sale "Name" "Product"')


def _foot(label: str, said: str) -> Hanging:
    return Hanging([(Text(label, style="bold"), Text(said))], label_width=LABEL_WIDTH)
