"""The article's table, made from the model: its two printed rows, and what docs/article-table.md says beside them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise
from anatomy.whatif.matrix import first_reaches

if TYPE_CHECKING:
    from anatomy.domain.matrix import FirstReach

ROOT = Path(__file__).parents[2]
REFERENCE = load_enterprise(ROOT / "models" / "reference")
PAGE = (ROOT / "docs" / "article-table.md").read_text(encoding="utf-8")
ROWS = {one.name: one for one in first_reaches(REFERENCE)}
ARTICLE = {
    "Pricing change": {"Marketing", "Finance", "Operations", "Technology", "Support"},
    "Discount exception": {"Finance", "Legal", "Technology", "Support"},
}


def table(*heads: str) -> list[list[str]]:
    """The rows of the table of the page that has these heads."""
    start = PAGE.index(f"| {' | '.join(heads)} |")
    lines = PAGE[start:].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def departments(row: FirstReach) -> set[str]:
    return {REFERENCE.departments[one.department].name for one in row.affected}


def spoken(names: set[str]) -> set[str]:
    """The article says Support; the model, Customer Support."""
    return {"Support" if name == "Customer Support" else name for name in names}


@pytest.mark.parametrize("decision", ARTICLE)
def test_every_department_of_the_printed_row_is_there(decision: str) -> None:
    assert ARTICLE[decision] <= spoken(departments(ROWS[decision]))


@pytest.mark.parametrize("decision", ARTICLE)
def test_every_further_department_is_explained(decision: str) -> None:
    (row,) = (
        one
        for one in table("decision", "in the article, and in the model", "only in the model")
        if one[0] == decision
    )
    more = spoken(departments(ROWS[decision])) - ARTICLE[decision]

    assert set(row[1].split(", ")) == ARTICLE[decision]
    assert set(row[2].split(", ")) == more
    assert {one[1] for one in table("decision", "department", "reason") if one[0] == decision} == more


@pytest.mark.parametrize(
    ("decision", "department", "words"),
    [
        (one[0], one[1], one[3])
        for one in table("decision", "department", "the article says", "the model says")
    ],
)
def test_the_words_of_the_page_are_those_of_the_model(decision: str, department: str, words: str) -> None:
    key = next(one.key for one in REFERENCE.departments.values() if spoken({one.name}) == {department})
    effects = next(one.effects for one in ROWS[decision].affected if one.department == key)

    assert any(words in effect for effect in effects), effects


def test_no_type_of_decision_stays_in_its_department() -> None:
    assert not [name for name, row in ROWS.items() if not row.affected]


def test_the_strongest_stands_first() -> None:
    for row in ROWS.values():
        strengths = [one.strength for one in row.affected]

        assert strengths == sorted(strengths, reverse=True)
        assert len({one.department for one in row.affected}) == len(row.affected)


def test_the_page_leaves_nothing_of_the_article_out() -> None:
    told = {(one[0], one[1]) for one in table("decision", "department", "the article says", "the model says")}

    assert told == {(decision, name) for decision, names in ARTICLE.items() for name in names}
    assert re.search(r"anatomy decisions --table", PAGE)
