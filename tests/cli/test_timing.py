import csv
import gzip
import json
from pathlib import Path

import pytest
from tests.conftest import InProcess, Processes

SALES = """customer,product,category,quantity,date
ana,soap,care,1,2026-01-01
ana,soap,care,1,2026-02-01
ana,soap,care,1,2026-03-11
ana,soap,care,1,2026-04-13
ben,oil,care,1,2026-05-01
"""
PRODUCTS = "product,category,stated_days\nsoap,care,\noil,care,30\n"
AS_OF = ("--as-of", "2026-05-10")


@pytest.fixture
def sales(tmp_path: Path) -> str:
    path = tmp_path / "sales.csv"
    path.write_text(SALES, "utf-8")
    return str(path)


@pytest.fixture
def products(tmp_path: Path) -> str:
    path = tmp_path / "products.csv"
    path.write_text(PRODUCTS, "utf-8")
    return str(path)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_plain_csv_is_forecast_without_a_book(
    secondsale: InProcess, sales: str, products: str
) -> None:
    said = secondsale.ok(
        "timing", "predict", "--sales", sales, "--products", products, *AS_OF
    )

    ana, ben = table(said.out)
    assert list(ana) == ["customer", "product", "expected", "nudge", "late", "chance"]
    assert (ana["customer"], ana["product"]) == ("ana", "soap")
    assert (ana["expected"], ana["nudge"]) == ("2026-05-19", "2026-05-12")
    assert ana["late"] > ana["expected"]
    assert 0 < float(ana["chance"]) < 1
    assert (ben["customer"], ben["product"]) == ("ben", "oil")
    assert not secondsale.book.exists()


def test_what_is_dated_later_is_ignored(secondsale: InProcess, sales: str) -> None:
    said = secondsale.ok("timing", "predict", "--sales", sales, "--as-of", "2026-01-20")

    [ana] = table(said.out)
    assert ana["expected"] == "2026-02-15"


def test_rows_in_any_order_say_the_same(
    secondsale: InProcess, sales: str, tmp_path: Path
) -> None:
    head, *rows = SALES.splitlines()
    mixed = tmp_path / "mixed.csv"
    mixed.write_text("\n".join([head, *reversed(rows)]), "utf-8")

    straight = secondsale.ok("timing", "predict", "--sales", sales, *AS_OF)
    backwards = secondsale.ok("timing", "predict", "--sales", str(mixed), *AS_OF)

    assert backwards.out == straight.out


def test_quiet_writes_each_customer_s_chance_to_order(
    secondsale: InProcess, sales: str
) -> None:
    said = secondsale.ok("timing", "predict", "--sales", sales, *AS_OF, "--quiet", "60")

    ana, ben = table(said.out)
    assert list(ana) == ["customer", "p_return"]
    assert 0 < float(ben["p_return"]) < float(ana["p_return"]) < 1


def test_the_output_goes_into_a_file(
    secondsale: InProcess, sales: str, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")
    arguments = ("timing", "predict", "--sales", sales, *AS_OF)

    said = secondsale(*arguments, "--output", str(target))

    assert (said.code, said.out, said.err) == (0, "", f"wrote {target}\n")
    assert table(target.read_text("utf-8")) == table(secondsale.ok(*arguments).out)


def test_what_was_read_is_not_written_over(secondsale: InProcess, sales: str) -> None:
    said = secondsale("timing", "predict", "--sales", sales, *AS_OF, "--output", sales)

    assert "is what was read" in said.refusal
    assert Path(sales).read_text("utf-8") == SALES


def test_each_shop_learns_from_its_own_sales(
    secondsale: InProcess, tmp_path: Path
) -> None:
    head, *rows = SALES.splitlines()
    path = tmp_path / "shops.csv.gz"
    lines = [
        f"shop,{head}",
        *(f"a,{row}" for row in rows),
        *(f"b,{row}" for row in rows),
        f"c,{rows[-1]}",
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))

    found = table(secondsale.ok("timing", "predict", "--sales", str(path), *AS_OF).out)

    alone = [row for row in found if row["shop"] == "c"]
    shops = [row.pop("shop") for row in found]
    assert shops == ["a", "a", "b", "b", "c"]
    assert found[:2] == found[2:4]
    assert alone[0]["expected"] == "2026-06-15"


def test_ids_that_a_spreadsheet_would_run_come_back_as_they_are(
    secondsale: InProcess, tmp_path: Path
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES.replace("ana", '"=1+1, ""x"""'), "utf-8")

    found = table(secondsale.ok("timing", "predict", "--sales", str(path), *AS_OF).out)

    assert found[0]["customer"] == '=1+1, "x"'


def test_a_bad_row_is_refused_by_file_and_line(
    secondsale: InProcess, tmp_path: Path
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES.replace("2026-02-01", "1.2."), "utf-8")
    target = tmp_path / "out.csv"

    said = secondsale(
        "timing", "predict", "--sales", str(path), *AS_OF, "--output", str(target)
    )

    assert said.code == 2
    assert said.refusal == f"{path}, line 3: '1.2.' is not a date"
    assert not target.exists()


@pytest.mark.parametrize("command", ["predict", "evaluate"])
def test_files_that_are_not_there_are_refused(
    secondsale: InProcess, command: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"no")
    wide = tmp_path / "wide.csv"
    wide.write_bytes(SALES.encode("utf-16"))

    missing = secondsale("timing", command, "--sales", "nowhere.csv", *AS_OF)
    none = secondsale("timing", command, *AS_OF)
    damaged = secondsale("timing", command, "--sales", str(broken), *AS_OF)
    wrong = secondsale("timing", command, "--sales", str(wide), *AS_OF)

    assert missing.refusal.startswith("nowhere.csv cannot be read")
    assert none.refusal == "--sales is missing"
    assert damaged.refusal == f"{broken} is damaged"
    assert wrong.refusal == f"{wide}, after line 0: not UTF-8"


def test_nothing_sold_yet_is_said(secondsale: InProcess, sales: str) -> None:
    said = secondsale("timing", "predict", "--sales", sales, "--as-of", "2025-01-01")

    assert said.code == 0
    assert table(said.out) == []
    assert said.err == f"{sales} has no sales up to 2025-01-01\n"


@pytest.fixture
def long_sales(tmp_path: Path) -> str:
    path = tmp_path / "long.csv"
    rows = [
        f"{who},soap,care,1,2026-{month:02}-{who:02}"
        for who in range(1, 21)
        for month in range(1, 13)
    ]
    path.write_text("\n".join([SALES.partition("\n")[0], *rows]), "utf-8")
    return str(path)


def test_the_past_is_replayed_beside_plainer_ways(
    secondsale: InProcess, long_sales: str
) -> None:
    said = secondsale(
        "timing", "evaluate", "--sales", long_sales, "--as-of", "2027-01-01"
    )

    ways = [row[1] for row in said.rows if row[0] == "all"]
    assert said.code == 0
    assert ways[-1] == "the method"
    assert "own median, else product median" in ways
    assert "learned from for 90 days" in said.err


def test_the_measures_are_data_too(secondsale: InProcess, long_sales: str) -> None:
    said = secondsale.ok(
        "timing", "evaluate", "--sales", long_sales, "--as-of", "2027-01-01",
        "--warm-up", "60", "--horizon", "40", "--json",
    )  # fmt: skip

    found = json.loads(said.out)
    assert (found["warm_up_days"], found["horizon_days"]) == (60, 40)
    assert found["all"]["came_back"] == found["all"]["tested"] > 100
    assert found["all"]["measures"]["the method"]["mean_error"] < 5
    assert {part["name"] for part in found["parts"]} >= {"2 own gaps", "the shop"}


def test_too_few_sales_are_said_to_measure_nothing(
    secondsale: InProcess, sales: str
) -> None:
    said = secondsale("timing", "evaluate", "--sales", sales, "--as-of", "2026-01-20")

    assert (said.code, said.out) == (0, "")
    assert "nothing to measure: " in said.err


def test_the_settings_say_what_is_typical(
    secondsale: InProcess, sales: str, tmp_path: Path
) -> None:
    file = tmp_path / "slow.toml"
    file.write_text("[timing]\ntypical_cycle_days = 90\ntypical_order_days = 20\n")
    slow = ("--settings", str(file), "timing", "predict", "--sales", sales, *AS_OF)

    plain, later = (
        table(secondsale.ok(*arguments).out)[1] for arguments in (slow[2:], slow)
    )
    often = table(secondsale.ok(*slow, "--quiet", "60").out)[1]
    seldom = table(secondsale.ok(*slow[2:], "--quiet", "60").out)[1]

    assert later["expected"] > plain["expected"]
    assert often["p_return"] != seldom["p_return"]


def test_a_replay_shows_at_a_terminal_how_far_it_is(
    process: Processes, long_sales: str
) -> None:
    said = process.at_a_terminal(
        "timing", "evaluate", "--sales", long_sales, "--as-of", "2027-01-01"
    )

    assert said.code == 0
    assert "replaying 240 sales" in said.out
    assert "the method" in said.words


def test_timing_alone_says_what_is_missing(secondsale: InProcess) -> None:
    said = secondsale("timing")

    assert said.code == 2
    assert said.refusal == "Missing command."
