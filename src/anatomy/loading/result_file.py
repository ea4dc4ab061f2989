"""A saved result: the whole answer as JSON, read back into the same values it was written from."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from anatomy.domain.impact import FORMAT, ImpactReport
from anatomy.domain.policy import ACTS
from anatomy.domain.response import COMPARISONS
from anatomy.errors import InputError
from anatomy.loading.gate import FORBIDDEN, RESULT_BYTES, read_source
from anatomy.loading.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from anatomy.domain.alternatives import AlternativeFacts, Comparison
    from anatomy.errors import Problem
    from anatomy.loading.gate import Source

MAX_PROBLEMS = 20
ROUNDING = 1e-9
_RANKED = ("expected", "if-won", "")


def load_result(path: Path, *, name: str) -> ImpactReport:
    """
    The answer that `anatomy whatif --save` wrote.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        InputError: not such a file, of another format, or not whole.
    """
    source = read_source(path, name=name, limit=RESULT_BYTES)
    data = _parse(source)
    written = data.get("format") if isinstance(data, dict) else None
    if written != FORMAT:
        what = f"is of format {written!r}" if isinstance(written, str) else "does not say its format"
        hint = f"save one of {FORMAT} with: anatomy whatif DECISION --save result.json"
        raise InputError([_problem(source, "ANA005", f"this file {what}", hint)])
    try:
        report = TypeAdapter(ImpactReport).validate_json(source.text, strict=True)
    except ValidationError as error:
        hint = "save the result again with this version"
        details = error.errors(include_url=False, include_input=False)
        raise InputError(
            _problem(source, "ANA012", f"{'.'.join(map(str, one['loc']))}: {one['msg']}", hint)
            for one in details[:MAX_PROBLEMS]
        ) from None
    problems = [_problem(source, "ANA012", loose, "save the result again") for loose in _loose_ends(report)]
    if problems:
        raise InputError(problems)
    return report


def _parse(source: Source) -> Any:
    try:
        return json.loads(
            source.text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_once
        )
    except RecursionError:
        raise InputError([_problem(source, "ANA002", "nested too deeply")]) from None
    except json.JSONDecodeError as error:
        at = Node(source, error.lineno, error.colno)
        raise InputError([at.problem("ANA002", f"not JSON: {error.msg}", "save the result again")]) from None
    except ValueError as error:
        raise InputError([_problem(source, "ANA002", f"not JSON that can be used: {error}")]) from None


def _problem(source: Source, code: str, message: str, hint: str = "save the result again") -> Problem:
    problem = Node(source, 1, 1).problem(code, message, hint)
    return replace(problem, excerpt="")


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond all finite numbers")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once each, without texts that could act on a terminal or page."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"duplicate key {twice!r}")
    if found.keys() == {"probability", "low", "high"} and not _are_chances(found.values()):
        raise ValueError("a chance outside 0 to 1")
    for key, value in pairs:
        for text in (key, *_texts(value)):
            if hit := FORBIDDEN.search(text):
                raise ValueError(f"character U+{ord(hit.group()):04X} in {key!r}")
    return found


def _are_chances(values: Iterable[Any]) -> bool:
    numbers = [value for value in values if isinstance(value, int | float)]  # the schema says what is none
    return all(-ROUNDING <= number <= 1 + ROUNDING for number in numbers)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _loose_acts(ruled: ImpactReport | AlternativeFacts) -> Iterator[str]:
    """Acts that no page could word."""
    for place, act in enumerate(ruled.acts):
        if act.act not in ACTS or not act.rules:
            yield f"acts.{place}: an act that is not known, or without a rule"
        for moment in filter(None, (act.respond_by, act.complete_by)):
            try:
                datetime.fromisoformat(moment)
            except ValueError:
                yield f"acts.{place}: {moment!r} is not a date and time"
    told = [rule for one in ruled.policies for rule in (*one.hit, *one.overridden, *one.open)]
    for rule in (*told, *(rule for act in ruled.acts for rule in act.rules)):
        if any(reason.comparison not in COMPARISONS for reason in rule.because):
            yield f"policies.{rule.policy}: a comparison that is not known"


def _loose_alternatives(compared: Comparison) -> Iterator[str]:
    """Choices, pairs and tables that do not fit one another."""
    choices = {one.key: one for one in compared.choices}
    if len(choices) < len(compared.choices) or not [one for one in compared.choices if not one.declines]:
        yield "alternatives.choices: one of them stands twice, or nothing is proposed"
    if compared.reference not in choices or compared.best not in {"", *choices}:
        yield "alternatives: the reference or the best is not among the choices"
    if compared.ranked_by not in _RANKED or bool(compared.ranked_by) != bool(compared.best):
        yield "alternatives.ranked_by: a way of ranking that is not known, or does not fit the best"
    keys = [one.key for one in compared.departments]
    for choice in compared.choices:
        if [one.key for one in choice.departments] != keys:
            yield f"alternatives.choices.{choice.key}: not one figure for each department"
        yield from (f"alternatives.choices.{choice.key}.{loose}" for loose in _loose_acts(choice))
    for pair in compared.pairs:
        if not {pair.one, pair.other} <= choices.keys() or [one.key for one in pair.departments] != keys:
            yield f"alternatives.pairs: {pair.one!r} and {pair.other!r} are not both there as a whole"
    grid = compared.grid
    if grid and [len(row) for row in grid.rows] != [len(grid.across.values)] * len(grid.down.values):
        yield "alternatives.grid: not one cell for each pair of values"


def _loose_ends(report: ImpactReport) -> Iterator[str]:
    """What the parts of a result say of each other that is not so; pages rely on it."""
    departments = {department.key for department in report.departments}
    known = {link.id for link in report.links}
    for card in report.model.cards:
        if card not in departments:
            yield f"model.cards: there is no department {card!r}"
    for department in report.departments:
        if len(department.layers) != len(report.model.layers):
            yield f"departments.{department.key}.layers: not one for each layer"
        hardest = (department.hardest,) if department.hardest else ()
        for path in (*department.paths, *hardest):
            if len(path.links) != len(path.cells) - 1 or not known.issuperset(path.links):
                yield f"departments.{department.key}.paths: a chain with links that are not told"
    yield from _loose_acts(report)
    if report.alternatives is not None:
        yield from _loose_alternatives(report.alternatives)
    named = (
        *(cell.department for cell in report.cells),
        *(loss.department for loss in report.losses),
        *(trigger.department for trigger in report.decision.sets_off),
    )
    for key in dict.fromkeys(named):
        if key not in departments:
            yield f"there is no department {key!r}"
