"""Options of how an answer is worked out: how narrow, by which dates, and what moves together in its inputs."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from anatomy.domain.decision import Decision

CORRELATIONS = ("kind", "author", "all", "independent")
NONE = "none"
COMPARISONS = ("cpm", "linear")
MEASURES = ("worlds", "exact", *COMPARISONS)


def read_share(_ctx: click.Context, _param: click.Parameter, value: str | None) -> float | None:
    """A share such as 0.5 % or 0.005; a text that is none is wrong usage."""
    from anatomy.loading.numbers import NumberError, parse_share  # noqa: PLC0415 - keeps --help quick

    if value is None:
        return None
    try:
        return parse_share(value)
    except NumberError as error:
        raise click.BadParameter(f"{error}; {error.hint}") from None


until_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--until",
    metavar="SHARE",
    callback=read_share,
    help="Add worlds until the 95 % interval of every department is no wider to each side, such as 0.5%.",
)
ranges_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--ranges",
    type=click.Choice([*CORRELATIONS, NONE]),
    default=CORRELATIONS[0],
    show_default=True,
    help="Which likelihoods are too low or too high together, for the range that the inputs give.",
)
by_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--by",
    metavar="DATE",
    multiple=True,
    help="Tell the chance that it comes to be felt and has first arrived by then: a date, or days such as 90d. May be "
    "repeated.",
)

depth_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="STEPS",
    help="With --measure cpm: the most steps of a path. Default: 4.",
)


def refuse_depth(measure: str, depth: int | None) -> None:
    """Only the tree of cpm has a depth."""
    if depth is not None and measure != "cpm":
        raise click.BadParameter(f"--measure {measure} knows no depth; leave it out", param_hint="--depth")


def days_until(text: str, decision: Decision) -> float:
    """
    Days from a decision to a date, or the days that a text says.

    Raises:
        click.BadParameter: neither, or a date before the decision or without one.
    """
    from anatomy.loading.numbers import NumberError, parse_days  # noqa: PLC0415 - keeps --help quick

    try:
        then = date.fromisoformat(text)
    except ValueError:
        try:
            return parse_days(re.sub(r"(?<=\d) *d$", " days", text))
        except NumberError as error:
            hint = "write a date such as 2026-12-31, or days such as 90d"
            raise click.BadParameter(f"{error}; {hint}", param_hint="--by") from None
    if not decision.date:
        raise click.BadParameter(
            f"{text} needs the date of the decision, which its file does not give; write days such as 90d",
            param_hint="--by",
        )
    days = (then - date.fromisoformat(decision.date)).days
    if days < 0:
        raise click.BadParameter(f"{text} is before the decision of {decision.date}", param_hint="--by")
    return float(days)
