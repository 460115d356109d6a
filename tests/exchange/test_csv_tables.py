import csv
import io
from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from secondsale.exchange import csv_tables

ACTS = ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "=cmd|' /C calc'!A0"]


def written(*cells: csv_tables.Cell, raw: bool = False) -> str:
    head, row = csv_tables.document(("cell",) * len(cells), [cells], raw=raw)
    assert head.endswith("\r\n")
    return row.removesuffix("\r\n")


def read(record: str) -> list[str]:
    (row,) = csv.reader(io.StringIO(record, newline=""), strict=True)
    return row


@given(some.lists(some.text(max_size=20), min_size=1, max_size=5))
def test_raw_text_comes_back_as_it_was(cells: list[str]) -> None:
    cells = [cell.replace("\0", "") for cell in cells]

    assert read(written(*cells, raw=True)) == cells


@given(some.text(max_size=20))
def test_no_guarded_cell_starts_a_formula(cell: str) -> None:
    (shown,) = read(written(cell, "")[: -len(",")] or '""')

    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@pytest.mark.parametrize("cell", ACTS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert read(written(cell))[0].startswith("'")


@pytest.mark.parametrize("cell", ["Ana", "1-2", "a=b", "", "'quoted"])
def test_other_text_stays(cell: str) -> None:
    assert read(written(cell, "end")) == [cell, "end"]


def test_quotes_commas_and_line_ends_are_quoted() -> None:
    assert written('a "b", c', raw=True) == '"a ""b"", c"'
    assert read(written("a\nb", raw=True)) == ["a\nb"]


def test_numbers_and_days_stay_what_they_are() -> None:
    cells = (-3, date(2026, 11, 21), None)

    assert read(written(*cells)) == ["-3", "2026-11-21", ""]


@given(some.text(max_size=20))
@example("'=1")
@example("\u200d")
def test_a_table_of_ours_guards_a_text_as_any_other_does(text: str) -> None:
    row = (1, "2026-11-21", 2, text, "ok", "", "out", text, None)

    head, alone = csv_tables.table("contacts", [[row]], raw=False)
    _, raw = csv_tables.table("contacts", [[row]], raw=True)

    assert head == ",".join(csv_tables.TABLES["contacts"]) + "\r\n"
    assert alone == written(*row) + "\r\n"
    assert raw == written(*row, raw=True) + "\r\n"


def test_an_amount_is_no_text() -> None:
    row = (1, "Jug", "-5", "-5.00", "EUR", None, 0, "durable", "")

    _, record = csv_tables.table("products", [[row]], raw=False)

    assert read(record)[2:4] == ["'-5", "-5.00"]


def test_a_part_of_a_table_is_written_at_once() -> None:
    row = (1, "Jug", "", None, None, None, 0, "durable", "")

    records = list(csv_tables.table("products", [[row, row], [row]], raw=False))

    assert [record.count("\r\n") for record in records] == [1, 2, 1]


def test_no_row_is_asked_for_before_the_one_in_front_of_it_is_written() -> None:
    asked = []

    def rows() -> Iterator[tuple[str]]:
        for name in ("a", "b"):
            asked.append(name)
            yield (name,)

    _head, first = islice(csv_tables.document(["name"], rows(), raw=False), 2)

    assert (first, asked) == ("a\r\n", ["a"])


def test_what_could_harm_a_terminal_is_spelled_out() -> None:
    assert written("a\x1b[31m\u202e") == "a<U+001B>[31m<U+202E>"


def test_the_columns_are_a_promise() -> None:
    assert csv_tables.TABLES["plan"] == (
        "day", "due", "expires", "state", "customer_id", "customer", "channel",
        "address", "intent", "rule", "reason", "key",
    )  # fmt: skip
    assert list(csv_tables.TABLES) == [
        "plan",
        "customers",
        "products",
        "sales",
        "contacts",
    ]


def test_an_empty_table_has_its_head() -> None:
    assert list(csv_tables.document(("a", "b"), [], raw=False)) == ["a,b\r\n"]
