"""A morning in progress: keys in, pages out, and the commands run in between."""

import re
from collections.abc import Callable

from secondsale import days
from secondsale.cli._desktop import open_link, to_clipboard
from secondsale.cli._going import acts, machine, pages, reading
from secondsale.cli._going.keys import QUESTIONS, YES_OR_NO, Mode
from secondsale.cli._going.state import (
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
    TakeBack,
    TakenBack,
    Typed,
)
from secondsale.cli._shell import Shell
from secondsale.errors import SecondsaleError
from secondsale.records import replace
from secondsale.render.going import Page

ELSEWHERE = "the book was changed elsewhere"
PRESS_AGAIN = "Look, then press again."

_DAY = "such as friday, 3d or 2026-12-01"
HINTS = {
    Mode.CALL_BACK: _DAY,
    Mode.SNOOZE: _DAY,
    Mode.SKIP: "such as: moved away",
    Mode.NOTE: 'a detail is name=value, or name="two words"',
    Mode.SAYING: 'a detail is name=value, or name="two words"',
}
"""What helps here, where a command's hint is about how it is typed."""

_TYPED_ONLY = r"--\w|(?<!\S)-\w|secondsale "
_OPTION_NAMED = r" \([^()]*--[^()]*\)"


class Session:
    """The state of a morning, and the book that it is about."""

    def __init__(
        self,
        shell: Shell,
        *,
        copy: Callable[[str], None] = to_clipboard,
        open_it: Callable[[str], None] = open_link,
    ) -> None:
        self._shell, self._copy, self._open = shell, copy, open_it
        self._stamp = 0, 0
        self.state = machine.begin(self._listing())
        self.over = False
        self._shown: tuple[object, pages.Known] | None = None

    def press(self, key: str) -> None:
        """Take a key, and do what it means."""
        if self.asks and key == "escape":
            self.escaped(self.state.typed)
        else:
            self._take(Press(key))

    def escaped(self, text: str) -> None:
        """Leave the line that is typed, with what stands in it."""
        self._take(Escaped(text))

    def not_taken(self, why: str) -> None:
        """Say why nothing was done of what was pressed or pasted."""
        self._take(NotTaken(why))

    def typed(self, text: str) -> None:
        """Take a line that was typed, and do what it means."""
        self._take(Typed(text))

    def look(self) -> bool:
        """Ask for the list again if the day or the book is another one.

        Return whether there is something new to show. While a line is typed, it waits.
        """
        same_day = self._fresh().today == self.state.listing.day
        if self.asks or (same_day and self._stamped() == self._stamp):
            return False
        try:
            news = self._news()
            if news is None:
                return False
            self._take(news)
        except SecondsaleError as error:
            mode, typed = self.state.mode, self.state.typed
            self._take(Refused(_lines(error, mode), mode, typed))
        return True

    @property
    def asks(self) -> str:
        """Return what a line is to be typed for; nothing where keys are pressed."""
        what = QUESTIONS.get(self.state.mode, "")
        outcome = self.state.outcome
        return f"{outcome}, {what}" if what and outcome else what

    @property
    def wants_yes(self) -> bool:
        """Return whether a yes or a no is waited for."""
        return self.state.mode in YES_OR_NO

    @property
    def scene(self) -> object:
        """Return what another key is meant for once it is another."""
        state = self.state
        return state.at, len(state.acts), state.mode in YES_OR_NO and state.mode

    def _take(self, *events: Event) -> None:
        """Let events happen one after the other, and what follows from each."""
        waiting = list(events)
        while waiting:
            self.state, effect = machine.step(self.state, waiting.pop(0))
            if effect is not None:
                waiting = [*self._done(effect), *waiting]

    def _done(self, effect: Effect) -> list[Event]:
        """Do what the state asks for, and return what came of it."""
        back = effect.back_to if isinstance(effect, Run) else self.state.mode
        typed = effect.typed if isinstance(effect, Run) else ""
        if isinstance(effect, Check):
            typed = effect.text
        try:
            match effect:
                case Run():
                    return self._run(effect)
                case Check(who, text):
                    return [Noted(who, text, acts.check(self._fresh(), text))]
                case TakeBack(act):
                    said = acts.take_back(self._fresh(), act)
                    return [TakenBack(act, self._listing(), said)]
                case Hand():
                    return [self._hand(effect)]
                case Leave():
                    self.over = True
        except SecondsaleError as error:
            return [Refused(_lines(error, back), back, typed)]
        return []

    def _run(self, effect: Run) -> list[Event]:
        """Run a command, if the person is still due for what the screen shows."""
        if self.state.mode not in YES_OR_NO:
            news = self._news()
            if news is not None and not self._same(news.listing, effect.who):
                said = (*news.said, PRESS_AGAIN)
                if _find(news.listing, effect.who) is None:
                    lost = effect.typed if effect.typed != effect.note else ""
                    typed = (f"Not done, though typed: “{lost}”.",) if lost else ()
                    return [replace(news, said=(*news.said, *typed))]
                return [news, Refused(said, effect.back_to, effect.typed)]
        act = acts.run(self._fresh(), effect)
        return [Ran(act, self._listing())]

    def _news(self) -> Listed | None:
        """Return the list as it is now and what is new in it, if it is another one."""
        now, was = self._listing(), self.state.listing
        who = self.state.at
        if now.day != was.day:
            day = days.say_in_full(now.day)
            return Listed(now, (f"It is {day} now, and this is its list.",))
        if now == was:
            return None
        if who is None or self._same(now, who) or self.state.mode is Mode.OWED:
            return Listed(now)
        if _find(now, who) is None:
            return Listed(now, (f"{who.name} is off the list: {ELSEWHERE}.",))
        return Listed(now, (f"This is how it stands with {who.name}: {ELSEWHERE}.",))

    def _same(self, listing: Listing, who: Person) -> bool:
        """Return whether a list has somebody for just what is on the screen."""
        return listing.day == self.state.listing.day and _find(listing, who) == who

    def _hand(self, effect: Hand) -> Handed:
        """Copy or open the draft of the person on the screen.

        Errors: SecondsaleError, also where there is none.
        """
        found = self._known(effect.who)
        draft = found.draft
        if draft is None:
            raise SecondsaleError(f"there is no draft: {found.lacking}")
        if not effect.open_it:
            self._copy(draft.text)
            return Handed(effect.who, draft.channel, "Copied.")
        if not draft.link:
            raise SecondsaleError(
                f"no program opens it: {draft.no_link}", "c copies it"
            )
        self._open(draft.link)
        return Handed(effect.who, draft.channel, "Handed to the desktop.")

    def page(self, width: int, height: int) -> list[str]:
        """Return what stands above the line of keys, in so many lines."""
        page = self._page(width, height)
        # Nobody has to scroll back what was scrolled beyond the end.
        self.state = replace(self.state, scroll=page.scroll)
        return page.lines

    def _page(self, width: int, height: int) -> Page:
        state = self.state
        if state.mode is Mode.HELP:
            return pages.of_help(state, width=width, height=height)
        if state.at is None:
            shell = self._fresh()
            return pages.of_end(state, shell, width=width, height=height)
        try:
            shown = self._known(state.at)
        except SecondsaleError as error:
            return pages.of_trouble(state, error, width=width, height=height)
        draw = pages.of_all if state.mode is Mode.VIEW else pages.of_person
        return draw(state, state.at, shown, width=width, height=height)

    def menu(self, width: int, height: int) -> list[str]:
        """Return the line of keys, or two."""
        return pages.menu(self.state, width=width, height=height)

    def summary(self) -> list[tuple[str, str]]:
        """Return what the morning came to, label by label."""
        return list(pages.summary(self.state, self._fresh()))

    def unkept(self) -> list[str]:
        """Return the notes that wait for an outcome, as sentences."""
        return [
            f"not kept, for want of an outcome: “{note}” ({name})"
            for name, note in self.state.unkept
        ]

    def _known(self, who: Person) -> pages.Known:
        """Return what is known of a person, asked of the book once for each list."""
        # Who is asked what is kept is off the list; what was said stays in sight.
        listing = None if self.state.mode is Mode.OWED else self.state.listing
        about = who, self.state.channel, listing
        if listing is None and self._shown is not None:
            return self._shown[1]
        if self._shown is None or self._shown[0] != about:
            found = pages.known(self._fresh(), who, self.state.channel)
            self._shown = about, found
        return self._shown[1]

    def _listing(self) -> Listing:
        """Ask the book for the list; what changes it from now on is noticed."""
        self._stamp = self._stamped()
        return reading.listing(self._fresh())

    def _fresh(self) -> Shell:
        """Return the surroundings of one more command: it may be another day by now."""
        was = self._shell
        return Shell(was.book_option, was.settings_option, was.as_of_option, was.typed)

    def _stamped(self) -> tuple[int, int]:
        """Return what differs once another program has changed the book."""
        try:
            now = self._shell.book_path.stat()
        except OSError:
            return 0, 0
        return now.st_mtime_ns, now.st_size


def _find(listing: Listing, who: Person) -> Person | None:
    return next((each for each in listing.people if each.id == who.id), None)


def _lines(error: SecondsaleError, mode: Mode) -> tuple[str, ...]:
    """Return an error in one line; of how a command is typed nobody needs to know."""
    said = re.sub(_OPTION_NAMED, "", error.message)
    own = HINTS.get(mode, "")
    hint = own if re.search(_TYPED_ONLY, error.hint or "") else error.hint
    return (f"{said} ({hint})" if hint else said,)
