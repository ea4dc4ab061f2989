"""What the shell offers after TAB inside a selector: places, methods, and what the methods take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from anatomy.cli.completion import complete_address, complete_kind, model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import click

    from anatomy.domain.enterprise import Enterprise

METHODS: Mapping[str, str] = {
    "dept": "cells of a department",
    "fn": "cells of a sub-function",
    "layer": "cells of a layer",
    "kind": "both ends of dependencies of a kind",
    "owner": "cells that someone answers for",
    "carried_by": "both ends of dependencies that someone remembers",
    "grade": "both ends of dependencies of an evidence grade",
    "felt": "cells by their chance in --result, as in felt:>30%",
}
_DONE = re.compile(r"^(?:.*[\s,])?(?:@|\d*\+)?")
_WALK = re.compile(r"^(.*\[kind:(?:.*,)?)([^\[\],]*)$")


def complete_selector(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Continues the last term: a method with its values, a kind in a filter, or an address."""
    walk = _WALK.match(incomplete)
    if walk:
        return _after(walk.group(1), complete_kind(ctx, param, walk.group(2)))
    done = _DONE.match(incomplete)
    before = done.group() if done else ""
    begun = incomplete[len(before) :]
    method, colon, _ = begun.partition(":")
    if colon:
        enterprise = model_of(ctx)
        offered = (f"{method}:{value}" for value in (_values(enterprise, method) if enterprise else ()))
        return _after(before, _beginning(offered, begun))
    methods = [CompletionItem(f"{name}:", help=about) for name, about in METHODS.items()]
    found = complete_address(ctx, param, begun)
    if begun:
        found += [item for item in methods if str(item.value).startswith(begun.lower())]
    elif before:
        found += methods
    return _after(before, found)


def _after(before: str, found: Iterable[CompletionItem]) -> list[CompletionItem]:
    return [CompletionItem(f"{before}{item.value}", help=item.help) for item in found]


def _beginning(values: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values if value.lower().startswith(begun.lower())]


def _values(enterprise: Enterprise, method: str) -> Iterator[str]:
    from anatomy.graph.selector_syntax import quoted  # noqa: PLC0415 - only when TAB is pressed

    first: dict[str, str] = {}
    for name in _names(enterprise, method):
        first.setdefault(name.lower(), name)
    return (quoted(name) for name in first.values() if name)


def _names(enterprise: Enterprise, method: str) -> Iterable[str]:
    departments = enterprise.departments.values()
    parts = [part for one in departments for part in one.sub_functions.values()]
    if method == "dept":
        return (name for one in departments for name in (one.name, one.key, one.code))
    if method == "fn":
        return (name for part in parts for name in (part.key, part.name))
    if method == "layer":
        return (name for one in enterprise.layers.values() for name in (one.code, one.key))
    if method == "kind":
        return enterprise.kinds
    if method == "owner":
        return (*(one.owner for one in departments), *(part.owner for part in parts))
    if method == "carried_by":
        return sorted({one.carried_by for one in enterprise.dependencies})
    return ("A", "B", "C") if method == "grade" else ()
