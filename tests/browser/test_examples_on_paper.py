"""The worked examples on paper: the answer is one sheet; the second begins with the contents."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.render import EXPORTERS
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.advising import with_advice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("story", ["northwind", "key-deal", "pricing-change", "deal-desk-rule"])
def test_the_answer_is_one_sheet_on_either_paper(browser: Browser, tmp_path: Path, story: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    enterprise = load_enterprise(shelf("models") / "reference")
    draft = read_decision(EXAMPLES / story / "decision.yaml", name="decision.yaml")
    decision = settle_decision(draft, enterprise)
    report = with_advice(what_if(enterprise, decision), enterprise, decision)
    html = tmp_path / "page.html"
    html.write_text(EXPORTERS["html"](report), encoding="utf-8")
    page = browser.new_page()
    page.goto(html.as_uri())
    begins = {paper: second_sheet(page, tmp_path / f"{paper}.pdf", paper)[:14] for paper in ("A4", "Letter")}
    page.close()

    assert begins == dict.fromkeys(("A4", "Letter"), "In this report")


def second_sheet(page: Page, pdf: Path, paper: str) -> str:
    """The words of the second sheet, printed on that paper."""
    page.pdf(path=pdf, format=paper)
    done = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", "-layout", str(pdf), "-"], capture_output=True, check=True
    )
    return done.stdout.decode().strip()
