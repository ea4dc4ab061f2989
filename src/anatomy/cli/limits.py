"""Options that hold an answer against limits: `--limit` says what is not acceptable, `--fail-on` what ends with 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit import Limit
    from anatomy.loading.limits import Reading

EXCEEDED: Final = 1
ALL: Final = "limits"  #: for --fail-on, every limit in force

limit_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--limit",
    "limits",
    metavar="LIMIT",
    multiple=True,
    help="What is not acceptable, such as 'Finance.loss.p90 > 100k'; replaces that of the model on the same "
    "figure. May be repeated.",
)
fail_on_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--fail-on",
    "fail_on",
    metavar="LIMIT",
    multiple=True,
    help="End with 1 if the answer exceeds this limit; 'limits' stands for all that are in force. May be repeated.",
)


no_conditions_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--no-conditions",
    is_flag=True,
    help="Leave out of a page or result under which conditions no limit is exceeded.",
)


class Thresholds(Struct, frozen=True, kw_only=True):
    """What the options ask, as typed."""

    limits: tuple[str, ...] = ()
    fail_on: tuple[str, ...] = ()

    def parsed(self, by: Enterprise | Reading) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
        """
        Those of --limit, and those of --fail-on that are limits of their own.

        Raises:
            InputError: one is not a limit.
            click.BadParameter: two of --limit are on one figure.
        """
        limits = tuple(_parsed(text, by, "--limit") for text in self.limits)
        figures = [limit.figure for limit in limits]
        twice = [
            repr(one) for one, figure in zip(self.limits, figures, strict=True) if figures.count(figure) > 1
        ]
        if twice:
            raise click.BadParameter(
                f"{' and '.join(twice)} limit one figure; give one", param_hint="--limit"
            )
        own = [text for text in self.fail_on if text.strip().lower() != ALL]
        return limits, tuple(_parsed(text, by, "--fail-on") for text in own)

    @property
    def fails_on_all(self) -> bool:
        """Whether every limit in force is meant."""
        return any(text.strip().lower() == ALL for text in self.fail_on)


def _parsed(text: str, by: Enterprise | Reading, option: str) -> Limit:
    from anatomy.loading import parse_limit  # noqa: PLC0415

    return parse_limit(text, by, name=option)


def refuse_limits(measure: str, *, limits: tuple[str, ...], fail_on: tuple[str, ...]) -> None:
    """A comparison has no figures that limits speak of."""
    for option, texts in (("--limit", limits), ("--fail-on", fail_on)):
        if texts:
            raise click.BadParameter(
                f"--measure {measure} prints a comparison, which is held against no limits", param_hint=option
            )


def failures(report: ImpactReport, thresholds: Thresholds, own: tuple[Limit, ...]) -> Iterator[str]:
    """
    A line for each limit of --fail-on that the answer exceeds.

    Args:
        report: the answer.
        thresholds: what was asked.
        own: the limits of --fail-on that are limits of their own.

    Raises:
        click.UsageError: all limits in force are meant, and there are none.
    """
    from anatomy.assess import ReportFigures, hold_limits  # noqa: PLC0415
    from anatomy.views.limits import limit_row  # noqa: PLC0415

    if thresholds.fails_on_all and not report.limits:
        raise click.UsageError(
            "--fail-on limits: neither the model nor the decision has a limit; state one with --limit"
        )
    in_force = report.limits if thresholds.fails_on_all else ()
    names = {one.key: one.name for one in report.departments}
    for limit in (*hold_limits(own, ReportFigures(report)), *in_force):
        if limit.exceeded:
            row = limit_row(limit, currency=report.model.currency, names=names)
            doubt = f" ({row.doubt})" if row.doubt else ""
            yield f"--fail-on {limit.text}: {row.who}, {row.what}, is at {row.figure}{doubt}"


def end_with(ctx: click.Context, failed: Iterable[str]) -> None:
    """Tell what was exceeded, and end with its code; do nothing where nothing was."""
    lines = list(failed)
    for line in lines:
        click.echo(line, err=True)
    if lines:
        ctx.exit(EXCEEDED)
