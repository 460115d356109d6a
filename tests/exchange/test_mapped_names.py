"""Who is meant where a table made by hand has its names in several columns."""

from pathlib import Path

import pytest
from tests.exchange.reading import choices, said

from secondsale.exchange.formats import arrivals
from secondsale.exchange.formats._fields import field_of
from secondsale.exchange.formats.mapped import Mapped, complete, guess
from secondsale.exchange.tables import Table


def opened(folder: Path, content: str) -> Table:
    path = folder / "list.csv"
    path.write_text(content, encoding="utf-8")
    return Table.open(path)


def names(table: Table) -> list[str]:
    lines = map(said, arrivals(Mapped(guess(table)), table, choices()))
    return [line.partition("<")[2].partition(">")[0] for line in lines]


@pytest.mark.parametrize(
    "heads",
    [
        "First name,Name",
        "Given name,Surname",
        "Vorname,Name",
        "Vorname,Nachname",
        "Vorname,Kunde",
        "Rufname,Familienname",
        "Prénom,Nom",
        "Prénom,Client",
        "Nombre,Apellido",
        "Nombre,Apellidos",
        "Cliente,Primer apellido",
        "Nome,Cognome",
        "Cliente,Cognome",
        "Klant,Achternaam",
        "Naam,Familienaam",
        "Voornaam,Achternaam",
        "Voornaam,Klant",
        "Cliente,Sobrenome",
        "Nome,Sobrenome",
        "Nome,Apelido",
        "Customer,Last name",
    ],
)
def test_a_first_and_a_last_name_are_one_in_seven_languages(
    tmp_path: Path, heads: str
) -> None:
    table = opened(tmp_path, f"{heads},E-mail\nJoerg,Mueller,\nIna,Mueller,\n")

    assert [*guess(table).values()] == ["first name", "last name", "email"]
    assert names(table) == ["Joerg Mueller", "Ina Mueller"]


def test_a_last_name_may_come_first_and_be_somebodys_first_name(tmp_path: Path) -> None:
    table = opened(tmp_path, "Name,Vorname\nMartin,Martin\nHans,\nHahn,Ina\n")

    assert names(table) == ["Martin Martin", "Hans", "Ina Hahn"]


@pytest.mark.parametrize("heads", ["Name,Vorname", "Nombre,Apellido", "Name,Last name"])
def test_a_part_of_a_name_that_is_whole_already_is_left_out(
    tmp_path: Path, heads: str
) -> None:
    part = "Ana" if "Vorname" in heads else "Silva"
    table = opened(tmp_path, f"{heads}\nAna Silva,{part}\nBen Okafor,\n")

    assert [*guess(table).values()] == ["name", "ignore"]
    assert names(table) == ["Ana Silva", "Ben Okafor"]


def test_a_whole_name_by_its_title_is_one_whatever_stands_beside(
    tmp_path: Path,
) -> None:
    table = opened(tmp_path, "Full name,First name\nRobert Hall,Bob\n")

    assert names(table) == ["Robert Hall"]


@pytest.mark.parametrize("heads", ["Kunde,Vorname,Nachname", "Kunde,Nachname,Vorname"])
def test_a_customer_who_is_a_number_has_their_name_beside_it(
    tmp_path: Path, heads: str
) -> None:
    table = opened(tmp_path, f"{heads}\n4711,Ana,Silva\n4712,Ben,Okafor\n")

    assert guess(table)["Kunde"] == "customer id"
    assert sorted(" ".join(sorted(name.split())) for name in names(table)) == [
        "Ana Silva",
        "Ben Okafor",
    ]


def test_a_first_name_that_is_said_makes_the_name_beside_it_the_last(
    tmp_path: Path,
) -> None:
    table = opened(tmp_path, "Name,Called\nMueller,Joerg\n")

    assert complete(table, {"Called": "first name"}) == {
        "Name": "last name",
        "Called": "first name",
    }
    assert complete(table, {"Called": "first name", "Name": "name"})["Name"] == "name"


def test_of_two_columns_of_names_the_second_is_told_to_be_ignored(
    tmp_path: Path,
) -> None:
    table = opened(tmp_path, "Name,Name,Phone\nAna,Ben,\n,Cleo,\n")

    assert names(table) == ["Ana", "Cleo"]
    assert [*table.notes] == [
        "2 columns are called Name: the first that is filled is read, the others are"
        " ignored"
    ]


@pytest.mark.parametrize(
    "head",
    "Montant TTC,Montant,Gesamt,Gesamtsumme,Brutto,Importe,Importe total,Totale,"
    "Totale ordine,Totaal,Bedrag incl. btw,Valor pago,Total Pago".split(","),
)
def test_what_was_paid_in_all_has_many_names(head: str) -> None:
    assert field_of(head) == "total"
