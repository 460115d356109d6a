from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from tests.builders import (
    all_rules,
    ana,
    day,
    derived,
    history,
    items,
    plan_on,
    sale,
    touchpoint,
)

from secondsale import messages
from secondsale.errors import SettingsError
from secondsale.messages import talking_points
from secondsale.model import Channel, History

THIN = history(sale(day(0), "Soap"), customer=replace(ana(born="--02-29"), name="王"))
RICH = history(
    sale(day(0), "Serum x2", "Jug", "Serum", delivered=day(9)),
    replace(sale(day(30), "Cartridge x3"), sold_time=time(15, 40)),
    *(sale(day(60 + 30 * number), "Soap", "Jug") for number in range(4)),
    sale(day(300), "Serum", returned={"Serum": day(301)}),
    sale(day(301), "Cream", cancelled=day(302)),
    customer=ana(born="1984-05-17", channel=Channel.CARD),
)


@pytest.mark.parametrize("known", [THIN, RICH], ids=["thin", "rich"])
def test_every_touchpoint_that_can_be_has_something_to_say(known: History) -> None:
    for rule in all_rules():
        for each in derived(rule, known).values():
            said = talking_points(each, known.customer)

            assert said
            assert all(point.strip() == point != "" for point in said)
            assert "$" not in "".join(said)


def test_every_rule_was_asked() -> None:
    found = {key.partition(":")[0] for key in items(plan_on(day(310), RICH))}

    assert found == {rule.id for rule in all_rules()}


def test_the_first_sale_is_welcomed_and_later_ones_are_thanked_for() -> None:
    found = items(plan_on(day(310), RICH))

    first, later = (
        talking_points(found[key].touchpoint, RICH.customer)
        for key in ("welcome:s1", "welcome:s3")
    )

    assert first[0] == "welcome Ana and thank them for Serum and Jug"
    assert first[1] == "it comes on 10 January"
    assert later[0] == "thank Ana for Soap and Jug"


def test_what_a_person_wrote_is_not_filled_in_again() -> None:
    each = replace(touchpoint("education:l1"), products=("$first_name $5 ${x}",))

    said = talking_points(each, ana())

    assert said[0] == "ask how they use $first_name $5 ${x}"


def test_a_rule_with_an_id_of_its_own_shares_its_family_s_wording() -> None:
    layering, plain = touchpoint("education.layering:l1"), touchpoint("education:l1")

    assert talking_points(layering, ana()) == talking_points(plain, ana())


def test_an_unknown_slot_is_refused_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "education.txt").write_text("| show $prodcuts\n", encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)

    with pytest.raises(SettingsError) as refused:
        talking_points(touchpoint("education:l1"), ana())

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

    assert talking_points(each, ana()) == ("two", "any 2", "x")
