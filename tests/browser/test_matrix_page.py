"""The page of decisions by departments in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise
from anatomy.render.matrix_page import render_matrix_page
from anatomy.shipped import shelf
from anatomy.views.matrix import view_matrix
from anatomy.whatif.matrix import ask_all

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def matrix_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = load_enterprise(shelf("models") / "reference")
    path = tmp_path_factory.mktemp("matrix") / "matrix.html"
    path.write_text(render_matrix_page(view_matrix(ask_all(model, worlds=50), model)), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(browser: Browser, matrix_file: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(matrix_file.as_uri())
    found = axe.Axe().run(page).response["violations"]
    context.close()
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_is_asked_for_and_the_page_never_scrolls_sideways(
    browser: Browser, matrix_file: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(matrix_file.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert (asked, said, wide) == ([matrix_file.as_uri()], [], width)
