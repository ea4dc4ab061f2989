"""Approvals as facts of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.approval_facts import ActFacts, PolicyFacts, ReasonFacts, RoleFacts, RuleFacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.deciding import Applied, Asked, Ruling
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.policy import Role


def act_facts(enterprise: Enterprise, acts: Iterable[Asked]) -> tuple[ActFacts, ...]:
    """Every act, in order."""
    return tuple(
        ActFacts(
            order=one.order,
            act=one.act,
            who=tuple(map(_role, one.who)),
            backups=tuple(map(_role, one.backups)),
            respond=one.respond.text if one.respond else "",
            complete=one.complete.text if one.complete else "",
            respond_by=one.respond_by.isoformat(timespec="minutes") if one.respond_by else "",
            complete_by=one.complete_by.isoformat(timespec="minutes") if one.complete_by else "",
            after_unknown=one.after_unknown,
            what=one.what,
            instead=one.instead,
            rules=_rules(enterprise, one.rulings),
        )
        for one in acts
    )


def policy_facts(enterprise: Enterprise, policies: Iterable[Applied]) -> tuple[PolicyFacts, ...]:
    """Every policy that applies."""
    return tuple(
        PolicyFacts(
            key=one.policy.key,
            name=one.policy.name,
            hit=_rules(enterprise, one.hit),
            overridden=_rules(enterprise, one.overridden),
            open=_rules(enterprise, one.open),
            uncovered=one.uncovered,
            where=_where(enterprise, f"policies|{one.policy.key}"),
        )
        for one in policies
    )


def _rules(enterprise: Enterprise, rulings: Iterable[Ruling]) -> tuple[RuleFacts, ...]:
    return tuple(
        RuleFacts(
            policy=one.policy.key,
            policy_name=one.policy.name,
            rule=one.rule.key,
            because=tuple(
                ReasonFacts(
                    parameter=reason.parameter.name,
                    label=reason.parameter.label,
                    kind=reason.parameter.kind,
                    value=reason.value,
                    comparison=reason.comparison,
                    than=reason.than,
                )
                for reason in one.because
            ),
            certainty=one.rule.certainty,
            note=one.rule.note,
            how=one.rule.basis.how,
            grade=one.rule.basis.grade,
            sources=one.rule.basis.sources,
            where=_where(enterprise, f"policies|{one.policy.key}|rules|{one.rule.key}"),
        )
        for one in rulings
    )


def _role(role: Role) -> RoleFacts:
    return RoleFacts(
        key=role.key,
        name=role.name,
        short=role.short or role.name,
        department=role.department,
        placeholder=role.placeholder,
    )


def _where(enterprise: Enterprise, path: str) -> str:
    position = enterprise.origin(path)
    return f"{position.file}:{position.line}" if position else ""
