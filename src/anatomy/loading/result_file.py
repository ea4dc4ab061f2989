"""A saved result: the whole answer as JSON, read back into the same values it was written from."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from anatomy.domain.alternatives import Comparison
from anatomy.domain.conditions import Conditions, PromiseFacts
from anatomy.domain.impact import FORMAT, ImpactReport
from anatomy.domain.sensitivity import SensitivityFacts
from anatomy.errors import InputError
from anatomy.loading.gate import FORBIDDEN, RESULT_BYTES, read_source
from anatomy.loading.result_checks import loose_ends
from anatomy.loading.tree import Node
from anatomy.loading.typed import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

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
        report = _adapter().validate_json(source.text, strict=True)
    except ValidationError as error:
        hint = "save the result again with this version"
        details = error.errors(include_url=False, include_input=False)
        raise InputError(
            _problem(source, "ANA012", f"{'.'.join(map(str, one['loc']))}: {one['msg']}", hint)
            for one in details[:MAX_PROBLEMS]
        ) from None
    problems = [_problem(source, "ANA012", loose, "save the result again") for loose in loose_ends(report)]
    if problems:
        raise InputError(problems)
    return report


def _adapter() -> TypeAdapter[ImpactReport]:
    advice = (Comparison, Conditions, PromiseFacts, SensitivityFacts)  # what an answer may hold but need not
    return TypeAdapter(readable(ImpactReport, {one.__name__: one for one in advice}))


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
