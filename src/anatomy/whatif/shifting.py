"""What the differences between two models do to decisions: the same question to both, on the same coins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from anatomy.domain.difference import Consequence, Figures, Shift
from anatomy.errors import InputError
from anatomy.loading import draft_of_type, missing_parameters, settle_decision
from anatomy.whatif import WORLDS, what_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import DepartmentFacts, ImpactReport
    from anatomy.errors import Problem
    from anatomy.loading import Draft


def drafts_at_defaults(old: Enterprise, new: Enterprise) -> tuple[tuple[str, Draft], ...]:
    """A draft of every decision type that both models have, with its key."""
    keys = (key for key in new.decision_types if key in old.decision_types)
    return tuple((key, draft_of_type(new, key)) for key in keys)


def shift_decisions(
    old: Enterprise,
    new: Enterprise,
    drafts: Iterable[tuple[str, Draft]],
    *,
    worlds: int = WORLDS,
    seed: int = 0,
    tell: Callable[[str], object] = str,
) -> tuple[Consequence, ...]:
    """
    Each decision put to both models.

    Coins hang on the identity of dependencies, so one that both models have falls the same way in both, and
    what differs between the answers comes from the models alone.

    Args:
        old: the model before.
        new: the model after.
        drafts: what to call each decision (the key of its type, or its file), and the decision.
        worlds: per what-if.
        seed: of all of them.
        tell: is told the title of each decision before its turn.
    """
    consequences = []
    for name, draft in drafts:
        tell(draft.title)
        ask = partial(what_if, worlds=worlds, seed=seed)
        consequences.append(_consequence({"old": old, "new": new}, name, draft, ask))
    return tuple(consequences)


def _consequence(
    models: Mapping[str, Enterprise],
    name: str,
    draft: Draft,
    ask: Callable[[Enterprise, Decision], ImpactReport],
) -> Consequence:
    lacking = (missing_parameters(draft, model, {}) for model in models.values())
    needs = dict.fromkeys(parameter.name for missing in lacking for _, parameter in missing)
    if needs:
        return Consequence(title=draft.title, source=name, needs=tuple(needs))
    reports: dict[str, ImpactReport] = {}
    problems: list[tuple[str, Problem]] = []
    for side, model in models.items():
        try:
            reports[side] = ask(model, settle_decision(draft, model))
        except InputError as error:
            problems.extend((side, problem) for problem in error.problems)
    if problems:
        return Consequence(title=draft.title, source=name, problems=tuple(problems))
    before, after = reports["old"], reports["new"]
    total = Shift(
        key="", name="", old=Figures(loss=before.total.loss.mean), new=Figures(loss=after.total.loss.mean)
    )
    shifts = tuple(_shifts(before, after))
    return Consequence(title=draft.title, source=name, total=total, departments=shifts)


def _shifts(before: ImpactReport, after: ImpactReport) -> Iterator[Shift]:
    old = {one.key: one for one in before.departments}
    new = {one.key: one for one in after.departments}
    for key, one in (new | {key: one for key, one in old.items() if key not in new}).items():
        yield Shift(key=key, name=one.name, old=_figures(old.get(key)), new=_figures(new.get(key)))


def _figures(one: DepartmentFacts | None) -> Figures | None:
    if one is None:
        return None
    return Figures(felt=one.feeling.felt.probability, loss=one.loss.mean if one.loss else None)
