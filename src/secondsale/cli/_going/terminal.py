"""The screen and the keyboard: prompt_toolkit on one side, a session on the other."""

import asyncio
import errno
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import Output

from secondsale.cli._going.presses import INTERRUPT, SCROLLS, is_wide, named
from secondsale.cli._going.session import Session
from secondsale.cli._going.waiting import announced, write_waiting

LOOK_SECONDS = 2.0
"""How often to see whether the day or the book is another one."""

REPEAT_SECONDS = 0.5
"""A key that is held down repeats itself; it acts on one person, not on all of them.

So long no key counts either after the screen has changed by itself.
"""

TOO_QUICK = "too quick: not taken, press again"
AT_ONCE = "several keys came at once: none was taken, press one at a time"
PASTED = "nothing was pasted: press m first, and paste it into the note"

_UNDO = "u"

_HANGUP = getattr(signal, "SIGHUP", 1)


class HangupError(Exception):
    """The terminal is gone, or somebody asked the program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Screen:
    """A session on a full screen."""

    def __init__(
        self,
        session: Session,
        *,
        input: Input | None = None,
        output: Output | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._clock = session, clock
        self._acted, self._changed = ("", 0.0), float("-inf")
        self._gone: HangupError | None = None
        self._wide = False
        self._line = Buffer(multiline=False, accept_handler=self._accept)
        self._app: Application[None] = Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            full_screen=True,
            mouse_support=False,
            refresh_interval=None,
            input=input,
            output=output,
        )
        # Over a slow line the parts of an arrow key may come so far apart.
        self._app.ttimeoutlen = 0.2

    def run(self) -> None:
        """Show it until it is over.

        Errors: KeyboardInterrupt; HangupError where the terminal is gone.
        """
        try:
            asyncio.run(self._run())
        except EOFError:
            raise HangupError(_HANGUP) from None
        except OSError as error:  # the terminal cannot be put in order any more
            if self._gone is None and error.errno != errno.EIO:
                raise
            raise self._gone or HangupError(_HANGUP) from None

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (_HANGUP, signal.SIGTERM) if sys.platform != "win32" else ():
            loop.add_signal_handler(number, self._hang_up, number)
        looking = asyncio.create_task(self._look_again())
        try:
            await self._app.run_async()
        finally:
            looking.cancel()

    def _hang_up(self, number: int) -> None:
        self._gone = HangupError(number)
        self._end(self._gone)

    def _end(self, because: BaseException | None = None) -> None:
        """End, once: as something that was raised here, if anything was."""
        if self._app.future is None or self._app.future.done():
            return
        if because is not None:
            self._app.exit(exception=because)
        else:
            self._app.exit()

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()

    def look(self) -> None:
        """See whether the day or the book is another one, and show it."""
        with self._ending(), self._waiting():
            if self._session.look():
                self._changed = self._clock()
                self._follow()

    def _layout(self) -> Layout:
        asks = Condition(lambda: bool(self._session.asks))
        line = VSplit(
            [
                Window(
                    FormattedTextControl(lambda: f"{self._session.asks}: "),
                    dont_extend_width=True,
                    style="bold",
                ),
                Window(BufferControl(self._line), height=1),
            ],
            height=1,
        )
        self._keys = Window(
            FormattedTextControl(self._menu, focusable=True, show_cursor=False),
            height=lambda: len(self._menu_lines()),
            dont_extend_height=True,
        )
        parts = [
            Window(FormattedTextControl(self._page, show_cursor=False)),
            ConditionalContainer(line, asks),
            self._keys,
        ]
        return Layout(HSplit(parts), focused_element=self._keys)

    def _size(self) -> tuple[int, int]:
        try:
            size = self._app.output.get_size()
        except OSError:  # the terminal is gone, which is about to be said
            return 80, 24
        return size.columns, size.rows

    def _menu_lines(self) -> list[str]:
        width, height = self._size()
        return self._session.menu(width, height)[: max(1, height - 2)]

    def _menu(self) -> StyleAndTextTuples:
        return _formatted(self._menu_lines())

    def _page(self) -> StyleAndTextTuples:
        width, height = self._size()
        taken = len(self._menu_lines()) + bool(self._session.asks)
        with self._ending(), self._waiting():
            return _formatted(self._session.page(width, max(1, height - taken)))
        return []

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        asks = Condition(lambda: bool(self._session.asks))

        @bindings.add("c-c")
        @bindings.add("<sigint>")
        def _interrupt(_: KeyPressEvent) -> None:
            self._end(KeyboardInterrupt())

        @bindings.add("c-z", filter=Condition(lambda: hasattr(signal, "SIGTSTP")))
        def _suspend(event: KeyPressEvent) -> None:
            event.app.suspend_to_background()

        @bindings.add("c-l")
        def _redraw(_: KeyPressEvent) -> None:
            self._draw_anew()

        @bindings.add("escape", filter=asks, eager=True)
        def _cancel(_: KeyPressEvent) -> None:
            with self._ending():
                self._do(lambda: self._session.escaped(self._line.text))

        @bindings.add("<any>", filter=~asks)
        def _any(event: KeyPressEvent) -> None:
            behind = event.key_processor.empty_queue()
            self._pressed(event.key_sequence[0], behind)

        for name in ("escape", "enter", "backspace", "left", "right", "up", "down"):
            bindings.add(name, filter=~asks, eager=True)(_any)
        for name in ("pageup", "pagedown"):
            bindings.add(name, filter=~asks)(_any)
        self._bind_pastes(bindings, asks)
        return bindings

    def _bind_pastes(self, bindings: KeyBindings, asks: Condition) -> None:
        """Take what is pasted as one line of text where one is typed, and else not."""

        @bindings.add(Keys.BracketedPaste, filter=asks)
        def _paste(event: KeyPressEvent) -> None:
            self._line.insert_text(" ".join(event.data.splitlines()))

        @bindings.add(Keys.BracketedPaste, filter=~asks)
        def _no_paste(event: KeyPressEvent) -> None:
            event.key_processor.empty_queue()
            self._not_taken(PASTED)

        @bindings.add("c-m", filter=asks, eager=True)
        @bindings.add("c-j", filter=asks, eager=True)
        def _enter(event: KeyPressEvent) -> None:
            # More behind it: a paste of several lines, from a terminal that marks none.
            if named(event.key_processor.input_queue):
                self._line.insert_text(" ")
            else:
                self._line.validate_and_handle()

    def _pressed(self, first: KeyPress, behind: list[KeyPress]) -> None:
        """Press a key; of several that came at once only those that scroll count."""
        keys = named([first, *behind])
        if self._broken_off(keys):
            return
        if len(keys) > 1 and not SCROLLS.issuperset(keys):
            self._not_taken(AT_ONCE)
            return
        for key in keys:
            self._press(key)

    def _press(self, key: str) -> None:
        """Press a key, unless it repeats one that acted, or is older than the page."""
        now, (last, when) = self._clock(), self._acted
        repeats = key == last and now - when < REPEAT_SECONDS
        if key != _UNDO and (repeats or now - self._changed < REPEAT_SECONDS):
            self._acted = (key, now) if repeats else self._acted
            self._not_taken(TOO_QUICK)
            return
        before = self._session.state
        with self._ending():
            self._do(lambda: self._session.press(key))
            if len(self._session.state.acts) != len(before.acts):
                self._acted = key, self._clock()
            if self._session.state.handed != before.handed:
                self._draw_anew()  # who was handed the draft may have printed something

    def _accept(self, line: Buffer) -> bool:
        with self._ending():
            self._do(lambda: self._session.typed(line.text))
        return True

    def _do(self, act: Callable[[], None]) -> None:
        """Do something, and show what it has come to before another key counts."""
        before = self._session.scene
        with self._waiting():
            act()
            if not self._session.over:
                self._look_at_page()
        self._follow()
        if self._session.over or self._session.scene == before:
            return
        waiting = named(self._app.input.read_keys())
        if waiting == [_UNDO] and not self._session.wants_yes:
            self._press(_UNDO)
        elif not self._broken_off(waiting) and waiting:
            self._not_taken(TOO_QUICK)

    def _look_at_page(self) -> None:
        """Ask the book for the page; where letters are wide, draw all of it anew.

        Terminals do not agree how wide these are, and leave parts of what was there.
        """
        width, height = self._size()
        page = "".join(self._session.page(width, height))
        wide = is_wide(page)
        if wide or self._wide:
            self._draw_anew()
        self._wide = wide

    def _not_taken(self, why: str) -> None:
        with self._ending():
            self._session.not_taken(why)
            self._app.invalidate()

    def _broken_off(self, keys: list[str]) -> bool:
        """End if Ctrl-C is among some keys, and return whether it is."""
        if INTERRUPT not in keys:
            return False
        self._end(KeyboardInterrupt())
        return True

    def _draw_anew(self) -> None:
        self._app.renderer.erase(leave_alternate_screen=False)
        self._app.output.erase_screen()
        self._app.output.cursor_goto(0, 0)
        self._app.invalidate()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Say on the last line that the book is waited for, where it is."""
        said: list[str] = []
        row = self._size()[1]
        with announced(lambda: said.append(write_waiting(self._app.output, row))):
            yield
        if said and (loop := self._app.loop) is not None:
            loop.call_soon(self._draw_anew)

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """End with what is raised here; prompt_toolkit would show it and go on."""
        try:
            yield
        except Exception as error:
            self._end(error)

    def _follow(self) -> None:
        """Show what the session has come to."""
        if self._session.over:
            self._end()
            return
        if self._session.asks:
            self._line.text = self._session.state.typed
            self._line.cursor_position = len(self._line.text)
            self._app.layout.focus(self._line)
        else:
            self._line.reset()
            self._app.layout.focus(self._keys)
        self._app.invalidate()


def _formatted(lines: list[str]) -> StyleAndTextTuples:
    return to_formatted_text(ANSI("\n".join(lines)))
