"""Other programs' files come in: once, whole or not at all, and mended by hand."""

import csv
import json
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.conftest import refused
from tests.conftest import Answer, InProcess, Processes

ORDERS = """\
Order number,Customer,E-mail,Item,Qty,Order date,Total
A-1,Ana Silva,ana@example.com,Rose Serum,2,2026-10-01,76.00
A-2,Ben Okafor,ben@example.com,Filter Jug,1,2026-10-14,24.50
A-3,Cleo Martin,cleo@example.com,Hand Oil,1,2026-10-20,18.00
"""
BAD = ORDERS.replace("2026-10-14", "2026-02-31")
CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Ana Silva
EMAIL:ana@example.com
TEL:+44 20 7946 0018
CATEGORIES:Customers
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:The Plumber
TEL:+44 20 7946 0099
END:VCARD
"""
TAKEN = ("--yes", "--currency", "EUR")


def file(book: InProcess | Processes, name: str, text: str) -> str:
    path = book.folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def brought(book: InProcess, *typed: str) -> dict[str, Any]:
    answer = book("import", "--json", *typed)
    found: dict[str, Any] = json.loads(answer.out)
    return found


def sold(book: InProcess) -> list[list[str]]:
    return book("sales").rows


def test_a_table_made_by_hand_comes_in_and_says_what_it_was(
    secondsale: InProcess,
) -> None:
    orders = file(secondsale, "orders.csv", ORDERS)

    answer = secondsale("import", orders, *TAKEN)

    assert answer.code == 0
    assert answer.out.splitlines() == [
        "orders.csv: a table of your own, UTF-8, 3 records",
        "  new 3: lines 2-4",
        "Added 3 sales, 3 customers and 3 products.",
    ]
    assert "Customer = name" in answer.err
    assert "secondsale undo" in answer.err
    assert len(sold(secondsale)) == 3


def test_the_same_file_again_adds_nothing_and_leaves_no_copy(
    secondsale: InProcess,
) -> None:
    orders = file(secondsale, "orders.csv", ORDERS)
    secondsale("import", orders, *TAKEN)
    entries = len(json.loads(secondsale.ok("history", "--json").out))

    answer = secondsale("import", orders)

    assert answer.out.splitlines()[1:] == [
        "  unchanged 3: lines 2-4",
        "Nothing is new.",
    ]
    assert len(json.loads(secondsale.ok("history", "--json").out)) == entries
    assert not list(secondsale.folder.glob("*.before-import-*"))


def test_an_order_of_ones_own_table_is_corrected_or_what_differs_is_told(
    secondsale: InProcess,
) -> None:
    secondsale("import", file(secondsale, "a.csv", ORDERS), *TAKEN)
    later = (
        ORDERS.replace("2026-10-01", "2026-10-02")
        .replace("Filter Jug,1", "Filter Jug,2")
        .replace("Cleo Martin,cleo@", "Zoe Zahn,zoe@")
        .replace("2026-10-20", "2026-11-20")
    )

    answer = secondsale("import", file(secondsale, "b.csv", later), *TAKEN)

    assert answer.code == 5
    assert answer.out.splitlines()[1:7] == [
        "  updated 1: line 2",
        "    line 2: its day corrected, as the file says",
        "  skipped 1: line 3",
        "    line 3: what was bought differs from the book; left as it is",
        "  refused 1: line 4",
        "    line 4: order A-3 is known of somebody else on another day:"
        " --shop tells shops apart",
    ]
    assert len(sold(secondsale)) == 3
    assert sold(secondsale)[-1][1:3] == ["2026-10-02", "Ana Silva"]


def test_a_book_with_something_in_it_is_copied_first(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Zoe Adams")

    secondsale("import", file(secondsale, "orders.csv", ORDERS), *TAKEN)

    (copy,) = secondsale.folder.glob("*.before-import-*")
    assert copy.name == "book.db.before-import-1"


def test_one_undo_takes_all_files_back(secondsale: InProcess) -> None:
    cards = file(secondsale, "phone.vcf", CARDS)
    secondsale("import", file(secondsale, "orders.csv", ORDERS), cards, *TAKEN)
    assert len(secondsale("customers").rows) == 4

    secondsale.ok("undo")

    assert secondsale("customers").rows == []
    assert sold(secondsale) == []


def test_people_are_read_before_their_orders(secondsale: InProcess) -> None:
    cards = file(secondsale, "phone.vcf", CARDS)

    found = brought(secondsale, file(secondsale, "orders.csv", ORDERS), cards, *TAKEN)

    assert [each["file"] for each in found["files"]] == ["phone.vcf", "orders.csv"]
    assert len(secondsale("customers").rows) == 4


def test_a_dry_run_says_what_the_run_does_and_writes_nothing(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-customer", "Ana Silva", "--email", "ana@example.com")
    bad = file(secondsale, "orders.csv", BAD)
    before, names = secondsale.contents(), sorted(secondsale.folder.rglob("*"))

    dry = brought(secondsale, bad, "--dry-run", *TAKEN)

    assert secondsale.contents() == before
    assert sorted(secondsale.folder.rglob("*")) == names
    run = brought(secondsale, bad, *TAKEN)
    assert (dry["dry_run"], dry["kept"], run["kept"]) == (True, False, True)
    assert run["files"][0].pop("rejects")
    assert dry["files"][0].pop("rejects") is None
    assert dry["files"] == run["files"]


def test_a_dry_run_begins_no_book(secondsale: InProcess) -> None:
    answer = secondsale(
        "import", file(secondsale, "orders.csv", ORDERS), "--dry-run", *TAKEN
    )

    assert "Would add 3 sales, 3 customers and 3 products." in answer.out
    assert answer.code == 0
    assert not secondsale.book.exists()


def test_a_row_that_cannot_be_read_is_refused_mended_and_comes_in(
    secondsale: InProcess,
) -> None:
    bad = file(secondsale, "orders.csv", BAD)

    answer = secondsale("import", bad, *TAKEN)

    assert answer.code == 5
    assert "  refused 1: line 3" in answer.out
    rejects = Path(f"{bad}.rejects.csv")
    with rejects.open(encoding="utf-8-sig", newline="") as text:
        (row,) = csv.DictReader(text)
    assert (row["Customer"], row["line"]) == ("Ben Okafor", "3")
    assert "2026-02-31" in row["reason"]
    mended = rejects.read_text("utf-8-sig").replace("2026-02-31", "2026-10-14")
    rejects.write_text(mended, "utf-8")
    again = secondsale("import", str(rejects))
    assert (again.code, "  new 1: line 2" in again.out) == (0, True)
    assert len(sold(secondsale)) == 3
    assert secondsale("import", bad, *TAKEN).code == 5
    assert len(sold(secondsale)) == 3


def test_what_was_refused_never_overwrites_a_file(secondsale: InProcess) -> None:
    bad = file(secondsale, "orders.csv", BAD)
    mine = Path(file(secondsale, "orders.csv.rejects.csv", "mine"))

    found = brought(secondsale, bad, *TAKEN)

    assert mine.read_text() == "mine"
    assert found["files"][0]["rejects"] == f"{bad}.rejects-2.csv"


def test_strict_keeps_nothing_where_a_row_is_refused(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Zoe Adams")
    before = secondsale.contents()

    answer = secondsale(
        "import", file(secondsale, "orders.csv", BAD), "--strict", *TAKEN
    )

    assert answer.code == 5
    assert secondsale.contents() == before
    assert "  refused 1: line 3" in answer.out
    assert "nothing was kept" in answer.err
    assert not list(secondsale.folder.glob("*.rejects*"))
    assert not list(secondsale.folder.glob("*.before-import*"))


def test_a_guess_is_not_taken_where_nobody_can_say_that_it_is_right(
    secondsale: InProcess,
) -> None:
    orders = file(secondsale, "orders.csv", ORDERS)

    answer = secondsale("import", orders, "--currency", "EUR")

    assert answer.code == 2
    assert "  --map Customer=name" in answer.err
    assert "only guessed" in answer.err
    assert not secondsale.book.exists()
    maps = [w for w in answer.err.split() if "=" in w and not w.startswith("-")]
    assert maps


def test_what_was_said_is_remembered_for_the_next_file_of_the_kind(
    secondsale: InProcess,
) -> None:
    secondsale("import", file(secondsale, "orders.csv", ORDERS), *TAKEN)
    next_one = file(secondsale, "november.csv", ORDERS.replace("A-", "B-"))

    answer = secondsale("import", next_one)

    assert answer.code == 0
    assert "november.csv, as last time: " in answer.err
    assert "  new 3: lines 2-4" in answer.out
    anew = secondsale("import", next_one, "--forget-choices")
    assert anew.code == 2


def test_a_column_is_what_was_said_of_it(secondsale: InProcess) -> None:
    text = "Wer,Ding,Tag\nAna Silva,Serum,2026-10-01\n"
    table = file(secondsale, "list.csv", text)

    answer = secondsale(
        "import", table, "--map", "Wer=name", "--map", "Ding=product", "--map",
        "Tag=date",
    )  # fmt: skip

    assert answer.code == 0
    assert len(sold(secondsale)) == 1


def test_a_guess_is_confirmed_at_a_terminal(process: Processes) -> None:
    orders = file(process, "orders.csv", ORDERS)

    answer = process.at_a_terminal("import", orders, "--currency", "EUR", types=["y"])

    assert answer.code == 0
    assert "Is that right?" in answer.words
    assert "Added 3 sales" in answer.words


def test_a_file_can_come_by_standard_input(process: Processes) -> None:
    with open(file(process, "orders.csv", ORDERS), "rb") as text:  # noqa: PTH123 - stdin
        answer = process("import", "-", *TAKEN, stdin=text)

    assert answer.code == 0
    assert "stdin: a table of your own" in answer.out


def test_only_who_is_known_or_so_labelled_comes_from_an_address_book(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-customer", "Ana Silva", "--email", "ana@example.com")
    cards = file(secondsale, "phone.vcf", CARDS)

    known = brought(secondsale, cards, "--known-only")
    labelled = brought(secondsale, cards, "--only-label", "customers")

    assert [row[1] for row in secondsale("customers").rows] == ["Ana Silva"]
    assert known["files"][0]["updated"]["count"] == 1
    assert known["files"][0]["skipped"]["count"] == 1
    assert labelled["files"][0]["skipped"]["count"] == 1


def test_a_card_that_is_refused_is_kept_as_it_stands(secondsale: InProcess) -> None:
    broken = CARDS.replace("FN:The Plumber\n", "")

    answer = secondsale("import", file(secondsale, "phone.vcf", broken))

    assert answer.code in (0, 5)
    if answer.code == 5:
        rejects = (secondsale.folder / "phone.vcf.rejects.vcf").read_text()
        assert "BEGIN:VCARD" in rejects


def test_what_is_missing_or_no_file_is_refused(secondsale: InProcess) -> None:
    assert refused(secondsale, 3, "import", "nowhere.csv")
    assert refused(secondsale, 2, "import", str(secondsale.folder))
    assert refused(secondsale, 2, "import")
    orders = file(secondsale, "orders.csv", ORDERS)
    for option in (
        ("--currency", "EURO"),
        ("--date-order", "sideways"),
        ("--decimal", ";"),
        ("--as", "nothing"),
        ("--map", "Customer"),
        ("--map", "Nothing=name"),
        ("--map", "Customer=nothing"),
    ):
        assert refused(secondsale, 2, "import", orders, *option)
    assert not secondsale.book.exists()


def test_old_orders_make_no_backlog(secondsale: InProcess) -> None:
    lines = [
        f"A-{n},Guest {n},g{n}@example.com,Soap,1,2024-0{n}-01,9" for n in range(1, 9)
    ]
    text = "\n".join([ORDERS.splitlines()[0], *lines, ""])

    secondsale("import", file(secondsale, "orders.csv", text), *TAKEN)

    missed = json.loads(secondsale("catch-up", "--preview", "--json").out or "{}")
    agenda = json.loads(secondsale("today", "--json").out)
    overdue = [talk for talk in agenda["conversations"] if talk["overdue"]]
    assert overdue == []
    assert not missed.get("missed", [])


def damaged(where: int, what: bytes) -> bytes:
    data = MANY.encode()
    at = len(MANY.splitlines()[0]) + 1 + where % (len(data) - 60)
    return data[:at] + what + data[at + len(what) :]


MANY = ORDERS.splitlines()[0] + "\n" + "".join(
    f"N-{n},Guest {n},guest{n}@example.com,Thing {n % 3},1,2026-10-{n + 1:02},9.50\n"
    for n in range(20)
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_no_damage_loses_a_good_row_in_silence_or_leaves_half_an_import(
    secondsale: InProcess, where: int, what: bytes
) -> None:
    bad = damaged(where, what)
    path = secondsale.folder / "damaged.csv"
    path.write_bytes(bad)
    secondsale.book.unlink(missing_ok=True)

    answer = secondsale("import", str(path), "--json", *TAKEN)

    good = set(bad.splitlines()) & set(MANY.encode().splitlines()[1:])
    if answer.code in (0, 5):
        (told,) = json.loads(answer.out)["files"]
        counted = sum(
            told[verdict]["count"]
            for verdict in ("new", "updated", "unchanged", "skipped", "refused")
        )
        assert counted == told["records"]
        there = _names(secondsale)
        lost = [line for line in good if line.split(b",")[1].decode() not in there]
        assert not lost or answer.code == 5
    else:
        assert refusal(answer)
        assert not secondsale.book.exists() or secondsale("customers").rows == []


def _names(book: InProcess) -> set[str]:
    return {row[1] for row in book("customers").rows}


def refusal(answer: Answer) -> bool:
    return "error: " in answer.err and "hint: " in answer.err


def test_a_book_moves_house_byte_for_byte(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Soap x2 @5", "--email", "ana@example.com")
    secondsale("done", "ana", "happy", "-n", "loves it")
    before = secondsale.ok("export", "--format", "jsonl").out
    facts = file(secondsale, "facts.jsonl", before)
    other = ("--book", str(secondsale.folder / "other.db"))

    said = secondsale("import", facts, *other)

    assert said.out.startswith("facts.jsonl: facts of a book, UTF-8, ")
    assert "Added 1 sale, 1 customer, 1 product, 1 conversation" in said.out
    assert secondsale.ok("export", "--format", "jsonl", *other).out == before
    assert "Nothing is new." in secondsale("import", facts, *other).out


def test_facts_that_do_not_fit_are_named_by_file_and_line(
    secondsale: InProcess,
) -> None:
    secondsale("add-sale", "Ana Silva", "Soap x2 @5")
    facts = file(secondsale, "facts.jsonl", '{"type":"customer","schema":1,"id":1}\n')

    said = refused(secondsale, 2, "import", facts)

    assert said.startswith("facts.jsonl: line 1: ")
    assert said.endswith("is missing")


def test_past_customers_are_offered_a_first_hello(secondsale: InProcess) -> None:
    old = ORDERS.replace("2026-10", "2025-10")

    said = secondsale("import", file(secondsale, "old.csv", old), *TAKEN).err

    assert "3 past customers could hear a first hello" in said


def test_our_own_files_add_nothing_to_the_book_that_they_left(
    secondsale: InProcess,
) -> None:
    secondsale("add-sale", "Dana", "Soap x2 @5", "Balm @3", "-n", "first")
    secondsale("add-sale", "Ana Silva", "Soap @5", "--email", "ana@example.com")
    secondsale("return", "1", "Soap x1")
    secondsale("cancel-sale", "2")
    secondsale("log", "dana", "happy", "-n", "loves it")
    before = secondsale.ok("export", "--format", "jsonl").out
    names = ("customers", "products", "sales", "contacts")
    for name in names:
        table = secondsale.ok("export", "--what", name).out
        file(secondsale, f"{name}.csv", table)
    cards = secondsale.ok("export", "--format", "vcard").out
    file(secondsale, "cards.vcf", cards)
    files = [str(secondsale.folder / f"{name}.csv") for name in names]

    said = secondsale("import", *files, str(secondsale.folder / "cards.vcf"))

    assert (said.code, said.out.splitlines()[-1]) == (0, "Nothing is new.")
    assert secondsale.ok("export", "--format", "jsonl").out == before


def test_who_reads_beside_an_import_sees_all_of_it_or_nothing(
    process: Processes,
) -> None:
    process("add-customer", "Ana Silva")
    count = 8000
    rows = "".join(f"N{n},Soap,2026-10-01,5.00\n" for n in range(count))
    orders = file(process, "orders.csv", f"Customer,Item,Order date,Total\n{rows}")
    seen, beside = set[int](), 0

    typed = process.command("import", orders, *TAKEN)
    with Popen(typed, env=process.whole(), stdout=PIPE, stderr=PIPE) as importing:
        while importing.poll() is None:
            answer = process("export", "--what", "customers")
            beside += importing.poll() is None
            assert answer.code == 0, answer
            seen.add(len(answer.out.splitlines()) - 1)

    assert importing.returncode == 0
    assert beside
    assert seen <= {1, count + 1}


def test_two_who_share_an_e_mail_stay_two_by_our_own_files(
    secondsale: InProcess,
) -> None:
    for name in ("Eva Roe", "Tom Roe"):
        secondsale("add-customer", name, "--email", "fam@example.com", "--new")
    secondsale("opt-out", "tom")
    table = file(
        secondsale, "c.csv", secondsale.ok("export", "--what", "customers").out
    )
    other = ("--book", str(secondsale.folder / "other.db"))

    secondsale("import", table, *other)

    shown = secondsale("customers", *other).rows
    assert [row[1] for row in shown] == ["Eva Roe", "Tom Roe"]
    assert "opted out" not in secondsale("show", "eva", *other).out


def test_a_forgotten_customer_of_our_tables_is_nobody(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Soap @5", "--email", "ana@example.com")
    secondsale("forget", "Ana Silva", "--yes")
    table = file(secondsale, "s.csv", secondsale.ok("export", "--what", "sales").out)
    other = ("--book", str(secondsale.folder / "other.db"))

    said = secondsale("import", table, *other)

    assert "of somebody who was forgotten" in said.out
    assert secondsale("customers", *other).rows == []


def test_what_was_paid_goes_before_the_sum_of_the_lines(secondsale: InProcess) -> None:
    orders = file(secondsale, "orders.csv", ORDERS.replace("76.00", "70.00"))

    secondsale("import", orders, *TAKEN)

    assert "70.00 EUR" in str(sold(secondsale))


def test_where_the_rejects_cannot_be_written_nothing_is_kept(
    secondsale: InProcess,
) -> None:
    longest = f"{'o' * 246}.csv"

    answer = secondsale("import", file(secondsale, longest, BAD), *TAKEN)

    assert answer.code == 1
    assert "File name too long" in answer.err
    assert sold(secondsale) == []
