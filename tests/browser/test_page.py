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
