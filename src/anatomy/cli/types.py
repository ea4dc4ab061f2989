"""`anatomy types`: the kinds of dependency of a model, and the page of each."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from anatomy.cli.completion import complete_kind
from anatomy.cli.opening import open_model
from anatomy.cli.options import format_option, model_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.enterprise import Enterprise, Kind
    from anatomy.domain.quantity import Range

FORMAT = "anatomy-types/1"


@click.command("types")
@click.argument("kind", metavar="[KIND]", required=False, shell_complete=complete_kind)
@model_option
@format_option("text", "json")
def command(*, kind: str | None, model: str | None, fmt: str) -> None:
    r"""
    List the kinds of dependency by family, or print the page of one.

    \b
    Examples:
      anatomy types
      anatomy types anchors
    """
    from anatomy.cli.catalogue import nearest  # noqa: PLC0415 - help must come at once

    enterprise = open_model(model)
    if kind is not None:
        kind = nearest(kind, enterprise.kinds, what="kind of dependency")
    chosen = {key: one for key, one in enterprise.kinds.items() if kind in {None, key}}
    if fmt == "json":
        kinds = {key: _facts(enterprise, one) for key, one in chosen.items()}
        click.echo(json.dumps({"format": FORMAT, "model": enterprise.name, "kinds": kinds}, **_AS_JSON))
        return
    lines = _list(enterprise) if kind is None else _page(enterprise, chosen[kind])
    click.echo("\n".join(lines))


_AS_JSON: Mapping[str, Any] = {"indent": 2, "ensure_ascii": False, "allow_nan": False}


def _list(enterprise: Enterprise) -> Iterator[str]:
    from anatomy.cli.catalogue import heading, rows  # noqa: PLC0415
    from anatomy.views.words import capital, counted  # noqa: PLC0415

    yield heading(enterprise, counted(len(enterprise.kinds), "kind of dependency", "kinds of dependency"))
    width = max((len(key) for key in enterprise.kinds), default=0)
    for family in dict.fromkeys(kind.family for kind in enterprise.kinds.values()):
        yield from ("", capital(family))
        members = [(kind.key, kind.meaning) for kind in enterprise.kinds.values() if kind.family == family]
        yield from rows(members, width=width)
    yield from ("", "The page of one: anatomy types KIND")


def _page(enterprise: Enterprise, kind: Kind) -> Iterator[str]:
    from anatomy.cli.catalogue import heading, rows  # noqa: PLC0415
    from anatomy.views.as_typed import delay_range, share_range  # noqa: PLC0415

    scales = enterprise.scales
    style = kind.style
    source, target = (_layers(enterprise, keys) for keys in (kind.source_layers, kind.target_layers))
    yield heading(enterprise, f"{kind.key}, a kind of the family {kind.family}")
    yield ""
    yield from rows(
        [
            ("Meaning", kind.meaning),
            ("Direction", kind.direction),
            ("How it shows", kind.shows),
            ("Question to ask", kind.ask),
            ("Usual mitigation", kind.mitigation),
            ("Layers", f"from {source}; to {target}"),
            ("Likelihood", f"{share_range(kind.likelihood, scales.likelihood)}, if a row gives none"),
            ("Severity share", f"{share_range(kind.severity_share, scales.severity)}, if a row gives none"),
            ("Delay", f"{delay_range(kind.delay, scales.delay)}, if a row gives none"),
            ("In this model", _count(enterprise, kind)),
            ("Drawn as", f"{style.line} line, arrow head {style.arrow}"),
        ]
    )


def _layers(enterprise: Enterprise, keys: tuple[str, ...]) -> str:
    from anatomy.views.words import listed  # noqa: PLC0415

    if not keys or set(keys) == set(enterprise.layers):
        return "any layer"
    layers = [enterprise.layers[key] for key in enterprise.layers if key in keys]
    return listed([f"{layer.code} {layer.name}" for layer in layers], last="or")


def _count(enterprise: Enterprise, kind: Kind) -> str:
    from anatomy.views.words import counted  # noqa: PLC0415

    rows, ruled = _numbers(enterprise, kind)
    by_rule = f", and {ruled:,} between layers, made by rule" if ruled else ""
    return f"{counted(rows, 'dependency', 'dependencies')}{by_rule}"


def _numbers(enterprise: Enterprise, kind: Kind) -> tuple[int, int]:
    """How many dependencies of this kind are written as rows, and how many are made by rule."""
    found = Counter(one.by_rule for one in enterprise.dependencies if one.kind == kind.key)
    return found[False], found[True]


def _facts(enterprise: Enterprise, kind: Kind) -> dict[str, Any]:
    rows, ruled = _numbers(enterprise, kind)
    return {
        "family": kind.family,
        "meaning": kind.meaning,
        "direction": kind.direction,
        "shows": kind.shows,
        "ask": kind.ask,
        "mitigation": kind.mitigation,
        "source_layers": list(kind.source_layers),
        "target_layers": list(kind.target_layers),
        "likelihood": _range(kind.likelihood),
        "severity_share": _range(kind.severity_share),
        "delay_days": _range(kind.delay),
        "style": {"line": kind.style.line, "arrow": kind.style.arrow},
        "dependencies": rows,
        "dependencies_by_rule": ruled,
    }


def _range(one: Range) -> dict[str, float]:
    return {"low": one.low, "mode": one.mode, "high": one.high, "point": one.point}
