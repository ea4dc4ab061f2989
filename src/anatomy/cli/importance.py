"""`anatomy importance`: which dependencies, or which cells, an answer hangs on."""

from __future__ import annotations

import click

from anatomy.cli.completion import complete_decision
from anatomy.cli.options import format_option, model_option, seed_option, settings_option, worlds_option
from anatomy.cli.telling import to_option, top_option

MEASURES = ("felt", "reached", "severity", "loss")


@click.command("importance")
@click.argument("decision", metavar="DECISION", shell_complete=complete_decision)
@to_option(
    "One department, sub-function or cell. Default: the total and every department that feels it.",
    required=False,
)
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    help="Rank by this. Default: loss for the total; elsewhere felt, or severity where no chance falls by a point.",
)
@click.option("--cells", is_flag=True, help="Cells instead of dependencies.")
@top_option("How many to tell for each.", default=5)
@model_option
@settings_option
@worlds_option
@seed_option
@format_option("text", "json", "csv")
def command(
    *,
    decision: str,
    to: str | None,
    measure: str | None,
    cells: bool,
    top: int,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    fmt: str,
) -> None:
    r"""
    Tell which dependencies or cells matter most: every figure again, in the same worlds, without each of them.

    For the total and for every department: how far chance, severity and expected loss fall, with the paired
    95 % interval, who answers for the link, what it rests on, where it is written, and what usually helps.

    DECISION is a decision file (- for standard input) or the key of a decision type (see `anatomy decisions`).

    \b
    Examples:
      anatomy importance discount-exception -s discount=28% --to Legal
      anatomy importance examples/northwind/decision.yaml --measure loss --top 3
      anatomy importance discount-exception --cells --format csv
    """
    from anatomy.cli.opening import open_decision  # noqa: PLC0415 - keeps --help quick
    from anatomy.cli.terminal import counting_worlds, text_width  # noqa: PLC0415
    from anatomy.domain.importance import CELLS, DEPENDENCIES  # noqa: PLC0415
    from anatomy.render import importance as render  # noqa: PLC0415
    from anatomy.views.importance import view_importance  # noqa: PLC0415
    from anatomy.whatif.weighing import weigh_decision  # noqa: PLC0415

    enterprise, settled = open_decision(decision, model=model, settings=settings)
    with counting_worlds() as progress:
        report = weigh_decision(
            enterprise,
            settled,
            to=to,
            measure=measure,
            of=CELLS if cells else DEPENDENCIES,
            top=top,
            worlds=worlds,
            seed=seed,
            progress=progress,
        )
    forms = {
        "json": lambda: render.render_importance_json(report),
        "csv": lambda: render.render_importance_csv(report),
        "text": lambda: render.render_importance_text(view_importance(report), width=text_width()),
    }
    click.echo(forms[fmt](), nl=False)
