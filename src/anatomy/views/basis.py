"""What the answer rests on: the decision as set, the evidence, the method, what is not modelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money, time
from anatomy.views.method import computed, method, not_modelled
from anatomy.views.words import NBSP, capital, chance_words, counted, percent, severity_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.impact import ImpactReport, ParameterFacts
    from anatomy.views.parts import Lookup, Step

RULE = "by rule"
_BY_RULE = "made by the model’s rule for neighbouring layers, one judgement for all"
GRADES = {
    "A": "a source states the link, though not its number",
    "B": "put together from several sources",
    "C": "judgement alone",
    RULE: _BY_RULE,
}
HOWS = {
    "stated": "stated by someone who knows",
    "judged": "judged by whoever wrote the model",
    "measured": "measured on data",
    "calibrated": "fitted to past cases",
    RULE: _BY_RULE,
}


class Setting(Struct, frozen=True, kw_only=True):
    """One parameter as printed."""

    label: str
    value: str
    assumed: bool


class SetOffRow(Struct, frozen=True, kw_only=True):
    """One cell that the decision sets off."""

    step: Step
    chance: str
    severity: str
    when: str
    because: str


class Tally(Struct, frozen=True, kw_only=True):
    """A class of evidence and how many links are in it."""

    name: str
    meaning: str
    count: str
    share: str


class Basis(Struct, frozen=True, kw_only=True):
    """Everything a doubter asks for."""

    settings: tuple[
        tuple[str, tuple[Setting, ...]], ...
    ]  #: by decision type; one without a name stands alone
    set_off: tuple[SetOffRow, ...]
    adjusted: tuple[str, ...]
    questions: tuple[str, ...]
    requested_by: str
    assumptions: tuple[str, ...]
    grades: tuple[Tally, ...]
    hows: tuple[Tally, ...]
    evidence: str
    method: tuple[str, ...]
    not_modelled: tuple[str, ...]
    provenance: tuple[str, ...]


def basis(look: Lookup) -> Basis:
    """The appendix of a report."""
    report = look.report
    evidence = report.evidence
    by_rule = ((RULE, evidence.by_rule),) if evidence.by_rule else ()
    return Basis(
        settings=_settings(look),
        set_off=tuple(_set_off(look)),
        adjusted=report.decision.adjusted,
        questions=report.decision.questions,
        requested_by=report.decision.requested_by,
        assumptions=report.assumptions,
        grades=tuple(_tallies((*evidence.grades, *by_rule), GRADES, evidence.dependencies)),
        hows=tuple(_tallies((*evidence.hows, *by_rule), HOWS, evidence.dependencies)),
        evidence=_evidence(report),
        method=tuple(method(look)),
        not_modelled=not_modelled(report),
        provenance=provenance(report),
    )


def _settings(look: Lookup) -> tuple[tuple[str, tuple[Setting, ...]], ...]:
    parameters = look.report.decision.parameters
    types = dict.fromkeys(one.decision_type for one in parameters)
    return tuple(
        (
            name if len(types) > 1 else "",
            tuple(_setting(one, look.currency) for one in parameters if one.decision_type == name),
        )
        for name in types
    )


def _setting(one: ParameterFacts, currency: str) -> Setting:
    return Setting(
        label=one.label or one.name,
        value=setting(one.value, one.kind, currency),
        assumed=one.assumed,
    )


def setting(value: float | str | bool, kind: str, currency: str) -> str:  # noqa: FBT001 - a value, not a switch
    r"""
    A parameter's value in the form of its kind, not rounded beyond reading.

    >>> setting(0.275, "share", "EUR"), setting(True, "yes-no", "EUR"), setting(90.0, "days", "EUR")
    ('27.5\xa0%', 'yes', '90\xa0days')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if kind == "share":
        return f"{value * 100:.4g}{NBSP}%"
    if kind == "money":
        return money.exact_money(value, currency)
    unit = f"{NBSP}{kind if value != 1 else kind.removesuffix('s')}" if kind in {"days", "months"} else ""
    return f"{value:,.10g}{unit}"


def _set_off(look: Lookup) -> Iterator[SetOffRow]:
    for one in look.report.decision.sets_off:
        yield SetOffRow(
            step=look.step(one.cell),
            chance=chance_words(one.likelihood),
            severity=severity_words(one.severity, look.report.model.severity_words),
            when=time.day(one.time_days),
            because=one.because,
        )


def _tallies(counts: tuple[tuple[str, int], ...], meanings: dict[str, str], total: int) -> Iterator[Tally]:
    for name, count in counts:
        share = percent(count / total) if total else "–"
        yield Tally(name=capital(name), meaning=meanings.get(name, ""), count=f"{count:,}", share=share)


def _evidence(report: ImpactReport) -> str:
    evidence = report.evidence
    rule = f"; {evidence.by_rule:,} of them made by the model's own rule" if evidence.by_rule else ""
    memory = ""
    if evidence.from_memory:
        live = counted(evidence.from_memory, "of them lives", "of them live")
        memory = f" {live} mostly in someone’s memory."
    reach = counted(evidence.dependencies, "dependency", "dependencies")
    return f"This decision can reach {reach}{rule}.{memory}"


def provenance(report: ImpactReport) -> tuple[str, ...]:
    """Model, digest, seed, worlds and version: enough to get the same figures again."""
    model, run = report.model, report.run
    return (
        f"Model {model.name} {model.version}".strip(),
        f"digest {model.digest[:12]}",
        f"{counted(model.cells, 'cell')}, {counted(model.dependencies, 'dependency', 'dependencies')} "
        f"({model.dependencies_by_rule:,} by rule)",
        f"seed {run.seed}",
        computed(report),
        f"anatomy {run.tool_version}",
        f"format {report.format}",
    )
