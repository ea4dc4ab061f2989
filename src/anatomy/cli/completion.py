"""
What the shell offers after TAB, read from the model that the words typed so far lead to.

A completion never complains: where the model or the decision cannot be read, it offers nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import click

    from anatomy.domain.decision import DecisionType, Parameter
    from anatomy.domain.enterprise import Enterprise

SHIPPED = ("reference", "small")


def complete_decision(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Decision types, then whatever the shell finds among files."""
    if _is_path(incomplete):
        return [CompletionItem(incomplete, type="file")]
    types = _types(model_of(ctx))
    found = _matching(((key, one.name) for key, one in types.items()), incomplete)
    return [*found, CompletionItem(incomplete, type="file")]


def complete_decision_type(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Keys of decision types."""
    return _matching(((key, one.name) for key, one in _types(model_of(ctx)).items()), incomplete)


def complete_kind(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Kinds of dependency."""
    enterprise = model_of(ctx)
    kinds = enterprise.kinds if enterprise else {}
    return _matching(((key, kind.meaning) for key, kind in kinds.items()), incomplete)


def complete_mitigation(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Keys of the mitigations that the decision's types may have; all of them while none is named."""
    enterprise = model_of(ctx)
    if enterprise is None:
        return []
    types = {one.key for one in _types_of(ctx, enterprise)}
    offered = (
        (key, one.name)
        for key, one in enterprise.mitigations.items()
        if not one.applies_to or types & set(one.applies_to)
    )
    return _matching(offered, incomplete)


def complete_setting(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`name=` of the parameters of the decision; after the equals sign, the words that a parameter takes."""
    enterprise = model_of(ctx)
    parameters = {
        name: parameter for one in _types_of(ctx, enterprise) for name, parameter in one.parameters.items()
    }
    name, equals, _ = incomplete.partition("=")
    if equals:
        words = _words(parameters[name]) if name in parameters else ()
        return _matching(((f"{name}={word}", "") for word in words), incomplete)
    return _matching(((f"{name}=", parameter.label) for name, parameter in parameters.items()), incomplete)


def complete_grid(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`name=` of the parameters that are numbers; after a comma, of another one."""
    before, comma, begun = incomplete.rpartition(",")
    if "=" in begun:
        return []
    words = [] if comma else [("auto", "what the alternatives suggest"), ("none", "no table")]
    names = (
        (f"{before}{comma}{name}=", parameter.label)
        for one in _types_of(ctx, model_of(ctx))
        for name, parameter in one.parameters.items()
        if parameter.kind not in {"choice", "yes-no"}
    )
    return _matching([*words, *names], incomplete)


def complete_address(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Departments; after a dot or slash their sub-functions, then the layers; by code or by key, as begun."""
    enterprise = model_of(ctx)
    return [] if enterprise is None else _matching(_addresses(enterprise, incomplete), incomplete)


def complete_department(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Departments, by name; once a dot or slash is typed, addresses within one."""
    if "." in incomplete or "/" in incomplete:
        return complete_address(ctx, _param, incomplete)
    enterprise = model_of(ctx)
    departments = enterprise.departments.values() if enterprise else ()
    names = ((name, one.name) for one in departments for name in (*_word(one.name), one.key, one.code))
    return _matching(_unique(names), incomplete)


def complete_model(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The shipped models, then folders."""
    shipped = _matching(((name, "shipped with anatomy") for name in SHIPPED), incomplete)
    return [*shipped, CompletionItem(incomplete, type="dir")]


def _matching(found: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem]:
    begun = incomplete.lower()
    return [CompletionItem(name, help=about) for name, about in found if name.lower().startswith(begun)]


def _unique(found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    first: dict[str, tuple[str, str]] = {}
    for name, about in found:
        first.setdefault(name.lower(), (name, about))
    return first.values()


def _word(name: str) -> tuple[str, ...]:
    """A name that a shell can complete: one without a space."""
    return () if " " in name else (name,)


def _is_path(text: str) -> bool:
    return "/" in text or text.startswith((".", "~"))


def model_of(ctx: click.Context) -> Enterprise | None:
    """The model that the words typed so far lead to; None where it cannot be read."""
    from anatomy.cli.opening import find_model, read_model  # noqa: PLC0415 - by way of options it imports this module
    from anatomy.errors import AnatomyError  # noqa: PLC0415 - only when TAB is pressed
    from anatomy.loading import read_decision  # noqa: PLC0415

    what = _decision(ctx)
    try:
        draft = read_decision(Path(what), name=what) if Path(what).is_file() else None
        wanted = draft.model if draft else ""
        return read_model(find_model(ctx.params.get("model"), decision=Path(what), wanted=wanted))
    except (AnatomyError, OSError):
        return None


def _types(enterprise: Enterprise | None) -> dict[str, DecisionType]:
    return dict(enterprise.decision_types) if enterprise else {}


def _types_of(ctx: click.Context, enterprise: Enterprise | None) -> Iterator[DecisionType]:
    """The types of the decision on the command line; all of them while none is named."""
    from anatomy.errors import AnatomyError  # noqa: PLC0415
    from anatomy.loading import read_decision  # noqa: PLC0415

    types = _types(enterprise)
    what = _decision(ctx)
    try:
        draft = read_decision(Path(what), name=what) if Path(what).is_file() else None
    except AnatomyError:
        draft = None
    keys = [key for key, _ in draft.proposals] if draft else [what] if what in types else list(types)
    return (types[key] for key in keys if key in types)


def _decision(ctx: click.Context) -> str:
    """The decision typed so far; click leaves it among the rest while an option lacks its value."""
    several = ctx.params.get("decisions") or ctx.args
    return str(ctx.params.get("decision") or next(iter(several), ""))


def _words(parameter: Parameter) -> tuple[str, ...]:
    return ("yes", "no") if parameter.kind == "yes-no" else parameter.choices


def _addresses(enterprise: Enterprise, incomplete: str) -> Iterator[tuple[str, str]]:
    sign = "/" if "/" in incomplete else "."
    begun = incomplete.lower().split(sign)
    for department in enterprise.departments.values():
        for first in _spellings(department.code, department.key, department.name, sign):
            if len(begun) == 1:
                yield first, department.name
            elif first.lower() == begun[0]:
                yield from _inside(enterprise, department.key, first, begun, sign)


def _inside(
    enterprise: Enterprise, key: str, first: str, begun: list[str], sign: str
) -> Iterator[tuple[str, str]]:
    for part in enterprise.departments[key].sub_functions.values():
        for second in _spellings(part.code, part.key, "", sign):
            if len(begun) == 2:  # noqa: PLR2004 - department and sub-function
                yield f"{first}{sign}{second}", part.name
            elif second.lower() == begun[1]:
                for layer in enterprise.layers.values():
                    for third in _spellings(layer.code, layer.key, "", sign):
                        yield f"{first}{sign}{second}{sign}{third}", layer.name


def _spellings(code: str, key: str, name: str, sign: str) -> list[str]:
    """Codes go with dots and keys with slashes; a bare department may be any."""
    return [key] if sign == "/" else [code, *filter(None, _word(name))]
