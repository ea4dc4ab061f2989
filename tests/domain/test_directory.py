"""Addresses: codes, keys, aliases and names lead to keys; what leads nowhere is told with the nearest name."""

from __future__ import annotations

import pytest

from anatomy.domain.directory import Directory, Names, UnknownAddressError, clashes

LAYERS = [Names(key="strategy", code="P1"), Names(key="process", code="P2", others=("Process",))]
DEPARTMENTS = [
    Names(
        key="support",
        code="D10",
        others=("Support", "Customer service"),
        parts={"cases": Names(key="cases", code="F1"), "renewals": Names(key="renewals", code="F10")},
    ),
    Names(key="sales", code="D9", others=("Sales",), parts={"deals": Names(key="deals", code="F7")}),
    Names(key="d9", code="D2", others=("Odd",)),
]
DIRECTORY = Directory(DEPARTMENTS, LAYERS)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("D10.F1.P2", "support/cases/process"), ("d10.f1.p2", "support/cases/process"),
        ("support/cases/process", "support/cases/process"), ("Customer service/F10/P1", "support/renewals/strategy"),
        ("Support.F10", "support/renewals"), (" Sales . F7 ", "sales/deals"), ("SALES", "sales"),
        ("D9", "d9"), ("D2", "d9"),
    ],
)  # fmt: skip
def test_addresses(text: str, slug: str) -> None:
    """A key wins over a code, so `D9` is the department that has that key."""
    assert str(DIRECTORY.find(text)) == slug
    assert DIRECTORY.find(text).parts == slug.count("/") + 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("D12", "'D12' is unknown; the departments are D2 to D10; did you mean D2?"),
        ("suport/cases", "the departments are D2 to D10; did you mean support/cases?"),
        ("D10.F9.P2", "'F9' is unknown; D10 has F1 to F10; did you mean D10.F1.P2?"),
        ("D10.F1.P9", "'P9' is unknown; the layers are P1 to P2; did you mean D10.F1.P2?"),
        ("D10.F1.1", "'1' is unknown; the layers are P1 to P2; did you mean D10.F1.P1?"),
        ("zzz", "'zzz' is unknown; the departments are D2 to D10"),
        ("", "is not an address"), ("a/b/c/d", "is not an address"), ("D10..P2", "is not an address"),
        ("x" * 100_000, "is unknown"),
    ],
)  # fmt: skip
def test_unknown_addresses_name_the_nearest(text: str, told: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        DIRECTORY.find(text)

    assert told in f"{caught.value}; {caught.value.hint}"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "told"),
    [("D10", "a sub-function and a layer is missing; add it, as in support/cases/process"), ("D10.F1", "a layer is missing; add it, as in support/cases/process")],
)  # fmt: skip
def test_a_cell_has_three_parts(text: str, told: str) -> None:
    with pytest.raises(UnknownAddressError) as caught:
        DIRECTORY.find_cell(text)

    assert told in f"{caught.value}; {caught.value.hint}"


def test_an_empty_model_knows_nothing_and_does_not_fail() -> None:
    with pytest.raises(UnknownAddressError, match="unknown"):
        Directory([], []).find("D1.F1.P1")
    with pytest.raises(UnknownAddressError, match="is not a cell"):
        Directory([Names(key="a", code="")], []).find_cell("a")


def test_one_spelling_for_two_is_a_clash() -> None:
    two = [Names(key="a", code="D1", others=("Same", "A")), Names(key="b", code="D2", others=("same",))]

    assert list(clashes(two)) == [("same", "a", "b")]
    assert not list(clashes(DEPARTMENTS[:2]))
