"""Every law holds for exact chances; each comparison breaks those that it lists, and no others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from anatomy.domain.laws import LAWS as NAMED
from anatomy.errors import InputError
from anatomy.propagation import Trigger
from anatomy.propagation.comparisons import COMPARISONS, compare
from builders.graphs import Case, an_edge, brute_force, cases, diamond

from .chances import LAWS, Figure, in_groups, network_of, noisy_or

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .chances import Ask

NODES = tuple("abcdefg")


def exactly(case: Case) -> Mapping[str, Figure]:
    """By going through every world."""
    spread = case.answer("always")
    found = {**spread.nodes, **in_groups(spread.groups)}
    return {name: Figure(node.reached, node.mean_severity) for name, node in found.items()}


def felt_exactly(case: Case) -> Mapping[str, Figure]:
    """The same for being felt."""
    spread = case.answer("always")
    found = {**spread.nodes, **in_groups(spread.groups)}
    return {
        name: Figure(node.probability, node.probability * (node.mean_severity_if_felt or 0.0))
        for name, node in found.items()
    }


def by(measure: str) -> Ask:
    """By a comparison."""

    def ask(case: Case) -> Mapping[str, Figure]:
        found = compare(network_of(case), case.triggers, measure=measure, groups=case.groups)
        return {
            name: Figure(it.chance, it.risk)
            for name, it in {**found.nodes, **in_groups(found.groups)}.items()
        }

    return ask


def from_a(*steps: tuple[str, float], start: float = 1.0) -> Case:
    """A certain trigger at a, and edges such as ("ab", 0.5)."""
    edges = tuple(an_edge(step[0], step[1], chance) for step, chance in steps)
    return Case(edges=edges, triggers=(Trigger(node="a", likelihood=start),), nodes=NODES)


CHAIN = from_a(*((step, 0.9) for step in ("ab", "bc", "cd", "de", "ef")))
SURE_LOOP = from_a(("ab", 0.1), ("bc", 1.0), ("cb", 1.0))
#: The README's diamond upside down: two ways that meet before one last step.
UPSIDE_DOWN = from_a(("ab", 0.5), ("ac", 0.5), ("bd", 0.5), ("cd", 0.5), ("de", 0.5))
TWINS = from_a(("ab", 0.5), ("bc", 1.0), ("bd", 1.0))
PARALLEL = from_a(("ab", 0.5)).plus(an_edge("a", "b", 0.5, name="twin"))
BRIDGE = from_a(("ab", 0.5), ("ac", 0.5), ("bc", 0.5), ("bd", 0.5), ("cd", 0.5))

#: 34 nodes, all joined for certain: more than a million paths of four steps.
CROWD = Case(
    edges=tuple(an_edge(f"n{one}", f"n{other}") for one in range(34) for other in range(34) if one != other),
    triggers=(Trigger(node="n0"),),
    nodes=tuple(f"n{number}" for number in range(34)),
    groups={},
)

#: For every law that a comparison breaks, a small model on which it does.
BROKEN: dict[tuple[str, str], tuple[Case, dict[str, Any]]] = {
    ("cpm", "answer"): (CROWD, {}),
    ("cpm", "series"): (
        from_a(*((step, 0.9) for step in ("ab", "bc", "cd", "de"))),
        {"edge": 1, "share": 0.5},
    ),
    ("cpm", "certain"): (CHAIN, {}),
    ("cpm", "tree"): (CHAIN, {}),
    ("cpm", "no loop"): (UPSIDE_DOWN, {}),
    ("cpm", "both ways"): (BRIDGE, {}),
    ("cpm", "tied"): (from_a(("ab", 0.5), ("ac", 0.5), ("bd", 0.5)), {}),
    ("cpm", "bracket"): (UPSIDE_DOWN, {}),
    ("cpm", "group"): (TWINS, {}),
    ("linear", "answer"): (SURE_LOOP, {}),
    ("linear", "series"): (PARALLEL, {"edge": 0, "share": 0.5}),
    ("linear", "tied"): (from_a(("ab", 0.5)), {}),
    ("linear", "loop"): (from_a(("ab", 0.1)), {"chance": 0.9, "back": 0.9}),
    ("linear", "no loop"): (diamond(), {}),
    ("linear", "both ways"): (from_a(("ab", 0.5), ("bc", 0.5)), {}),
    ("linear", "bracket"): (diamond(), {}),
    ("linear", "group"): (from_a(("ac", 0.5), ("ad", 0.5)), {}),
}
#: Laws that tell the chance of being reached; being felt asks for severities besides.
OF_REACHED = frozenset({"certain", "tree", "no loop", "both ways", "bracket"})
KEPT = [
    (measure, law)
    for measure, method in COMPARISONS.items()
    for law in LAWS
    if law not in {broken.law for broken in method.breaks}
]


def test_the_lists_name_laws_and_each_breach_has_its_model() -> None:
    listed = {(measure, it.law) for measure, method in COMPARISONS.items() for it in method.breaks}

    assert list(LAWS) == list(NAMED)
    assert listed == set(BROKEN)


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_exact_chances_obey_every_law(law: str, data: st.DataObject) -> None:
    case, extras = data.draw(LAWS[law].cases), data.draw(LAWS[law].extras)

    LAWS[law].check(exactly, case, **extras)


@pytest.mark.parametrize("law", [law for law in LAWS if law not in OF_REACHED])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_exact_chances_of_being_felt_obey_every_law_that_holds_for_them(
    law: str, data: st.DataObject
) -> None:
    case, extras = data.draw(LAWS[law].cases), data.draw(LAWS[law].extras)

    LAWS[law].check(felt_exactly, case, **extras)


@settings(max_examples=40, deadline=None)
@given(case=cases(coins=6))
def test_being_felt_is_counted_over_all_worlds_and_never_above_the_bracket(case: Case) -> None:
    found, most = felt_exactly(case), noisy_or(case, rounds=200)
    for name, truth in brute_force(case).items():
        one = found[name] if name in case.nodes else found[f"in {name}"]
        assert math.isclose(one.chance, truth.felt, abs_tol=1e-9)
        assert math.isclose(one.risk, truth.severity_felt, abs_tol=1e-9)
        assert one.chance <= most.get(name, 1.0) + 1e-9


@pytest.mark.parametrize(("measure", "law"), KEPT)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_comparison_obeys_the_laws_that_it_does_not_list(
    measure: str, law: str, data: st.DataObject
) -> None:
    case, extras = data.draw(LAWS[law].cases), data.draw(LAWS[law].extras)
    try:
        LAWS[law].check(by(measure), case, **extras)
    except InputError:  # having no answer is a breach of its own
        assert "answer" in {broken.law for broken in COMPARISONS[measure].breaks}
        reject()


@pytest.mark.parametrize(("measure", "law"), BROKEN)
def test_a_comparison_breaks_the_laws_that_it_lists(measure: str, law: str) -> None:
    case, extras = BROKEN[measure, law]

    LAWS[law].check(exactly, case, **extras)
    with pytest.raises((AssertionError, InputError)):
        LAWS[law].check(by(measure), case, **extras)


def test_the_figures_of_the_breaches() -> None:
    """By hand: 2 * 0.125 - 0.125**2 and the like."""
    cpm, linear = by("cpm"), by("linear")

    assert cpm(diamond())["e"].chance == 0.21875
    assert cpm(UPSIDE_DOWN)["e"].chance == 0.234375
    assert linear(diamond())["e"].chance == 0.25
    assert exactly(UPSIDE_DOWN)["e"].chance == 0.21875
    assert cpm(TWINS)["in cd"].chance == 0.75
    assert exactly(TWINS)["in cd"].chance == 0.5
    assert cpm(CHAIN)["e"].chance == pytest.approx(0.9**4)
    assert cpm(CHAIN)["f"].chance == 0
    assert cpm(SURE_LOOP)["b"].chance == pytest.approx(0.1)
    round_and_round = from_a(("ab", 0.1), ("bc", 0.9), ("cb", 0.9))
    assert linear(round_and_round)["b"].chance == pytest.approx(0.1 / (1 - 0.81))
    assert math.isclose(exactly(round_and_round)["b"].chance, 0.1)
