"""`anatomy conditions`: under which conditions a decision stays within its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from anatomy.cli.completion import complete_decision, complete_mitigation
from anatomy.cli.limits import Thresholds, limit_option
from anatomy.cli.opening import open_decision
from anatomy.cli.options import DEFAULT_WORLDS, format_option, model_option, seed_option, settings_option
from anatomy.cli.terminal import counting_sets

if TYPE_CHECKING:
    from anatomy.domain.conditions import ConditionsAnswer
    from anatomy.domain.enterprise import Enterprise

SEARCH_WORLDS = 2_000
MOST = 600


@click.command("conditions")
@click.argument("decision", metavar="DECISION", shell_complete=complete_decision)
@model_option
@settings_option
@limit_option
@click.option(
    "--budget",
    metavar="MONEY",
    help="The best set that costs at most this, instead of the cheapest that will do.",
)
@click.option(
    "--only",
    metavar="KEY",
    multiple=True,
    help="Look at this mitigation and others so named alone. May be repeated.",
    shell_complete=complete_mitigation,
)
@click.option(
    "--without",
    metavar="KEY",
    multiple=True,
    help="Leave this mitigation out. May be repeated.",
    shell_complete=complete_mitigation,
)
@click.option(
    "--search-worlds",
    metavar="N",
    type=click.IntRange(1, 1_000_000),
    default=SEARCH_WORLDS,
    show_default=True,
    help="Worlds to search on.",
)
@click.option(
    "--worlds",
    metavar="N",
    type=click.IntRange(1, 10_000_000),
    default=DEFAULT_WORLDS,
    show_default=True,
    help="Fresh worlds to check on.",
)
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1, 1_000_000),
    default=MOST,
    show_default=True,
    help="Sets to play through at most; what is then not proven is told with its gap.",
)
@seed_option
@format_option("text", "json", "csv")
def command(
    *,
    decision: str,
    model: str | None,
    settings: tuple[str, ...],
    limits: tuple[str, ...],
    budget: str | None,
    only: tuple[str, ...],
    without: tuple[str, ...],
    search_worlds: int,
    worlds: int,
    most: int,
    seed: int,
    fmt: str,
) -> None:
    r"""
    The cheapest set of mitigations under which a decision stays within all limits.

    DECISION is a decision file (- for standard input) or the key of a decision type. With --budget, the best set
    that costs no more.

    \b
    Examples:
      anatomy conditions examples/northwind/decision.yaml --limit "Support.loss.p90 > 120k"
      anatomy conditions discount-exception -s discount=28% --budget 5k
    """
    from anatomy.advise import find_conditions  # noqa: PLC0415 - keeps --help quick
    from anatomy.assess import limits_in_force  # noqa: PLC0415
    from anatomy.whatif.conditions import conditions_answer  # noqa: PLC0415

    enterprise, settled = open_decision(decision, model=model, settings=settings)
    further, _ = Thresholds(limits=limits).parsed(enterprise)
    with counting_sets() as progress:
        found = find_conditions(
            enterprise,
            settled,
            limits=limits_in_force(enterprise, settled, further),
            budget=_amount(budget, enterprise),
            only=only,
            without=without,
            worlds=search_worlds,
            fresh_worlds=worlds,
            seed=seed,
            most=most,
            progress=progress,
        )
    click.echo(_written(conditions_answer(enterprise, settled, found), fmt), nl=False)


def _amount(text: str | None, enterprise: Enterprise) -> float | None:
    """The budget in money; what is none is wrong usage."""
    if text is None:
        return None
    from anatomy.loading.numbers import NumberError, parse_amount  # noqa: PLC0415

    try:
        return parse_amount(text, currency=enterprise.currency)
    except NumberError as error:
        raise click.BadParameter(f"{error}; {error.hint}", param_hint="--budget") from None


def _written(answer: ConditionsAnswer, fmt: str) -> str:
    from anatomy.cli.terminal import text_width  # noqa: PLC0415
    from anatomy.render import conditions as render  # noqa: PLC0415
    from anatomy.views.conditions import view_conditions  # noqa: PLC0415

    if fmt == "json":
        return render.render_conditions_json(answer)
    if fmt == "csv":
        return render.render_conditions_csv(answer)
    view = view_conditions(answer.conditions, currency=answer.model.currency, names=dict(answer.departments))
    return render.render_conditions_text(view, width=text_width(), **_head(answer))


def _head(answer: ConditionsAnswer) -> dict[str, Any]:
    model, run = answer.model, answer.run
    worlds = "exact" if run.exact else f"{run.worlds:,} worlds"
    return {
        "title": answer.decision.title or "Decision",
        "run": f"model {model.name} {model.version} · seed {run.seed} · {worlds}",
    }
