"""`anatomy propagate`: the engine on any graph, without a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.loading.graph_json import GraphDocument
    from anatomy.propagation import Edge, NodeSpread, Spread, Trigger

ROWS = 20  #: lines of the table of nodes
HEADS = ("Chance", "95 % range", "Severity", "First felt")


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
    exact: Literal["auto", "always", "never"],
    shape: str,
) -> None:
    r"""
    Spread triggers through any graph.

    \b
    Examples:
      anatomy propagate examples/graph/diamond.json
      anatomy propagate examples/graph/diamond.json --trigger stem=0.8,0.5 --group ends=left,end --format json

    GRAPH is a file in networkx's node-link JSON. Edge attributes: likelihood and severity_share (0 to 1,
    default 1), delay_days (default 0; a number or [low, mode, high]), id. Its "graph" part may hold triggers
    and groups.
    """
    from anatomy.cli.terminal import counting_worlds  # noqa: PLC0415
    from anatomy.loading.graph_json import load_graph  # noqa: PLC0415 - help must come at once
    from anatomy.propagation import Network, run  # noqa: PLC0415

    document = load_graph(graph, name=str(graph))
    with counting_worlds() as progress:
        spread = run(
            Network.of(document.nodes, _edges(document)),
            _triggers(document, triggers),
            worlds=worlds,
            seed=seed,
            felt_at=felt_at,
            exact=exact,
            progress=progress,
            groups={**document.groups, **dict(_group(text) for text in groups)},
        )
    if shape == "json":
        click.echo(json.dumps(spread.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(_table(spread)))


def _edges(document: GraphDocument) -> Iterable[Edge]:
    from anatomy.propagation import Delay, Edge, default_edge_id  # noqa: PLC0415

    for row in document.edges:
        low, mode, high = row.delay_days
        yield Edge(
            id=default_edge_id(row.source, row.target, row.key) if row.id is None else row.id,
            source=row.source,
            target=row.target,
            likelihood=row.likelihood,
            severity_share=row.severity_share,
            delay=Delay(low=low, mode=mode, high=high),
        )


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


def _group(text: str) -> tuple[str, tuple[str, ...]]:
    from anatomy.loading.gate import FORBIDDEN  # noqa: PLC0415

    name, sign, members = text.partition("=")
    if not (name and sign and members):
        raise click.BadParameter("write NAME=NODE,NODE", param_hint=f"--group {text}")
    if FORBIDDEN.search(name):
        raise click.BadParameter("control character in the name", param_hint="--group")
    return name, tuple(member.strip() for member in members.split(","))


def _table(spread: Spread) -> Iterable[str]:
    """The groups, then the likeliest nodes, in aligned columns."""
    felt = {name: node for name, node in spread.nodes.items() if node.probability > 0}
    width = max([4, *map(len, spread.groups), *map(len, _likeliest(felt))])
    sizing = "every world, exact" if spread.exact else f"{spread.worlds:,} worlds, seed {spread.seed}"
    yield f"{len(felt)} of {len(spread.nodes)} nodes may feel it ({sizing})"
    if spread.groups:
        yield from ("", _line(["Group", *HEADS], width))
        yield from (_row(name, spread.groups[name], width) for name in _likeliest(spread.groups))
    if felt:
        yield from ("", _line(["Node", *HEADS], width))
        yield from (_row(name, felt[name], width) for name in _likeliest(felt)[:ROWS])
    if len(felt) > ROWS:
        yield f"... and {len(felt) - ROWS} more; --format json has them all"


def _likeliest(spreads: Mapping[str, NodeSpread]) -> list[str]:
    return sorted(spreads, key=lambda name: (-spreads[name].probability, name))


def _row(name: str, node: NodeSpread, width: int) -> str:
    from anatomy.views.time import day  # noqa: PLC0415
    from anatomy.views.words import percent  # noqa: PLC0415

    span = "exact" if node.low == node.high else f"{percent(node.low)} to {percent(node.high)}"
    severity = "-" if node.mean_severity_if_felt is None else percent(node.mean_severity_if_felt)
    first = "-" if node.arrival is None else day(node.arrival.p50)
    return _line([name, percent(node.probability), span, severity, first], width)


def _line(texts: list[str], width: int) -> str:
    name, chance, span, severity, first = texts
    return f"{name:<{width}}  {chance:>6}  {span:<14}  {severity:>8}  {first}".rstrip()
