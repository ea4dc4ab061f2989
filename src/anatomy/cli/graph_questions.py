"""From a graph file and the options of `anatomy propagate` to what the engine is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.loading.graph_document import GraphDocument, GraphEdge
    from anatomy.propagation import Delay, Edge, Group, Trigger


def groups_of(document: GraphDocument, given: tuple[str, ...]) -> dict[str, Group]:
    """Those of the file, and those of the command line beside them."""
    from anatomy.propagation import Group  # noqa: PLC0415

    in_file = {
        name: Group(nodes=frozenset(one.members), need=one.at_least) for name, one in document.groups.items()
    }
    return in_file | dict(map(_group, given))


def edges_of(document: GraphDocument) -> Iterable[Edge]:
    """The edges, each with the address of its coins."""
    from anatomy.propagation import Edge, default_edge_id  # noqa: PLC0415

    for row in document.edges:
        yield Edge(
            id=default_edge_id(row.source, row.target, row.key) if row.id is None else row.id,
            source=row.source,
            target=row.target,
            likelihood=row.likelihood,
            severity_share=row.severity_share,
            delay=_delay(row),
        )


def _delay(row: GraphEdge) -> Delay:
    from anatomy.propagation import Delay  # noqa: PLC0415

    if row.delay_chances:
        return Delay.of_choices(row.delay_chances)
    low, mode, high = row.delay_days
    return Delay(low=low, mode=mode, high=high)


def triggers_of(document: GraphDocument, given: tuple[str, ...]) -> list[Trigger]:
    """Those of the command line, else those of the file."""
    from anatomy.propagation import Trigger  # noqa: PLC0415

    if given:
        return [_trigger(text, frozenset(document.nodes)) for text in given]
    if not document.triggers:
        raise click.UsageError("Nothing is set off: give --trigger NODE, or triggers in the file.")
    return [
        Trigger(
            node=row.node,
            likelihood=row.likelihood,
            severity=row.severity,
            time_days=row.time_days,
            id=row.id,
        )
        for row in document.triggers
    ]


def _trigger(text: str, nodes: frozenset[str]) -> Trigger:
    """A node's name may itself hold an equals sign, so a name that is there is taken whole."""
    from anatomy.loading.numbers import NumberError, parse_share  # noqa: PLC0415
    from anatomy.propagation import Trigger  # noqa: PLC0415

    node, sign, numbers = text.rpartition("=")
    if text in nodes or not sign:
        return Trigger(node=text)
    parts = numbers.split(",")
    try:
        likelihood, severity = (parse_share(part) for part in [*parts, "1"][:2])
        days = float(parts[2]) if len(parts) > 2 else 0.0  # noqa: PLR2004 - the third number
    except NumberError as error:
        raise click.BadParameter(f"{error}; {error.hint}", param_hint=f"--trigger {text}") from None
    except ValueError:
        raise click.BadParameter("the days are not a number", param_hint=f"--trigger {text}") from None
    if len(parts) > 3:  # noqa: PLR2004 - likelihood, severity, days
        raise click.BadParameter("at most likelihood, severity, days", param_hint=f"--trigger {text}")
    return Trigger(node=node, likelihood=likelihood, severity=severity, time_days=days)


def _group(text: str) -> tuple[str, Group]:
    from anatomy.loading.gate import FORBIDDEN  # noqa: PLC0415
    from anatomy.propagation import Group  # noqa: PLC0415

    name, sign, members = text.partition("=")
    if not (name and sign and members):
        raise click.BadParameter("write NAME=NODE,NODE", param_hint=f"--group {text}")
    if FORBIDDEN.search(name):
        raise click.BadParameter("control character in the name", param_hint="--group")
    return name, Group.any_of([member.strip() for member in members.split(",")])


def days_of(text: str) -> float:
    """Days after the start: a bare number, or one with its unit."""
    from anatomy.loading.numbers import NumberError, is_number, parse_days  # noqa: PLC0415

    days = f"{text.strip()} days" if is_number(text) else re.sub(r"(?<=\d) *d$", " days", text)
    try:
        return parse_days(days)
    except NumberError:
        message = f"{text!r} is not a number of days; write one such as 30 or 30d"
        raise click.BadParameter(message, param_hint="--by") from None
