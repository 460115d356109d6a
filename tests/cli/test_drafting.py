"""What to write or say: drafted, copied, handed to a program, and never sent."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes

BEGUN = (
    ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--delivery", "2026-11-24",
     "--phone", "+44 20 7946 0018", "--email", "ana@example.com"),
    ("add-sale", "Ben Okafor", "Jug", "--on", "2026-11-01"),
)  # fmt: skip
SELLER = '[seller]\nname = "Mia"\nsignature = "Mia Holt\\nRose & Co"\n'


@pytest.fixture
def book(secondsale: InProcess) -> InProcess:
    settings = secondsale.folder / "secondsale.toml"
    settings.write_text(SELLER)
    secondsale.environment["SECONDSALE_SETTINGS"] = str(settings)
    return secondsale.begin(*BEGUN)


def own(book: InProcess, name: str, words: str) -> Path:
    folder = book.folder / "messages"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(words, "utf-8")
    return folder / name


def test_what_is_due_is_drafted_and_nothing_else_is_on_stdout(book: InProcess) -> None:
    answer = book("draft", "ana", "--channel", "sms")

    assert answer.code == 0
    assert answer.out.startswith("Hi Ana, Mia here. ")
    assert "Rose Serum" in answer.out
    assert answer.out.count("\n") == 1
    assert answer.err.splitlines() == [f"{len(answer.out) - 1} letters: 1 text"]


def test_the_way_is_the_one_that_they_prefer(book: InProcess) -> None:
    call = book.ok("draft", "ana").out
    book.ok("edit-customer", "ana", "--channel", "email")

    email = book.ok("draft", "ana").out

    assert call.startswith("Ana Silva, +44 20 7946 0018\n\n1. ")
    assert email.startswith("Subject: ")
    assert email.endswith("\n\nBest wishes,\nMia Holt\nRose & Co\n")


def test_a_card_has_its_address_above_it(book: InProcess) -> None:
    bare = book("draft", "ana", "--channel", "card")
    book.ok(
        "edit-customer", "ana", "--address", "12 Rose Lane, London", "--postcode", "N1"
    )

    whole = book.ok("draft", "ana", "--channel", "card").out

    assert bare.out.startswith("Dear Ana,\n")
    assert "no address is known" in bare.err
    assert whole.startswith("Ana Silva\n12 Rose Lane\nLondon\nN1\n\nDear Ana,\n")


def test_who_writes_is_left_out_where_nobody_knows_and_that_is_said(
    secondsale: InProcess,
) -> None:
    secondsale.begin(*BEGUN)

    answer = secondsale("draft", "ana", "--channel", "email")

    assert answer.out.splitlines()[-1].startswith("Best wishes")
    assert answer.err.startswith("nobody signs it: under [seller] in ")


def test_what_is_not_due_is_named_and_can_be_drafted(book: InProcess) -> None:
    book.ok("done", "ana", "ok")

    nothing = book("draft", "ana")
    wanted = book("draft", "ana", "--for", "check-in", "--channel", "email")

    assert nothing.code == 3
    assert nothing.refusal.startswith("nothing is due for Ana Silva; ")
    assert "--for " in nothing.err
    assert wanted.code == 0
    assert wanted.err.startswith("check-in is not due before 27 November\n")


def test_several_topics_are_drafted_in_the_order_they_are_named(
    book: InProcess,
) -> None:
    answer = book("draft", "ana", "--for", "reassure", "--for", "welcome", "--json")

    assert [*json.loads(answer.out)["wordings"]] == ["reassure:s1", "welcome:s1"]


def test_what_is_held_is_drafted_with_a_warning(book: InProcess) -> None:
    book.ok("concern", "ana", "it itches")

    answer = book("draft", "ana", "--for", "reassure", "--channel", "sms")

    assert answer.code == 0
    assert "Rose Serum" in answer.out
    assert "reassure is held: a concern of 21 November is open" in answer.err


def test_who_asked_not_to_be_contacted_is_not_written_to(book: InProcess) -> None:
    book.ok("opt-out", "ana", "--from-channel", "sms")
    by_channel = refused(book, 2, "draft", "ana", "--channel", "sms")
    other_way = book("draft", "ana", "--channel", "email")
    book.ok("opt-out", "ana", "--intent", "offer")
    by_intent = refused(book, 3, "draft", "ana", "--for", "replenish")
    book.ok("opt-out", "ana")

    at_all = refused(book, 2, "draft", "ana")

    assert by_channel == ("Ana Silva asked on 21 November not to be contacted by sms")
    assert other_way.code == 0
    assert by_intent.endswith("is over: asked on 21 November for no offers")
    assert at_all.startswith("Ana Silva asked on 21 November not to be contacted: ")


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("zoe",), 3, "no customer answers to 'zoe'"),
        (("ana", "--channel", "fax"), 2, "'fax' is not a channel"),
        (("ana", "--for", "wlcome"), 3, "Ana Silva has no 'wlcome' to come"),
        ((), 2, "the customer is missing"),
        (("ana", "--wording", "../x"), 2, "'../x' is no variant of a text"),
        (("ben", "--open", "--channel", "sms", "--for", "feedback"), 2,
         "it cannot be opened: no phone number is known"),
    ],
)  # fmt: skip
def test_what_cannot_be_drafted_is_refused(
    book: InProcess, typed: tuple[str, ...], code: int, said: str
) -> None:
    assert refused(book, code, "draft", *typed).startswith(said)


def test_all_there_is_to_a_draft_is_handed_to_programs(book: InProcess) -> None:
    data = json.loads(book.ok("draft", "ana", "--channel", "email", "--json").out)

    assert data["channel"] == "email"
    assert data["to"] == "ana@example.com"
    assert data["link"].startswith("mailto:ana@example.com?subject=")
    assert "%0D%0A" in data["link"]
    assert data["text"] == f"Subject: {data['subject']}\n\n{data['body']}"
    assert [*data["wordings"]] == ["welcome:s1"]
    assert data["wordings"]["welcome:s1"].startswith("welcome#")


# Own texts


def test_an_own_text_wins_on_drafts_and_on_the_agenda(book: InProcess) -> None:
    own(book, "welcome.txt", "hand $first_name a flower\n[sms]\nA flower, $products.\n")

    draft = book("draft", "ana", "--channel", "sms", "--for", "welcome").out
    said = json.loads(book.ok("today", "--json").out)["conversations"][0]["say"]

    assert draft == "Hi Ana, Mia here. A flower, Rose Serum.\n"
    assert said[0] == "hand Ana a flower"


def test_today_lists_everybody_whatever_an_own_text_is_like(
    book: InProcess, process: Processes
) -> None:
    before = json.loads(book.ok("today", "--json").out)
    path = own(book, "welcome.txt", "it costs $5\n[sms]\nNow $5 for $products.\n")

    answers = book("today", "--json"), book("today", "--json", "--days", "7")
    drawn = process.at_a_terminal("today", extra=book.environment).out
    draft = refused(book, 4, "draft", "ana", "--channel", "sms", "--for", "welcome")

    warning = "welcome.txt, line 1: a dollar sign is no slot: write $$5 for $5"
    assert json.loads(answers[0].out) == before
    for answer in answers:
        assert (answer.code, answer.err.count("\n")) == (0, 1)
        assert answer.err.startswith(f"{warning}; ")
    assert drawn.index("welcome.txt, line 1: ") < drawn.index("Ana Silva")
    assert draft == f"welcome.txt, line 3: {warning.partition(': ')[2]}"
    assert str(path) in book("draft", "ana", "--channel", "sms").err


def test_a_section_that_is_missing_is_named_with_its_file(book: InProcess) -> None:
    path = own(book, "welcome.txt", "[sms]\nA flower, $products.\n")

    typed = "draft", "ana", "--channel", "card", "--for", "welcome"

    assert refused(book, 4, *typed) == "welcome.txt has no [card]"
    assert str(path) in book(*typed).err


def test_a_slot_that_nobody_fills_is_named_and_never_left_blank(
    book: InProcess,
) -> None:
    own(book, "welcome.txt", "[sms]\nA flower, $prodcuts.\n")

    said = refused(book, 4, "draft", "ana", "--channel", "sms", "--for", "welcome")

    assert said == "welcome.txt, line 2: $prodcuts is not known here"


def test_a_variant_is_chosen_by_its_word(book: InProcess) -> None:
    own(book, "welcome.short.txt", "[sms]\nThanks for $products!\n")
    typed = "draft", "ana", "--channel", "sms", "--wording", "short", "--for"

    there, missing = book(*typed, "welcome", "--json"), book(*typed, "reassure")

    data = json.loads(there.out)
    assert data["body"] == "Hi Ana, Mia here. Thanks for Rose Serum!"
    assert data["wordings"]["welcome:s1"].startswith("welcome.short#")
    assert "there is no reassure.short.txt" in missing.err


def test_the_texts_in_force_are_listed(book: InProcess) -> None:
    path = own(book, "welcome.txt", "[sms]\nA flower, $products.\n")

    rows = {row[0]: row[1:] for row in book.ok("messages").rows}
    data = {
        each["text"]: each for each in json.loads(book.ok("messages", "--json").out)
    }

    assert rows["welcome"] == ["yours", "sms"]
    assert rows["check-in"] == ["ours", "sms, email, card, call"]
    assert rows.keys() == data.keys()
    assert data["welcome"]["own"]
    assert data["welcome"]["file"] == str(path)
    assert rows["frame"][0] == "ours"
    assert book("messages", "frame").code == 0


def test_a_text_that_cannot_be_read_is_listed_all_the_same(book: InProcess) -> None:
    path = own(book, "wow.txt", "")
    path.write_bytes(b"caf\xe9")

    answer = book("messages")

    assert answer.code == 0
    assert ["wow", "yours", ""] in answer.rows
    assert answer.err == f"{path} is not a text file: save it as UTF-8\n"


def test_an_own_text_begins_as_the_one_that_came_along(book: InProcess) -> None:
    shipped = book("messages", "welcome").out

    said = book("messages", "welcome", "--own")
    again = refused(book, 2, "messages", "welcome", "--own")

    path = book.folder / "messages" / "welcome.txt"
    assert path.read_text("utf-8") == shipped
    assert str(path) in said.out
    assert again == f"{path} exists already"
    assert book("messages", "--check").code == 0


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("welcom",), 3, "there is no text 'welcom'"),
        (("--own",), 2, "--own begins one text"),
        (("welcome", "--check"), 2, "--check looks at all texts"),
    ],
)
def test_what_is_no_text_is_refused(
    book: InProcess, typed: tuple[str, ...], code: int, said: str
) -> None:
    assert refused(book, code, "messages", *typed) == said


# The check


def test_nothing_is_wrong_with_what_came_along(book: InProcess) -> None:
    answer = book("messages", "--check")

    assert (answer.code, answer.out) == (0, "")
    assert json.loads(book.ok("messages", "--check", "--json").out) == []


def test_the_check_needs_no_book(secondsale: InProcess) -> None:
    assert secondsale("messages", "--check").code == 0
    assert not secondsale.book.exists()


def test_what_one_person_got_too_often_is_found(book: InProcess) -> None:
    book.begin(*BEGUN, ("add-sale", "Rita Costa", "Soap", "--phone", "12345"))
    for _ in range(4):
        book.ok("done", "ana", "ok", "--only", "welcome", "--drafted", "sms")
        book.ok("add-sale", "Ana Silva", "Rose Serum")
    book.ok("done", "rita", "ok", "--drafted", "call")
    warned = book("draft", "ana", "--for", "welcome", "--channel", "sms")

    answer = book("messages", "--check")

    [finding] = answer.out.splitlines()
    assert answer.code == 1
    assert finding.startswith("Ana Silva (1) got welcome#")
    assert finding.endswith(" 4 times unchanged: vary it")
    assert "they got welcome#" in warned.err


@pytest.mark.parametrize(
    ("name", "words", "finding"),
    [
        ("welcome.txt", "[sms]\nHi, $first_name.\n",
         "[sms] in welcome.txt says nothing of whom it is for but the name: give it a"
         " slot such as $products"),
        ("milestone.txt", "[sms]\nHi, $first_name.\n",
         "[sms] in milestone.txt says nothing of whom it is for but the name: give it a"
         " line such as: bought | ... $bought"),
        ("welcome.txt", "It costs $5 only\n[sms]\nis it | so\n",
         "welcome.txt, line 1: a dollar sign is no slot: write $$5 for $5"),
        ("welcome.txt", "It costs $5 only\n[sms]\nis it | so\n",
         "welcome.txt, line 3: 'is it' is no condition: before a bar stands a slot,"
         " slot=value or nothing"),
        ("welcome.txt", "[sms]\na\n[sms]\nso $\n",
         "welcome.txt, line 4: a dollar sign is no slot: write $$ for $"),
        ("welcome.txt", "sale=frist | Welcome\n",
         "welcome.txt, line 1: sale is never 'frist'; did you mean first?"),
        ("welcome.txt", "!sale=3 | Welcome\n",
         "welcome.txt, line 1: sale is never '3'; it is first or later"),
        ("welcome.txt", "!delivery, delivery | so\n",
         "welcome.txt, line 1: !delivery, delivery is never so: the line is never"
         " used"),
        ("welcome.txt", "sale=first, sale=later | so\n",
         "welcome.txt, line 1: sale=first, sale=later is never so: the line is never"
         " used"),
        ("welcome.txt", "!sale=first, !sale=later | so\n",
         "welcome.txt, line 1: !sale=first, !sale=later is never so: the line is never"
         " used"),
        ("welcome.txt", "!products | so\n",
         "welcome.txt, line 1: !products is never so: the line is never used"),
        ("_frame.txt", "[sms opening]\nHi $5\n",
         "_frame.txt, line 2: a dollar sign is no slot: write $$5 for $5"),
        ("welcome.txt", "[sms]\nIt comes on $delivery.\n",
         "welcome.txt, line 2: $delivery is not always known; begin it with"
         " delivery |"),
        ("welcome.txt", "[sms]\n$prodcuts it is.\n",
         "welcome.txt, line 2: no rule fills $prodcuts; did you mean $products?"),
        ("welcome.txt", "lesson | $lesson\n",
         "welcome.txt, line 1: no rule fills $lesson"),
        ("welcome.txt", "[email]\nsaid | You said $said.\n",
         "welcome.txt, line 2: $said is for your eyes, so for [call] alone"),
        ("welcome.txt", "a\n[sms]\n$products\n", "welcome.txt has no [card]"),
        ("welcome.txt", "[fax]\nx\n", "welcome.txt has [fax], which is never used"),
        ("welcome.txt", "[sms]\n",
         "welcome.txt has no talking points before its sections"),
        ("welcome.txt", "[email]\n$products\n",
         "[email] in welcome.txt does not begin with its subject"),
        ("welcome.txt", "[sms]\nsubject: x\n",
         "welcome.txt, line 2: only [email] has a subject"),
        ("welcome.txt", "is it | so\n",
         "welcome.txt, line 1: 'is it' is no condition: before a bar stands a slot,"
         " slot=value or nothing"),
        ("wellcome.txt", "x\n", "wellcome.txt belongs to no rule: it is never used"),
        ("_frame.txt", "[sms opening]\n$phone\n",
         "_frame.txt, line 2: no rule fills $phone; did you mean $own_phone?"),
        ("_frame.txt", "[sms opening]\nHi\n", "_frame.txt has no [card closing]"),
    ],
)  # fmt: skip
def test_the_check_finds(book: InProcess, name: str, words: str, finding: str) -> None:
    own(book, name, words)

    answer = book("messages", "--check")

    assert answer.code == 1
    assert finding in answer.out.splitlines()
