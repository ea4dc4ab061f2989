"""A saved result: the whole answer as JSON, read back into the same values it was written from."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from anatomy.domain.impact import FORMAT, ImpactReport
from anatomy.domain.limit import ANY, MEASURES, TOTAL
from anatomy.domain.limit import COMPARISONS as LIMIT_COMPARISONS
from anatomy.domain.policy import ACTS
from anatomy.domain.response import COMPARISONS
from anatomy.errors import InputError
from anatomy.loading.gate import FORBIDDEN, RESULT_BYTES, read_source
from anatomy.loading.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from anatomy.domain.conditions import Conditions
    from anatomy.domain.limit_facts import LimitFacts
    from anatomy.errors import Problem
    from anatomy.loading.gate import Source

MAX_PROBLEMS = 20
ROUNDING = 1e-9


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


def _loose_acts(report: ImpactReport) -> Iterator[str]:
    """Acts that no page could word."""
    for place, act in enumerate(report.acts):
        if act.act not in ACTS or not act.rules:
            yield f"acts.{place}: an act that is not known, or without a rule"
        for moment in filter(None, (act.respond_by, act.complete_by)):
            try:
                datetime.fromisoformat(moment)
            except ValueError:
                yield f"acts.{place}: {moment!r} is not a date and time"
    told = [rule for one in report.policies for rule in (*one.hit, *one.overridden, *one.open)]
    for rule in (*told, *(rule for act in report.acts for rule in act.rules)):
        if any(reason.comparison not in COMPARISONS for reason in rule.because):
            yield f"policies.{rule.policy}: a comparison that is not known"


def _loose_limits(report: ImpactReport) -> Iterator[str]:
    """Limits that nobody could hold against anything."""
    for limit in report.limits:
        if limit.measure not in MEASURES or limit.comparison not in LIMIT_COMPARISONS:
            yield f"limits: {limit.text!r} is of a measure or comparison that is not known"


def _loose_conditions(conditions: Conditions) -> Iterator[str]:
    """Sets of options that are not told, or held against other limits than the decision as proposed."""
    known = {option.key for option in conditions.options}
    told = [limit.text for limit in conditions.proposed]
    sets = [conditions.chosen, *([conditions.sturdier] if conditions.sturdier else [])]
    for one in sets:
        if not known.issuperset(one.options):
            yield "conditions: a set holds an option that is not told"
        for held in (one.limits, one.fresh):
            if held and [limit.text for limit in held] != told:
                yield "conditions: a set is held against other limits than what is proposed"
    changes = [change.text for option in conditions.options for change in option.last_in.limits]
    if not set(told).issuperset(changes):
        yield "conditions: an option changes the figure of a limit that is not told"
    for limit in (*conditions.proposed, *conditions.proposed_fresh, *conditions.chosen.limits):
        if limit.measure not in MEASURES or limit.comparison not in LIMIT_COMPARISONS:
            yield f"conditions: {limit.text!r} is of a measure or comparison that is not known"


def _departments_of(limit: LimitFacts) -> Iterator[str]:
    """The departments that a limit names."""
    named = (limit.scope, limit.department, *(key for key, _ in limit.others))
    yield from (key for key in named if key not in {"", ANY, TOTAL})


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
    yield from _loose_limits(report)
    if report.conditions is not None:
        yield from _loose_conditions(report.conditions)
    named = (
        *(cell.department for cell in report.cells),
        *(loss.department for loss in report.losses),
        *(trigger.department for trigger in report.decision.sets_off),
        *(key for limit in report.limits for key in _departments_of(limit)),
    )
    for key in dict.fromkeys(named):
        if key not in departments:
            yield f"there is no department {key!r}"
