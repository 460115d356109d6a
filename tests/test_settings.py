import locale
from pathlib import Path
from typing import Any

import pytest

from secondsale.errors import SettingsError
from secondsale.figures import Figure
from secondsale.money import NO_CURRENCY
from secondsale.policy import Policy
from secondsale.rules import RULES
from secondsale.rules.keep_in_touch import KeepInTouch
from secondsale.rules.offer import Offer
from secondsale.rules.season import Season
from secondsale.settings import Settings, default_book, default_file, load
from secondsale.tiers import Tiers

DEFAULTS = load(Path("/nonexistent/secondsale.toml"))
FIGURES = [(name, figure) for name, figure, _ in DEFAULTS.figures()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "secondsale.toml"


def said(path: Path, toml: str) -> Settings:
    path.write_text(toml, encoding="utf-8")
    return load(path)


def refused(path: Path, toml: str) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        said(path, toml)
    return error.value


ANOTHER: dict[str, Any] = {
    "policy.quiet_weekdays": "sunday",
    "policy.quiet_dates": "2026-12-24",
    "policy.holidays": "DE",
    "rules.milestone.sales": "3, 7",
    "goodwill.fading_below": 0.25,
    **{f"seller.{each}": "Mia" for each in ("name", "signature", "business")},
    "seller.phone": "+44 20 7946 0018",
}


def another(name: str, figure: Figure) -> Any:
    """Return a value that the figure accepts and does not have."""
    if name in ANOTHER:
        return ANOTHER[name]
    if isinstance(figure.default, bool):
        return not figure.default
    if figure.choices:
        return next(each for each in figure.choices if each != figure.default)
    return figure.low if figure.default != figure.low else figure.low + 1


def toml_of(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def test_without_a_file_the_defaults_are_in_force(path: Path) -> None:
    found = load(path)

    assert found.rules == tuple(rule() for rule in RULES if not rule.named)
    assert found.policy == Policy()
    assert found.said == frozenset()


def test_an_empty_file_changes_nothing(path: Path) -> None:
    found = said(path, "")

    assert (found.rules, found.policy) == (DEFAULTS.rules, DEFAULTS.policy)


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=[name for name, _ in FIGURES])
def test_every_figure_can_be_changed(path: Path, name: str, figure: Figure) -> None:
    table, _, short = name.rpartition(".")
    value = another(name, figure)

    found = said(path, f"[{table}]\n{short} = {toml_of(value)}\n")

    changed = {
        each: now for each, figure, now in found.figures() if now != figure.default
    }
    assert changed == {name: value}
    assert found.said == {name}


def test_every_rule_can_be_switched_off() -> None:
    switches = {f"rules.{rule.id}.enabled" for rule in RULES if not rule.named}

    assert switches <= {name for name, _ in FIGURES}


def test_a_whole_number_is_a_number(path: Path) -> None:
    found = said(path, "[rules.replenish]\nnudge_share = 1\n")

    values = {name: value for name, _, value in found.figures()}
    share = values["rules.replenish.nudge_share"]
    assert (share, type(share)) == (1.0, float)


@pytest.mark.parametrize(
    ("toml", "wrong", "known"),
    [
        ("pace = 1", "pace", "policy"),
        ("[policies]", "policies", "did you mean policy?"),
        ("[policy]\nspacing = 1", "policy.spacing", "did you mean spacing_days?"),
        ("[rules.welcom]", "rules.welcom", "did you mean welcome?"),
        ("[rules.welcome]\ndue = 1", "rules.welcome.due", "due_days"),
        ("[rules.welcome]\nid = 'x'", "rules.welcome.id", "enabled"),
        ("[rules.welcome.due_days]\nx = 1", "rules.welcome.due_days", "whole number"),
    ],
)
def test_a_wrong_name_is_refused_and_the_known_ones_are_named(
    path: Path, toml: str, wrong: str, known: str
) -> None:
    error = refused(path, toml)

    assert wrong in error.message
    assert str(path) in error.message
    assert known in error.hint


@pytest.mark.parametrize(
    ("toml", "accepts"),
    [
        ("[rules.welcome]\ndue_days = -1", "a whole number, 0 to"),
        ("[rules.welcome]\ndue_days = 99999", "a whole number, 0 to"),
        ("[rules.welcome]\ndue_days = 1.5", "a whole number"),
        ("[rules.welcome]\ndue_days = true", "a whole number"),
        ("[rules.welcome]\ndue_days = '1'", "a whole number"),
        ("[rules.welcome]\ndue_days = [1]", "a whole number"),
        ("[rules.welcome]\ndue_days = 2026-01-01", "a whole number"),
        ("[rules.welcome]\nenabled = 1", "true or false"),
        ("[rules.replenish]\nnudge_share = 1.1", "a number, 0.1 to 1"),
        ("[rules.replenish]\nnudge_share = nan", "a number, 0.1 to 1"),
        ("[rules.replenish]\nnudge_share = inf", "a number, 0.1 to 1"),
        ("[rules.birthday]\nleap_day = 'feb29'", "one of feb28, mar1"),
        ("[rules.birthday]\nleap_day = 1", "one of feb28, mar1"),
        ("[policy]\nmost_in_30_days = 31", "a whole number, 0 to 30"),
        ("[policy]\nfirst_retry_days = 0", "a whole number, 1 to 90"),
    ],
)
def test_a_wrong_value_is_refused_and_what_is_accepted_is_said(
    path: Path, toml: str, accepts: str
) -> None:
    error = refused(path, toml)

    assert toml.partition(" =")[0].rpartition("\n")[2] in error.message
    assert accepts in error.hint


@pytest.mark.parametrize(
    ("toml", "table"),
    [
        ("policy = 1", "policy"),
        ("rules = []", "rules"),
        ("rules = {welcome = true}", "rules.welcome"),
        ("[[policy]]", "policy"),
        ("tiers = 1", "tiers"),
    ],
)
def test_a_table_that_is_none_is_refused(path: Path, toml: str, table: str) -> None:
    error = refused(path, toml)

    assert error.message == f"{table} in {path} is not a table"
    assert f"[{table}]" in error.hint


@pytest.mark.parametrize("toml", ["[policy", "x", "a = 1\na = 2", "\0"])
def test_what_is_not_toml_is_refused(path: Path, toml: str) -> None:
    assert f"{path} is not TOML" in refused(path, toml).message


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "currency = 'é'".encode("latin-1")])
def test_what_is_not_utf_8_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)

    with pytest.raises(SettingsError, match="is not a text file"):
        load(path)


def test_a_byte_order_mark_is_no_obstacle(path: Path) -> None:
    path.write_bytes("\ufeff[policy]\nspacing_days = 9\n".encode())

    assert load(path).policy.spacing_days == 9


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path)


# Named rules

SPRING = '[rules.season.spring]\non = "03-20"\n'
WEEK = "[rules.offer.vip-week]\nstarts = 2026-12-01\nends = '2026-12-08'\n"


def test_each_table_of_a_named_rule_makes_one(path: Path) -> None:
    found = said(path, SPRING + WEEK + "[rules.season.lent]\non = 'easter-46'\n")

    named = [rule for rule in found.rules if rule.named]
    assert named == [
        Offer(name="vip-week", starts="2026-12-01", ends="2026-12-08"),
        Season(name="spring", on="03-20"),
        Season(name="lent", on="easter-46"),
    ]
    assert "rules.season.spring.on" in found.said


def test_the_figures_of_a_named_rule_go_by_its_name(path: Path) -> None:
    found = said(path, SPRING + "stays_days = 9\n")

    values = {name: value for name, _, value in found.figures()}
    assert values["rules.season.spring.on"] == "03-20"
    assert values["rules.season.spring.stays_days"] == 9
    assert values["rules.season.spring.enabled"] is True


def test_a_named_rule_can_be_switched_off(path: Path) -> None:
    found = said(path, SPRING + "enabled = false\n")

    assert [
        rule.enabled for rule in found.rules if rule.full_id == "season.spring"
    ] == [False]


def test_no_table_makes_none(path: Path) -> None:
    found = said(path, "[rules.season]\n[rules.offer]\n")

    assert not any(rule.named for rule in found.rules)


@pytest.mark.parametrize("name", ["Spring", "spring_2", '"a b"', '"a.b"', '""', "-a"])
def test_a_name_is_a_word_that_keys_can_hold(path: Path, name: str) -> None:
    error = refused(path, f"[rules.season.{name}]\non = '03-20'\n")

    assert "rules.season in" in error.message
    assert "small letters, digits and hyphens" in error.hint


@pytest.mark.parametrize(
    ("toml", "wrong", "hint"),
    [
        ("[rules.season.spring]", "rules.season.spring in", "such as"),
        ("[rules.season.x]\non = 'today'", "rules.season.x.on", "easter-7"),
        ("[rules.season.x]\non = 2026-03-20", "rules.season.x.on", "easter-7"),
        (f"{SPRING}starts = 1", "rules.season.spring.starts", "stays_days"),
        (f"{SPRING}audience = 'vip'", "rules.season.spring.audience", "tag:vip"),
        (f"{SPRING}audience = ''", "rules.season.spring.audience", "tag:vip"),
        (f"{SPRING}audience = 'tag:'", "rules.season.spring.audience", "tag:vip"),
        (f"{SPRING}audience = 'all,tag:a'", "rules.season.spring.audience", "tag:"),
        (f'{SPRING}text = "a\\u001b"', "rules.season.spring.text", "line of text"),
        (f'{SPRING}text = "a\\nb"', "rules.season.spring.text", "line of text"),
        ("[rules.offer.x]\nstarts = 2026-12-01", "lacks ends", "2026-11-21"),
        (f"{WEEK}code = 1", "rules.offer.vip-week.code", "line of text"),
        (
            "[rules.offer.x]\nstarts = 2026-12-01\nends = 2026-11-30",
            "ends on 2026-11-30, before it starts on 2026-12-01",
            "change",
        ),
        ("[rules.season]\non = '03-20'", "rules.season.on", "[rules.season.on]"),
        ("[rules.milestone]\nsales = 'five'", "rules.milestone.sales", "whole numbers"),
    ],
)
def test_what_a_named_rule_cannot_be_is_refused(
    path: Path, toml: str, wrong: str, hint: str
) -> None:
    error = refused(path, toml)

    assert wrong in error.message
    assert str(path) in error.message
    assert hint in error.hint


# Tiers and goodwill


def test_the_tiers_stand_in_one_place(path: Path) -> None:
    found = said(path, "[tiers]\nb_days = 45\n")

    keep_in_touch = next(each for each in found.rules if isinstance(each, KeepInTouch))
    assert keep_in_touch.tiers == found.goodwill.tiers == Tiers(b_days=45)


@pytest.mark.parametrize("table", ["rules.keep-in-touch", "goodwill"])
def test_the_days_of_a_tier_stand_nowhere_else(path: Path, table: str) -> None:
    assert f"{table}.a_days" in refused(path, f"[{table}]\na_days = 9\n").message


def test_bands_that_nobody_could_be_in_are_refused(path: Path) -> None:
    error = refused(path, "[goodwill]\nfading_below = 0.1\n")

    assert error.message == (
        f"goodwill in {path} has fading_below 0.1, which is less than cold_below 0.25"
    )
    assert error.hint


@pytest.mark.parametrize(
    "toml",
    [
        "[rules.relationship-review]\ntier = 'gold'",
        f"{SPRING}audience = 'tag:vip, tier:gold'",
    ],
)
def test_a_tier_that_does_not_exist_is_refused(path: Path, toml: str) -> None:
    assert "cannot be" in refused(path, toml).message


# Currency


def test_the_file_names_the_currency(path: Path) -> None:
    assert said(path, 'currency = "EUR"').currency == "EUR"


@pytest.mark.parametrize("wrong", ['"euros"', '""', "5", "[]", "true"])
def test_what_is_no_currency_is_refused(path: Path, wrong: str) -> None:
    assert f"currency in {path}" in refused(path, f"currency = {wrong}").message


def test_without_a_locale_there_is_no_currency(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("C", "not a locale"):
        monkeypatch.setenv("LC_ALL", name)

        assert load(path).currency == NO_CURRENCY


def test_asking_the_locale_leaves_it_as_it_was(path: Path) -> None:
    before = locale.setlocale(locale.LC_ALL)

    assert load(path).currency

    assert locale.setlocale(locale.LC_ALL) == before


# Where things lie


on_linux = pytest.mark.skipif("sys.platform != 'linux'", reason="other folders there")


@on_linux
def test_the_book_and_the_settings_have_a_place_in_the_home_folder() -> None:
    home = {"HOME": "/home/ana"}

    assert default_book(home) == Path("/home/ana/.local/share/secondsale/book.db")
    assert default_file(home) == Path("/home/ana/.config/secondsale/secondsale.toml")


def test_a_system_that_says_where_is_heeded() -> None:
    said = {"HOME": "/home/ana", "XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/etc/x"}

    assert default_book(said) == Path("/data/secondsale/book.db")
    assert default_file(said) == Path("/etc/x/secondsale/secondsale.toml")


@on_linux
@pytest.mark.parametrize("relative", ["", "data", "./data", "~/data"])
def test_a_relative_folder_is_ignored(relative: str) -> None:
    said = {"HOME": "/home/ana", "XDG_DATA_HOME": relative}

    assert default_book(said) == default_book({"HOME": "/home/ana"})


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}, {"HOME": "ana"}])
def test_without_a_home_a_place_must_be_named(environment: dict[str, str]) -> None:
    for place in (default_book, default_file):
        with pytest.raises(SettingsError) as error:
            place(environment)

        assert "--book" in error.value.hint


def test_without_a_home_a_named_folder_will_do() -> None:
    assert default_book({"XDG_DATA_HOME": "/data"}) == Path("/data/secondsale/book.db")


def test_who_writes_changes_no_plan(path: Path) -> None:
    found = said(path, '[seller]\nname = "Mia"\nsignature = "Mia Holt\\nRose & Co"\n')

    assert found.seller.signature == "Mia Holt\nRose & Co"
    assert found.fingerprint == DEFAULTS.fingerprint


@pytest.mark.parametrize(
    "toml",
    [
        'name = "Mia\\nHolt"',
        'signature = "\\u202eMia"',
        "phone = 5",
        'phone = "call me!"',
    ],
)
def test_what_could_not_be_shown_is_no_seller_s(path: Path, toml: str) -> None:
    error = refused(path, f"[seller]\n{toml}\n")

    assert error.message.startswith(f"seller.{toml.partition(' ')[0]} in {path}")
