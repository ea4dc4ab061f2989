"""What the shell offers after TAB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from anatomy.cli import COMMANDS, group

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

ROOT = Path(__file__).parents[2]
NORTHWIND = str(ROOT / "examples" / "northwind" / "decision.yaml")


def items(*words: str, begun: str = "") -> list[CompletionItem]:
    """All that click offers after these words."""
    return ShellComplete(group, {}, "anatomy", "_ANATOMY_COMPLETE").get_completions(list(words), begun)


def offered(*words: str, begun: str = "") -> list[str]:
    """The words offered; those that the shell finds itself, such as files, are left out."""
    return [item.value for item in items(*words, begun=begun) if item.type == "plain"]


def test_commands() -> None:
    assert offered() == list(COMMANDS)
    assert offered(begun="d") == [name for name in COMMANDS if name.startswith("d")]


def test_decision_types_and_files() -> None:
    assert offered("whatif", begun="disc") == ["discount-exception"]
    assert [item.type for item in items("whatif", begun="examples/")] == ["file"]
    assert "file" in {item.type for item in items("whatif")}
    assert offered("decisions", begun="p") == ["payment-terms-exception", "pricing-change"]


def test_parameters_of_the_type() -> None:
    assert offered("whatif", "discount-exception", "-s", begun="li") == ["list_value="]
    assert "new_days=" not in offered("whatif", "discount-exception", "-s")
    assert "band=" not in offered("whatif", "discount-exception", "--set")


def test_parameters_of_all_decisions_in_a_file() -> None:
    names = offered("whatif", NORTHWIND, "-s")

    assert {"list_value=", "new_days=", "band="} <= set(names)
    assert "revenue=" not in names


def test_words_of_a_parameter() -> None:
    assert offered("whatif", "discount-exception", "-s", begun="reason=c") == ["reason=competitive"]
    assert offered("whatif", "discount-exception", "-s", begun="recurring=") == [
        "recurring=yes",
        "recurring=no",
    ]
    assert offered("whatif", "discount-exception", "-s", begun="discount=") == []


def test_mitigations_of_the_decision() -> None:
    assert offered("conditions", "discount-exception", "--only", begun="pre") == ["precedent-note"]
    assert "credit-insurance" not in offered("conditions", "discount-exception", "--without")
    assert "credit-insurance" in offered("conditions", NORTHWIND, "--without")


def test_kinds() -> None:
    assert offered("types", begun="g") == ["gates", "governs"]


def test_the_model_named_before_is_the_one_that_is_read() -> None:
    assert offered("types", "-m", "small", begun="g") == []
    assert offered("types", "-m", begun="sm") == ["small"]


def test_addresses_by_code_and_by_key() -> None:
    assert offered("show", begun="Fin") == ["Finance"]
    assert offered("show", begun="D9.F7.") == [f"D9.F7.P{number}" for number in range(1, 7)]
    assert offered("show", begun="sales/discount-control/pro") == ["sales/discount-control/process"]
    assert offered("show", begun="d9.f1")[:3] == ["D9.F1", "D9.F10", "D9.F11"]


def test_departments_to_explain() -> None:
    assert offered("explain", "discount-exception", "--to", begun="Fin") == ["Finance"]
    assert offered("explain", "discount-exception", "--to", begun="D12.F1")[0] == "D12.F1"


@pytest.mark.parametrize("model", ["no-such-folder", str(ROOT / "docs")])
def test_what_cannot_be_read_offers_nothing(model: str) -> None:
    assert offered("types", "-m", model) == []
    assert offered("whatif", "-m", model) == []
    assert offered("show", "-m", model) == []
    assert offered("whatif", "broken.yaml", "-m", model, "-s") == []


def test_the_shell_gets_its_script() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anatomy"],
        env={**os.environ, "_ANATOMY_COMPLETE": "zsh_source"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "#compdef anatomy" in done.stdout


def test_parameters_of_a_table() -> None:
    assert offered("compare", NORTHWIND, "--grid", begun="dis") == ["discount="]
    assert offered("compare", NORTHWIND, "--grid", begun="discount=10%,new_") == ["discount=10%,new_days="]
    assert offered("compare", NORTHWIND, "--grid", begun="n") == ["none", "new_days="]
    assert not {"reason=", "schedule="} & set(offered("compare", NORTHWIND, "--grid"))
    assert offered("compare", NORTHWIND, "--grid", begun="discount=1") == []


def test_decisions_to_compare() -> None:
    assert offered("compare", begun="disc") == ["discount-exception"]
    assert offered("compare", "discount-exception", begun="paym") == ["payment-terms-exception"]
    assert offered("compare", "discount-exception", "-s", begun="li") == ["list_value="]
