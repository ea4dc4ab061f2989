"""On what the answer to a decision depends, and which question to ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy import __version__
from anatomy.advise.hidden import Playing
from anatomy.advise.learning import rank_questions
from anatomy.advise.sensitivity import BAND, swing_inputs
from anatomy.advise.sensitivity import WORLDS as MOVED
from anatomy.assess.report import decision_facts, model_facts
from anatomy.deciding import decide_effects
from anatomy.domain.impact import RunFacts
from anatomy.domain.sensitivity import Sensitivity, SensitivityFacts, WatchedDepartment
from anatomy.whatif import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.advise.spans import Spans
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Correlation


def sense_decision(
    enterprise: Enterprise,
    decision: Decision,
    *,
    worlds: int = WORLDS,
    seed: int = 0,
    groups: Correlation = "kind",
    band: float = BAND,
    spans: Spans = "band",
    moved: int | None = None,
    tell: Callable[[str], object] = str,
) -> SensitivityFacts:
    """
    Every input moved by itself, and what each uncertain one is worth to know before deciding.

    Args:
        enterprise: the model.
        decision: settled on that model, with what could be decided instead.
        worlds: how many to sample, 1 to 10,000,000.
        seed: the same seed gives the same worlds as the what-if.
        groups: which likelihoods are moved together: those of a kind, or of an author.
        band: share of a number to both sides, above 0.
        spans: whether numbers go by the band or to their bounds.
        moved: worlds, the first of them, in which inputs are moved and drawn; None: as many as that needs. The
            figures as they are come from all of them.
        tell: is told what is moved or asked about, before its turn.

    Raises:
        InputError: a response has no value for these parameters, or a setting is out of range.
    """
    playing = Playing(enterprise, worlds=worlds, seed=seed)
    swinging = min(worlds, moved or MOVED)
    swings = swing_inputs(playing, decision, groups=groups, band=band, spans=spans, moved=swinging, tell=tell)
    learning = rank_questions(
        playing, decision, groups=groups, band=band, spans=spans, drawn=moved, tell=tell
    )
    return SensitivityFacts(
        departments=tuple(
            WatchedDepartment(key=one.key, code=one.code, name=one.name)
            for one in (enterprise.departments[key] for key in playing.cards)
        ),
        base=swings.base,
        win_chance=learning.choices[0].win_chance,
        guessed=learning.choices[0].guessed,
        groups=groups,
        band=band,
        swings=swings.rows,
        left_out=swings.left_out,
        learning=learning,
        worlds=worlds,
        moved=swinging,
        exact=swings.exact,
    )


def told_with_decision(
    enterprise: Enterprise, decision: Decision, facts: SensitivityFacts, *, seed: int
) -> Sensitivity:
    """The same with what it is about and how it was computed, so that it stands by itself."""
    run = RunFacts(
        tool_version=__version__,
        worlds=facts.worlds,
        seed=seed,
        exact=facts.exact,
        correlation=facts.groups,
    )
    effects = decide_effects(enterprise, decision)
    return Sensitivity(
        model=model_facts(enterprise),
        decision=decision_facts(enterprise, decision, effects),
        run=run,
        facts=facts,
    )
