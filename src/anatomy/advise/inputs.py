"""The inputs of an answer: values of parameters, and the groups of likelihoods that have ranges."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.assess.doubting import doubt_of_effects

if TYPE_CHECKING:
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.response import Value
    from anatomy.propagation import Correlation


def with_value(decision: Decision, place: int, name: str, value: Value) -> Decision:
    """The decision with another value of one parameter of one proposal."""
    proposals = list(decision.proposals)
    proposals[place] = replace(proposals[place], values={**proposals[place].values, name: value})
    return replace(decision, proposals=tuple(proposals))


def doubtful_groups(effects: Effects, groups: Correlation) -> Counter[str]:
    """Name of each group of likelihoods -> how many of them have a range and start where the decision can reach."""
    doubt = doubt_of_effects(effects, groups)
    leaving: dict[str, list[int]] = {}
    for place, one in enumerate(effects.dependencies):
        if doubt.high[place] > 0:
            leaving.setdefault(str(one.dependency.source), []).append(place)
    reached = {str(trigger.cell) for trigger in effects.triggers}
    waiting, count = list(reached), Counter[str]()
    while waiting:
        for place in leaving.get(waiting.pop(), ()):
            target = str(effects.dependencies[place].dependency.target)
            count[doubt.moves_with[place]] += int(doubt.low[place] < doubt.high[place])
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return +count
