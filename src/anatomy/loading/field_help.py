"""What every key of a file means, in one line, with examples; editors show it through the JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anatomy.loading.advice_help import ADVICE_HELP
from anatomy.loading.policy_help import POLICY_HELP

if TYPE_CHECKING:
    from collections.abc import Mapping

_CELL = "a cell: D9.F7.P2, or sales/discount-control/process"
_PLACE = "a department, sub-function or cell"
_WHEN = "comparisons of parameters, all of which must hold; in a list of such, any"
_WHEN_EXAMPLE = {"discount": {"above": "15 %"}}
_BASIS = "where the numbers come from"
_BASIS_EXAMPLE = {"how": "judged", "grade": "B", "source": "w12"}
_CHANCE = "chance that a change crosses: a word of the scale, a share, or [low, most likely, high]"
_SHARE = "share of the source's severity passed on: a word, a share, or [low, most likely, high]"
_DELAY = "time until the target feels it: a word, a time, or [shortest, most likely, longest]"
_MEASURE = "margin, or late-cash: money that comes later, and is never added to margin"

#: "Entry.key" -> what it means, then examples.
HELP: Mapping[str, tuple[Any, ...]] = {
    **POLICY_HELP,
    **ADVICE_HELP,
    "HeaderEntry.name": ("name of the enterprise", "Acme"),
    "HeaderEntry.version": ("version of the model, in quotes", "1.0"),
    "HeaderEntry.extends": ("the model below: reference, reference@1 (pinned) or none", "reference", "none"),
    "HeaderEntry.currency": ("ISO 4217 code of the one currency of the model", "EUR"),
    "HeaderEntry.felt_at": ("severity from which a cell counts as felt", "10 %"),
    "HeaderEntry.material_loss": ("propagated loss from which a decision costs more than it looks", "50k"),
    "HeaderEntry.cards": ("departments with a card on page one of a report, in order", ["finance", "legal"]),
    "HeaderEntry.limits": (
        "what is not acceptable, by key; a decision file may say otherwise",
        {"finance-loss": {"limit": "Finance.loss.p90 > 100k"}},
    ),
    "HeaderEntry.layers": (
        "layers of every sub-function, by key",
        {"process": {"code": "P2", "name": "Process"}},
    ),
    "HeaderEntry.scales": (
        "words that may stand for numbers",
        {"likelihood": {"likely": ["55 %", "67.5 %", "80 %"]}},
    ),
    "HeaderEntry.sources": ("sources by key: who, what, where, when", {"s4": "who, what, where, when"}),
    "HeaderEntry.vertical": (
        "dependencies between the layers of every sub-function, by rule",
        {"kind": "realizes"},
    ),
    "LayerEntry.code": ("what people call the layer", "P2"),
    "LayerEntry.name": ("name of the layer", "Process"),
    "LayerEntry.meaning": ("what the layer holds", "the order of steps that pursues the aim"),
    "ScalesEntry.likelihood": (
        "words for chances, each with its range",
        {"likely": ["55 %", "67.5 %", "80 %"]},
    ),
    "ScalesEntry.severity": (
        "words for severities, each with its range",
        {"major": ["50 %", "65 %", "80 %"]},
    ),
    "ScalesEntry.delay": (
        "words for delays, each with its range",
        {"weeks": ["5 days", "12 days", "25 days"]},
    ),
    "VerticalRule.kind": ("kind of the dependencies it makes", "realizes"),
    "VerticalRule.effect": ("what happens below", "what stands above has changed, so this must follow"),
    "VerticalRule.severity_share": (_SHARE, "80 %"),
    "VerticalRule.basis": (_BASIS, _BASIS_EXAMPLE),
    "VerticalRule.steps": (
        "one dependency for each step",
        [{"from": "strategy", "to": "process", "likelihood": "50 %", "delay": "weeks"}],
    ),
    "VerticalStep.from": ("key of the upper layer", "strategy"),
    "VerticalStep.to": ("key of the lower layer", "process"),
    "VerticalStep.likelihood": (_CHANCE, "50 %"),
    "VerticalStep.severity_share": (f"{_SHARE}; without it, that of the rule", "80 %"),
    "VerticalStep.delay": (_DELAY, "weeks"),
    "DepartmentEntry.code": ("what people call the department; may change", "D9"),
    "DepartmentEntry.name": ("name of the department", "Sales"),
    "DepartmentEntry.short": ("short name for narrow places", "SAL"),
    "DepartmentEntry.owner": ("the role that answers for it, not a person", "Chief Sales Officer"),
    "DepartmentEntry.aliases": ("other names it answers to", ["Revenue"]),
    "DepartmentEntry.sub_functions": (
        "sub-functions, by key",
        {"discount-control": {"code": "F7", "name": "Discount control"}},
    ),
    "SubFunctionEntry.code": ("what people call the sub-function; may change", "F7"),
    "SubFunctionEntry.name": ("name of the sub-function", "Discount control"),
    "SubFunctionEntry.owner": ("the role that answers for it, not a person", "Pricing and discount lead"),
    "SubFunctionEntry.aliases": ("other names it answers to", ["Discounts"]),
    "SubFunctionEntry.cells": (
        "what each layer holds here, by key of the layer",
        {"process": "ask, decide, record"},
    ),
    "DependencyEntry.from": (f"where the change happens; {_CELL}", "D9.F7.P6"),
    "DependencyEntry.to": (f"where it is felt; {_CELL}", "D12.F2.P6"),
    "DependencyEntry.kind": ("kind of dependency, a key of kinds.yaml", "values"),
    "DependencyEntry.suffix": ("tells two apart that share from, to and kind", "second"),
    "DependencyEntry.effect": ("what a leader would see happen", "price realization on the deal falls"),
    "DependencyEntry.likelihood": (
        f"{_CHANCE}; without it, that of the kind",
        "likely",
        ["60 %", "70 %", "85 %"],
    ),
    "DependencyEntry.severity_share": (f"{_SHARE}; without it, that of the kind", "major", "65 %"),
    "DependencyEntry.delay": (f"{_DELAY}; without it, that of the kind", "weeks", "5 to 25 days"),
    "DependencyEntry.carried_by": (
        "the role in whose memory it lives, if it is not written down",
        "Head of pricing",
    ),
    "DependencyEntry.documented": ("share of it that is written down; 100 % if not said", "40 %"),
    "DependencyEntry.basis": (
        f"{_BASIS}; what is missing is inherited from the section or the file",
        _BASIS_EXAMPLE,
    ),
    "BasisEntry.how": ("how the numbers came about", "judged"),
    "BasisEntry.grade": ("A: a source states this link; B: assembled from sources; C: judgement alone", "B"),
    "BasisEntry.source": ("keys of `sources:`, or words", "w12", ["s4", "w7"]),
    "BasisEntry.who": ("who says so", "head of pricing"),
    "BasisEntry.when": ("when it was said", "2026-11"),
    "BasisEntry.note": ("anything a reader should know", "one more year of the same discount"),
    "KindEntry.family": ("the family it is listed under", "money"),
    "KindEntry.meaning": ("what it means", "money at the target moves, such as price, margin, cost or cash"),
    "KindEntry.direction": (
        "what happens to the target when the source changes",
        "when the price falls, so does margin",
    ),
    "KindEntry.shows": ("how it shows in daily life", "a figure in a report is lower than planned"),
    "KindEntry.ask": (
        "the question to ask the owner of the target",
        "which figure of yours moves, and from when?",
    ),
    "KindEntry.mitigation": ("what usually helps", "ask for something in return that is worth as much"),
    "KindEntry.source_layers": ("layers it may start from; empty means any", ["process", "system"]),
    "KindEntry.target_layers": ("layers it may lead to; empty means any", ["operations"]),
    "KindEntry.likelihood": (f"default: {_CHANCE}", ["30 %", "45 %", "60 %"]),
    "KindEntry.severity_share": (f"default: {_SHARE}", "moderate"),
    "KindEntry.delay": (f"default: {_DELAY}", "weeks"),
    "KindEntry.style": ("how it is drawn", {"line": "dashed", "arrow": "vee"}),
    "StyleEntry.line": ("line of the arrow", "solid"),
    "StyleEntry.arrow": ("head of the arrow", "vee"),
    "DecisionTypeEntry.name": ("name of the decision type", "Discount exception"),
    "DecisionTypeEntry.question": (
        "the question it answers",
        "What happens elsewhere if we grant a discount?",
    ),
    "DecisionTypeEntry.parameters": (
        "what may be set, by name",
        {"discount": {"label": "Discount", "kind": "share", "default": "20 %"}},
    ),
    "DecisionTypeEntry.sets_off": (
        "cells that the decision sets off",
        [{"cell": "D9.F7.P6", "severity": "min(1, discount / margin)"}],
    ),
    "DecisionTypeEntry.adjusts": (
        "factors on dependencies, before anything is drawn",
        [{"of": {"from": "D9.F7.P6"}, "likelihood": 0.5}],
    ),
    "DecisionTypeEntry.money": (
        "money that moves for certain, by key",
        {"discount-given": {"name": "Discount given", "amount": "list_value * discount"}},
    ),
    "DecisionTypeEntry.losses": (
        "money at risk elsewhere, by key",
        {"renewal": {"name": "Renewal", "owner": "D10.F10.P2", "amount": "50k", "horizon": "365 days"}},
    ),
    "DecisionTypeEntry.figures": (
        "numbers worth telling beside the money, by key",
        {"margin-after": {"name": "Margin after", "kind": "share", "value": "margin - discount"}},
    ),
    "DecisionTypeEntry.basis": (_BASIS, _BASIS_EXAMPLE),
    "ParameterEntry.label": ("name of the parameter for people", "Discount"),
    "ParameterEntry.kind": ("what its values are", "share"),
    "ParameterEntry.help": ("what to enter, in a few words", "share of the list price given away"),
    "ParameterEntry.range": ("lowest and highest value allowed", ["0 %", "60 %"]),
    "ParameterEntry.choices": ("the words to choose from, for kind choice", ["competitive", "volume"]),
    "ParameterEntry.default": ("value when none is given; without it, one must be given", "20 %"),
    "SetOffEntry.cell": (_CELL, "D9.F7.P6"),
    "SetOffEntry.severity": (
        "how hard, from 0 to 1: a word, a share, arithmetic, curve, steps or choice",
        "discount / margin",
    ),
    "SetOffEntry.likelihood": ("chance that it is set off; 100 % if not said", "60 %"),
    "SetOffEntry.time": ("days after the decision; at once if not said", "14 days"),
    "SetOffEntry.when": (_WHEN, _WHEN_EXAMPLE),
    "SetOffEntry.because": ("why, for the reader of the report", "the price really charged falls"),
    "AdjustmentEntry.of": (
        "which dependencies; all that is said must fit",
        {"from": "D9.F7.P6", "kind": "values"},
    ),
    "AdjustmentEntry.likelihood": ("factor on the likelihood", 0.5, "min(1, clauses)"),
    "AdjustmentEntry.severity_share": ("factor on the severity share", 0.5),
    "AdjustmentEntry.delay": ("factor on the delay", 2),
    "AdjustmentEntry.delay_added": ("time added to the delay", "30 days"),
    "AdjustmentEntry.when": (_WHEN, _WHEN_EXAMPLE),
    "AdjustmentEntry.because": (
        "why, for the reader of the report",
        "without such a clause nothing is tripped",
    ),
    "SelectorEntry.from": (f"{_PLACE} where they start", "D9.F7.P6", "sales"),
    "SelectorEntry.to": (f"{_PLACE} where they lead", "D15", "legal/price-clauses"),
    "SelectorEntry.kind": ("their kind", "anchors"),
    "SelectorEntry.carried_by": ("the role that carries them", "Head of pricing"),
    "MoneyEntry.name": ("what the money is", "Discount given over the term"),
    "MoneyEntry.amount": ("how much; a loss is positive", "list_value * discount"),
    "MoneyEntry.measure": (_MEASURE, "margin"),
    "MoneyEntry.either_way": (
        "true for money that moves as well if the deal is won without this decision",
        True,
    ),
    "MoneyEntry.when": (_WHEN, _WHEN_EXAMPLE),
    "FigureEntry.name": ("what the number is", "Margin after the discount"),
    "FigureEntry.kind": ("what it is told as", "share"),
    "FigureEntry.value": ("the number", "(margin - discount) / (1 - discount)"),
    "FigureEntry.when": (_WHEN, _WHEN_EXAMPLE),
    "LossEntry.name": ("what is lost", "Renewal opens from the discounted price"),
    "LossEntry.owner": (f"the one cell that it hangs on; {_CELL}", "D10.F10.P2"),
    "LossEntry.amount": ("how much at full severity; a loss is positive", "list_value * discount", "50k"),
    "LossEntry.horizon": ("it counts if the cell is reached within this time", "365 days"),
    "LossEntry.measure": (_MEASURE, "margin"),
    "LossEntry.when": (_WHEN, _WHEN_EXAMPLE),
    "LossEntry.basis": (_BASIS, _BASIS_EXAMPLE),
    "DecisionEntry.format": ("the format of the file; every file begins with it", "anatomy/1"),
    "DecisionEntry.title": ("what is proposed, in one line", "28 % discount for Northwind, net 90"),
    "DecisionEntry.date": ("day of the decision", "2026-11-21"),
    "DecisionEntry.requested_by": ("the role that asks for it", "Regional sales director"),
    "DecisionEntry.model": ("folder of the model, relative to this file", ".", "../../my-model"),
    "DecisionEntry.decisions": (
        "what is decided; several are one deal",
        [{"type": "discount-exception", "with": {"discount": "28 %"}}],
    ),
    "ProposalEntry.type": ("key of a decision type; `anatomy decisions` lists them", "discount-exception"),
    "ProposalEntry.with": (
        "values of its parameters; `anatomy decisions TYPE` lists them",
        {"list_value": "1.2M", "discount": "28 %"},
    ),
}
