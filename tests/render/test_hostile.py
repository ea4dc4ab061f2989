"""Text that people typed never comes alive, wherever it stands in a report."""

from __future__ import annotations

import pytest

from anatomy.domain.impact import ImpactReport
from anatomy.render import EXPORTERS
from builders.pages import not_isolated, read_page
from builders.poison import poisoned
from builders.reports import a_report

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "quote": "' onmouseover='alert(1)",
    "comment": "--><svg onload=alert(1)>",
    "template": "{{7*7}}{% raw %}{#",
    "entity": "&lt;script&gt;&#x41;",
    "style": "</style><style>*{background:url(http://x.invalid/)}",
    "link": "javascript:alert(1)//",
    "long": "W" * 3000,
    "bidi": "\u202egnitset\u2067",
    "wide": "営業部の割引",
}


@pytest.fixture(scope="module", params=list(PAYLOADS.values()), ids=list(PAYLOADS))
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(payload: str) -> ImpactReport:
    hostile = poisoned(a_report(), payload)
    assert isinstance(hostile, ImpactReport)
    return hostile


def test_the_page_has_the_same_elements_and_attributes_as_ever(report: ImpactReport) -> None:
    harmless = read_page(EXPORTERS["html"](poisoned(a_report(), "x")))
    page = read_page(EXPORTERS["html"](report))
    assert page.tags == harmless.tags
    names = [(tag, name) for tag, name, _ in page.attributes]
    assert names == [(tag, name) for tag, name, _ in harmless.attributes]
    for _, name, value in page.attributes:
        assert name != "href" or value.startswith("#")


def test_the_text_is_shown_as_it_was_typed(report: ImpactReport, payload: str) -> None:
    page = read_page(EXPORTERS["html"](report))
    assert any(payload in text for text, _ in page.texts)
    (title,) = [text for text, around in page.texts if around.endswith("h1 bdi")]
    assert title == f"{payload}{a_report().decision.title}"


def test_names_are_isolated_so_that_their_direction_stays_inside(report: ImpactReport, payload: str) -> None:
    assert not not_isolated(EXPORTERS["html"](report), payload)


def test_a_terminal_is_not_steered(report: ImpactReport) -> None:
    hostile = poisoned(report, "\x1b[2J\x07\u202e")
    text = EXPORTERS["txt"](hostile)
    assert not set(text) & set("\x1b\x07\u202e\u2067\r\u2028")


def test_the_json_keeps_it_whole(report: ImpactReport, payload: str) -> None:
    assert EXPORTERS["json"](report).count("\n") > 100
    assert payload.replace('"', '\\"') in EXPORTERS["json"](report)
