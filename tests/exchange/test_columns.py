from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from secondsale.days import FIRST, LAST, Birthday
from secondsale.errors import InputError
from secondsale.exchange.tables import Columns, Table, look
from secondsale.exchange.tables.birthdays import Birthdays
from secondsale.exchange.tables.dates import DMY, MDY, YMD, Dates
from secondsale.exchange.tables.numbers import Numbers
from secondsale.money import Money

TODAY = date(2026, 11, 21)

Looked = Callable[..., Columns]


@pytest.fixture
def looked(tmp_path: Path) -> Looked:
    """Look at the columns of a table: one text each, its cells parted by bars."""

    def look_at(columns: dict[str, str], **more: Any) -> Columns:
        cells = [column.split("|") for column in columns.values()]
        longest = max(map(len, cells))
        rows = zip(
            *(each + [""] * (longest - len(each)) for each in cells), strict=True
        )
        return look(table(tmp_path, [*columns], [*rows]), today=TODAY, **more)

    return look_at


def table(folder: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    path = folder / "file.csv"
    lines = [[*heads, "end"], *([*row, "end"] for row in rows)]
    quoted = ("\t".join(f'"{cell}"' for cell in line) for line in lines)
    path.write_text("\n".join(quoted), encoding="utf-8")
    return Table.open(path)


def refusal(looked: Looked, columns: dict[str, str], **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        looked(columns, **more)
    return f"{caught.value.message} / {caught.value.hint}"


def said(reader: Callable[[str], Any], written: str) -> Any:
    """Return what is read, or None where it is refused."""
    try:
        return reader(written)
    except InputError:
        return None


# Dates


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-01-31", date(2022, 1, 31)),
        ("2022/1/31", date(2022, 1, 31)),
        ("20220131", date(2022, 1, 31)),
        ("31/01/2022", date(2022, 1, 31)),
        ("31.1.22", date(2022, 1, 31)),
        ("31. 1. 2022", date(2022, 1, 31)),
        ("31-01-1999", date(1999, 1, 31)),
        ("31-01-99", date(1999, 1, 31)),
        ("January 31, 2022", date(2022, 1, 31)),
        ("30-Apr-25", date(2025, 4, 30)),
        ("Sep-30-26", date(2026, 9, 30)),
        ("Monday, January 31st 2022", date(2022, 1, 31)),
        ("Mo., 31. Jänner 2022", date(2022, 1, 31)),
        ("3. März 2024", date(2024, 3, 3)),
        ("2 févr. 2024", date(2024, 2, 2)),
        ("1 de febrero de 2024", date(2024, 2, 1)),
        ("1º de março de 2024", date(2024, 3, 1)),
        ("12 gennaio 2024", date(2024, 1, 12)),
        ("3 mei 2024", date(2024, 5, 3)),
        ("15 août 2024", date(2024, 8, 15)),
        ("2024 Dec 24", date(2024, 12, 24)),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, meant: date) -> None:
    found = Dates("Date", DMY)(written)

    assert found == (meant, None, None)


@pytest.mark.parametrize(
    ("written", "at", "instant"),
    [
        ("2022-01-31 14:03", time(14, 3), ""),
        ("31/01/2022 14:03:59", time(14, 3, 59), ""),
        ("31.01.2022 um 14:03 Uhr", time(14, 3), ""),
        ("31/01/2022 à 14h03", time(14, 3), ""),
        ("31/01/2022 2:30:00 PM", time(14, 30), ""),
        ("31/01/2022, 12:05 a.m.", time(0, 5), ""),
        ("Jan 31, 2022 11:13:30 PM PST", time(23, 13, 30), ""),
        ("31.01.2022 01:18:41 UTC", time(1, 18, 41), "2022-01-31 01:18:41"),
        ("2022-01-31T14:03:00Z", time(14, 3), "2022-01-31 14:03:00"),
        ("2022-01-31T14:03:00.123+02:00", time(14, 3), "2022-01-31 12:03:00"),
        ("2022-01-31 22:15:22 -0400", time(22, 15, 22), "2022-02-01 02:15:22"),
    ],
)
def test_the_time_is_read_with_the_date_and_the_instant_where_it_is_said(
    written: str, at: time, instant: str
) -> None:
    found = Dates("Date", DMY)(written)

    assert found is not None
    assert (found.on, found.at) == (date(2022, 1, 31), at)
    assert (str(found.instant) if found.instant else "") == (
        f"{instant}+00:00" if instant else ""
    )


@pytest.mark.parametrize(
    ("written", "order", "why"),
    [
        ("31/02/2022", DMY, "is not in the calendar, day first"),
        ("02/30/2022", MDY, "is not in the calendar, month first"),
        ("2022-13-01", DMY, "is not in the calendar"),
        ("2026-02-31", DMY, "'2026-02-31' is not in the calendar$"),
        ("31 Feb 2026", MDY, "'31 Feb 2026' is not in the calendar$"),
        ("01/31/2022", DMY, "is not in the calendar, day first"),
        ("29.02.2023", DMY, "is not in the calendar"),
        ("soon", DMY, "is not a date"),
        ("31/01/2022 soon 5", DMY, "is not a date"),
        ("44592", DMY, "is not a date"),
        ("31/01/2022 25:00", DMY, "is no time of day"),
        ("01/01/1066", DMY, "is too far away"),
        ("31/01/2022", YMD, "is not a date"),
    ],
)
def test_what_is_no_day_is_refused(written: str, order: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        Dates("Date", order)(written)


@pytest.mark.parametrize("written", ["", " ", "--", "-", "0/0/00", "0000-00-00"])
def test_where_nothing_is_written_there_is_no_date(written: str) -> None:
    assert Dates("Date", DMY)(written) is None


@given(
    some.integers(0, 40),
    some.integers(0, 20),
    some.integers(1850, 2250),
    some.sampled_from([DMY, MDY]),
    some.sampled_from("/.-"),
)
def test_a_date_never_rolls_over(
    day: int, month: int, year: int, order: str, mark: str
) -> None:
    first, second = (day, month) if order == DMY else (month, day)
    written = f"{first:02}{mark}{second:02}{mark}{year}"

    try:
        meant = date(year, month, day)
    except ValueError:
        meant = date.max
    if FIRST <= meant <= LAST:
        assert Dates("Date", order)(written) == (meant, None, None)
    else:
        assert said(Dates("Date", order), written) is None


@given(some.text(max_size=40) | some.text("0123456789/.-: APMTZ+", max_size=30))
def test_no_text_makes_reading_fail_in_another_way(written: str) -> None:
    for reader in (
        Dates("it", DMY),
        Dates("it", YMD),
        Birthdays("it", MDY, today=TODAY),
        Numbers("it", "."),
        Numbers("it", ","),
    ):
        said(reader, written)


# Which order


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("01/02/2022|31/01/2022|03/04/2022", DMY),
        ("01/02/2022|01/31/2022|03/04/2022", MDY),
        ("1/2/22|1/31/22", MDY),
        ("99/12/31|22/01/02", YMD),
        ("22-12-31|22-12-30|22-11-29|22-10-28", ""),
        ("05/05/2022|06/06/2022", DMY),
        ("2022-01-02|3. März 2022", DMY),
        ("32/13/2022|01/31/2022", MDY),
    ],
)
def test_one_value_of_a_column_decides_how_all_are_meant(
    looked: Looked, column: str, order: str
) -> None:
    if not order:
        assert "--date-order" in refusal(looked, {"When": column}, dates=["when"])
        return

    found = looked({"When": column}, dates=["when"])

    assert found.dates["when"].order == order


def test_a_column_that_says_both_stops_and_names_the_lines(looked: Looked) -> None:
    asked = refusal(
        looked, {"When": "01/02/2022|31/01/2022|01/31/2022"}, dates=["when"]
    )

    assert asked == (
        "file.csv: the dates in When contradict each other: '31/01/2022' on line 3 has"
        " the day first, '01/31/2022' on line 4 the month"
        " / say --date-order dmy or mdy; what does not fit is refused then"
    )


def test_a_column_that_says_neither_stops_and_asks(looked: Looked) -> None:
    asked = refusal(looked, {"When": "1/2/2022|3/4/2022"}, dates=["when"])

    assert asked == (
        "file.csv: the dates in When can be read in two ways: '1/2/2022' on line 2,"
        " '3/4/2022' on line 3 / say which: --date-order dmy (day first), mdy (month"
        " first) or ymd"
    )


def test_what_was_said_decides_whatever_stands_there(looked: Looked) -> None:
    column = "01/02/2022|31/01/2022|01/31/2022"

    found = looked({"When": column}, dates=["when"], date_order=MDY)

    assert found.dates["when"].order == MDY


def test_a_column_that_says_nothing_follows_the_others(tmp_path: Path) -> None:
    heads, rows = ["When", "Sent"], [("1/2/2022", "1/31/2022")]
    sheet = table(tmp_path, heads, rows)

    found = look(sheet, today=TODAY, dates=["when", "sent"])

    assert found.dates["when"].order == MDY
    assert list(sheet.notes) == ["When is read month first, like the other columns"]


def test_a_hint_is_followed_where_nothing_else_says_so(looked: Looked) -> None:
    unclear = looked({"Datum": "1/2/2022"}, dates=["datum"], likely_order=DMY)
    clear = looked({"Datum": "1/31/2022"}, dates=["datum"], likely_order=DMY)

    assert unclear.dates["datum"].order == DMY
    assert clear.dates["datum"].order == MDY


def test_a_column_that_is_not_there_is_empty(looked: Looked) -> None:
    found = looked({"When": "1/2/2022"}, dates=["sent"], numbers=["paid"])

    assert found.dates["sent"]("") is None
    assert found.numbers["paid"]("") is None


@given(some.data())
def test_what_is_decided_never_depends_on_the_order_of_rows(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject
) -> None:
    small, large = some.integers(1, 14), some.sampled_from(["22", "2022"])
    dates = some.builds(lambda a, b, y: f"{a}/{b}/{y}", small, small, large)
    numbers = some.sampled_from(["1,234", "1.234", "5", "3,5", "3.5", "1.234,5", "x"])
    rows = data.draw(some.lists(some.tuples(dates, numbers), min_size=1, max_size=6))
    other = data.draw(some.permutations(rows))

    def decided(rows: Sequence[tuple[str, str]], **asked: list[str]) -> str:
        sheet = table(tmp_path_factory.mktemp("order"), ["When", "Sum"], rows)
        try:
            found = look(sheet, today=TODAY, **asked)  # type: ignore[arg-type]
        except InputError as error:
            return " ".join(error.message.split()[:8]) + error.hint
        return "".join(
            [each.order for each in found.dates.values()]
            + [each.decimal for each in found.numbers.values()]
        )

    for asked in ({"dates": ["when"]}, {"numbers": ["sum"]}):
        assert decided(rows, **asked) == decided(other, **asked)


# Birthdays


@pytest.mark.parametrize(
    ("written", "order", "meant"),
    [
        ("1984-05-17", DMY, Birthday(5, 17, 1984)),
        ("17/05/1984", DMY, Birthday(5, 17, 1984)),
        ("5/17/84", MDY, Birthday(5, 17, 1984)),
        ("5/17/30", MDY, Birthday(5, 17, 1930)),
        ("3/14", MDY, Birthday(3, 14)),
        ("14.3.", DMY, Birthday(3, 14)),
        ("--05-17", DMY, Birthday(5, 17)),
        ("--0517", DMY, Birthday(5, 17)),
        ("14. März", DMY, Birthday(3, 14)),
        ("March 14th", DMY, Birthday(3, 14)),
        ("29 Feb", DMY, Birthday(2, 29)),
        ("1604-05-17", DMY, Birthday(5, 17)),
        ("0/0/00", MDY, None),
        ("", DMY, None),
    ],
)
def test_a_birthday_may_lack_its_year(
    written: str, order: str, meant: Birthday | None
) -> None:
    assert Birthdays("Born", order, today=TODAY)(written) == meant


@pytest.mark.parametrize("written", ["2/30", "1/1/2027", "someday", "13/13"])
def test_what_is_no_birthday_is_refused(written: str) -> None:
    with pytest.raises(InputError, match=r"^Born "):
        Birthdays("Born", MDY, today=TODAY)(written)


def test_birthdays_tell_their_order_too(looked: Looked) -> None:
    found = looked({"Bday": "3/4|3/14"}, birthdays=["bday"])

    assert found.birthdays["bday"].order == MDY


# Numbers


@pytest.mark.parametrize(
    ("written", "decimal", "number", "currency"),
    [
        ("5", ".", "5", ""),
        ("1234.50", ".", "1234.50", ""),
        ("1,234.50", ".", "1234.50", ""),
        ("12,34,567.00", ".", "1234567.00", ""),
        ("1'234.50", ".", "1234.50", ""),
        ("$1,149.00 ", ".", "1149.00", ""),
        ("-$184.28", ".", "-184.28", ""),
        ("$-184.28", ".", "-184.28", ""),
        ("($33.62)", ".", "-33.62", ""),
        ("+ $73.01", ".", "73.01", ""),
        ("- $12.01", ".", "-12.01", ""),
        ("7.00-", ".", "-7.00", ""),
        ("−7", ".", "-7", ""),
        (".5", ".", "0.5", ""),
        ("US$ 3.50", ".", "3.50", "USD"),
        ("£3", ".", "3", "GBP"),
        ("12 eur", ".", "12", "EUR"),
        ("CHF 1’234.50", ".", "1234.50", "CHF"),
        ("৳2,999", ".", "2999", "BDT"),
        ("1.234,50 €", ",", "1234.50", "EUR"),
        ("1 058,09", ",", "1058.09", ""),
        ("1\xa0058,09\xa0Kč", ",", "1058.09", "CZK"),
        ("1\u202f058,09", ",", "1058.09", ""),
        ("3,5", ",", "3.5", ""),
        ("0,25", ",", "0.25", ""),
        ("1.234", ",", "1234", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(
    written: str, decimal: str, number: str, currency: str
) -> None:
    found = Numbers("Sum", decimal).amount(written)

    assert found == (Decimal(number), currency)


@pytest.mark.parametrize(
    ("written", "decimal"),
    [
        ("12,50", "."), ("1.5", ",") , ("1.2.3", "."), ("12 pcs", "."), ("abc", "."),
        ("1,23,45", "."), ("(5", "."), ("-5-", "."), ("5 USD EUR", "."), ("1 2", "."),
        ("9" * 50, "."), ("1e5", "."), ("1..5", "."), ("1,,234", "."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(written: str, decimal: str) -> None:
    with pytest.raises(InputError, match=r"^Sum "):
        Numbers("Sum", decimal)(written)


@pytest.mark.parametrize("written", ["", " ", "-", "--", "—"])
def test_where_nothing_is_written_there_is_no_number(written: str) -> None:
    assert Numbers("Sum", ".")(written) is None


def test_money_has_the_decimals_of_its_currency() -> None:
    numbers = Numbers("Sum", ".")

    assert numbers.money("12.345", "EUR") == Money(1235, "EUR")
    assert numbers.money("1,234", "JPY") == Money(1234, "JPY")
    assert numbers.money("1.2345", "KWD") == Money(1235, "KWD")
    assert numbers.money("€5", "") == Money(500, "EUR")
    assert numbers.money("$5", "CAD") == Money(500, "CAD")
    assert numbers.money("", "EUR") is None


@pytest.mark.parametrize(
    ("written", "why"),
    [("€5", "is in EUR, not USD"), ("99999999999999", "is too large to be a price")],
)
def test_money_is_refused_where_it_cannot_be(written: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        Numbers("Sum", ".").money(written, "USD")


@pytest.mark.parametrize(
    ("column", "decimal"),
    [
        ("1,234|5.50", "."),
        ("1.234|5,50", ","),
        ("1.234,50", ","),
        ("1,234.50", "."),
        ("1,234,567", "."),
        ("1.234.567", ","),
        ("0.125", "."),
        ("12|7", "."),
        ("1.2.3|1,234.5", "."),
    ],
)
def test_one_number_of_a_column_decides_how_all_are_meant(
    looked: Looked, column: str, decimal: str
) -> None:
    found = looked({"Sum": column}, numbers=["sum"])

    assert found.numbers["sum"].decimal == decimal


def test_numbers_that_can_be_read_in_two_ways_stop_and_ask(looked: Looked) -> None:
    asked = refusal(looked, {"Sum": "5|1,234|2.500"}, numbers=["sum"])

    assert asked == (
        "file.csv: the numbers in Sum can be read in two ways: '1,234' on line 3,"
        " '2.500' on line 4 / say which: --decimal . or --decimal ,"
    )
    assert looked({"Sum": "1,234"}, numbers=["sum"], decimal=",").numbers


def test_numbers_that_contradict_each_other_stop(looked: Looked) -> None:
    asked = refusal(looked, {"Sum": "5,5|5.5"}, numbers=["sum"])

    assert "'5.5' on line 3 has a decimal point, '5,5' on line 2 a comma" in asked


def test_the_currencies_that_cells_name_are_told(looked: Looked) -> None:
    found = looked({"Sum": "€ 5|6 EUR|$7|8"}, numbers=["sum"])

    assert found.currencies == {"EUR"}


@given(
    some.decimals(min_value=0, max_value=10**9, places=2),
    some.sampled_from([(".", ","), (",", "."), (".", "'"), (",", "\xa0"), (",", " ")]),
    some.booleans(),
)
def test_an_amount_is_worth_what_was_written(
    amount: Decimal, marks: tuple[str, str], negative: bool
) -> None:
    decimal, thousands = marks
    written = f"{amount:,.2f}".translate({ord(","): thousands, ord("."): decimal})

    found = Numbers("Sum", decimal)(f"({written})" if negative else written)

    assert found == (-amount if negative else amount)
