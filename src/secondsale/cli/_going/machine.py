"""What a key means: a pure function of the state, with what is to be done about it."""

from secondsale import text
from secondsale.cli._going import keys, saying, turns
from secondsale.cli._going.keys import Mode
from secondsale.cli._going.state import (
    Act,
    Check,
    Effect,
    Escaped,
    Event,
    Hand,
    Handed,
    Leave,
    Listed,
    Listing,
    Noted,
    NotTaken,
    Person,
    Press,
    Ran,
    Refused,
    Run,
    State,
    TakeBack,
    TakenBack,
    Typed,
)
from secondsale.model import Outcome
from secondsale.records import replace

Next = tuple[State, Effect]


def begin(listing: Listing) -> State:
    """Return where a morning begins: with the first person of the list."""
    state = turns.with_list(State(listing, at=None), listing)
    return turns.at(state, next(iter(listing.people), None))


def step(state: State, event: Event) -> Next:
    """Return what follows from something that happened, and what is to be done."""
    match event:
        case Press(key):
            return _pressed(replace(state, said=(), refused=False), key)
        case Typed(line):
            return _typed(replace(state, said=(), refused=False), line)
        case Escaped(line):
            return _escaped(replace(state, said=(), refused=False), line), None
        case Noted(who, note, said):
            return replace(turns.noted(turns.back(state), who, note), said=said), None
        case NotTaken(why):
            return replace(state, said=(why,), refused=True), None
        case Listed(listing, said):
            return _listed(state, listing, said), None
        case Ran(act, listing):
            return _ran(state, act, listing), None
        case TakenBack():
            return _taken_back(state, event), None
        case Refused(said, mode, typed):
            return replace(state, mode=mode, typed=typed, said=said, refused=True), None
        case Handed(who, channel, said):
            handed = (*state.handed, (who.id, channel))
            return replace(state, handed=handed, said=(said,)), None


def _pressed(state: State, key: str) -> Next:
    key = key.lower()
    if state.mode in keys.QUESTIONS:
        return state, None
    if key in ("up", "down", "pageup", "pagedown"):
        by = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}[key]
        return replace(state, scroll=max(0, state.scroll + by)), None
    match state.mode:
        case Mode.OUTCOME:
            return _outcome(state, key)
        case Mode.OWED:
            return _answered(state, key)
        case Mode.ORPHAN:
            return _kept_or_not(state, key)
        case Mode.HELP | Mode.VIEW:
            return turns.back(state), None
        case Mode.LEAVING:
            return _sure(state, key)
    key = keys.ALSO.get(key, key)
    if key == "q":
        return _leave(state)
    if key == "?":
        return replace(state, mode=Mode.HELP, scroll=0), None
    if key == "u":
        return _undo(state)
    if key == "p":
        return turns.before(state), None
    if state.at is None:
        return _unknown(state, key), None
    return _about(state, state.at, key)


def _about(state: State, who: Person, key: str) -> Next:
    """Return what a key does about the person on the screen."""
    asks = {"m": Mode.NOTE, "b": Mode.CALL_BACK, "s": Mode.SNOOZE, "k": Mode.SKIP}
    at_once = {"n": Outcome.NO_ANSWER, "l": Outcome.LEFT_MESSAGE}
    if key == "space":
        return turns.on(state), None
    if key in ("d", "v"):
        mode = Mode.OUTCOME if key == "d" else Mode.VIEW
        return replace(state, mode=mode, scroll=0), None
    if key in at_once:
        return state, _done(state, who, at_once[key], state.note(who))
    if key in keys.DIGITS:
        return _came_of_it(state, who, keys.DIGITS[key]), None
    if key in asks:
        typed = state.note(who) if key == "m" else ""
        return replace(state, mode=asks[key], typed=typed), None
    if key in ("c", "o"):
        return state, Hand(who, state.channel, open_it=key == "o")
    if key == "t":
        return _other_channel(state, who), None
    return _unknown(state, key), None


def _outcome(state: State, key: str) -> Next:
    outcome = {**keys.OUTCOME, **keys.DIGITS}.get(key)
    if key == "escape" or state.at is None:
        return turns.back(state), None
    if outcome is None:
        return _unknown(state, key), None
    return _came_of_it(state, state.at, outcome), None


def _came_of_it(state: State, who: Person, outcome: Outcome) -> State:
    """Ask for what goes with an outcome: the day to call back, or a note."""
    if outcome is Outcome.CALL_BACK:
        return replace(state, mode=Mode.CALL_BACK, typed="")
    return replace(state, mode=Mode.SAYING, outcome=outcome, typed=state.note(who))


def _done(
    state: State, who: Person, outcome: Outcome, note: str, until: str = ""
) -> Run:
    """Return the command that keeps what came of a conversation."""
    words = saying.done(state, who, outcome, note, until)
    typed = until if outcome is Outcome.CALL_BACK else note
    return Run(words, who, outcome, state.mode, typed, note)


def _typed(state: State, line: str) -> Next:
    who, line = state.at, " ".join(line.split())
    if who is None:
        return turns.back(state), None
    match state.mode:
        case Mode.NOTE:
            if line:
                return state, Check(who, line)
            return turns.noted(turns.back(state), who, ""), None
        case Mode.SAYING if state.outcome is not None:
            # It waits with its person, should they be off the list by now.
            waits = turns.noted(state, who, line)
            return waits, _done(waits, who, state.outcome, line)
        case Mode.CALL_BACK:
            note = state.note(who)
            return state, _done(state, who, Outcome.CALL_BACK, note, line)
        case Mode.SNOOZE:
            words = saying.snoozed(who, line)
        case Mode.SKIP:
            words = ("skip", str(who.id), "--because", line)
        case _:
            return state, None
    return state, Run(words, who, None, state.mode, line)


def _escaped(state: State, line: str) -> State:
    """Leave a line; what was to go with an outcome waits for the right one."""
    if state.mode is Mode.SAYING and state.at is not None:
        state = turns.noted(state, state.at, " ".join(line.split()))
    return turns.back(state)


def _ran(state: State, act: Act, listing: Listing) -> State:
    """Return where things stand after an act: a question, or the next person."""
    who, on = act.who, turns.with_list(state, listing)
    came = len(on.seen) - len(state.seen)
    said = (*act.said, *([f"+{came} moved up."] if came else []))
    on = replace(on, acts=(*state.acts, act), said=said)
    if state.mode is Mode.ORPHAN:
        return _listed(turns.noted(on, who, ""), listing, said)
    if state.mode is Mode.OWED:
        return _asked_on(on)
    on = replace(on, had=(*on.had, who.id))
    if act.outcome is not None:
        handed = tuple(each for each in state.handed if each[0] != who.id)
        on = replace(turns.noted(on, who, ""), handed=handed)
        if act.outcome.reached and who.owed:
            return replace(on, mode=Mode.OWED, asked=who.owed, typed="")
    return turns.on(replace(on, said=(*said, *_staying(act, listing))))


def _staying(act: Act, listing: Listing) -> tuple[str, ...]:
    """Say for what somebody is on the list still, if they are."""
    left = next((each for each in listing.people if each.id == act.who.id), None)
    if left is None:
        return ()
    rules = dict.fromkeys(each.partition(":")[0] for each in left.topics)
    why = ", which cannot be put off" if act.command == "snooze" else ""
    return (f"{left.name} stays today for {text.listed(list(rules))}{why}.",)


def _answered(state: State, key: str) -> Next:
    """Return what a yes or a no to a promise or concern leads to."""
    if key in ("n", "escape") or state.at is None:
        return _asked_on(state), None
    if key != "y":
        return replace(state, said=("y is yes, n is no",), refused=True), None
    first, words = state.asked[0], [state.asked[0].command, state.asked[0].mark]
    said = next((a.words for a in reversed(state.acts) if a.outcome is not None), ())
    if first.command == "resolve" and "-n" in said:
        words.append(said[said.index("-n") + 1])
    return state, Run(tuple(words), state.at, None, Mode.OWED)


def _kept_or_not(state: State, key: str) -> Next:
    """Return what becomes of the note of somebody who is off the list."""
    first = state.orphans[0]
    if key == "y":
        words = saying.logged(first.who, first.text)
        return state, Run(words, first.who, None, Mode.ORPHAN, "", first.text)
    if key != "n":
        return replace(state, said=("y is yes, n is no",), refused=True), None
    said = f"Dropped the note of {first.who.name}: “{first.text}”."
    return replace(
        turns.asked_of_notes(turns.noted(state, first.who, "")), said=(said,)
    ), None


def _sure(state: State, key: str) -> Next:
    """Return what a yes or a no to leaving without the notes leads to."""
    if key in ("y", "n", "escape"):
        return (state, Leave()) if key == "y" else (turns.back(state), None)
    return replace(state, said=("y is yes, n is no",), refused=True), None


def _asked_on(state: State) -> State:
    """Return the next question, or the next person if there is none."""
    rest = replace(state, asked=state.asked[1:])
    return rest if rest.asked else turns.on(rest)


def _listed(state: State, listing: Listing, said: tuple[str, ...]) -> State:
    """Return the state with a new list; who is on the screen stays if they can."""
    known = {each.id: each for each in listing.people}
    new = replace(turns.with_list(state, listing), said=said or state.said)
    new = replace(new, refused=state.refused and not said)
    if state.at is None or state.mode is Mode.OWED:
        return turns.asked_of_notes(new)
    if (same := known.get(state.at.id)) is not None:
        return turns.asked_of_notes(replace(new, at=same))
    return turns.on(new)


def _taken_back(state: State, event: TakenBack) -> State:
    """Return to the person whose act was undone."""
    who = event.act.who
    here = replace(
        turns.with_list(state, event.listing),
        acts=tuple(each for each in state.acts if each != event.act),
        said=event.said,
        had=tuple(each for each in state.had if each != who.id),
    )
    if event.act.note and not here.note(who):
        here = turns.noted(here, who, event.act.note)
    back = {each.id: each for each in event.listing.people}.get(who.id)
    return turns.at(here, back or state.at)


def _undo(state: State) -> Next:
    if state.acts:
        return state, TakeBack(state.acts[-1])
    said = ("nothing was done here yet; secondsale undo takes back what was before",)
    return replace(state, said=said, refused=True), None


def _leave(state: State) -> Next:
    if state.notes:
        return replace(state, mode=Mode.LEAVING), None
    return state, Leave()


def _other_channel(state: State, who: Person) -> State:
    if len(who.channels) < 2:
        said = (f"there is no other way to reach {who.name}",)
        return replace(state, said=said, refused=True)
    now = state.channel or who.channels[0]
    following = who.channels.index(now) + 1 if now in who.channels else 0
    return replace(state, channel=who.channels[following % len(who.channels)], scroll=0)


def _unknown(state: State, key: str) -> State:
    return replace(state, said=(f"{key} does nothing here · ? is help",), refused=True)
