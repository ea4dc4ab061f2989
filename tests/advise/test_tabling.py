"""The table over two parameters: every cell is the comparison of the decision with these values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.advise import tabling
from anatomy.advise.axes import natural_grid
from anatomy.advise.choices import Option, options_of
from anatomy.advise.comparing import compare
from anatomy.advise.tabling import varied
from anatomy.domain.decision import DECLINE
from anatomy.domain.grid import MOST_CELLS, Axis, Grid
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from builders.deals import DEAL, a_deal
from builders.models import write_model
from builders.tiny import tiny_files

if TYPE_CHECKING:
    from anatomy.domain.alternatives import AlternativeFacts, GridFacts
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation.question import Exactness

NORTHWIND = Path(__file__).parents[2] / "examples" / "northwind" / "decision.yaml"


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@pytest.fixture(scope="module")
def northwind(reference: Enterprise) -> Decision:
    return settle_decision(read_decision(NORTHWIND, name="decision.yaml"), reference)


def an_axis(parameter: str, *values: float, types: tuple[str, ...] = ("discount",)) -> Axis:
    return Axis(parameter=parameter, types=types, values=values)


def with_values(
    enterprise: Enterprise,
    decision: Decision,
    grid: Grid,
    values: tuple[float, float],
    *,
    worlds: int,
    exact: Exactness,
) -> AlternativeFacts:
    """The decision with two values, compared by itself."""
    other = varied(varied(decision, grid.down, values[0]), grid.across, values[1])
    *_, declined = options_of(decision)
    options = [
        Option(key="proposed", title="", decision=decision),
        Option(key="it", title="", decision=other),
        declined,
    ]
    assert declined.key == DECLINE
    return compare(enterprise, options, worlds=worlds, exact=exact).choice("it")


def check(
    enterprise: Enterprise, decision: Decision, grid: Grid, table: GridFacts, *, worlds: int, exact: Exactness
) -> None:
    """Every cell against a comparison of its own."""
    for down, row in zip(grid.down.values, table.rows, strict=True):
        for across, cell in zip(grid.across.values, row, strict=True):
            alone = with_values(enterprise, decision, grid, (down, across), worlds=worlds, exact=exact)
            assert cell is not None
            assert cell.hidden == pytest.approx(alone.hidden.mean, rel=1e-9)
            assert cell.if_won == pytest.approx(alone.worth.if_won, rel=1e-9)
            assert cell.material.probability == pytest.approx(alone.material.probability, abs=1e-12)
            assert cell.pays is not None
            assert alone.worth.pays is not None
            assert cell.pays.kind == alone.worth.pays.kind
            assert (cell.pays.chance or 0.0) == pytest.approx(alone.worth.pays.chance or 0.0, rel=1e-9)


@pytest.mark.parametrize("shares", [(0.05, 0.15, 0.3), (0.3,)])
@pytest.mark.parametrize("exact", ["auto", "never"])
def test_cells_of_the_tiny_model(
    enterprise: Enterprise, deal: Decision, shares: tuple[float, ...], exact: Exactness
) -> None:
    """With several shares cells are put together from runs of one cell set off each, with one they are run whole."""
    grid = Grid(down=an_axis("share", *shares), across=an_axis("value", 50_000.0, 100_000.0))
    table = compare(enterprise, options_of(deal), worlds=400, exact=exact, grid=grid).grid
    assert table is not None
    assert table.exact == (exact == "auto")
    check(enterprise, deal, grid, table, worlds=400, exact=exact)


def test_cells_of_the_reference(reference: Enterprise, northwind: Decision) -> None:
    """A term changes delays, so that cells of one term share their runs and no others."""
    grid = Grid(
        down=an_axis("discount", 0.0, 0.1, 0.28, 0.4, 0.5, 0.6, types=("discount-exception",)),
        across=an_axis("term", 12.0, 36.0, types=("discount-exception",)),
    )
    table = compare(reference, options_of(northwind), worlds=300, grid=grid).grid
    assert table is not None
    assert (table.worlds, table.down.proposed, table.across.proposed) == (300, 0.28, 12.0)
    check(reference, northwind, grid, table, worlds=300, exact="never")


def test_many_runs_get_fewer_worlds(
    reference: Enterprise, northwind: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three terms with two discounts each are six runs, since five cells are set off."""
    monkeypatch.setattr(tabling, "MOST_PLAYED", 3_690)
    grid = Grid(
        down=an_axis("term", 12.0, 24.0, 36.0, types=("discount-exception",)),
        across=an_axis("discount", 0.1, 0.28, types=("discount-exception",)),
    )
    table = compare(reference, options_of(northwind), worlds=700, grid=grid).grid
    assert table is not None
    assert table.worlds == 600


def test_a_cell_without_an_answer_is_left_empty(tmp_path: Path) -> None:
    files = tiny_files()
    files["discount.yaml"] = files["discount.yaml"].replace(
        "amount: value * share}", "amount: value / (share - 10 %)}"
    )
    broken = load_enterprise(write_model(tmp_path / "model", files))
    deal = a_deal(tmp_path, broken)
    grid = Grid(down=an_axis("share", 0.1, 0.2), across=an_axis("value", 1e5, 2e5))
    table = compare(broken, options_of(deal), worlds=50, grid=grid).grid
    assert table is not None
    assert [[cell is None for cell in row] for row in table.rows] == [[True, True], [False, False]]


def test_the_table_that_suits_northwind(reference: Enterprise, northwind: Decision) -> None:
    """Two alternatives change the discount and the days to pay, one the term."""
    grid = natural_grid(reference, northwind)
    assert grid is not None
    assert (grid.down.parameter, grid.down.values) == (
        "discount",
        (0.0, 0.1, 0.15, 0.18, 0.2, 0.28, 0.3, 0.4),
    )
    assert (grid.across.parameter, grid.across.values) == ("new_days", (0.0, 30.0, 60.0, 90.0, 120.0))
    assert grid.cells <= MOST_CELLS


def test_no_table_suits_a_deal_whose_alternatives_change_no_time(
    enterprise: Enterprise, deal: Decision
) -> None:
    assert deal.alternatives
    assert natural_grid(enterprise, deal) is None


def test_a_decision_without_alternatives_suggests_no_table(tmp_path: Path, enterprise: Enterprise) -> None:
    text = DEAL.partition("alternatives:")[0]
    assert natural_grid(enterprise, a_deal(tmp_path, enterprise, text)) is None
