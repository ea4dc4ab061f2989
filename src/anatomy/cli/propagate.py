"""`anatomy propagate`: the engine on any graph, without a model."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.loading.graph_document import GraphDocument, GraphEdge
    from anatomy.propagation import Delay, Edge, Group, Trigger


@click.command("propagate", short_help="Spread triggers through any graph in node-link JSON.")
@click.argument("graph", type=click.Path(path_type=Path))
@click.option(
    "--trigger",
    "triggers",
    multiple=True,
    metavar="NODE[=LIKELIHOOD[,SEVERITY[,DAYS]]]",
    help="A node to set off; instead of the triggers in the file. May be repeated.",
)
@click.option("--worlds", type=click.IntRange(1, 10_000_000), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True)
@click.option(
    "--felt-at",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Severity from which a node feels it; at 0 every reached node does.",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME=NODE,NODE...",
    help="Nodes to answer for together; beside the groups in the file. May be repeated.",
)
@click.option(
    "--by",
    multiple=True,
    metavar="DAYS",
    help="Tell the chance that it comes to be felt and has first arrived by then, such as 30 or 30d. May be repeated.",
)
@click.option(
    "--until",
    metavar="SHARE",
    help="Add worlds until no 95 % interval of a group, or of a node if there are no groups, is wider to each "
    "side, such as 0.5%.",
)
@click.option(
    "--exact",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Go through every combination of coins instead of a sample.",
)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    *,
    graph: Path,
    triggers: tuple[str, ...],
    worlds: int,
    seed: int,
    felt_at: float,
    groups: tuple[str, ...],
    by: tuple[str, ...],
    until: str | None,
    exact: Literal["auto", "always", "never"],
    shape: str,
) -> None:
    r"""
    Spread triggers through any graph.

    \b
    Examples:
      anatomy propagate examples/graph/diamond.json
      anatomy propagate examples/graph/diamond.json --trigger stem=0.8,0.5 --group ends=left,end --format json
      anatomy propagate examples/graph/suppliers.json --by 14 --by 30 --until 0.5%

    GRAPH is a file in networkx's node-link JSON. Edge attributes: likelihood and severity_share (0 to 1,
    default 1), delay_days (default 0; a number, [low, mode, high] or {"days": chance}), id. Its "graph" part may
    hold triggers, groups and joints; docs/graph-format.md tells it all.
    """
    from anatomy.cli.terminal import counting_worlds, text_width  # noqa: PLC0415
    from anatomy.loading.graph_json import load_graph  # noqa: PLC0415 - help must come at once
    from anatomy.propagation import Group, Network, run  # noqa: PLC0415
    from anatomy.render.spreading import render_spread_json, render_spread_text  # noqa: PLC0415
    from anatomy.views.spreading import view_spread  # noqa: PLC0415

    horizons = [_days(text) for text in by]
    half = None if until is None else _share(until, "--until")
    document = load_graph(graph, name=str(graph))
    in_file = {
        name: Group(nodes=frozenset(one.members), need=one.at_least) for name, one in document.groups.items()
    }
    with counting_worlds() as progress:
        spread = run(
            Network.of(document.nodes, _edges(document)),
            _triggers(document, triggers),
            worlds=worlds,
            seed=seed,
            felt_at=felt_at,
            exact=exact,
            groups=in_file | dict(map(_group, groups)),
            joints=document.joints,
            horizon_days=horizons,
            until=half,
            progress=progress,
        )
    if shape == "json":
        click.echo(render_spread_json(spread), nl=False)
    else:
        click.echo(render_spread_text(view_spread(spread), width=text_width()), nl=False)


def _edges(document: GraphDocument) -> Iterable[Edge]:
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


def _triggers(document: GraphDocument, given: tuple[str, ...]) -> list[Trigger]:
    """Those of the command line, else those of the file."""
    from anatomy.propagation import Trigger  # noqa: PLC0415

    if given:
        return [_trigger(text, frozenset(document.nodes)) for text in given]
    if not document.triggers:
        raise click.UsageError("Nothing is set off: give --trigger NODE, or triggers in the file.")
    return [
        Trigger(node=row.node, likelihood=row.likelihood, severity=row.severity, time_days=row.time_days)
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


def _days(text: str) -> float:
    """Days after the start: a bare number, or one with its unit."""
    from anatomy.loading.numbers import NumberError, is_number, parse_days  # noqa: PLC0415

    days = f"{text.strip()} days" if is_number(text) else re.sub(r"(?<=\d) *d$", " days", text)
    try:
        return parse_days(days)
    except NumberError:
        message = f"{text!r} is not a number of days; write one such as 30 or 30d"
        raise click.BadParameter(message, param_hint="--by") from None


def _share(text: str, option: str) -> float:
    from anatomy.loading.numbers import NumberError, parse_share  # noqa: PLC0415

    try:
        return parse_share(text)
    except NumberError as error:
        raise click.BadParameter(f"{error}; {error.hint}", param_hint=option) from None
