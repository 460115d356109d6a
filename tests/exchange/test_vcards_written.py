"""Our own cards, for phones; our reader takes them back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exchange.reading import choices

from secondsale.days import Birthday
from secondsale.exchange import vcards
from secondsale.exchange.tables import keepable_name, keepable_note
from secondsale.exchange.vcards.content_lines import (
    content_line,
    escaped,
    folded,
    unescaped,
    unfolded,
)
from secondsale.model import Channel, Customer
from secondsale.model.arrivals import ArrivingContact, ArrivingPerson

DAY = date(2026, 1, 1)

ANA = Customer(
    id=12,
    name="Ana Silva",
    added_on=DAY,
    email="ana@example.com",
    phone="+44 20 7946 0018",
    channel=Channel.CALL,
    best_time="evenings",
    birthday=Birthday(5, 17, 1984),
    source="fair",
    note="her husband drinks; owes 20",
    tier="gold",
    owner="me",
    tags=("vip", "tea"),
    address="1 High Street, London",
    postcode="N1 1AA",
    other_emails=("a.silva@example.org",),
    other_phones=("020 7946 0111",),
)

WHOLE = """\
BEGIN:VCARD
VERSION:3.0
PRODID:-//secondsale//customers//EN
UID:ss-c12
FN:Ana Silva
N:Silva;Ana;;;
TEL;TYPE=VOICE;TYPE=PREF:+44 20 7946 0018
TEL;TYPE=VOICE:020 7946 0111
EMAIL;TYPE=INTERNET;TYPE=PREF:ana@example.com
EMAIL;TYPE=INTERNET:a.silva@example.org
ADR:;;1 High Street\\, London;;;N1 1AA;
BDAY;VALUE=date:1984-05-17
CATEGORIES:vip,tea
END:VCARD
"""


def back(
    folder: Path, *customers: Customer, notes: bool = True
) -> list[ArrivingPerson]:
    path = folder / "written.vcf"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(vcards.customers_cards(customers, notes=notes))
    found = list(vcards.read(path, choices()))
    people = [each.person for each in found if isinstance(each, ArrivingContact)]
    assert len(people) == len(found) == len(customers)
    return people


def test_a_card_has_what_one_needs_to_reach_and_to_greet_them() -> None:
    (card,) = vcards.customers_cards([ANA])

    assert card == WHOLE.replace("\n", "\r\n")


def test_what_the_seller_notes_stays_in_the_book_unless_asked_for() -> None:
    (quiet,) = vcards.customers_cards([ANA])
    (frank,) = vcards.customers_cards([ANA], notes=True)

    for secret in ("husband", "gold", "fair", "evenings"):
        assert secret not in quiet
    assert "NOTE:her husband drinks\\; owes 20\r\n" in frank


def test_a_birthday_without_its_year_is_written_as_phones_take_it() -> None:
    who = Customer(1, "Ben", DAY, birthday=Birthday(2, 29))

    (card,) = vcards.customers_cards([who])

    assert "BDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\n" in card
    assert "N:;Ben;;;\r\n" in card


def test_everything_on_a_card_is_read_back(tmp_path: Path) -> None:
    (who,) = back(tmp_path, ANA)

    assert who == ArrivingPerson(
        external_id="ss-c12",
        name=ANA.name,
        email=ANA.email,
        phone=ANA.phone,
        address=ANA.address,
        postcode=ANA.postcode,
        birthday=ANA.birthday,
        note=ANA.note,
        tags=ANA.tags,
        other_emails=ANA.other_emails,
        other_phones=ANA.other_phones,
    )


WORDS = some.text(max_size=120)


@given(texts=some.lists(some.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_any_names_and_notes_are_read_back_as_they_can_be_kept(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    kept = [
        Customer(number, keepable_name(name) or "Ana", DAY, note=keepable_note(note))
        for number, (name, note) in enumerate(texts, start=1)
    ]

    found = back(tmp_path_factory.mktemp("any"), *kept)

    assert [(who.name, who.note) for who in found] == [
        (each.name, each.note) for each in kept
    ]


@given(some.text(), some.text())
def test_any_text_survives_escaping_and_folding(name: str, text: str) -> None:
    text = f"{name};{text}".encode("utf-8", "replace").decode()

    line = folded(f"NOTE:{escaped(text)}")

    lines = line.encode().removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(each) <= 75 for each in lines)
    for each in lines:
        each.decode()
    ((number, whole),) = unfolded(enumerate(lines, start=1))
    read = content_line(number, whole)
    assert read is not None
    assert read.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(escaped("a\\nb")) == "a\\nb"


def test_a_line_of_75_octets_is_not_folded() -> None:
    assert folded("x" * 75) == "x" * 75 + "\r\n"
    assert folded("x" * 74 + "é") == "x" * 74 + "\r\n é\r\n"
