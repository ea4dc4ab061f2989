"""The page: one file, its policy, its size, its sameness."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace

from anatomy.domain.verdict import NOT_AS_PROPOSED, Verdict
from anatomy.errors import InputError
from anatomy.render import EXPORTERS, render_html
from anatomy.shipped import shelf
from anatomy.views.report import view_report
from builders.conditions import with_conditions
from builders.pages import read_page
from builders.reports import a_decision, a_model, a_report

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><path d="M0 0"/></g></svg>'


def test_the_page_is_the_golden_one(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "report.html", EXPORTERS["html"](a_report()))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert EXPORTERS["html"](a_report()) == EXPORTERS["html"](a_report())


def test_the_page_stays_small() -> None:
    assert len(EXPORTERS["html"](a_report()).encode()) <= 100_000


def test_the_policy_names_the_style_sheet_and_nothing_else() -> None:
    page = EXPORTERS["html"](a_report())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    (policy,) = [value for tag, name, value in read_page(page).attributes if "default-src" in value]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert page.count("<style") == 1


def test_nothing_acts_and_nothing_is_fetched() -> None:
    page = read_page(EXPORTERS["html"](a_report()))
    assert not {"script", "img", "link", "iframe", "object", "embed", "form", "base"} & page.tags
    for _, name, value in page.attributes:
        assert name not in {"style", "src", "srcset", "action", "background", "ping"}
        assert not name.startswith("on")
        assert name != "href" or value.startswith("#")


def test_every_link_leads_somewhere_and_ids_are_given_once() -> None:
    page = read_page(EXPORTERS["html"](a_report()))
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for _, name, value in page.attributes if name == "href"} <= set(ids)
    labels = " ".join(value for _, name, value in page.attributes if name == "aria-labelledby")
    assert set(labels.split()) <= set(ids)


def test_headings_follow_one_another() -> None:
    page = EXPORTERS["html"](a_report())
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - sooner <= 1 for sooner, later in pairwise(levels))


def test_every_table_has_a_caption_and_scopes() -> None:
    page = EXPORTERS["html"](a_report())
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert all("<caption" in table for table in tables)
    assert not re.search(r"<th(?![^>]*scope=)[ >]", page)


def test_a_drawing_is_placed_as_it_is() -> None:
    assert DRAWING in EXPORTERS["html"](a_report(), drawing=DRAWING)


@pytest.mark.parametrize(
    "bad",
    [
        "<svg",
        "<div/>",
        "<svg><script>alert(1)</script></svg>",
        '<svg onload="x"/>',
        '<svg><a href="javascript:alert(1)"/></svg>',
        '<svg><path style="fill:red"/></svg>',
        '<svg><path fill="url(http://x/y)"/></svg>',
        "<svg><foreignObject/></svg>",
        '<svg><image href="#x"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(bad: str) -> None:
    with pytest.raises(InputError, match="ANA602"):
        EXPORTERS["html"](a_report(), drawing=bad)


def own(folder: Path, text: str, *, name: str = "page.html") -> str:
    (folder / "report").mkdir(exist_ok=True)
    (folder / "report" / name).write_text(text, encoding="utf-8")
    return render_html(view_report(a_report()), templates=folder)


def test_a_template_of_ones_own_overrides_a_block_but_not_the_frame(tmp_path: Path) -> None:
    text = '{% extends "shipped/page.html" %}{% block method %}<p>Ask {{ view.title }}</p>{% endblock %}'
    page = own(tmp_path, text)
    assert "<p>Ask 28 % discount for Northwind" in page
    assert "What is not modelled" not in page
    assert "Content-Security-Policy" in page
    assert "digest 5f0c7a1be2d9" in page
    assert "Who feels it" in page


def test_a_frame_of_ones_own_is_not_used(tmp_path: Path) -> None:
    assert "Content-Security-Policy" in own(tmp_path, "<p>mine</p>", name="frame.html")


@pytest.mark.parametrize(
    "text",
    [
        "{{ view.nothing }}",
        "{{ view.__class__.__mro__ }}",
        "{{ view.title | safe }}",
        "{% if %}",
        "{% include '../../pyproject.toml' %}",
    ],
)
def test_a_wrong_template_is_refused_with_a_reason(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="ANA603"):
        own(tmp_path, text)


def test_a_style_sheet_cannot_leave_its_element(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ANA601"):
        own(tmp_path, "</style><script>1</script>", name="page.css")


def test_shipped_templates_let_nothing_through_unescaped() -> None:
    for template in sorted(shelf("templates").rglob("*.html")):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), template.name


def test_a_model_without_cards_or_other_departments_has_a_page() -> None:
    report = a_report(model=a_model(cards=()), decision=a_decision(parameters=(), adjusted=()))
    assert "Who feels it" not in EXPORTERS["html"](report)


def scaled(value: Any, factor: float) -> Any:
    """The same value with every number in it multiplied."""
    if isinstance(value, float):
        return value * factor
    if isinstance(value, tuple):
        return tuple(scaled(part, factor) for part in value)
    if isinstance(value, Struct):
        parts = {name: scaled(one, factor) for name, one in asdict(value).items()}
        return replace(value, **parts)
    return value


@pytest.mark.parametrize("factor", [0.0, 1e-12, 0.01])
def test_vanishing_numbers_are_printed_too(factor: float) -> None:
    report = scaled(a_report(), factor)
    for exporter in EXPORTERS.values():
        assert exporter(report)


@pytest.mark.parametrize("factor", [1e-3, 1e3, 1e6])
def test_money_of_any_size_is_printed(factor: float) -> None:
    report = a_report()
    departments = tuple(
        replace(one, loss=scaled(one.loss, factor), late_cash=scaled(one.late_cash, factor))
        for one in report.departments
    )
    total = replace(report.total, loss=scaled(report.total.loss, factor))
    rich = replace(
        report,
        departments=departments,
        total=total,
        losses=tuple(replace(one, loss=scaled(one.loss, factor)) for one in report.losses),
    )
    page = EXPORTERS["html"](rich).replace("\u2060", "")  # that joins a sign to its currency
    assert {1e-3: "−€200", 1e3: "−€200M", 1e6: "−€200bn"}[factor] in page


def test_an_enterprise_may_have_other_layers_and_departments() -> None:
    report = a_report()
    few = tuple(
        replace(one, layers=one.layers[:2]) for one in report.departments if one.key in {"sales", "finance"}
    )
    model = a_model(layers=report.model.layers[:2], cards=("finance", "legal"), currency="SEK")
    page = EXPORTERS["html"](a_report(model=model, departments=few))
    assert "SEK\xa0" in page
    assert "Implementation" not in page
    assert "table" in read_page(page).tags


def test_contents_name_every_section_after_the_first_sheet_in_order() -> None:
    """The list of contents says what the headings say, so neither can drift away from the other."""
    page = EXPORTERS["html"](with_conditions(a_report()))
    listed, rest = page[page.index('<nav class="contents"') :].split("</nav>", 1)
    entries = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', listed)
    headings = re.findall(r'<h2 id="([^"]+)">([^<]+)</h2>', rest)
    joined = ("not-modelled", "What is not modelled")
    assert joined in headings
    assert entries[-1] == ("method", "Method, and what is not modelled")
    assert entries[:-1] == [heading for heading in headings if heading[0] not in {"method", joined[0]}]


def test_the_verdict_and_the_figures_lead_on() -> None:
    """From the verdict to limits and conditions, from the approval to who must act."""
    verdict = Verdict(word=NOT_AS_PROPOSED, limits=3, exceeded=1, forbidden=False)
    page = EXPORTERS["html"](replace(with_conditions(a_report()), verdict=verdict))
    first_sheet = page[: page.index('<nav class="contents"')]
    assert 'href="#conditions"' in first_sheet[: first_sheet.index('class="facts"')]
    assert {"losses", "departments", "evidence"} <= set(re.findall(r'href="#([^"]+)"', first_sheet))


def test_what_is_folded_on_a_screen_is_printed() -> None:
    """Open on paper where the browser can, and told where it cannot."""
    style = (shelf("templates") / "report" / "page.css").read_text(encoding="utf-8")
    assert "<details>" in EXPORTERS["html"](a_report())
    assert "details::details-content{content-visibility:visible" in style
    assert "@supports not selector(::details-content)" in style


def test_no_line_ends_between_a_sign_and_its_currency() -> None:
    page = EXPORTERS["html"](a_report())

    assert "−\u2060€" in page
    assert "−€" not in page
    assert all("\u2060" not in EXPORTERS[form](a_report()) for form in ("json", "txt"))
