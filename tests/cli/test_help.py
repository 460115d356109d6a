"""Help that teaches: pages with the figures in force, and examples that really run."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.conftest import InProcess, Processes
from tests.golden import compare
from tests.test_documents import ROOT

from secondsale import manual
from secondsale.cli._help import Commands
from secondsale.render.manual import screen

SALES = """\
customer,product,category,quantity,date
ana,Serum,skin,1,2026-01-05
ben,Serum,skin,1,2026-02-01
ana,Serum,skin,2,2026-02-14
ben,Serum,skin,1,2026-03-10
ana,Serum,skin,1,2026-05-02
"""
PRODUCTS = "product,category,stated_days\nSerum,skin,40\n"

SOLD = ("--as-of", "2026-11-18")
SINCE = ("--as-of", "2026-11-19")
BOOK: tuple[tuple[str, ...], ...] = (
    ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--phone", "+44 20 7946 0018",
     "--email", "ana@example.com", *SOLD),
    ("tag", "ana", "sister", *SOLD),
    ("add-sale", "Ben Okafor", "Filter Jug @49", "--phone", "+44 20 7946 0019",
     "--email", "ben@example.com", *SOLD),
    ("add-sale", "Chloé Martin", "Lip Care @9", "Cartridge @12", *SOLD),
    ("add-customer", "Dan Moore", *SOLD),
    ("add-customer", "A. Silva", "--new", *SOLD),
    ("add-customer", "Gina Rossi", *SOLD),
    ("reward", "welcome-card", "--goal", "2", "--head-start", "1",
     "--gives", "a lip care", "--as-of", "2026-11-01"),
    ("opt-out", "chloé", *SOLD),
    ("opt-out", "gina", "--intent", "offer", *SOLD),
    ("pause", "dan", "--until", "2026-12-24", *SOLD),
    ("owner", "ben", "Mia", *SOLD),
    ("tag", "gina", "fair", *SOLD),
    ("tag", "ben", "water", "neighbour", *SOLD),
    ("detail", "ana", "routine=evenings", *SINCE),
    ("introduce", "ben", "Kim", *SINCE),
    ("lesson", "serum", "Serum first", "--after", "7d", "--id", "layering", *SINCE),
    ("promise", "ana", "send the list", "--by", "friday", *SINCE),
    ("concern", "ben", "arrived late", *SINCE),
    ("checkpoint", "1", "delivery", "--by", "tuesday", *SINCE),
    ("undo", "13", *SINCE),
)  # fmt: skip
"""Ana, Ben, Chloé, Dan and others, with all that examples name."""

EXAMPLES = [typed for name in Commands() for typed, _ in manual.examples(name)]
EXAMPLES += [
    typed
    for name in ("timing predict", "timing evaluate")
    for typed, _ in manual.examples(name)
]
TYPED_ON_PAGES = [
    typed.removesuffix(" > page.md")
    for name in manual.pages()
    for typed in re.findall(
        r"`(secondsale [^`]+)`",
        " ".join((manual.PAGES / f"{name}.md").read_text(encoding="utf-8").split()),
    )
]
FIRST: dict[str, tuple[str, ...]] = {
    "drop-checkpoint": ("checkpoint 37 installation --by tuesday",),
    "opt-in ana": ("opt-out ana --from-channel sms",),
    "resume": ("pause ben --until 2w",),
    "untag": ('tag ben vip "coffee lover"',),
    "hand-over": ("owner ana Mia",),
    "introduced": ("introduce ben Tom --role technician",),
    "drop-lesson": ("lesson serum 'Sun cream above it' --after 7d --id sun",),
    "redeem": (
        'reward serum-card --goal 2 --head-start 1 --product serum --gives "a balm"',
        'add-sale "Ana Silva" "Rose Serum"',
    ),
    "undo 2": ("tier ana a",),
    "redo": ("tier ana a", "undo 2"),
    "restore copy.db": ("backup copy.db",),
}
"""What an example goes on from, where the demo's book has no such thing."""

ASKS = ("forget ana", "restore daily-2026-11-20", "restore copy.db")
"""What cannot be taken back, and is asked about before it happens."""

FULL_SCREEN = ("secondsale go", "secondsale --book shop.db go")


@pytest.fixture
def prepared(secondsale: InProcess, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """Return a book for examples, in a folder with the files that they name."""
    secondsale.begin(*BOOK)
    monkeypatch.chdir(secondsale.folder)
    put_files(secondsale)
    return secondsale


def put_files(secondsale: InProcess) -> None:
    """Have in the folder of a book what some examples need."""
    folder = secondsale.folder
    copy = folder / "book.db.daily-2026-11-20"
    shutil.copy(secondsale.book, copy)
    copy.chmod(0o600)
    Path("page.md").write_text(secondsale.ok("today", "--md").out, encoding="utf-8")
    for name in ("shop-orders.csv", "orders.csv"):
        shutil.copy(ROOT / "examples/shop-orders.csv", folder / name)
    list_ = (ROOT / "examples/my-list.csv").read_text(encoding="utf-8")
    good = [line for line in list_.splitlines() if "31/11" not in line]
    for name, text in {
        "my-list.csv": "\n".join(good),
        "sales.csv": SALES,
        "products.csv": PRODUCTS,
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("secondsale/tasks").mkdir(parents=True)


@pytest.fixture
def demo(secondsale: InProcess, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """Return the demo's book, on its day, in a folder with the files of examples."""
    monkeypatch.chdir(secondsale.folder)
    secondsale.begin(("demo", "--to", "book.db"))
    put_files(secondsale)
    return secondsale


@pytest.mark.parametrize(
    "typed", [each for each in EXAMPLES if each not in FULL_SCREEN]
)
def test_an_example_works_in_the_book_of_the_demo(demo: InProcess, typed: str) -> None:
    program, *words = shlex.split(typed.replace("~", str(demo.folder)))
    short = " ".join(words)
    for begins, commands in FIRST.items():
        if short.startswith(begins):
            for each in commands:
                demo.ok(*shlex.split(each))
    before = demo.contents()

    said = demo(*words)

    assert program == "secondsale"
    if short in ASKS:
        assert said.code == 2
        assert "--yes" in said.err
        assert demo.contents() == before
    else:
        assert said.code == 0, said
        assert "secondsale: error" not in said.err


def test_no_example_does_unasked_what_cannot_be_taken_back() -> None:
    for name in ("forget", "restore"):
        assert not any("--yes" in typed for typed, _ in manual.examples(name))


def test_an_example_that_goes_on_from_something_says_from_what() -> None:
    for begins in FIRST:
        about = [
            f"{typed} {does}"
            for name in Commands()
            for typed, does in manual.examples(name)
            if typed.startswith(f"secondsale {begins}")
        ]
        assert "`" in about[0] or "taken back" in about[0] or "owner" in about[0]


@pytest.mark.parametrize("typed", TYPED_ON_PAGES)
def test_what_a_page_says_to_type_can_be_typed(prepared: InProcess, typed: str) -> None:
    said = prepared(*shlex.split(typed.replace("~", str(prepared.folder)))[1:])

    assert said.code == 0, said


@pytest.mark.parametrize("typed", FULL_SCREEN)
def test_an_example_for_a_full_screen_asks_for_one(
    prepared: InProcess, typed: str
) -> None:
    assert "terminal" in prepared(*shlex.split(typed)[1:]).refusal


def test_every_command_has_two_examples_of_its_own() -> None:
    for name in (*Commands(), "timing predict", "timing evaluate"):
        found = list(manual.examples(name))
        assert len(found) == 2, f"examples.txt needs two examples of {name}"
        for typed, does in found:
            assert name in re.sub(r"--as-of \w+ ", "", typed), typed
            assert does.endswith((".", "?")), does


def test_there_are_no_examples_of_what_is_no_command() -> None:
    paragraphs = manual.EXAMPLES.read_text(encoding="utf-8").strip().split("\n\n")
    named = [paragraph.splitlines()[0] for paragraph in paragraphs]

    assert len(named) == len(set(named))
    assert {name.split()[0] for name in named} == set(Commands())


def test_help_shows_the_examples_whole_after_the_options(
    secondsale: InProcess,
) -> None:
    shown = secondsale.ok("add-sale", "--help").out

    options, examples = shown.split("\nExamples:\n")
    assert "--preview" in options
    for typed, does in manual.examples("add-sale"):
        assert f"  {typed}\n    {does}\n" in examples


def test_help_lists_its_pages(secondsale: InProcess) -> None:
    said = secondsale("help")

    assert [row[0] for row in said.rows] == [
        "cadence", "holds", "import", "phone", "privacy", "timing",
    ]  # fmt: skip
    assert "secondsale help COMMAND" in said.err


@pytest.mark.parametrize("name", manual.pages())
def test_a_page_is_short_and_says_at_once_what_it_is_about(
    secondsale: InProcess, name: str
) -> None:
    page = secondsale.ok("help", name).out

    assert page.startswith(f"# {name.capitalize()}\n\n{manual.about(name)}\n\n")
    assert len(page.splitlines()) <= 32
    assert "{" not in page


@pytest.mark.parametrize("name", manual.pages())
def test_a_page_names_only_commands_and_options_that_there_are(name: str) -> None:
    page = (manual.PAGES / f"{name}.md").read_text(encoding="utf-8")
    commands = Commands()
    options = {word for each in commands.values() for word in opts(each)}

    for typed in re.findall(r"`secondsale ([a-z-]+)", " ".join(page.split())):
        assert typed in commands, typed
    assert set(re.findall(r"--[a-z-]+", page)) <= options


def opts(command: object) -> set[str]:
    """Return the options of a command, and of the commands within it."""
    within = getattr(command, "commands", {}).values()
    own = {word for each in getattr(command, "params", ()) for word in each.opts}
    return own.union(*(opts(each) for each in within))


def test_a_page_says_the_figures_in_force(secondsale: InProcess) -> None:
    usual = secondsale.ok("help", "holds").out
    file = secondsale.folder / "own.toml"
    file.write_text("[policy]\nspacing_days = 1\ncapacity = 7\n", encoding="utf-8")
    own = secondsale.ok("--settings", str(file), "help", "holds").out

    assert "3 days between a conversation" in usual
    assert "12 conversations a day" in usual
    assert "1 day between a conversation" in own
    assert "7 conversations a day" in own


def test_a_page_is_data_too(secondsale: InProcess) -> None:
    page = json.loads(secondsale.ok("help", "timing", "--json").out)

    assert page["page"] == "timing"
    assert page["text"] == secondsale.ok("help", "timing").out
    assert len(json.loads(secondsale("help", "--json").out)) == 6


@pytest.mark.parametrize("typed", ["show", "timing predict", "add-sale", "help"])
def test_help_of_a_command_is_what_the_command_says(
    secondsale: InProcess, typed: str
) -> None:
    words = typed.split()

    assert secondsale.ok("help", *words) == secondsale.ok(*words, "--help")


def test_help_about_nothing_there_is_names_the_pages(secondsale: InProcess) -> None:
    said = secondsale("help", "hold")

    assert said.code == 3
    assert said.refusal == "there is no page or command called 'hold'"
    assert "did you mean holds?" in said.err


def test_a_page_typed_as_a_command_is_named(secondsale: InProcess) -> None:
    said = secondsale("holds")

    assert said.code == 2
    assert said.err.endswith("hint: there is a page: secondsale help holds\n")


def test_help_about_a_rule_points_to_the_rules(secondsale: InProcess) -> None:
    said = secondsale("help", "welcome")

    assert said.code == 3
    assert "secondsale rules says what each does" in said.err


@pytest.mark.parametrize(
    ("setting", "page"),
    [("[policy]\ncapacitty = 3\n", "holds"), ("[rules.welcom]\n", "cadence")],
)
def test_a_wrong_setting_names_the_page(
    secondsale: InProcess, setting: str, page: str
) -> None:
    file = secondsale.folder / "own.toml"
    file.write_text(setting, encoding="utf-8")

    said = secondsale("--settings", str(file), "settings")

    assert said.code == 4
    assert said.err.endswith(f"; more: secondsale help {page}\n")


@pytest.mark.parametrize(
    ("command", "option"),
    [("draft", "--for"), ("skip", "--only"), ("done", "--only")],
)
def test_a_rule_that_was_mistyped_is_asked_about(
    demo: InProcess, command: str, option: str
) -> None:
    rest = {"skip": ["--because", "x"], "done": ["ok"]}.get(command, [])

    said = demo(command, "ana", *rest, option, "welcom")

    assert said.code == 3
    assert "did you mean welcome? there is: " in said.err


def test_whoever_meets_a_hold_is_told_where_more_is_said(demo: InProcess) -> None:
    worded = demo("draft", "giorgos", "--for", "referral")
    skipped = demo("skip", "giorgos", "--only", "referral", "--because", "x")

    assert "referral is held: " in worded.err
    assert "secondsale help holds" in worded.err
    assert "secondsale help holds" in skipped.err


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_page_fits_its_screen(process: Processes, width: int) -> None:
    for name in manual.pages():
        said = process.at_a_terminal("help", name, width=width)

        assert said.code == 0
        assert all(len(line) <= width for line in said.out.splitlines())
        assert not re.search(r"\*\*|`", said.out)
        if name in ("cadence", "holds"):
            tidy = "".join(f"{line.rstrip()}\n" for line in said.out.splitlines())
            compare(f"help_{name}_{width}", tidy)


def test_what_is_marked_is_marked_once() -> None:
    shown = screen(
        "# A\n\nSay **it** with `one\nword`.\n\n- a **b**\n- c\n\n    x = 1\n"
    )

    assert len(shown.renderables) == 7


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        (("import", "shop-orders.csv", "--date-order", "x"), "import"),
        (("sync", "/dev/null"), "phone"),
        (("ingest", "sales.csv"), "phone"),
        (("forget", "ana"), "privacy"),
        (("timing", "predict"), "timing"),
        (("skip", "ben", "--because", "x"), "holds"),
        (("add-customer", "Someone", "--email", "gone@example.com"), "privacy"),
    ],
    ids=" ".join,
)
def test_an_error_names_the_page_that_says_more(
    prepared: InProcess, typed: tuple[str, ...], page: str
) -> None:
    prepared("add-customer", "Gone Soon", "--email", "gone@example.com")
    prepared("forget", "gone soon", "--yes")
    prepared("pause", "ben", "--until", "3d")

    said = prepared(*typed)

    assert said.code in (2, 3)
    assert said.err.endswith(f": secondsale help {page}\n")


@pytest.mark.parametrize("typed", [("show", "s"), ("import", "--nonsense"), ("show",)])
def test_an_error_that_says_it_all_names_none(
    prepared: InProcess, typed: tuple[str, ...]
) -> None:
    assert "secondsale help" not in prepared(*typed).err


def test_what_is_held_names_the_page_on_holds(
    prepared: InProcess, process: Processes
) -> None:
    prepared("pause", "ben", "--until", "3d")

    assert "secondsale help holds" in process.at_a_terminal("today", "--held").out
    assert "secondsale help" not in prepared("today", "--held").err


def test_a_refused_row_names_the_page_on_import(prepared: InProcess) -> None:
    shutil.copy(ROOT / "examples/my-list.csv", "wrong.csv")

    said = prepared("import", "wrong.csv", "--yes", "--currency", "EUR")

    assert said.code == 5
    assert "more: secondsale help import" in said.err
