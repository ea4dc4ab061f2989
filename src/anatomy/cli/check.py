"""`anatomy check`: every problem of a model at once, then how it behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from anatomy.cli.opening import find_model, read_afresh
from anatomy.cli.options import format_option, model_option

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise
    from anatomy.views.checking import Checked

#: The code of everything that keeps a file from being read at all.
UNREADABLE = "ANA001"
FINDINGS = 1


@click.command("check")
@click.argument("model_folder", metavar="[MODEL]", required=False)
@model_option
@click.option("--strict", is_flag=True, help="Let warnings fail the check as well.")
@click.option("--fast", is_flag=True, help="Leave out how many departments feel each decision type.")
@click.option("--coverage", is_flag=True, help="Tell how far the model is filled in and what it rests on.")
@click.option("--loops", is_flag=True, help="List the feedback loops.")
@format_option("text", "json")
def command(
    *,
    model_folder: str | None,
    model: str | None,
    strict: bool,
    fast: bool,
    coverage: bool,
    loops: bool,
    fmt: str,
) -> int:
    r"""
    Check a model: every problem at once, then how it behaves.

    MODEL is a model folder; without it, the one that --model and its defaults lead to. Exits with 1 when
    there are errors (with --strict, warnings too), and with 3 when there is no model to read. --coverage and
    --loops tell more of the model and, as --fast does, leave the decision types aside.

    \b
    Examples:
      anatomy check
      anatomy check models/small --strict --format json
      anatomy check --coverage --loops
    """
    from anatomy.render.checking import render_check_json, render_check_text  # noqa: PLC0415
    from anatomy.views.checking import view_check  # noqa: PLC0415

    checked = _check(_one(model_folder, model), strict=strict, fast=fast or coverage or loops)
    if checked.enterprise is not None:
        checked = _with_more(checked, checked.enterprise, coverage=coverage, loops=loops)
    if fmt == "json":
        click.echo(render_check_json(checked), nl=False)
    else:
        from anatomy.cli.terminal import text_width  # noqa: PLC0415

        click.echo(render_check_text(view_check(checked), width=text_width()), nl=False)
    return 0 if checked.passed else FINDINGS


def _one(argument: str | None, option: str | None) -> str | None:
    if argument and option and argument != option:
        raise click.BadParameter("the model is named twice, as MODEL and with --model", param_hint="MODEL")
    return argument or option


def _check(model: str | None, *, strict: bool, fast: bool) -> Checked:
    from anatomy.errors import InputError  # noqa: PLC0415 - keeps --help quick
    from anatomy.graph import finding_of  # noqa: PLC0415
    from anatomy.views.checking import Checked  # noqa: PLC0415

    path = find_model(model)
    try:
        enterprise = read_afresh(path)
    except InputError as error:
        if any(problem.code == UNREADABLE for problem in error.problems):
            raise
        findings = tuple(map(finding_of, error.problems))
        return Checked(where=_named(model), enterprise=None, findings=findings, strict=strict)
    return _examined(enterprise, where=_named(model), strict=strict, fast=fast)


def _examined(enterprise: Enterprise, *, where: str, strict: bool, fast: bool) -> Checked:
    from anatomy.cli.terminal import sign_of_life  # noqa: PLC0415
    from anatomy.graph import (  # noqa: PLC0415
        Finding,
        check_structure,
        finding_of,
        model_radii,
    )
    from anatomy.views.checking import Checked  # noqa: PLC0415
    from anatomy.whatif.portrait import WORLDS, portray_reactions  # noqa: PLC0415

    reactions = None
    if not fast:
        with sign_of_life("Trying decisions") as tell:
            reactions = portray_reactions(enterprise, tell=tell)
    unanswered = (finding_of(problem) for one in reactions or () for problem in one.problems)
    return Checked(
        where=where,
        enterprise=enterprise,
        findings=tuple(sorted((*check_structure(enterprise), *unanswered), key=Finding.order)),
        radii=model_radii(enterprise),
        reactions=reactions,
        worlds=WORLDS,
        strict=strict,
    )


def _with_more(checked: Checked, enterprise: Enterprise, *, coverage: bool, loops: bool) -> Checked:
    if coverage:
        from anatomy.graph import cover_model  # noqa: PLC0415

        checked = replace(checked, coverage=cover_model(enterprise))
    if loops:
        from anatomy.graph import find_loops  # noqa: PLC0415

        checked = replace(checked, loops=find_loops(enterprise))
    return checked


def _named(model: str | None) -> str:
    """The model in the words of whoever asked; a path of this machine is nobody else's business."""
    return model or ""
