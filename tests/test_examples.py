import subprocess
import sys
from pathlib import Path

from secondsale import settings
from secondsale.figures import figures_of
from secondsale.planner import Cadence

FOLDER = Path(__file__).parent.parent / "examples"
EXAMPLE = FOLDER / "secondsale.toml"


def test_the_example_settings_name_every_figure_at_its_default() -> None:
    example = settings.load(EXAMPLE)

    figures = list(example.figures())
    assert example.said == {"currency"} | {name for name, _, _ in figures}
    assert [value for _, _, value in figures] == [f.default for _, f, _ in figures]


def test_the_examples_of_named_rules_can_be_switched_on(tmp_path: Path) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("# [rules."))
    end = lines.index("[policy]") - 1
    named = tmp_path / "secondsale.toml"
    named.write_text("\n".join(line.removeprefix("# ") for line in lines[start:end]))

    found = settings.load(named)

    assert [rule.full_id for rule in found.rules if rule.named] == [
        "offer.vip-week",
        "season.spring",
    ]
    assert found.said == {
        f"rules.{rule.full_id}.{name}"
        for rule in found.rules
        if rule.named
        for name in figures_of(type(rule))
        if name != "enabled"
    }


def test_the_example_of_a_cadence_can_be_switched_on(tmp_path: Path) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    file = tmp_path / "secondsale.toml"
    start = lines.index("# [[cadences]]")
    file.write_text("\n".join(line.removeprefix("# ") for line in lines[start:]))

    [found] = settings.load(file).cadences

    names = {name for name, _, _ in settings.load(file).other_figures(found)}
    assert names == {
        *figures_of(Cadence),
        "rules.check-in.due_days",
        "rules.referral.enabled",
        "lessons.scale.text",
        "lessons.scale.after_days",
        "lessons.scale.months",
    }


def test_the_picture_in_the_readme_is_what_the_demo_shows(tmp_path: Path) -> None:
    script = tmp_path / "screenshot.py"
    script.write_bytes((FOLDER / "screenshot.py").read_bytes())

    subprocess.run([sys.executable, str(script)], check=True)

    drawn = (tmp_path / "today.svg").read_text(encoding="utf-8")
    assert drawn == (FOLDER / "today.svg").read_text(encoding="utf-8")
    assert "url(" not in drawn.replace("url(#", "")
