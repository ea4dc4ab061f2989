"""A Chromium that is already on this machine; without one, tests are skipped aloud."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from anatomy.render import EXPORTERS
from builders.conditions import with_conditions
from builders.deals import an_answer
from builders.reports import a_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the report that the builders make, limits and conditions included, on disk."""
    path = tmp_path_factory.mktemp("page") / "impact.html"
    path.write_text(EXPORTERS["html"](with_conditions(a_report())), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def page_with_alternatives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a deal with alternatives and a table, on disk."""
    folder = tmp_path_factory.mktemp("deal")
    path = folder / "impact.html"
    path.write_text(EXPORTERS["html"](an_answer(folder)), encoding="utf-8")
    return path
