"""Every table and figure of docs/comparisons.md is what the methods say; --renew writes the tables anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.domain.laws import LAWS
from anatomy.errors import InputError
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.propagation import Trigger, run
from anatomy.propagation.comparisons import COMPARISONS, compare
from anatomy.shipped import shelf
from anatomy.views.words import NBSP, honest, percent
from anatomy.whatif.comparing import compare_decision
from builders.graphs import Case, an_edge, diamond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PAGE = Path(__file__).parents[2] / "docs" / "comparisons.md"
START = (Trigger(node="a"),)


def steps(*edges: tuple[str, float], group: str = "") -> Case:
    """Edges such as ("ab", 0.5), and one group of nodes."""
    return Case(
        edges=tuple(an_edge(edge[0], edge[1], chance) for edge, chance in edges),
        triggers=START,
        nodes=tuple("abcdef"),
        groups={"group": tuple(group)} if group else {},
    )


ALMOST = steps(("ab", 0.1), ("bc", 0.9), ("cb", 0.9))
FINANCE = steps(("ab", 0.3), ("bc", 0.8), ("bd", 0.8), group="cd")
REASONS: dict[str, tuple[Case, str]] = {
    "diamond: a > b 0.5, then b > c > e and b > d > e, each 0.5": (diamond(), "e"),
    "upside down: a > b > d and a > c > d, each 0.5, then d > e 0.5": (
        steps(("ab", 0.5), ("ac", 0.5), ("bd", 0.5), ("cd", 0.5), ("de", 0.5)),
        "e",
    ),
    "loop: a > b 0.1, b > c > b, each 0.9; b": (ALMOST, "b"),
    "certain loop: a > b 0.1, b > c > b, each 1; b": (steps(("ab", 0.1), ("bc", 1.0), ("cb", 1.0)), "b"),
    "chain: a > b > c > d > e > f, each 0.9": (
        steps(*((edge, 0.9) for edge in ("ab", "bc", "cd", "de", "ef"))),
        "f",
    ),
    "Finance: a > b 0.3, then b > c and b > d, each 0.8; c or d": (FINANCE, "group"),
}


def in_worlds(case: Case, name: str, exact: str) -> float:
    """The chance of being reached, sampled or exact."""
    spread = case.answer(exact, worlds=10_000)
    return (spread.groups.get(name) or spread.nodes[name]).reached


def by(measure: str, case: Case, name: str) -> float | None:
    """The figure of a comparison, if it has one."""
    try:
        found = compare(case.network(), case.triggers, measure=measure, groups=case.groups)
    except InputError:
        return None
    return (found.groups.get(name) or found.nodes[name]).chance


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int) -> str:
    """A table in Markdown, its last columns ending on one line."""
    rule = ["---"] * (len(heads) - numbers) + ["---:"] * numbers
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, rule, *rows))


def reasons() -> str:
    rows = []
    for name, (case, at) in REASONS.items():
        figures = [in_worlds(case, at, "always"), in_worlds(case, at, "never")]
        others = [by(measure, case, at) for measure in COMPARISONS]
        rows.append([name, *("none" if one is None else f"{one:.3f}" for one in (*figures, *others))])
    return table(("model", "exact", "worlds", *COMPARISONS), rows, numbers=4)


def departments(model: str, **settings: str) -> str:
    """All departments, in the model's order."""
    enterprise = load_enterprise(shelf("models") / model)
    decision = settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise, settings)
    found = [compare_decision(enterprise, decision, measure=measure) for measure in COMPARISONS]
    rows = [
        [
            row.name,
            *(bare(share) for share in (honest(row.felt), honest(row.reached))),
            *(bare(one.departments[place].compared.chance) for one in found),
        ]
        for place, row in enumerate(found[0].departments)
    ]
    return table(("department", "felt", "reached", *COMPARISONS), rows, numbers=4)


def bare(share: float) -> str:
    """A percent without its sign."""
    return percent(share).removesuffix(f"{NBSP}%")


def laws() -> str:
    broken = [{it.law: it.because for it in method.breaks} for method in COMPARISONS.values()]
    rows = [[key, says, *(one.get(key, "holds") for one in broken)] for key, says in LAWS.items()]
    return table(("law", "says that", *COMPARISONS), rows, numbers=0)


TABLES: dict[str, Callable[[], str]] = {
    "reasons": reasons,
    "small": lambda: departments("small"),
    "reference": lambda: departments("reference", discount="28%", list_value="1.2M"),
    "laws": laws,
}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_what_the_methods_say(name: str, request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- table: {name} -->\n", "<!-- end -->"
    before, _, rest = text.partition(begin)
    written, _, after = rest.partition(end)
    made = f"\n{TABLES[name]()}\n"
    if request.config.getoption("--renew"):
        PAGE.write_text(before + begin + made + end + after, encoding="utf-8", newline="\n")
        written = made

    assert written == made


def test_the_figures_in_the_text_are_those_of_the_tables_and_of_the_simple_rule() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    chance = 0.0
    for _ in range(36):  # b from a and from c, which is as likely as b
        chance = 1 - (1 - 0.1) * (1 - chance)
    claims = {
        "The answer to the README's diamond is {}": in_worlds(diamond(), "e", "always"),
        "{} is what multiplying the two ways as independent gives": 1 - (1 - 0.5**3) ** 2,
        "gives {} as soon as it stands at the end": by("cpm", list(REASONS.values())[1][0], "e"),
        "linear adds the ways up to {}": by("linear", diamond(), "e"),
        "{} where each step of the loop carries with 0.9": by("linear", ALMOST, "b"),
        "{} after 36 rounds": chance,
        "Finance is reached in {} of worlds": in_worlds(FINANCE, "group", "always"),
        "independent makes {} of it": by("cpm", FINANCE, "group"),
        "linear says {}, the chance of one of them": by("linear", FINANCE, "group"),
    }

    assert [claim for claim, figure in claims.items() if claim.format(f"{figure:.3f}") not in text] == []
    assert run(ALMOST.network(), START, exact=True).nodes["b"].reached == pytest.approx(0.1)


def test_the_page_is_found_from_the_others() -> None:
    for page in ("docs/method.md", "docs/cli.md", "README.md"):
        assert re.search(
            r"\]\((docs/)?comparisons\.md\)", (PAGE.parents[1] / page).read_text(encoding="utf-8")
        )
