"""TAB in bash, zsh and fish: what is offered, and that nothing of it is ever run."""

import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import InProcess, Processes

from secondsale import text
from secondsale.cli._completion import VARIABLE
from secondsale.cli._completion_scripts import SHELLS, script
from secondsale.cli._completion_values import MOST, VALUES
from secondsale.cli._help import Commands
from secondsale.store.completing import MOST_SEEN

RUNS = (
    "$(touch pwned)", "`touch pwned`", "x; touch pwned", "'; touch pwned; '",
    '"; touch pwned; "', "| touch pwned", "& touch pwned", "$HOME", "${HOME}", "\\",
    "(e:'touch pwned':)", "*(e[touch pwned])", "%n", "#", "!!", "~root", "{a,b}",
    "<(touch pwned)", "\\$(touch pwned)", "\\`touch pwned\\`",
)  # fmt: skip
HOSTILE = tuple(form.format(each) for each in RUNS for form in ("{}", "an{}", "an {}"))
"""Sixty names that a shell might run."""

WORD = r"[A-Za-z0-9._=-]+"


@pytest.fixture
def book(secondsale: InProcess) -> InProcess:
    return secondsale.begin(
        ("add-sale", "Ana Silva", "Rose Serum x2 @38"),
        ("add-sale", "Anne-Marie O'Neil", "Lip Care"),
        ("add-sale", "Chloé Martin", "Filter Jug"),
        ("add-customer", "林美"),
        ("promise", "ana", "send the list", "--by", "friday"),
        ("concern", "ana", "arrived late"),
        ("checkpoint", "1", "delivery", "--by", "tuesday"),
        ("tag", "ana", "vip", "fair"),
        ("tier", "chloé", "a"),
        ("undo",),
    )


def offers(book: InProcess, *typed: str, shell: str = "fish") -> list[str]:
    """Return the words that are offered, without what is said about them."""
    said = InProcess(book.folder, {**book.environment, VARIABLE: shell}, book.capture)
    answer = said(*typed)
    assert (answer.code, answer.err) == (0, "")
    return [line.partition("\t")[0] for line in answer.out.splitlines()]


def lines(book: InProcess, *typed: str) -> list[str]:
    """Return the words with what is shown beside them."""
    said = InProcess(book.folder, {**book.environment, VARIABLE: "zsh"}, book.capture)
    return said.ok(*typed).out.splitlines()


def planted(book: InProcess) -> InProcess:
    """Return a book of sixty people whose names a shell might run."""
    book.ok("add-customer", "Zoe Silva")
    with closing(sqlite3.connect(book.book)) as connection, connection:
        for number, name in enumerate(HOSTILE, start=100):
            connection.execute(
                "INSERT INTO customers (id, name, name_key, search_key, added_on)"
                " VALUES (?, ?, ?, ?, '2026-11-01')",
                (number, name, name, text.search_key(name)),
            )
    return book


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["hol"], ["holiday"]),
        (["--bo"], ["--book"]),
        (["show", "an"], ["ana-silva", "anne-marie-o-neil"]),
        (["show", "Anne-M"], ["anne-marie-o-neil"]),
        (["show", "3"], ["3"]),
        (["show", "ana-silva", "--j"], ["--json"]),
        (["--as-of", "monday", "done", "ana", "ha"], ["happy"]),
        (["done", "ana", "happy", "--note", "x", "--channel", "wh"], ["whatsapp"]),
        (["level", "ana", "ro"], ["rose-serum"]),
        (["add-sale", "ana-silva", "rose-serum", "li"], ["lip-care"]),
        (["why", "ana", "--only=repl"], ["--only=replenish"]),
        (["skip", "ana", "--only", "r"], ["reassure", "referral", "replenish"]),
        (["draft", "chloé", "--for", "be"], []),
        (["draft", "ana", "--wording", ""], ["short"]),
        (
            ["snooze", "ana", "--until", "t"],
            ["today", "tomorrow", "tuesday", "thursday"],
        ),
        (["snooze", "ana", "--until", "y"], []),
        (["done", "ana", "ok", "--on", "tom"], []),
        (["untag", "ana", ""], ["fair", "vip"]),
        (["untag", "anne-marie-o-neil", ""], []),
        (["kept", "p"], ["p1"]),
        (["kept", "ch"], ["chloe-martin"]),
        (["resolve", "an"], ["ana-silva", "anne-marie-o-neil"]),
        (["resolve", "k"], ["k1"]),
        (["resolve", "k1", ""], []),
        (["drop-checkpoint", ""], ["d1"]),
        (["cancel-sale", ""], ["s3", "s2", "s1"]),
        (["edit-sale", "2"], ["2"]),
        (["return", "s3", "fil"], ["filter-jug"]),
        (["undo", "5"], ["5"]),
        (["redo", ""], ["9"]),
        (["show", "Ana S"], ["ana-silva"]),
        (["edit-customer", "ana", "--referred-by", "ch"], ["chloe-martin"]),
        (["snooze", "ana", "--until", "mo"], ["monday"]),
        (["timing", "pre"], ["predict"]),
        (["timing", "predict", "--sales", ""], [":files"]),
        (["import", "--dry-run", "or"], [":files"]),
        (["--settings", ""], [":files"]),
        (["help", "cad"], ["cadence"]),
        (["nonsense", ""], []),
        (["done", "ana", "nonsense"], []),
    ],
    ids=" ".join,
)
def test_what_may_stand_next_is_offered(
    book: InProcess, typed: list[str], offered: list[str]
) -> None:
    assert offers(book, *typed) == offered


def test_bash_which_breaks_words_at_equals_signs_is_given_the_rest(
    book: InProcess,
) -> None:
    assert offers(book, "why", "ana", "--only", "=", "repl", shell="bash") == [
        "replenish"
    ]
    assert "replenish" in offers(book, "why", "ana", "--only", "=", shell="bash")


def test_what_is_quoted_is_understood(book: InProcess) -> None:
    elsewhere = book.folder / "my book.db"
    shutil.copy(book.book, elsewhere)
    book.book.unlink()

    quoted = ["--book", f'"{elsewhere}"', "show", "an"]
    escaped = ["--book", str(elsewhere).replace(" ", "\\ "), "show", "an"]

    assert offers(book, *quoted) == offers(book, *escaped) != []


def test_without_a_word_every_command_is_offered(book: InProcess) -> None:
    assert offers(book, "") == list(Commands())


def test_a_slug_names_its_customer_and_its_product(book: InProcess) -> None:
    for slug in offers(book, "show", ""):
        book.ok("show", slug)
    for slug in offers(book, "show-product", ""):
        book.ok("show-product", slug)


def test_a_slug_is_somebody_known_also_to_a_sale(book: InProcess) -> None:
    said = book("add-sale", "anne-marie-o-neil", "filter-jug")

    assert said.out.startswith("Sale 4: Anne-Marie O'Neil (2) bought Filter Jug on ")
    assert len(book.ok("customers").rows) == 4
    assert len(book.ok("products").rows) == 3


def test_a_slug_is_all_of_a_name_and_no_beginning_of_another(book: InProcess) -> None:
    book.ok("add-customer", "--new", "Ana Silvana")

    assert "Ana Silva (1)" in book.ok("tier", "ana-silva", "a").out


def test_a_name_without_plain_letters_goes_by_its_id(book: InProcess) -> None:
    assert "4" in offers(book, "show", "4")
    assert "4\t林美" in lines(book, "show", "")
    assert len(offers(book, "show", "", shell="bash")) == 3  # it shows but the id


def test_beside_an_id_stands_the_slug(book: InProcess) -> None:
    assert lines(book, "show", "1") == ["1\tana-silva"]
    assert lines(book, "undo", "1") == ["1\tadd-sale"]
    assert lines(book, "kept", "p") == ["p1\tana-silva"]


@pytest.mark.parametrize(
    ("name", "typed", "slug"),
    [
        ("'t Hooft, Jan", "t", "t-hooft-jan"),
        ("Þórunn Ægisdóttir", "th", "thorunn-aegisdottir"),
        ("Œuvre Straße", "oeuvre-s", "oeuvre-strasse"),
        ("Łukasz Đurić", "lu", "lukasz-duric"),
        ("Søren Þorn", "SØREN T", "soren-thorn"),
        ("(Ana) Sofia Lima", "ana-so", "ana-sofia-lima"),
    ],
)
def test_what_was_typed_is_looked_for_in_the_slug(
    book: InProcess, name: str, typed: str, slug: str
) -> None:
    book.ok("add-customer", "--new", name)

    assert offers(book, "show", typed) == [slug]
    assert book.ok("show", slug).out == book.ok("show", "5").out


def test_a_thorn_is_found_as_it_is_said(book: InProcess) -> None:
    book.ok("add-customer", "Þórunn Ægisdóttir")

    assert "(5)" in book.ok("tier", "thorunn", "a").out


def test_the_copies_beside_the_book_are_offered_to_restore(book: InProcess) -> None:
    for name in ("daily-2026-11-20", "daily-$(touch x)"):
        shutil.copy(book.book, f"{book.book}.{name}")

    assert offers(book, "restore", "daily-2026-11-20") == [
        "daily-2026-11-20",
        ":files",
    ]
    assert all("$" not in each for each in offers(book, "restore", ""))


@pytest.mark.parametrize("shell", SHELLS)
def test_no_name_reaches_a_shell(secondsale: InProcess, shell: str) -> None:
    book = planted(secondsale)

    for typed in (["show", ""], ["show", "an"], ["show", "1"], ["show", HOSTILE[1]]):
        words = offers(book, *typed, shell=shell)
        assert all(re.fullmatch(WORD, each) for each in words)
    assert "zoe-silva" in offers(book, "show", "z", shell=shell)


@given(st.lists(st.text(max_size=20), max_size=6))
def test_whatever_is_typed_is_answered_quietly(typed: list[str]) -> None:
    from secondsale.cli._completion import answer

    for shell in SHELLS:
        for line in answer(shell, typed):
            assert re.fullmatch(rf"{WORD}(\t.*)?|:files", line)


def spoil(book: InProcess, how: str) -> None:
    """Make it a book that cannot be read."""
    if how == "none":
        book.book.unlink()
    elif how == "damaged":
        whole = book.book.read_bytes()
        book.book.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    elif how == "a folder":
        book.book.unlink()
        book.book.mkdir()
    elif how == "a pipe":
        book.book.unlink()
        os.mkfifo(book.book)
    elif how == "newer":
        with closing(sqlite3.connect(book.book)) as connection:
            connection.execute("PRAGMA user_version = 999")
    else:
        book.book.write_text("nothing that SQLite knows", encoding="utf-8")


@pytest.mark.parametrize(
    "how", ["none", "damaged", "a folder", "a pipe", "newer", "foreign"]
)
def test_where_there_is_no_book_to_read_nothing_is_offered_or_said(
    book: InProcess, how: str
) -> None:
    spoil(book, how)
    before = sorted(path.name for path in book.folder.iterdir())

    assert offers(book, "show", "an") == []
    assert offers(book, "sho") == ["show", "show-product"]
    assert sorted(path.name for path in book.folder.iterdir()) == before


def test_an_older_book_is_not_brought_up_to_date(book: InProcess) -> None:
    with closing(sqlite3.connect(book.book)) as connection:
        connection.execute("PRAGMA user_version = 3")
    before = book.contents()

    assert offers(book, "show", "ana") == ["ana-silva"]
    assert book.contents() == before


def test_a_locked_book_offers_nothing(book: InProcess) -> None:
    with closing(sqlite3.connect(book.book)) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        assert offers(book, "show", "an") == []


def test_of_many_names_the_first_are_offered(book: InProcess) -> None:
    with closing(sqlite3.connect(book.book)) as connection, connection:
        connection.executemany(
            "INSERT INTO customers (name, name_key, search_key, added_on)"
            " VALUES (?1, ?1, ?1, '2026-11-01')",
            ((f"ana nr{number}",) for number in range(MOST_SEEN + 1)),
        )

    assert len(offers(book, "show", "a")) == MOST
    assert len(offers(book, "show", "1")) == MOST
    assert offers(book, "show", "ana-s") == ["ana-silva"]
    assert offers(book, "show", "chl") == ["chloe-martin"]


def test_every_table_of_values_is_of_a_parameter_that_there_is() -> None:
    known = set()
    for name, command in Commands().items():
        for each in getattr(command, "commands", {name: command}).values():
            names = {parameter.name for parameter in each.params}
            known |= names | {f"{name} {parameter}" for parameter in names}

    assert {name.replace("timing predict", "timing") for name in VALUES} <= known


def needs(shell: str) -> str:
    """Return the shell, or skip the test where there is none."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def scripted(process: Processes, shell: str) -> Path:
    """Keep the script of a shell, and have the command where shells look for it."""
    process.environment["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ["PATH"]]
    )
    file = process.folder / f"completion.{shell}"
    file.write_text(script(shell), encoding="utf-8")
    return file


def test_bash_completes_and_runs_nothing(
    secondsale: InProcess, process: Processes
) -> None:
    planted(secondsale)
    bash, file = needs("bash"), scripted(process, "bash")
    asks = (
        f'. {file}; COMP_WORDS=(secondsale show "$1"); COMP_CWORD=2;'
        ' _secondsale secondsale; printf "%s\\n" "${COMPREPLY[@]}"'
    )

    every, some, none = (
        process.run([bash, "-c", asks, "bash", typed], cwd=process.folder)
        for typed in ("", "Zo", "$(touch pwned)")
    )

    assert set(every.out.split()) > {"zoe-silva"}
    assert some.out == "zoe-silva\n"
    assert none.out == "touch-pwned\n"  # the slug of that name
    assert every.err + some.err + none.err == ""
    assert not list(process.folder.glob("*pwned*"))


@pytest.mark.parametrize(
    ("shell", "asks"),
    [
        (
            "bash",
            "COMP_WORDS=('~/bin/secondsale' show zo); COMP_CWORD=2;"
            ' _secondsale "${COMP_WORDS[0]}"; echo "${COMPREPLY[@]}"',
        ),
        ("fish", "complete -C '~/bin/secondsale show zo'"),
    ],
)
def test_a_path_from_home_completes_too(
    secondsale: InProcess, process: Processes, shell: str, asks: str
) -> None:
    planted(secondsale)
    program, file = needs(shell), scripted(process, shell)
    own = process.folder / "bin"
    own.mkdir()
    (own / "secondsale").symlink_to(Path(sys.executable).parent / "secondsale")
    process.environment["HOME"] = str(process.folder)

    said = process.run([program, "-c", f"source {file}; {asks}"], cwd=process.folder)

    assert said.out.split() == ["zoe-silva"]


def test_fish_completes_and_runs_nothing(
    secondsale: InProcess, process: Processes
) -> None:
    planted(secondsale)
    fish, file = needs("fish"), scripted(process, "fish")

    every, some, command, files = (
        process.run(
            [fish, "-c", f"source {file}; complete -C '{typed}'"], cwd=process.folder
        )
        for typed in (
            "secondsale show ",
            "secondsale show zo",
            "secondsale hol",
            "secondsale --book bo",
        )
    )

    assert set(every.out.split()) > {"zoe-silva"}
    assert some.out == "zoe-silva\n"
    assert command.out.startswith("holiday\tRest the whole book")
    assert "book.db" in files.out
    assert not list(process.folder.glob("*pwned*"))


def test_zsh_completes_and_runs_nothing(
    secondsale: InProcess, process: Processes
) -> None:
    planted(secondsale)
    zsh, file = needs("zsh"), scripted(process, "zsh")
    setting_up = f"autoload -U compinit; compinit -u -D; . {file}; echo re''ady\n"

    screen = typed_at(
        [zsh, "-f", "-i"],
        process,
        (setting_up, "ready"),
        ("secondsale show \t", "zoe-silva"),
        ("\t\t\x15secondsale show Zo\t", "zoe-silva"),
        ("\n", "in the book since"),
        ("secondsale hol\t", "holiday"),
        ("\x15exit\n", ""),
    )

    assert "command not found" not in screen
    assert not list(process.folder.glob("*pwned*"))


def typed_at(command: list[str], process: Processes, *steps: tuple[str, str]) -> str:
    """Type each step at a terminal and wait for what it must show.

    Errors: AssertionError with the screen where it does not come.
    """
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        command,
        cwd=process.folder,
        env=process.whole({"TERM": "dumb", "COLUMNS": "120", "LINES": "60"}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen, seen = "", 0
    try:
        for typed, awaited in steps:
            os.write(ours, typed.encode())
            until = time.monotonic() + 20
            while awaited not in screen[seen:]:
                ready, _, _ = select.select([ours], [], [], until - time.monotonic())
                assert ready, f"no {awaited!r} after {typed!r}: {screen}"
                screen += os.read(ours, 65536).decode("utf-8", "replace")
            seen = len(screen)
        child.wait(20)
    finally:
        child.kill()
        child.wait()
        os.close(ours)
    return screen


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_and_put_where_its_shell_finds_it(
    secondsale: InProcess, shell: str
) -> None:
    printed = secondsale.ok("--show-completion", shell).out
    installed = secondsale("--install-completion", shell)

    first = installed.err.splitlines()[0].removeprefix("wrote ")
    target = Path(first.removesuffix(" (to uninstall, delete it)"))
    assert installed.code == 0
    assert secondsale.folder in target.parents
    assert target.read_text(encoding="utf-8") == printed == script(shell)


def test_zsh_is_told_both_lines_that_it_needs(secondsale: InProcess) -> None:
    folder = secondsale.folder / ".local/share/zsh/site-functions"

    said = secondsale("--install-completion", "zsh").err.splitlines()

    assert said[-2:] == [
        f"  fpath=({folder} $fpath)",
        "  autoload -Uz compinit; compinit",
    ]


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_without_a_shell_it_is_said_which_there_are(
    secondsale: InProcess, option: str
) -> None:
    said = secondsale(option)

    assert said.code == 2
    assert said.err.endswith("hint: one of bash, zsh, fish\n")


def test_an_unknown_shell_is_refused(secondsale: InProcess) -> None:
    said = secondsale("--show-completion", "tcsh")

    assert said.code == 2
    assert said.refusal == "'tcsh' is not a shell with completion"


def test_where_no_file_can_be_written_the_other_way_is_named(
    secondsale: InProcess,
) -> None:
    secondsale.environment["HOME"] = "/dev/null/x"

    said = secondsale("--install-completion", "fish")

    assert said.code == 1
    assert said.refusal.endswith(" cannot be made: Not a directory")
    assert "--show-completion fish" in said.err
