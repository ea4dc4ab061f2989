"""The list of kinds and the page of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"


def test_the_list(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "types.txt", call("types", "-m", "small").out)


def test_a_page(call: Caller, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "types-values.txt", call("types", "values", "-m", "small").out)


def test_every_kind_of_the_reference_is_listed_with_its_meaning(call: Caller) -> None:
    kinds = load_enterprise(shelf("models") / "reference").kinds
    words = " ".join(call("types").out.split())

    assert len(kinds) == 12
    for kind in kinds.values():
        assert f"{kind.key} {kind.meaning}" in words


def test_json_holds_every_number(call: Caller) -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    told = json.loads(call("types", "--format", "json").out)

    assert told["format"] == "anatomy-types/1"
    assert list(told["kinds"]) == list(enterprise.kinds)
    values = told["kinds"]["values"]
    assert values["likelihood"]["point"] == enterprise.kinds["values"].likelihood.point
    counted = sum(one["dependencies"] + one["dependencies_by_rule"] for one in told["kinds"].values())
    assert counted == len(enterprise.dependencies)


def test_the_layers_a_kind_is_bound_to_are_named(call: Caller) -> None:
    assert "to P3 System, P4 Component, P5 Implementation or P6 Operations" in " ".join(
        call("types", "configures").out.split()
    )


@pytest.mark.parametrize("model", ["small", "reference"])
def test_no_line_is_too_wide(model: str, call: Caller) -> None:
    for kind in load_enterprise(shelf("models") / model).kinds:
        assert max(map(len, call("types", kind, "-m", model).out.splitlines())) <= 100
