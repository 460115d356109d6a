from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
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

from secondsale import messages
from secondsale.errors import SettingsError
from secondsale.messages import talking_points
from secondsale.model import (
    Channel,
    Complement,
    Detail,
    History,
    Lesson,
    Rating,
    Resource,
    RewardTerms,
    Sale,
)
from secondsale.rules.offer import Offer
from secondsale.rules.replenish import Replenish
from secondsale.rules.season import Season

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
            said = talking_points(each, known.customer, today=day(310))

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
        talking_points(found[key].touchpoint, RICH.customer, today=day(310))
        for key in ("welcome:s1", "welcome:s3")
    )

    assert first[0] == "welcome Ana and thank them for Serum and Jug"
    assert first[1] == "it comes on 10 January"
    assert later[0] == "thank Ana for Soap and Jug"


def test_a_concern_is_put_right_and_then_asked_after() -> None:
    found = items(plan_on(day(310), RICH))

    still_open, resolved = (
        talking_points(found[key].touchpoint, RICH.customer, today=day(310))
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
        talking_points(found[key].touchpoint, known.customer, today=day(310))
        for key in ("education.lather:l1", "reassure:s1")
    )

    assert "show this: warm water first" in lesson
    assert "leave them Care card (card.pdf)" in lesson
    assert "one good reason: no scent" in reassured


def test_what_a_person_wrote_is_not_filled_in_again() -> None:
    each = replace(touchpoint("education:l1"), products=("$first_name $5 ${x}",))

    said = talking_points(each, ana(), today=day(0))

    assert said[0] == "ask how they use $first_name $5 ${x}"


def test_a_rule_with_an_id_of_its_own_shares_its_family_s_wording() -> None:
    layering, plain = (
        talking_points(touchpoint(key), ana(), today=day(0))
        for key in ("education.layering:l1", "education:l1")
    )

    assert layering == plain


def test_an_unknown_slot_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "education.txt").write_text("| show $prodcuts\n", encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)

    with pytest.raises(SettingsError) as refused:
        talking_points(touchpoint("education:l1"), ana(), today=day(0))

    assert refused.value.message == (
        "education.txt uses $prodcuts, which is not known here"
    )
    assert "first_name" in refused.value.hint
    assert "products" in refused.value.hint


def test_a_condition_takes_a_slot_or_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = (
        "# a comment | with a bar\na=1 | one\na=2 | two\na | any $a\nb | $b\n| x\n"
    )
    (tmp_path / "education.txt").write_text(wording, encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    each = replace(touchpoint("education:l1"), slots=(("a", "2"),))

    assert talking_points(each, ana(), today=day(0)) == ("two", "any 2", "x")


def test_what_should_be_used_up_is_spoken_of_as_past_from_the_day_after() -> None:
    known = history(sale(day(0), "Serum"))
    each = derived(Replenish(), known)["replenish:l1"]
    assert each.outlook is not None
    last = each.outlook.expected

    before, after = (
        talking_points(each, ana(), today=today)[1]
        for today in (last, last + timedelta(days=1))
    )

    assert before.startswith("it lasts until about ")
    assert after.startswith("it ran out about ")


def test_what_is_offered_and_given_is_named() -> None:
    made = plan_on(day(310), RICH, rules=(*all_rules(), *NAMED))
    found = items(made)

    def said(key: str) -> tuple[str, ...]:
        return talking_points(found[key].touchpoint, RICH.customer, today=day(310))

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
    assert said("anniversary:l2")[0] == "ask how Jug is doing after 1 year"
