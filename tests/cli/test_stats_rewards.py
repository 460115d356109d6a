"""`stats rewards`: costs, cards and who sent whom, found on paper."""

import json
from typing import Any

import pytest
from tests.conftest import InProcess, Processes

BEGUN = (
    ("reward", "cream-card", "--goal", "3", "--head-start", "1", "--gives", "a cream",
     "--as-of", "2026-06-01"),
    ("add-sale", "Ana Silva", "Jug @50", "--phone", "111111", "--as-of", "2026-06-02"),
    ("add-sale", "Ben Okafor", "Jug @40", "--phone", "222222", "--as-of", "2026-06-10"),
    ("add-sale", "Cleo Martin", "Jug @40", "--phone", "33333", "--as-of", "2026-06-20"),
    ("add-sale", "Dov Levi", "Jug @40", "--phone", "444444", "--as-of", "2026-07-20"),
    ("edit-customer", "ben", "--referred-by", "ana"),
    ("edit-customer", "cleo", "--referred-by", "ben"),
    ("edit-customer", "dov", "--referred-by", "ana"),
    ("add-sale", "Ana Silva", "Jug @20", "--as-of", "2026-10-02"),
    ("redeem", "ana", "cream-card", "--cost", "12.50", "--as-of", "2026-10-05"),
    ("add-sale", "Ben Okafor", "Jug @20", "--as-of", "2026-10-10"),
    ("gift", "ana", "a candle", "--cost", "8", "--as-of", "2026-10-07"),
    ("gift", "ben", "a smile", "--as-of", "2026-10-08"),
    ("gift", "dov", "a clock", "--cost", "99", "--as-of", "2026-07-21"),
)  # fmt: skip


@pytest.fixture
def known(secondsale: InProcess) -> InProcess:
    return secondsale.begin(*BEGUN)


def found(book: InProcess, *more: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(book.ok("stats", "rewards", "--json", *more).out)
    return said


def test_what_was_given_stands_over_the_second_sales_of_the_period(
    known: InProcess,
) -> None:
    figures = {each["id"]: each for each in found(known)["figures"]}

    assert figures["given"]["value"] == "20.50"
    assert figures["second-sales"]["value"] == 2
    assert figures["cost-second-sale"]["value"] == "10.25"
    assert figures["cost-second-sale"]["n"] == 2
    assert figures["given-without-cost"]["value"] == 1


def test_another_period_has_other_figures(known: InProcess) -> None:
    then = found(known, "--since", "2026-07-01", "--until", "2026-07-31")

    figures = {each["id"]: each for each in then["figures"]}
    assert figures["given"]["value"] == "99.00"
    assert figures["cost-second-sale"]["value"] is None


def test_cards_that_are_out_are_counted_with_what_they_come_to(
    known: InProcess,
) -> None:
    [card] = found(known)["programmes"]

    # Ben's is full; Cleo's and Dov's lack one stamp; Ana's was cashed in.
    assert (card["cards"], card["full"], card["nearly_full"]) == (3, 1, 2)
    assert card["stamps"] == 4
    assert card["owed_for_full"] == [{"amount": "12.50", "currency": "XXX"}]
    assert card["owed_for_nearly_full"] == [{"amount": "25.00", "currency": "XXX"}]


def test_the_tree_has_orders_and_amounts_down_to_its_leaves(known: InProcess) -> None:
    tree = found(known)["referrals"]

    assert [(each["name"], each["depth"]) for each in tree] == [
        ("Ana Silva", 0),
        ("Ben Okafor", 1),
        ("Cleo Martin", 2),
        ("Dov Levi", 1),
    ]
    ana, ben, *_ = tree
    assert ana["orders"] == 2
    assert ana["below"]["people"] == 3
    assert ana["below"]["orders"] == 4
    assert ana["below"]["spent"] == [{"amount": "140.00", "currency": "XXX"}]
    assert ben["below"]["orders"] == 1


def test_lines_have_the_depth(known: InProcess) -> None:
    rows = known("stats", "rewards").rows

    tree = [row[1:4] for row in rows if row[0] == "referral"]
    assert tree == [
        ["0", "Ana Silva (1)", "2"],
        ["1", "Ben Okafor (2)", "2"],
        ["2", "Cleo Martin (3)", "1"],
        ["1", "Dov Levi (4)", "1"],
    ]
    assert ["given for each second sale", "10.25, n = 2; few"] in rows


def test_what_few_tell_and_nobody_knows_is_said(known: InProcess) -> None:
    answer = known("stats", "rewards")

    assert "few: made of fewer than 20" in answer.err
    assert "nobody knows which of them came because of a gift" in answer.err
    assert "nobody knows which" in found(known)["caution"]


def test_whoever_was_forgotten_is_on_neither_side(known: InProcess) -> None:
    assert known("forget", "Ben Okafor", "--yes").code == 0

    said = found(known)
    figures = {each["id"]: each for each in said["figures"]}

    assert figures["second-sales"]["value"] == 1
    assert figures["given"]["value"] == "20.50"
    assert figures["cost-second-sale"]["value"] == "20.50"
    assert (said["programmes"][0]["cards"], said["programmes"][0]["full"]) == (2, 0)


def test_gifts_of_the_forgotten_that_a_book_still_has_are_left_out(
    known: InProcess,
) -> None:
    known.plant("UPDATE customers SET forgotten_on = '2026-11-01' WHERE id = 1")

    figures = {each["id"]: each for each in found(known)["figures"]}

    assert "given" not in figures
    assert figures["second-sales"]["value"] == 1


def test_a_book_without_sales_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ana Silva")

    assert "nobody has bought anything yet" in secondsale("stats", "rewards").err


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_screen_draws_the_tree(
    known: InProcess, process: Processes, width: int
) -> None:
    process.book.write_bytes(known.book.read_bytes())

    shown = process.at_a_terminal("stats", "rewards", width=width).out

    assert "Ana Silva (1): 2 orders" in shown
    assert "Cleo Martin (3): 1 order" in shown
    assert all(len(line) <= width for line in shown.splitlines())


def test_a_deep_and_a_broad_tree_end_on_a_screen(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "First", "Jug")
    for number in range(2, 200):
        secondsale.plant(
            "INSERT INTO customers (name, name_key, search_key, added_on, referred_by)"
            " VALUES (?, '', '', '2026-01-01', ?)",
            f"C{number}",
            number - 1 if number < 100 else 1,
        )
    process.book.write_bytes(secondsale.book.read_bytes())

    shown = process.at_a_terminal("stats", "rewards").words
    lines = secondsale("stats", "rewards").rows

    assert "more further down" in shown
    assert "and more: piped" in shown
    assert len([row for row in lines if row[0] == "referral"]) == 199


def test_a_circle_does_not_hang(known: InProcess) -> None:
    known.plant("UPDATE customers SET referred_by = 3 WHERE id = 1")

    tree = found(known)["referrals"]

    assert sorted(each["customer_id"] for each in tree) == [1, 2, 3, 4]


def test_what_it_counts_is_explained(known: InProcess) -> None:
    said = known.ok("stats", "rewards", "--explain").out

    assert "Not what a second sale costs" in said
    assert "what a customer costs to find is in no book" in said


def test_without_rewards_and_referrals_it_says_so(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Jug")

    said = secondsale("stats", "rewards").err

    assert "no rewards are set" in said
    assert "nobody was sent by another customer yet" in said
