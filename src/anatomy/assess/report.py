"""The whole answer, put together from the worlds of one spread."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.assess.approvals import act_facts, policy_facts
from anatomy.assess.asking import TOTAL, layer_part
from anatomy.assess.crosscheck import felt_exactly
from anatomy.assess.evidence import evidence, links
from anatomy.assess.figures import feeling, felt_by
from anatomy.assess.money import Ledger
from anatomy.assess.paths import Explaining
from anatomy.domain.impact import (
    ByDate,
    CellFacts,
    DecisionFacts,
    DepartmentFacts,
    FigureFacts,
    ImpactReport,
    KindFacts,
    LayerFacts,
    ModelFacts,
    ParameterFacts,
    RunFacts,
    TriggerFacts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anatomy.assess.doubting import InputDoubt
    from anatomy.assess.paths import Ways
    from anatomy.deciding import Effects
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Department, Enterprise
    from anatomy.domain.impact import TotalFacts
    from anatomy.propagation import Spread


def assess_impact(
    enterprise: Enterprise,
    decision: Decision,
    effects: Effects,
    spread: Spread,
    *,
    tool_version: str,
    doubt: InputDoubt | None = None,
) -> ImpactReport:
    """
    What a decision means for every department.

    Args:
        enterprise: the model.
        decision: what was proposed.
        effects: of the decision on the model.
        spread: of those effects, as `spread_effects` asked for it.
        tool_version: told in the answer.
        doubt: how far the ranges of the likelihoods let the answer move; None: not asked.

    Raises:
        EngineFaultError: a sampled chance cannot be right, which is a fault of ours.
    """
    used = {adjusted.dependency.id: adjusted.dependency for adjusted in effects.dependencies}
    triggers = {str(trigger.cell): trigger for trigger in effects.triggers}
    explaining = Explaining(enterprise, spread, used=used, triggers=triggers)
    ledger = Ledger(enterprise, effects, spread)
    ways = {key: explaining.ways_into(key) for key in enterprise.departments}
    exact = felt_exactly(enterprise, effects, spread)
    return ImpactReport(
        model=model_facts(enterprise),
        decision=decision_facts(enterprise, decision, effects),
        run=RunFacts(
            tool_version=tool_version,
            worlds=spread.worlds,
            seed=spread.seed,
            exact=spread.exact,
            correlation=doubt.correlation if doubt else "",
        ),
        total=replace(_with_inputs(ledger.total(), doubt), value_if_won=decision.value_if_won),
        money=ledger.certain(),
        figures=tuple(
            FigureFacts(key=figure.key, name=figure.name, kind=figure.kind, value=figure.value)
            for figure in effects.figures
        ),
        losses=ledger.items(),
        departments=tuple(
            replace(
                _department(
                    enterprise, department, effects, spread, ledger, ways=ways[department.key], doubt=doubt
                ),
                felt_exact=exact.get(department.key),
            )
            for department in enterprise.departments.values()
        ),
        cells=tuple(_cells(enterprise, spread)),
        links=links(enterprise, used.values(), _named(ways.values())),
        kinds=tuple(
            KindFacts(
                key=kind.key,
                meaning=kind.meaning,
                mitigation=kind.mitigation,
                line=kind.style.line,
                arrow=kind.style.arrow,
            )
            for kind in enterprise.kinds.values()
        ),
        evidence=evidence(used.values(), spread),
        departments_felt=(
            felt := math.fsum(spread.groups[key].probability for key in enterprise.departments)
        ),
        departments_felt_inputs=doubt.departments_felt(felt) if doubt else None,
        assumptions=tuple(_assumptions(decision, effects)),
        acts=act_facts(enterprise, effects.acts),
        policies=policy_facts(enterprise, effects.policies),
    )


def model_facts(enterprise: Enterprise) -> ModelFacts:
    """The model that was asked."""
    return ModelFacts(
        name=enterprise.name,
        version=enterprise.version,
        digest=enterprise.digest,
        currency=enterprise.currency,
        felt_at=enterprise.felt_at,
        material_loss=enterprise.material_loss,
        cells=sum(1 for _ in enterprise.cells()),
        dependencies=len(enterprise.dependencies),
        dependencies_by_rule=sum(dependency.by_rule for dependency in enterprise.dependencies),
        cards=enterprise.cards,
        layers=tuple(
            LayerFacts(key=layer.key, code=layer.code, name=layer.name)
            for layer in enterprise.layers.values()
        ),
        severity_words=enterprise.scales.severity_bands(),
    )


def decision_facts(enterprise: Enterprise, decision: Decision, effects: Effects) -> DecisionFacts:
    """What was proposed, with what it sets off."""
    types = [enterprise.decision_types[proposal.type] for proposal in decision.proposals]
    return DecisionFacts(
        title=decision.title,
        date=decision.date,
        requested_by=decision.requested_by,
        types=tuple(one.name for one in types),
        questions=tuple(one.question for one in types),
        parameters=tuple(
            ParameterFacts(
                decision_type=one.name,
                name=name,
                label=parameter.label,
                kind=parameter.kind,
                value=proposal.values[name],
                assumed=(one.key, name) in decision.assumed,
            )
            for one, proposal in zip(types, decision.proposals, strict=True)
            for name, parameter in enterprise.parameters_of(one.key).items()
            if name in proposal.values
        ),
        sets_off=tuple(
            TriggerFacts(
                cell=str(trigger.cell),
                code=enterprise.code(trigger.cell),
                name=enterprise.title(trigger.cell),
                department=trigger.cell.department,
                likelihood=trigger.likelihood,
                severity=trigger.severity,
                time_days=trigger.time_days,
                because=trigger.because,
            )
            for trigger in effects.triggers
        ),
        adjusted=tuple(
            f"{enterprise.code(one.dependency.source)} to {enterprise.code(one.dependency.target)}: {reason}"
            for one in effects.dependencies
            for reason in one.because
        ),
    )


def _department(
    enterprise: Enterprise,
    department: Department,
    effects: Effects,
    spread: Spread,
    ledger: Ledger,
    *,
    ways: Ways,
    doubt: InputDoubt | None,
) -> DepartmentFacts:
    dependencies = {
        one.dependency.id: one.dependency
        for one in effects.dependencies
        if one.dependency.id in ways.carriers
    }
    group = spread.groups[department.key]
    loss = ledger.of_department(department.key, "margin")
    return DepartmentFacts(
        key=department.key,
        code=department.code,
        name=department.name,
        direct=any(trigger.cell.department == department.key for trigger in effects.triggers),
        feeling=feeling(group),
        layers=tuple(
            spread.parts[layer_part(department.key, layer)].probability for layer in enterprise.layers
        ),
        loss=loss,
        late_cash=ledger.of_department(department.key, "late-cash"),
        paths=ways.listed,
        other_paths=ways.other,
        hardest=ways.hardest,
        leading_kind=ways.leading_kind,
        because=ways.because,
        mitigation=ways.mitigation,
        mattering=len(dependencies),
        memory=sum(one.from_memory for one in dependencies.values()),
        felt_inputs=doubt.felt(department.key, group.probability) if doubt else None,
        loss_inputs=doubt.loss(department.key, loss.mean) if doubt and loss else None,
        felt_by=tuple(ByDate(days=days, chance=felt_by(group, days, spread)) for days in spread.horizons),
    )


def _with_inputs(total: TotalFacts, doubt: InputDoubt | None) -> TotalFacts:
    return replace(total, loss_inputs=doubt.loss(TOTAL, total.loss.mean)) if doubt else total


def _cells(enterprise: Enterprise, spread: Spread) -> Iterator[CellFacts]:
    for cell in enterprise.cells():
        node = spread.nodes[str(cell)]
        if node.reached > 0:
            yield CellFacts(
                cell=str(cell),
                code=enterprise.code(cell),
                name=enterprise.departments[cell.department].sub_functions[cell.sub_function].name,
                department=cell.department,
                layer=cell.layer,
                feeling=feeling(node),
            )


def _named(ways: Iterable[Ways]) -> set[str]:
    paths = [path for way in ways for path in (*way.listed, way.hardest) if path is not None]
    return {link for path in paths for link in path.links}


def _assumptions(decision: Decision, effects: Effects) -> Iterator[str]:
    yield "The decision goes ahead as proposed; every chance is given that it does."
    if decision.assumed:
        count = len(decision.assumed)
        yield f"{count} parameters were not given and stand at the model's default; they are marked."
    if len(decision.proposals) > 1:
        yield (
            "Several decisions are one deal: per cell the higher chance, the higher severity and the earlier "
            "time hold."
        )
    if effects.at_risk:
        yield (
            "A loss item is lost in proportion to the severity in the one cell that owns it, if reached within "
            "its horizon."
        )
    yield "Dependencies carry a change or not independently of each other."
