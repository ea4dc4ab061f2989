"""`anatomy show`: what the model says of a place or a dependency, and in which line."""

from __future__ import annotations

import click

from anatomy.cli.completion import complete_address
from anatomy.cli.options import format_option, model_option


@click.command("show")
@click.argument("address", nargs=-1, shell_complete=complete_address)
@model_option
@click.option("--origin", "origins", is_flag=True, help="Name file, line and column of every value.")
@format_option("text", "json", "csv")
def command(*, address: tuple[str, ...], model: str | None, origins: bool, fmt: str) -> None:
    r"""
    Show departments, sub-functions, cells and dependencies, and where their values come from.

    ADDRESS is a department, sub-function or cell (by codes, keys, names or aliases), a dependency by its id
    or as "FROM>TO" (in quotes), or a value of the header such as felt_at, scales or sources. Without it, all
    departments are listed.

    \b
    Examples:
      anatomy show D9.F7
      anatomy show "Sales>Finance" --origin
    """
    from anatomy.cli.options import open_model  # noqa: PLC0415 - keeps --help quick
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render.sheet import render_sheet_csv, render_sheet_json, render_sheet_text  # noqa: PLC0415
    from anatomy.views.showing import view_show  # noqa: PLC0415

    sheet = view_show(open_model(model), " ".join(address))
    if fmt == "json":
        text = render_sheet_json(sheet, origins=origins)
    elif fmt == "csv":
        text = render_sheet_csv(sheet, origins=origins)
    else:
        text = render_sheet_text(sheet, width=text_width(), origins=origins)
    click.echo(text, nl=False)
