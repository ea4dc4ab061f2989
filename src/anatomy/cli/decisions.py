"""`anatomy decisions`: what can be decided, and everything one type of decision does."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from anatomy.cli.completion import complete_decision_type
from anatomy.cli.opening import open_model
from anatomy.cli.options import format_option, model_option, seed_option, worlds_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.decision import DecisionType, Parameter
    from anatomy.domain.enterprise import Enterprise

FORMAT = "anatomy-decisions/1"
SHOWN = 2  #: parameters in the ready command line, beside those that must be given


@click.command("decisions")
@click.argument("decision_type", metavar="[TYPE]", required=False, shell_complete=complete_decision_type)
@model_option
@click.option(
    "--matrix", is_flag=True, help="All types by all departments: chance and severity at the defaults."
)
@click.option("--table", is_flag=True, help="Where the first step of each leads, and what it does there.")
@worlds_option
@seed_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the matrix: .html, .csv or .json.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that anatomy did not write.")
@format_option("text", "csv", "json")
def command(
    *,
    decision_type: str | None,
    model: str | None,
    matrix: bool,
    table: bool,
    worlds: int,
    seed: int,
    output: Path | None,
    force: bool,
    fmt: str,
) -> None:
    r"""
    List the types of decision with their questions, or print everything about one.

    With --matrix or --table, all of them and what they do to the departments.

    \b
    Examples:
      anatomy decisions
      anatomy decisions discount-exception
      anatomy decisions --matrix -o matrix.html
      anatomy decisions --table
    """
    _refuse_mixtures(decision_type, matrix=matrix, table=table, output=output, fmt=fmt)
    enterprise = open_model(model)
    if matrix or table:
        from anatomy.cli.decision_matrix import tell_matrix, tell_table  # noqa: PLC0415 - help must come at once

        if table:
            tell_table(enterprise, fmt=fmt)
        else:
            tell_matrix(enterprise, worlds=worlds, seed=seed, fmt=fmt, output=output, force=force)
        return
    _tell(enterprise, decision_type, model, fmt=fmt)


def _refuse_mixtures(
    decision_type: str | None, *, matrix: bool, table: bool, output: Path | None, fmt: str
) -> None:
    if sum((decision_type is not None, matrix, table)) > 1:
        raise click.UsageError("TYPE, --matrix and --table exclude one another.")
    if output is not None and not matrix:
        raise click.UsageError("--output writes the matrix; add --matrix.")
    if fmt == "csv" and not (matrix or table):
        raise click.UsageError("--format csv is for --matrix and --table.")


def _tell(enterprise: Enterprise, decision_type: str | None, model: str | None, *, fmt: str) -> None:
    from anatomy.cli.catalogue import nearest  # noqa: PLC0415 - help must come at once
    from anatomy.cli.decision_facts import decision_facts  # noqa: PLC0415

    types = enterprise.decision_types
    if decision_type is not None:
        decision_type = nearest(decision_type, types, what="decision type")
    chosen = {key: one for key, one in types.items() if decision_type in {None, key}}
    if fmt == "json":
        facts: dict[str, Any] = {key: decision_facts(enterprise, one) for key, one in chosen.items()}
        told = {
            "format": FORMAT,
            "model": enterprise.name,
            "currency": enterprise.currency,
            "decisions": facts,
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
        return
    lines = _list(enterprise) if decision_type is None else _page(enterprise, chosen[decision_type], model)
    click.echo("\n".join(lines))


def _list(enterprise: Enterprise) -> Iterator[str]:
    from anatomy.cli.catalogue import heading, rows  # noqa: PLC0415
    from anatomy.views.words import counted  # noqa: PLC0415

    types = enterprise.decision_types
    yield heading(enterprise, counted(len(types), "type of decision", "types of decision"))
    yield ""
    yield from rows((key, one.question) for key, one in types.items())
    yield from ("", "Everything about one: anatomy decisions TYPE")


def _page(enterprise: Enterprise, one: DecisionType, model: str | None) -> Iterator[str]:
    from anatomy.cli.catalogue import heading, rows  # noqa: PLC0415
    from anatomy.cli.decision_facts import decision_facts  # noqa: PLC0415

    facts = decision_facts(enterprise, one)
    yield heading(enterprise, one.name)
    yield from ("", one.question)
    parts = {
        "Parameters": [
            (key, _parameter(each, enterprise.currency)) for key, each in facts["parameters"].items()
        ],
        "Sets off": [(each["code"], _set_off(each)) for each in facts["sets_off"]],
        "Adjusts": [(_selected(each["of"]), _adjusted(each)) for each in facts["adjusts"]],
        "Money that moves for certain": [(key, _amount(each)) for key, each in facts["money"].items()],
        "Figures told beside it": [(key, _figure(each)) for key, each in facts["figures"].items()],
        "Money at risk": [(key, _loss(each)) for key, each in facts["losses"].items()],
        "What may be done about it": [(key, _mitigation(each)) for key, each in facts["mitigations"].items()],
        "Where this comes from": [("basis", _basis(facts["basis"]))],
    }
    for title, pairs in parts.items():
        if pairs:
            yield from ("", title, *rows(pairs))
    yield from ("", "To ask it:", f"  {_command_line(one, model)}")


def _parameter(facts: dict[str, Any], currency: str) -> str:
    what = f"money in {currency}," if facts["kind"] == "money" else facts["kind"]
    if facts["choices"]:
        what = f"one of {', '.join(facts['choices'])}"
    elif facts["range_as_typed"]:
        what = f"{what} from {facts['range_as_typed'][0]} to {facts['range_as_typed'][1]}"
    default = facts["default_as_typed"]
    given = "must be given" if default is None else f"default {default}"
    about = f"; {facts['help']}" if facts["help"] else ""
    return f"{facts['label']}: {what}; {given}{about}"


def _set_off(facts: dict[str, Any]) -> str:
    extra = [
        f"severity {facts['severity']}",
        *([f"likelihood {facts['likelihood']}"] if facts["likelihood"] != "100 %" else []),
        *([f"after {facts['time_days']} days"] if facts["time_days"] != "0" else []),
        *([f"when {facts['when']}"] if facts["when"] else []),
        *([f"because {facts['because']}"] if facts["because"] else []),
    ]
    return f"{facts['name']}: {'; '.join(extra)}"


def _selected(of: dict[str, str]) -> str:
    words = {"from": "from", "to": "to", "kind": "of kind", "carried_by": "carried by"}
    return " ".join(f"{word} {of[key]}" for key, word in words.items() if of[key]) or "all"


def _adjusted(facts: dict[str, Any]) -> str:
    factors = [
        f"{name.replace('_', ' ')} × {facts[name]}"
        for name in ("likelihood", "severity_share", "delay")
        if facts[name] is not None
    ]
    if facts["delay_added"] is not None:
        factors.append(f"delay + {facts['delay_added']} days")
    when = [f"when {facts['when']}"] if facts["when"] else []
    because = [f"because {facts['because']}"] if facts["because"] else []
    return "; ".join([*factors, *when, *because])


def _amount(facts: dict[str, Any]) -> str:
    late = " (late cash)" if facts["measure"] == "late-cash" else ""
    when = f"; when {facts['when']}" if facts["when"] else ""
    return f"{facts['name']}{late}: {facts['amount']}{when}"


def _figure(facts: dict[str, Any]) -> str:
    when = f"; when {facts['when']}" if facts["when"] else ""
    return f"{facts['name']} ({facts['kind']}): {facts['value']}{when}"


def _loss(facts: dict[str, Any]) -> str:
    days = f"{facts['horizon_days']:g} days"
    return f"{_amount(facts)}; hangs on {facts['code']} {facts['owner_name']}, within {days}"


def _mitigation(facts: dict[str, Any]) -> str:
    when = f"; when {facts['when']}" if facts["when"] else ""
    days = "a day" if facts["lead_days"] == 1 else f"{facts['lead_days']:g} days"
    return f"{facts['name']}: costs {facts['cost']}; works after {days}; {facts['owner']}{when}"


def _basis(facts: dict[str, Any]) -> str:
    sources = f", sources {', '.join(facts['sources'])}" if facts["sources"] else ""
    who = f", {facts['who']}" if facts["who"] else ""
    when = f", {facts['when']}" if facts["when"] else ""
    return f"{facts['how']}, grade {facts['grade']}{sources}{who}{when}"


def _command_line(one: DecisionType, model: str | None) -> str:
    """A command that runs as it stands: what must be given, and the first parameters at their defaults."""
    from anatomy.cli.decision_facts import example  # noqa: PLC0415

    needed = [parameter for parameter in one.parameters.values() if parameter.default is None]
    others = [parameter for parameter in one.parameters.values() if parameter.default is not None][:SHOWN]
    settings = [
        part for parameter in (*needed, *others) for part in ("-s", _setting(parameter, example(parameter)))
    ]
    return shlex.join(["anatomy", "whatif", one.key, *settings, *(("-m", model) if model else ())])


def _setting(parameter: Parameter, value: str) -> str:
    return f"{parameter.name}={value}"
