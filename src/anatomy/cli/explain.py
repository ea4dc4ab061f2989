"""`anatomy explain`: why a department or cell is hit, path by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from anatomy.cli.completion import complete_decision
from anatomy.cli.options import (
    format_option,
    model_option,
    refuse_changes,
    seed_option,
    settings_option,
    worlds_option,
)
from anatomy.cli.telling import to_option

if TYPE_CHECKING:
    from anatomy.domain.explanation import Explanation


@click.command("explain")
@click.argument("decision", metavar="DECISION|RESULT.json", shell_complete=complete_decision)
@to_option("Department, sub-function or cell to explain.")
@model_option
@settings_option
@worlds_option
@seed_option
@click.option(
    "--paths",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="How many paths of each sort to tell.",
)
@format_option("text", "json")
def command(
    *,
    decision: str,
    to: str,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    paths: int,
    fmt: str,
) -> None:
    r"""
    Explain why a department or cell is hit, path by path, down to the line of the model.

    DECISION is a decision file (- for standard input) or the key of a decision type; RESULT.json is a saved
    result, which holds paths per department only.

    \b
    Examples:
      anatomy explain discount-exception -s discount=28% --to Finance
      anatomy explain examples/northwind/decision.yaml --to D12.F2.P6 --paths 3
    """
    from anatomy.render import explaining as render  # noqa: PLC0415 - keeps --help quick

    if decision.endswith(".json"):
        explanation = _of_result(decision, to, paths=paths)
    else:
        from anatomy.cli.opening import open_decision  # noqa: PLC0415
        from anatomy.cli.terminal import counting_worlds  # noqa: PLC0415
        from anatomy.whatif.explaining import explain_decision  # noqa: PLC0415

        enterprise, settled = open_decision(decision, model=model, settings=settings)
        with counting_worlds() as progress:
            explanation = explain_decision(
                enterprise, settled, to, paths=paths, worlds=worlds, seed=seed, progress=progress
            )
    if fmt == "json":
        click.echo(render.render_explanation_json(explanation), nl=False)
    else:
        from anatomy.cli.terminal import text_width  # noqa: PLC0415
        from anatomy.views.explaining import view_explanation  # noqa: PLC0415

        click.echo(
            render.render_explanation_text(view_explanation(explanation), width=text_width()), nl=False
        )


def _of_result(result: str, to: str, *, paths: int) -> Explanation:
    from pathlib import Path  # noqa: PLC0415

    from anatomy.loading import load_result  # noqa: PLC0415
    from anatomy.whatif.targets import explain_result  # noqa: PLC0415

    refuse_changes(result, "settings", "model", "worlds", "seed")
    return explain_result(load_result(Path(result), name=result), to, paths=paths)
