"""What could be decided instead, asked for by itself or within a what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import __version__
from anatomy.advise.axes import natural_grid
from anatomy.advise.choices import options_among, options_of
from anatomy.advise.comparing import MOST_WORLDS, compare
from anatomy.assess.report import model_facts
from anatomy.domain.alternatives import ComparedChoices
from anatomy.domain.impact import RunFacts
from anatomy.whatif import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from anatomy.domain.alternatives import Comparison
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.grid import Grid
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit import Limit


def compare_within(
    enterprise: Enterprise,
    decision: Decision,
    *,
    worlds: int,
    seed: int,
    limits: Sequence[Limit] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """
    The alternatives that a decision names, as proposed and to decline, with the table that suits them.

    Args:
        enterprise: the model.
        decision: settled on that model.
        worlds: those of the what-if; of the first million, where there are more.
        seed: of the what-if.
        limits: that win over those of the decision and the model on the same figures.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: a response has no value for the parameters of a choice.
    """
    return compare(
        enterprise,
        options_of(decision),
        worlds=min(worlds, MOST_WORLDS),
        seed=seed,
        grid=natural_grid(enterprise, decision),
        limits=limits,
        progress=progress,
    )


def compare_decisions(
    enterprise: Enterprise,
    decisions: Sequence[tuple[str, Decision]],
    *,
    worlds: int = WORLDS,
    seed: int = 0,
    grid: Grid | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ComparedChoices:
    """
    A decision against its alternatives, or several decisions against one another.

    Args:
        enterprise: the model.
        decisions: settled on that model, with what to call them; of a single one, its own alternatives are taken.
        worlds: how many to sample, at most a million.
        seed: the same seed gives the same worlds as a what-if.
        grid: a table over two parameters of the first decision; None: no table.
        progress: told how many worlds are done, and of how many.

    Raises:
        InputError: a response has no value for the parameters of a choice, or a setting is out of range.
    """
    first = decisions[0][1]
    options = options_of(first) if len(decisions) == 1 else options_among(decisions)
    compared = compare(enterprise, options, worlds=worlds, seed=seed, grid=grid, progress=progress)
    return ComparedChoices(
        title=first.title if len(decisions) == 1 else "Decisions against one another",
        model=model_facts(enterprise),
        run=RunFacts(tool_version=__version__, worlds=compared.worlds, seed=seed, exact=compared.exact),
        comparison=compared,
    )


def compared_of(report: ImpactReport) -> ComparedChoices | None:
    """The alternatives that an answer holds, by themselves; None where it holds none."""
    compared = report.alternatives
    if compared is None:
        return None
    return ComparedChoices(
        title=report.decision.title,
        model=report.model,
        run=RunFacts(
            tool_version=report.run.tool_version,
            worlds=compared.worlds,
            seed=compared.seed,
            exact=compared.exact,
        ),
        comparison=compared,
    )
