from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    all_rules,
    ana,
    checkpoint,
    concern,
    day,
    derived,
    gift,
    hello,
    history,
    introduction,
    items,
    milestone,
    plan_on,
    promise,
    referred,
    sale,
    touchpoint,
)

from secondsale.errors import SettingsError
from secondsale.messages import Texts
from secondsale.messages.checks import before_use, of_text, of_uses
from secondsale.messages.drafts import Drafting
from secondsale.messages.templates import read
from secondsale.model import (
    Channel,
    Complement,
    Contact,
    Covered,
    Detail,
    History,
    Intent,
    Key,
    Lesson,
    Outcome,
    Rating,
    Resource,
    RewardTerms,
    Sale,
)
from secondsale.rules.offer import Offer
from secondsale.rules.replenish import Replenish
from secondsale.rules.season import Season

talking_points = Texts().talking_points

NAMED = (
    Season(name="spring", on="03-20", text="light creams"),
    Offer(name="week", starts="2026-09-01", ends="2026-09-08", code="THANKS"),
)
CREAM = Complement(5, "Cream", "it seals the serum in")


def suggesting(sold: Sale) -> Sale:
    """Return a sale whose first product names a complement."""
    first = sold.lines[0]
    product = replace(first.product, complements=(CREAM,))
    return replace(sold, lines=(replace(first, product=product), *sold.lines[1:]))


THIN = history(sale(day(0), "Soap"), customer=replace(ana(born="--02-29"), name="王"))
RICH = history(
    sale(day(0), "Serum x2", "Jug", "Serum", delivered=day(9)),
    replace(suggesting(sale(day(30), "Cartridge x3")), sold_time=time(15, 40)),
    *(sale(day(60 + 30 * number), "Soap", "Jug") for number in range(4)),
    sale(day(300), "Serum", returned={"Serum": day(301)}),
    sale(day(301), "Cream", cancelled=day(302)),
    concern(day(20), resolved=day(22)),
    concern(day(305), "the lid is loose"),
    promise(day(320)),
    checkpoint(day(330)),
    introduction(day(303)),
    hello(day(312), made=day(304)),
    gift(day(305), wow=True),
    referred(sale(day(290), "Soap"), id=12),
    Rating(day(100), 3, 4),
    milestone(day(200)),
    gift(day(150)),
    RewardTerms("card", day(0), goal=3, head_start=0, gives="a free soap"),
    Detail("why", "hard water", day(1)),
    customer=ana(born="1984-05-17", channel=Channel.CARD, tier="a"),
)


@pytest.mark.parametrize("known", [THIN, RICH], ids=["thin", "rich"])
def test_every_touchpoint_that_can_be_has_something_to_say(known: History) -> None:
    for rule in (*all_rules(), *NAMED):
        for each in derived(rule, known).values():
            said = talking_points(each, known, today=day(310))

            assert said
            assert all(point.strip() == point != "" for point in said)
            assert "$" not in "".join(said)


def test_every_rule_was_asked() -> None:
    made = plan_on(day(310), RICH, rules=(*all_rules(), *NAMED))

    found = {key.partition(":")[0].partition(".")[0] for key in items(made)}

    assert found == {rule.id for rule in all_rules()}


def test_the_first_sale_is_welcomed_and_later_ones_are_thanked_for() -> None:
    found = items(plan_on(day(310), RICH))

    first, later = (
        talking_points(found[key].touchpoint, RICH, today=day(310))
        for key in ("welcome:s1", "welcome:s3")
    )

    assert first[0] == "welcome Ana and thank them for Serum and Jug"
    assert first[1] == "it comes on 10 January"
    assert later[0] == "thank Ana for Soap and Jug"


def test_a_concern_is_put_right_and_then_asked_after() -> None:
    found = items(plan_on(day(310), RICH))

    still_open, resolved = (
        talking_points(found[key].touchpoint, RICH, today=day(310))
        for key in ("concern:k2", "concern:k1.2")
    )

    assert still_open[0].endswith(": the lid is loose")
    assert "ask what would make it right" in still_open
    assert resolved[-1] == "ask whether it has held since"


def test_a_lesson_a_reason_and_a_guide_are_named_where_there_are_some() -> None:
    sold = sale(day(0), "Soap")
    taught = replace(
        sold.lines[0].product,
        lessons=(Lesson("lather", "warm water first", 3),),
        reasons=("no scent",),
        resources=(Resource("Care card", "card.pdf"),),
    )
    known = history(replace(sold, lines=(replace(sold.lines[0], product=taught),)))
    found = items(plan_on(day(3), known))

    lesson, reassured = (
        talking_points(found[key].touchpoint, known, today=day(310))
        for key in ("education.lather:l1", "reassure:s1")
    )

    assert "show this: warm water first" in lesson
    assert "leave them Care card (card.pdf)" in lesson
    assert "one good reason: no scent" in reassured


def test_what_a_person_wrote_is_not_filled_in_again() -> None:
    each = replace(touchpoint("education:l1"), products=("$first_name $5 ${x}",))

    said = talking_points(each, history(), today=day(0))

    assert said[0] == "ask how they use $first_name $5 ${x}"


def test_a_rule_with_an_id_of_its_own_shares_its_family_s_wording() -> None:
    layering, plain = (
        talking_points(touchpoint(key), history(), today=day(0))
        for key in ("education.layering:l1", "education:l1")
    )

    assert layering == plain


def own(folder: Path, wording: str, name: str = "education.txt") -> Texts:
    """Return the texts in force where there is an own one."""
    (folder / name).write_text(wording, encoding="utf-8")
    return Texts(folder)


def worded(texts: Texts) -> str:
    """Return what is drafted of a lesson in a text message."""
    drafting = Drafting(
        history(sale(day(0), "Serum")),
        Channel.SMS,
        texts=texts,
        seller={},
        today=day(7),
    )
    return drafting.wording([touchpoint("education:l1")]).body


def test_an_unknown_slot_is_refused_and_named(tmp_path: Path) -> None:
    texts = own(tmp_path, "[sms]\n| show $prodcuts\n")

    with pytest.raises(SettingsError) as refused:
        worded(texts)

    assert refused.value.message == (
        "education.txt, line 2: $prodcuts is not known here"
    )
    assert f"mend {tmp_path / 'education.txt'}" in refused.value.hint
    assert "first_name" in refused.value.hint
    assert "products" in refused.value.hint


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("# a comment | with a bar\na=1 | one\na=2 | two $a\n", ("two 2",)),
        ("a | any $a\na=3 | three\n", ("any 2",)),
        ("b | $b\n!b | no b\n!a | no a\n", ("no b",)),
        ("!a=1 | not one\n!a=2 | not two\n", ("not one",)),
        ("a=2, !b | both\na, b | neither\n", ("both",)),
        ("plain\n\n  | words | with a bar\n", ("plain", "words | with a bar")),
        ("$$5 off ${products}s\n", ("$5 off Serums",)),
        ("$Lesson. $Lesson! Now $lesson.\n", ("Shake it. Shake it.! Now shake it.",)),
    ],
)  # fmt: skip
def test_a_line_is_words_and_perhaps_conditions(
    tmp_path: Path, wording: str, said: tuple[str, ...]
) -> None:
    texts = own(tmp_path, wording)
    slots = (("a", "2"), ("lesson", "shake it."))
    each = replace(touchpoint("education:l1"), slots=slots)

    assert texts.talking_points(each, history(), today=day(0)) == said


@pytest.mark.parametrize(
    ("wording", "wrong"),
    [
        ("[sms]\nhey you | hello\n", "line 2: 'hey you' is no condition"),
        ("[sms]\n$5.50 off\n", "line 2: a dollar sign is no slot: write $$5.50 for"),
        ("[sms]\n!first_name | $\n", "line 2: a dollar sign is no slot: write $$ for"),
        ("[sms]\na\n[sms]\nb\n", "line 3: [sms] stands there twice"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, wording: str, wrong: str
) -> None:
    texts = own(tmp_path, wording)

    with pytest.raises(SettingsError) as refused:
        worded(texts)

    assert refused.value.message.startswith(f"education.txt, {wrong}")


@pytest.mark.parametrize(
    "wrong", ["it costs $5", "how $delivry goes", "hey you | hello", "\udce9"]
)
def test_an_own_text_that_cannot_be_used_is_said_once_and_ours_is_taken(
    tmp_path: Path, wrong: str
) -> None:
    path, warnings = tmp_path / "education.txt", list[str]()
    path.write_bytes(wrong.encode("utf-8", "surrogateescape"))
    each = touchpoint("education:l1")

    texts = Texts(tmp_path, warn=warnings.append)
    said = [texts.talking_points(each, history(), today=day(0)) for _ in range(2)]

    assert said == [talking_points(each, history(), today=day(0))] * 2
    [warning] = warnings
    assert "education.txt" in warning
    assert warning.endswith("; what is to say is ours instead")


def test_a_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "education.txt").write_bytes("caf\xe9".encode("latin-1"))

    with pytest.raises(SettingsError, match="is not a text file"):
        Texts(tmp_path).template("education")


def test_an_own_text_stands_for_ours_and_a_variant_for_its_word(tmp_path: Path) -> None:
    own(tmp_path, "short words\n", "education.short.txt")
    texts = own(tmp_path, "own words\n")
    plain = touchpoint("education:l1")

    def said(word: str) -> tuple[str, ...]:
        each = replace(plain, slots=(("wording", word),))
        return texts.talking_points(each, history(), today=day(0))

    assert texts.talking_points(plain, history(), today=day(0)) == ("own words",)
    assert said("short") == ("short words",)
    assert said("long") == ("own words",)


def test_without_a_folder_of_own_ones_the_texts_that_came_along_are_in_force(
    tmp_path: Path,
) -> None:
    for nowhere in (tmp_path / "messages", tmp_path / "file" / "messages"):
        (tmp_path / "file").touch()

        assert Texts(nowhere).in_force() == Texts().in_force()


def test_what_should_be_used_up_is_spoken_of_as_past_from_the_day_after() -> None:
    known = history(sale(day(0), "Serum"))
    each = derived(Replenish(), known)["replenish:l1"]
    assert each.outlook is not None
    last = each.outlook.expected

    before, after = (
        talking_points(each, history(), today=today)[1]
        for today in (last, last + timedelta(days=1))
    )

    assert before.startswith("it lasts until about ")
    assert after.startswith("it ran out about ")


def test_what_is_offered_and_given_is_named() -> None:
    made = plan_on(day(310), RICH, rules=(*all_rules(), *NAMED))
    found = items(made)

    def said(key: str) -> tuple[str, ...]:
        return talking_points(found[key].touchpoint, RICH, today=day(310))

    assert said("next-step.p5:l4")[1:] == (
        "suggest Cream",
        "the reason: it seals the serum in",
    )
    assert said("season.spring:c1.2026") == (
        "tell Ana what the season brings: light creams",
    )
    assert said("offer.week:c1")[-1] == "the code is THANKS"
    nearly, full = (
        next(key for key in found if key.startswith("reward.card:") and end(key))
        for end in (lambda k: not k.endswith(".2"), lambda k: k.endswith(".2"))
    )
    assert said(nearly)[0].endswith("1 stamp to go: a free soap")
    assert said(full) == ("the stamp card is full: a free soap",)
    assert said("milestone:m1")[-1] == "the last gift: a bunch of roses (31 May)"
    assert said("anniversary:l2")[0] == "ask how Jug is doing after a year"


def drafted(number: int, rule: str, wording: str) -> Contact:
    """Return a contact for which a text was used, or none."""
    intent = Intent.OFFER if rule == "replenish" else Intent.CARE
    about = Covered(Key(rule, f"l{number}"), intent, wording=wording)
    return Contact(0, day(number), Outcome.OK, covered=(about,))


def test_two_offers_in_a_row_are_too_much() -> None:
    care = drafted(2, "check-in", "check-in#1")
    offers = (
        drafted(1, "replenish", "replenish#1"),
        drafted(3, "replenish", "replenish#2"),
    )

    in_a_row = [*of_uses(history(*offers))]

    assert in_a_row == [
        "Ana Silva (1) got two offers in a row, on 2026-01-02 and on 2026-01-04:"
        " give something between them"
    ]
    assert [*of_uses(history(offers[0], care, offers[1]))] == []


def test_two_offers_in_one_message_are_too_much() -> None:
    first, second = (
        drafted(1, rule, f"{rule}#1").covered for rule in ("replenish", "next-step")
    )
    both = tuple(replace(each, intent=Intent.OFFER) for each in (*first, *second))

    assert [*of_uses(history(Contact(0, day(1), Outcome.OK, covered=both)))] == [
        "Ana Silva (1) got 2 offers in one message, on 2026-01-02: one will do"
    ]


def test_one_text_is_unchanged_three_times_at_most() -> None:
    three = [drafted(number, "check-in", "check-in#1") for number in (1, 2, 3)]

    once_more = history(*three, drafted(4, "check-in", "check-in#1"))

    assert [*of_uses(once_more)] == [
        "Ana Silva (1) got check-in#1 4 times unchanged: vary it"
    ]
    assert [*of_uses(history(*three, drafted(4, "check-in", "check-in#2")))] == []


def test_what_was_not_drafted_is_nobody_s_text() -> None:
    own_words = [drafted(number, "replenish", "") for number in range(1, 6)]

    assert [*of_uses(history(*own_words))] == []


def test_what_would_be_too_much_is_said_before_it_is() -> None:
    offer = replace(touchpoint("replenish:l9"), intent=Intent.OFFER)
    care = touchpoint("check-in:s9")
    offered = history(drafted(1, "replenish", "replenish#1"))
    three = history(
        *(drafted(number, "check-in", "check-in#1") for number in (1, 2, 3))
    )

    assert [*before_use(offered, [offer], ["replenish#2"], today=day(9))] == [
        "an offer right after the one of 2 January"
    ]
    assert [*before_use(offered, [care], ["check-in#1"], today=day(9))] == []
    assert [*before_use(three, [care], ["check-in#1"], today=day(9))] == [
        "they got check-in#1 3 times: vary it"
    ]
    assert [*before_use(three, [offer], ["replenish#1"], today=day(9))] == []


LINES = st.sampled_from(
    ["[sms]", "[email]", "subject: x", "sale | $sale", "!x=1, y |", "a|b|c", "# c", "",
     "$", "${", "$$", "$first_name", "[", "[]", "=|", "!|x", "x==y | z", "\x0b", "é"]
)  # fmt: skip


@given(st.lists(st.one_of(LINES, st.text(max_size=20))))
def test_any_file_is_a_text_or_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("own") / "welcome.txt"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    texts, refused = Texts(path.parent), path.name

    try:
        list(of_text(read(path)))
        texts.talking_points(touchpoint("welcome:s1"), history(), today=day(0))
    except SettingsError as error:
        refused = error.message

    assert path.name in refused
