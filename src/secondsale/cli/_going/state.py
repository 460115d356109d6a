"""What `go` knows at any moment, what may happen to it, and what it then wants done."""

from datetime import date

from secondsale.cli._going.keys import Mode
from secondsale.model import Channel, Outcome
from secondsale.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise or concern of a person that only a yes closes."""

    mark: str
    """Its number as it is typed: `p3`, `k1`."""
    text: str

    @property
    def command(self) -> str:
        """Return the command that closes it."""
        return "kept" if self.mark.startswith("p") else "resolve"

    @property
    def question(self) -> str:
        """Return what to ask."""
        return f"{'Kept' if self.command == 'kept' else 'Resolved'}: “{self.text}”?"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the day's list."""

    id: int
    name: str
    topics: tuple[str, ...] = ()
    """The keys of what is due: what an outcome settles."""
    overdue: bool = False
    channels: tuple[Channel, ...] = ()
    """The ways to reach them, the one to take first."""
    owed: tuple[Owed, ...] = ()
    fixed: tuple[str, ...] = ()
    """The keys of what is due on its own day and cannot be put off."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note that was typed of somebody and is not kept yet."""

    who: Person
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Whom the agenda has, in its order."""

    day: date
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A command that `go` ran, and what came of it."""

    words: tuple[str, ...]
    who: Person
    outcome: Outcome | None = None
    """Of a conversation or the attempt at one."""
    closed: tuple[str, ...] = ()
    """The rules whose touchpoints it closed."""
    until: date | None = None
    """The day to which it put something off."""
    entry: int | None = None
    """Its number in the journal, by which it is taken back."""
    note: str = ""
    """What had been typed to go with it, to be there again if it is taken back."""
    said: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """Return the command's name."""
        return self.words[0]


@dataclass(frozen=True, slots=True)
class State:
    """All that a key is judged by."""

    listing: Listing
    at: Person | None
    """Who is on the screen; nobody at the end."""
    seen: tuple[int, ...] = ()
    """All customers that were listed today, in the order in which they came."""
    had: tuple[int, ...] = ()
    """Of them, those whose turn is over: something was done about them today."""
    mode: Mode = Mode.PERSON
    channel: Channel | None = None
    """The draft's channel, where it is not the usual one."""
    outcome: Outcome | None = None
    """What came of it, while the note that goes with it is typed."""
    notes: tuple[Waiting, ...] = ()
    handed: tuple[tuple[int, Channel], ...] = ()
    """By customer: the draft that was copied or opened."""
    acts: tuple[Act, ...] = ()
    """What is in force of what was done here, the latest last."""
    asked: tuple[Owed, ...] = ()
    """What is still to be asked of somebody who was reached."""
    typed: str = ""
    """What stands in the line to begin with."""
    said: tuple[str, ...] = ()
    refused: bool = False
    """Whether what is said is why something was not done."""
    scroll: int = 0

    def note(self, who: Person) -> str:
        """Return what was typed for somebody and is not kept yet."""
        return next((each.text for each in self.notes if each.who.id == who.id), "")

    @property
    def orphans(self) -> tuple[Waiting, ...]:
        """Return the notes of those who are not on the list any more."""
        there = {each.id for each in self.listing.people}
        return tuple(each for each in self.notes if each.who.id not in there)

    @property
    def unkept(self) -> tuple[tuple[str, str], ...]:
        """Return whose notes wait for an outcome, and what they say."""
        return tuple((each.who.name, each.text) for each in self.notes)

    @property
    def handled(self) -> frozenset[int]:
        """Return who was on the list and is not, because of what was done here."""
        there = {each.id for each in self.listing.people}
        return frozenset(act.who.id for act in self.acts) - there

    @property
    def place(self) -> tuple[int, int]:
        """Return the how manieth of the morning's people this is, and of how many."""
        there = {each.id for each in self.listing.people} | self.handled
        ids = [each for each in self.seen if each in there]
        at = self.at.id if self.at else None
        return ids.index(at) + 1 if at in ids else 0, len(ids)


@dataclass(frozen=True, slots=True)
class Press:
    """A key was pressed."""

    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A line was typed and ended with Enter."""

    text: str


@dataclass(frozen=True, slots=True)
class Escaped:
    """A line was left by Esc, with what stood in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A note was found to be one that can be kept with an outcome."""

    who: Person
    text: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something was pressed or pasted, and nothing of it was done."""

    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The list was asked for again, perhaps because something changed."""

    listing: Listing
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """A command did what it says."""

    act: Act
    listing: Listing


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An act was undone."""

    act: Act
    listing: Listing
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A command changed nothing, and said why."""

    said: tuple[str, ...]
    mode: Mode = Mode.PERSON
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """The draft was copied or opened."""

    who: Person
    channel: Channel
    said: str


Event = (
    Press
    | Typed
    | Escaped
    | Noted
    | NotTaken
    | Listed
    | Ran
    | TakenBack
    | Refused
    | Handed
)


@dataclass(frozen=True, slots=True)
class Run:
    """Run a command; if it is refused, go back to a mode with what was typed."""

    words: tuple[str, ...]
    who: Person
    outcome: Outcome | None = None
    back_to: Mode = Mode.PERSON
    typed: str = ""
    note: str = ""
    """What was typed to go with it."""


@dataclass(frozen=True, slots=True)
class Check:
    """See whether a note, with what else stands in it, could be kept."""

    who: Person
    text: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo an act."""

    act: Act


@dataclass(frozen=True, slots=True)
class Hand:
    """Copy the draft, or open it."""

    who: Person
    channel: Channel | None
    open_it: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Leave:
    """End."""


Effect = Run | Check | TakeBack | Hand | Leave | None
