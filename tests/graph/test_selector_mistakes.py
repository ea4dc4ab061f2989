"""What selectors refuse, with the place marked and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anatomy.graph.selector_syntax import MAX_LENGTH, MAX_TERMS, METHODS, SelectorError, parse_selector
from anatomy.graph.selectors import select_cells
from anatomy.loading import load_enterprise
from builders.folders import SMALL

if TYPE_CHECKING:
    from anatomy.errors import Problem

MODEL = load_enterprise(SMALL)


def refused(text: str, exclude: str = "") -> Problem:
    """The one problem of a selector."""
    with pytest.raises(SelectorError) as caught:
        select_cells(MODEL, text, exclude=exclude)
    assert caught.value.exit_code == 2
    (problem,) = caught.value.problems
    return problem


def marked(problem: Problem) -> str:
    """What the carets stand under."""
    line, carets = problem.excerpt.split("\n")
    return line[carets.index("^") : carets.rindex("^") + 1]


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("D1 +D1.F9+", "D1.F9", "'F9' is unknown", "D1 has F1 to F2"),
        ("layer:P3,dept:Finanse", "Finanse", "no department 'Finanse'", "did you mean dept:finance?"),
        ("dept:Sales fn:discout-control", "discout-control", "sub-function", "fn:discount-control?"),
        ("layer:P9", "P9", "no layer 'P9'", "did you mean layer:P"),
        ("kind:valuez", "valuez", "no kind 'valuez'", "did you mean kind:values?"),
        ("D1+[kind:values,trigers]", "trigers", "no kind 'trigers'", "did you mean triggers?"),
        ('owner:"Pricing leed"', '"Pricing lee', "no owner", 'did you mean owner:"Pricing lead"?'),
        ("grade:D", "D", "no grade 'D'", "there are A, B, C"),
        ("carried_by:Nobody*", "Nobody*", "no carrier", ""),
        ("D9.*", "D9.*", "no cell fits 'D9.*'", "* stands for any"),
        ("*.*.*.*", "*.*.*.*", "no pattern of addresses", "D9.F*.P3"),
        ("fnn:x", "fnn", "no method 'fnn'", "did you mean fn?"),
        ("values", "values", "is unknown", "did you mean kind:values?"),
        ("discount-control+", "discount-control", "is unknown", "did you mean fn:discount-control?"),
        ("felt:>0.3", ">0.3", "needs a saved result", "--save result.json"),
        ("", " ", "at least one place", "such as"),
        ("+", "", "is missing here", ""),
        ("D1, D2", " ", "is missing here", "A,B without spaces"),
        (",D1", ",", "is missing here", "A,B without spaces"),
        ("D1+x", "x", "'x' does not belong here", ""),
        ("D1++", "+", "'+' does not belong here", ""),
        ("D1]", "]", "']' does not belong here", ""),
        ("@D1+", "+", "@ already walks downstream", "leave + away"),
        ("D1[kind:values]", "[", "needs a walk", "add + or @"),
        ("D1+[kind:values", "[", "never closed", ""),
        ("D1+[dept:x]", "d", "filtered by kind only", "[kind:commits]"),
        ("D1+[kind:values,]", "]", "a kind is missing", ""),
        ('dept:"Sales', '"', "quote is never closed", ""),
        ("D1+12345", "12345", "more steps", ""),
    ],
)
def test_a_mistake_is_told_at_its_place(text: str, place: str, message: str, hint: str) -> None:
    problem = refused(text)

    assert message in problem.message
    assert hint in problem.hint
    assert marked(problem).strip() == place.strip()


@pytest.mark.parametrize(
    ("value", "message"),
    [("0.3", "no limit"), (">x", "no limit"), (">30", "at most 100 %"), (">101%", "at most 100 %")],
)
def test_limits_of_a_chance(value: str, message: str) -> None:
    with pytest.raises(SelectorError, match=message) as caught:
        select_cells(MODEL, f"felt:{value}", felt={})
    assert ("write 30%" in str(caught.value)) == (value == ">30")


def test_a_mistake_in_what_is_excluded_is_told_too() -> None:
    assert marked(refused("D1", exclude="D2 D7")) == "D7"


def test_a_long_selector_is_shown_around_the_mistake() -> None:
    problem = refused(" ".join(["D1"] * 90) + " D17 " + "D1 " * 5)

    assert marked(problem) == "D17"
    assert max(map(len, problem.excerpt.split("\n"))) < 80


def test_there_is_an_end_to_length_and_terms() -> None:
    assert "characters" in refused("x" * (MAX_LENGTH + 1)).message
    assert "terms" in refused(" ".join(["D1"] * (MAX_TERMS + 1))).message
    assert select_cells(MODEL, " ".join(["D1"] * MAX_TERMS)).cells


def test_nothing_in_a_message_can_steer_a_terminal() -> None:
    problem = refused("D1 \x1b[2Jx")
    assert not set(str(problem)) & {"\x1b", "\u202e"}
    assert not set(str(refused("dept:a\u202eb"))) & {"\x1b", "\u202e"}


WORDS = st.sampled_from(
    [
        "D1",
        "Sales",
        "*",
        "?",
        "+",
        "@",
        ",",
        " ",
        "[",
        "]",
        "kind:",
        "feeds",
        '"',
        "'",
        ".",
        "/",
        ":",
        "2",
        ">",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map("".join)))
def test_any_text_is_a_selector_or_refused_at_a_place(text: str) -> None:
    try:
        select_cells(MODEL, text)
    except SelectorError as error:
        (problem,) = error.problems
        assert "^" in problem.excerpt
        assert len(problem.excerpt.splitlines()) == 2


@given(st.lists(WORDS, max_size=12).map("".join))
def test_terms_are_the_text_without_what_joins_them(text: str) -> None:
    try:
        alternatives = parse_selector(text)
    except SelectorError:
        return
    assert " ".join(",".join(term.text for term in terms) for terms in alternatives).split() == text.split()
    for term in (term for terms in alternatives for term in terms):
        assert text[term.offset : term.offset + len(term.text)] == term.text
        assert term.method in {"", *METHODS}


def test_names_with_spaces_stand_in_quotes() -> None:
    assert len(select_cells(MODEL, 'Sales/"Key accounts"').cells) == 6
    assert len(select_cells(MODEL, "fn:'Key accounts',layer:P2").cells) == 1


def test_an_owner_answers_for_sub_functions_or_a_whole_department() -> None:
    assert {one.cell.department for one in select_cells(MODEL, 'owner:"head of sales"').cells} == {"sales"}
    assert len(select_cells(MODEL, "owner:head?of?sales").cells) == 12
    assert len(select_cells(MODEL, "owner:Pricing*").cells) == 6
