"""`anatomy propagate`: the engine on any graph, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from anatomy.cli.graph_questions import days_of, edges_of, groups_of, triggers_of
from anatomy.cli.options import given_options
from anatomy.cli.running import COMPARISONS, MEASURES, depth_option, read_share, refuse_depth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.comparison import Comparison
    from anatomy.propagation import Group, Network, Spread, Trigger


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
    metavar="SHARE",
    callback=read_share,
    default="0",
    show_default=True,
    help="Severity from which a node feels it, such as 10%; at 0 every reached node does.",
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
    callback=read_share,
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
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help="How to count: worlds, as --exact says; exact always; or beside another method.",
)
@depth_option
@click.option(
    "--top",
    metavar="N",
    type=click.IntRange(1, 1_000_000),
    default=20,
    show_default=True,
    help="How many nodes the text tells.",
)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
def command(
    *,
    graph: Path,
    triggers: tuple[str, ...],
    worlds: int,
    seed: int,
    felt_at: float,
    groups: tuple[str, ...],
    by: tuple[str, ...],
    until: float | None,
    exact: Literal["auto", "always", "never"],
    measure: str,
    depth: int | None,
    top: int,
    shape: str,
) -> None:
    r"""
    Spread triggers through any graph.

    \b
    Examples:
      anatomy propagate examples/graph/diamond.json
      anatomy propagate examples/graph/diamond.json --trigger stem=0.8,0.5 --group ends=left,end --format json
      anatomy propagate examples/graph/suppliers.json --by 14 --by 30 --until 0.5%
      anatomy propagate examples/graph/diamond.json --measure cpm

    GRAPH is a file in networkx's node-link JSON. Edge attributes: likelihood and severity_share (0 to 1,
    default 1), delay_days (default 0; a number, [low, mode, high] or {"days": chance}), id. Its "graph" part may
    hold triggers, groups and joints; docs/graph-format.md tells it all.
    """
    from anatomy.cli.terminal import counting_worlds, text_width  # noqa: PLC0415
    from anatomy.loading.graph_json import load_graph  # noqa: PLC0415 - help must come at once
    from anatomy.propagation import Network, run  # noqa: PLC0415
    from anatomy.render import spreading as render  # noqa: PLC0415
    from anatomy.views.spreading import view_spread  # noqa: PLC0415

    refuse_depth(measure, depth)
    _refuse_unheeded(measure)
    horizons = [days_of(text) for text in by]
    document = load_graph(graph, name=str(graph))
    network, set_off = Network.of(document.nodes, edges_of(document)), triggers_of(document, triggers)
    asked = groups_of(document, groups)
    comparison = _compared(network, set_off, asked, measure, depth) if measure in COMPARISONS else None
    with counting_worlds() as progress:
        spread = run(
            network,
            set_off,
            worlds=worlds,
            seed=seed,
            felt_at=felt_at,
            exact="always" if measure == "exact" else exact,
            groups=asked,
            joints=document.joints,
            horizon_days=horizons,
            until=until,
            progress=progress,
        )
    if comparison is not None:
        click.echo(_beside(spread, comparison, names=document.names, top=top, shape=shape), nl=False)
        return
    forms = {
        "json": lambda: render.render_spread_json(spread, names=document.names),
        "csv": lambda: render.render_spread_csv(spread, names=document.names),
        "text": lambda: render.render_spread_text(
            view_spread(spread, names=document.names, top=top), width=text_width()
        ),
    }
    click.echo(forms[shape](), nl=False)


def _refuse_unheeded(measure: str) -> None:
    """Options that the measure cannot heed."""
    unheeded = {"exact": ("exact",), "cpm": ("by", "until"), "linear": ("by", "until")}
    if given := given_options(*unheeded.get(measure, ())):
        raise click.UsageError(f"--measure {measure} does not heed {', '.join(given)}; leave it out")


def _compared(
    network: Network, set_off: list[Trigger], groups: Mapping[str, Group], measure: str, depth: int | None
) -> Comparison:
    """The other method's answer, for nodes and for the groups that any of their nodes hits."""
    from anatomy.propagation.comparisons import compare  # noqa: PLC0415 - not needed by most

    known = {name: group.nodes for name, group in groups.items() if group.need == 1}
    return compare(network, set_off, measure=measure, groups=known, depth=depth)


def _beside(spread: Spread, comparison: Comparison, *, names: Mapping[str, str], top: int, shape: str) -> str:
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render.as_json import write_json  # noqa: PLC0415
    from anatomy.render.comparing import render_comparison_text  # noqa: PLC0415
    from anatomy.render.sheet import render_rows_csv  # noqa: PLC0415
    from anatomy.views import comparing_graphs as views  # noqa: PLC0415

    if shape == "json":
        return write_json(views.graph_comparison_data(spread, comparison, names=names))
    if shape == "csv":
        return render_rows_csv(views.graph_comparison_rows(spread, comparison, names=names))
    view = views.view_graph_comparison(spread, comparison, names=names, top=top)
    return render_comparison_text(view, width=text_width())
