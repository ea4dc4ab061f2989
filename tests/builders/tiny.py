"""A model of two departments and few coins, as text, whose every world can be gone through in plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from builders.models import write_model

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

HEADER = """\
format: anatomy/1
name: Tiny
extends: none
currency: EUR
felt_at: 10 %
material_loss: 5k
cards: [legal]
layers:
  process: {code: P2, name: Process}
  operations: {code: P6, name: Operations}
scales:
  severity: {minor: [0 %, 20 %, 40 %], major: [40 %, 65 %, 90 %]}
"""
KINDS = """\
format: anatomy/1
kinds:
  feeds: &
    {family: f, meaning: m, direction: d, shows: s, ask: a, mitigation: tell them early,
     likelihood: 50 %, severity_share: 80 %, delay: 2 days}
""".replace(" &", "")
SALES = """\
format: anatomy/1
department: sales
code: D1
name: Sales
sub_functions: {deals: {code: F1, name: Deals}, pricing: {code: F2, name: Pricing}}
dependencies:
  - {from: D1.F1.P2, to: D1.F2.P2, kind: feeds, effect: prices move, likelihood: 70 %, delay: 1 days}
  - {from: D1.F1.P2, to: D2.F1.P2, kind: feeds, effect: a contract to read, likelihood: 40 %}
  - {from: D1.F2.P2, to: D2.F1.P2, kind: feeds, effect: a clause trips, severity_share: 50 %, delay: 10 days}
  - {from: D1.F2.P2, to: D2.F1.P6, kind: feeds, effect: a query, likelihood: 90 %, severity_share: 9 %}
"""
LEGAL = """\
format: anatomy/1
department: legal
code: D2
name: Legal
sub_functions: {contracts: {code: F1, name: Contracts}}
dependencies:
  - {from: D2.F1.P2, to: D2.F1.P6, kind: feeds, effect: work piles up, likelihood: 60 %, delay: 3 days}
  - {from: D2.F1.P6, to: D1.F1.P6, kind: feeds, effect: sellers wait, likelihood: 80 %, delay: 5 days, carried_by: Anna, documented: 20 %}
  - {from: D1.F1.P6, to: D1.F1.P2, kind: feeds, effect: the circle closes, likelihood: 30 %}
"""
DISCOUNT = """\
format: anatomy/1
decision_type: discount
name: Discount
question: What if?
parameters:
  value: {label: Value, kind: money, range: [0, 1M], default: 100k}
  share: {label: Share, kind: share, range: [0 %, 50 %], default: 30 %}
  reason: {label: Reason, kind: choice, choices: [volume, term], default: volume}
sets_off:
  - {cell: D1.F1.P2, severity: "min(1, 2 * share)", likelihood: 80 %, because: the price falls}
  - {cell: D1.F2.P2, severity: 30 %, likelihood: 50 %, time: 4 days, when: {share: {above: 10 %}}, because: a rule}
adjusts:
  - {of: {to: D2}, when: {reason: {is: term}}, likelihood: 0.5, because: terms are standard}
money:
  given: {name: Given away, amount: value * share}
  waiting: {name: Paid later, amount: value * 1 %, measure: late-cash}
losses:
  slip: {name: The contract slips, owner: D2.F1.P6, amount: value / 10, horizon: 9 days}
  anchor: {name: Renewal from below, owner: D1.F2.P2, amount: value * share, horizon: 365 days}
  wait: {name: Cash waits, owner: D1.F1.P6, amount: value / 50, horizon: 30 days, measure: late-cash}
"""
TERMS = """\
format: anatomy/1
decision_type: terms
name: Terms
question: What if?
parameters:
  value: {label: Value, kind: money, default: 50k}
  days: {label: Days, kind: days, range: [0, 180]}
sets_off:
  - {cell: D1.F2.P2, severity: 60 %, likelihood: 30 %, time: 1 days, because: another rule}
  - {cell: D2.F1.P2, severity: days / 180, because: terms to check}
adjusts:
  - {of: {from: D1.F2, to: D2}, likelihood: 3, because: terms meet prices}
losses:
  slip: {name: The contract slips, owner: D2.F1.P6, amount: value / 4, horizon: 9 days}
"""


def tiny_files() -> dict[str, str]:
    """The files of the model."""
    return {
        "anatomy.yaml": HEADER,
        "kinds.yaml": KINDS,
        "sales.yaml": SALES,
        "legal.yaml": LEGAL,
        "discount.yaml": DISCOUNT,
        "terms.yaml": TERMS,
    }


def tiny(folder: Path) -> Enterprise:
    """The model, loaded."""
    return load_enterprise(write_model(folder, tiny_files()))


def a_decision(enterprise: Enterprise, key: str = "discount", **settings: str) -> Decision:
    """A decision of one type with these settings."""
    return settle_decision(draft_of_type(enterprise, key), enterprise, settings)
