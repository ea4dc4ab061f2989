"""What a decision file says beside the decision: alternatives, chances to win, promised mitigations, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.domain.decision import DECLINE, PROPOSED
from anatomy.domain.quantity import Range
from anatomy.errors import InputError
from anatomy.loading import load_enterprise, read_decision, settle_decision
from builders.models import first_lines, write_model
from builders.tiny import tiny_files

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

MITIGATIONS = """\
format: anatomy/1
mitigations:
  note: {name: N, what: W, cost: 1, lead_time: 1 days, owner: O, applies_to: [discount], blocks: [{cell: D1.F1.P2}],
    when: {share: {above: 20 %}}}
  call: {name: C, what: W, cost: 1, lead_time: 1 days, owner: O, blocks: [{cell: D1.F1.P2}]}
  other: {name: C, what: W, cost: 1, lead_time: 1 days, owner: O, applies_to: [spare], blocks: [{cell: D1.F1.P2}]}
"""
SPARE = """\
format: anatomy/1
decision_type: spare
name: Spare
question: What if?
parameters: {much: {label: Much, kind: count, default: 3}}
sets_off: [{cell: D1.F1.P2, severity: 10 %}]
"""
DEAL = """\
format: anatomy/1
title: A deal
decisions:
  - type: discount
    with: {value: 1.2k, share: 28 %}
  - type: terms
    with: {value: 864k, days: 90}
win_chance: [50 %, 60 %, 75 %]
win_chance_without: 30 %
value_if_won: €5k
mitigations: [note, call]
limits: [Legal.loss.p90 > 3k, any.felt > 80 %]
alternatives:
  less:
    title: Twenty per cent
    set: {share: 20 %, value: 2k, terms: {days: net 60}}
    win_chance: 55 %
  else:
    title: Something else
    decisions:
      - {type: spare, with: {much: 4}}
    value_if_won: 9k
"""


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    files = {**tiny_files(), "mitigations.yaml": MITIGATIONS, "spare.yaml": SPARE}
    return load_enterprise(write_model(tmp_path_factory.mktemp("tiny"), files))


def settled(folder: Path, enterprise: Enterprise, text: str, **settings: str) -> Decision:
    (folder / "deal.yaml").write_text(text)
    draft = read_decision(folder / "deal.yaml", name="deal.yaml")
    named = {key.replace("__", "."): value for key, value in settings.items()}
    return settle_decision(draft, enterprise, named)


def test_all_of_it_is_read(tmp_path: Path, enterprise: Enterprise) -> None:
    decision = settled(tmp_path, enterprise, DEAL)
    less, other = decision.alternatives

    assert decision.win_chance == Range(0.5, 0.6, 0.75)
    assert decision.win_chance_without == Range.exactly(0.3)
    assert decision.value_if_won == 5_000.0
    assert decision.mitigations == ("note", "call")
    assert [str(one) for one in decision.limits] == ["legal.loss.p90 > 3k", "any.felt > 80 %"]
    assert (less.key, less.title, less.win_chance, less.value_if_won) == (
        "less",
        "Twenty per cent",
        Range.exactly(0.55),
        None,
    )
    assert [(one.type, dict(one.values)) for one in less.proposals] == [
        ("discount", {"value": 2_000.0, "share": 0.2, "reason": "volume"}),
        ("terms", {"value": 2_000.0, "days": 60.0}),
    ]
    assert less.assumed == {("discount", "reason")}
    assert [(one.type, dict(one.values)) for one in other.proposals] == [("spare", {"much": 4.0})]
    assert (other.win_chance, other.value_if_won) == (None, 9_000.0)


def test_to_decline_is_always_there(tmp_path: Path, enterprise: Enterprise) -> None:
    bare = settled(tmp_path, enterprise, DEAL[: DEAL.index("win_chance")])
    full = settled(tmp_path, enterprise, DEAL)

    assert [one.key for one in bare.choices()] == [PROPOSED, DECLINE]
    assert [one.key for one in full.choices()] == [PROPOSED, "less", "else", DECLINE]
    proposed, *_, declined = full.choices()
    assert (proposed.proposals, proposed.win_chance) == (full.proposals, full.win_chance)
    assert (declined.proposals, declined.win_chance) == ((), Range.exactly(0.3))


def test_a_decision_taken_otherwise_is_the_same_deal(tmp_path: Path, enterprise: Enterprise) -> None:
    decision = settled(tmp_path, enterprise, DEAL)
    proposed, less, *_ = decision.choices()

    assert decision.instead(proposed).proposals == decision.proposals
    assert decision.instead(proposed).title == "A deal"
    other = decision.instead(less)
    assert (other.title, other.proposals, other.alternatives) == ("Twenty per cent", less.proposals, ())
    assert (other.mitigations, other.limits) == (decision.mitigations, decision.limits)


def test_settings_reach_alternatives_except_what_they_set_themselves(
    tmp_path: Path, enterprise: Enterprise
) -> None:
    less, _ = settled(tmp_path, enterprise, DEAL, share="40 %", reason="term", terms__value="7k").alternatives

    assert less.proposals[0].values == {"value": 2_000.0, "share": 0.2, "reason": "term"}
    assert less.proposals[1].values == {"value": 2_000.0, "days": 60.0}


def test_what_is_set_by_hand_may_take_the_reason_from_a_promise(
    tmp_path: Path, enterprise: Enterprise
) -> None:
    assert settled(tmp_path, enterprise, DEAL, share="10 %").mitigations == ("note", "call")


MISTAKES = [
    ("win_chance: [50 %, 60 %, 75 %] -> win_chance: 60", "8:13: ANA014 win_chance: 60 is above 1; write 60 % or 0.6"),
    ("win_chance: [50 %, 60 %, 75 %] -> win_chance: [60 %, 50 %, 75 %]", "8:13: ANA014 win_chance: ['60 %', '50 %', '75 %'] does not rise; write the lowest first and the highest last"),
    ("win_chance: [50 %, 60 %, 75 %] -> win_chance: [60 %, 75 %]", "8:13: ANA012 win_chance is of the wrong kind; write one word or number, or what docs/model-format.md shows here"),
    ("win_chance_without: 30 % -> win_chance_wihtout: 30 %", "9:1: ANA011 unknown key 'win_chance_wihtout'; did you mean 'win_chance_without'?"),
    ("win_chance_without: 30 % -> win_chance_without: 130 %", "9:21: ANA014 win_chance_without: '130 %' is not between 0 % and 100 %; write a share from 0 % to 100 %"),
    ("value_if_won: €5k -> value_if_won: $5k", "10:15: ANA014 value_if_won: '$5k' is in USD, but the model is in EUR; convert it to EUR"),
    ("value_if_won: €5k -> value_if_won: -5k", "10:15: ANA014 value_if_won: '-5k' is below 0; write an amount of 0 or more"),
    ("[note, call] -> [note, cal]", "11:21: ANA031 unknown mitigation 'cal'; did you mean 'call'?"),
    ("[note, call] -> [note, note]", "11:21: ANA030 note is promised twice; name it once"),
    ("[note, call] -> [note, other]", "11:21: ANA035 other does not apply here; it is for spare"),
    ("share: 28 % -> share: 8 %", "11:15: ANA035 note does not apply here; its when: is not met"),
    ("Legal.loss.p90 > 3k -> Legal.los.p90 > 3k", "12:16: ANA031 unknown measure 'los'; did you mean 'loss'?"),
    ("any.felt > 80 % -> any.felt > 80", "12:42: ANA014 '80' is above 1; write 80 % or 0.8"),
    ("any.felt > 80 % -> legal.loss.p90 > 80", "12:31: ANA030 legal.loss.p90 is limited twice; merge the two"),
    ("  less: ->   decline:", "14:3: ANA030 'decline' is always there; delete this entry"),
    ("    set: {share: 20 %, value: 2k, terms: {days: net 60}}\n -> ", "14:3: ANA010 less changes nothing; add set: or decisions:"),
    ("    win_chance: 55 % ->     decisions: [{type: spare}]", "14:3: ANA010 less holds both set: and decisions:; keep one of the two"),
    ("set: {share: -> set: {shar:", "16:11: ANA031 unknown parameter 'shar'; did you mean 'share'?"),
    ("set: {share: 20 % -> set: {share: 70 %", "16:18: ANA014 share: '70 %' is outside its range; choose from 0 % to 50 %"),
    ("set: {share: 20 % -> set: {discount.share: 20 %", "16:11: ANA031 unknown parameter 'discount.share'; did you mean 'share'?"),
    ("terms: {days -> term: {days", "16:35: ANA031 unknown decision type of this deal 'term'; did you mean 'terms'?"),
    ("terms: {days -> spare: {much", "16:35: ANA031 unknown decision type of this deal 'spare'; known: discount, terms"),
    ("{days: net 60} -> {dais: net 60}", "16:43: ANA031 unknown parameter 'dais'; did you mean 'days'?"),
    ("{days: net 60} -> {days: soon}", '16:49: ANA014 days: \'soon\' is not a time; write it like "3 days" or "2 weeks"'),
    ("win_chance: 55 % -> win_chance: 155 %", "17:17: ANA014 win_chance: '155 %' is not between 0 % and 100 %; write a share from 0 % to 100 %"),
    ("type: spare, -> type: spar,", "21:16: ANA031 unknown decision type 'spar'; did you mean 'spare'?"),
    ("{much: 4} -> {mush: 4}", "21:30: ANA031 spare has no parameter 'mush'; did you mean 'much'?"),
    ("{much: 4} -> {much: -4}", "21:36: ANA014 much: -4 is not a whole number of 0 or more; write it like 3"),
    ("    value_if_won: 9k ->     value_if_won: lots", "22:19: ANA014 value_if_won: 'lots' is not an amount of money; write it like 1.2M, 50k or 250000, with a point before decimals"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line"), MISTAKES, ids=[change for change, _ in MISTAKES])
def test_a_mistake_is_told_once_at_its_place(
    tmp_path: Path, enterprise: Enterprise, change: str, line: str
) -> None:
    old, _, new = change.partition(" -> ")
    assert old in DEAL
    with pytest.raises(InputError) as caught:
        settled(tmp_path, enterprise, DEAL.replace(old, new, 1))

    assert first_lines(caught.value) == [f"deal.yaml:{line}"]


def test_all_mistakes_are_told_at_once(tmp_path: Path, enterprise: Enterprise) -> None:
    text = DEAL.replace("share: 28 %", "share: 70 %").replace("[note, call]", "[note, cal]")
    text = text.replace("days: net 60", "days: soon").replace("any.felt", "any.flt")
    with pytest.raises(InputError) as caught:
        settled(tmp_path, enterprise, text)

    assert [line.split(": ")[0] for line in first_lines(caught.value)] == [
        f"deal.yaml:{place}" for place in ("5:32", "11:21", "12:35", "16:49")
    ]
