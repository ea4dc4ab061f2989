"""The first step out of the department where a change begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.domain.cell import CellId
from anatomy.graph import first_steps
from builders.enterprises import a_dependency

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Dependency

BEGIN = CellId.parse("sales/work/process")


def reached(*dependencies: Dependency, severity: float = 1.0) -> list[str]:
    return [str(step.dependency.target) for step in first_steps({BEGIN: severity}, dependencies)]


def test_one_step_and_no_further() -> None:
    near = a_dependency("sales/work/process", "finance/work/process")
    far = a_dependency("finance/work/process", "legal/work/process")

    assert reached(near, far) == ["finance/work/process"]


def test_what_follows_within_the_sub_function_belongs_to_the_start() -> None:
    down = a_dependency("sales/work/process", "sales/work/system", kind="realizes")
    out = a_dependency("sales/work/system", "finance/work/process")

    assert reached(down, out) == ["finance/work/process"]


def test_another_sub_function_is_a_step_already() -> None:
    beside = a_dependency("sales/work/process", "sales/other/process")
    out = a_dependency("sales/other/process", "finance/work/process")

    assert reached(beside, out) == []


def test_what_cannot_cross_is_no_step() -> None:
    assert reached(a_dependency("sales/work/process", "finance/work/process", likelihood=0.0)) == []


def test_the_strongest_comes_first_also_round_a_loop() -> None:
    weak = a_dependency("sales/work/process", "legal/work/process", likelihood=0.2)
    strong = a_dependency("sales/work/process", "finance/work/process", likelihood=0.9)
    loop = (
        a_dependency("sales/work/process", "sales/work/system", likelihood=1.0),
        a_dependency("sales/work/system", "sales/work/process", likelihood=1.0),
    )

    assert reached(weak, strong, *loop) == ["finance/work/process", "legal/work/process"]
    (step,) = first_steps({BEGIN: 0.5}, [strong])
    assert step.strength == pytest.approx(0.5 * 0.9 * 0.5)
