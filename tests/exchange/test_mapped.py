import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exchange.reading import choices, said, sample

from secondsale.errors import InputError, SettingsError
from secondsale.exchange.formats import arrivals, recognise
from secondsale.exchange.formats._fields import FIELDS, IGNORE, field_of
from secondsale.exchange.formats.mapped import Mapped, complete, guess
from secondsale.exchange.formats.saved import Saved, dumps, loads
from secondsale.exchange.tables import Table

Read = Callable[..., list[str]]


def opened(path: Path, content: str) -> Table:
    path.write_text(content, encoding="utf-8")
    return Table.open(path)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a table as it is guessed, but for what is said about its columns."""

    def with_what_is_said(
        content: str, mapping: dict[str, str] | None = None, **more: Any
    ) -> list[str]:
        table = opened(tmp_path / "list.csv", content)
        assert recognise(table) is None
        return brought(table, mapping or {}, **more)

    return with_what_is_said


def brought(table: Table, mapping: dict[str, str], **more: Any) -> list[str]:
    form = Mapped(complete(table, mapping))
    assert form.fits(table.known)
    found = list(arrivals(form, table, choices(**more)))
    lines = [line for arrival in found for line in arrival.lines]
    assert len(lines) == len(set(lines)) == table.count
    return [without_hashes(said(arrival)) for arrival in found]


def without_hashes(line: str) -> str:
    """Leave out the ids that are made of what a row says, but for the count."""
    words = line.split(" ")
    return " ".join(
        f"row:{word.rpartition(':')[2]}" if "row:" in word else word for word in words
    )


def refusal(read: Read, *arguments: Any, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(*arguments, **more)
    return f"{caught.value.message} / {caught.value.hint}"


# What columns hold


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        ("Customer,Phone,Email,Bday,Bought,When,How much",
         "name,phone,email,birthday,product,date,total"),
        ("Datum,Kunde,E-Mail-Adresse,Artikel,Menge,Einzelpreis,Gesamtbetrag,Währung",
         "date,name,email,product,quantity,unit price,total,currency"),
        ("Date de commande,Client,Courriel,Téléphone,Produit,Quantité,Prix unitaire",
         "date,name,email,phone,product,quantity,unit price"),
        ("Fecha,Nombre del cliente,Correo electrónico,Producto,Cantidad,Importe",
         "date,name,email,product,quantity,total"),
        ("Data,Nome cliente,Prodotto,Quantità,Prezzo,Totale,N. ordine",
         "date,name,product,quantity,unit price,total,order id"),
        ("Datum,Klantnaam,Artikel,Aantal,Prijs,Bedrag,Factuurnummer",
         "date,name,product,quantity,unit price,total,order id"),
        ("Data da compra,Nome do cliente,Telemóvel,Produto,Preço,Valor total",
         "date,name,phone,product,unit price,total"),
        ("Vorname,Nachname,PLZ,Ort,Straße,Geburtstag,Notizen",
         "first name,last name,postcode,address,address,birthday,note"),
        ("first_name,LAST NAME:,Mobile (private),ZIP/Postal Code,Favourite colour",
         "first name,last name,phone,postcode,ignore"),
        ("Order No.,Order Date,Client Name,Item,Qty.,Unit Price ($),Order Total",
         "order id,date,name,product,quantity,unit price,total"),
    ],
)  # fmt: skip
def test_what_a_column_holds_is_guessed_by_its_name_in_seven_languages(
    tmp_path: Path, heads: str, fields: str
) -> None:
    table = opened(tmp_path / "list.csv", heads)

    assert [*guess(table).values()] == fields.split(",")


def test_what_stands_in_a_column_tells_where_its_name_does_not(tmp_path: Path) -> None:
    table = opened(
        tmp_path / "list.csv",
        "Who,xyz,abc,q\nAna,ana@x.com,1/31/2022,5\nBen,ben@x.com,2/28/2022,7\n",
    )

    assert guess(table) == {"Who": "name", "xyz": "email", "abc": "date", "q": "ignore"}


def test_a_name_is_not_believed_where_something_else_stands_below(
    tmp_path: Path,
) -> None:
    table = opened(
        tmp_path / "list.csv",
        "Name,Sold,Sales,Mail,Item,Total,TOTAL,q\n"
        "Ana,5,Maya,1 Elm St,Jug,€5,6,1/2/26\n",
    )

    assert guess(table) == {
        "Name": "name", "Sold": "ignore", "Sales": "ignore", "Mail": "ignore",
        "Item": "product", "Total": "total", "q": "date",
    }  # fmt: skip


def test_what_was_said_takes_the_place_of_a_guess(tmp_path: Path) -> None:
    table = opened(tmp_path / "list.csv", "Name,Date,Item,Total,Net\nAna,,,,\n")

    found = complete(table, {"net": "Total", " item ": "unit-price"})

    assert found == {
        "Name": "name", "Date": "date", "Item": "unit price", "Total": "ignore",
        "Net": "total",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({"Colour": "note"}, "list.csv has no column 'Colour' / it has Name, Date and"),
        ({"Sum": "worth"}, "'worth' is no field / the fields are name, first name,"),
        ({"Sum": "date"}, ""),
    ],
)
def test_what_is_said_of_what_there_is_not_is_refused(
    tmp_path: Path, mapping: dict[str, str], why: str
) -> None:
    table = opened(tmp_path / "list.csv", "Name,Date,Sum\nAna,,\n")

    if why:
        with pytest.raises(InputError) as caught:
            complete(table, mapping)
        assert why in f"{caught.value.message} / {caught.value.hint}"
    else:
        assert complete(table, mapping)["Date"] == "ignore"


def test_two_columns_of_one_field_are_refused_by_name(read: Read) -> None:
    refused = refusal(
        read, "Name,Date,Sum,Total\nAna,,,\n", {"Sum": "total", "Total": "total"}
    )

    assert refused == (
        "list.csv: Sum and Total are both said to be the total / choose one; the other"
        ' is left out with --map "Total=ignore"'
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Date,Item\n2026-01-02,Jug\n",
         'no column says who bought; it has Date and Item / name it: --map "Their'
         ' column=name"'),
        ("Name,Item\nAna,Jug\n",
         'no column says when it was sold; it has Name and Item / name it: --map "Their'
         ' column=date"'),
        ("Name,Date,Price\nAna,2026-01-02,5.00\n",
         "does not say in which currency its amounts are / say it with --currency"),
        ("Name,Date,Item\nAna,1/2/2026,Jug\n", "--date-order"),
        ("Name,Date,Price\nAna,2026-01-02,€1.234\n", "--decimal"),
    ],
)  # fmt: skip
def test_what_a_table_lacks_is_asked_for(read: Read, content: str, why: str) -> None:
    assert why in refusal(read, content)


# Sales


def test_a_list_kept_by_hand_is_read(read: Read) -> None:
    content = (
        "Customer,Phone,Email,Bday,Bought,When,How much\n"
        "Mia W,617 555 0199,mia@example.com,3/14,Face oil,2/26/2026,$36\n"
        'Ed,,ed@example.com,,Soap x3,2/27/2026,"$1,060.50"\n'
        ",,,,,2/27/2026,$5\n"
    )

    assert read(content, currency="USD") == [
        "2: row:1 2026-02-26 <Mia W> email=mia@example.com phone='617 555 0199'"
        " birthday=--03-14 [Face oil x1 @ 36.00 USD] = 36.00 USD",
        "3: row:1 2026-02-27 <Ed> email=ed@example.com [Soap x3 @ 353.50 USD]"
        " = 1,060.50 USD",
        "4: refused: no product is named",
    ]


def test_rows_of_one_number_are_one_order(read: Read) -> None:
    content = (
        "Datum;Kunde;Artikel;Menge;Einzelpreis;Betrag;Bestellnr.;Status\n"
        "03.04.2026;Jörg Müller;Seife;2;3,50 €;7,00 €;12;bezahlt\n"
        "03.04.2026;Jörg Müller;Öl;1;13,50 €;13,50 €;12;bezahlt\n"
        "05.04.2026;Ana Silva;Seife;1;3,50 €;3,50 €;13;storniert\n"
        "Summe;;;;;24,00 €;;\n"
    )

    assert read(content) == [
        "2+3: 12 2026-04-03 <Jörg Müller>"
        " [Seife x2 @ 3.50 EUR, Öl x1 @ 13.50 EUR] = 20.50 EUR",
        "4: 13 2026-04-05 CANCELLED <Ana Silva> [Seife x1 @ 3.50 EUR] = 3.50 EUR",
        "5: skipped: a line of totals",
    ]


def test_a_number_that_two_customers_have_on_two_days_is_refused(read: Read) -> None:
    content = (
        "Order,Date,Name,Item,Total,Currency\n"
        "1,2026-04-03,Ana,Soap,3,EUR\n1,2026-05-03,Ben,Oil,5,EUR\n"
        "2,2026-04-03,Ana,Soap,3,EUR\n"
    )

    refused, kept = read(content)

    assert refused == "2+3: refused: order '1' is of two customers on two days"
    assert kept.startswith("4: 2 2026-04-03 <Ana>")


def test_a_total_that_every_row_repeats_is_that_of_the_order(read: Read) -> None:
    content = (
        "Order,Date,Name,Item,Price,Total,Currency\n"
        "1,2026-04-03,Ana,Soap,3,8,EUR\n1,2026-04-03,Ana,Oil,5,8,EUR\n"
        "2,2026-04-03,Ana,Soap,3,8,EUR\n2,,,Oil,5,,EUR\n"
    )

    assert [line.partition("[")[2] for line in read(content)] == [
        "Soap x1 @ 3.00 EUR, Oil x1 @ 5.00 EUR] = 8.00 EUR",
        "Soap x1 @ 3.00 EUR, Oil x1 @ 5.00 EUR] = 8.00 EUR",
    ]


def test_the_header_may_name_the_currency(tmp_path: Path) -> None:
    table = opened(
        tmp_path / "list.csv", "Name,Date,Item,Amount (GBP)\nAna,2026-01-02,Jug,5\n"
    )

    (line,) = brought(table, {})

    assert line.endswith("[Jug x1 @ 5.00 GBP] = 5.00 GBP")
    assert [*table.notes] == ["the amounts are in GBP, as the header says"]


def test_the_sign_of_an_amount_comes_before_what_is_usual(read: Read) -> None:
    content = "Name,Date,Item,Total\nAna,2026-01-02,Jug,€5\nBen,2026-01-02,Jug,6\n"

    assert [line.rpartition("= ")[2] for line in read(content)] == [
        "5.00 EUR",
        "6.00 EUR",
    ]
    assert [line.rpartition("= ")[2] for line in read(content, currency="USD")] == [
        "5.00 EUR",
        "6.00 USD",
    ]


def test_what_came_back_and_what_was_paid_out_is_no_sale(read: Read) -> None:
    content = (
        "Name,Date,Item,Qty,Total\nAna,2026-01-02,Jug,-2,€-10.00\n"
        "Ana,2026-01-02,Jug,1,€-5.00\nAna,2026-01-02,Jug,1.5,€5.00\n"
    )

    assert read(content) == [
        "2: refund row:1 2026-01-02 <Ana> [Jug x2] = 10.00 EUR",
        "3: skipped: money that went out",
        "4: refused: quantity 1.5 is no whole number, or too large",
    ]


def test_a_row_in_utc_is_of_the_day_it_was_for_the_seller(read: Read) -> None:
    content = (
        "Name,Created at,Item\nAna,2026-01-02T23:30:00Z,Jug\n"
        "Ana,2026-01-02 23:30:00 -0400,Jug\n"
    )

    assert [line.split()[2] for line in read(content)] == [
        "2026-01-03T01:30",
        "2026-01-02T23:30",
    ]


def test_equal_rows_are_two_sales_and_keep_their_names(tmp_path: Path) -> None:
    head = "Name,Date,Item,Total\n"
    rows = "Ana,1/31/2026,Jug,€5.00\n" * 2
    saved_anew = "Ana,2026-01-31,Jug,5 €\n" * 2

    def ids(content: str) -> list[str]:
        table = opened(tmp_path / "list.csv", content)
        form = Mapped(guess(table))
        return [each.external_id for each in form.read(table, choices())]  # type: ignore[union-attr]

    first = ids(head + rows)

    assert len({*first}) == 2
    assert ids(head + saved_anew) == first
    assert ids(head + "Ben,1/31/2026,Jug,€5.00\n" + rows)[1:] == first


def test_a_header_in_another_language_tells_the_order_of_dates(tmp_path: Path) -> None:
    table = opened(tmp_path / "list.csv", "Datum,Kunde,Artikel\n3/4/2026,Ana,Jug\n")

    (line,) = brought(table, {})

    assert "2026-04-03" in line
    assert [*table.notes] == [
        "Datum is read day first, as is usual in the language of the header"
    ]


# People


def test_a_list_of_people_brings_people(read: Read) -> None:
    content = (
        "First Name\tLast Name\tE-mail\tE-mail 2\tMobile\tStreet\tTown\tZip\tDOB\t"
        "Do not contact\tTags\tNotes\tOrders\n"
        "ANA\tSILVA\tana@x.com\tana@y.com\t+44 20 7946 0018\t1 Elm St\tBoston\t'02139\t"
        "5/17/84\tyes\tvip; new\tkind\t7\n"
        "Ben\t\tben at x\t\t\t\t\t\t\tno\t\t\t\n"
        "Cal\t\t\t\t\t\t\t\t2/30/1980\t\t\t\t\n"
        "\t\t\t\t\t\t\t\t\t\t\t\t3\n"
    )

    assert read(content) == [
        "2: contact <Ana Silva> email=ana@x.com phone='+44 20 7946 0018'"
        " address='1 Elm St, Boston' postcode=02139 birthday=1984-05-17 note=kind"
        " tags=vip+new emails=ana@y.com opted out=all",
        "3: contact <Ben> note='ben at x'",
        "4: refused: DOB '2/30/1980' is not in the calendar, month first",
        "5: skipped: nothing stands in the columns that are read",
    ]


def test_a_wish_that_cannot_be_read_stops_contact(read: Read) -> None:
    lines = read("Name,Opt out\nAna,maybe\nBen,No\nCal,\nDoe,X\n")

    assert ["opted out=all" in line for line in lines] == [True, False, False, True]


def test_nobody_is_refused(read: Read) -> None:
    assert read("Name,Town\n,Rome\n") == ["2: refused: nobody is named"]


# The samples


def test_the_list_of_the_samples_is_read() -> None:
    table = Table.open(sample("_synthetic/SYN_handmade_us.csv"))

    first, second = brought(table, {}, currency="USD")

    assert "2026-02-26" in first
    assert second.endswith("[Soap x3 @ 353.50 USD] = 1,060.50 USD")


def test_a_statement_of_a_wallet_is_read_once_its_columns_are_named() -> None:
    table = Table.open(sample("other/venmo_statement.csv"))

    lines = brought(table, {"From": "name", "Note": "product"}, currency="USD")

    reasons = [line.partition(" skipped: ")[2] for line in lines]
    assert reasons.count("money that went out") == 2
    assert reasons.count("nothing stands in the columns that are read") == 5
    assert "2020-01-02T17:00 <Friend B>" in lines[2]
    assert lines[2].endswith("= 50.03 USD")


# What is remembered


TEXT = some.text(some.characters(codec="utf-8"), max_size=20)


@given(
    some.builds(
        Saved,
        mapping=some.dictionaries(TEXT, some.sampled_from(FIELDS), max_size=4),
        currency=some.sampled_from(["", "EUR"]),
        date_order=some.sampled_from(["", "dmy", "mdy"]),
        decimal=some.sampled_from(["", ".", ","]),
        pending=some.booleans(),
        shop=TEXT,
    ),
    TEXT,
)
def test_what_is_remembered_is_what_was_chosen(saved: Saved, title: str) -> None:
    written = dumps(saved, title=title)

    assert loads(written, "a.toml") == saved


def test_what_is_remembered_can_be_read_by_people() -> None:
    saved = Saved(mapping={"How much": "total"}, currency="EUR", date_order="dmy")

    assert dumps(saved, title="my list") == (
        "# my list: the next file with these columns is read like this.\n"
        'currency = "EUR"\ndate_order = "dmy"\n\n[columns]\n"How much" = "total"\n'
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("currency = EUR", "a.toml: "),
        ("colour = 'red'", "a.toml: colour is no setting of it"),
        ("columns = 'a'", "a.toml: columns is no table of columns"),
        ("[columns]\nA = 'worth'", "a.toml: 'worth' is no field"),
        ("[columns]\nA = 1", "a.toml: A is no text"),
        ("pending = 'yes'", "a.toml: pending is neither true nor false"),
        ("date_order = 'dym'", "a.toml: date_order is none of dmy, mdy, ymd"),
        ("decimal = 'x'", "a.toml: decimal is none of ., ,"),
        ("currency = 'EURO'", "a.toml: 'EURO' is not a currency"),
    ],
)
def test_what_was_changed_by_hand_and_makes_no_sense_is_refused(
    written: str, why: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        loads(written, "a.toml")

    assert caught.value.message.startswith(why)
    assert caught.value.hint


def test_a_field_is_guessed_from_its_own_name() -> None:
    fields = [field for field in FIELDS if field not in ("channel", IGNORE)]

    assert [field_of(field) for field in fields] == fields


def test_a_saved_mapping_is_toml() -> None:
    heads = {'a "b"\n\x7f\u2028': "note"}

    assert tomllib.loads(dumps(Saved(heads), title="\n"))["columns"] == heads
