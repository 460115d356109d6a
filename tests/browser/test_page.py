"""The page of figures in a real browser: light, dark, narrow, wide and on paper."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.browser import chromium
from tests.render import a_shop

from secondsale.render.html.page import page

pytestmark = pytest.mark.skipif(
    chromium.found() is None,
    reason="no browser to look at the page with (apt-get install chromium)",
)

NARROWEST, NARROW, WIDE, HIGH = 320, 360, 1200, 400
SCHEMES = {"light": (), "dark": (chromium.DARK,)}
schemes = pytest.mark.parametrize("scheme", SCHEMES)
widths = pytest.mark.parametrize("width", [NARROW, WIDE])
every = pytest.mark.parametrize("width", [NARROWEST, NARROW, WIDE])


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A page of figures with everything that can be on it."""
    report = a_shop.report(currencies=2)
    report = replace(report, groups=(*report.groups, a_shop.by_rule()))
    path = tmp_path / "figures.html"
    path.write_text("".join(page(report)), "utf-8")
    return path


@schemes
@every
def test_nothing_is_too_wide_too_faint_or_in_the_way(
    shown: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    found = chromium.measured(shown, width, *SCHEMES[scheme], folder=tmp_path)

    assert (found["width"], found["page"]) == (width, width)
    assert found["wide"] == []
    assert found["scrolled"] == []
    assert found["clash"] == []
    assert found["faint"] == []
    assert found["sections"] == 10
    assert (sum(found["ground"]) < 128) == (scheme == "dark")


@every
def test_large_numbers_and_many_months_have_room(tmp_path: Path, width: int) -> None:
    path = tmp_path / "large.html"
    path.write_text("".join(page(a_shop.large())), "utf-8")

    found = chromium.measured(path, width, folder=tmp_path)

    assert found["page"] == width
    assert found["wide"] == []
    assert found["clash"] == []


@schemes
@widths
def test_the_browser_shows_it_and_asks_for_nothing(
    shown: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    target = tmp_path / "shown.png"

    seen = chromium.visit(
        shown.as_uri(),
        f"--screenshot={target}",
        f"--window-size={width},{HIGH}",
        *SCHEMES[scheme],
        folder=tmp_path,
    )

    picture = chromium.picture(target)
    assert (seen.console, seen.asked) == ((), ())
    assert (picture.width, picture.height) == (width, HIGH)
    assert len(picture.colours) > 50
    edge = sum(picture.rows[0][:3])
    assert (edge < 128) == (scheme == "dark")


def test_it_prints_on_a_few_pages_without_what_is_folded_away(
    shown: Path, tmp_path: Path
) -> None:
    target = tmp_path / "shown.pdf"

    chromium.visit(
        shown.as_uri(),
        f"--print-to-pdf={target}",
        "--no-pdf-header-footer",
        chromium.DARK,
        folder=tmp_path,
    )

    content = target.read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert content.startswith(b"%PDF-")
    assert 1 <= pages <= 4


def test_what_a_page_asks_for_and_complains_of_would_be_noticed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><img src='http://localhost:9/x.png'>"
        "<script>console.error('seen')</script>"
        "<p style='width:2000px;color:#ccc'>wide"
    )

    seen = chromium.visit(bad.as_uri(), "--dump-dom", folder=tmp_path)
    found = chromium.measured(bad, NARROW, folder=tmp_path)

    assert [line for line in seen.console if "seen" in line]
    assert seen.asked == ("http://localhost:9/x.png",)
    assert found["page"] > NARROW
    assert found["wide"] == ["wide"]
    assert found["faint"] == ["wide: 1.61"]
