"""The texts of the reference enterprise are specific: written cell by cell, not by template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from anatomy.loading import load_enterprise
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise

LIMIT = 0.70


@pytest.fixture(scope="module")
def reference() -> Enterprise:
    return load_enterprise(shelf("models") / "reference")


def words_of(text: str, *, without: str) -> frozenset[str]:
    """The different words of a text, less those of the names it is about."""
    return frozenset(re.findall(r"\w+", text.lower())) - frozenset(re.findall(r"\w+", without.lower()))


def near_duplicates(texts: dict[str, frozenset[str]]) -> list[tuple[str, str, float]]:
    """Pairs of texts of which the shorter one shares more than LIMIT of its words with the other."""
    names, bags = list(texts), list(texts.values())
    column = {word: number for number, word in enumerate(sorted(frozenset().union(*bags)))}
    table = np.zeros((len(bags), len(column)), dtype=np.float32)
    for row, bag in enumerate(bags):
        table[row, [column[word] for word in bag]] = 1
    sizes = table.sum(axis=1)
    share = table @ table.T / np.minimum(sizes[:, None], sizes[None, :])
    return [(names[a], names[b], float(share[a, b])) for a, b in np.argwhere(np.triu(share, 1) > LIMIT)]


def texts_of(enterprise: Enterprise) -> dict[str, frozenset[str]]:
    return {
        str(cell): words_of(enterprise.text(cell), without=names(enterprise, cell))
        for cell in enterprise.cells()
    }


def names(enterprise: Enterprise, cell: CellId) -> str:
    department = enterprise.departments[cell.department]
    return f"{department.name} {department.sub_functions[cell.sub_function].name}"


def test_every_cell_says_what_it_holds(reference: Enterprise) -> None:
    """All 1,350 cells carry a text of some length."""
    cells = list(reference.cells())

    assert len(cells) == 1_350
    assert [str(cell) for cell in cells if len(reference.text(cell).split()) < 8] == []


def test_no_two_texts_share_most_of_their_words(reference: Enterprise) -> None:
    """No template phrases."""
    assert near_duplicates(texts_of(reference)) == []


def test_a_planted_duplicate_is_found(reference: Enterprise) -> None:
    """The check above can fail: the same sentence about another sub-function is caught."""
    text = "Keep the queue of {} short, answer within the day, and log every reason for a delay"
    planted = {name: words_of(text.format(name), without=name) for name in ("billing", "returns")}

    assert [(a, b) for a, b, _ in near_duplicates({**texts_of(reference), **planted})] == [
        ("billing", "returns")
    ]


def test_every_sub_function_has_an_owner_role(reference: Enterprise) -> None:
    parts = [part for one in reference.departments.values() for part in one.sub_functions.values()]

    assert len(parts) == 225
    assert [part.key for part in parts if not part.owner] == []
