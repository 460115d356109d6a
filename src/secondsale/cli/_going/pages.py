"""What stands on the screen: the person, the help, the end of the morning."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from secondsale import days, text
from secondsale.cli._going import reading
from secondsale.cli._going.keys import HELP, MENUS, Mode
from secondsale.cli._going.state import Act, Person, State
from secondsale.cli._shell import Shell
from secondsale.errors import SecondsaleError
from secondsale.model import Outcome
from secondsale.records import dataclass
from secondsale.render import going

if TYPE_CHECKING:
    from rich.console import RenderableType

    from secondsale.cli._drafting import Draft
    from secondsale.cli._preparing import Beside
    from secondsale.model import Channel
    from secondsale.planner import Plan

DUE = "due"
"""What of a brief is whole before there is a draft."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is shown of a person: asked of the book once, drawn in every size."""

    plan: "Plan"
    beside: "Beside"
    draft: "Draft | None"
    lacking: str = ""
    """Why there is no draft."""


def known(shell: Shell, who: Person, channel: "Channel | None") -> Known:
    """Return what there is to know of a person, and what to say.

    Errors: SecondsaleError.
    """
    from secondsale.cli._drafting import drafted
    from secondsale.cli._preparing import beside

    with shell.reading() as book:
        plan = shell.plan(book, who.id)
        more = beside(shell, book, plan)
        try:
            draft = drafted(shell, plan, channel=channel)
        except SecondsaleError as error:
            return Known(plan, more, None, f"{error.message} ({error.hint})")
    return Known(plan, more, draft)


def of_person(
    state: State, who: Person, shown: Known, *, width: int, height: int
) -> going.Page:
    """Return the page of the person on the screen."""
    sheet = going.Sheet(
        head=days.say_in_full(state.listing.day),
        progress=_progress(state),
        brief=lambda lines: _brief(shown, width, lines),
        least=_least(shown, width),
        title=_title(shown),
        draft=_draft(shown),
        note=state.note(who) if state.mode not in (Mode.NOTE, Mode.SAYING) else "",
        said=state.said,
        refused=state.refused,
        question=_question(state),
    )
    return going.page(sheet, width=width, height=height, scroll=state.scroll)


def of_all(
    state: State,
    who: Person,  # noqa: ARG001 - as for the page it stands in for
    shown: Known,
    *,
    width: int,
    height: int,
) -> going.Page:
    """Return a page with all there is to know and to say, to be scrolled through."""
    return going.whole(
        days.say_in_full(state.listing.day),
        _progress(state),
        going.both(_all_known(shown), _title(shown), _draft(shown)),
        width=width,
        height=height,
        scroll=state.scroll,
    )


def _brief(shown: Known, width: int, lines: int) -> "RenderableType":
    from secondsale.render import briefing

    return briefing.screen(
        shown.plan,
        width=width,
        lines=lines,
        first=DUE,
        elsewhere="v shows it",
        **shown.beside,
    )


def _least(shown: Known, width: int) -> int:
    """Return on how many lines a brief says all that is due."""
    from secondsale.render import briefing

    return briefing.least(shown.plan, DUE, width=width, **shown.beside)


def _all_known(shown: Known) -> "RenderableType":
    """Return a brief of which nothing is left out or cut."""
    from secondsale.render import briefing

    return going.pairs(briefing.rows(shown.plan, **shown.beside))


def _title(shown: Known) -> str:
    return f"draft: {shown.draft.channel}" if shown.draft else "no draft"


def _draft(shown: Known) -> list[str]:
    """Return the lines of the draft, and what is to be known before it is used."""
    if shown.draft is None:
        return [shown.lacking]
    notes = [f"({note})" for note in shown.draft.notes]
    return [*shown.draft.text.split("\n"), *([""] if notes else []), *notes]


def of_help(state: State, *, width: int, height: int) -> going.Page:
    """Return the page that says what each key does."""
    return going.whole(
        "What the keys do",
        "",
        going.pairs(HELP),
        width=width,
        height=height,
        scroll=state.scroll,
    )


def of_end(state: State, shell: Shell, *, width: int, height: int) -> going.Page:
    """Return the last page: what the morning came to."""
    return going.whole(
        days.say_in_full(state.listing.day),
        _progress(state),
        going.pairs(summary(state, shell)),
        width=width,
        height=height,
        scroll=state.scroll,
        said=state.said,
        refused=state.refused,
        question=_question(state),
    )


def of_trouble(
    state: State, error: SecondsaleError, *, width: int, height: int
) -> going.Page:
    """Return the page that says why nothing can be shown of a person."""
    return going.whole(
        days.say_in_full(state.listing.day),
        _progress(state),
        "",
        width=width,
        height=height,
        said=(error.message, error.hint),
        refused=True,
    )


def menu(state: State, *, width: int, height: int) -> list[str]:
    """Return the line of keys that mean something now."""
    return going.menu(MENUS[state.mode], width=width, height=height)


def summary(state: State, shell: Shell) -> Iterator[tuple[str, str]]:
    """Yield what was achieved, what comes next, and what is left for later."""
    if not state.acts:
        yield "done", "nothing was pressed"
    yield from _achieved(state.acts)
    yield from _postponed(state.acts, state.listing.day)
    for act in state.acts:
        if act.outcome is Outcome.BOUGHT:
            yield "to do", next((each for each in act.said if "add-sale" in each), "")
    if left := [each.name for each in state.listing.people]:
        count = text.plural(len(left), "person", "people")
        yield "later", f"{count} still on the list: {text.listed(left)}"
    day, people = reading.coming(shell)
    if day is not None:
        when = days.say_short(day, beside=state.listing.day)
        yield "next", f"{when}: {text.plural(people, 'person', 'people')}"


def _achieved(acts: Sequence[Act]) -> Iterator[tuple[str, str]]:
    """Yield who was talked to, and what that closed."""
    tried = dict.fromkeys(act.who.name for act in acts if act.outcome)
    reached = dict.fromkeys(
        act.who.name for act in acts if act.outcome and act.outcome.reached
    )
    if tried:
        yield "tried", text.plural(len(tried), "person", "people")
    if reached:
        yield "talked to", f"{len(reached)}: {text.listed(list(reached))}"
    closed = Counter(rule for act in acts for rule in act.closed)
    if closed:
        yield "closed", ", ".join(f"{n} {rule}" for rule, n in closed.most_common())
    owed = {each.mark: each.text for act in acts for each in act.who.owed}
    for command, label in (("kept", "kept"), ("resolve", "resolved")):
        marks = [act.words[1] for act in acts if act.command == command]
        if marks:
            yield label, ", ".join(f"“{owed[mark]}”" for mark in marks)


def _postponed(acts: Sequence[Act], today: date) -> Iterator[tuple[str, str]]:
    """Yield who comes back later, and of whom it was dropped."""
    back = [
        f"{act.who.name} ({days.say_short(act.until, beside=today)})"
        for act in acts
        if act.until is not None
    ]
    if back:
        yield "back on", ", ".join(back)
    if noted := [act.who.name for act in acts if act.command == "log"]:
        yield "noted", text.listed(noted)
    if skipped := [act.who.name for act in acts if act.command == "skip"]:
        yield "dropped", text.listed(skipped)


def _progress(state: State) -> str:
    number, of = state.place
    late = sum(each.overdue for each in state.listing.people)
    overdue = f" · {late} overdue" if late else ""
    if state.at is None:
        return f"{len(state.handled)} of {of} done"
    return f"{number} of {of}{overdue}"


def _question(state: State) -> str:
    """Return what waits for a yes or a no, if anything does."""
    match state.mode:
        case Mode.OWED:
            return state.asked[0].question
        case Mode.ORPHAN:
            first = state.orphans[0]
            return (
                f"{first.who.name} left the list with a note: “{first.text}”. "
                "Keep it as a note of today?"
            )
        case Mode.LEAVING:
            whose = text.listed([name for name, _ in state.unkept])
            return f"The note for {whose} goes with an outcome. Leave it?"
    return ""
