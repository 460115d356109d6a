"""What is odd about shops' files as people send them, each oddity by itself."""

from pathlib import Path

import pytest
from tests.exchange.reading import choices, read

from secondsale.errors import InputError
from secondsale.exchange.formats import Format, recognise
from secondsale.exchange.formats._orders import standing, units
from secondsale.exchange.formats._people import (
    address,
    email,
    full_name,
    phone,
    postcode,
)
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import Standing

SHOPIFY = "Name,Email,Financial Status,Currency,Total,Created at"
LINE = "Lineitem quantity,Lineitem name,Lineitem price"


def told(folder: Path, *lines: str, **more: str | bool) -> list[str]:
    """Return what a file of these lines brings."""
    path = folder / "a file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found: Format | None = recognise(Table.open(path))
    assert found is not None
    return read(found, path, **more)


def test_an_order_whose_lines_were_sorted_apart_is_joined(tmp_path: Path) -> None:
    header = f"{SHOPIFY},{LINE}"

    brought = told(
        tmp_path,
        header,
        "#2,,,,,,1,Balm,4.00",
        "#1,a@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00",
        "#2,b@example.com,paid,USD,12.00,2026-03-02 09:00:00 +0100,2,Soap,4.00",
    )

    assert brought == [
        "3: #1 2026-03-01T09:00 <> email=a@example.com [Oil x1 @ 9.00 USD] = 9.00 USD",
        "4+2: #2 2026-03-02T09:00 <> email=b@example.com"
        " [Soap x2 @ 4.00 USD, Balm x1 @ 4.00 USD] = 12.00 USD",
    ]


def test_an_order_that_stands_there_twice_counts_once(tmp_path: Path) -> None:
    order = "#1,a@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00"
    other = "#2,b@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00"

    brought = told(tmp_path, f"{SHOPIFY},{LINE}", order, other, order)

    assert brought[1] == "4: skipped: the same as on line 2"
    assert len(brought) == 3


def test_two_orders_of_one_number_are_not_guessed_between(tmp_path: Path) -> None:
    paid = "#1,a@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00"
    other = "#2,b@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00"
    back = "#1,a@example.com,refunded,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00"

    brought = told(tmp_path, f"{SHOPIFY},{LINE}", paid, other, back)

    assert brought[1] == ("4: refused: line 2 has the same number and says otherwise")
    assert brought[2].startswith("2: #1 2026-03-01T09:00 <> email=a@example.com")


def test_lines_whose_order_was_filtered_away_are_refused(tmp_path: Path) -> None:
    brought = told(
        tmp_path, f"{SHOPIFY},{LINE}", "#7,,,,,,1,Balm,4.00", "#7,,,,,,1,Soap,4.00"
    )

    assert brought == ["2+3: refused: the first row of order #7 is missing"]


def test_lines_alone_are_orders_where_nothing_else_was_exported(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        "Name,Email,Created at,Lineitem name",
        "#7,a@example.com,2026-03-01 09:00:00 +0100,Balm",
        "#7,,,Soap",
    )

    assert brought == [
        "2+3: #7 2026-03-01T09:00 <> email=a@example.com [Balm x1, Soap x1]"
    ]


def test_a_spreadsheet_may_have_written_the_dates(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,EUR,9.00,25/12/2025 14:03,1,Oil,9.00",
    )

    assert brought[0].startswith("2: #1 2025-12-25T14:03")


def test_dates_that_can_be_read_in_two_ways_are_asked_for(tmp_path: Path) -> None:
    lines = (
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,EUR,9.00,05/12/2025 14:03,1,Oil,9.00",
    )

    with pytest.raises(InputError) as asked:
        told(tmp_path, *lines)
    brought = told(tmp_path, *lines, date_order="dmy")

    assert "--date-order" in asked.value.hint
    assert brought[0].startswith("2: #1 2025-12-05T14:03")


def test_a_bad_line_refuses_its_order_and_no_other(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,nine",
        "#2,b@example.com,paid,USD,9.00,2026-02-31 09:00:00 +0100,1,Oil,9.00",
        "#3,c@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00",
        "#4,c@example.com,paid,USD,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00,5",
    )

    assert [line.split(" ")[1] for line in brought] == [
        "refused:", "refused:", "#3", "refused:",
    ]  # fmt: skip
    assert "'nine'" in brought[0]
    assert "not in the calendar" in brought[1]


def test_an_amount_never_goes_into_another_currency(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,EUR,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00",
        "#2,b@example.com,paid,TRY,9.00,2026-03-01 09:00:00 +0100,1,Oil,9.00",
        currency="USD",
    )

    assert [line.rpartition("= ")[2] for line in brought] == ["9.00 EUR", "9.00 TRY"]


def test_square_and_its_items_are_known_by_the_same_id(tmp_path: Path) -> None:
    payments = told(
        tmp_path,
        "Date,Time,Gross Sales,Total Collected,Net Total,Transaction ID,Payment ID,"
        "Event Type,Customer Name,Description",
        "12/27/2018,2:30:00 PM,$24.00,$24.00 ,$23.00,aQ1,p,Payment,LENA OKAFOR,2 x Wax",
        currency="USD",
    )
    items = told(
        tmp_path,
        "Date,Time,Item,Qty,Gross Sales,Transaction ID,Event Type,Customer Name",
        "2018-12-27,14:30:00,Wax,2,$24.00,aQ1,Payment,LENA OKAFOR",
        currency="USD",
    )

    assert payments == [
        "2: aQ1 2018-12-27T14:30 <Lena Okafor> [Wax x2 @ 12.00 USD] (not itemised)"
        " = 24.00 USD"
    ]
    assert items == ["2: aQ1 2018-12-27T14:30 <Lena Okafor> [Wax x2 @ 12.00 USD]"]


def test_accounting_brackets_are_a_refund(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        "Date,Total Collected,Transaction ID,Payment ID,Event Type,Customer ID",
        "2018-12-27,($33.62),aQ1,p,Refund,CUST01",
        currency="USD",
    )

    assert brought == ["2: refund aQ1 2018-12-27 <> id=CUST01 = 33.62 USD"]


def test_cells_that_a_comma_shifted_are_never_believed(tmp_path: Path) -> None:
    header = "Date,Item,Qty,Gross Sales,Transaction ID,Notes,Event Type,Customer Name,"

    brought = told(
        tmp_path,
        header,
        "2026-05-02,Wax,1,$2.00,aQ1,Tom&#039,s box,Payment,Lena",
        "2026-05-02,Wax,1,$2.00,bR2,Tom&#039;s box,Payment,Lena,",
        currency="USD",
    )

    assert brought[0].startswith("2: refused: ")
    assert brought[1].startswith("3: bR2 2026-05-02 <Lena> [Wax x1 @ 2.00 USD]")


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("wc-processing", Standing.PAID),
        ("completed", Standing.PAID),
        ("Paid", Standing.PAID),
        ("partially_refunded", Standing.PAID),
        ("Partially Refunded", Standing.PAID),
        ("shipped", Standing.PAID),
        ("", Standing.PAID),
        ("partially_paid", Standing.PENDING),
        ("authorized", Standing.PENDING),
        ("wc-on-hold", Standing.PENDING),
        ("En attente", Standing.PENDING),
        ("Ausstehend", Standing.PENDING),
        ("refunded", Standing.REFUNDED),
        ("Rückerstattet", Standing.REFUNDED),
        ("wc-cancelled", Standing.CANCELLED),
        ("Storniert", Standing.CANCELLED),
        ("voided", Standing.FAILED),
        ("expired", Standing.FAILED),
        ("Failed", Standing.FAILED),
    ],
)
def test_a_shops_word_says_what_became_of_an_order(word: str, means: Standing) -> None:
    assert standing(word) is means


@pytest.mark.parametrize(
    ("written", "count"),
    [("2", 2), ("2.0", 2), ("2,000", 2), ("+3", 3), ("", 1)],
)
def test_a_quantity_that_is_not_written_is_one(written: str, count: int) -> None:
    assert units(written) == count


@pytest.mark.parametrize("written", ["-1", "0", "0.0", "0.5", "1.5", "some", "-"])
def test_a_quantity_that_is_no_whole_number_is_none(written: str) -> None:
    with pytest.raises(InputError) as refused:
        units(written)

    assert "quantity" in refused.value.message


def test_a_part_of_a_measure_was_sold_once() -> None:
    assert units("0.35", measured=True) == 1
    with pytest.raises(InputError):
        units("some", measured=True)


@pytest.mark.parametrize(
    ("quantities", "why"),
    [
        (("abc", "1"), "quantity 'abc' is no whole number of 1 or more"),
        (("1", "bad"), "quantity 'bad' is no whole number of 1 or more"),
        (("1", "1.5"), "quantity '1.5' is no whole number of 1 or more"),
        (("-1", "1"), "quantity '-1' is no whole number of 1 or more"),
        (("0", "0"), "every quantity is 0: nothing was sold"),
    ],
)
def test_a_quantity_that_cannot_be_refuses_the_whole_order(
    tmp_path: Path, quantities: tuple[str, str], why: str
) -> None:
    first, second = quantities

    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        f"#1,a@example.com,paid,USD,9.00,2026-03-01,{first},Oil,9.00",
        f"#1,,,,,,{second},Soap,9.00",
        "#2,b@example.com,paid,USD,9.00,2026-03-01,1,Oil,9.00",
    )

    assert brought[0] == f"2+3: refused: {why}"
    assert brought[1].startswith("4: #2 ")


def test_what_was_taken_out_of_an_order_was_not_sold(tmp_path: Path) -> None:
    (brought,) = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,USD,9.00,2026-03-01,1,Oil,9.00",
        "#1,,,,,,0,Soap,9.00",
    )

    assert "[Oil x1 @ 9.00 USD]" in brought


def test_a_word_for_the_payment_that_is_not_known_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a file.csv"
    order = "a@example.com,{},USD,9.00,2026-03-01,1,Oil,9.00"
    words = ("paid", "partially_refunded", "", "settled up")
    rows = [f"#{at},{order.format(word)}" for at, word in enumerate(words)]
    path.write_text("\n".join((f"{SHOPIFY},{LINE}", *rows)), encoding="utf-8")
    table = Table.open(path)
    form = recognise(table)
    assert form is not None

    brought = list(form.read(table, choices()))

    assert len(brought) == len(words)
    assert [*table.notes] == ["Financial Status 'settled up' is taken as paid"]


def test_a_line_of_totals_is_no_order_even_where_it_is_empty(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,USD,9.00,2026-03-01,1,Oil,9.00",
        "Total,,,,,,,,",
    )

    assert brought[1] == "3: skipped: a line of totals"


def test_dollars_are_no_euros(tmp_path: Path) -> None:
    brought = told(
        tmp_path,
        f"{SHOPIFY},{LINE}",
        "#1,a@example.com,paid,EUR,$7,2026-03-01,1,Oil,7.00",
        "#2,a@example.com,paid,CAD,$7,2026-03-01,1,Oil,7.00",
    )

    assert brought[0] == "2: refused: Total '$7' is not in EUR"
    assert brought[1].endswith("= 7.00 CAD")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("MIA O'NEIL", "Mia O'Neil"),
        ("anna-maria d’arc", "Anna-Maria D’Arc"),
        ("McDonald", "McDonald"),
        ("BO", "BO"),
        ("O&#039;Toole", "O'Toole"),
        ("  Ana   Silva ", "Ana Silva"),
        ("ANA'S CAFÉ", "Ana's Café"),
        ("李雷", "李雷"),
        ("ana@example.com", ""),
        ("--", ""),
    ],
)
def test_only_a_name_of_one_case_is_cased(written: str, name: str) -> None:
    assert full_name(written) == name


def test_what_cannot_be_written_to_is_no_address() -> None:
    assert email("mailto:ana@example.com") == "ana@example.com"
    assert email("1a2b@members.ebay.com") == ""
    assert email("x7@marketplace.amazon.de") == ""
    assert email("none") == ""
    assert phone("+1 617-555-0134") == "+1 617-555-0134"
    assert phone("4.47E+11") == ""
    assert phone("no") == ""
    assert address("", "", "US") == ""


def test_a_spreadsheet_takes_the_zero_of_american_postcodes_only() -> None:
    assert postcode("2339", "United States") == "02339"
    assert postcode("1050", "DK") == "1050"
