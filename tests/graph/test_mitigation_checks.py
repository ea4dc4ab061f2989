"""What check finds of mitigations and limits that act on nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.graph import CHECKS, check_structure
from anatomy.loading import load_enterprise
from builders.models import write_model
from builders.tiny import tiny_files

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "{name: N, what: W, cost: 1, lead_time: 1 days, owner: O, applies_to: [terms]"
LIMITS = "cards: [legal]\nlimits:\n  one: "
FOUND = {
    "idle adjustment": (
        f"{HEAD}, adjusts: [{{of: {{to: D2}}, delay: 2}}, {{of: {{carried_by: Nobody}}, delay: 2}}]}}",
        "ANA121",
        "adjusts: item 2 of the mitigation m chooses no dependency",
    ),
    "a start that is none": (
        f"{HEAD}, blocks: [{{cell: D2.F1.P2, stops: start}}, {{cell: D1.F1.P2, stops: start}}]}}",
        "ANA122",
        "blocks: item 2 of the mitigation m stops nothing: no decision it applies to sets off D1.F1.P2",
    ),
    "nothing leads out": (
        f"{HEAD}, blocks: [{{cell: D1.F2.P6}}]}}",
        "ANA122",
        "blocks: item 1 of the mitigation m stops nothing: no dependency leads out of D1.F2.P6",
    ),
    "never reached": (
        f"{HEAD}, adjusts: [{{of: {{from: D1.F2.P6}}, delay: 2}}]}}",
        "ANA123",
        "the mitigation m can never help: no decision it applies to reaches what it weakens",
    ),
}
#: A dependency out of a cell that nothing leads to.
LONELY = "  - {from: D1.F2.P6, to: D2.F1.P2, kind: feeds, effect: nobody comes here}\n"


def findings(folder: Path, mitigation: str = "", limit: str = "", row: str = "") -> list[tuple[str, str]]:
    files = tiny_files()
    files["sales.yaml"] += row
    files["anatomy.yaml"] = files["anatomy.yaml"].replace(
        "cards: [legal]\n", f"{LIMITS}{limit}\n" if limit else "cards: [legal]\n"
    )
    if mitigation:
        files["m.yaml"] = f"format: anatomy/1\nmitigations:\n  m: {mitigation}\n"
    found = check_structure(load_enterprise(write_model(folder, files)))
    return [(one.code, one.message) for one in found if "ANA121" <= one.code <= "ANA124"]


@pytest.mark.parametrize(("mitigation", "code", "message"), FOUND.values(), ids=FOUND)
def test_what_acts_on_nothing_is_found(tmp_path: Path, mitigation: str, code: str, message: str) -> None:
    row = LONELY if code == "ANA123" else ""

    assert findings(tmp_path, mitigation, row=row) == [(code, message)]
    assert CHECKS[code].severity == "warning"


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("legal.loss > 1k", ""),
        ("legal.late-cash > 1k", "no loss item of late-cash lies there"),
        ("sales.late-cash > 1k", ""),
        ("any.late-cash > 1k", ""),
        ("total.loss > 1k", ""),
        ("legal.felt > 10 %", ""),
        ("departments-felt > 1", ""),
        ("departments-felt > 2", "there are 2 departments"),
    ],
)
def test_a_limit_that_no_answer_can_exceed_is_found(tmp_path: Path, limit: str, why: str) -> None:
    message = f"the limit one can never be exceeded: {why}"

    assert findings(tmp_path, limit=f"{{limit: {limit}}}") == ([("ANA124", message)] if why else [])


def test_a_sound_mitigation_is_not_found(tmp_path: Path) -> None:
    sound = f"{HEAD}, adjusts: [{{of: {{from: D2.F1.P2}}, delay: 2}}], blocks: [{{cell: D2.F1.P2, stops: both}}]}}"

    assert findings(tmp_path, sound) == []


def test_a_parameter_that_only_a_mitigation_reads_is_read(tmp_path: Path) -> None:
    files = tiny_files()
    files["terms.yaml"] = files["terms.yaml"].replace(
        "parameters:\n", "parameters:\n  spare: {label: S, kind: money, default: 1}\n"
    )
    bare = check_structure(load_enterprise(write_model(tmp_path / "a", files)))
    files["m.yaml"] = (
        f"format: anatomy/1\nmitigations:\n  m: {HEAD.replace('cost: 1', 'cost: spare')}, blocks: [{{cell: D2.F1.P2}}]}}\n"
    )
    read = check_structure(load_enterprise(write_model(tmp_path / "b", files)))

    assert [one.subject for one in bare if one.code == "ANA114"] == ["terms.spare"]
    assert [one.subject for one in read if one.code == "ANA114"] == []
