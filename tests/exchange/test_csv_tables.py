import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from secondsale.exchange import csv_tables
from secondsale.money import Money

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


def test_numbers_days_and_amounts_stay_what_they_are() -> None:
    cells = (-3, date(2026, 11, 21), Money(-123450, "EUR"), Money(5, "JPY"), None)

    assert read(written(*cells)) == ["-3", "2026-11-21", "-1234.50", "5", ""]


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
