"""The command `anatomy sensitivity`, and what a page says of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from anatomy.loading import draft_of_type, load_enterprise, load_result, settle_decision
from anatomy.render.sensitivity import render_sensitivity_csv, render_sensitivity_text
from anatomy.render.text import cells
from anatomy.shipped import shelf
from anatomy.views.sensitivity import view_sensitivity
from anatomy.whatif.sensing import sense_decision, told_with_decision
from builders.poison import poisoned

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.sensitivity import Sensitivity

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"
ASKED = ("sensitivity", "discount-exception", "-m", "small", "-s", "discount=28%")


@pytest.fixture(scope="module")
def told() -> Sensitivity:
    """Of a discount in the small enterprise."""
    enterprise = load_enterprise(shelf("models") / "small")
    decision = settle_decision(
        draft_of_type(enterprise, "discount-exception"), enterprise, {"discount": "28 %"}
    )
    return told_with_decision(enterprise, decision, sense_decision(enterprise, decision), seed=0)


def asked_json(call: Caller, *more: str) -> dict[str, Any]:
    called = call(*ASKED, *more, "--format", "json")
    assert (called.code, called.err) == (0, "")
    data: dict[str, Any] = json.loads(called.out)
    return data


@pytest.mark.parametrize("width", [80, 120])
def test_the_text_reads_as_it_did(told: Sensitivity, width: int, golden: Callable[[Path, str], None]) -> None:
    text = render_sensitivity_text(told, width=width)

    assert max(map(cells, text.splitlines())) <= width
    golden(GOLDEN / f"sensitivity-small-{width}.txt", text)


def test_the_json_holds_what_the_text_says(call: Caller, told: Sensitivity) -> None:
    data = asked_json(call)
    out = call(*ASKED).out

    assert data["format"] == "anatomy-sensitivity/1"
    assert data["base"]["loss"] == told.facts.base.loss
    assert [one["swing"]["loss"] for one in data["swings"]] == sorted(
        (one["swing"]["loss"] for one in data["swings"]), reverse=True
    )
    first = data["swings"][0]
    assert out.split("Input")[1].splitlines()[1].strip().startswith(first["label"])
    assert all(f"{one['name']}, " in out for one in data["departments"])
    assert data["learning"]["best"] in {one["key"] for one in data["learning"]["choices"]}


def test_a_number_of_worlds_a_band_and_groups_can_be_asked_for(call: Caller) -> None:
    wide = asked_json(call, "--band", "40%", "--groups", "author", "--worlds", "200", "--seed", "3")
    bounds = asked_json(call, "--spans", "bounds", "--worlds", "200")

    discount = next(one for one in wide["swings"] if one["key"] == "discount-exception.discount")
    assert [point["at"] for point in discount["points"]] == pytest.approx([0.168, 0.392])
    assert (wide["groups"], wide["run"]["seed"], wide["run"]["correlation"]) == ("author", 3, "author")
    authors = {one["key"] for one in wide["swings"] if one["what"] == "likelihoods"}
    rows = load_enterprise(shelf("models") / "small").dependencies
    assert authors <= {row.basis.who for row in rows}
    assert {
        one["span"] for one in bounds["swings"] if one["unit"] == "share" and one["what"] == "parameter"
    } == {"bounds"}


def test_the_csv_has_a_row_for_every_value_tried(call: Caller, told: Sensitivity) -> None:
    rows = list(csv.DictReader(io.StringIO(call(*ASKED, "--format", "csv").out)))

    assert [row["what"] for row in rows].count("as it is") == 1
    assert len(rows) == 1 + sum(len(one.points) for one in told.facts.swings)
    assert float(rows[0]["hidden cost"]) == told.facts.base.loss
    worth = {one.key: one.worth for one in told.facts.learning.questions}
    for row in rows[1:]:
        assert row["worth knowing"] == ("" if row["input"] not in worth else str(worth[row["input"]]))
    assert {row["format"] for row in rows} == {"anatomy-sensitivity/1"}


def test_no_text_of_the_model_comes_alive(told: Sensitivity) -> None:
    for payload in ("=cmd|' /C calc'!A0", "\x1b[2J\u202e"):
        hostile = poisoned(told, payload)
        for row in csv.reader(io.StringIO(render_sensitivity_csv(hostile))):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row)
        assert not set(render_sensitivity_text(hostile)) & {"\x1b", "\u202e"}


def test_a_page_tells_what_the_answer_depends_on_and_a_result_keeps_it(call: Caller, desk: Path) -> None:
    asked = ("whatif", "discount-exception", "-m", "small", "-s", "discount=28%")
    plain = json.loads(call(*asked, "--format", "json").out)
    written = call(*asked, "-o", "a.html", "--save", "a.json", "--no-drawing")

    assert written.code == 0
    assert plain["sensitivity"] is None
    report = load_result(desk / "a.json", name="a.json")
    assert report.sensitivity is not None
    assert report.sensitivity.base.loss == pytest.approx(report.total.loss.mean)
    for one, chance in zip(report.sensitivity.departments, report.sensitivity.base.felt, strict=True):
        assert report.department(one.key).feeling.felt.probability == pytest.approx(chance)
    page = (desk / "a.html").read_text(encoding="utf-8").replace("\u2060", "")  # that joins sign and currency
    section = page.split('<section aria-labelledby="depends">')[1].split("<h2")[1]
    assert len(section.encode()) < 12_000
    for row in view_sensitivity(report.sensitivity, currency="EUR").both:
        assert row.loss in section
    assert "Which question to ask first" in section
    assert "depends" not in call("whatif", "a.json").out


def test_the_worst_case_of_the_section_stays_small(desk: Path, call: Caller) -> None:
    assert call("whatif", "examples/northwind/decision.yaml", "--worlds", "300", "-o", "n.html").code == 0
    page = (desk / "n.html").read_text(encoding="utf-8")
    section = page.split('<section aria-labelledby="depends">')[1].split("<h2")[1]

    assert len(section.encode()) < 12_000
    assert len(page.encode()) < 200_000  # all parts and the drawing


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-such-type",), 2),
        (("discount-exception", "--band", "0"), 2),
        (("discount-exception", "--band", "lots"), 2),
        (("discount-exception", "--spans", "wide"), 2),
        (("discount-exception", "-s", "discount=lots"), 3),
        (("missing.yaml",), 3),
    ],
)
def test_exit_codes(call: Caller, arguments: tuple[str, ...], code: int) -> None:
    called = call("sensitivity", *arguments, "-m", "small")

    assert (called.code, called.out) == (code, "")
    assert called.err


def test_the_same_seed_gives_the_same_bytes(call: Caller) -> None:
    first, second = (call(*ASKED, "--worlds", "300", "--seed", "7").out for _ in range(2))

    assert first == second
