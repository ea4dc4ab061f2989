"""Kinds of dependency, from their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from anatomy.domain.enterprise import Kind, LineStyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.loading.schema import KindEntry


class Context(Protocol):
    """What this needs of the builder."""

    def check_layers(self, used: Iterable[str], path: tuple[str | int, ...]) -> None:
        """Complain of layers that the model does not have."""


def build_kind(context: Context, key: str, entry: KindEntry) -> Kind:
    """The kind; layers that do not exist become problems of the context."""
    for name, layers in (("source_layers", entry.source_layers), ("target_layers", entry.target_layers)):
        context.check_layers(layers, ("kinds", key, name))
    return Kind(
        key=key,
        family=entry.family,
        meaning=entry.meaning,
        direction=entry.direction,
        shows=entry.shows,
        ask=entry.ask,
        mitigation=entry.mitigation,
        source_layers=tuple(entry.source_layers),
        target_layers=tuple(entry.target_layers),
        likelihood=entry.likelihood,
        severity_share=entry.severity_share,
        delay=entry.delay,
        style=LineStyle(line=entry.style.line, arrow=entry.style.arrow),
    )
