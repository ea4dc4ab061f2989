"""Our side: the engine and the chains, asked as a user of the library asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy import propagation
from anatomy.propagation import Network, Spread, Trigger, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from benchmarks.enterprises import Enterprise

FELT_AT = 0.1


class MissingError(Exception):
    """The engine does not offer this yet, so its row cannot be measured."""


def network_of(enterprise: Enterprise) -> Network:
    """The enterprise as the engine's arrays; cells and dependencies are in order already."""
    names = enterprise.names()
    return Network(
        nodes=tuple(names),
        edge_ids=tuple(enterprise.ids(names)),
        source=enterprise.source,
        target=enterprise.target,
        likelihood=enterprise.likelihood,
        severity_share=enterprise.severity_share,
        delay_low=enterprise.delay_days,
        delay_mode=enterprise.delay_days,
        delay_high=enterprise.delay_days,
    )


def graph_of(enterprise: Enterprise) -> nx.MultiDiGraph[str]:
    """The enterprise as the networkx graph in which the project keeps a model."""
    import networkx as nx  # noqa: PLC0415 - a child that measures memory must not load it

    names = enterprise.names()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(names)
    columns = (enterprise.source, enterprise.target, enterprise.likelihood, enterprise.severity_share)
    rows = zip(enterprise.ids(names), *(column.tolist() for column in columns), strict=True)
    for key, source, target, likelihood, share in rows:
        graph.add_edge(names[source], names[target], key=key, likelihood=likelihood, severity_share=share)
    return graph


class Question(Struct, frozen=True, kw_only=True, eq=False):
    """A network and what a decision sets off in it."""

    network: Network
    set_off: tuple[int, ...]

    @classmethod
    def of(cls, enterprise: Enterprise) -> Question:
        """The headline decision."""
        return cls(network=network_of(enterprise), set_off=tuple(enterprise.decision()))

    @property
    def triggers(self) -> list[Trigger]:
        """What is set off: for certain, at full severity, at once."""
        return [Trigger(node=self.network.nodes[cell]) for cell in self.set_off]

    def reach(self, *, worlds: int, seed: int = 0) -> NDArray[np.int64]:
        """Per cell, in how many worlds it is reached."""
        counts = _offered("reach")(self.network, self.triggers, worlds=worlds, seed=seed)
        return np.asarray(counts, dtype=np.int64)

    def spread(self, *, worlds: int, seed: int = 0) -> Spread:
        """Everything: reached, felt, severity and arrival with their quantiles."""
        return run(self.network, self.triggers, worlds=worlds, seed=seed, felt_at=FELT_AT, exact="never")

    def figures(self, *, worlds: int, seed: int = 0) -> list[tuple[object, object]]:
        """Mean and five quantiles of arrival and of severity, of every cell."""
        spread = self.spread(worlds=worlds, seed=seed)
        return [(node.arrival, _offered("severity", node)) for node in spread.nodes.values()]

    def removal(self, *, worlds: int, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """In how many worlds each cell (column) is lost without each dependency, and without each cell (row)."""
        effects = _offered("importance")(self.network, self.triggers, worlds=worlds, seed=seed)
        return effects.by_edge, effects.by_node

    def without_dependency(self, dependency: int) -> Question:
        """The same question with one dependency taken out."""
        return self._without(np.arange(len(self.network.edge_ids)) == dependency, self.set_off)

    def without_cell(self, cell: int) -> Question:
        """The same question with one cell taken out: nothing leads to it or from it, and it is not set off."""
        touching = (self.network.source == cell) | (self.network.target == cell)
        return self._without(touching, [other for other in self.set_off if other != cell])

    def _without(self, dependencies: NDArray[np.bool_], set_off: Sequence[int]) -> Question:
        likelihood = np.where(dependencies, 0.0, self.network.likelihood)
        return Question(network=replace(self.network, likelihood=likelihood), set_off=tuple(set_off))


def _offered(name: str, by: object = propagation) -> Any:
    try:
        return getattr(by, name)
    except AttributeError:
        raise MissingError(f"the engine does not offer {name} yet") from None
