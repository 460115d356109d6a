import json

import pytest
from tests.cli.conftest import NEXT_DAY, refused
from tests.conftest import InProcess, Processes


def test_a_tier_is_set_and_cleared(sold: InProcess) -> None:
    said = sold.ok("tier", "ana", "A")
    changed = sold.ok("tier", "ana", "b")
    cleared = sold.ok("tier", "ana", "", "--json")

    assert said.out.startswith("Ana Silva (1): tier is now a.\n")
    assert changed.out.startswith("Ana Silva (1): tier is now b (was a).\n")
    assert json.loads(cleared.out)["customer"]["tier"] == ""


def test_further_rounds_of_what_was_planned_are_no_news(sold: InProcess) -> None:
    said = sold.ok("tier", "ana", "a")

    assert "Planned: relationship-review, " in said.out
    assert "Planned: keep-in-touch" not in said.out


def test_an_owner_is_set_and_shown(sold: InProcess) -> None:
    said = sold.ok("owner", "ana", "Mia")

    assert said.out.startswith("Ana Silva (1): owner is now Mia.\n")
    assert "customer\towner\tMia" in sold.ok("show", "ana").out


def test_tags_are_put_on_and_taken_off(sold: InProcess) -> None:
    sold.ok("tag", "ana", "VIP", "skin care")
    sold.ok("tag", "ana", "vip", "fair")

    said = sold.ok("untag", "ana", "Skin Care")

    assert said.out.startswith("Ana Silva (1): tags vip and fair.\n")
    assert json.loads(sold.ok("show", "ana", "--json").out)["tags"] == ["vip", "fair"]


def test_a_hand_over_moves_everybody_and_briefs(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben Okafor")
    sold.ok("add-customer", "Chloé Martin")
    sold.ok("owner", "ana", "Mia")
    sold.ok("owner", "ben", "Mia")
    sold.ok("owner", "chloe", "Zoe")
    sold.ok("promise", "ana", "send the sample", "--by", "2w", *NEXT_DAY)

    said = sold("hand-over", "mia", "Lea", *NEXT_DAY)

    assert said.err == "Lea now looks after 2 customers:\n"
    told = {(row[1], row[2]): row[3] for row in said.rows}
    assert told["Ana Silva", "reach"] == "call +44 20 7946 0018"
    assert told["Ana Silva", "promised"] == "by Fri 4 Dec: send the sample (p1)"
    assert told["Ana Silva", "bought"] == "Rose Serum ×2 (19 November)"
    assert told["Ben Okafor", "who"] == "since 21 November · owner Lea"
    owners = [each["owner"] for each in json.loads(sold.ok("customers", "--json").out)]
    assert owners == ["Lea", "Lea", "Zoe"]


def test_at_a_terminal_a_hand_over_is_a_short_brief_of_each(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale.ok("add-customer", "Ana Silva", "--phone", "12345")
    secondsale.ok("owner", "ana", "Mia")

    said = process.at_a_terminal("hand-over", types=["mia", "Lea"])

    (line,) = (each for each in said.out.splitlines() if "Ana Silva (1)" in each)
    assert line.rstrip().endswith("call 12345")


def test_json_of_a_hand_over_is_the_briefs(sold: InProcess) -> None:
    sold.ok("owner", "ana", "Mia")
    brief = json.loads(sold.ok("brief", "ana", "--json").out)

    (handed,) = json.loads(sold.ok("hand-over", "Mia", "Lea", "--json").out)

    brief["customer"]["owner"] = "Lea"
    assert handed == brief


def test_an_export_has_what_is_new_at_its_end(sold: InProcess) -> None:
    sold.ok("tier", "ana", "a")
    sold.ok("owner", "ana", "Mia")
    sold.ok("tag", "ana", "vip", "fair")

    head, row = sold.ok("export", "--what", "customers", "--raw").out.splitlines()

    added = ",do_not_contact_since,tier,owner,tags,address,postcode"
    assert head.endswith(f"{added},other_emails,other_phones")
    assert row.endswith(',a,Mia,"vip, fair",,,,')


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("tier", "ana", "gold"), "'gold' is not a tier"),
        (2, ("tier", "ana"), "the tier is missing"),
        (3, ("tier", "zoe", "a"), "no customer answers to 'zoe'"),
        (2, ("owner", "ana"), "the owner is missing"),
        (2, ("owner", "ana", "—"), "the owner has no letter in it"),
        (2, ("tag", "ana"), "the tag is missing"),
        (2, ("tag", "ana", "a,b"), "'a,b' is not a tag"),
        (3, ("untag", "ana", "vip"), "Ana Silva has no tag 'vip'"),
        (3, ("hand-over", "Tom", "Lea"), "'Tom' looks after nobody"),
        (2, ("hand-over", "Mia", "mia"), "mia looks after them already"),
        (2, ("hand-over", "Mia"), "who takes over is missing"),
    ],
)
def test_what_belongs_to_nobody_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, code, *typed) == message
