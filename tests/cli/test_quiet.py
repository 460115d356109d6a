"""Who has gone quiet, why, and what is at stake."""

import json

import pytest
from tests.conftest import InProcess

from secondsale.model import Channel


@pytest.fixture
def shop(secondsale: InProcess) -> InProcess:
    sales = {
        "Ana Silva": (400, 370, 340, 310),
        "Ben Okafor": (250, 220, 190),
        "Cleo Marsh": (300,),
        "Dora Lind": (60, 30, 5),
    }
    return secondsale.begin(
        *(
            ("add-sale", who, "Rose Serum x2 @10", "--on", f"{ago}d")
            for who, days in sales.items()
            for ago in days
        )
    )


def test_the_quiet_are_listed_first_those_whom_a_word_may_bring_back(
    shop: InProcess,
) -> None:
    found = json.loads(shop("quiet", "--json").out)

    names = [each["customer"]["name"] for each in found]
    assert set(names) == {"Ana Silva", "Ben Okafor", "Cleo Marsh"}
    order = [(not each["worth_a_try"], -each["chance"]) for each in found]
    assert order == sorted(order)
    assert names[0] == "Ben Okafor"


def test_the_reason_is_a_line_and_the_sum_that_of_their_last_year(
    shop: InProcess,
) -> None:
    rows = {row[0]: row for row in shop("quiet").rows}

    ana = rows["Ana Silva (1)"]
    assert ana[2].startswith("4 orders about every 30 days, silent for 310: ")
    assert ana[2].endswith(" % chance to order within 60 days")
    assert ana[4] == "80.00"
    assert rows["Cleo Marsh (3)"][2].startswith("1 order, silent for 300")


@pytest.mark.parametrize("wish", [("--intent", "offer"), (), "each channel"])
def test_who_asked_for_no_offers_is_left_alone(
    shop: InProcess, wish: str | tuple[str, ...]
) -> None:
    wishes = (
        [wish] if wish != "each channel" else [("--from-channel", c) for c in Channel]
    )
    for each in wishes:
        shop.ok("opt-out", "ana", *each)

    assert "Ana Silva" not in shop("quiet").out


def test_a_sale_ends_it(shop: InProcess) -> None:
    shop("add-sale", "Ana Silva", "Rose Serum")

    assert "Ana Silva" not in shop("quiet").out


def test_what_is_quiet_is_one_of_the_settings(shop: InProcess) -> None:
    file = shop.folder / "secondsale.toml"
    file.write_text("[timing]\ntypical_order_days = 3000\n")

    patient = shop("--settings", str(file), "quiet")

    assert "Cleo Marsh" not in patient.out


def test_where_nobody_is_quiet_it_says_so(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum")

    assert secondsale("quiet").err == "nobody has gone quiet\n"
    assert json.loads(secondsale("quiet", "--json").out) == []
