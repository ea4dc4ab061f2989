"""How the figures were made, in plain words, and what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views import money
from anatomy.views.uncertainty import inputs_range, sampling_error
from anatomy.views.words import capital, counted, percent

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport
    from anatomy.views.parts import Lookup

#: What is left out, unless alternatives are held against the decision.
_WON = (
    "The chance that the deal is won or lost, and any value beyond the money lines shown; what it brings counts "
    "only if it goes through.",
    "What happens if the decision is turned down; every figure is given that it goes ahead.",
)
_WON_HERE = (
    "The chance that the deal is won or lost counts only among the alternatives, as guessed there; every other figure "
    "is given that the decision goes ahead.",
)
_NOT_MODELLED = (
    "Whether those who must act say yes, and what happens until they do: approvals are named and timed by the "
    "policies of the model, not simulated. Holidays, absences and queues are not known.",
    "What helps beyond the mitigations that the model holds: the “Do” lines name what usually does.",
    "Effects that need several causes at once; each dependency passes an effect on by itself.",
    "Recovery: once felt, an effect is not taken back.",
    "Anything the model has no dependency or loss item for. Silence here is not safety.",
)


def not_modelled(report: ImpactReport) -> tuple[str, ...]:
    """What the figures leave out."""
    first, second, *rest = _NOT_MODELLED
    return (first, second, *(_WON_HERE if report.alternatives else _WON), *rest)


def method(look: Lookup) -> tuple[str, ...]:
    """Paragraphs: the spread, the computation, the words, the money, the two kinds of uncertainty."""
    model = look.report.model
    return (
        "The decision sets off some cells of the enterprise. From there a change crosses each dependency "
        "with that dependency’s own chance, loses part of its severity and takes its time. A department "
        "feels it when one of its cells is reached with a severity of at least "
        f"{percent(model.felt_at)}; “reached” counts any severity. It is "
        "first felt when a change first arrives, in worlds in which it feels it; what makes it felt may arrive later.",
        _played(look.report),
        "Chances use the words of ICD-203: almost no chance under 5, very unlikely 5–20, unlikely 20–45, "
        "roughly even 45–55, likely 55–80, very likely 80–95, almost certain from 95 percent. Percents are "
        "rounded first, then named and coloured. A “90 % range” runs from the 5th to the 95th percentile.",
        "All money that spreads belongs to one loss item with one owner, so departments add up to the total "
        "and nothing is counted twice. Means add up; ranges do not. “More than it looks” means a hidden loss "
        f"above {money.plain_money(model.material_loss, look.currency)}.",
        _uncertainties(look.report),
    )


def _uncertainties(report: ImpactReport) -> str:
    told = "Two uncertainties are kept apart. How the world may turn out is in the chances and ranges above. "
    if not report.run.correlation:
        return (
            f"{told}How well the inputs are known is not in them: the ranges of the links and the grades of evidence "
            "tell it."
        )
    felt = report.departments_felt_inputs
    count = (
        f" The mean number of departments that feel it, {report.departments_felt:.1f}, may be {felt.low:.1f} to "
        f"{felt.high:.1f}; with every likelihood at one end of its range, {'' if felt.ends_exact else 'about '}"
        f"{felt.lowest:.1f} or {felt.highest:.1f}."
        if felt
        else ""
    )
    return f"{told}How well the inputs are known is in the figures marked as inputs: {inputs_range(report)}{count}"


def computed(report: ImpactReport) -> str:
    """How it was computed, in two words."""
    return "exact" if report.run.exact else counted(report.run.worlds, "world")


def _played(report: ImpactReport) -> str:
    if report.run.exact:
        return (
            "Every combination of chances that matters was counted, so the figures are exact for this model: "
            "there is no sampling error."
        )
    error = sampling_error(report)
    if error:
        error = (
            f" {capital(error).removesuffix('.')}; the table of all departments shows the 95 % interval wherever it "
            "could change the printed figure."
        )
    return (
        f"This was played through in {counted(report.run.worlds, 'simulated world')} from seed "
        f"{report.run.seed}. A chance is the share of worlds, counted jointly and never added up over "
        f"cells.{error}{_checked(report)}"
    )


def _checked(report: ImpactReport) -> str:
    """What the chances worked out without sampling say of the sampled ones."""
    pairs = [(one.feeling.felt.probability, one.felt_exact) for one in report.departments]
    off = [abs(sampled - exact) * 100 for sampled, exact in pairs if exact is not None]
    if not off:
        return ""
    count = len(report.departments)
    whom = "every department" if len(off) == count else f"{len(off)} of {counted(count, 'department')}"
    return (
        f" As a check, the chance that it is felt was also worked out without sampling, for {whom}; the "
        f"sampled chances are off by {max(off):.2f} points at most."
    )
