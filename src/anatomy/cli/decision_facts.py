"""Everything about a type of decision, as plain facts that JSON and text share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.views.as_typed import typed
from anatomy.views.formula import conditions, formula

if TYPE_CHECKING:
    from anatomy.domain.decision import (
        Adjustment,
        DecisionType,
        Figure,
        LossItem,
        MoneyLine,
        Parameter,
        Selector,
        SetOff,
    )
    from anatomy.domain.enterprise import Basis, Enterprise
    from anatomy.domain.mitigation import Mitigation
    from anatomy.domain.response import Response

_MIDDLES = {"share": 0.1, "money": 100_000.0, "days": 30.0, "months": 12.0, "count": 1.0}


def decision_facts(enterprise: Enterprise, one: DecisionType) -> dict[str, Any]:
    """Parameters, what it sets off and adjusts, its money and where it comes from; formulas as text."""
    return {
        "name": one.name,
        "question": one.question,
        "parameters": {key: _parameter(parameter) for key, parameter in one.parameters.items()},
        "sets_off": [_set_off(enterprise, each) for each in one.sets_off],
        "adjusts": [_adjustment(enterprise, each) for each in one.adjusts],
        "money": {each.key: _money(each) for each in one.money},
        "figures": {each.key: _figure(each) for each in one.figures},
        "losses": {each.key: _loss(enterprise, each) for each in one.losses},
        "mitigations": {
            key: _mitigation(each)
            for key, each in enterprise.mitigations.items()
            if one.key in (each.applies_to or (one.key,))
        },
        "basis": _basis(one.basis),
    }


def example(parameter: Parameter) -> str:
    """A value that the parameter takes, as typed: its default, or something in its range."""
    if parameter.default is not None:
        return typed(parameter, parameter.default)
    if parameter.kind == "yes-no":
        return "yes"
    if parameter.choices:
        return parameter.choices[0]
    value = _MIDDLES[parameter.kind]
    low = value if parameter.low is None else max(value, parameter.low)
    return typed(parameter, low if parameter.high is None else min(low, parameter.high))


def _parameter(parameter: Parameter) -> dict[str, Any]:
    low, high = parameter.low, parameter.high
    span = None if low is None or high is None else [low, high]
    return {
        "label": parameter.label,
        "kind": parameter.kind,
        "help": parameter.help,
        "range": span,
        "range_as_typed": span and [typed(parameter, bound) for bound in span],
        "choices": list(parameter.choices),
        "default": parameter.default,
        "default_as_typed": None if parameter.default is None else typed(parameter, parameter.default),
    }


def _set_off(enterprise: Enterprise, one: SetOff) -> dict[str, Any]:
    return {
        "cell": str(one.cell),
        "code": enterprise.code(one.cell),
        "name": enterprise.title(one.cell),
        "likelihood": _share(one.likelihood),
        "severity": _share(one.severity),
        "time_days": formula(one.time),
        "when": conditions(one.when),
        "because": one.because,
    }


def _adjustment(enterprise: Enterprise, one: Adjustment) -> dict[str, Any]:
    return {
        "of": _selector(enterprise, one.of),
        "likelihood": _factor(one.likelihood),
        "severity_share": _factor(one.severity_share),
        "delay": _factor(one.delay),
        "delay_added": _factor(one.delay_added),
        "when": conditions(one.when),
        "because": one.because,
    }


def _selector(enterprise: Enterprise, one: Selector) -> dict[str, str]:
    source, target = (_place(enterprise, slug) for slug in (one.source, one.target))
    return {"from": source, "to": target, "kind": one.kind, "carried_by": one.carried_by}


def _place(enterprise: Enterprise, slug: str) -> str:
    """What people call a department, sub-function or cell: D9.F7."""
    if not slug:
        return ""
    first, *rest = slug.split("/")
    department = enterprise.departments.get(first)
    if department is None:
        return slug  # a removed department: nothing is left to choose
    parts = [department.code]
    if rest and rest[0] in department.sub_functions:
        parts.append(department.sub_functions[rest[0]].code)
        parts.extend(enterprise.layers[layer].code for layer in rest[1:])
    return ".".join(parts)


def _money(one: MoneyLine) -> dict[str, Any]:
    return {
        "name": one.name,
        "amount": formula(one.amount),
        "measure": one.measure,
        "either_way": one.either_way,
        "when": conditions(one.when),
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {"name": one.name, "kind": one.kind, "value": formula(one.value), "when": conditions(one.when)}


def _loss(enterprise: Enterprise, one: LossItem) -> dict[str, Any]:
    return {
        "name": one.name,
        "owner": str(one.owner),
        "code": enterprise.code(one.owner),
        "owner_name": enterprise.title(one.owner),
        "amount": formula(one.amount),
        "horizon_days": one.horizon_days,
        "measure": one.measure,
        "when": conditions(one.when),
        "basis": _basis(one.basis),
    }


def _mitigation(one: Mitigation) -> dict[str, Any]:
    return {
        "name": one.name,
        "what": one.what,
        "cost": formula(one.cost),
        "lead_days": one.lead_days,
        "owner": one.owner,
        "department": one.department,
        "when": conditions(one.when),
        "basis": _basis(one.basis),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "how": basis.how,
        "grade": basis.grade,
        "sources": list(basis.sources),
        "who": basis.who,
        "when": basis.when,
        "note": basis.note,
    }


def _share(response: Response) -> str:
    return formula(response, number=lambda value: f"{value * 100:.4g} %")


def _factor(response: Response | None) -> str | None:
    return None if response is None else formula(response)
