"""The reference enterprise as content: sourced, sparse, steady, and reaching whom the sources name."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from msgspec.structs import replace

from anatomy.assess.spreading import spread_effects
from anatomy.deciding import decide_effects
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise

# Whom the articles and public pages name for each decision, by department key; the deciding one left out.
NAMED = {
    "pricing-change": "marketing finance operations technology support projects legal",
    "discount-exception": "finance legal technology support risk",
    "key-deal-commitment": "operations finance legal support projects engineering supply-chain",
    "campaign-surge": "sales support finance technology",
    "lead-routing-change": "technology marketing finance operations",
    "territory-quota-change": "hr finance support technology",
    "comp-plan-change": "sales finance legal technology",
    "crm-change": "technology finance marketing support hr operations strategy supply-chain",
    "payment-terms-exception": "finance risk technology operations",
    "contract-sla-exception": "legal support finance operations hr risk",
    "renewal-terms-change": "finance support legal",
    "channel-change": "finance legal risk marketing support technology",
    "forecast-commit": "finance supply-chain operations hr marketing strategy",
    "key-person-leaves": "support operations legal risk finance hr",
}
MAY_LIGHT_UP_MOST = {"key-person-leaves"}


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def reached_at_once(key: str) -> frozenset[str]:
    """Departments one cross-department dependency away from a set-off cell or the layers below it."""
    enterprise = reference()
    effects = decide_effects(enterprise, settle_decision(draft_of_type(enterprise, key), enterprise))
    order = list(enterprise.layers)
    start = {
        (trigger.cell.department, trigger.cell.sub_function, layer)
        for trigger in effects.triggers
        for layer in order[order.index(trigger.cell.layer) :]
    }
    rows = [one.dependency for one in effects.dependencies if one.dependency.likelihood.point > 0]
    return frozenset(
        row.target.department
        for row in rows
        if (row.source.department, row.source.sub_function, row.source.layer) in start
        and row.target.department != row.source.department
    )


def test_every_decision_is_held_against_the_sources() -> None:
    assert set(reference().decision_types) == set(NAMED)


@pytest.mark.parametrize("key", sorted(NAMED))
def test_a_decision_reaches_at_once_whom_the_sources_name_or_says_why_not(key: str) -> None:
    """Every difference is explained in the note of the decision type, by the name of the department."""
    enterprise = reference()
    note = enterprise.decision_types[key].basis.note

    for department in reached_at_once(key) ^ frozenset(NAMED[key].split()):
        assert enterprise.departments[department].name.removeprefix("Customer ") in note, department


def test_there_are_600_curated_dependencies_besides_the_rule() -> None:
    rows = [row for row in reference().dependencies if not row.by_rule]

    assert len(rows) >= 600
    assert len({row.effect for row in rows}) >= 0.97 * len(rows), "effect phrases repeat"


def test_every_department_gives_and_takes() -> None:
    crossing = [row for row in reference().dependencies if row.source.department != row.target.department]

    assert {row.source.department for row in crossing} == set(reference().departments)
    assert {row.target.department for row in crossing} == set(reference().departments)


def test_grade_a_names_a_source() -> None:
    """A source of the model's own list, which restates the public ones; never a mere word."""
    enterprise = reference()
    stated = [row for row in enterprise.dependencies if row.basis.grade == "A"]

    assert len(stated) >= 66
    assert [row.id for row in stated if not row.basis.sources] == []
    assert [row.id for row in stated if not set(row.basis.sources) <= set(enterprise.sources)] == []


def test_no_block_is_fully_connected() -> None:
    """Sparse: no four sub-functions all depend on each other both ways, and no cell fans out beyond a dozen."""
    rows = [row for row in reference().dependencies if not row.by_rule]
    pairs = nx.DiGraph(
        ((r.source.department, r.source.sub_function), (r.target.department, r.target.sub_function))
        for r in rows
    )
    mutual = nx.Graph((a, b) for a, b in pairs.edges if a != b and pairs.has_edge(b, a))
    fan_out = Counter(row.source for row in rows)

    assert [clique for clique in nx.find_cliques(mutual) if len(clique) > 3] == []
    assert max(fan_out.values()) <= 12


def test_loops_stay_far_from_feeding_themselves() -> None:
    """Spectral radius below 0.8, by dense eigenvalues over the whole matrix."""
    enterprise = reference()
    place = {cell: number for number, cell in enumerate(enterprise.cells())}
    matrix = np.zeros((len(place), len(place)))
    for row in enterprise.dependencies:
        matrix[place[row.source], place[row.target]] += row.likelihood.point
    # Only cells on loops matter; the rest is triangular.
    graph = nx.from_numpy_array(matrix, create_using=nx.DiGraph)
    knots = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]

    assert knots
    assert max(abs(np.linalg.eigvals(matrix[np.ix_(part, part)])).max() for part in knots) < 0.8


@pytest.mark.parametrize("key", sorted(set(NAMED) - MAY_LIGHT_UP_MOST))
def test_no_ordinary_decision_lights_up_every_department(key: str) -> None:
    enterprise = reference()
    report = what_if(enterprise, settle_decision(draft_of_type(enterprise, key), enterprise), worlds=1_000)

    assert report.departments_felt < 9


def test_removing_a_dependency_never_raises_a_chance() -> None:
    """50 random dependencies at 512 worlds, same coins: every cell and department, reached and felt."""
    enterprise = reference()
    effects = decide_effects(
        enterprise, settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise)
    )
    whole = spread_effects(enterprise, effects, worlds=512, seed=3)
    near = [
        place
        for place, one in enumerate(effects.dependencies)
        if whole.nodes[str(one.dependency.source)].reached > 0
    ]
    for place in random.Random(7).sample(near, 50):
        fewer = replace(
            effects, dependencies=effects.dependencies[:place] + effects.dependencies[place + 1 :]
        )
        less = spread_effects(enterprise, fewer, worlds=512, seed=3)
        assert all(less.nodes[name].reached <= node.reached for name, node in whole.nodes.items())
        assert all(less.nodes[name].probability <= node.probability for name, node in whole.nodes.items())
        assert all(less.groups[name].probability <= group.probability for name, group in whole.groups.items())
