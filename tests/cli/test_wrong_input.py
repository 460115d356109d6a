"""What a person can type wrong: one line, a hint, the right code, nothing kept."""

import pytest
from tests.conftest import InProcess, Processes

SALE = ("add-sale", "Ana Silva")
NEW = ("add-customer", "Zoe")
THING = ("add-product", "Oil")
HUGE = "a" * 100_000

WRONG: list[tuple[str, ...]] = [
    # amounts
    *((*SALE, f"Rose Serum @{amount}") for amount in (
        "NaN", "inf", "1e3", "1_000", "12,505", "12,50", "1,234", "١٢", "-5", "+5",
        "9223372036854775808", "38.505", "38.", ".5", "0x10", "38EUR", "",
    )),
    (*THING, "--price", "12,50"),
    (*THING, "--price", "38", "--currency", "EURO"),
    (*THING, "--currency", "EUR"),
    # days
    *((*SALE, "Jug", "--on", day) for day in (
        "10", "86400", "05/06/26", "2026-02-30", "9999-12-31", "1899-12-31",
        "tomorrow", "2026-11-22", "20261121", "٢٠٢٦-١١-٢١", "mond", "3 d", "next week",
        "2026-11-21T10:00",
    )),
    (*SALE, "Jug", "--delivery", "2026-11-20"),
    ("today", "--as-of", "soon"),
    ("today", "--days", "0"),
    ("today", "--days", "-1"),
    ("today", "--days", "1e2"),
    ("today", "--days", "367"),
    # times
    *((*SALE, "Jug", "--at", time) for time in ("24:00", "9", "3pm", "12:60", "1540")),
    # items
    *((*SALE, item) for item in (
        "", " ", "x2", "@38", "Rose Serum x0", "Rose Serum x-1", "Rose Serum x1.5",
        "Rose Serum x1000001", "!!!",
        "Rose Serum@38", "Rose Serum x2 @38 @39", "2x Rose Serum", "2 × Rose Serum",
        "Rose Serum 2x", "Rose Serum 2 ×", "Rose Serum 2x @38", "Rose Serum 2x x2",
        "2x",
    )),
    # outcomes, channels
    ("done", "ana", "glad"),
    ("done", "ana", ""),
    ("done", "ana", "call-back"),
    ("done", "ana", "ok", "--until", "monday"),
    ("done", "ana", "ok", "--channel", "fax"),
    ("log", "ana", "HAPPYY"),
    ("products", "--kind", "thing"),
    # birthdays, addresses
    *((*NEW, "--birthday", day) for day in (
        "17.05.1984", "05-17", "2027-01-01", "1984-02-30", "--02-30", "84-05-17",
    )),
    *((*NEW, "--email", typed) for typed in ("ana", "a@b", "a b@c.de", "@", "a@@b.c")),
    *((*NEW, "--phone", typed) for typed in ("nobody", "123", "+", "()()()", "12345é")),
    # names that would be taken for an id
    ("add-customer", "7"),
    ("add-customer", "7", "--new"),
    ("add-product", "77"),
    ("add-product", "٧"),
    ("add-sale", "7", "Jug", "--new"),
    (*SALE, "77", "--new"),
    ("edit-customer", "Ana Silva", "--name", "7"),
    ("edit-product", "jug", "--name", "7"),
    # nothing to take back
    ("opt-in", "Ana Silva"),
    # texts that are too long
    ("add-customer", HUGE),
    (*SALE, HUGE),
    (*SALE, "Jug", "--note", HUGE),
    (*SALE, "Jug", "--on", HUGE),
    (*NEW, "--phone", HUGE),
    (*NEW, "--email", HUGE),
    ("done", "ana", HUGE),
    ("today", "--as-of", HUGE),
    ("today", "--days", HUGE),
    ("today", f"--{HUGE}"),
    (HUGE,),
    # missing, and not known
    ("add-sale",),
    SALE,
    ("add-sale", ""),
    ("add-sale", "", "Jug"),
    ("add-sale", "--"),
    ("add-customer",),
    ("add-customer", "  "),
    ("add-customer", "—"),
    ("edit-customer", "ana"),
    ("edit-customer", "ana", "--name", ""),
    ("edit-product", "rose"),
    ("edit-product", "rose", "--name", ""),
    ("return",),
    ("done",),
    ("done", ""),
    ("skip", "ana"),
    ("nope",),
    ("today", "--nope"),
    ("today", "extra"),
    ("today", "--book"),
    ("today", "--book", ""),
    ("today", "--as-of="),
    ("--book",),
    ("export", "--what", "everything"),
    ("done", "--", "--note", "happy", "x"),
]  # fmt: skip

NOBODY: list[tuple[str, ...]] = [
    ("show", "zoe"),
    ("show", "9"),
    ("show", HUGE),
    ("show", "%"),
    ("show", "' OR 1=1 --"),
    ("why", "an"),
    ("done", "an", "happy"),
    ("skip", "zoe", "--because", "x"),
    ("snooze", "zoe", "--for", "3d"),
    ("edit-customer", "zoe", "--note", "x"),
    ("edit-product", "zzz", "--note", "x"),
    ("edit-sale", "99", "--note", "x"),
    ("edit-sale", "99999999999999999999999", "--note", "x"),
    ("cancel-sale", "99"),
    ("cancel-sale", "ana s"),
    ("opt-out", "zoe"),
    ("opt-in", "zoe"),
    ("sales", "zoe"),
    ("sales", "--product", "zzz"),
    ("customers", "--bought", "zzz"),
    (*SALE, "Rose Seru"),
    (*SALE, "77"),
    ("add-product", "Rose Seru"),
    ("show", "c1"),
    ("show", "#1"),
    ("edit-product", "p1", "--note", "x"),
    ("add-sale", "Ana Silvia", "Jug"),
    (*SALE, "Jug", "--referred-by", "zoe"),
]

HARMFUL = {
    "escape": "\x1b[31mred\x1b[0m",
    "hyperlink": "\x1b]8;;http://x\x07y\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;eA==\x07",
    "c1": "a\x9b31mb",
    "nul": "a\0b",
    "newline": "a\nb",
    "return": "a\rb",
    "tab": "a\tb",
    "bidi": "a\u202eb",
    "isolate": "a\u2066b",
    "line separator": "a\u2028b",
    "zero width": "a\u200bb",
    "byte order mark": "a\ufeffb",
    "surrogate": "a\udc80b",
    "tag": "a\U000e0041b",
    "closing markup": "[/]",
    "markup": "[bold]a[/bold]",
    "link": "[link=http://x]a[/link]",
}
BREAKS = ("newline", "return", "tab", "line separator")
NAMES: list[tuple[str, ...]] = [
    ("add-customer",),
    ("add-product",),
    ("add-sale", "Ana Silva"),
    (*SALE, "Jug", "--source"),
    (*SALE, "Jug", "--best-time"),
    (*NEW, "--email"),
    (*NEW, "--phone"),
    (*THING, "--category"),
    ("skip", "ana", "--because"),
    ("cancel-sale", "1", "--because"),
    ("opt-out", "ana", "--source"),
    ("edit-customer", "ana", "--name"),
    ("edit-product", "rose", "--name"),
    (*SALE, "Jug", "--party"),
    ("introduce", "ana"),
    ("introduce", "ana", "Tom", "--role"),
    ("owner", "ana"),
    ("tag", "ana"),
    ("pause", "ana", "--until", "friday", "--because"),
    ("holiday", "--until", "friday", "--because"),
    ("resource", "rose"),
]
NOTES: list[tuple[str, ...]] = [
    (*SALE, "Jug", "--note"),
    (*THING, "--note"),
    ("done", "ana", "ok", "--note"),
    (*SALE, "Jug", "--expect"),
    ("concern", "ana"),
    ("resolve", "ana silva"),
    ("promise", "ana", "--by", "friday"),
    ("checkpoint", "1", "--by", "friday"),
    ("milestone", "ana"),
    ("gift", "ana"),
    ("wow", "ana"),
    ("lesson", "rose", "--after", "1w"),
    ("reason", "rose"),
    ("objection", "rose"),
    ("resource", "rose", "Guide"),
    ("complement", "rose", "jug", "--why"),
    ("reward", "card", "--goal", "3", "--gives"),
]


@pytest.fixture
def stocked(secondsale: InProcess) -> InProcess:
    secondsale("add-sale", "Ana Silva", "Rose Serum x2 @38", "--as-of", "2026-11-20")
    secondsale("add-sale", "Ana Costa", "Rose Oil")
    secondsale("add-sale", "Andrea Silva", "Jug")
    return secondsale


def check(book: InProcess, typed: tuple[str, ...], code: int) -> str:
    before, when = book.contents(), book.book.stat().st_mtime_ns
    refused = book(*typed)
    assert refused.code == code, refused
    assert len(refused.err) < 3000
    assert all(char.isprintable() for char in refused.err.replace("\n", ""))
    assert book.contents() == before
    assert book.book.stat().st_mtime_ns == when
    return refused.refusal


def test_what_cannot_be_understood_is_refused(stocked: InProcess) -> None:
    for typed in WRONG:
        check(stocked, typed, 2)


def test_nobody_and_several_are_not_found(stocked: InProcess) -> None:
    for typed in NOBODY:
        check(stocked, typed, 3)


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_could_harm_a_terminal_is_refused(stocked: InProcess, kind: str) -> None:
    char = next(c for c in HARMFUL[kind] if not c.isalnum())
    for field in NAMES if kind in BREAKS else [*NAMES, *NOTES]:
        assert f"U+{ord(char):04X}" in check(stocked, (*field, HARMFUL[kind]), 2)


@pytest.mark.parametrize("kind", BREAKS)
def test_a_note_may_be_pasted_and_is_one_line(stocked: InProcess, kind: str) -> None:
    stocked("concern", "ana silva", "it itches")

    for field in NOTES:
        said = stocked(*field, HARMFUL[kind])

        assert "U+" not in said.err
    assert "a b" in stocked("show", "ana silva").out


def test_an_argument_that_is_not_text_is_refused(process: Processes) -> None:
    command: list[str | bytes] = [*process.command("add-customer"), b"Ana \xff"]
    said = process.run(command)

    assert said.code == 2
    assert "U+DCFF" in said.refusal


def test_two_dashes_end_the_options(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Jug")

    assert secondsale("done", "--note", "--x", "--", "ana", "happy").code == 0
    assert "“--x”" in secondsale("show", "ana").out


@pytest.mark.parametrize("typed", ["merge", "merge ana", "sync", "ingest", "tag ana"])
def test_what_is_missing_is_shown_by_an_example(
    secondsale: InProcess, typed: str
) -> None:
    command, *_ = words = typed.split()

    said = secondsale(*words)

    assert said.refusal.endswith(" is missing")
    assert f"hint: like secondsale {command} " in said.err
