"""The wording: one text file per rule, filled in strictly.

A file begins with the talking points, one a line. Sections follow: `[sms]` (also for
WhatsApp), `[email]`, `[card]` and `[call]` (also for a visit). A line is `words`, or
`condition | words`. The words hold slots such as `$products`, and `$Products` begins
with a capital letter. The condition is a slot that must be known, `slot=value`, or
several with commas between; `!` before one turns it round:

    # a comment
    sale=first           | Welcome, and thank you for $products.
    sale=later, delivery | Thank you; $products comes on $delivery.
    !why                 | What made you choose it?

Lines that follow each other are one paragraph, an empty line begins another; in a
`[call]` each line is a step, an `[sms]` is one paragraph as a whole. An `[email]`
begins with `subject: words`, the first of several that fits. What a section says begins
with a capital letter, for it follows an opening or another topic: `_frame.txt` has what
stands around, `[sms opening]`, `[sms closing]` and so on. The lines of an opening flow,
those of a closing and of an address (`[card address]`, `[call address]`) stand alone.

A slot that is used and not known is an error, never a gap: a line that uses what is not
always known begins with it as its condition. Which slots there are, `slots.py` says,
and `secondsale messages welcome` for one text. A draft refuses a text with an error;
the agenda says so and takes the talking points that came along.

A folder `messages` beside the settings file holds own versions: a file there stands for
ours of the same name, the whole of it. `welcome.short.txt` is a variant of
`welcome.txt`, for what has the slot `wording=short`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from secondsale import text
from secondsale.errors import SettingsError
from secondsale.messages.templates import POINTS, Template, filled, read
from secondsale.model import History, Touchpoint

FOLDER = Path(__file__).parent / "en"

SUFFIX = ".txt"

FRAME = "_frame"
"""What stands around a draft."""


class Texts:
    """The texts in force: those of a folder of own ones, else those that came along."""

    def __init__(
        self, own: Path | None = None, *, warn: Callable[[str], None] | None = None
    ) -> None:
        self.own = own
        self._warn = warn
        self._warned: set[str] = set()
        self._read: dict[Path, Template] = {}
        self._ours: Texts | None = None

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Return the names of the own files.

        Errors: SettingsError for a folder that cannot be read.
        """
        if self.own is None:
            return frozenset()
        try:
            names = [path.name for path in self.own.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except OSError as error:
            raise SettingsError(
                f"{self.own} cannot be read: {error.strerror}",
                "check the folder's permissions",
            ) from None
        return frozenset(name for name in names if name.endswith(SUFFIX))

    def path(self, rule: str, word: str = "") -> Path:
        """Return the file for a rule, or its variant; without one, that of the rule."""
        for stem in (f"{rule}.{word}", rule) if word else (rule,):
            if self.own is not None and f"{stem}{SUFFIX}" in self.own_names:
                return self.own / f"{stem}{SUFFIX}"
            path = FOLDER / f"{stem}{SUFFIX}"
            if stem == rule or path.exists():
                return path
        raise AssertionError("the last stem is the rule")

    def in_force(self) -> list[Path]:
        """Return every file that is used, variants too, and own ones that are not."""
        names = {path.name for path in FOLDER.glob(f"[!_]*{SUFFIX}")} | {FRAME + SUFFIX}
        own = self.own or FOLDER
        return [
            (own if name in self.own_names else FOLDER) / name
            for name in sorted(names | self.own_names)
        ]

    def template(self, rule: str, word: str = "") -> Template:
        """Return the text for a rule, or its variant, taken apart.

        Errors: SettingsError, naming the file and the line.
        """
        path = self.path(rule, word)
        if path not in self._read:
            self._read[path] = read(path)
        return self._read[path]

    def talking_points(
        self, touchpoint: Touchpoint, history: History, *, today: date
    ) -> tuple[str, ...]:
        """Return what to say for a touchpoint, a few words a point.

        Where the own text cannot be used ours is, and a warning says so, once for each
        mistake. Errors: SettingsError for a mistake in ours.
        """
        slots = touchpoint_slots(touchpoint, history, today=today)
        try:
            return self._points(touchpoint.key.family, slots)
        except SettingsError as error:
            if self.own is None:
                raise
            self._warn_of(error)
        if self._ours is None:
            self._ours = Texts()
        return self._ours._points(touchpoint.key.family, slots)

    def _points(self, rule: str, slots: Mapping[str, str]) -> tuple[str, ...]:
        template = self.template(rule, slots.get("wording", ""))
        return tuple(
            words
            for line in template.lines(POINTS)
            if (words := filled(line, slots, template.path))
        )

    def _warn_of(self, error: SettingsError) -> None:
        if self._warn is not None and error.message not in self._warned:
            self._warned.add(error.message)
            self._warn(f"{error.message}; what is to say is ours instead")


def touchpoint_slots(
    touchpoint: Touchpoint, history: History, *, today: date
) -> Mapping[str, str]:
    """Return what fills the slots for a touchpoint: whom it is for, and its own.

    The slot `when` says how the day that it is about lies: `ahead`, `today` or `past`.
    Where something is expected to be bought again, the slot `expected` is `ahead` up to
    that day and `past` after it.
    """
    return dict(_slots(touchpoint, history, today))


def _slots(
    touchpoint: Touchpoint, history: History, today: date
) -> Iterator[tuple[str, str]]:
    yield "first_name", history.called
    if touchpoint.products:
        yield "products", text.listed(touchpoint.products)
    yield from (slot for slot in touchpoint.slots if slot[1])
    day = touchpoint.fixed_day or touchpoint.window.due
    yield "when", "today" if day == today else "past" if day < today else "ahead"
    if touchpoint.outlook is not None:
        yield "expected", "past" if touchpoint.outlook.expected < today else "ahead"
