import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest
from tests.conftest import InProcess

TABLES = ("plan", "customers", "products", "sales", "contacts")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_exported(sold: InProcess, table: str) -> None:
    sold.ok("log", "ana", "ok")

    said = sold.ok("export", "--what", table)

    head, *rows = csv.reader(io.StringIO(said.out, newline=""))
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert not said.out.startswith("\ufeff")


def test_the_plan_is_what_is_exported_unless_said(sold: InProcess) -> None:
    rows = list(csv.DictReader(io.StringIO(sold.ok("export").out, newline="")))

    assert rows[0]["key"] == "welcome:s1"
    assert {row["address"] for row in rows} == {"'+44 20 7946 0018"}
    assert {row["day"] for row in rows} >= {"2026-11-21"}


def test_raw_leaves_cells_as_they_are(sold: InProcess) -> None:
    assert "+44 20 7946 0018," in sold.ok("export", "--raw").out
    assert "'+44" not in sold.ok("export", "--raw").out


def test_a_file_is_written_whole_and_private(sold: InProcess, tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    before = os.umask(0)
    try:
        said = sold("export", "--output", str(target))
    finally:
        os.umask(before)

    assert (said.code, said.out, said.err) == (0, "", f"wrote {target}\n")
    assert target.read_bytes().startswith(b"\xef\xbb\xbfday,due,")
    assert target.read_bytes().count(b"\r\n") == target.read_bytes().count(b"\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes()[3:].decode() == sold.ok("export").out


def test_a_file_is_replaced_only_by_force(sold: InProcess, tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    target.write_text("precious")

    refused = sold("export", "-o", str(target))
    assert (refused.code, refused.refusal) == (2, f"{target} exists already")
    assert target.read_text() == "precious"

    assert sold("export", "-o", str(target), "--force").code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfday,")


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("exists", [True, False])
def test_nothing_is_written_through_a_link(
    sold: InProcess, tmp_path: Path, force: tuple[str, ...], exists: bool
) -> None:
    precious, link = tmp_path / "precious", tmp_path / "plan.csv"
    if exists:
        precious.write_text("precious")
    link.symlink_to(precious)

    said = sold("export", "-o", str(link), *force)

    assert said.code == (0 if force else 2)
    assert precious.exists() == exists
    assert not exists or precious.read_text() == "precious"


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("where", [".", "missing/plan.csv", "/dev/null"])
def test_what_cannot_be_written_is_one_line(
    sold: InProcess, tmp_path: Path, where: str, force: tuple[str, ...]
) -> None:
    before = sorted(tmp_path.iterdir())

    refused = sold("export", "-o", str(tmp_path / where), *force)

    assert refused.code in (1, 2)
    assert refused.refusal
    assert sorted(tmp_path.iterdir()) == before


def test_an_export_that_fails_leaves_nothing(sold: InProcess, tmp_path: Path) -> None:
    sold.plant("UPDATE products SET kind = 'thing'")
    before = sorted(tmp_path.iterdir())

    refused = sold("export", "-o", str(tmp_path / "plan.csv"))

    assert refused.code == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("table", TABLES)
def test_the_book_is_never_replaced_by_a_table(sold: InProcess, table: str) -> None:
    before = sold.contents()

    refused = sold("export", "--what", table, "-o", str(sold.book), "--force")

    assert refused.code == 2
    assert sold.contents() == before


def test_rules_say_their_figures_and_where_they_come_from(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[rules.welcome]\ndue_days = 2\n")

    rows = secondsale.ok("rules", "--settings", str(file)).rows
    data = json.loads(secondsale.ok("rules", "--json", "--settings", str(file)).out)

    figures = {(row[0], row[2]): (row[3], row[5]) for row in rows}
    assert figures["welcome", "due_days"] == ("2 days after the sale", "file")
    assert figures["check-in", "enabled"][1] == "default"
    assert {each["rule"] for each in data} == {row[0] for row in rows}
    (welcome,) = [each for each in data if each["rule"] == "welcome"]
    assert welcome["figures"]["due_days"]["value"] == 2
    assert welcome["figures"]["due_days"]["from"] == "file"


def test_rules_say_how_to_switch_on_what_is_named_in_the_settings(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[rules.season.spring]\non = '03-20'\n")
    named = "--settings", str(file)

    without = {row[0]: row[6] for row in secondsale.ok("rules").rows}
    rows = secondsale.ok("rules", *named).rows
    settings = secondsale.ok("settings", *named).rows

    assert "[rules.season.NAME]" in without["season"]
    figures = {(row[0], row[2]): (row[3], row[5]) for row in rows}
    assert figures["season.spring", "on"] == ("03-20", "file")
    assert "season" not in {row[0] for row in rows}
    assert "offer" in {row[0] for row in rows}
    assert ["rules.season.spring.on", "03-20", "file"] in settings


def test_settings_say_where_things_lie(secondsale: InProcess, tmp_path: Path) -> None:
    rows = secondsale.ok("settings").rows
    data = json.loads(secondsale.ok("settings", "--json").out)

    assert ["book", str(tmp_path / "book.db"), ""] in rows
    assert data["book"] == str(tmp_path / "book.db")
    assert ["rules.welcome.due_days", "1 day after the sale", "default"] in rows
    assert data["rules.welcome.due_days"] == 1
    assert data["rules.welcome.enabled"] is True
    assert [row[0] for row in rows] == list(data)


CADENCE = """
[tiers]
c_days = 100
[rules.season.spring]
on = "03-20"
[[cadences]]
name = "water"
category = "water"
[cadences.rules.check-in]
due_days = 9
stays_days = 5
[cadences.rules.season.spring]
enabled = false
[[cadences.lessons]]
id = "lime"
text = "vinegar against lime"
after_days = 40
months = "11-2"
"""


def test_rules_and_settings_say_every_figure(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text(CADENCE)
    named = "--settings", str(file)

    rules = secondsale.ok("rules", *named).rows
    settings = {row[0]: row[1:] for row in secondsale.ok("settings", *named).rows}
    data = json.loads(secondsale.ok("settings", "--json", *named).out)

    figures = {(row[0], row[2]): (row[3], row[5]) for row in rules}
    assert figures["tiers", "a_days"] == ("30 days", "default")
    assert figures["tiers", "c_days"] == ("100 days", "file")
    assert figures["goodwill", "fading_below"] == ("0.5", "default")
    names = {name.rpartition(".") for name in settings}
    everybody_s = {(part.removeprefix("rules."), short) for part, _, short in names}
    others = ("seller", "cadences")
    assert {
        pair for pair in everybody_s if pair[0] and not pair[0].startswith(others)
    } <= figures.keys()
    assert settings.keys() == data.keys()


def test_what_a_cadence_has_of_its_own_is_listed(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text(CADENCE)
    named = "--settings", str(file)
    own = {
        "category": "water",
        "rules.check-in.due_days": "9 days after delivery",
        "rules.season.spring.enabled": "false",
        "lessons.lime.text": "vinegar against lime",
        "lessons.lime.after_days": "40 days after delivery",
        "lessons.lime.months": "11, 12, 1, 2",
    }

    rules = secondsale.ok("rules", *named).rows
    settings = secondsale.ok("settings", *named).rows
    data = json.loads(secondsale.ok("rules", "--json", *named).out)

    assert {r[2]: r[3] for r in rules if r[0] == "cadence water"} == own
    listed = {row[0]: row[1] for row in settings}
    assert {
        name.removeprefix("cadences.water."): value
        for name, value in listed.items()
        if name.startswith("cadences.")
    } == own
    assert data[-1]["rule"] == "cadence water"
    assert data[-1]["figures"]["lessons.lime.after_days"]["value"] == 40
