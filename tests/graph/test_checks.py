"""The structural checks: nothing on a sound model, and each one on a model that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.cell import CellId
from anatomy.domain.decision import (
    Adjustment,
    DecisionType,
    LossItem,
    MoneyLine,
    Parameter,
    Selector,
    SetOff,
)
from anatomy.domain.enterprise import Basis
from anatomy.domain.quantity import Range
from anatomy.domain.response import Choice, Condition, Curve, Name, Number
from anatomy.errors import Position
from anatomy.graph import CHECKS, Finding, check_structure
from anatomy.graph.findings import SEVERITIES
from anatomy.loading import load_enterprise
from builders.enterprises import a_department, a_dependency, a_kind, an_enterprise
from builders.folders import SMALL

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.domain.response import Response

GUESS = Basis(how="judged", grade="C")
SALES = CellId("sales", "work", "system")
FINANCE = CellId("finance", "work", "operations")
ALWAYS, NEVER = Number(1.0), Number(0.0)


def a_start(cell: CellId = SALES, severity: Response = ALWAYS) -> SetOff:
    return SetOff(cell=cell, likelihood=ALWAYS, severity=severity, time=NEVER)


def a_loss(key: str = "loss", *, owner: CellId = FINANCE, measure: str = "margin") -> LossItem:
    return LossItem(
        key=key, name=key, owner=owner, amount=Number(1e3), horizon_days=90.0, measure=measure, basis=GUESS
    )


def a_type(key: str = "deal", **changes: object) -> DecisionType:
    plain = DecisionType(
        key=key, name=key, question="?", parameters={}, sets_off=(a_start(),), losses=(a_loss(),), basis=GUESS
    )
    return replace(plain, **changes)


def sound(*types: DecisionType) -> Enterprise:
    """An enterprise on which only remarks about owners and texts are made."""
    rows = (
        ("sales", "system", "finance", "operations", 0.5),
        ("finance", "strategy", "sales", "operations", 0.5),
    )
    return an_enterprise(rows, decision_types={one.key: one for one in types or (a_type(),)})


def found(enterprise: Enterprise, code: str) -> list[Finding]:
    findings = [one for one in check_structure(enterprise) if one.code == code]
    assert all(one.severity == CHECKS[code].severity for one in findings)
    return findings


def with_rows(enterprise: Enterprise, *rows: Dependency) -> Enterprise:
    return replace(enterprise, dependencies=tuple(sorted(rows, key=lambda one: one.id)))


def test_the_small_enterprise_is_without_findings() -> None:
    assert check_structure(load_enterprise(SMALL)) == ()


def test_the_reference_enterprise_has_only_remarks() -> None:
    findings = check_structure(load_enterprise(SMALL.parent / "reference"))

    assert {one.severity for one in findings} <= {"info"}


def test_a_sound_enterprise_has_only_remarks() -> None:
    assert {one.code for one in check_structure(sound())} == {"ANA107", "ANA108"}


def test_codes_are_unique_and_severities_known() -> None:
    assert {check.severity for check in CHECKS.values()} <= set(SEVERITIES)
    assert len({check.find for check in CHECKS.values()}) == len(CHECKS)


@pytest.mark.parametrize(
    ("likelihood", "code"), [(0.79, ""), (0.8, "ANA102"), (0.99, "ANA102"), (1.0, "ANA101")]
)
def test_loops_are_judged_by_their_spectral_radius(likelihood: float, code: str) -> None:
    back = ("finance", "operations", "sales", "system", likelihood)
    enterprise = an_enterprise((("sales", "system", "finance", "operations", likelihood), back))

    codes = {one.code for one in check_structure(enterprise)} & {"ANA101", "ANA102"}

    assert codes == ({code} if code else set())


def test_a_department_that_nothing_reaches() -> None:
    (finding,) = found(an_enterprise((("sales", "system", "finance", "operations", 0.5),)), "ANA103")

    assert finding.subject == "sales"
    assert "into Sales" in finding.message


def test_a_department_that_reaches_nothing() -> None:
    (finding,) = found(an_enterprise((("sales", "system", "finance", "operations", 0.5),)), "ANA104")

    assert finding.subject == "finance"


def test_an_enterprise_of_one_department_has_no_others_to_reach() -> None:
    alone = an_enterprise((("sales", "system", "sales", "operations", 0.5),))

    assert not {one.code for one in check_structure(alone)} & {"ANA103", "ANA104"}


def test_a_dependency_on_itself() -> None:
    loop = a_dependency(str(SALES), str(SALES))

    (finding,) = found(with_rows(sound(), *sound().dependencies, loop), "ANA105")

    assert finding.subject == loop.id


def test_a_kind_that_is_never_used() -> None:
    enterprise = replace(sound(), kinds={"feeds": a_kind(), "gates": a_kind("gates")})

    assert [one.subject for one in found(enterprise, "ANA106")] == ["gates"]


def test_sub_functions_without_owner_are_counted_per_department() -> None:
    messages = [one.message for one in found(sound(), "ANA107")]

    assert messages == [
        "1 of 1 sub-functions of Finance have no owner: F1",
        "1 of 1 sub-functions of Sales have no owner: F1",
    ]


def test_cells_without_text_are_counted_per_department() -> None:
    sales = a_department("sales")
    part = replace(sales.sub_functions["work"], cells={"system": "who may decide", "process": "  "})
    told = replace(sales, sub_functions={"work": part})
    enterprise = sound()
    enterprise = replace(enterprise, departments={**enterprise.departments, "sales": told})

    assert [one.message for one in found(enterprise, "ANA108")] == [
        "5 of 6 cells of Sales have no text",
        "6 of 6 cells of Finance have no text",
    ]


@pytest.mark.parametrize("starts", [(), (a_start(severity=NEVER),)])
def test_a_decision_type_that_sets_off_nothing(starts: tuple[SetOff, ...]) -> None:
    enterprise = sound(a_type(sets_off=starts))

    assert [one.subject for one in found(enterprise, "ANA109")] == ["deal"]
    assert found(enterprise, "ANA110") == []


def test_a_loss_that_no_chain_leads_to() -> None:
    (finding,) = found(
        sound(
            a_type(
                losses=(
                    a_loss(),
                    a_loss("other", owner=SALES),
                    a_loss("far", owner=CellId("finance", "work", "system")),
                )
            )
        ),
        "ANA110",
    )

    assert finding.subject == "deal.far"
    assert "D2.F1.P3" in finding.message


def test_a_loss_behind_a_dependency_that_never_carries() -> None:
    dead = replace(a_dependency(str(SALES), str(FINANCE)), likelihood=Range.exactly(0.0))

    assert [one.subject for one in found(with_rows(sound(), dead), "ANA110")] == ["deal.loss"]


@pytest.mark.parametrize(
    ("other", "word"),
    [(a_loss(owner=SALES), "owner D1.F1.P3, there D2.F1.P6"), (a_loss(measure="late-cash"), "measure")],
)
def test_one_loss_in_two_types_must_be_the_same_money(other: LossItem, word: str) -> None:
    (finding,) = found(sound(a_type("first"), a_type("second", losses=(other,))), "ANA111")

    assert finding.severity == "error"
    assert finding.subject == "second.loss"
    assert word in finding.message
    assert found(sound(a_type("first"), a_type("second")), "ANA111") == []


def test_a_certain_dependency() -> None:
    certain = replace(a_dependency(str(SALES), str(FINANCE)), likelihood=Range.exactly(1.0))
    nearly = replace(a_dependency(str(FINANCE), str(SALES)), likelihood=Range(0.9, 1.0, 1.0))

    assert [one.subject for one in found(with_rows(sound(), certain, nearly), "ANA112")] == [certain.id]


def test_a_rule_is_told_once_however_many_dependencies_it_makes() -> None:
    ruled = [
        replace(
            a_dependency(f"{department}/work/strategy", f"{department}/work/process"),
            likelihood=Range.exactly(1.0),
            by_rule=True,
        )
        for department in ("sales", "finance")
    ]

    assert len(found(with_rows(sound(), *ruled), "ANA112")) == 1


@pytest.mark.parametrize("field", ["likelihood", "severity_share"])
def test_a_dependency_that_carries_nothing(field: str) -> None:
    dead = replace(a_dependency(str(SALES), str(FINANCE)), **{field: Range.exactly(0.0)})

    (finding,) = found(with_rows(sound(), dead), "ANA113")

    assert field.replace("_", " ") in finding.message


def test_a_parameter_that_nothing_reads() -> None:
    names = ("curved", "chosen", "asked", "compared", "priced", "idle")
    parameters = {name: Parameter(name=name, label=name, kind="share") for name in names}
    curve = Curve(of=Name("curved"), points=((0.0, 0.0), (1.0, 1.0)))
    when = ((Condition(parameter="asked", comparison="above", than=Name("compared")),),)
    one = a_type(
        parameters=parameters,
        sets_off=(replace(a_start(severity=curve), when=when),),
        adjusts=(Adjustment(of=Selector(), likelihood=Choice(of="chosen", options={"a": ALWAYS})),),
        money=(MoneyLine(key="m", name="m", amount=Name("priced")),),
    )

    assert [finding.subject for finding in found(sound(one), "ANA114")] == ["deal.idle"]


def test_an_adjustment_that_chooses_nothing() -> None:
    chosen = Adjustment(of=Selector(source="sales", target="finance/work"), likelihood=ALWAYS)
    idle = Adjustment(of=Selector(source="sal"), likelihood=ALWAYS)

    (finding,) = found(sound(a_type(adjusts=(chosen, idle))), "ANA115")

    assert "item 2" in finding.message


def test_the_gravest_come_first_then_files_in_order() -> None:
    place = Position(file="b.yaml", line=2, column=1)
    findings = [
        Finding(code="ANA108", severity="info", message="a"),
        Finding(code="ANA103", severity="warning", message="a", position=place),
        Finding(
            code="ANA103", severity="warning", message="a", position=replace(place, file="a.yaml", line=9)
        ),
        Finding(code="ANA111", severity="error", message="z", position=place),
    ]

    assert [(one.severity, str(one.position)) for one in sorted(findings, key=Finding.order)] == [
        ("error", "b.yaml:2:1"),
        ("warning", "a.yaml:9:1"),
        ("warning", "b.yaml:2:1"),
        ("info", "None"),
    ]


def test_a_finding_is_complete_in_its_first_line() -> None:
    place = Position(file="a.yaml", line=9, column=3)
    error = Finding(code="ANA111", severity="error", message="what", hint="mend", position=place)

    assert error.first_line() == "a.yaml:9:3: ANA111 what; mend"
    assert replace(error, severity="warning", hint="").first_line() == "a.yaml:9:3: ANA111 warning: what"
