"""`anatomy whatif`: one decision in, the answer out."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from anatomy.cli.completion import complete_decision
from anatomy.cli.limits import (
    Thresholds,
    end_with,
    fail_on_option,
    failures,
    limit_option,
    no_conditions_option,
    refuse_limits,
)
from anatomy.cli.opening import STDIN, open_decision, open_report
from anatomy.cli.options import (
    DEFAULT_WORLDS,
    format_option,
    given_options,
    model_option,
    seed_option,
    settings_option,
    worlds_option,
)
from anatomy.cli.running import (
    COMPARISONS,
    MEASURES,
    by_option,
    depth_option,
    ranges_option,
    refuse_depth,
    until_option,
)

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport


@click.command("whatif")
@click.argument("decision", metavar="DECISION", shell_complete=complete_decision)
@model_option
@settings_option
@worlds_option
@seed_option
@until_option
@ranges_option
@by_option
@limit_option
@fail_on_option
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help="How to count: worlds, exact where quick; exact always; or beside another method.",
)
@depth_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a page: .html, .json or .txt.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the whole answer as JSON that loads back.",
)
@no_conditions_option
@click.option("--no-drawing", is_flag=True, help="Leave the Graphviz drawing out of the page.")
@click.option("--force", is_flag=True, help="Overwrite a file that anatomy did not write.")
@format_option("text", "json")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    decision: str,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    until: float | None,
    ranges: str,
    by: tuple[str, ...],
    limits: tuple[str, ...],
    fail_on: tuple[str, ...],
    measure: str,
    depth: int | None,
    output: Path | None,
    save: Path | None,
    no_conditions: bool,
    no_drawing: bool,
    force: bool,
    fmt: str,
) -> None:
    r"""
    Who is hit by a decision, how likely, how hard, when, for how much, and why.

    DECISION is a decision file (- for standard input), the key of a decision type (see `anatomy decisions`)
    or a saved result (.json).

    \b
    Examples:
      anatomy whatif discount-exception -s discount=28% -s list_value=1.2M
      anatomy whatif examples/northwind/decision.yaml -o impact.html
    """
    from anatomy.cli.files import check_overwrite, write_files  # noqa: PLC0415 - keeps --help quick
    from anatomy.render import render_json  # noqa: PLC0415

    if measure != MEASURES[0] and decision.endswith(".json"):
        raise click.UsageError(f"{decision} is a saved result: --measure cannot change it any more.")
    refuse_depth(measure, depth)
    if measure in COMPARISONS:
        _refuse_files(measure, output=output, save=save)
        if given := given_options("until", "ranges", "by"):
            message = f"--measure {measure} prints a comparison of chances; leave {', '.join(given)} out"
            raise click.UsageError(message)
        refuse_limits(measure, limits=limits, fail_on=fail_on)
        settled = open_decision(decision, model=model, settings=settings)
        told = _compared(*settled, measure=measure, depth=depth, worlds=worlds, seed=seed, fmt=fmt)
        click.echo(told, nl=False)
        return
    for path in (output, save):
        if path is not None:
            _check_ending(path, json_only=path is save)
            check_overwrite(path, force=force)
    thresholds = Thresholds(limits=limits, fail_on=fail_on)
    report, fails = open_report(
        decision,
        model=model,
        settings=settings,
        worlds=worlds,
        seed=seed,
        exact="always" if measure == "exact" else "auto",
        until=until,
        ranges=ranges,
        by=by,
        for_keeping=output is not None or save is not None,
        conditions=not no_conditions,
        thresholds=thresholds,
    )
    failed = list(failures(report, thresholds, fails))
    again = _again(decision, model=model, settings=settings, worlds=worlds, seed=seed)
    remedy = _again(decision, model=model, settings=settings, worlds=DEFAULT_WORLDS, seed=seed)
    remedy += tuple(part for limit in limits for part in ("--limit", limit))
    files = _files(report, output=output, save=save, with_drawing=not no_drawing)
    write_files(files)
    told = render_json(report) if fmt == "json" else _terminal(report, again, remedy)
    click.echo(told, nl=False)
    for path, data in files.items():
        click.echo(f"Wrote {path} ({-(-len(data) // 1024)} KB).", err=True)
    end_with(ctx, failed)


def _files(
    report: ImpactReport, *, output: Path | None, save: Path | None, with_drawing: bool
) -> dict[Path, bytes]:
    """What is to be written, by path."""
    from anatomy.render import render_json  # noqa: PLC0415

    files: dict[Path, bytes] = {}
    if output is not None:
        files[output] = _page(report, output, with_drawing=with_drawing)
    if save is not None:
        files[save] = render_json(report).encode()
    return files


def _refuse_files(measure: str, *, output: Path | None, save: Path | None) -> None:
    """A comparison has no report, and nothing that could be loaded back."""
    for option, path in (("--output", output), ("--save", save)):
        if path is not None:
            raise click.BadParameter(
                f"--measure {measure} prints a comparison, which is no report; leave {option} out, or use "
                "--format json",
                param_hint=option,
            )


def _compared(
    enterprise: Enterprise,
    decision: Decision,
    *,
    measure: str,
    depth: int | None,
    worlds: int,
    seed: int,
    fmt: str,
) -> str:
    """The what-if beside another method."""
    from anatomy.cli.terminal import counting_worlds, text_width  # noqa: PLC0415
    from anatomy.render.comparing import render_comparison_json, render_comparison_text  # noqa: PLC0415
    from anatomy.views.comparing import view_comparison  # noqa: PLC0415
    from anatomy.whatif.comparing import compare_decision  # noqa: PLC0415

    with counting_worlds() as progress:
        compared = compare_decision(
            enterprise, decision, measure=measure, depth=depth, worlds=worlds, seed=seed, progress=progress
        )
    if fmt == "json":
        return render_comparison_json(compared)
    return render_comparison_text(view_comparison(compared), width=text_width())


def _check_ending(path: Path, *, json_only: bool) -> None:
    known = (".json",) if json_only else (".html", ".json", ".txt")
    if str(path) == STDIN:
        raise click.BadParameter(
            "pages go to files; for standard output leave it out, or use --format json",
            param_hint="--save" if json_only else "--output",
        )
    if path.suffix not in known:
        option = "--save" if json_only else "--output"
        raise click.BadParameter(f"{path.name!r} must end in {' or '.join(known)}", param_hint=option)


def _page(report: ImpactReport, output: Path, *, with_drawing: bool) -> bytes:
    from anatomy.render import EXPORTERS  # noqa: PLC0415

    kind = output.suffix.removeprefix(".")
    drawing = _drawing(report) if kind == "html" and with_drawing else None
    return EXPORTERS[kind](report, drawing=drawing).encode()


def _drawing(report: ImpactReport) -> str | None:
    """The spread as cleaned SVG, or None with a word of warning; the page is complete without it."""
    from anatomy.drawing import clean_svg, draw_spread, render_dot  # noqa: PLC0415
    from anatomy.errors import MissingPartError  # noqa: PLC0415

    title = "How the decision travels through the enterprise"
    described = (
        "Cells as boxes, dependencies as arrows from left to right; the table of paths says it in words."
    )
    try:
        svg = render_dot(draw_spread(report), fmt="svg")
        return clean_svg(svg, prefix="spread", title=title, description=described)
    except MissingPartError as error:
        click.echo(f"warning: {error}", err=True)
        return None


def _terminal(report: ImpactReport, again: tuple[str, ...], remedy: tuple[str, ...]) -> str:
    """The answer, and what to write to go on: to ask why, and what to do."""
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render import render_text  # noqa: PLC0415
    from anatomy.views.terminal import view_terminal  # noqa: PLC0415

    why = shlex.join(["anatomy", "explain", *again, "--to", _hardest(report)])
    # Commands are not wrapped: they are there to be copied.
    told = render_text(view_terminal(report), width=text_width(), closing="")
    exceeded = any(limit.exceeded for limit in report.limits)
    # Nothing to ask where conditions are told already; a saved result cannot be asked.
    if exceeded and report.conditions is None and not again[0].endswith(".json"):
        told += f"What to do: {shlex.join(['anatomy', 'conditions', *remedy])}\n"
    return f"{told}Why: {why}\n"


def _again(
    decision: str, *, model: str | None, settings: tuple[str, ...], worlds: int, seed: int
) -> tuple[str, ...]:
    """What to write to ask for the same answer again; what is at its default is left out."""
    return (
        decision,
        *(part for setting in settings for part in ("-s", setting)),
        *(("-m", model) if model else ()),
        *(("--worlds", str(worlds)) if worlds != DEFAULT_WORLDS else ()),
        *(("--seed", str(seed)) if seed else ()),
    )


def _hardest(report: ImpactReport) -> str:
    """The department to ask about first: the hardest hit of those with a card, else of all."""
    carded = [one for one in report.departments if one.key in report.model.cards]
    hardest = max(carded or report.departments, key=lambda one: one.feeling.mean_severity)
    return hardest.name
