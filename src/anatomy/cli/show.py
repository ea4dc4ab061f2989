"""`anatomy show`: what the model says of a place or a dependency, or which cells a selector means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from anatomy.cli.options import format_option, model_option
from anatomy.cli.selector_completion import complete_selector

if TYPE_CHECKING:
    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Enterprise
    from anatomy.views.sheet import Sheet


@click.command("show")
@click.argument("address", nargs=-1, metavar="[ADDRESS|SELECTOR]...", shell_complete=complete_selector)
@model_option
@click.option(
    "--exclude",
    multiple=True,
    metavar="SELECTOR",
    help="Leave these cells out; may be repeated.",
    shell_complete=complete_selector,
)
@click.option(
    "--result", type=click.Path(path_type=Path), metavar="FILE", help="A saved result, for felt:>30%."
)
@click.option("--origin", "origins", is_flag=True, help="Name file, line and column of every value.")
@format_option("text", "json", "csv")
def command(
    *,
    address: tuple[str, ...],
    model: str | None,
    exclude: tuple[str, ...],
    result: Path | None,
    origins: bool,
    fmt: str,
) -> None:
    r"""
    Show departments, sub-functions, cells and dependencies, and where their values come from.

    ADDRESS is a department, sub-function or cell (by codes, keys, names or aliases), a dependency by its id
    or as "FROM>TO" (in quotes), or a value of the header such as felt_at, scales or sources. Without it, all
    departments are listed.

    SELECTOR selects cells and says why each of them: +D9.F7 (all upstream), D9.F7+2 (two steps downstream),
    @D9.F7, D9.F*.P3, and dept: fn: layer: kind: owner: carried_by: grade: felt:. A space means either, a comma
    both. Quotes keep the shell away from its signs.

    \b
    Examples:
      anatomy show D9.F7
      anatomy show "Sales>Finance" --origin
      anatomy show "D9.F7.P2+,dept:Finance" --exclude layer:P1
    """
    from anatomy.cli.opening import open_model  # noqa: PLC0415 - keeps --help quick
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render.sheet import render_sheet_csv, render_sheet_json, render_sheet_text  # noqa: PLC0415

    enterprise = open_model(model)
    sheet = _sheet(
        enterprise, " ".join(address), exclude=" ".join(exclude), result=result, whole=fmt == "json"
    )
    if fmt == "json":
        text = render_sheet_json(sheet, origins=origins)
    elif fmt == "csv":
        text = render_sheet_csv(sheet, origins=origins)
    else:
        text = render_sheet_text(sheet, width=text_width(), origins=origins)
    click.echo(text, nl=False)


def _sheet(enterprise: Enterprise, text: str, *, exclude: str, result: Path | None, whole: bool) -> Sheet:
    from anatomy.views.selecting import EVERYTHING, is_selector, view_selection  # noqa: PLC0415

    if exclude.strip() or result or is_selector(enterprise, text):
        felt = _chances(enterprise, result) if result else None
        chosen = text if text.strip() else EVERYTHING
        return view_selection(enterprise, chosen, exclude=exclude, felt=felt, whole=whole)
    from anatomy.views.showing import view_show  # noqa: PLC0415

    return view_show(enterprise, text)


def _chances(enterprise: Enterprise, result: Path) -> dict[CellId, float]:
    """The chance that each cell feels the decision of a saved result."""
    from anatomy.domain.cell import CellId  # noqa: PLC0415
    from anatomy.errors import InputError  # noqa: PLC0415
    from anatomy.loading import load_result  # noqa: PLC0415

    report = load_result(result, name=str(result))
    if report.model.digest != enterprise.digest:
        raise InputError.because(
            "ANA082",
            f"{result} answers for another model than {enterprise.name} as it now is",
            hint="name its model with -m, or save the result again",
        )
    return {CellId.parse(one.cell): one.feeling.felt.probability for one in report.cells}
