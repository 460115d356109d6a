"""`segments`, and what they feed: lists, exports, seasons."""

import csv
import io
import json
from typing import Any

import pytest
from tests.conftest import InProcess, Processes

BEGUN = (
    ("add-sale", "Ana Silva", "Jug @50", "--phone", "111111", "--as-of", "2026-08-01"),
    ("add-sale", "Ana Silva", "Cup @5", "--as-of", "2026-09-15"),
    ("add-sale", "Ana Silva", "Cup @5", "--as-of", "2026-11-01"),
    ("add-sale", "Ben Okafor", "Jug @40", "--phone", "222222", "--as-of", "2026-06-20"),
    ("add-sale", "=Cleo", "Jug @12", "--phone", "333333", "--as-of", "2026-11-10"),
    ("add-sale", "Dov Levi", "Jug @70", "--phone", "444444", "--as-of", "2025-01-10"),
    ("add-sale", "Elif Kaya", "Jug @8", "--phone", "555555", "--as-of", "2026-06-25"),
    ("add-customer", "Never Bought"),
)  # fmt: skip


@pytest.fixture
def known(secondsale: InProcess) -> InProcess:
    return secondsale.begin(*BEGUN)


def people(book: InProcess, *typed: str) -> list[dict[str, Any]]:
    found = json.loads(book.ok("segments", *typed, "--json").out)
    assert isinstance(found, list)
    return found


def test_everybody_who_bought_is_of_one_segment(known: InProcess) -> None:
    said = json.loads(known.ok("segments", "--json").out)

    sizes = {each["segment"]: each["people"] for each in said["segments"]}
    assert sizes == {"new": 1, "returning": 0, "loyal": 1, "at-risk": 2, "lost": 1}
    assert said["buyers"] == 5
    names = [each["name"] for segment in sizes for each in people(known, segment)]
    assert sorted(names) == [
        "=Cleo",
        "Ana Silva",
        "Ben Okafor",
        "Dov Levi",
        "Elif Kaya",
    ]


def test_the_list_begins_with_who_spent_most(known: InProcess) -> None:
    [ben, elif_] = people(known, "at-risk")

    assert ben["name"] == "Ben Okafor"
    assert ben["orders"] == 1
    assert ben["last_order"] == "2026-06-20"
    assert ben["usual_gap_days"] is None
    assert 0 < ben["chance_60_days"] < 0.5
    assert list(ben["spent"].values()) == ["40.00"]
    assert elif_["name"] == "Elif Kaya"


def test_lines_part_the_book_by_recency_frequency_and_money(known: InProcess) -> None:
    found = known.ok("segments").rows

    assert found[0][:3] == ["new", "1", "1"]
    assert [row[:3] for row in found if row[0] == "recency"] == [
        ["recency", "recent", "2"],
        ["recency", "middling", "2"],
        ["recency", "long ago", "1"],
    ]
    assert ["frequency", "often", "1"] in [row[:3] for row in found]
    assert next(row[3] for row in found if row[0] == "money") == "up to 12.00"


def test_it_is_of_the_day_asked_for(known: InProcess) -> None:
    then = json.loads(known.ok("segments", "--json", "--as-of", "2026-08-10").out)

    assert then["buyers"] == 4
    assert people(known, "new", "--as-of", "2026-08-10")[0]["name"] == "Ana Silva"


def test_a_screen_shows_both_tables(known: InProcess, process: Processes) -> None:
    process.book.write_bytes(known.book.read_bytes())

    shown = process.at_a_terminal("segments").words

    assert "at-risk" in shown
    assert "recency" in shown
    assert "--explain says how it is counted" in shown


def test_as_csv_no_cell_acts(known: InProcess) -> None:
    answer = known.ok("segments", "new", "--csv")

    [row] = csv.DictReader(io.StringIO(answer.out))
    assert row["customer"] == "'=Cleo"
    assert row["segment"] == "new"


@pytest.mark.parametrize("form", [("--what", "customers"), ()])
def test_a_segment_is_handed_on(known: InProcess, form: tuple[str, ...]) -> None:
    answer = known.ok("export", "--segment", "at-risk", *form)

    names = [row["name"] for row in csv.DictReader(io.StringIO(answer.out))]
    assert names == ["Ben Okafor", "Elif Kaya"]


@pytest.mark.parametrize("table", ["sales", "contacts", "plan"])
def test_what_belongs_to_a_segment_is_handed_on(known: InProcess, table: str) -> None:
    known.ok("log", "ana", "ok", "--on", "2026-11-20")

    answer = known.ok("export", "--segment", "loyal", "--what", table)

    found = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["customer"] for row in found} == {"Ana Silva"}


def test_a_segment_goes_to_the_phone(known: InProcess) -> None:
    cards = known.ok("export", "--segment", "at-risk", "--format", "vcard").out

    assert cards.count("BEGIN:VCARD") == 2


def test_whoever_must_not_be_contacted_is_marked_and_goes_to_no_phone(
    known: InProcess,
) -> None:
    known("opt-out", "ben")

    [ben, elif_] = people(known, "at-risk")
    rows = known("segments", "at-risk").rows
    cards = known("export", "--segment", "at-risk", "--format", "vcard")
    table = known.ok("export", "--segment", "at-risk")

    assert (ben["do_not_contact"], elif_["do_not_contact"]) == (True, False)
    assert [row[-1] for row in rows] == ["must not", ""]
    assert cards.out.count("BEGIN:VCARD") == 1
    assert "left out: 1 customer who opted out of all contact" in cards.err
    [first, _] = csv.DictReader(io.StringIO(table.out))
    assert first["do_not_contact_since"] == "2026-11-21"


def test_as_csv_amount_and_currency_are_apart(known: InProcess) -> None:
    known.plant("UPDATE lines SET currency = 'USD' WHERE sale_id = 2")

    answer = known.ok("segments", "loyal", "--csv")

    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(row["amount"], row["currency"]) for row in rows] == [
        ("5.00", "USD"),
        ("55.00", "XXX"),
    ]
    assert rows[0]["do_not_contact"] == ""


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        (("--segment", ""), "--segment names no segment"),
        (("--segment", "at-risk", "--format", "jsonl"), "does not go with jsonl"),
        (("--segment", "at-risk", "--format", "ics"), "does not go with ics"),
        (("--segment", "at-risk", "--what", "products"), "does not go with products"),
        (("--segment", "rich"), "'rich' is not a segment"),
        (("--segment", "second-sale"), "'second-sale' is not a segment"),
        (("--segment", "new", "--customer", "ana"), "--customer hands on all"),
    ],
)
def test_what_cannot_be_handed_on_is_refused(
    known: InProcess, typed: tuple[str, ...], because: str
) -> None:
    assert because in known("export", *typed).refusal


def test_a_season_may_be_for_a_segment(known: InProcess) -> None:
    (known.folder / "s.toml").write_text(
        "[rules.season.autumn]\non = '11-20'\naudience = 'segment:at-risk'\n"
        "[rules.offer.thanks]\nstarts = '2026-11-01'\nends = '2026-12-24'\n"
        "audience = 'segment:loyal'\n"
    )
    with_it = ("--settings", str(known.folder / "s.toml"))

    ben = known.ok("why", "ben", *with_it).out
    ana = known.ok("why", "ana", *with_it).out

    assert "for segment:at-risk" in ben
    assert "season.autumn" not in ana
    assert "for segment:loyal" in ana
    assert "offer.thanks" not in ben


def test_what_goes_with_a_second_sale_says_nothing_of_few(known: InProcess) -> None:
    answer = known("segments", "second-sale")
    said = json.loads(known.ok("segments", "second-sale", "--json").out)

    assert answer.out == ""
    assert "is not why it came" in answer.err
    assert "fewer than 20" in answer.err
    assert said["patterns"] == []
    assert said["first_time_buyers"] == 4


def crowd(book: InProcess) -> InProcess:
    """Add 30 who bought soap and came back, and 30 who bought rope and did not."""
    sold = ["customer,product,date"]
    for number in range(30):
        sold += [
            f"Soap Buyer {number},[bold]Soap,2026-03-01",
            f"Soap Buyer {number},Towel,2026-04-01",
            f"Rope Buyer {number},Rope,2026-03-01",
        ]
    (book.folder / "crowd.csv").write_text("\n".join(sold) + "\n")
    assert not book("import", str(book.folder / "crowd.csv"), "--yes").code
    return book


def test_what_goes_with_a_second_sale_is_told_of_many(secondsale: InProcess) -> None:
    crowd(secondsale)

    found = secondsale("segments", "second-sale")
    rows = {row[1]: row for row in found.rows if row[0] == "product"}

    assert rows["Rope"][2] == "0 of 30, 0 % (0 to 11 %)"
    assert rows["Rope"][3].startswith("30 of 30, 100 % (89 to ")
    assert rows["Rope"][5] == "yes: by chance under 0.1%"
    assert "can be told from chance" in found.err
    [header, first, *_] = csv.reader(
        io.StringIO(secondsale.ok("segments", "second-sale", "--csv").out)
    )
    assert header[0] == "kind"
    assert first[-1] == "yes"


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        (("atrisk",), "'atrisk' is not a segment"),
        (("--csv",), "--csv is for lists"),
        (("new", "--csv", "--json"), "--csv stands alone"),
    ],
)
def test_what_makes_no_sense_is_refused(
    known: InProcess, typed: tuple[str, ...], because: str
) -> None:
    assert known("segments", *typed).refusal == because


def test_what_the_words_mean_is_explained(known: InProcess) -> None:
    said = known.ok("segments", "--explain").out

    for word in ("new", "loyal", "at-risk", "lost", "Holm", "fifths"):
        assert word in said


def test_of_nobody_it_says_that_they_are_still_there(known: InProcess) -> None:
    said = known.ok("segments", "--explain").out

    assert "more likely than not" not in said
    assert "after one, which has no rhythm yet, 4.2 of the shop's usual gaps" in said


def test_nobody_is_said_to_be_nobody(known: InProcess) -> None:
    answer = known("segments", "returning")

    assert answer.out == ""
    assert "nobody is returning: ordered on two days" in answer.err


def test_an_empty_book_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ana Silva")

    for typed in ((), ("at-risk",), ("at-risk", "--csv"), ("second-sale",)):
        said = secondsale("segments", *typed).err
        assert "nobody has bought anything yet" in said
        assert "nobody is" not in said
