"""Responses and conditions of a decision type: every name in them is a parameter, and fits."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from anatomy.domain.response import Choice, Curve, Name, Number, Operation, Steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.decision import Parameter
    from anatomy.domain.quantity import Range
    from anatomy.domain.response import Condition, Response, When

    Path = tuple[str | int, ...]

NOT_NUMBERS = ("choice", "yes-no")


class Context(Protocol):
    """What this needs of the builder."""

    @property
    def words(self) -> Mapping[str, Range]:
        """All words of the scales."""

    def complain(self, path: Path, code: str, message: str, hint: str = "", *, word: str = "") -> None:
        """Add a problem at the place of a value, or of a word inside it."""


class Checker:
    """Checks that responses and conditions read only parameters that exist and fit."""

    def __init__(self, context: Context, parameters: Mapping[str, Parameter]) -> None:
        self._context = context
        self._parameters = parameters

    def response(self, response: Response, path: Path) -> Response:
        """The response, every name in it checked."""
        parts = tuple(_parts(response))
        choices = [part for part in parts if isinstance(part, Choice)]
        for choice in choices:
            self._check_choice(choice, path)
        names = {part.name for part in parts if isinstance(part, Name)}
        for name in sorted(names - {choice.of for choice in choices}):
            self._check_numeric(name, path)
        for shape in (part for part in parts if isinstance(part, Curve | Steps)):
            for x, _ in shape.points:
                self._check_share(shape.of, x, path)
        return response

    def optional(self, response: Response | None, path: Path) -> Response | None:
        """The same, if there is one."""
        return None if response is None else self.response(response, path)

    def conditions(self, when: When, path: Path) -> When:
        """The conditions, each held against its parameter; several groups are written as a list."""
        for place, group in enumerate(when):
            inside = (*path, place) if len(when) > 1 else path
            for condition in group:
                self._condition(condition, (*inside, condition.parameter))
        return when

    def _condition(self, condition: Condition, path: Path) -> None:
        parameter = self._known(condition.parameter, path[:-1])
        if parameter is None:
            return
        than = condition.than
        if isinstance(than, bool) != (parameter.kind == "yes-no"):
            if parameter.kind == "yes-no":
                self._context.complain(path, "ANA035", f"{parameter.name} is yes or no", "write {is: true}")
            else:
                self._context.complain(
                    path, "ANA035", f"{parameter.name} is not a yes or no", "compare with a value"
                )
        elif isinstance(than, tuple):
            self._check_words(parameter, than, path)
        elif not isinstance(than, bool):
            self.response(than, (*path, condition.comparison))
            self._check_numeric(parameter.name, path)
            self._check_share(
                Name(parameter.name),
                than.value if isinstance(than, Number) else 0.0,
                (*path, condition.comparison),
            )

    def _check_words(self, parameter: Parameter, words: Iterable[str], path: Path) -> None:
        for word in words:
            if word not in parameter.choices:
                hint = (
                    f"its choices: {', '.join(parameter.choices)}"
                    if parameter.choices
                    else "compare with a number"
                )
                self._context.complain(path, "ANA035", f"{parameter.name} cannot be {word!r}", hint)

    def _check_choice(self, choice: Choice, path: Path) -> None:
        parameter = self._known(choice.of, path)
        if parameter is None:
            return
        self._check_words(parameter, choice.options, path)
        for word in parameter.choices:
            if word not in choice.options:
                self._context.complain(
                    path, "ANA035", f"no response for {parameter.name} = {word!r}", f"add {word}: ..."
                )

    def _check_numeric(self, name: str, path: Path) -> None:
        parameter = self._known(name, path)
        if parameter is not None and parameter.kind in {"choice", "yes-no"}:
            message = f"{name} is a {parameter.kind}, not a number"
            self._context.complain(path, "ANA035", message, "use choice: or when: for it")

    def _check_share(self, of: Response, number: float, path: Path) -> None:
        """A share that is compared with 15 was meant to be compared with 15 %."""
        parameter = self._parameters.get(of.name) if isinstance(of, Name) else None
        if parameter is None or parameter.kind != "share":
            return
        if number > max(1.0, parameter.high or 0.0):
            hint = f"write {number:g} % or {number / 100:g}"
            self._context.complain(path, "ANA035", f"{parameter.name} is a share and never {number:g}", hint)

    def _known(self, name: str, path: Path) -> Parameter | None:
        if name in self._parameters:
            return self._parameters[name]
        near = get_close_matches(name, [*self._parameters, *self._context.words], n=1)
        known = ", ".join(self._parameters) or "none"
        hint = f"did you mean {near[0]!r}?" if near else f"parameters: {known}"
        self._context.complain(path, "ANA031", f"unknown parameter {name!r}", hint, word=name)
        return None


def _parts(response: Response) -> Iterator[Response]:
    """A response and everything inside it."""
    yield response
    match response:
        case Operation(_, arguments):
            inner: Iterable[Response] = arguments
        case Curve(of, _) | Steps(of, _):
            inner = (of,)
        case Choice(_, options):
            inner = options.values()
        case _:
            inner = ()
    for part in inner:
        yield from _parts(part)
