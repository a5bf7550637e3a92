"""What a user does with a proof page, in the system's Chromium. No network is used, and the console stays empty."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import read_table
from tests.cases.make import text_brochure, with_first
from tests.cases.notes import noted
from tests.cases.rooms import write
from tests.conftest import PROJECT, Brochure
from tests.proof.test_proof import ATTACK

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
AXE: Path | None = next(
    (
        path
        for folder in (PROJECT, *PROJECT.parents, Path("/usr/share/nodejs"), Path("/usr/lib"))
        if (path := folder / "node_modules" / "axe-core" / "axe.min.js").exists()
    ),
    None,
)
PLAN, TEXT, PDF = "2023-nl.html", 0, 1

pytestmark = [pytest.mark.system, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, brochure: Brochure) -> Path:
    """The page of the project's edition, and one of a brochure with markup in a title."""
    folder = tmp_path_factory.mktemp("proof")
    shutil.copytree(PROJECT / "extracted", folder / "out")
    assert brochure("proof", "--out", folder / "out", "--raw", PROJECT / "raw").code == 0
    path, *_ = write(folder / "raw", noted("plan.txt", text_brochure(with_first(title=ATTACK))))
    assert brochure("run", path, "--out", folder / "attack").code == 4  # waits for a person, who looks at this page
    assert brochure("proof", "--out", folder / "attack", "--raw", folder / "raw").code == 0
    shutil.copy(folder / "attack" / "proof" / "2031-nl.html", folder / "out" / "proof" / "attack.html")
    return folder / "out" / "proof"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, pages: Path) -> Iterator[Any]:
    """A page of the usual size; what it asks for and what it complains about must be nothing."""
    tab = browser.new_page(viewport={"width": 1400, "height": 850}, bypass_csp=False)
    troubles: list[str] = []
    tab.on("console", lambda message: troubles.append(message.text))
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on(
        "request",
        lambda request: troubles.append(request.url) if not request.url.startswith((pages.as_uri(), "data:")) else None,
    )
    tab.goto((pages / PLAN).as_uri())
    yield tab
    tab.close()
    assert troubles == []


def cell(project: str, field: str) -> str:
    return f'[data-cell="projects/{project}/{field}"]'


def lit(page: Any) -> list[list[float]]:
    """The rectangles that are lit on the shown source, in the coordinates of their page."""
    script = "all => all.map(r => [r.x, r.y, r.x.baseVal, r.y.baseVal, r.width.baseVal, r.height.baseVal].slice(2).map(v => v.value))"
    return [list(found) for found in page.eval_on_selector_all(".lit rect", script)]


def test_a_cell_lights_its_words_where_provenance_says(page: Any) -> None:
    places = [row for row in read_table(PROJECT / "extracted" / "dataset" / "provenance.csv") if row["x0"]]
    page.select_option("#source", str(PDF))
    for field in ("budget_eur", "end_goal", "description", "title"):
        row = next(row for row in places if row["column"] == field and row["table"] == "projects")
        page.click(cell(row["key"], field))
        found = lit(page)
        assert len(found) == len(row["quote"].split())
        right, bottom = max(r[0] + r[2] for r in found), max(r[1] + r[3] for r in found)
        outline = [min(r[0] for r in found), min(r[1] for r in found), right, bottom]
        assert outline == pytest.approx([float(row[side]) for side in ("x0", "top", "x1", "bottom")], abs=0.2)
        shown = page.eval_on_selector(
            ".lit",
            "e => { const a = e.getBoundingClientRect(), b = document.getElementById('pages')"
            ".getBoundingClientRect(); return a.top >= b.top && a.bottom <= b.bottom }",
        )
        assert shown
        assert page.evaluate("location.hash") == f"#{row['key']}/{field}"


def test_a_word_tells_its_fate_and_its_cell(page: Any) -> None:
    row = next(
        row
        for row in read_table(PROJECT / "extracted" / "dataset" / "provenance.csv")
        if (row["table"], row["column"]) == ("projects", "end_goal") and not row["x0"]
    )
    page.click(cell(row["key"], "end_goal"))
    page.click(".lit >> nth=1")
    assert "value, in" in page.inner_text("#said")
    assert f"{row['key']}/end_goal" in page.inner_text("#said")
    page.check("#fates")
    assert page.is_visible("#legend")
    color = "e => getComputedStyle(e).fill"
    assert page.eval_on_selector(".word.unassigned rect", color) != page.eval_on_selector(".word.text rect", color)


def test_search_and_filters(page: Any) -> None:
    rows = read_table(PROJECT / "extracted" / "dataset" / "projects.csv")
    page.fill("#search", rows[0]["title"].upper())
    assert page.locator(".project:visible").count() == 1
    page.fill("#search", "")
    page.select_option("#axis", rows[0]["axis"])
    mine = [row for row in rows if row["axis"] == rows[0]["axis"]]
    total = sum(int(row["budget_eur"] or 0) for row in mine)
    assert page.inner_text("#total").replace("\u00a0", "").startswith(f"{len(mine)} of {len(rows)} projects, € {total}")
    page.select_option("#government", rows[0]["authorities"].split("; ")[0])
    assert 1 <= page.locator(".project:visible").count() <= len(mine)


def test_a_deep_link_shows_its_cell(browser: Any, pages: Path) -> None:
    row = read_table(PROJECT / "extracted" / "dataset" / "projects.csv")[-1]
    tab = browser.new_page()
    tab.goto(f"{(pages / PLAN).as_uri()}#{row['project_id']}/end_goal")
    assert tab.locator(".chosen").get_attribute("data-cell") == f"projects/{row['project_id']}/end_goal"
    assert len(lit(tab)) == len(row["end_goal"].split())
    first = "document.querySelector('#axis option:nth-child(2)').value"
    tab.evaluate(f"location.hash = '#axes/' + encodeURIComponent({first}) + '/budget_eur'")
    tab.wait_for_function("document.querySelector('.chosen')?.dataset.cell.startsWith('axes/')")
    tab.close()


def test_the_keyboard_alone_is_enough(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    assert page.locator(".project:visible").count() == 0
    page.keyboard.press("Escape")
    page.focus(".project .cell")
    page.keyboard.press("Enter")
    assert page.locator(".lit").count()
    page.focus("#pages")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.locator(".at").count() == 1
    assert page.inner_text("#said").startswith("“")


def test_findings_and_pairings_jump_to_their_place(page: Any) -> None:
    page.click(".findings .place >> nth=0")
    assert page.locator(".lit").count()
    page.click(".findings summary >> nth=0")
    page.click(".copy >> nth=0")
    assert "[[overrides]]" in page.evaluate("getSelection().toString()")
    page.click(".pair >> nth=0")
    assert page.locator(".pairing .link").count()
    assert "margin" in page.inner_text("#said")


def test_a_telephone_needs_no_sideways_scroll(browser: Any, pages: Path) -> None:
    for name in (PLAN, "index.html", "attack.html"):
        tab = browser.new_page(viewport={"width": 360, "height": 740})
        tab.goto((pages / name).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, name
        tab.close()


def test_markup_in_a_title_is_shown_as_it_is_printed(browser: Any, pages: Path) -> None:
    tab = browser.new_page()
    alerts: list[str] = []
    tab.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    tab.goto((pages / "attack.html").as_uri())
    assert ATTACK in [text.strip() for text in tab.locator("h3").all_inner_texts()]
    tab.click("h3 .cell >> nth=0")
    assert alerts == []
    tab.close()


def test_the_page_prints(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.is_visible(".tools >> nth=0")
    assert page.is_visible(".project >> nth=-1")


@pytest.mark.skipif(AXE is None, reason="no axe-core here (npm install axe-core)")
@pytest.mark.parametrize("name", [PLAN, "index.html", "attack.html"])
@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_no_serious_fault(browser: Any, pages: Path, name: str, width: int) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    tab.goto((pages / name).as_uri())
    assert AXE
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate(
        "axe.run().then(result => result.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html]))"
    )
    assert [fault for fault in found if fault[0] in ("serious", "critical")] == []
    tab.close()
