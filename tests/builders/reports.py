"""A realistic impact report, made by hand: a 28 % discount on a deal with net-90 terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from anatomy.domain.impact import (
    CellFacts,
    Chance,
    DecisionFacts,
    DepartmentFacts,
    EvidenceFacts,
    Feeling,
    ImpactReport,
    KindFacts,
    LayerFacts,
    LinkFacts,
    LossFacts,
    ModelFacts,
    MoneyFacts,
    ParameterFacts,
    PathFacts,
    Quantiles,
    RunFacts,
    TotalFacts,
    TriggerFacts,
)
from builders.approvals import ACTS, POLICIES
from builders.sensitivity import a_sensitivity

if TYPE_CHECKING:
    from collections.abc import Sequence

WORLDS = 20_000
LAYERS = ("strategy", "process", "system", "component", "implementation", "operations")

#: key, code, name, felt, reached, severity if felt, layer percents, median day, (mean, p05, p95) loss in k.
DEPARTMENTS: tuple[tuple[Any, ...], ...] = (
    ("strategy", "D1", "Strategy & Planning", 0.04, 0.12, 0.14, (3, 1, 0, 0, 0, 1), 95, None),
    ("product", "D2", "Product & Pricing", 0.71, 0.83, 0.34, (41, 71, 55, 20, 33, 36), 2, (9, 0, 31)),
    ("engineering", "D3", "Research & Engineering", 0.002, 0.03, 0.11, (0, 0, 0.2, 0, 0, 0), 60, None),
    ("procurement", "D4", "Procurement", 0.0, 0.0, None, (0, 0, 0, 0, 0, 0), None, None),
    ("supply-chain", "D5", "Supply Chain", 0.09, 0.21, 0.16, (0, 3, 2, 1, 7, 9), 44, None),
    ("operations", "D6", "Operations", 0.19, 0.62, 0.17, (5, 11, 9, 6, 14, 17), 24, (8.4, 0, 41)),
    ("projects", "D7", "Projects & Delivery", 0.14, 0.3, 0.19, (1, 8, 4, 2, 14, 12), 31, (3.2, 0, 14)),
    ("marketing", "D8", "Marketing", 0.24, 0.41, 0.2, (9, 24, 11, 3, 12, 15), 20, None),
    ("sales", "D9", "Sales", 1.0, 1.0, 0.72, (35, 100, 72, 44, 81, 88), 0, (16, 0, 52)),
    ("support", "D10", "Customer Support", 0.66, 0.78, 0.33, (2, 21, 26, 7, 39, 66), 61, (17.4, 0, 58)),
    ("risk", "D11", "Risk & Compliance", 0.19, 0.33, 0.21, (14, 19, 4, 2, 6, 11), 18, (1.1, 0, 6)),
    ("finance", "D12", "Finance", 0.86, 0.93, 0.61, (12, 86, 61, 38, 52, 79), 1, (118.4, 31, 262)),
    ("hr", "D13", "Human Resources", 0.03, 0.08, 0.12, (1, 2, 0, 0, 0, 1), 80, None),
    ("technology", "D14", "Technology", 0.49, 0.66, 0.24, (1, 16, 49, 31, 28, 19), 11, (6.1, 0, 21)),
    ("legal", "D15", "Legal", 0.78, 0.88, 0.45, (22, 78, 18, 9, 41, 47), 6, (20.6, 2, 74)),
)

#: slug, code, sub-function, chance felt.
CELLS: tuple[tuple[str, str, str, float], ...] = (
    ("sales/discount-control/system", "D9.F7.P3", "Discount control", 1.0),
    ("sales/discount-control/operations", "D9.F7.P6", "Discount control", 1.0),
    ("sales/customer-commitment-management/component", "D9.F13.P4", "Customer commitment management", 0.88),
    ("product/discount-policy/strategy", "D2.F6.P1", "Discount policy", 0.41),
    ("product/discount-policy/process", "D2.F6.P2", "Discount policy", 0.71),
    ("finance/margin-profitability/operations", "D12.F2.P6", "Margin & profitability", 0.79),
    ("finance/receivables-collections/process", "D12.F6.P2", "Receivables & collections", 0.52),
    ("legal/policy-precedent/strategy", "D15.F15.P1", "Policy precedent", 0.22),
    ("legal/price-clauses/system", "D15.F13.P3", "Price clauses (MFN, price hold)", 0.18),
    ("legal/price-clauses/process", "D15.F13.P2", "Price clauses (MFN, price hold)", 0.78),
    ("technology/quote-pricing-engine/component", "D14.F3.P4", "Quote & pricing engine (CPQ)", 0.31),
    ("support/renewal-support/process", "D10.F10.P2", "Renewal support", 0.21),
    ("support/service-level-management/operations", "D10.F5.P6", "Service-level management", 0.66),
    ("operations/capacity-planning/operations", "D6.F1.P6", "Capacity planning", 0.17),
    ("projects/resource-allocation/implementation", "D7.F4.P5", "Resource allocation", 0.14),
    ("marketing/campaign-economics/process", "D8.F4.P2", "Campaign economics", 0.24),
    ("risk/policy-waivers-register/process", "D11.F15.P2", "Policy waivers register", 0.19),
)

#: source, target (places in CELLS), kind, effect, low, mode, high, grade.
LINKS: tuple[tuple[Any, ...], ...] = (
    (1, 5, "values", "price realization on the deal falls", 0.85, 0.93, 0.99, "A"),
    (0, 3, "anchors", "the exception becomes the price others ask for", 0.6, 0.8, 0.9, "B"),
    (3, 4, "realizes", "the approval steps must follow the softened limit", 0.92, 0.92, 0.92, "C"),
    (4, 5, "feeds", "margin floor is checked against the wrong reference", 0.55, 0.67, 0.8, "B"),
    (5, 6, "values", "90-day terms delay the cash by 45 days", 0.6, 0.7, 0.85, "A"),
    (2, 9, "exposes", "price-match wording sets a precedent for two other accounts", 0.6, 0.78, 0.9, "A"),
    (7, 9, "realizes", "clause reviews must follow the new precedent", 0.5, 0.5, 0.5, "C"),
    (0, 7, "anchors", "policy precedent: the next request cites this one", 0.6, 0.7, 0.85, "A"),
    (4, 10, "configures", "a price rule outside the catalogue must be built and tested", 0.5, 0.7, 0.85, "B"),
    (2, 12, "commits", "premium response was promised on a standard plan", 0.5, 0.66, 0.8, "A"),
    (1, 11, "anchors", "the renewal opens from the discounted price", 0.3, 0.45, 0.6, "A"),
    (2, 14, "loads", "free onboarding takes two of nine delivery slots", 0.3, 0.44, 0.6, "B"),
    (14, 13, "loads", "the peak month loses two slots", 0.3, 0.45, 0.6, "C"),
    (3, 15, "values", "cost per won deal no longer holds for the segment", 0.3, 0.45, 0.6, "B"),
    (0, 16, "exposes", "a waiver must be entered and explained", 0.1, 0.2, 0.3, "C"),
)

#: department: (links of a way as places in LINKS, share of its chance).
WAYS: dict[str, tuple[tuple[tuple[int, ...], float], ...]] = {
    "finance": (((0,), 0.82), ((1, 2, 3), 0.1), ((0, 4), 0.05)),
    "product": (((1, 2), 0.86), ((1,), 0.14)),
    "legal": (((5,), 0.72), ((7, 6), 0.2)),
    "technology": (((1, 2, 8), 0.93),),
    "support": (((9,), 0.81), ((10,), 0.19)),
    "operations": (((11, 12), 0.9),),
    "projects": (((11,), 1.0),),
    "marketing": (((1, 13), 0.97),),
    "risk": (((14,), 1.0),),
}
MITIGATIONS = {
    "finance": "CFO sign-off on the margin floor; shorten the terms to net 60",
    "legal": "Add a clause that this price sets no precedent",
    "operations": "Book the delivery slot before signing",
    "support": "State the response tier in the order form",
}


def a_chance(probability: float, *, exact: bool = False) -> Chance:
    """A chance with a plausible sampling interval."""
    half = 0.0 if exact else 1.96 * (probability * (1 - probability) / WORLDS) ** 0.5
    return Chance(
        probability=probability, low=max(0.0, probability - half), high=min(1.0, probability + half)
    )


def a_spread(mean: float, p05: float, p95: float) -> Quantiles:
    """Quantiles around a mean."""
    return Quantiles(
        mean=mean, p05=p05, p10=p05 + (mean - p05) * 0.15, p50=mean * 0.9, p90=p95 * 0.85, p95=p95
    )


def a_report(**changes: Any) -> ImpactReport:
    """The report of the 28 % discount; keywords replace its fields."""
    report = ImpactReport(
        model=a_model(),
        decision=a_decision(),
        run=RunFacts(tool_version="0.1.0", worlds=WORLDS, seed=7, exact=False),
        total=TotalFacts(
            direct=336_000.0,
            direct_late_cash=0.0,
            loss=a_spread(sum(row[8][0] for row in DEPARTMENTS if row[8]) * 1000, 52_000, 418_000),
            loss_sd=121_000.0,
            late_cash=a_spread(21_300, 0, 43_000),
            material=a_chance(0.93),
        ),
        money=(MoneyFacts(key="discount-given", name="Discount given", amount=336_000.0, measure="margin"),),
        losses=tuple(_losses()),
        departments=tuple(_department(*row) for row in DEPARTMENTS),
        cells=tuple(_cells()),
        links=tuple(sorted((_link(place) for place in range(len(LINKS))), key=lambda link: link.id)),
        kinds=(KindFacts(key="values", meaning="money moves", mitigation="", line="solid", arrow="normal"),),
        evidence=EvidenceFacts(
            dependencies=96,
            grades=(("A", 31), ("B", 24), ("C", 16)),
            hows=(("judged", 71),),
            by_rule=25,
            from_memory=12,
        ),
        departments_felt=5.2,
        assumptions=(
            "Delay and likelihood are independent between dependencies.",
            "Two accounts hold best-price clauses.",
        ),
        acts=ACTS,
        policies=POLICIES,
        sensitivity=a_sensitivity(),
    )
    return replace(report, **changes)


def a_model(**changes: Any) -> ModelFacts:
    """Facts of a model in euros with fifteen departments."""
    names = ("Strategy", "Process", "System", "Component", "Implementation", "Operations")
    return replace(
        ModelFacts(
            name="Acme",
            version="1.4",
            digest="5f0c7a1be2d94c0f8a3d6b7e",
            currency="EUR",
            felt_at=0.1,
            material_loss=50_000.0,
            cells=1350,
            dependencies=1272,
            dependencies_by_rule=1125,
            cards=("finance", "legal", "operations", "support"),
            layers=tuple(
                LayerFacts(key=key, code=f"P{place}", name=name)
                for place, (key, name) in enumerate(zip(LAYERS, names, strict=True), start=1)
            ),
            severity_words=(
                ("negligible", 0.1),
                ("minor", 0.2),
                ("moderate", 0.5),
                ("major", 0.8),
                ("severe", 1.0),
            ),
        ),
        **changes,
    )


def a_decision(**changes: Any) -> DecisionFacts:
    """A discount exception with net-90 terms for one customer."""
    settings: Sequence[tuple[str, str, str, Any, bool]] = (
        ("list_value", "List price per year", "money", 1_200_000.0, False),
        ("discount", "Discount", "share", 0.28, False),
        ("margin", "Gross margin", "share", 0.52, True),
        ("term", "Term", "months", 12.0, False),
        ("policy_limit", "Limit of the policy", "share", 0.15, True),
        ("reason", "Reason", "choice", "competitive", False),
        ("volume_commitment", "Volume commitment", "yes-no", False, True),
    )
    triggers = (
        (0, 0.87, "the discount is 13 points over the limit"),
        (1, 0.54, "the price really charged falls"),
        (2, 0.6, "the offer promises a response tier and free onboarding"),
    )
    return replace(
        DecisionFacts(
            title="28 % discount for Northwind, €1.2M, net 90",
            date="2026-11-21",
            requested_by="Head of key accounts",
            types=("Discount exception", "Payment-terms exception"),
            questions=("May we sell below the discount limit?",),
            parameters=tuple(
                ParameterFacts(
                    decision_type="Discount exception",
                    name=name,
                    label=label,
                    kind=kind,
                    value=value,
                    assumed=assumed,
                )
                for name, label, kind, value, assumed in settings
            ),
            sets_off=tuple(
                TriggerFacts(
                    cell=CELLS[place][0],
                    code=CELLS[place][1],
                    name=CELLS[place][2],
                    department="sales",
                    likelihood=1.0,
                    severity=severity,
                    time_days=0.0,
                    because=because,
                )
                for place, severity, because in triggers
            ),
            adjusted=("Links from Sales to Legal: likelihood halved, as only two best-price clauses exist.",),
        ),
        **changes,
    )


def _feeling(felt: float, reached: float, severity: float | None, median: float | None) -> Feeling:
    arrival = None
    if median is not None and felt:
        arrival = Quantiles(
            mean=median * 1.1 + 0.2,
            p05=median * 0.4,
            p10=median * 0.5,
            p50=float(median),
            p90=median * 1.8 + 0.5,
            p95=median * 2.1 + 1,
        )
    return Feeling(
        felt=a_chance(felt, exact=felt in {0.0, 1.0}),
        reached=a_chance(reached, exact=reached in {0.0, 1.0}),
        mean_severity=felt * (severity or 0.0) + (reached - felt) * 0.04,
        mean_severity_if_felt=severity,
        arrival_days=arrival,
    )


def _department(  # noqa: PLR0917 - one column of the table each
    key: str,
    code: str,
    name: str,
    felt: float,
    reached: float,
    severity: float | None,
    layers: Sequence[float],
    median: float | None,
    loss: Sequence[float] | None,
) -> DepartmentFacts:
    ways = WAYS.get(key, ())
    paths = tuple(_path(links, part * felt) for links, part in ways)
    last = LINKS[ways[0][0][-1]] if ways else None
    return DepartmentFacts(
        key=key,
        code=code,
        name=name,
        direct=key == "sales",
        feeling=_feeling(felt, reached, severity, median),
        layers=tuple(part / 100 for part in layers),
        loss=a_spread(*(part * 1000 for part in loss)) if loss else None,
        late_cash=a_spread(21_300, 0, 43_000) if key == "finance" else None,
        paths=paths,
        other_paths=max(0.0, felt * (1 - sum(part for _, part in ways))) if ways else 0.0,
        hardest=paths[-1] if paths else None,
        leading_kind=last[2] if last else "",
        because=last[3] if last else "",
        mitigation=MITIGATIONS.get(key, "Tell the owner before signing") if last else "",
        mattering=9 if last else 0,
        memory=2 if last else 0,
    )


def _path(links: Sequence[int], share: float) -> PathFacts:
    alone = 1.0
    for link in links:
        alone *= LINKS[link][5]
    return PathFacts(
        cells=(CELLS[LINKS[links[0]][0]][0], *(CELLS[LINKS[link][1]][0] for link in links)),
        links=tuple(_id(link) for link in links),
        share=a_chance(share),
        alone=alone,
    )


def _id(place: int) -> str:
    source, target, kind = LINKS[place][:3]
    return f"{CELLS[source][0]}>{CELLS[target][0]}>{kind}"


def _link(place: int) -> LinkFacts:
    source, target, kind, effect, low, mode, high, grade = LINKS[place]
    return LinkFacts(
        id=_id(place),
        source=CELLS[source][0],
        source_code=CELLS[source][1],
        target=CELLS[target][0],
        target_code=CELLS[target][1],
        kind=kind,
        effect=effect,
        likelihood=mode,
        likelihood_low=low,
        likelihood_high=high,
        how="judged",
        grade=grade,
        sources=("s4",) if grade == "A" else (),
        carried_by="Head of pricing" if place in {1, 7} else "",
        documented=0.4 if place in {1, 7} else 1.0,
        by_rule=kind == "realizes",
        where=f"sales.yaml:{120 + 7 * place}" if kind != "realizes" else "anatomy.yaml:61",
    )


def _cells() -> Sequence[CellFacts]:
    return [
        CellFacts(
            cell=slug,
            code=code,
            name=name,
            department=slug.split("/")[0],
            layer=slug.split("/")[2],
            feeling=_feeling(felt, min(1.0, felt * 1.1), 0.3, 3.0),
        )
        for slug, code, name, felt in CELLS
    ]


def _losses() -> Sequence[LossFacts]:
    items: Sequence[tuple[str, str, int, str, float, float, float, float, float]] = (
        ("margin-floor", "Deal margin below the floor", 5, "margin", 240, 0.79, 71.2, 12, 170),
        ("discount-spread", "Other deals ask for the same price", 5, "margin", 310, 0.52, 47.2, 0, 140),
        ("best-price", "Best-price clauses paid out", 9, "margin", 160, 0.78, 20.6, 2, 74),
        ("credits", "Service credits and extra cases", 12, "margin", 90, 0.66, 17.4, 0, 58),
        ("seller-time", "Sellers’ time on exceptions", 0, "margin", 60, 1.0, 16.0, 0, 52),
        ("rework-price", "Price approval redone", 4, "margin", 40, 0.71, 9.0, 0, 31),
        ("slots", "Peak delivery slots given away", 13, "margin", 140, 0.17, 8.4, 0, 41),
        ("rule", "Price rule outside the catalogue", 10, "margin", 35, 0.31, 6.1, 0, 21),
        ("onboarding", "Free onboarding effort", 14, "margin", 45, 0.14, 3.2, 0, 14),
        ("waiver", "Waiver review", 16, "margin", 10, 0.19, 1.1, 0, 6),
        ("late", "Cash 45 days later, at the cost of capital", 6, "late-cash", 43, 0.52, 21.3, 0, 43),
    )
    return [
        LossFacts(
            key=key,
            name=name,
            owner=CELLS[place][0],
            owner_code=CELLS[place][1],
            department=CELLS[place][0].split("/")[0],
            measure=measure,
            amount=amount * 1000,
            horizon_days=365.0,
            chance=a_chance(chance, exact=chance == 1.0),
            loss=a_spread(mean * 1000, low * 1000, high * 1000),
            how="judged",
            grade="B" if place % 2 else "C",
        )
        for key, name, place, measure, amount, chance, mean, low, high in items
    ]
