"""A saved result: the whole answer as JSON, read back into the same values it was written from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from anatomy.domain.impact import FORMAT, ImpactReport
from anatomy.errors import InputError, Position
from anatomy.loading.gate import RESULT_BYTES, read_source

if TYPE_CHECKING:
    from pathlib import Path


def load_result(path: Path, *, name: str) -> ImpactReport:
    """
    The answer that `anatomy whatif --save` wrote.

    Args:
        path: the file.
        name: what messages call it.

    Raises:
        InputError: not such a file, of another format, or not whole.
    """
    text = read_source(path, name=name, limit=RESULT_BYTES).text
    position = Position(file=name, line=1, column=1)
    data = _parse(text, name)
    written = data.get("format") if isinstance(data, dict) else None
    if written != FORMAT:
        hint = "save one with: anatomy whatif DECISION --save result.json"
        raise InputError.because(
            "ANA005", f"this is not {FORMAT} but {written!r}", hint=hint, position=position
        )
    try:
        return TypeAdapter(ImpactReport).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        hint = "save the result again with this version"
        raise InputError.because("ANA012", f"{where}: {first['msg']}", hint=hint, position=position) from None


def _parse(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise InputError.because(
            "ANA002", "nested too deeply", position=Position(file=name, line=1, column=1)
        ) from None
    except json.JSONDecodeError as error:
        position = Position(file=name, line=error.lineno, column=error.colno)
        raise InputError.because("ANA002", f"not JSON: {error.msg}", position=position) from None
    except ValueError as error:
        raise InputError.because(
            "ANA002", f"not JSON: {error}", position=Position(file=name, line=1, column=1)
        ) from None


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
