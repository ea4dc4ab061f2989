"""From an enterprise to a networkx graph: a node for every cell, an edge for every dependency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Dependency, Enterprise


def build_graph(enterprise: Enterprise) -> nx.MultiDiGraph[str]:
    """
    The anatomy as a graph that `anatomy.propagate` takes as it is.

    Nodes are the slugs of cells, with department, sub_function, layer (keys), code, title, owner and text.
    Edges are keyed by the id of their dependency, with id, kind, effect, likelihood and severity_share (point
    values), delay_days (low, mode, high) and by_rule.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=enterprise.name)
    for cell in enterprise.cells():
        graph.add_node(
            str(cell),
            department=cell.department,
            sub_function=cell.sub_function,
            layer=cell.layer,
            code=enterprise.code(cell),
            title=enterprise.title(cell),
            owner=enterprise.departments[cell.department].sub_functions[cell.sub_function].owner,
            text=enterprise.text(cell),
        )
    for dependency in enterprise.dependencies:
        _add(graph, dependency)
    return graph


def _add(graph: nx.MultiDiGraph[str], dependency: Dependency) -> None:
    delay = dependency.delay
    graph.add_edge(
        str(dependency.source),
        str(dependency.target),
        key=dependency.id,
        id=dependency.id,
        kind=dependency.kind,
        effect=dependency.effect,
        likelihood=dependency.likelihood.point,
        severity_share=dependency.severity_share.point,
        delay_days=(delay.low, delay.mode, delay.high),
        by_rule=dependency.by_rule,
    )
