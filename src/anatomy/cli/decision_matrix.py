"""The tables of `anatomy decisions`: all types by all departments, and where the first step of each leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from anatomy.cli.terminal import sign_of_life, text_width

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise

ENDINGS = (".html", ".csv", ".json")


def tell_matrix(
    enterprise: Enterprise, *, worlds: int, seed: int, fmt: str, output: Path | None, force: bool
) -> None:
    """Print the matrix, and write it to a file when asked to."""
    from anatomy.cli.files import check_overwrite, write_files  # noqa: PLC0415 - help must come at once
    from anatomy.render.matrix import (  # noqa: PLC0415
        render_matrix_csv,
        render_matrix_json,
        render_matrix_text,
    )
    from anatomy.render.matrix_page import render_matrix_page  # noqa: PLC0415
    from anatomy.views.matrix import view_matrix  # noqa: PLC0415
    from anatomy.whatif.matrix import ask_all  # noqa: PLC0415

    if output is not None:
        if output.suffix not in ENDINGS:
            message = f"{output.name!r} must end in {' or '.join(ENDINGS)}"
            raise click.BadParameter(message, param_hint="--output")
        check_overwrite(output, force=force)
    with sign_of_life("Trying decisions") as tell:
        matrix = ask_all(enterprise, worlds=worlds, seed=seed, tell=tell)
    view = view_matrix(matrix, enterprise)
    forms = {
        "html": lambda: render_matrix_page(view),
        "csv": lambda: render_matrix_csv(view),
        "json": lambda: render_matrix_json(matrix, enterprise),
        "text": lambda: render_matrix_text(view, width=text_width()),
    }
    data = None if output is None else forms[output.suffix.removeprefix(".")]().encode()
    if output is not None and data is not None:
        write_files({output: data})
    click.echo(forms[fmt](), nl=False)
    if output is not None and data is not None:
        click.echo(f"Wrote {output} ({-(-len(data) // 1024)} KB).", err=True)


def tell_table(enterprise: Enterprise, *, fmt: str) -> None:
    """Print which departments one step leads to, and what it does there."""
    from anatomy.render.matrix import (  # noqa: PLC0415 - help must come at once
        render_table_csv,
        render_table_json,
        render_table_text,
    )
    from anatomy.views.matrix import view_table  # noqa: PLC0415
    from anatomy.whatif.matrix import first_reaches  # noqa: PLC0415

    reaches = first_reaches(enterprise)
    if fmt == "json":
        click.echo(render_table_json(reaches, enterprise), nl=False)
        return
    rows = view_table(reaches, enterprise)
    title = f"Where one step leads · {enterprise.name} {enterprise.version}"
    click.echo(
        render_table_csv(rows) if fmt == "csv" else render_table_text(title, rows, width=text_width()),
        nl=False,
    )
