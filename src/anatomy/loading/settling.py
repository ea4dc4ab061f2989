"""Decision files and command-line settings into a Decision whose every parameter has a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.decision import Decision
from anatomy.errors import UnknownNameError
from anatomy.loading.choices import Choices
from anatomy.loading.decision_file import near_parameter
from anatomy.loading.proposals import ProposalSettler

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.enterprise import Enterprise
    from anatomy.loading.decision_file import Draft


def settle_decision(
    draft: Draft, enterprise: Enterprise, settings: Mapping[str, str] | None = None
) -> Decision:
    """
    The decision: every value read in the unit of its parameter, settings applied, defaults filled in.

    Args:
        draft: what was written.
        enterprise: the model whose decision types it uses.
        settings: `parameter` or `type.parameter` -> text, such as from the command line; they win over the file,
            though not over what an alternative sets itself.

    Raises:
        UnknownNameError: settings that are no parameters, and nothing else is wrong.
        InputError: unknown types or parameters, values out of range, values missing, and whatever the draft itself
            was found to have wrong; all at once, in the order of the file.
    """
    settler = ProposalSettler(enterprise, root=draft.root, settings=dict(settings or {}))
    proposals, assumed = settler.settle(draft.proposals, ("decisions",))
    # What a decision type is that the model does not have, and which settings it would take, nobody can say.
    all_known = all(key in enterprise.decision_types for key, _ in draft.proposals)
    strangers = settler.settings.keys() - settler.used if all_known else set()
    for name in sorted(strangers):
        hint = _near_parameter(name, enterprise, (key for key, _ in draft.proposals))
        settler.complain_of_setting(name, "no such parameter in this decision", hint)
    choices = Choices(settler, draft)
    decision = Decision(
        title=_title(draft, settler.settings),
        proposals=proposals,
        date=draft.date,
        requested_by=draft.requested_by,
        assumed=assumed,
        win_chance=choices.chance(draft.win_chance, ("win_chance",)),
        win_chance_without=choices.chance(draft.win_chance_without, ("win_chance_without",)),
        value_if_won=choices.value(draft.value_if_won, ("value_if_won",)),
        alternatives=choices.alternatives(proposals, assumed),
        mitigations=choices.mitigations(proposals),
        limits=choices.limits(),
    )
    if settler.problems or draft.problems:
        # What is wrong with nothing but names of settings is wrong with the call, not with the decision.
        refusal = draft.refusal(settler.problems)
        raise UnknownNameError(refusal.problems) if len(refusal.problems) == len(strangers) else refusal
    return decision


def _title(draft: Draft, settings: Mapping[str, str]) -> str:
    """The title of the file, with what was set otherwise: a title may name the very figure."""
    if draft.root is None or not settings:
        return draft.title
    changes = ", ".join(f"{name} {value}" for name, value in sorted(settings.items()))
    return f"{draft.title} (here with {changes})"


def _near_parameter(name: str, enterprise: Enterprise, types: Iterable[str]) -> str:
    known = sorted(
        {
            parameter
            for key in types
            if key in enterprise.decision_types
            for parameter in enterprise.parameters_of(key)
        }
    )
    return near_parameter(name.rpartition(".")[2], known)
