"""Money: what the decision costs by itself, what it costs elsewhere, and the loss items behind that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.promises import promises
from anatomy.views.roll import total_loss
from anatomy.views.words import NBSP, chance_words, honest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.impact import DepartmentFacts, LossFacts
    from anatomy.views.parts import Lookup, Step

_LATE = "late-cash"
_FEW = 3  #: departments named in the short table of costs


class Line(Struct, frozen=True, kw_only=True):
    """A name with its amount."""

    name: str
    amount: str


class LossRow(Struct, frozen=True, kw_only=True):
    """One loss item: money at risk in one cell."""

    name: str
    owner: Step
    amount: str
    horizon: str
    chance: str
    expected: str
    range: str
    basis: str


class Costs(Struct, frozen=True, kw_only=True):
    """Certain lines, expected losses by department and by item; every column adds up."""

    direct: tuple[Line, ...]
    direct_total: str
    promises: tuple[str, ...]  #: mitigations promised with it, each with its owner, cost and timing
    direct_late: tuple[Line, ...]
    told: tuple[Line, ...]  #: figures of the decision types, such as the margin that is left
    hidden: tuple[Line, ...]  #: the largest few, then the rest in one line
    hidden_total: str
    hidden_range: str
    late_total: str
    items: tuple[LossRow, ...]
    items_total: str
    late_items: tuple[LossRow, ...]
    silent: tuple[str, ...]  #: departments that may feel it and hold no loss item


def costs(look: Lookup) -> Costs:
    """All money of the report, one unit per table."""
    report = look.report
    margin = [item for item in report.losses if item.measure != _LATE]
    late = [item for item in report.losses if item.measure == _LATE]
    direct, direct_total = _direct(look)
    holders = [one for one in report.departments if one.loss and (one.loss.mean or one.loss.p95)]
    holders.sort(key=lambda one: -one.loss.mean if one.loss else 0.0)
    return Costs(
        direct=direct,
        direct_total=direct_total,
        promises=promises(look),
        direct_late=tuple(
            Line(name=line.name, amount=money.plain_money(line.amount, look.currency))
            for line in report.money
            if line.measure == _LATE
        ),
        told=tuple(
            Line(name=figure.name, amount=_told(figure.value, figure.kind, look)) for figure in report.figures
        ),
        hidden=tuple(_hidden(look, holders)),
        hidden_total=total_loss(look),
        hidden_range=look.unit.range(report.total.loss),
        late_total=money.plain_money(report.total.late_cash.mean, look.currency)
        if report.total.late_cash.p95 or report.total.late_cash.mean
        else "",
        items=_rows(look, margin),
        items_total=total_loss(look),
        late_items=_rows(look, late),
        silent=tuple(one.name for one in look.likely if not one.loss and not one.late_cash),
    )


def _told(value: float, kind: str, look: Lookup) -> str:
    """A figure in the unit of its kind, with a true minus sign."""
    if kind == "money":
        return money.plain_money(value, look.currency)
    number = f"{value * 100:,.0f}{NBSP}%" if kind == "share" else f"{value:,.0f}"
    unit = f"{NBSP}{kind}" if kind in {"days", "months"} else ""
    return f"{number}{unit}".replace("-", "−")


def _hidden(look: Lookup, holders: list[DepartmentFacts]) -> Iterator[Line]:
    few = len(holders) if len(holders) <= _FEW + 1 else _FEW
    for one in holders[:few]:
        yield Line(name=one.name, amount=look.department_loss(one))
    rest = holders[few:]
    if rest:
        grains = sum(look.department_grains[one.key] for one in rest)
        yield Line(name=f"{len(rest)} others", amount=look.unit.loss_of(grains))


def _direct(look: Lookup) -> tuple[tuple[Line, ...], str]:
    lines = [line for line in look.report.money if line.measure != _LATE]
    unit = money.table_unit([line.amount for line in lines], look.currency)
    grains = money.share_out([line.amount for line in lines], unit)
    rows = tuple(
        Line(name=line.name, amount=unit.loss_of(part)) for line, part in zip(lines, grains, strict=True)
    )
    return rows, unit.loss_of(sum(grains))


def _rows(look: Lookup, items: list[LossFacts]) -> tuple[LossRow, ...]:
    items = sorted(items, key=lambda item: -item.loss.mean)
    if any(item.measure == _LATE for item in items):
        unit = money.table_unit([item.loss.p95 for item in items], look.currency)
        return tuple(_row(look, item, unit, unit.plain(item.loss.mean)) for item in items)
    grains = _item_grains(look, items)
    return tuple(_row(look, item, look.unit, _tiny(look.unit, item, grains[item.key])) for item in items)


def _item_grains(look: Lookup, items: list[LossFacts]) -> dict[str, int]:
    """Items rounded so that those of one department add up to what is printed for it."""
    grains: dict[str, int] = {}
    for department in dict.fromkeys(item.department for item in items):
        own = [item for item in items if item.department == department]
        scaled = [item.loss.mean / look.unit.grain for item in own]
        parts = money.apportion(scaled, total=look.department_grains.get(department))
        grains.update(zip((item.key for item in own), parts, strict=True))
    return grains


def _tiny(unit: money.Unit, item: LossFacts, grains: int) -> str:
    return unit.loss_of(grains) if grains or not item.loss.mean else f"<{unit.figure(1)}"


def _row(look: Lookup, item: LossFacts, unit: money.Unit, expected: str) -> LossRow:
    plain_range = f"{unit.plain(item.loss.p05)}{NBSP}to {unit.plain(item.loss.p95)}"
    return LossRow(
        name=item.name,
        owner=look.step(item.owner),
        amount=money.plain_money(item.amount, look.currency),
        horizon=f"{item.horizon_days:,.0f}{NBSP}days",
        chance=chance_words(honest(item.chance)),
        expected=expected,
        range=plain_range if item.measure == _LATE else unit.range(item.loss),
        basis=f"{item.how}, grade {item.grade}",
    )
