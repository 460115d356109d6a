"""Whose turn it is: on to the next, back to the one before, and whom a list brings."""

from secondsale.cli._going.keys import Mode
from secondsale.cli._going.state import Listing, Person, State, Waiting
from secondsale.records import replace


def at(state: State, who: Person | None) -> State:
    """Return the state with somebody on the screen, or at the end."""
    mode = Mode.PERSON if who is not None else Mode.END
    fresh = replace(state, at=who, mode=mode, channel=None, scroll=0, typed="")
    return asked_of_notes(replace(fresh, outcome=None))


def back(state: State) -> State:
    """Go back to the person, or to the end, from what was asked or shown."""
    mode = Mode.PERSON if state.at is not None else Mode.END
    return asked_of_notes(replace(state, mode=mode, scroll=0, typed="", outcome=None))


def on(state: State) -> State:
    """Go on to who comes next, in the order that was shown, then those who are new.

    Somebody for whom something was done and who stays all the same had their turn.
    """
    place = state.seen.index(state.at.id) if state.at else len(state.seen)
    later = (each for each in _in_turn(state) if state.seen.index(each.id) > place)
    return at(state, next((each for each in later if each.id not in state.had), None))


def before(state: State) -> State:
    """Go back to who was listed before, whether or not something was done there."""
    people = _in_turn(state)
    place = state.seen.index(state.at.id) if state.at else len(state.seen)
    earlier = [each for each in people if state.seen.index(each.id) < place]
    if earlier:
        return at(state, earlier[-1])
    return replace(state, said=("this is the first",), refused=True)


def _in_turn(state: State) -> list[Person]:
    """Return those who are listed, in the order in which they came."""
    return sorted(state.listing.people, key=lambda each: state.seen.index(each.id))


def with_list(state: State, listing: Listing) -> State:
    """Return the state with a list that was asked for again; a new day has its own."""
    seen = state.seen
    if listing.day != state.listing.day:
        ids = {each.id for each in listing.people}
        here = (state.at.id,) if state.at and state.at.id not in ids else ()
        gone = (each for each in sorted(state.handled) if each not in ids)
        seen = tuple(dict.fromkeys((*here, *gone)))
    new = [each.id for each in listing.people if each.id not in seen]
    had = state.had if listing.day == state.listing.day else ()
    return replace(state, listing=listing, seen=(*seen, *new), had=had)


def noted(state: State, who: Person, text: str) -> State:
    """Return the state with a note that waits for somebody, or without."""
    others = tuple(each for each in state.notes if each.who.id != who.id)
    return replace(state, notes=(*others, Waiting(who, text)) if text else others)


def asked_of_notes(state: State) -> State:
    """Return the question what becomes of a note, if somebody left the list with one.

    Nothing that is asked or typed already is disturbed.
    """
    if state.mode is Mode.ORPHAN and not state.orphans:
        return back(state)
    if state.orphans and state.mode in (Mode.PERSON, Mode.END):
        return replace(state, mode=Mode.ORPHAN, scroll=0)
    return state
