"""`anatomy diff`: what changed between two models, and what that does to decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from anatomy.cli.completion import complete_model
from anatomy.cli.opening import find_model, read_afresh
from anatomy.cli.options import format_option, seed_option, worlds_option

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise
    from anatomy.views.differing import Compared

FINDINGS = 1


@click.command("diff")
@click.argument("old", metavar="OLD", shell_complete=complete_model)
@click.argument("new", metavar="NEW", shell_complete=complete_model)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    multiple=True,
    help="A decision file, or a folder of them, to put to both models; may be repeated. "
    "Default: every decision type at its defaults.",
)
@worlds_option
@seed_option
@format_option("text", "json")
def command(*, old: str, new: str, decisions: tuple[Path, ...], worlds: int, seed: int, fmt: str) -> int:
    r"""
    What changed between two models, and what that does to decisions.

    OLD and NEW are model folders or names of shipped models. Exits with 1 when they differ.

    \b
    Examples:
      anatomy diff reference examples/acme-seven
      anatomy diff reference examples/harbour-services --decisions examples/northwind
    """
    from anatomy.render.differing import (  # noqa: PLC0415 - keeps --help quick
        render_diff_json,
        render_diff_text,
    )
    from anatomy.views.differing import view_diff  # noqa: PLC0415

    models = read_afresh(find_model(old)), read_afresh(find_model(new))
    compared = _compare(*models, decisions=decisions, worlds=worlds, seed=seed)
    if fmt == "json":
        click.echo(render_diff_json(compared), nl=False)
    else:
        from anatomy.cli.terminal import text_width  # noqa: PLC0415

        click.echo(render_diff_text(view_diff(compared), width=text_width()), nl=False)
    return FINDINGS if compared.differences else 0


def _compare(
    old: Enterprise, new: Enterprise, *, decisions: tuple[Path, ...], worlds: int, seed: int
) -> Compared:
    from anatomy.cli.terminal import sign_of_life  # noqa: PLC0415
    from anatomy.graph import compare_models  # noqa: PLC0415
    from anatomy.loading.decision_folder import read_decisions  # noqa: PLC0415
    from anatomy.views.differing import Compared  # noqa: PLC0415
    from anatomy.whatif.shifting import drafts_at_defaults, shift_decisions  # noqa: PLC0415

    differences = compare_models(old, new)
    drafts = read_decisions(decisions) if decisions else drafts_at_defaults(old, new)
    with sign_of_life("Trying decisions") as tell:
        shifts = shift_decisions(old, new, drafts, worlds=worlds, seed=seed, tell=tell) if differences else ()
    return Compared(old=old, new=new, differences=differences, consequences=shifts, worlds=worlds, seed=seed)
