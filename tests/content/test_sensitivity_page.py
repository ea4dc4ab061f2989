"""docs/sensitivity.md: its example is what the command prints, and what it works out by hand the tool finds too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from anatomy.cli import run
from anatomy.loading import load_enterprise
from anatomy.whatif.sensing import sense_decision
from builders.models import write_model
from builders.tiny import HEADER, a_decision

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "sensitivity.md"
TEXT = PAGE.read_text(encoding="utf-8")

FILES = {
    "anatomy.yaml": HEADER,
    "kinds.yaml": """\
format: anatomy/1
kinds:
  anchors:
    {family: f, meaning: m, direction: d, shows: s, ask: a, mitigation: m,
     likelihood: [30 %, 50 %, 70 %], severity_share: 100 %, delay: 1 days}
""",
    "sales.yaml": """\
format: anatomy/1
department: sales
code: D1
name: Sales
sub_functions: {deals: {code: F1, name: Deals}}
dependencies:
  - {from: D1.F1.P2, to: D2.F1.P2, kind: anchors, effect: the price is remembered}
""",
    "legal.yaml": "format: anatomy/1\ndepartment: legal\ncode: D2\nname: Legal\n"
    "sub_functions: {contracts: {code: F1, name: Contracts}}\n",
    "deal.yaml": """\
format: anatomy/1
decision_type: deal
name: Deal
question: Go ahead?
parameters:
  rush: {label: Rush, kind: yes-no, default: false}
sets_off:
  - {cell: D1.F1.P2, severity: 100 %, because: it is signed}
money:
  brings: {name: Margin, amount: "-50000"}
losses:
  renewal: {name: Renewal, owner: D2.F1.P2, amount: 96k, horizon: 365 days}
""",
}


def test_the_example_is_what_the_command_prints(
    golden: Callable[[Path, str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(PAGE.parents[1])
    monkeypatch.delenv("ANATOMY_MODEL", raising=False)
    command = re.search(r"```sh\nanatomy (.+)\n```\n\n```\n", TEXT)
    assert command
    assert run(command.group(1).split()) == 0
    start = command.end()
    end = TEXT.index("```\n", start)

    golden(PAGE, f"{TEXT[:start]}{capsys.readouterr().out}{TEXT[end:]}")


def test_what_is_worked_out_by_hand_is_what_the_tool_finds(tmp_path: Path) -> None:
    rows = re.findall(r"(?m)^\| (\d) \| ([\d.]+) % \| (-?[\d.]+)k \|$", TEXT)
    worth = re.search(r"\*\*€([\d.]+)k\*\*", TEXT)
    assert [int(part) for part, _, _ in rows] == list(range(1, 9))
    assert worth

    at = (np.arange(200_000) + 0.5) / 200_000
    below = np.cumsum((at * (1 - at)) ** 2)  # the law of 30, 50 and 70 %: a beta of 3 and 3
    levels = 0.3 + 0.4 * np.interp((np.arange(8) + 0.5) / 8, below / below[-1], at)
    brings = 50 - 96 * levels
    for (_, likelihood, value), level, money in zip(rows, levels, brings, strict=True):
        assert float(likelihood) == round(100 * level, 1)
        assert float(value) == pytest.approx(money, abs=0.051)
    by_hand = np.maximum(brings, 0).mean() - max(0.0, brings.mean())
    assert float(worth.group(1)) == round(by_hand, 1)

    enterprise = load_enterprise(write_model(tmp_path, FILES))
    learning = sense_decision(enterprise, a_decision(enterprise, "deal")).learning
    (question,) = learning.questions
    assert learning.exact
    assert question.key == "anchors"
    assert question.worth == pytest.approx(1000 * by_hand, rel=1e-4)
    assert question.changes == 3 / 8
    assert [one.value for one in learning.choices] == pytest.approx([2_000.0, 0.0], abs=1)
