"""Tables of people: address books, mailing lists and directories of customers."""

import csv
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exchange.reading import choices, read, said, sample

from secondsale.errors import InputError
from secondsale.exchange.formats import Format, arrivals, recognise
from secondsale.exchange.formats._address_book import tag
from secondsale.exchange.formats.google import GoogleContacts
from secondsale.exchange.formats.hubspot import HubSpotContacts
from secondsale.exchange.formats.mailchimp import MailchimpAudience
from secondsale.exchange.formats.outlook import OutlookContacts
from secondsale.exchange.formats.square_directory import SquareDirectory
from secondsale.exchange.formats.thunderbird import ThunderbirdContacts
from secondsale.exchange.tables import Table

FIXTURES = Path(__file__).parent / "fixtures" / "people"

GOOGLE, OUTLOOK, THUNDERBIRD = (
    GoogleContacts(),
    OutlookContacts(),
    ThunderbirdContacts(),
)
MAILCHIMP, HUBSPOT, SQUARE = MailchimpAudience(), HubSpotContacts(), SquareDirectory()

EXPECTED: dict[str, tuple[Format, list[str]]] = {
    "google_2023.csv": (
        GOOGLE,
        [
            "2: contact <Lena M. Okafor> email=lena@example.org"
            " phone='+1 617-555-0134' address='1 Main St, Boston, MA 02139, US'"
            " birthday=1990-05-17 note='likes tea / sister: Ada'"
            " tags=customers+starred emails=l.okafor@example.org+lena@example.com"
            " phones='+1 617-555-0199'",
            "6: contact <Corner Café> phone='(617) 555-0101' birthday=--12-24",
            "7: contact <Oma> address='Lange Str. 5, Köln, DE' postcode=50667"
            " note='birthday: some day'",
            "8: contact <> email=unnamed@example.com",
            "9: refused: no name, e-mail or phone number",
        ],
    ),
    "google_old.csv": (
        GOOGLE,
        [
            "2: contact <Ben Tanaka> email=ben@example.com phone='+81 3 5550 0199'"
            " birthday=--02-29 tags='market stall'",
            "3: contact <Shop of Things>",
            "4: contact <> email=ana@example.com",
        ],
    ),
    "google_for_outlook.csv": (
        OUTLOOK,
        [
            "2: contact <Chloé Martin> email=chloe@example.fr"
            " phone='+33 1 55 55 01 40' address='3 rue de la Paix, Paris, France'"
            " postcode=75002 birthday=1984-02-29 tags='starred+clientes fidèles'"
            " phones='+33 6 55 55 01 41'",
        ],
    ),
    "outlook_com.csv": (
        OUTLOOK,
        [
            "2: contact <Ed Tanaka> email=ed@example.com phone=617-555-0177"
            " address='5 Work Rd, Salem' postcode=01970 birthday=1985-03-14",
            "3: contact <Solo Ltd> phone='+47 466 88 000'"
            " address='Flat 2, 9 Home St, Bergen' note='two lines / of notes'",
        ],
    ),
    "outlook_german.csv": (
        OUTLOOK,
        [
            "2: contact <Björn Jäger> email=bjoern@example.de phone='0170 5550131'"
            " address='Hauptstraße 1, Berlin, Deutschland' postcode=10115"
            " birthday=1985-04-03 note='mag Käse' tags=kunden+stammtisch"
            " phones='030 5550 130'",
        ],
    ),
    "subscribed_members.csv": (
        MAILCHIMP,
        [
            "2: contact <Ana Silva> id=e1 email=ana@example.com phone=617-555-0134"
            " address='1 Main St, Boston MA 02139, US' birthday=--05-07"
            " tags='vip+spring fair'",
            "3: contact <> id=e2 email=unnamed@example.com",
        ],
    ),
    "members_who_left.csv": (
        MAILCHIMP,
        [
            "2: contact <Ben Lee> id=e3 email=ben@example.com opted out=all",
            "3: contact <Cleo> id=e4 email=cleo@example.com opted out=all",
        ],
    ),
    "cleaned_members.csv": (
        MAILCHIMP,
        ["2: contact <Dan> id=e5 email=gone@example.com opted out=channel:email"],
    ),
    "square_customers.csv": (
        SQUARE,
        [
            "2: contact <Ana Silva> id=SQ1 email=ana@example.com phone=+16175550134"
            " address='1 Main St, Boston, MA' postcode=02139 birthday=1990-05-17"
            " note='allergic to nuts'",
            "3: contact <Ben> id=SQ2 email=ben@example.com opted out=channel:email",
            "4: skipped: a card that paid, and nothing more known",
        ],
    ),
    "thunderbird.csv": (
        THUNDERBIRD,
        [
            "2: contact <Tom Bird> email=tom@example.com phone='0170 5550199'"
            " address='1 Nest, Ulm, DE' postcode=89073 birthday=1980-05-17"
            " note=hi emails=tom@example.org phones='0731 555019'",
            "3: contact <Ada> birthday=--02-29",
            "4: contact <Nest Ltd> note='birthday: 1980-02-30'",
        ],
    ),
    "hubspot.csv": (
        HUBSPOT,
        [
            "2: contact <Ana Silva> id=101 email=ana@example.com"
            " phone='+44 7700 900123' address='1 High St, London' postcode='N1 1AA'"
            " birthday=1990-05-17 phones='020 7946 0018'",
            "3: contact <Ben> id=102 email=ben@example.com opted out=channel:email",
        ],
    ),
}

each_fixture = pytest.mark.parametrize("name", EXPECTED)


def records(name: str) -> list[list[str]]:
    encoding = "cp1252" if "german" in name else "utf-8-sig"
    delimiter = ";" if "german" in name else ","
    with (FIXTURES / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def table(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@each_fixture
def test_each_kind_of_file_is_read(name: str) -> None:
    form, expected = EXPECTED[name]

    assert read(form, FIXTURES / name) == expected


@each_fixture
def test_each_kind_of_file_is_recognised(name: str) -> None:
    found = recognise(Table.open(FIXTURES / name))

    assert found is not None
    assert found.id == EXPECTED[name][0].id
    assert found.about == "people"


def test_every_file_of_the_folder_is_expected() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {*EXPECTED}


@given(
    name=some.sampled_from([*EXPECTED]),
    order=some.randoms(use_true_random=False),
    gone=some.sets(some.integers(0, 60), max_size=20),
)
def test_columns_may_move_and_vanish_and_no_record_is_lost(
    name: str,
    order: Random,
    gone: set[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rows = records(name)
    places = [at for at in range(len(rows[0])) if at not in gone]
    order.shuffle(places)
    path = tmp_path_factory.mktemp("columns") / name
    moved = table(path, [[row[at] for at in places] for row in rows])

    opened = Table.open(moved)

    form = EXPECTED[name][0]
    if form.fits(opened.known):
        found = list(form.read(opened, choices(date_order="mdy")))
        lines = [line for each in found for line in each.lines]
        assert lines == [row.line for row in opened.rows()]


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("First Name,Last Name,E-mail 1 - Value", GOOGLE),
        ("Name,Given Name,Family Name,Phone 1 - Value", GOOGLE),
        ("Labels,Phone 1 - Value,First Name", GOOGLE),
        ("First Name,Last Name,E-mail Address,Mobile Phone", OUTLOOK),
        ("E-mail Address,E-mail 2 Address,E-mail 3 Address", OUTLOOK),
        ("Email Address,First Name,Last Name,LEID,EUID", MAILCHIMP),
        ("Record ID,First Name,Email,Lead Status", HUBSPOT),
        ("First Name,Email Address,Square Customer ID,Creation Source", SQUARE),
    ],
)
def test_few_columns_are_enough_to_know_whose_they_are(
    tmp_path: Path, header: str, form: Format
) -> None:
    heads = header.split(",")
    opened = Table.open(table(tmp_path / "a.csv", [heads, ["x"] * len(heads)]))

    found = recognise(opened)

    assert found is not None
    assert found.id == form.id


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Last Name,Email Address,Phone Number",
        "First Name,Last Name,Address,City,State,Zip",
        "Date,Customer,E-mail Address,Mobile Phone,Product,Quantity",
        "Name,Labels,Date,Total",
        "Name,E-mail,Home Phone,Mobile Phone,Home City",
    ],
)
def test_other_tables_are_left_to_the_mapper(tmp_path: Path, header: str) -> None:
    heads = header.split(",")
    opened = Table.open(table(tmp_path / "a.csv", [heads, ["x"] * len(heads)]))

    for form in (GOOGLE, OUTLOOK, THUNDERBIRD, MAILCHIMP, HUBSPOT, SQUARE):
        assert not form.fits(opened.known), form.id


def test_a_birthday_that_can_be_read_in_two_ways_is_asked_for(tmp_path: Path) -> None:
    header = ["First Name", "E-mail Address", "Home Phone", "Birthday"]
    rows = [header, ["Ana", "", "", "3/4/1985"], ["Ben", "", "", "0/0/00"]]
    path = table(tmp_path / "contacts.csv", rows)

    with pytest.raises(InputError, match="two ways") as caught:
        read(OUTLOOK, path)

    assert "--date-order" in caught.value.hint
    assert read(OUTLOOK, path, date_order="dmy") == [
        "2: contact <Ana> birthday=1985-04-03",
        "3: contact <Ben>",
    ]


def test_labels_choose_who_of_an_address_book_is_taken() -> None:
    told = read(GOOGLE, FIXTURES / "google_2023.csv", labels=("Customers", "Friends"))

    assert [line.partition(": ")[2][:45] for line in told] == [
        "contact <Lena M. Okafor> email=lena@example.o",
        *["skipped: not labelled Customers and Friends"[:45]] * 4,
    ]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("unsubscribed_members_export_1.csv", "all"),
        ("cleaned_members_export_1.csv", "channel:email"),
        ("nonsubscribed_members_export_1.csv", ""),
        ("subscribed_members_export_1.csv", ""),
        ("my list, cleaned up.csv", ""),
    ],
)
def test_a_mailchimp_file_says_by_its_name_who_left(
    tmp_path: Path, name: str, scope: str
) -> None:
    rows = [["Email Address", "First Name", "EUID"], ["ana@example.com", "Ana", "e1"]]
    path = table(tmp_path / name, rows)

    told = read(MAILCHIMP, path)

    ending = f" opted out={scope}" if scope else ""
    assert told == [f"2: contact <Ana> id=e1 email=ana@example.com{ending}"]


def test_the_own_columns_of_mailchimp_are_found_in_other_languages(
    tmp_path: Path,
) -> None:
    header = "E-Mail-Adresse,Vorname,Nachname,Handy,PLZ,Ort,REGION,LEID,EUID".split(",")
    row = "b@example.de,Björn,Jäger,0170 5550131,10115,Berlin,Hamburg,1,e1".split(",")

    told = read(MAILCHIMP, table(tmp_path / "subscribed.csv", [header, row]))

    assert told == [
        "2: contact <Björn Jäger> id=e1 email=b@example.de phone='0170 5550131'"
        " address=Berlin postcode=10115"
    ]


def test_a_row_of_mailchimp_that_says_when_they_left_is_believed(
    tmp_path: Path,
) -> None:
    header = ["Email Address", "First Name", "LAST_CHANGED", "UNSUB_TIME"]
    rows = [header, ["a@example.com", "Ana", "2025-01-01", ""]]
    rows.append(["b@example.com", "Ben", "2025-01-01", "2025-02-02 10:00:00"])

    told = read(MAILCHIMP, table(tmp_path / "all.csv", rows))

    assert told == [
        "2: contact <Ana> email=a@example.com",
        "3: contact <Ben> email=b@example.com opted out=all",
    ]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("* myContacts", ""),
        ("* My Contacts", ""),
        ("* starred", "starred"),
        (" Market, Stall ", "market stall"),
        ("ÄRZTE", "ärzte"),
        ("x" * 50, "x" * 40),
        ("***", ""),
        ("", ""),
    ],
)
def test_labels_become_tags(label: str, expected: str) -> None:
    assert tag(label) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "google_contacts/roundcube_gmail_old_header.csv",
            "2: contact <Firstname Middle Lastname> email=home@aaa.pl"
            " address='home_street, home_pobox, home_city, home_state, home_country'",
        ),
        (
            "outlook/gpc_outlook_ragged.csv",
            "2: contact <Adam Glacius> email=adam.glacius@anycom.com"
            " phone='+1 555 3227 8544' address='999 Super Way, Super, CA, 94043'",
        ),
        (
            "outlook/roundcube_outlook_emails_only.csv",
            "2: contact <> email=test1@domain.tld"
            " emails=test2@domain.tld+test3@domain.tld",
        ),
        (
            "_synthetic/SYN_google_contacts_2023_header.csv",
            "2: contact <Lena Okafor> email=lena@example.com phone='+1 617-555-0134'",
        ),
        (
            "_synthetic/SYN_outlook_contacts.csv",
            "2: contact <Ed Tanaka> email=ed@example.com phone=617-555-0177"
            " birthday=1985-03-14",
        ),
    ],
)
def test_samples_of_others_are_read(name: str, expected: str) -> None:
    opened = Table.open(sample(name))
    form = recognise(opened)

    assert form is not None
    told = [said(each) for each in arrivals(form, opened, choices())]

    assert told[0].startswith(expected)
    assert not [line for line in told if "refused" in line]
