"""What every command is given: the day, the settings, the book, the plans.

The one place where the parts are put together; commands stay a few lines each.
"""

import os
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, time
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondsale import clock, days
from secondsale.cli._speaking import Speaking
from secondsale.errors import InputError, SettingsError

if TYPE_CHECKING:
    from secondsale.messages import Texts
    from secondsale.model import History, Settlement
    from secondsale.planner import Plan
    from secondsale.settings import Settings
    from secondsale.store import Book
    from secondsale.store.asking import AskedBook


class TakenBackError(Exception):
    """Ends a change of which nothing is kept."""


class Shell(Speaking):
    """The surroundings of one command."""

    def __init__(
        self,
        book_option: str = "",
        settings_option: str = "",
        as_of_option: str = "",
        typed: Sequence[str] = (),
    ) -> None:
        self.book_option = book_option
        self.settings_option = settings_option
        self.as_of_option = as_of_option
        self.typed = typed
        """The command and its arguments, without the options above."""
        self.answers: dict[Hashable, Any] = {}
        """What was answered at the terminal, by what was asked about."""
        self._latest: tuple[Plan, History, tuple[Settlement, ...]] | None = None

    @property
    def example(self) -> str:
        """Return what the command is like, from the manual."""
        from secondsale.manual import examples

        found = next(examples(" ".join(self.typed[:1])), None)
        return f"like {found[0]}" if found else super().example

    @cached_property
    def today(self) -> date:
        """Return today: from `--as-of`, else the environment, else the clock."""
        day = clock.today()
        for typed in (os.environ.get("SECONDSALE_AS_OF", ""), self.as_of_option):
            if typed:
                day = days.parse_day(typed, today=day, direction="ahead")
        return day

    @property
    def day_is_given(self) -> bool:
        """Whether today was named rather than read from the clock."""
        return bool(self.as_of_option or os.environ.get("SECONDSALE_AS_OF"))

    @cached_property
    def settings(self) -> "Settings":
        """Return the settings in force."""
        from secondsale import settings

        path = self.settings_path
        if self._settings_typed and not path.exists():
            raise SettingsError(f"there is no settings file {path}", "check its name")
        try:
            return settings.load(path)
        except SettingsError as error:
            page = "holds" if "policy" in error.message else "cadence"
            error.hint = f"{error.hint}; more: secondsale help {page}"
            raise

    @property
    def settings_path(self) -> Path:
        """Return where the settings file lies, or would lie."""
        if self._settings_typed:
            return Path(self._settings_typed).expanduser()
        from secondsale import settings

        return settings.default_file(os.environ)

    @property
    def _settings_typed(self) -> str:
        return self.settings_option or os.environ.get("SECONDSALE_SETTINGS", "")

    @cached_property
    def texts(self) -> "Texts":
        """Return the texts in force: own ones lie beside the settings file."""
        from secondsale.messages import Texts

        return Texts(self.settings_path.parent / "messages", warn=self.say)

    @cached_property
    def book_path(self) -> Path:
        """Return where the book lies: `--book`, the environment, the user's folder.

        Of a link it is the place of the book itself, where the copies lie too.
        """
        typed = self.book_option or os.environ.get("SECONDSALE_BOOK", "")
        if typed:
            path = Path(typed).expanduser()
        else:
            from secondsale import settings

            path = settings.default_book(os.environ)
        is_link = os.path.islink(path)  # noqa: PTH114 - false where it cannot be seen
        return Path(os.path.realpath(path)) if is_link else path

    @contextmanager
    def asking(self, patience: float | None = None) -> Iterator["AskedBook"]:
        """Open the book to look something up, without what changes a book.

        It takes less to load than `reading` does. `patience` is how many seconds to
        wait for another program, if not as long as usual.
        """
        from secondsale.store.asking import AskedBook
        from secondsale.store.connection import PATIENCE

        seconds = PATIENCE if patience is None else patience
        with AskedBook.open(self.book_path, patience=seconds) as book:
            self._say_migrated(book)
            yield book

    @contextmanager
    def reading(self) -> Iterator["Book"]:
        """Open the book to look something up."""
        from secondsale.store import Book

        with Book.open(self.book_path) as book:
            self._say_migrated(book)
            yield book

    @contextmanager
    def writing(self) -> Iterator["Book"]:
        """Open the book for one change: it happens whole, or not at all.

        Where there is no book, it begins one. Errors: BookError.
        """
        from secondsale.cli import _waking
        from secondsale.cli._before_changing import copied_today, doubts
        from secondsale.store import Book
        from secondsale.store.changes import Typed

        with Book.open_for_writing(self.book_path) as book:
            self._say_migrated(book)
            if not self.day_is_given:
                self.say(*doubts(book))
            self.say(*copied_today(book, self.book_path))
            typed = Typed(self.typed, clock.instant(), self.today)
            with book.change(typed, then=partial(_waking.plan_few, self, book)):
                self._learn_in_time(book)
                yield book
            _waking.plan_many(self, book)

    @contextmanager
    def changing(self) -> Iterator["Book"]:
        """Open a book that has to be there already for one change.

        Errors: BookError.
        """
        with self.reading():
            pass
        with self.writing() as book:
            yield book

    def _say_migrated(self, book: "AskedBook") -> None:
        """Say that an older book was brought up to date, and where its copy lies."""
        if book.migrated is not None:
            was, copy = book.migrated.version, book.migrated.copy
            self.say(
                f"the book was of version {was} and is up to date now",
                f"a copy as it was: {copy}",
            )

    @contextmanager
    def previewing(self) -> Iterator["Book"]:
        """Open the book for a change that is taken back: nothing of it is kept.

        Where there is no book, none begins.
        """
        from tempfile import TemporaryDirectory

        from secondsale.store import Book

        with TemporaryDirectory(prefix="secondsale-") as folder:
            path = self.book_path
            if not path.exists() or not path.stat().st_size:
                path = Path(folder) / "book.db"
            with (
                Book.open_for_writing(path) as book,
                suppress(TakenBackError),
                book.change(),
            ):
                self._learn_in_time(book)
                yield book
                raise TakenBackError

    def _learn_in_time(self, book: "Book") -> None:
        """Learn from all sales, once a week or sooner where many came in.

        Before the change and not after it, so that what is said of it is what the next
        command says too.
        """
        if book.should_learn(self.today, every=self.settings.timing.learn_days):
            self.learn(book)

    def learn(self, book: "Book") -> None:
        """Keep what all sales teach as of today."""
        from secondsale.cli._learning import learn_from

        book.keep_learned(learn_from(book, self.settings.timing, self.today))

    def plan(
        self, book: "AskedBook", customer_id: int, *, today: date | None = None
    ) -> "Plan":
        """Return one customer's plan."""
        found = next(self.planned(book, [customer_id], today=today))
        self._latest = found
        return found[0]

    def plans(
        self,
        book: "AskedBook",
        customer_ids: Iterable[int] | None = None,
        *,
        today: date | None = None,
        over: bool = True,
    ) -> "Iterator[Plan]":
        """Yield the plans of some customers, or of all, with what is `over` or not."""
        found = self.planned(book, customer_ids, today=today, over=over)
        return (plan for plan, _, _ in found)

    def planned(
        self,
        book: "AskedBook",
        customer_ids: Iterable[int] | None = None,
        *,
        today: date | None = None,
        over: bool = True,
    ) -> "Iterator[tuple[Plan, History, tuple[Settlement, ...]]]":
        """Yield the plans of some customers, or of all, with what each was made of."""
        from secondsale.planner import plan
        from secondsale.records import replace

        day, found = today or self.today, self.settings
        was = beside = None
        for history, settlements in book.histories(customer_ids):
            if beside is None or history.learned is not was:  # all have the same
                was, beside = history.learned, found.timing.beside(history.learned)
            if beside != was:
                history = replace(history, learned=beside)
            made = self._made_already(day, history, settlements) or plan(
                history,
                settlements,
                found.rules,
                found.policy,
                today=day,
                cadences=found.cadences,
                over=over,
            )
            yield made, history, settlements

    def _made_already(
        self, day: date, history: "History", settlements: "tuple[Settlement, ...]"
    ) -> "Plan | None":
        """Return the latest plan of one customer, if it was made of the same.

        What a command shows of its change is what the change has to plan at its end.
        """
        if self._latest is None or self._latest[1:] != (history, settlements):
            return None
        made = self._latest[0]
        return made if made.today == day else None

    @cached_property
    def fingerprint(self) -> str:
        """Return all that plans follow from besides the customers' own facts.

        What the book has learned of all of them goes in here, by its day.
        """
        return self.settings.fingerprint

    def happened(self, typed: str) -> date:
        """Return the day of something that happened, today if nothing was typed.

        Errors: InputError for a day to come.
        """
        if not typed:
            return self.today
        day = days.parse_day(typed, today=self.today, direction="back")
        if day > self.today:
            raise InputError(
                f"{days.say_in_full(day)} is still to come",
                "--on says when it happened, today or before",
            )
        return day

    def ahead(self, typed: str) -> date:
        """Return a day to come, or today."""
        return days.parse_day(typed, today=self.today, direction="ahead")

    @property
    def time_of_day(self) -> time:
        """Return the time of day, to the minute."""
        return clock.time_of_day()
