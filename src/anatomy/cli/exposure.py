"""`anatomy exposure`: what could hit a department, sub-function or cell."""

from __future__ import annotations

import click

from anatomy.cli.completion import complete_decision
from anatomy.cli.options import format_option, model_option, seed_option, settings_option, worlds_option
from anatomy.cli.selector_completion import complete_selector
from anatomy.cli.telling import to_option, top_option


@click.command("exposure")
@to_option("Department, sub-function or cell that could be hit.")
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="SELECTOR",
    help="Only these cells, as anatomy show selects them; may be repeated. Default: all but the target's own.",
    shell_complete=complete_selector,
)
@click.option(
    "--decision",
    metavar="DECISION",
    help="A decision file, or the key of a decision type, whose adjustments of dependencies hold.",
    shell_complete=complete_decision,
)
@top_option("How many sub-functions and cells the text tells.", default=10, most=10_000)
@model_option
@settings_option
@worlds_option
@seed_option
@format_option("text", "json", "csv")
def command(
    *,
    to: str,
    sources: tuple[str, ...],
    decision: str | None,
    top: int,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    fmt: str,
) -> None:
    r"""
    Tell what could hit a place: for every cell of the model, the chance that it is felt there.

    Each cell is taken as set off by itself: surely, fully (severity 100 %) and at once; no decision does that.
    It tells where to look, not what will happen.

    \b
    Examples:
      anatomy exposure --to Support
      anatomy exposure --to D15.F3 --from "dept:Sales layer:P6" --top 5
      anatomy exposure --to Finance --decision examples/northwind/decision.yaml --format csv
    """
    from anatomy.cli.opening import open_decision, open_model  # noqa: PLC0415 - keeps --help quick
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render import exposure as render  # noqa: PLC0415
    from anatomy.views.exposure import view_exposure  # noqa: PLC0415
    from anatomy.whatif.exposing import expose_target  # noqa: PLC0415

    if decision is None and settings:
        raise click.UsageError("--set changes a decision; name one by --decision.")
    enterprise, settled = (
        (open_model(model), None)
        if decision is None
        else open_decision(decision, model=model, settings=settings)
    )
    report = expose_target(
        enterprise, to, sources=" ".join(sources), decision=settled, worlds=worlds, seed=seed
    )
    forms = {
        "json": lambda: render.render_exposure_json(report),
        "csv": lambda: render.render_exposure_csv(report),
        "text": lambda: render.render_exposure_text(view_exposure(report, top=top), width=text_width()),
    }
    click.echo(forms[fmt](), nl=False)
