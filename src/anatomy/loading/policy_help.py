"""What every key of a policy file means; part of the help in `field_help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROLE = {"cfo": {"name": "Chief Financial Officer", "department": "finance"}}
_WHEN = {"discount": {"above": "10 %", "at_most": "20 %"}}
_BASIS = {"how": "judged", "grade": "B", "source": "w1"}
_ACT = {"act": "approve", "by": ["cfo"], "complete": "24 hours"}

#: "Entry.key" -> what it means, then examples.
POLICY_HELP: Mapping[str, tuple[Any, ...]] = {
    "PolicyEntry.name": ("name of the policy", "Discount ladder"),
    "PolicyEntry.applies_to": (
        "keys of decision types; without it, any decision that has a parameter it compares",
        ["discount-exception"],
    ),
    "PolicyEntry.hit": (
        "which rules count: the first that holds, any (one at most should hold), or all that hold",
        "first",
    ),
    "PolicyEntry.complete": ("whether some rule must hold for every combination of parameters", True),
    "PolicyEntry.parameters": (
        "parameters of its own, by name; a decision may give them beside those of its type",
        {"seats_waived": {"label": "Seats waived", "kind": "count"}},
    ),
    "PolicyEntry.roles": ("who acts, by key", _ROLE),
    "PolicyEntry.thresholds": (
        "numbers that rules compare with, by name; unknown for one that is not public",
        {"large_deal": "500k", "director_limit": "unknown"},
    ),
    "PolicyEntry.rules": (
        "rules by key, read in the order written",
        {"beyond": {"when": _WHEN, "acts": [_ACT]}},
    ),
    "PolicyEntry.basis": ("where the rules come from; each rule inherits it", _BASIS),
    "RoleEntry.name": ("name of the role, not of a person", "Chief Financial Officer"),
    "RoleEntry.short": ("short name for narrow places", "CFO"),
    "RoleEntry.department": ("department it belongs to: a key, code or name", "finance", "D12"),
    "RoleEntry.backup": ("key of the role that stands in", "controller"),
    "RoleEntry.placeholder": ("true where the source does not say who it is", True),
    "RuleEntry.when": ("comparisons of parameters, all of which must hold; in a list of such, any", _WHEN),
    "RuleEntry.acts": ("who must do what; an empty list: nobody, explicitly", [_ACT]),
    "RuleEntry.overrides": ("keys of rules that do not count where this one does", ["standard"]),
    "RuleEntry.before": ("key of the rule that this one is read right before; for overlays", "standard"),
    "RuleEntry.valid_from": ("first day on which it is in force", "2026-01-01"),
    "RuleEntry.valid_until": ("last day on which it is in force", "2026-12-31"),
    "RuleEntry.certainty": ("whether the source states it, we inferred it, or it is ambiguous", "stated"),
    "RuleEntry.note": ("anything a reader should know", "the source contradicts itself at exactly 10"),
    "RuleEntry.basis": ("where it comes from; what is missing is inherited from the policy", _BASIS),
    "ActEntry.act": ("what is asked for", "approve"),
    "ActEntry.by": ("keys of roles", ["cro", "cfo"]),
    "ActEntry.mode": ("whether all must act, any of them, or all one after the other", "in-order"),
    "ActEntry.respond": ("time until a first answer", "6 working hours"),
    "ActEntry.complete": ("time until it is done; of a range the longest counts", "3 to 5 working days"),
    "ActEntry.what": ("what is to be done, or why it is forbidden", "open a new order"),
    "ActEntry.instead": ("the alternative to what is forbidden", "use the standard agreement"),
}
