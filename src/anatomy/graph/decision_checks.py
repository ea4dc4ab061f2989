"""Whether decision types fit the anatomy that they act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.response import Number, names_in
from anatomy.graph.choosing import choosing_of
from anatomy.graph.index import index_of
from anatomy.graph.spot import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.domain.cell import CellId
    from anatomy.domain.decision import Adjustment, DecisionType, Figure, LossItem, MoneyLine, SetOff
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.mitigation import Mitigation
    from anatomy.domain.response import Response, When

_NEVER = Number(0.0)


def nothing_set_off(enterprise: Enterprise) -> Iterator[Spot]:
    """Decision types that can set off no cell."""
    for key, one in enterprise.decision_types.items():
        if not starts_of(one):
            yield Spot(
                message=f"the decision type {key!r} sets off nothing, so it has no effect on anyone",
                hint="add a cell with a severity to sets_off:",
                position=enterprise.origin(f"decision_types|{key}|sets_off"),
                subject=key,
            )


def loss_owners_out_of_reach(enterprise: Enterprise) -> Iterator[Spot]:
    """Loss items whose owner cell no chain leads to, so that the money can never be lost."""
    for key, one in enterprise.decision_types.items():
        reached = reached_from(enterprise, starts_of(one))
        for loss in one.losses if reached else ():
            if loss.owner not in reached:
                yield Spot(
                    message=f"the loss {loss.key!r} of {key} can never happen: nothing that {key} sets off "
                    f"leads to its owner {enterprise.code(loss.owner)}",
                    hint="name another owner, or add the dependency that leads there",
                    position=enterprise.origin(f"decision_types|{key}|losses|{loss.key}|owner"),
                    subject=f"{key}.{loss.key}",
                )


def losses_that_disagree(enterprise: Enterprise) -> Iterator[Spot]:
    """Loss items of one key, which count as the same money, with another owner or measure."""
    first: dict[str, tuple[str, LossItem]] = {}
    for key, one in enterprise.decision_types.items():
        for loss in one.losses:
            other_key, other = first.setdefault(loss.key, (key, loss))
            differs = [
                f"{name} {mine}, there {theirs}"
                for name, mine, theirs in (
                    ("owner", enterprise.code(loss.owner), enterprise.code(other.owner)),
                    ("measure", loss.measure, other.measure),
                )
                if mine != theirs
            ]
            if differs:
                yield Spot(
                    message=f"the loss {loss.key!r} is the same money in {key} and {other_key}, but here "
                    f"{' and '.join(differs)}",
                    hint="make them agree, or give one another key",
                    position=enterprise.origin(f"decision_types|{key}|losses|{loss.key}"),
                    subject=f"{key}.{loss.key}",
                )


def unread_parameters(enterprise: Enterprise) -> Iterator[Spot]:
    """Parameters that may be set and change nothing."""
    for key, one in enterprise.decision_types.items():
        applying = (policy for policy in enterprise.policies.values() if key in (policy.applies_to or (key,)))
        read = _read(one).union(*(policy.compared() for policy in applying))
        read |= {
            name
            for each in enterprise.mitigations.values()
            if key in each.applies_to
            for name in _reads(each)
        }
        for name in one.parameters:
            if name not in read:
                yield Spot(
                    message=f"nothing in {key} reads the parameter {name!r}, so setting it changes nothing",
                    hint="use it, or delete it",
                    position=enterprise.origin(f"decision_types|{key}|parameters|{name}"),
                    subject=f"{key}.{name}",
                )


def idle_adjustments(enterprise: Enterprise) -> Iterator[Spot]:
    """Adjustments whose selector chooses no dependency."""
    choosing = choosing_of(enterprise)
    for key, one in enterprise.decision_types.items():
        for index, adjustment in enumerate(one.adjusts):
            if not choosing.chosen(adjustment.of):
                yield Spot(
                    message=f"adjusts: item {index + 1} of {key} chooses no dependency",
                    hint="check from, to, kind and carried_by; was the dependency removed or renamed?",
                    position=enterprise.origin(f"decision_types|{key}|adjusts|{index}"),
                    subject=key,
                )


def starts_of(one: DecisionType) -> set[CellId]:
    """The cells that a decision type can set off."""
    return {start.cell for start in one.sets_off if _NEVER not in (start.severity, start.likelihood)}


def reached_from(enterprise: Enterprise, starts: set[CellId]) -> set[CellId]:
    """Those cells, and every one that a chain of dependencies leads to from them."""
    index = index_of(enterprise)
    reached = {index.number[cell] for cell in starts}
    pending = list(reached)
    while pending:
        for number in index.leaving[pending.pop()]:
            row, target = enterprise.dependencies[number], index.target[number]
            if target not in reached and row.likelihood.high > 0 and row.severity_share.high > 0:
                reached.add(target)
                pending.append(target)
    return {index.cells[number] for number in reached}


def _read(one: DecisionType) -> set[str]:
    """Every parameter that some response or condition of a decision type looks at."""
    items: tuple[SetOff | Adjustment | MoneyLine | LossItem | Figure, ...]
    items = (*one.sets_off, *one.adjusts, *one.money, *one.losses, *one.figures)
    read = {name for response in _responses(one) for name in names_in(response)}
    for item in items:
        read |= set(_names_in_conditions(item.when))
    return read


def _reads(one: Mitigation) -> set[str]:
    """Every parameter that a mitigation looks at or sets."""
    bounds = (bound for each in one.sets for bound in (each.to, each.at_least, each.at_most))
    responses = (one.cost, *_factors(one.adjusts), *bounds)
    read = {
        name
        for response in responses
        if response is not None and not isinstance(response, str | bool)
        for name in names_in(response)
    }
    for when in (one.when, *(adjustment.when for adjustment in one.adjusts)):
        read |= set(_names_in_conditions(when))
    return read | {each.parameter for each in one.sets}


def _factors(adjusts: Iterable[Adjustment]) -> Iterator[Response]:
    for one in adjusts:
        factors = (one.likelihood, one.severity_share, one.delay, one.delay_added)
        yield from (factor for factor in factors if factor is not None)


def _responses(one: DecisionType) -> Iterator[Response]:
    for start in one.sets_off:
        yield from (start.likelihood, start.severity, start.time)
    yield from _factors(one.adjusts)
    yield from (line.amount for line in one.money)
    yield from (figure.value for figure in one.figures)
    yield from (loss.amount for loss in one.losses)


def _names_in_conditions(when: When) -> Iterator[str]:
    for condition in (condition for group in when for condition in group):
        yield condition.parameter
        if not isinstance(condition.than, (bool, tuple)):
            yield from names_in(condition.than)
