"""`anatomy compare`: what could be decided, side by side on the same worlds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from anatomy.cli.completion import complete_decision, complete_grid
from anatomy.cli.opening import STDIN, is_file, open_decision
from anatomy.cli.options import (
    format_option,
    model_option,
    refuse_changes,
    seed_option,
    settings_option,
    worlds_option,
)

if TYPE_CHECKING:
    from anatomy.domain.alternatives import ComparedChoices
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.grid import Grid

AUTO, NONE = "auto", "none"


@click.command("compare")
@click.argument(
    "decisions",
    metavar="DECISION|RESULT.json...",
    nargs=-1,
    required=True,
    shell_complete=complete_decision,
)
@model_option
@settings_option
@click.option(
    "--grid",
    metavar="TABLE",
    default=AUTO,
    show_default=True,
    shell_complete=complete_grid,
    help="A table over two parameters, such as discount=0%..40%/5,new_days=30,60,90; none leaves it out.",
)
@worlds_option
@seed_option
@format_option("text", "json", "csv")
def command(
    *,
    decisions: tuple[str, ...],
    model: str | None,
    settings: tuple[str, ...],
    grid: str,
    worlds: int,
    seed: int,
    fmt: str,
) -> None:
    r"""
    Compare what could be decided: who feels it, what it is worth, when it pays.

    One DECISION is held against the alternatives that its file names, and against declining; several are held
    against the first of them. RESULT.json is a saved result that holds alternatives.

    \b
    Examples:
      anatomy compare examples/northwind/decision.yaml
      anatomy compare examples/northwind/decision.yaml --grid discount=0%..40%/5,new_days=30,60,90
      anatomy compare discount-exception payment-terms-exception --format csv
    """
    from anatomy.render import alternatives as render  # noqa: PLC0415 - keeps --help quick

    if any(one.endswith(".json") for one in decisions):
        compared = _of_result(decisions)
    else:
        compared = _of_decisions(
            decisions, model=model, settings=settings, grid=grid, worlds=worlds, seed=seed
        )
    if fmt == "json":
        click.echo(render.render_alternatives_json(compared), nl=False)
    elif fmt == "csv":
        from anatomy.render.alternatives_csv import render_alternatives_csv  # noqa: PLC0415

        click.echo(render_alternatives_csv(compared), nl=False)
    else:
        from anatomy.cli.terminal import text_width  # noqa: PLC0415
        from anatomy.views.alternatives import view_alternatives  # noqa: PLC0415

        view = view_alternatives(compared.comparison, compared.model)
        click.echo(render.render_alternatives_text(compared, view, width=text_width()), nl=False)


def _of_decisions(
    what: tuple[str, ...],
    *,
    model: str | None,
    settings: tuple[str, ...],
    grid: str,
    worlds: int,
    seed: int,
) -> ComparedChoices:
    from anatomy.cli.terminal import counting_worlds  # noqa: PLC0415
    from anatomy.whatif.alternatives import compare_decisions  # noqa: PLC0415

    twice = next((one for place, one in enumerate(what) if one in what[:place]), None)
    if twice is not None:
        raise click.BadParameter(f"{twice!r} is named twice", param_hint="DECISION")
    if STDIN in what and len(what) > 1:
        raise click.BadParameter("standard input stands alone", param_hint="DECISION")
    opened = [
        open_decision(one, model=model, settings=own)
        for one, own in zip(what, _settings(what, settings), strict=True)
    ]
    enterprise, first = opened[0]
    for (other, _), one in zip(opened, what, strict=True):
        if other.digest != enterprise.digest:
            raise click.UsageError(
                f"{one} is for another model than {what[0]}: name one for both with --model."
            )
    decisions = [(one, decision) for one, (_, decision) in zip(what, opened, strict=True)]
    table = _grid(grid, enterprise, first, alone=len(what) == 1)
    with counting_worlds() as progress:
        return compare_decisions(
            enterprise, decisions, worlds=worlds, seed=seed, grid=table, progress=progress
        )


def _settings(what: tuple[str, ...], settings: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The settings of each decision: one that is written with a type reaches the decisions of that type only."""
    if len(what) == 1:
        return [settings]
    from anatomy.loading import read_decision  # noqa: PLC0415

    types = [
        [key for key, _ in read_decision(Path(one), name=one).proposals] if is_file(one) else [one]
        for one in what
    ]
    known = {key for some in types for key in some}
    meant = [(one, one.partition("=")[0].strip().rpartition(".")[0]) for one in settings]
    # One that no decision has is left to the first, which says so.
    return [
        tuple(one for one, kind in meant if not kind or kind in some or (not place and kind not in known))
        for place, some in enumerate(types)
    ]


def _grid(text: str, enterprise: Enterprise, decision: Decision, *, alone: bool) -> Grid | None:
    """The table asked for; by itself only for alternatives of one file, whose changes suggest one."""
    if text == NONE:
        return None
    if text == AUTO:
        from anatomy.advise.axes import natural_grid  # noqa: PLC0415

        return natural_grid(enterprise, decision) if alone else None
    from anatomy.loading.grid_grammar import GridError, parse_grid  # noqa: PLC0415

    try:
        return parse_grid(text, enterprise, decision)
    except GridError as error:
        raise click.BadParameter(f"{error}; {error.hint}", param_hint="--grid") from None


def _of_result(what: tuple[str, ...]) -> ComparedChoices:
    from anatomy.loading import load_result  # noqa: PLC0415
    from anatomy.whatif.alternatives import compared_of  # noqa: PLC0415

    result = next(one for one in what if one.endswith(".json"))
    if len(what) > 1:
        raise click.UsageError(f"{result} is a saved result, which is told alone.")
    refuse_changes(result, "settings", "model", "grid", "worlds", "seed")
    compared = compared_of(load_result(Path(result), name=result))
    if compared is None:
        raise click.UsageError(
            f"{result} holds no alternatives; save it anew from a decision file that names some."
        )
    return compared
