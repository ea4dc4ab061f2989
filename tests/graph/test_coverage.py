"""Coverage of a model, counted again by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from anatomy.domain.enterprise import Basis
from anatomy.graph.coverage import cover_model
from anatomy.loading import load_enterprise
from anatomy.shipped import shelf
from builders.enterprises import a_dependency, an_enterprise

MODELS = {name: load_enterprise(shelf("models") / name) for name in ("small", "reference")}


@pytest.mark.parametrize("name", MODELS)
def test_totals_add_up(name: str) -> None:
    model = MODELS[name]
    coverage = cover_model(model)
    rows = [one for one in model.dependencies if not one.by_rule]

    assert coverage.rows == len(rows) == sum(written for written, _ in coverage.kinds.values())
    assert coverage.by_rule == sum(ruled for _, ruled in coverage.kinds.values())
    assert coverage.rows + coverage.by_rule == len(model.dependencies)
    assert sum(coverage.grades.values()) == sum(coverage.hows.values()) == len(rows)
    assert coverage.total("cells") == len(list(model.cells()))
    assert coverage.total("rows_in") == coverage.total("rows_out")
    assert coverage.total("rows_in") + coverage.total("rows_inside") == len(rows)
    assert coverage.from_memory == sum(coverage.carriers.values())
    assert set(coverage.kinds) == set(model.kinds)


@pytest.mark.parametrize("name", MODELS)
def test_ends_and_unreached_are_cells_without_a_dependency_on_that_side(name: str) -> None:
    model = MODELS[name]
    coverage = cover_model(model)

    for one in coverage.departments:
        for cell in (cell for cell in model.cells() if cell.department == one.key):
            assert (cell in one.ends) == (not any(row.source == cell for row in model.dependencies))
            assert (cell in one.unreached) == (not any(row.target == cell for row in model.dependencies))


def test_every_figure_of_a_small_web() -> None:
    rows = (
        a_dependency("sales/work/system", "finance/work/system"),
        replace(
            a_dependency("finance/work/system", "finance/work/process"),
            carried_by="Ann",
            documented=0.49,
            basis=Basis(how="measured", grade="A", sources=("s1",)),
        ),
        replace(a_dependency("sales/work/system", "sales/work/process"), by_rule=True),
        replace(a_dependency("finance/work/system", "sales/work/process"), carried_by="Bob", documented=0.5),
    )
    model = an_enterprise([("sales", "system", "finance", "system", 0.5)], dependencies=rows)
    coverage = cover_model(model)
    sales, finance = coverage.departments

    assert (sales.rows_in, sales.rows_inside, sales.rows_out) == (1, 0, 1)
    assert (finance.rows_in, finance.rows_inside, finance.rows_out) == (1, 1, 1)
    assert (sales.without_rows, finance.without_rows) == (4, 4)
    assert (sales.sub_functions, sales.sub_functions_with_rows) == (1, 1)
    assert len(sales.ends) == len(sales.unreached) == 5
    assert (coverage.rows, coverage.by_rule, coverage.sourced) == (3, 1, 1)
    assert (coverage.grades, coverage.hows) == ({"A": 1, "C": 2}, {"judged": 2, "measured": 1})
    assert (coverage.from_memory, coverage.carriers) == (1, {"Ann": 1})
    assert coverage.memory_share == pytest.approx(1 / 3)
    assert coverage.total("cells_with_text") == 0


def test_a_model_without_rows_has_no_share() -> None:
    assert cover_model(an_enterprise(dependencies=())).memory_share == 0
