"""`anatomy sensitivity`: on what an answer depends, and which question to ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from anatomy.cli.completion import complete_decision
from anatomy.cli.opening import open_decision
from anatomy.cli.options import format_option, model_option, seed_option, settings_option, worlds_option
from anatomy.cli.running import read_share
from anatomy.cli.telling import top_option

if TYPE_CHECKING:
    from anatomy.advise.spans import Spans
    from anatomy.propagation import Correlation


@click.command("sensitivity")
@click.argument("decision", metavar="DECISION", shell_complete=complete_decision)
@model_option
@settings_option
@worlds_option
@seed_option
@click.option(
    "--groups",
    type=click.Choice(["kind", "author"]),
    default="kind",
    show_default=True,
    help="Which likelihoods are moved together: those of one kind, or of one author.",
)
@click.option(
    "--band",
    metavar="SHARE",
    callback=read_share,
    default="20%",
    show_default=True,
    help="How far numbers are moved to both sides.",
)
@click.option(
    "--spans",
    type=click.Choice(["band", "bounds"]),
    default="band",
    show_default=True,
    help="Move numbers by the band, or to the bounds of their parameters.",
)
@top_option("Tell at most so many inputs by each figure.", default=10)
@format_option("text", "json", "csv")
def command(
    *,
    decision: str,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    groups: str,
    band: float,
    spans: str,
    top: int,
    fmt: str,
) -> None:
    r"""
    On what the answer depends: every input moved by itself, and which question is worth asking first.

    DECISION is a decision file (- for standard input) or the key of a decision type.

    \b
    Examples:
      anatomy sensitivity discount-exception -s discount=28% -s list_value=1.2M
      anatomy sensitivity examples/northwind/decision.yaml --worlds 2000
    """
    from anatomy.cli.terminal import sign_of_life, text_width  # noqa: PLC0415 - keeps --help quick
    from anatomy.render import sensitivity as render  # noqa: PLC0415
    from anatomy.whatif.sensing import sense_decision, told_with_decision  # noqa: PLC0415

    if not 0 < band <= 1:
        raise click.BadParameter("write a share above 0 % and up to 100 %", param_hint="--band")
    enterprise, settled = open_decision(decision, model=model, settings=settings)
    with sign_of_life("Moving") as tell:
        facts = sense_decision(
            enterprise,
            settled,
            worlds=worlds,
            seed=seed,
            groups=cast("Correlation", groups),
            band=band,
            spans=cast("Spans", spans),
            tell=tell,
        )
    told = told_with_decision(enterprise, settled, facts, seed=seed)
    match fmt:
        case "json":
            click.echo(render.render_sensitivity_json(told), nl=False)
        case "csv":
            click.echo(render.render_sensitivity_csv(told), nl=False)
        case _:
            click.echo(render.render_sensitivity_text(told, width=text_width(), top=top), nl=False)
