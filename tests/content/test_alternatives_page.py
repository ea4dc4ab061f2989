"""Every table and figure of docs/alternatives.md is what the comparison says; --renew writes the tables anew."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from anatomy.assess import play_effects, play_effects_together
from anatomy.deciding import decide_effects
from anatomy.domain.decision import DECLINE, PROPOSED
from anatomy.loading import draft_of_type, load_enterprise, read_decision, settle_decision
from anatomy.render.alternatives import render_alternatives_text
from anatomy.shipped import shelf
from anatomy.views.alternatives import view_alternatives
from anatomy.views.money import loss_money, plain_money
from anatomy.views.words import percent, whole_percent
from anatomy.whatif.alternatives import compare_decisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from anatomy.domain.alternatives import ComparedChoices
    from anatomy.domain.enterprise import Enterprise

    Floats = NDArray[np.float64]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "alternatives.md"
NOTHING = 1e-20


@cache
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


@cache
def northwind() -> ComparedChoices:
    draft = read_decision(ROOT / "examples" / "northwind" / "decision.yaml", name="decision.yaml")
    return compare_decisions(reference(), [("northwind", settle_decision(draft, reference()))])


def worth() -> str:
    """What `anatomy compare` prints of the choices and of what each is worth."""
    told = northwind()
    text = render_alternatives_text(told, view_alternatives(told.comparison, told.model), width=100)
    begin, end = text.index("  A  As proposed"), text.index("Chance that a department feels it")
    return f"```\n{text[begin:end].rstrip()}\n```\n"


def coins() -> str:
    """How much variance common coins save, by department and figure."""
    draft = draft_of_type(reference(), "discount-exception")
    effects = [
        decide_effects(
            reference(), settle_decision(draft, reference(), {"discount": discount, "list_value": "1.2M"})
        )
        for discount in ("28 %", "18 %")
    ]
    dear, cheap = play_effects_together(reference(), effects, worlds=10_000, seed=0)
    apart = play_effects(reference(), effects[1], worlds=10_000, seed=1)
    rows = ["| department | reached | felt | severity | money |", "| --- | ---: | ---: | ---: | ---: |"]
    for key, department in reference().departments.items():
        row = dear.of_group(key)
        figures = [
            times(*((one.severity[row] > 0) * 1.0 for one in (dear, cheap, apart))),
            times(*(one.felt[row] * 1.0 for one in (dear, cheap, apart))),
            times(*(one.severity[row] for one in (dear, cheap, apart))),
            times(*(one.loss[one.of_ledger(key)] for one in (dear, cheap, apart)))
            if key in dear.ledgers
            else "–",
        ]
        rows.append(f"| {department.name} | {' | '.join(figures)} |")
    return "\n".join(rows) + "\n"


def times(dear: Floats, cheap: Floats, apart: Floats) -> str:
    """Variance of independent runs over that on common coins, and over the least of any pairing."""
    ours, theirs = float(np.var(dear - cheap)), float(np.var(dear - apart))
    least = float(np.var(np.sort(dear) - np.sort(cheap)))
    if theirs <= NOTHING:
        return "–"
    return "all" if ours <= NOTHING else f"{theirs / ours:.1f} ({theirs / least:.1f})"


TABLES: dict[str, Callable[[], str]] = {"worth": worth, "coins": coins}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_what_the_comparison_says(name: str, request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- table: {name} -->\n", "<!-- end -->"
    before, _, rest = text.partition(begin)
    written, _, after = rest.partition(end)
    made = f"\n{TABLES[name]()}\n"
    if request.config.getoption("--renew"):
        PAGE.write_text(before + begin + made + end + after, encoding="utf-8", newline="\n")
        written = made

    assert written == made


def k(amount: float) -> str:
    """An amount that is neither gain nor loss, as printed."""
    return plain_money(amount, "EUR")


def test_the_figures_in_the_text_are_worked_out_again_from_the_money_and_the_chances() -> None:
    text = re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8")).replace("\u00a0", " ")
    choices = {one.key: one for one in northwind().comparison.choices}
    proposed, held, longer, declined = (
        choices[key] for key in (PROPOSED, "at-policy", "longer-term", DECLINE)
    )
    margin, given = 1.2e6 * 0.40, 1.2e6 * 0.28
    chance = {key: (low + 4 * mode + high) / 6 for key, (low, mode, high) in GUESSES.items()}
    left = {key: choices[key].worth.before_hidden - choices[key].hidden.mean for key in choices}
    without = chance[DECLINE] * margin
    needed = {key: without / left[key] for key in ("at-policy", "longer-term")}
    behind = northwind().comparison.pair("longer-term", PROPOSED)
    assert behind is not None
    assert behind.in_all is not None
    claims = [
        f"brings {k(margin)} of margin at list price and gives {k(given)} of it away, which leaves {k(margin - given)}",
        f"is {k(proposed.hidden.mean)} on average: {loss_money(-left[PROPOSED], 'EUR')} is left",
        f"win brings {k(margin)}",
        f"with a chance of {percent(chance[PROPOSED])}",
        f"0.6 x {loss_money(-left[PROPOSED], 'EUR')} = {loss_money(-chance[PROPOSED] * left[PROPOSED], 'EUR')}",
        f"{chance[DECLINE]:.2f} x {k(margin)} = {k(without)}",
        f"15 % leaves {k(left['at-policy'])} if won",
        f"76 / 257 = {percent(needed['at-policy'])} on",
        f"{whole_percent(needed['at-policy'] - chance[DECLINE])} points more than the {percent(chance[DECLINE])}",
        f"the guess is {percent(chance['at-policy'])}",
        f"pays at a chance of {percent(needed['longer-term'])} already",
        f"{whole_percent(chance[DECLINE] - needed['longer-term'])} points *below*",
        f"than the proposal in {percent(behind.in_all.better.probability)} of all futures",
        f"less in {percent(behind.in_all.worse.probability)}",
        f"expected regret is €{(longer.worth.regret or math.nan) / 1e3:.0f}k, "
        f"that of the proposal {k(proposed.worth.regret or math.nan)}",
    ]

    assert [claim for claim in claims if claim.replace("\u00a0", " ") not in text] == []
    assert left[PROPOSED] < 0
    assert (round(without / 1e3), round(left["at-policy"] / 1e3)) == (76, 257)
    assert held.worth.expected == pytest.approx(chance["at-policy"] * left["at-policy"])
    assert declined.worth.if_won == pytest.approx(margin)
    worst = longer.worth.expected_low or 0.0
    assert all((one.worth.expected_high or 0.0) < worst for one in choices.values() if one is not longer)


GUESSES = {
    PROPOSED: (0.50, 0.60, 0.70),
    "at-policy": (0.35, 0.45, 0.55),
    "longer-term": (0.45, 0.55, 0.65),
    DECLINE: (0.10, 0.15, 0.25),
}


def test_the_page_is_found_from_the_others() -> None:
    for page in ("docs/method.md", "docs/cli.md", "docs/advice-data.md", "README.md"):
        assert re.search(r"\]\((docs/)?alternatives\.md\)", (ROOT / page).read_text(encoding="utf-8")), page
