"""What every key of mitigations, limits and alternatives means; part of the help in `field_help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = "a key, code or name"
_CHANCE = "a word of the scale, a share, or [low, most likely, high]"
_WHEN = {"discount": {"above": "policy_limit"}}
_BASIS = {"how": "judged", "grade": "C", "note": "two days of work at 800"}
_GRAMMAR = "scope.measure[.statistic] comparison quantity; it says what is not acceptable"

#: "Entry.key" -> what it means, then examples.
ADVICE_HELP: Mapping[str, tuple[Any, ...]] = {
    "MitigationEntry.name": ("what a leader would call it", "Precedent note in the waiver register"),
    "MitigationEntry.what": (
        "what is done, in a sentence",
        "The exception is recorded with its reason and the day it ends",
    ),
    "MitigationEntry.cost": (
        "what it costs; money, or arithmetic over parameters",
        "2k",
        "0.5 % * list_value",
    ),
    "MitigationEntry.owner": ("the role that does it, not a person", "Commercial counsel"),
    "MitigationEntry.department": (f"department that the owner belongs to: {_PLACE}", "legal", "D15"),
    "MitigationEntry.lead_time": ("time until it works", "1 days", "6 weeks"),
    "MitigationEntry.applies_to": (
        "keys of decision types, whose parameters it may read; without it, any, and it reads none",
        ["discount-exception"],
    ),
    "MitigationEntry.when": ("when it can be done; all must hold, in a list of such any", _WHEN),
    "MitigationEntry.adjusts": (
        "factors on dependencies, and days added to their delays",
        [{"of": {"from": "D9.F7.P3", "to": "D15.F15.P1"}, "likelihood": 0.5}],
    ),
    "MitigationEntry.blocks": (
        "cells at which a change is stopped",
        [{"cell": "D9.F13.P4", "stops": "spread"}],
    ),
    "MitigationEntry.set": (
        "other values of parameters, or bounds for the old ones",
        {"new_days": {"at_most": "60 days"}},
    ),
    "MitigationEntry.basis": (
        "where its numbers come from; what is missing is inherited from the file",
        _BASIS,
    ),
    "BlockEntry.cell": ("a cell: D9.F13.P4, or sales/customer-commitment-management/component", "D9.F13.P4"),
    "BlockEntry.stops": (
        "spread: nothing passes on from it; start: the decision does not set it off; or both",
        "spread",
    ),
    "BlockEntry.because": ("why, for the reader of the report", "nobody is told before it is checked"),
    "LimitEntry.limit": (_GRAMMAR, "Finance.loss.p90 > 100k", "any.felt > 80 %", "Support.arrival < 30 days"),
    "LimitEntry.why": ("why this much and no more", "a tenth of the yearly margin plan of a region"),
    "LimitEntry.owner": ("the role that set it", "Chief Financial Officer"),
    "LimitEntry.basis": ("where it comes from", {"how": "judged", "grade": "C"}),
    "DecisionEntry.alternatives": (
        "what could be decided instead, by key; to decline is always there",
        {"at-policy": {"title": "Hold the line at 15 %", "set": {"discount": "15 %"}}},
    ),
    "DecisionEntry.win_chance": (
        f"chance to win the deal as proposed: {_CHANCE}",
        "60 %",
        ["50 %", "60 %", "70 %"],
    ),
    "DecisionEntry.win_chance_without": (f"chance to win it if this is declined: {_CHANCE}", "35 %"),
    "DecisionEntry.value_if_won": (
        "margin that winning brings, where no money line of the types holds it",
        "350k",
    ),
    "DecisionEntry.mitigations": ("keys of mitigations that are promised already", ["precedent-note"]),
    "DecisionEntry.limits": (
        f"limits that win over those of the model: {_GRAMMAR}",
        ["Finance.loss.p90 > 150k"],
    ),
    "AlternativeEntry.title": ("what it is, in a few words", "18 % for 36 months"),
    "AlternativeEntry.set": (
        "what differs from the decision: parameters, or decision types with parameters",
        {"discount": "18 %", "term": "36 months"},
        {"payment-terms-exception": {"new_days": "60 days"}},
    ),
    "AlternativeEntry.decisions": (
        "all that is decided instead, where that is something else",
        [{"type": "discount-exception", "with": {"discount": "15 %"}}],
    ),
    "AlternativeEntry.win_chance": (f"chance to win the deal with it: {_CHANCE}", "50 %"),
    "AlternativeEntry.value_if_won": ("the same as for the decision, where it differs", "900k"),
}
