"""The table that suits a decision by itself: over what its alternatives change most often, a share and a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from anatomy.domain.grid import MOST_CELLS, Axis, Grid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from anatomy.domain.decision import Decision, Parameter, Proposal
    from anatomy.domain.enterprise import Enterprise

    Key = tuple[str, str]  #: decision type and parameter

SHARES: Final = ("share",)
TIMES: Final = ("days", "months")
STEPS: Final = 4  #: of a raster from 0
BEYOND: Final = 1.2  #: how far a raster goes past the largest value of any choice
#: Widths of a step that people count in.
WIDTHS: Final = {
    "share": (0.01, 0.02, 0.05, 0.10, 0.20, 0.25, 0.50),
    "days": (1.0, 5.0, 10.0, 15.0, 30.0, 60.0, 90.0, 180.0, 360.0),
    "months": (1.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0, 120.0),
}


def natural_grid(enterprise: Enterprise, decision: Decision) -> Grid | None:
    """
    A table over the share and the time (days or months) that most alternatives change; None if there is no such pair.

    Each takes the values of all choices, and a raster from 0 to somewhat beyond the largest of them.
    """
    changed = _changed(decision)
    down, across = (_commonest(enterprise, changed, kinds) for kinds in (SHARES, TIMES))
    if down is None or across is None:
        return None
    values = [_values(enterprise, decision, key) for key in (down, across)]
    if _too_many(values):
        values = [(own, ()) for own, _ in values]
    if _too_many(values):
        return None
    return Grid(down=_axis(down, values[0]), across=_axis(across, values[1]))


def _changed(decision: Decision) -> Counter[Key]:
    """How many alternatives give a parameter another value than proposed, in the order of the proposals."""
    count: Counter[Key] = Counter()
    for proposal in decision.proposals:
        for name, value in proposal.values.items():
            others = (one.values.get(name, value) for one in _same_type(decision, proposal.type))
            count[proposal.type, name] = sum(other != value for other in others)
    return +count


def _same_type(decision: Decision, kind: str) -> Iterator[Proposal]:
    return (one for choice in decision.alternatives for one in choice.proposals if one.type == kind)


def _commonest(enterprise: Enterprise, changed: Counter[Key], kinds: Collection[str]) -> Key | None:
    for key, _ in changed.most_common():  # of equal counts the first in the order of the proposals
        if _parameter(enterprise, key).kind in kinds:
            return key
    return None


def _parameter(enterprise: Enterprise, key: Key) -> Parameter:
    kind, name = key
    return enterprise.parameters_of(kind)[name]


def _values(
    enterprise: Enterprise, decision: Decision, key: Key
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The values of the choices, and those of the raster that lie within the parameter's range."""
    kind, name = key
    parameter = _parameter(enterprise, key)
    proposals = (*decision.proposals, *_same_type(decision, kind))
    own = {float(one.values[name]) for one in proposals if one.type == kind and name in one.values}
    low, high = parameter.bounds()
    top = max(own) * BEYOND
    width = next((one for one in WIDTHS[parameter.kind] if one * STEPS >= top), WIDTHS[parameter.kind][-1])
    raster = (round(width * step, 9) for step in range(STEPS + 1))
    return tuple(own), tuple(one for one in raster if low <= one <= high)


def _too_many(values: list[tuple[tuple[float, ...], tuple[float, ...]]]) -> bool:
    (down, more_down), (across, more_across) = values
    return len({*down, *more_down}) * len({*across, *more_across}) > MOST_CELLS


def _axis(key: Key, values: tuple[tuple[float, ...], tuple[float, ...]]) -> Axis:
    kind, name = key
    own, raster = values
    return Axis(parameter=name, types=(kind,), values=tuple(sorted({*own, *raster})))
