"""Money of a decision: what moves for certain, and what is at risk in which cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.deciding.evaluating import Evaluating
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Basis


class CertainMoney(Struct, frozen=True, kw_only=True):
    """A money line of the decision itself; a loss is positive, a gain negative."""

    key: str
    name: str
    amount: float
    measure: str
    either_way: bool = False  #: it moves as well if the deal is won without the decision


class MoneyAtRisk(Struct, frozen=True, kw_only=True):
    """A loss item with its amount: money lost if its owner is hit with severity 1 within the horizon."""

    key: str
    name: str
    owner: CellId
    amount: float  #: 0 or more
    horizon_days: float
    measure: str
    basis: Basis


class FigureValue(Struct, frozen=True, kw_only=True):
    """A figure of a decision type with its number, in the unit of its kind; a share of 1 is 100 %."""

    key: str
    name: str
    kind: str
    value: float


def figures(proposals: Iterable[Evaluating]) -> tuple[FigureValue, ...]:
    """Every figure that applies, in the order of the types and of their figures."""
    return tuple(
        FigureValue(
            key=figure.key,
            name=figure.name,
            kind=figure.kind,
            value=proposal.number(figure.value, f"figures|{figure.key}|value"),
        )
        for proposal in proposals
        for figure in proposal.type.figures
        if proposal.meets(figure.when, f"figures|{figure.key}")
    )


def certain_money(proposals: Iterable[Evaluating]) -> tuple[CertainMoney, ...]:
    """Every money line that applies, in the order of the types and of their lines."""
    return tuple(
        CertainMoney(
            key=line.key,
            name=line.name,
            amount=proposal.money(line.amount, f"money|{line.key}|amount"),
            measure=line.measure,
            either_way=line.either_way,
        )
        for proposal in proposals
        for line in proposal.type.money
        if proposal.meets(line.when, f"money|{line.key}")
    )


def money_at_risk(proposals: Iterable[Evaluating]) -> tuple[MoneyAtRisk, ...]:
    """Every loss item that applies; items of one key are the same money, at the larger amount."""
    merged: dict[str, MoneyAtRisk] = {}
    for proposal in proposals:
        for item in _of_one(proposal):
            other = merged.get(item.key)
            merged[item.key] = item if other is None else max(other, item, key=_weight)
    return tuple(merged[key] for key in sorted(merged))


def _weight(item: MoneyAtRisk) -> tuple[float, float, CellId]:
    """By amount; ties by horizon and owner, so that the order of proposals means nothing."""
    return item.amount, item.horizon_days, item.owner


def _of_one(proposal: Evaluating) -> Iterator[MoneyAtRisk]:
    for item in proposal.type.losses:
        path = f"losses|{item.key}"
        if not proposal.meets(item.when, path):
            continue
        amount = max(0.0, proposal.money(item.amount, f"{path}|amount"))
        if amount > 0:
            yield MoneyAtRisk(
                key=item.key,
                name=item.name,
                owner=item.owner,
                amount=amount,
                horizon_days=item.horizon_days,
                measure=item.measure,
                basis=item.basis,
            )
