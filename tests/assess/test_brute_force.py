"""A whole what-if against a second, slow way: every world of a tiny model gone through in plain Python."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from anatomy.domain.quantity import Range
from anatomy.whatif import what_if
from builders.tiny import a_decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport

VALUE, SHARE = 100_000.0, 0.3
MATERIAL = 5_000.0
FELT_AT = 0.1


def exactly(number: float) -> Any:
    return pytest.approx(number, rel=1e-12, abs=1e-12)


class World(Struct):
    """What happens in one world, by cell."""

    chance: float
    severity: dict[str, float] = field(default_factory=dict)
    arrival: dict[str, float] = field(default_factory=dict)

    def felt(self, cell: str) -> bool:
        """Whether the cell notices."""
        return self.severity.get(cell, 0.0) >= FELT_AT

    def lost(self, cell: str, amount: float, horizon: float) -> float:
        """Money lost there within the horizon."""
        in_time = self.arrival.get(cell, math.inf) <= horizon
        return amount * self.severity.get(cell, 0.0) if in_time else 0.0


def worlds(enterprise: Enterprise) -> Iterator[World]:
    """Every combination of the two seeds and the seven rows, straight from the text of the model."""
    seeds = [("sales/deals/process", 0.8, 2 * SHARE, 0.0), ("sales/pricing/process", 0.5, 0.3, 4.0)]
    rows = [
        (str(one.source), str(one.target), one.likelihood.point, one.severity_share.point, one.delay.point)
        for one in enterprise.dependencies
    ]
    coins = [seed[1] for seed in seeds] + [row[2] for row in rows]
    for faces in product((True, False), repeat=len(coins)):
        chance = math.prod(p if face else 1 - p for p, face in zip(coins, faces, strict=True))
        world = World(chance)
        for (cell, _, severity, time), lit in zip(seeds, faces, strict=False):
            if lit:
                world.severity[cell] = max(severity, world.severity.get(cell, 0.0))
                world.arrival[cell] = min(time, world.arrival.get(cell, math.inf))
        live = [row for row, face in zip(rows, faces[len(seeds) :], strict=True) if face]
        for _ in rows:
            for source, target, _, share, delay in live:
                if source in world.severity:
                    world.severity[target] = max(
                        world.severity.get(target, 0.0), world.severity[source] * share
                    )
                    reached = world.arrival[source] + delay
                    world.arrival[target] = min(world.arrival.get(target, math.inf), reached)
        yield world


def expected(pairs: Iterator[tuple[float, float]]) -> float:
    return math.fsum(chance * value for chance, value in pairs)


@pytest.fixture(scope="module")
def report(enterprise: Enterprise) -> ImpactReport:
    return what_if(enterprise, a_decision(enterprise))


@pytest.fixture(scope="module")
def truth(enterprise: Enterprise) -> list[World]:
    return list(worlds(enterprise))


def test_the_answer_is_exact(report: ImpactReport, truth: list[World]) -> None:
    assert report.run.exact
    assert len(truth) == 2**9
    assert math.fsum(world.chance for world in truth) == exactly(1)


def test_cells(report: ImpactReport, truth: list[World]) -> None:
    assert len(report.cells) == 5  # nothing leads to the operations of pricing
    for cell in report.cells:
        name, feeling = cell.cell, cell.feeling
        felt = expected((world.chance, float(world.felt(name))) for world in truth)
        days = expected((world.chance, world.arrival[name]) for world in truth if world.felt(name))
        severity = expected((world.chance, world.severity.get(name, 0.0)) for world in truth)
        hard = expected((world.chance, world.severity[name]) for world in truth if world.felt(name))

        assert feeling.felt.probability == exactly(felt)
        assert feeling.felt.low == feeling.felt.probability == feeling.felt.high
        reached = expected((world.chance, float(name in world.severity)) for world in truth)
        assert feeling.reached.probability == exactly(reached)
        assert feeling.mean_severity == exactly(severity)
        if felt:
            assert feeling.arrival_days is not None
            assert feeling.arrival_days.mean == exactly(days / felt)
            assert feeling.mean_severity_if_felt == exactly(hard / felt)
        else:
            assert feeling.arrival_days is None


def test_departments(report: ImpactReport, truth: list[World]) -> None:
    for department in report.departments:
        key = f"{department.key}/"
        felt = [
            (world, [cell for cell in world.severity if cell.startswith(key) and world.felt(cell)])
            for world in truth
        ]
        chance = expected((world.chance, float(bool(cells))) for world, cells in felt)
        first = expected(
            (world.chance, min(world.arrival[cell] for cell in cells)) for world, cells in felt if cells
        )

        assert department.feeling.felt.probability == exactly(chance)
        assert department.feeling.arrival_days is not None
        assert department.feeling.arrival_days.mean == exactly(first / chance)
        for place, layer in enumerate(report.model.layers):
            any_felt = expected(
                (world.chance, float(any(cell.endswith(layer.key) for cell in cells)))
                for world, cells in felt
            )
            assert department.layers[place] == exactly(any_felt)
    total = math.fsum(department.feeling.felt.probability for department in report.departments)
    assert report.departments_felt == exactly(total)


def test_money(report: ImpactReport, truth: list[World]) -> None:
    items = {
        "slip": ("legal/contracts/operations", VALUE / 10, 9.0),
        "anchor": ("sales/pricing/process", VALUE * SHARE, 365.0),
        "wait": ("sales/deals/operations", VALUE / 50, 30.0),
    }
    means: dict[str, float] = defaultdict(float)
    for loss in report.losses:
        lost = [(world.chance, world.lost(*items[loss.key])) for world in truth]
        assert loss.loss.mean == exactly(expected(iter(lost)))
        assert loss.chance.probability == exactly(expected((p, float(x > 0)) for p, x in lost))
        means[loss.key] = loss.loss.mean
    margin = [(world.chance, world.lost(*items["slip"]) + world.lost(*items["anchor"])) for world in truth]
    mean = expected(iter(margin))

    assert report.total.loss.mean == exactly(mean)
    assert report.total.loss.mean == exactly(means["slip"] + means["anchor"])
    variance = expected((p, (x - mean) ** 2) for p, x in margin)
    assert report.total.loss_sd == pytest.approx(math.sqrt(variance), rel=1e-9)
    over = expected((p, float(x > MATERIAL)) for p, x in margin)
    assert report.total.material.probability == exactly(over)
    assert report.total.late_cash.mean == exactly(means["wait"])
    assert (report.total.direct, report.total.direct_late_cash) == (30_000.0, 1_000.0)
    mass = 0.0
    for amount, p in sorted((x, p) for p, x in margin):
        mass += p
        if mass >= 0.9:
            assert report.total.loss.p90 == exactly(amount)
            break


def test_chains_add_up_to_the_chance(report: ImpactReport) -> None:
    for department in report.departments:
        shares = math.fsum(path.share.probability for path in department.paths) + department.other_paths

        assert shares == exactly(department.feeling.felt.probability)
        for path in department.paths:
            assert path.share.probability <= path.alone + 1e-12
            assert len(path.links) == len(path.cells) - 1
            assert path.cells[-1].startswith(f"{department.key}/")


def test_sampling_comes_close(enterprise: Enterprise, report: ImpactReport) -> None:
    """The same question with delays that may be anything is sampled; chances agree within their error."""
    rows = [
        replace(one, delay=Range(one.delay.low, one.delay.mode, one.delay.high + 2))
        for one in enterprise.dependencies
    ]
    sampled = what_if(replace(enterprise, dependencies=tuple(rows)), a_decision(enterprise), worlds=20_000)

    assert not sampled.run.exact
    for exact, other in zip(report.departments, sampled.departments, strict=True):
        assert other.feeling.felt.probability == pytest.approx(exact.feeling.felt.probability, abs=0.02)
        assert other.feeling.felt.low <= other.feeling.felt.probability <= other.feeling.felt.high
        shares = math.fsum(path.share.probability for path in other.paths) + other.other_paths
        assert shares == pytest.approx(other.feeling.felt.probability, abs=1e-12)
