"""Nodes that are asked about together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection


class Group(Struct, frozen=True, kw_only=True):
    """
    A group that is hit in a world when at least `need` of its nodes are: 1 for any, all of them for all.

    It is as hard hit as the `need`-th hardest of them, and first when the `need`-th of them feels it.
    """

    nodes: frozenset[str]
    need: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.need <= max(1, len(self.nodes)):
            message = f"a group of {len(self.nodes)} nodes cannot need {self.need} of them"
            raise InputError.because("ANA707", message, hint=f"say 1 to {max(1, len(self.nodes))}")

    @classmethod
    def any_of(cls, nodes: Collection[str]) -> Group:
        """Hit with any of its nodes."""
        return cls(nodes=frozenset(nodes))

    @classmethod
    def all_of(cls, nodes: Collection[str]) -> Group:
        """Hit when all of its nodes are."""
        return cls(nodes=frozenset(nodes), need=max(1, len(set(nodes))))

    @classmethod
    def of(cls, nodes: Collection[str] | Group) -> Group:
        """A group as it is; plain nodes are a group of any."""
        return nodes if isinstance(nodes, Group) else cls.any_of(nodes)
