"""
Two bounds that need no worlds: every chance of being reached lies between them, or the engine is wrong.

Sources:
    Positive association (Harris 1960; Esary, Proschan and Walkup 1967), in docs/references.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.errors import EngineFaultError
from anatomy.propagation.kernel import relax

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from anatomy.propagation.plan import Plan
    from anatomy.propagation.spread import NodeSpread

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

ROUNDS: Final = 50  #: after any number of rounds the upper bound holds; more only tighten it
DEVIATIONS: Final = 8  #: sampled chances may stray from their bounds by so many standard errors
ROUNDING: Final = 1e-9


def bracket(plan: Plan) -> tuple[Floats, Floats]:
    """
    Per node of a plan, a lower and an upper bound of its chance of being reached.

    Lower: the likeliest single chain. Upper: the noisy-or of what leads in, as if that were independent, begun with
    every node certain; cycles make it too high, and never too low.
    """
    lit = _lit(plan)
    lower = lit.copy()
    out = plan.start

    def along(nodes: Places, edges: Places) -> Floats:
        return lower.take(nodes) * plan.likelihood.take(edges)

    relax(lower, np.flatnonzero(lit > 0), out, plan.target, along, better=np.greater, best=np.maximum)
    upper = np.ones(len(plan.nodes))
    for _ in range(ROUNDS):
        missed = 1 - lit
        np.multiply.at(missed, plan.target, 1 - plan.likelihood * upper.take(plan.source))
        upper = 1 - missed
    return lower, upper


def check_bracket(
    plan: Plan,
    nodes: Mapping[str, NodeSpread],
    groups: Mapping[str, NodeSpread],
    members: Mapping[str, Collection[str]],
    *,
    worlds: int,
) -> None:
    """
    Hold the chances of being reached against their bounds.

    Args:
        plan: what was gone through.
        nodes: every node of its network.
        groups: by name.
        members: of the groups that any member hits.
        worlds: that were sampled; 0 when the answer is exact.

    Raises:
        EngineFaultError: a chance lies outside by more than sampling can explain.
    """
    names = [plan.network.nodes[place] for place in plan.nodes.tolist()]
    lower, upper = (dict(zip(names, bound.tolist(), strict=True)) for bound in bracket(plan))
    for name in names:
        _hold(name, nodes[name].reached, lower[name], upper[name], worlds)
    for name, some in members.items():
        inside = [node for node in sorted(some) if node in lower]
        least = max((lower[node] for node in inside), default=0.0)
        most = 1 - float(np.prod([1 - upper[node] for node in inside]))
        _hold(name, groups[name].reached, least, most, worlds)


def _hold(name: str, chance: float, lower: float, upper: float, worlds: int) -> None:
    for bound, outside in ((lower, lower - chance), (upper, chance - upper)):
        error = DEVIATIONS * (bound * (1 - bound) / worlds) ** 0.5 + DEVIATIONS / worlds if worlds else 0.0
        if outside > ROUNDING + error:
            raise EngineFaultError(
                f"the chance that {name!r} is reached came out as {chance:.6f}, outside {lower:.6f} to {upper:.6f}"
            )


def _lit(plan: Plan) -> Floats:
    """Per node, the chance that it is set off itself."""
    missed = np.ones(len(plan.nodes))
    np.multiply.at(missed, plan.trigger_node, 1 - plan.trigger_likelihood)
    return 1 - missed
