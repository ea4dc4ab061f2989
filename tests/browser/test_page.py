"""The page in a real browser: nothing fetched, no script needed, narrow, accessible, and whole on paper."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from anatomy.render import EXPORTERS
from builders.poison import poisoned
from builders.reports import DEPARTMENTS, a_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PHONE: ViewportSize = {"width": 375, "height": 800}
DESKTOP: ViewportSize = {"width": 1280, "height": 1000}


@contextmanager
def shown(browser: Browser, file: Path, **settings: Any) -> Iterator[Page]:
    context = browser.new_context(**dict[str, Any](viewport=DESKTOP) | settings)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def test_nothing_is_requested_and_nothing_is_complained_about(browser: Browser, page_file: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri(), wait_until="networkidle")
    context.close()
    assert asked == [page_file.as_uri()]
    assert said == []


def test_the_style_sheet_is_let_in_by_the_policy(browser: Browser, page_file: Path) -> None:
    with shown(browser, page_file) as page:
        assert page.evaluate("getComputedStyle(document.querySelector('.s5')).backgroundColor") == (
            "rgb(122, 46, 14)"
        )
    with shown(browser, page_file, color_scheme="dark") as page:
        assert page.evaluate("getComputedStyle(document.querySelector('.s5')).backgroundColor") == (
            "rgb(255, 200, 119)"
        )


def test_it_is_complete_without_script_and_fits_a_phone(browser: Browser, page_file: Path) -> None:
    with shown(browser, page_file, viewport=PHONE, java_script_enabled=False) as page:
        body = page.locator("body")
        box = body.bounding_box()
        text = body.inner_text()
    assert box
    assert box["width"] <= PHONE["width"]
    for department in DEPARTMENTS:
        assert department[2] in text


@pytest.mark.parametrize("width", [320, 375, 560, 768, 901, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, page_file: Path, width: int) -> None:
    with shown(browser, page_file, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_alternatives_never_scroll_the_page(
    browser: Browser, page_with_alternatives: Path, width: int
) -> None:
    with shown(browser, page_with_alternatives, viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


LEFT_EDGES = """
[...document.querySelectorAll('td,th,dd,dt')].filter(cell => getComputedStyle(cell).textAlign === 'left').map(cell => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    const edges = [...text.getClientRects()].filter(one => one.width > 1).map(one => one.left);
    const inner = cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell).paddingLeft);
    return edges.length ? Math.min(...edges) - inner : 0;
})
"""


@pytest.mark.parametrize(
    "name", ["", "\u05e2\u05d1\u05e8\u05d9\u05ea "], ids=["from the left", "from the right"]
)
def test_names_that_run_from_the_right_stay_in_their_columns(
    browser: Browser, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text(EXPORTERS["html"](poisoned(a_report(), name)), encoding="utf-8")
    with shown(browser, file) as page:
        edges = page.evaluate(LEFT_EDGES)
        aligned = page.evaluate(
            "[...new Set([...document.querySelectorAll('td,th,dd,dt')].map(one => getComputedStyle(one).textAlign))]"
        )
    assert set(aligned) <= {"left", "right", "center"}
    assert len(edges) > 100
    assert max(map(abs, edges)) < 3


def test_very_long_names_do_not_burst_the_page(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "long.html"
    file.write_text(EXPORTERS["html"](poisoned(a_report(), "W" * 300)), encoding="utf-8")
    with shown(browser, file, viewport=PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alternatives", [False, True])
def test_no_accessibility_rule_is_broken(
    browser: Browser, page_file: Path, page_with_alternatives: Path, scheme: str, *, alternatives: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    file = page_with_alternatives if alternatives else page_file
    with shown(browser, file, color_scheme=scheme, bypass_csp=True) as page:
        found = axe.Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_the_first_screen_holds_the_answer(browser: Browser, page_file: Path) -> None:
    with shown(browser, page_file) as page:
        for selector, limit in ((".answer", 250), (".facts", 350), (".cards", 720), (".heat", 1200)):
            box = page.locator(selector).first.bounding_box()
            assert box
            assert box["y"] + box["height"] <= limit, selector


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_first_sheet_of_paper_is_complete(
    browser: Browser, page_file: Path, tmp_path: Path, paper: str
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    file = tmp_path / "page.pdf"
    with shown(browser, page_file) as page:
        page.pdf(path=file, format=paper)
    first = subprocess.run(
        ["pdftotext", "-f", "1", "-l", "1", "-layout", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    words = " ".join(first.split())
    for wanted in (
        "to cost over €50k more than it looks",
        "Trust in the inputs",
        "State the response tier",
        "Where in the anatomy",
        "5 more departments under 10",
        "90 d",
        "Together",
    ):
        assert wanted in words
    assert "How it travels" not in words


def test_what_is_folded_is_printed_in_full(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    """The links, closed on the screen, are on paper with the place where each is written."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    file = tmp_path / "page.pdf"
    with shown(browser, page_file) as page:
        shut = page.locator("details").first
        assert shut.get_attribute("open") is None
        places = page.evaluate("[...document.querySelectorAll('details .file')].map(e => e.textContent)")
        page.pdf(path=file, format="A4")
    printed = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    assert places
    assert all("".join(place.split()) in "".join(printed.split()) for place in places)


def test_no_table_is_cut_off_on_a_desk(browser: Browser, page_with_alternatives: Path) -> None:
    """At 1280 pixels every table fits, all columns in sight."""
    with shown(browser, page_with_alternatives) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        cut = page.evaluate(
            "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"
            ".map(one => one.getAttribute('aria-label'))"
        )
    assert cut == []


def test_on_a_phone_rows_keep_their_names_and_the_heat_map_fits(browser: Browser, page_file: Path) -> None:
    with shown(browser, page_file, viewport=PHONE) as page:
        heat = page.evaluate(
            "(one => one.scrollWidth - one.clientWidth)(document.querySelector('.scroll:has(.heat)'))"
        )
        left, told = page.evaluate(
            "(() => { const box = document.querySelector('.scroll:has(.roll)'); box.scrollLeft = 300;"
            "return [box.querySelector('tbody th').getBoundingClientRect().left"
            " - box.getBoundingClientRect().left, getComputedStyle(box, '::before').content]; })()"
        )
    assert heat == 0
    assert left == 0
    assert "Scrolls sideways" in told


def test_nothing_on_paper_is_smaller_than_six_and_a_half_points(
    browser: Browser, page_with_alternatives: Path
) -> None:
    """Every text of the page, its drawing of days included; 96 pixels are 72 points."""
    with shown(browser, page_with_alternatives, viewport={"width": 703, "height": 1000}) as page:
        page.emulate_media(media="print")
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('main *')].filter(one => !one.closest('.unseen')"
            " && one.getClientRects().length && [...one.childNodes].some(part => part.nodeType == 3"
            " && part.textContent.trim())).map(one => parseFloat(getComputedStyle(one).fontSize)"
            " * (one.ownerSVGElement ? one.ownerSVGElement.getScreenCTM().a : 1)))"
        )
    assert smallest * 72 / 96 >= 6.5
