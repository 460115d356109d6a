"""vCards as phones and address books write them."""

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exchange.reading import choices, said, sample

from secondsale.errors import InputError
from secondsale.exchange import vcards
from secondsale.model.arrivals import ArrivingContact, Refused

FIXTURES = Path(__file__).parent / "fixtures" / "vcards"


def read(path: Path, **more: object) -> list[str]:
    return [said(arrival) for arrival in vcards.read(path, choices(**more))]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "contacts.vcf"


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def person(written: Path, *lines: str | bytes, encoding: str = "utf-8") -> str:
    """Return what one card brings, without the line it stands on."""
    body = [it if isinstance(it, bytes) else it.encode(encoding) for it in lines]
    whole = [b"BEGIN:VCARD", *body, b"END:VCARD", b""]
    written.write_bytes(b"\r\n".join(whole))
    (only,) = read(written)
    return only.partition(": ")[2]


def test_a_file_of_an_iphone() -> None:
    assert read(FIXTURES / "iphone.vcf") == [
        "1: contact <Ben Okafor> id=6C0A3B1E-0000-4000-8000-1234567890AB"
        " email=ben@example.com phone='+44 7700 900123'"
        " address='1 High Street, Flat 2, London, United Kingdom' postcode='N1 1AA'"
        " birthday=--05-17 note='Likes tea, not coffee. / Two kids; a dog: Rex.'"
        " tags=customers+vip emails=ben.work@example.com phones='020 7946 0018'",
        "23: contact <Corner Cafe> phone='(617) 555-0100' birthday=--12-24",
        "32: skipped: a group, not a person",
    ]


def test_a_file_of_an_old_android() -> None:
    assert read(FIXTURES / "old_android.vcf") == [
        "1: contact <Zoë Łukasik> email=zoe@example.org phone='+48 500 555 010'"
        " address='ul. Długa 7, m. 3, Warszawa, Polska' postcode=00-238"
        " birthday=1984-02-29 note='lubi herbatę / i ciastka; zawsze'"
        " phones='022 555 0111'",
        "18: contact <Inés García> phone=600555020",
    ]


def test_a_file_of_outlook_in_the_windows_code_page() -> None:
    path = FIXTURES / "outlook_cp1252.vcf"

    assert vcards.encoding(path) == "cp1252"
    assert read(path) == [
        "1: contact <Björn Jäger> email=bjoern@example.de phone='+49 (30) 5550-130'"
        " address='Hauptstraße 1, Berlin, Deutschland' postcode=10115"
    ]


def test_a_file_of_version_4() -> None:
    assert read(FIXTURES / "version_4.vcf") == [
        "1: contact <Chloé Martin> id=4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
        " email=chloe@example.fr phone=+33-6-55-55-01-41"
        " address='3 rue de la Paix, Paris, France' postcode=75002 birthday=--11-22"
        " note='a very long note that was folded in the middle of a word and of a"
        " character: é is two octets' emails=second@example.fr"
        " phones=+33-1-55-55-01-40",
        "15: skipped: a group, not a person",
        "20: contact <Dana> note='birthday: some time in spring'",
        "25: contact <> email=nobody.knows@example.com",
        "29: refused: no name, e-mail or phone number",
    ]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN:Ana Silva",), "Ana Silva"),
        (("N:Silva;Ana;Maria;;",), "Ana Maria Silva"),
        (("FN:Dr. Ana Silva M.D.", "N:Silva;Ana;;Dr.;M.D."), "Ana Silva"),
        (("FN:Silva, Ana", "N:Silva;Ana"), "Ana Silva"),
        (("FN:Ana Silva (yoga)", "N:Silva;Ana;;;"), "Ana Silva (yoga)"),
        (("FN:Ana Silva", "N:Silva;Ana;Maria;;"), "Ana Silva"),
        (("FN:Silva Ana", "N:Silva;Ana;;;"), "Ana Silva"),
        (("FN:王 小明", "N:王;小明;;;"), "王 小明"),
        (("FN:ana@example.com", "N:;;;;", "ORG:Bakery;Sales"), "Bakery"),
        (("FN:", "N:;;;;", "NICKNAME:Oma"), "Oma"),
        (("fn:Ana", "n:;Ana"), "Ana"),
        (("N:O\\;Brien\\, Jr.;Pat",), "Pat O;Brien, Jr."),
        (("FN:ANA [/b] SILVA\u202e",), "ANA (/b) SILVA"),
    ],
)
def test_a_name_is_its_parts_in_the_order_in_which_it_is_shown(
    written: Path, lines: tuple[str, ...], name: str
) -> None:
    assert person(written, *lines) == f"contact <{name}>"


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:1912-06-23", "1912-06-23"),
        ("BDAY:19220310", "1922-03-10"),
        ("BDAY;value=date:2012-06-06", "2012-06-06"),
        ("BDAY:1953-10-15T23:10:00Z", "1953-10-15"),
        ("BDAY:19531015T231000-0500", "1953-10-15"),
        ("BDAY:1996-04-15 00:00:00.000", "1996-04-15"),
        ("BDAY:--1122", "--11-22"),
        ("BDAY:--11-22", "--11-22"),
        ("BDAY:--0229", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17", "--05-17"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900;VALUE=date:19000517", "--05-17"),
        ("BDAY:1604-05-17", "--05-17"),
        ("BDAY:0000-05-17", "--05-17"),
    ],
)
def test_a_birthday_in_every_form(written: Path, line: str, birthday: str) -> None:
    assert person(written, "FN:Ana", line) == f"contact <Ana> birthday={birthday}"


@pytest.mark.parametrize(
    "said_so",
    ["circa 1800", "2026-11-22", "1990-02-30", "1899-01-01", "---15", "05/06/1990"],
)
def test_what_is_no_birthday_is_kept_in_the_note(written: Path, said_so: str) -> None:
    told = person(written, "FN:Ana", f"BDAY;VALUE=text:{said_so}", "NOTE:tea")

    assert told == f"contact <Ana> note='tea / birthday: {said_so}'"


def test_an_empty_birthday_is_none(written: Path) -> None:
    assert person(written, "FN:Ana", "BDAY:") == "contact <Ana>"


def test_what_cannot_be_dialled_or_written_to_is_kept_in_the_note(
    written: Path,
) -> None:
    told = person(
        written,
        "FN:Ana",
        "TEL:ask her sister",
        "EMAIL:ana at example",
        "TEL:020–7946–0018",
    )

    assert told == (
        "contact <Ana> phone=020-7946-0018"
        " note='e-mail: ana at example / phone: ask her sister'"
    )


def test_a_number_that_stands_there_twice_is_one(written: Path) -> None:
    told = person(
        written, "FN:Ana", "TEL:+44 20 7946 0018", "TEL;CELL:+44 (20) 7946-0018",
        "EMAIL:Ana@example.com", "EMAIL:ana@EXAMPLE.com",
    )  # fmt: skip

    assert told == "contact <Ana> email=Ana@example.com phone='+44 (20) 7946-0018'"


def test_labels_may_choose_who_is_taken(written: Path) -> None:
    written.write_text(
        card("FN:Ana", "CATEGORIES:Family")
        + card("FN:Ben", "CATEGORIES:Customers,Family")
    )

    assert read(written, labels=("customers",)) == [
        "1: skipped: not labelled customers",
        "6: contact <Ben> tags=customers+family",
    ]


def test_lines_that_were_not_folded_belong_to_the_note_or_the_picture(
    written: Path,
) -> None:
    told = person(
        written, "FN:Ana", "PHOTO;ENCODING=b:AAAA", "BBBB==", "NOTE:one", "two",
        "X-FOO:a", "b c",
    )  # fmt: skip

    assert told == "contact <Ana> note='one / two'"


def test_a_line_that_is_none_refuses_the_card_and_names_the_line(written: Path) -> None:
    assert person(written, "FN:Ana", "TEL:020 7946 0018", "EMAIL ana@example.com") == (
        "refused: line 4 cannot be understood"
    )


def test_base64_text_is_read_and_refused_where_it_is_none(written: Path) -> None:
    assert person(written, "FN;ENCODING=BASE64:Wm/Dqw==") == "contact <Zoë>"
    assert person(written, "FN;ENCODING=B:A") == "refused: line 2: FN is damaged"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_encodings_are_found_with_and_without_a_mark(
    written: Path, encoding: str
) -> None:
    text = card("FN:Zoë Łukasik") + card("FN:李")
    written.write_bytes(text.encode(encoding))

    assert read(written) == ["1: contact <Zoë Łukasik>", "5: contact <李>"]
    assert vcards.encoding(written) == ("UTF-8" if "8" in encoding else "UTF-16")


def test_each_line_has_its_own_encoding(written: Path) -> None:
    told = person(
        written,
        "FN:Zoë",
        "NOTE:süß".encode("cp1252"),
        b"ADR;CHARSET=iso-8859-2:;;" + "Długa 7".encode("iso-8859-2"),
        "ORG;CHARSET=nonsense:x",
    )

    assert told == "contact <Zoë> address='Długa 7' note=süß"


def test_a_fold_may_part_a_character(written: Path) -> None:
    assert person(written, b"FN:Zo\xc3\r\n \xab") == "contact <Zoë>"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_any_line_ends_will_do(written: Path, end: str) -> None:
    text = card("FN:Ana", "NOTE:a", " b") * 2
    written.write_bytes(text.replace("\r\n", end).encode())

    assert read(written) == ["1: contact <Ana> note=ab", "7: contact <Ana> note=ab"]


def test_a_card_without_its_end_costs_no_other(written: Path) -> None:
    cut = card("FN:Ana").removesuffix("END:VCARD\r\n")
    written.write_text(cut + card("FN:Ben") + cut)

    assert read(written) == [
        "1: refused: the card does not end: END:VCARD is missing",
        "4: contact <Ben>",
        "8: refused: the card does not end: END:VCARD is missing",
    ]


def test_a_card_without_its_beginning_costs_no_other(written: Path) -> None:
    written.write_text(
        "hello\n" + card("FN:Ana") + "FN:Ben\nEND:VCARD\n" + card("FN:C")
    )

    assert [told.partition(",")[0] for told in read(written)] == [
        "1: refused: it stands outside of the cards",
        "2: contact <Ana>",
        "6: refused: it stands outside of the cards",
        "8: contact <C>",
    ]


def test_two_cards_that_lost_the_line_end_between_them_stay_two(written: Path) -> None:
    written.write_text(card("FN:Ana").strip() + card("FN:Ben"))

    assert read(written) == ["1: contact <Ana>", "4: contact <Ben>"]


def test_a_damaged_card_that_seems_to_hold_the_next_ones_loses_none(
    written: Path,
) -> None:
    cut = card("FN:Ana", "AGENT:").removesuffix("END:VCARD\r\n")
    written.write_text(cut + card("FN:Ben") + card("FN:Cleo"))

    assert read(written) == [
        "1: refused: the card does not end: END:VCARD is missing",
        "5: contact <Ben>",
        "9: contact <Cleo>",
    ]


def test_a_refused_card_is_handed_on_as_it_was_without_its_picture(
    written: Path,
) -> None:
    text = card("NOTE:wer weiß?", "PHOTO:AAAA", " BBBB")
    written.write_bytes(text.encode("cp1252"))

    (refused,) = vcards.read(written, choices())

    assert isinstance(refused, Refused)
    assert refused.records == (
        ("BEGIN:VCARD\nVERSION:3.0\nNOTE:wer weiß?\nEND:VCARD",),
    )


def test_a_file_without_cards_is_refused(written: Path) -> None:
    written.write_text("a,b\n1,2\n")

    with pytest.raises(InputError, match=r"contacts\.vcf holds no vCards"):
        read(written)


def test_a_file_that_is_not_there_is_refused(written: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(written)


def test_cards_are_recognised_by_name_or_content(tmp_path: Path) -> None:
    other = tmp_path / "export.txt"
    other.write_bytes("\n begin:vcard\n".encode("utf-16"))
    table = tmp_path / "table.csv"
    table.write_text("Name,Note\nAna,BEGIN:VCARD\n")

    assert vcards.looks_like(other)
    assert vcards.looks_like(tmp_path / "not there.VCF")
    assert not vcards.looks_like(table)
    assert not vcards.looks_like(tmp_path / "not there")


DAMAGE = some.sampled_from(
    [b"", b"\0", b"=", b"\n", b"\r\n ", b'"', b":", b"\xff", b"\\", b"END:VCARD\n"]
)


@given(data=some.data())
def test_damage_to_one_card_never_loses_another(
    data: some.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = ["Ana", "Ben", "Cleo"]
    whole = [
        card(f"N:;{name};;;", f"FN:{name}", "PHOTO:AA", " BB", "NOTE:a=").encode()
        for name in names
    ]
    hurt = data.draw(some.integers(0, 2))
    for _ in range(data.draw(some.integers(1, 4))):
        at = data.draw(some.integers(0, len(whole[hurt]) - 1))
        length = data.draw(some.integers(0, 12))
        new = data.draw(DAMAGE | some.binary(max_size=5))
        # What follows the last line belongs to the next card.
        end = min(at + length, len(whole[hurt]) - 2)
        whole[hurt] = whole[hurt][:at] + new + whole[hurt][end:]
    path = tmp_path_factory.mktemp("damage") / "damaged.vcf"
    path.write_bytes(b"".join(whole))

    found = list(vcards.read(path, choices()))

    lines = [line for each in found for line in each.lines]
    known = [each.person.name for each in found if isinstance(each, ArrivingContact)]
    assert lines == sorted(set(lines))
    assert set(names) - {names[hurt]} <= set(known)


@given(noise=some.binary(max_size=300))
def test_no_bytes_crash_it(
    noise: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("noise") / "noise.vcf"
    shuffled = card("FN:Ana", "N;ENCODING=b:YQ==", "BDAY:--0517").encode()
    parts = [*shuffled.split(b"\r\n"), noise]
    random.Random(len(noise)).shuffle(parts)
    path.write_bytes(b"\n".join(parts) + noise)

    with suppress(InputError):
        assert list(vcards.read(path, choices()))
    assert vcards.encoding(path)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ezvcard_John_Doe_IPHONE.vcf", "1: contact <John Richter James Doe>"),
        ("ezvcard_gmail-list.vcf", "1: contact <Arnold Smith> email=asmithk@gmail.com"),
        ("ezvcard_rfc6350-example.vcf", "1: contact <Simon Perreault>"),
        ("khard_contact1.vcf", "1: contact <second contact> id=testuid1"),
        ("khard_minimal.vcf", "1: contact <minimal contact>"),
        ("khard_tel-value-uri.vcf", "1: contact <bug 195>"),
        (
            "khard_text-bday.vcf",
            "1: contact <text birthday> id=testuid3 note='birthday:",
        ),
    ],
)
def test_samples_of_others_are_read(name: str, first: str) -> None:
    told = read(sample(f"vcard/{name}"))

    assert told[0].startswith(first)
    assert not [line for line in told if ": contact" not in line]
