"""`anatomy schema`: the JSON Schema of model and decision files, for editors and other tools."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("schema")
@click.argument("what", type=click.Choice(["model", "decision"]))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
@click.option("--force", is_flag=True, help="Overwrite a file that anatomy did not write.")
def command(*, what: str, output: Path | None, force: bool) -> None:
    r"""
    Print the JSON Schema (2020-12) of model or decision files.

    An editor that knows YAML finds it by the first line of a file, such as
    `# yaml-language-server: $schema=model.schema.json`; `anatomy init` writes both.

    \b
    Examples:
      anatomy schema model
      anatomy schema decision -o decision.schema.json
    """
    from anatomy.cli.files import check_overwrite, write_files  # noqa: PLC0415 - help must come at once

    if output is not None:
        check_overwrite(output, force=force)
    text = schema_text(what)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_files({output: text.encode()})
        click.echo(f"Wrote {output}.", err=True)


def schema_text(what: str) -> str:
    """The schema of one kind of file, model or decision, as JSON."""
    from anatomy.loading.json_schema import SCHEMAS  # noqa: PLC0415

    return json.dumps(SCHEMAS[what](), indent=2, ensure_ascii=False) + "\n"
