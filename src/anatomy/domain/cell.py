"""Where something happens: department, sub-function and layer, told apart by immutable keys."""

from __future__ import annotations

from msgspec import Struct


class CellId(Struct, frozen=True, order=True):
    """One sub-function at one layer, by keys; codes such as D9.F7.P2 are for people and may change."""

    department: str
    sub_function: str
    layer: str

    def __str__(self) -> str:
        return f"{self.department}/{self.sub_function}/{self.layer}"

    @classmethod
    def parse(cls, slug: str) -> CellId:
        """The cell of a slug that `str` of a CellId wrote."""
        department, sub_function, layer = slug.split("/")
        return cls(department, sub_function, layer)


def dependency_id(*, source: CellId, target: CellId, kind: str, suffix: str = "") -> str:
    """
    Identity of a dependency: the keys of its ends and kind, and a suffix where two run in parallel.

    >>> dependency_id(source=CellId("sales", "discount-control", "operations"),
    ...     target=CellId("finance", "margin", "operations"), kind="values")
    'sales/discount-control/operations > finance/margin/operations : values'
    """
    return f"{source} > {target} : {kind}{'#' + suffix if suffix else ''}"
