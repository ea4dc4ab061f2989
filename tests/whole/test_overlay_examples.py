"""The two enterprises that extend the reference, and the one that stands alone: checked, compared and asked."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from anatomy.cli import run
from anatomy.graph import compare_models
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs" / "overlays.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"(?ms)^```\n\$ anatomy (.+?)\n(.*?)^```", PAGE)
MODELS = ("acme-seven", "harbour-services", "workshop")


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture(scope="module")
def acme() -> Enterprise:
    return load_enterprise(EXAMPLES / "acme-seven")


@pytest.mark.parametrize("name", MODELS)
def test_the_check_finds_no_error(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["check", str(EXAMPLES / name), "--fast", "--format", "json"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)

    assert (code, told["errors"]) == (0, 0)
    assert told["spectral_radius"][1] < 0.8


@pytest.mark.parametrize("name", MODELS)
def test_the_readme_is_short_and_says_that_the_firm_is_invented(name: str) -> None:
    lines = (EXAMPLES / name / "README.md").read_text(encoding="utf-8").splitlines()

    assert 15 <= len(lines) <= 35
    assert any("fictional" in line for line in lines)


def test_acme_has_seven_departments_with_codes_of_its_own(acme: Enterprise, reference: Enterprise) -> None:
    codes = {one.code for one in acme.departments.values()}
    found = compare_models(reference, acme).of("departments")

    assert codes == {f"D{number}" for number in range(1, 8)}
    assert acme.departments["sales"].code == "D5"
    assert len([one for one in found if one.what == "removed"]) == 8
    assert not any("legal" in key for key in acme.cards)


def test_acme_says_who_stands_behind_a_dozen_numbers(acme: Enterprise, reference: Enterprise) -> None:
    found = compare_models(reference, acme).of("dependencies")
    changed = [acme.dependency(one.key) for one in found if one.what == "changed"]

    assert len(changed) >= 12
    assert {one.basis.how for one in changed} == {"measured", "judged"}
    assert all(one.basis.who or one.basis.sources for one in changed)


def test_the_codes_of_acme_move_no_figure(acme: Enterprise) -> None:
    departments = {
        key: replace(one, code=f"X{place}") for place, (key, one) in enumerate(acme.departments.items(), 1)
    }
    recoded = replace(acme, departments=departments)
    draft = read_decision(EXAMPLES / "acme-seven" / "decision.yaml", name="decision.yaml")
    one, other = (
        what_if(model, settle_decision(draft, model), worlds=1_000, seed=5) for model in (acme, recoded)
    )

    assert [each.feeling for each in one.departments] == [each.feeling for each in other.departments]
    assert one.total == other.total


def test_harbour_keeps_the_keys_of_what_it_renames(reference: Enterprise) -> None:
    harbour = load_enterprise(EXAMPLES / "harbour-services")
    renamed = [
        one
        for one in compare_models(reference, harbour).entries
        if one.what == "changed" and not one.goes_with
    ]
    names = [one for one in renamed if any(change.field == "name" for change in one.changes)]

    assert len(names) >= 25
    assert {one.section for one in names} == {"departments", "sub_functions"}


def test_the_workshop_stands_alone() -> None:
    workshop = load_enterprise(EXAMPLES / "workshop")

    assert list(workshop.departments) == ["counter", "bench", "books"]
    assert list(workshop.layers) == ["aim", "habit", "day"]
    assert workshop.removed == ()


@pytest.mark.parametrize(("command", "excerpt"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_page_on_overlays_shows_real_output(
    command: str, excerpt: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run(shlex.split(command))
    rest = capsys.readouterr().out

    for part in excerpt.split("...\n"):
        assert part in rest
        rest = rest.partition(part)[2]


def test_the_page_on_overlays_leads_to_every_example() -> None:
    assert all(f"../examples/{name}/README.md" in PAGE for name in MODELS)
    assert len(SHOWN) >= 3
