"""`anatomy doctor`: what this installation can do, and how to mend what it lacks."""

from __future__ import annotations

import json
import platform
from typing import TYPE_CHECKING

import click
from msgspec import Struct, to_builtins

from anatomy.cli.opening import find_model, read_afresh
from anatomy.cli.options import format_option, model_option

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "anatomy-doctor/1"
LIBRARIES = ("click", "graphviz", "jinja2", "msgspec", "networkx", "numpy", "pydantic", "PyYAML")
REINSTALL = 'pip install --force-reinstall "enterprise-anatomy"'
BROKEN = 1


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    state: str  #: ok | missing | broken; missing things are optional
    found: str
    fix: str = ""


@click.command("doctor")
@model_option
@format_option("text", "json")
@click.pass_context
def command(ctx: click.Context, *, model: str | None, fmt: str) -> None:
    r"""
    Tell what this installation can do, and what it lacks.

    Ends with 1 when something essential is broken; a missing Graphviz is only told.

    \b
    Examples:
      anatomy doctor
      anatomy doctor --format json
    """
    findings = [*_program(), *_libraries(), *_drawing(), *_model(model)]
    if fmt == "json":
        found = {"format": FORMAT, "findings": [to_builtins(finding) for finding in findings]}
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(line for finding in findings for line in _lines(finding)))
    if any(finding.state == "broken" for finding in findings):
        ctx.exit(BROKEN)


def _program() -> Iterator[Finding]:
    from anatomy.errors import AnatomyError  # noqa: PLC0415 - help must come at once
    from anatomy.shipped import shelf  # noqa: PLC0415

    version = _version("enterprise-anatomy")
    yield Finding(
        name="anatomy", state="ok" if version else "broken", found=version or "not installed", fix=""
    )
    yield Finding(name="Python", state="ok", found=f"{platform.python_version()} on {platform.system()}")
    for name in ("models", "templates"):
        try:
            count = sum(1 for path in shelf(name).rglob("*") if path.is_file())
        except AnatomyError as error:
            yield Finding(name=f"shipped {name}", state="broken", found=str(error), fix=REINSTALL)
        else:
            yield Finding(name=f"shipped {name}", state="ok", found=f"{count} files")


def _libraries() -> Iterator[Finding]:
    for name in LIBRARIES:
        version = _version(name)
        yield Finding(
            name=name,
            state="ok" if version else "broken",
            found=version or "not installed",
            fix="" if version else REINSTALL,
        )


def _drawing() -> Iterator[Finding]:
    from anatomy.drawing import available_renderers  # noqa: PLC0415

    renderers = available_renderers()
    for renderer in renderers:
        if renderer.works:
            found = f"{renderer.version} ({', '.join(renderer.formats)})"
        else:
            found = (
                f"does not work: {renderer.version}"
                if renderer.found
                else "not found; one renderer is enough"
            )
        yield Finding(
            name=f"Graphviz by {renderer.name}", state="ok" if renderer.works else "missing", found=found
        )
    first = next((renderer.name for renderer in renderers if renderer.works), "")
    yield Finding(
        name="drawings",
        state="ok" if first else "missing",
        found=f"by {first}" if first else "none; pages leave them out",
        fix=""
        if first
        else 'pip install "enterprise-anatomy[diagrams]", or install graphviz from your system',
    )


def _model(model: str | None) -> Iterator[Finding]:
    from anatomy.errors import AnatomyError, InputError  # noqa: PLC0415
    from anatomy.views.words import counted  # noqa: PLC0415

    try:
        enterprise = read_afresh(find_model(model))
    except AnatomyError as error:
        folder = f"{error.folder}: " if isinstance(error, InputError) and error.folder else ""
        found = folder + str(error).partition("\n")[0]
        yield Finding(name="model", state="broken", found=found, fix="anatomy check tells every problem")
        return
    sizes = (
        counted(len(enterprise.departments), "department"),
        counted(sum(1 for _ in enterprise.cells()), "cell"),
        counted(len(enterprise.dependencies), "dependency", "dependencies"),
        counted(len(enterprise.decision_types), "decision type"),
    )
    yield Finding(
        name="model", state="ok", found=f"{enterprise.name} {enterprise.version}: {', '.join(sizes)}"
    )


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.state:<8} {finding.name:<26} {finding.found}"
    if finding.fix:
        yield f"{'':<8} {'':<26} fix: {finding.fix}"
