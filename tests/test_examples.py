import subprocess
import sys
from pathlib import Path

from secondsale import settings

FOLDER = Path(__file__).parent.parent / "examples"
EXAMPLE = FOLDER / "secondsale.toml"


def test_the_example_settings_name_every_figure_at_its_default() -> None:
    example = settings.load(EXAMPLE)

    figures = list(example.figures())
    assert example.said == {"currency"} | {name for name, _, _ in figures}
    assert [value for _, _, value in figures] == [f.default for _, f, _ in figures]


def test_the_picture_in_the_readme_is_what_the_demo_shows(tmp_path: Path) -> None:
    script = tmp_path / "screenshot.py"
    script.write_bytes((FOLDER / "screenshot.py").read_bytes())

    subprocess.run([sys.executable, str(script)], check=True)

    drawn = (tmp_path / "today.svg").read_text(encoding="utf-8")
    assert drawn == (FOLDER / "today.svg").read_text(encoding="utf-8")
    assert "url(" not in drawn.replace("url(#", "")
