"""What a choice is worth: certain money, and the chance to win from which it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.advise.choices import options_among, options_of
from anatomy.advise.comparing import compare
from anatomy.advise.valuing import break_even
from anatomy.domain.decision import DECLINE, PROPOSED
from anatomy.errors import InputError
from anatomy.loading import load_enterprise
from builders.deals import DEAL, a_deal
from builders.models import small_with, write_model
from builders.tiny import a_decision, tiny_files

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

AMOUNTS = st.one_of(st.sampled_from([0.0, 1.0, -1.0]), st.floats(-1e6, 1e6))


@given(if_won=AMOUNTS, declined=AMOUNTS, without=st.floats(0, 1), chance=st.floats(0, 1))
def test_it_pays_exactly_from_the_break_even_on(
    if_won: float, declined: float, without: float, chance: float
) -> None:
    pays = break_even(if_won, declined=declined, without=without)

    found = {
        "always": True,
        "never": False,
        "from": pays.chance is not None and chance >= pays.chance,
        "up-to": pays.chance is not None and chance <= pays.chance,
    }
    brought = chance * if_won
    # At the very edge, and at a chance of nothing, rounding decides.
    if chance > 0 and abs(brought - declined) > 1e-9 * max(1.0, abs(declined)):
        assert found[pays.kind] == (brought > declined)
    if pays.kind in ("from", "up-to"):
        assert pays.chance is not None
        assert pays.uplift == pays.chance - without


@pytest.mark.parametrize(
    ("if_won", "declined", "kind"),
    [
        (100.0, 11.0, "from"),
        (100.0, 100.0, "from"),
        (100.0, 101.0, "never"),  # no uplift suffices
        (100.0, 0.0, "always"),  # none is needed
        (100.0, -5.0, "always"),
        (-10.0, 5.0, "never"),  # it loses money even if won
        (-10.0, 0.0, "never"),
        (-10.0, -4.0, "up-to"),  # the less likely, the better
        (-10.0, -20.0, "always"),
        (0.0, 0.0, "always"),
        (0.0, 1.0, "never"),
    ],
)
def test_the_cases(if_won: float, declined: float, kind: str) -> None:
    assert break_even(if_won, declined=declined, without=0.1).kind == kind


def test_eleven_points() -> None:
    pays = break_even(200_000.0, declined=52_000.0, without=0.15)
    assert (pays.kind, pays.chance) == ("from", 0.26)
    assert pays.uplift == pytest.approx(0.11)


LINES = """money:
  discount-given: -> money:
  brought:
    name: Margin of the deal
    amount: -list_value * 40 %
    either_way: true
  sweetened:
    name: More volume
    amount: -5k
  discount-given:"""


def test_lines_that_come_either_way_come_when_it_is_declined(tmp_path: Path) -> None:
    """Margin 40k and volume 5k against 20k of discount; declined, only the margin is left."""
    files = small_with(discount=LINES)
    enterprise = load_enterprise(write_model(tmp_path / "model", files))
    decision = a_decision(enterprise, "discount-exception", list_value="100k", discount="20%")
    compared = compare(enterprise, options_of(decision), worlds=50)

    given_away = 20_000.0 * decision.proposals[0].values.get("term", 12.0) / 12  # type: ignore[operator]
    proposed, declined = compared.choices
    assert proposed.direct == pytest.approx(given_away - 45_000)
    assert declined.direct == pytest.approx(-40_000)
    assert declined.worth.if_won == pytest.approx(40_000)
    assert proposed.worth.if_won == pytest.approx(45_000 - given_away - proposed.hidden.mean)
    assert (proposed.worth.known, declined.worth.known) == (True, True)
    assert (compared.best, proposed.worth.expected, proposed.worth.pays) == ("", None, None)


def test_costs_alone_are_no_worth(enterprise: Enterprise) -> None:
    """A decision that only costs is not best for winning nothing."""
    compared = compare(enterprise, options_of(a_decision(enterprise)))
    assert not any(one.worth.known for one in compared.choices)
    assert compared.best == ""


@pytest.mark.parametrize(
    ("gone", "ranked_by", "kind"),
    [
        ("", "expected", "from"),
        ("win_chance_without: 30 %\n", "", None),
        ("    win_chance: 40 %\n", "", "from"),
    ],
)
def test_what_is_not_said_is_not_guessed(
    tmp_path: Path, enterprise: Enterprise, gone: str, ranked_by: str, kind: str | None
) -> None:
    compared = compare(enterprise, options_of(a_deal(tmp_path, enterprise, DEAL.replace(gone, ""))))
    pays = compared.choices[0].worth.pays
    assert compared.ranked_by == ranked_by
    assert bool(compared.best) == bool(ranked_by)
    assert (pays.kind if pays else None) == kind
    assert all((one.worth.regret is not None) == bool(ranked_by) for one in compared.choices)


def test_without_any_chance_choices_are_ranked_as_if_won(tmp_path: Path, enterprise: Enterprise) -> None:
    bare = "".join(line for line in DEAL.splitlines(keepends=True) if "win_chance" not in line)
    compared = compare(enterprise, options_of(a_deal(tmp_path, enterprise, bare)))
    worth = {one.key: one.worth.if_won for one in compared.choices if not one.declines}
    assert compared.ranked_by == "if-won"
    assert compared.best == max(worth, key=lambda key: worth[key])
    assert all(pair.in_all is None for pair in compared.pairs)


def test_several_decisions_are_alternatives_of_one_another(enterprise: Enterprise) -> None:
    decisions = [
        ("a", a_decision(enterprise)),
        ("b", a_decision(enterprise, share="10 %")),
        ("c", a_decision(enterprise, "terms", days="90")),
    ]
    compared = compare(enterprise, options_among(decisions))

    assert [one.key for one in compared.choices] == ["a", "b", "c", DECLINE]
    changed = [(change.name, change.value, change.instead_of) for change in compared.choice("b").changes]
    assert changed == [("share", 0.1, 0.3)]
    assert compared.choice("c").dropped == ("Discount",)
    assert [change.name for change in compared.choice("c").changes] == ["days"]
    assert compared.reference == "a"


def test_a_choice_without_an_answer_is_named(tmp_path: Path) -> None:
    files = tiny_files()
    files["discount.yaml"] = files["discount.yaml"].replace(
        "amount: value * share}", "amount: value / (share - 5 %)}"
    )
    broken = load_enterprise(write_model(tmp_path / "model", files))
    with pytest.raises(InputError, match=r"little: money\.given\.amount"):
        compare(broken, options_of(a_deal(tmp_path, broken)))


def test_promised_mitigations_are_paid_for(tmp_path: Path) -> None:
    files = tiny_files()
    files["help.yaml"] = """\
format: anatomy/1
mitigations:
  read-first:
    name: Read it first
    what: counsel reads it before it is sent
    owner: Legal
    applies_to: [discount]
    cost: value * 3 %
    lead_time: 2 days
    adjusts:
      - {of: {to: D2}, likelihood: 0.5, because: it was read}
    basis: {how: judged, grade: C}
"""
    enterprise = load_enterprise(write_model(tmp_path / "model", files))
    deal = a_deal(
        tmp_path,
        enterprise,
        "format: anatomy/1\ntitle: T\nvalue_if_won: 50k\nmitigations: [read-first]\ndecisions:\n  - {type: discount}\n",
    )
    proposed, declined = compare(enterprise, options_of(deal)).choices
    assert (proposed.key, proposed.promised, declined.promised) == (PROPOSED, 3_000.0, 0.0)
    assert proposed.worth.if_won == pytest.approx(50_000 - 30_000 - 3_000 - proposed.hidden.mean)
