"""How commands find and open a model, a decision or a saved result."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from anatomy.cli.cache_folder import cache_folder
from anatomy.cli.limits import Thresholds
from anatomy.cli.options import refuse_changes
from anatomy.cli.running import NONE, days_until
from anatomy.cli.terminal import counting_worlds
from anatomy.errors import InputError
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from anatomy.domain.decision import Decision, Parameter
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.limit import Limit
    from anatomy.loading import Draft
    from anatomy.propagation import Correlation

SHIPPED = ("reference", "small")
RESULT = ".json"  #: how the names of saved results end
STDIN = "-"  #: instead of a decision file; its `model:` is then relative to the current folder
#: Options of a what-if that a saved result has behind it.
_SETTLED = ("settings", "model", "worlds", "seed", "until", "ranges", "by", "no_conditions")


def find_model(option: str | None, *, decision: Path | None = None, wanted: str = "") -> Path:
    """
    The model folder: option, the decision's own model, $ANATOMY_MODEL, ./anatomy.yaml, the shipped reference.

    Args:
        option: what --model says: a folder, or the name of a shipped model.
        decision: the decision file, whose folder its own `model:` is relative to.
        wanted: what the decision's `model:` says.
    """
    if option:
        return _shipped_or(option, Path())
    if wanted and decision is not None:
        return _shipped_or(wanted, decision.parent)
    if os.environ.get("ANATOMY_MODEL"):
        return _shipped_or(os.environ["ANATOMY_MODEL"], Path())
    here = Path("anatomy.yaml")
    return Path() if here.exists() else shelf("models") / "reference"


def _shipped_or(name: str, folder: Path) -> Path:
    path = folder / name
    return shelf("models") / name if name in SHIPPED and not path.exists() else path


def open_model(option: str | None) -> Enterprise:
    """The model that the options lead to."""
    return read_model(find_model(option))


def read_model(path: Path) -> Enterprise:
    """The model in a folder, from the cache where that is possible."""
    from anatomy.loading import recall_enterprise  # noqa: PLC0415 - keeps --help quick

    with telling_folder(path):
        return recall_enterprise(path, folder=cache_folder())


def read_afresh(path: Path) -> Enterprise:
    """The model in a folder, from its files themselves."""
    from anatomy.loading import load_enterprise  # noqa: PLC0415 - keeps --help quick

    with telling_folder(path):
        return load_enterprise(path)


@contextmanager
def telling_folder(path: Path) -> Iterator[None]:
    """Let refusals of a model say in which folder: their places are relative to it."""
    try:
        yield
    except InputError as error:
        raise InputError(error.problems, folder=_called(path)) from None


def _called(path: Path) -> str:
    """A model in the words of whoever asked: a shipped one by its name, the one here not at all."""
    folder = path.parent if path.name == "anatomy.yaml" else path
    if folder == Path():
        return ""
    return folder.name if folder.parent == shelf("models") else str(folder)


def parse_settings(settings: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE texts as a mapping; a wrong form is wrong usage."""
    parsed: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise click.BadParameter(
                f"{setting!r} is not KEY=VALUE, such as discount=28%", param_hint="--set"
            )
        parsed[key.strip()] = value.strip()
    return parsed


def open_decision(what: str, *, model: str | None, settings: tuple[str, ...]) -> tuple[Enterprise, Decision]:
    """
    The model and the decision that DECISION, a file, the key of a decision type or `-` for standard input, stands for.

    Missing parameters are asked for on a terminal only.
    """
    if what.endswith(RESULT):
        message = (
            f"{what} is a saved result, which no longer holds its worlds; give the decision file or type"
        )
        raise click.BadParameter(message, param_hint="DECISION")
    from anatomy.loading import draft_of_type, read_decision, settle_decision  # noqa: PLC0415

    path = Path(what)
    given = parse_settings(settings)
    if is_file(what):
        stdin = what == STDIN
        draft = read_decision(sys.stdin.buffer if stdin else path, name="<stdin>" if stdin else what)
        _refuse_outside(draft)
        folder = find_model(model, decision=path, wanted=draft.model)
        if draft.model and not model:
            _refuse_nowhere(draft, folder)
        enterprise = read_model(folder)
    else:
        enterprise = open_model(model)
        if what not in enterprise.decision_types:
            raise click.BadParameter(_no_such(what, enterprise), param_hint="DECISION")
        draft = draft_of_type(enterprise, what)
    if what != STDIN and not draft.problems:
        given |= _ask(draft, enterprise, given)
    return enterprise, settle_decision(draft, enterprise, given)


def open_report(
    what: str,
    *,
    model: str | None,
    settings: tuple[str, ...],
    worlds: int,
    seed: int,
    until: float | None = None,
    ranges: str = NONE,
    by: tuple[str, ...] = (),
    exact: Literal["auto", "always"] = "auto",
    for_keeping: bool = False,
    conditions: bool = True,
    thresholds: Thresholds | None = None,
) -> tuple[ImpactReport, tuple[Limit, ...]]:
    """
    The answer that RESULT.json holds, or that the engine gives for a decision file or type; and limits of --fail-on.

    One for keeping, in a page or a file, also holds what takes longer to work out.
    """
    thresholds = thresholds or Thresholds()
    if what.endswith(RESULT):
        from anatomy.loading import load_result  # noqa: PLC0415 - pydantic comes with it

        refuse_changes(what, *_SETTLED)
        return _opened_result(load_result(Path(what), name=what), thresholds)
    from anatomy.whatif import what_if  # noqa: PLC0415

    enterprise, decision = open_decision(what, model=model, settings=settings)
    limits, fail_on = thresholds.parsed(enterprise)
    by_days = sorted({days_until(text, decision) for text in by})
    with counting_worlds() as progress:
        report = what_if(
            enterprise,
            decision,
            worlds=worlds,
            seed=seed,
            exact=exact,
            until=until,
            correlation=None if ranges == NONE else cast("Correlation", ranges),
            by_days=by_days,
            limits=limits,
            progress=progress,
        )
        if for_keeping:
            from anatomy.whatif.advising import with_advice  # noqa: PLC0415 - only where it is asked for

            report = with_advice(
                report, enterprise, decision, limits=limits, conditions=conditions, progress=progress
            )
    return report, fail_on


def _opened_result(report: ImpactReport, thresholds: Thresholds) -> tuple[ImpactReport, tuple[Limit, ...]]:
    from anatomy.loading import reading_of_result  # noqa: PLC0415
    from anatomy.whatif import with_limits  # noqa: PLC0415

    limits, fail_on = thresholds.parsed(reading_of_result(report))
    return with_limits(report, limits), fail_on


def is_file(what: str) -> bool:
    """Whether DECISION is a file or standard input, rather than the key of a type."""
    return (
        what == STDIN
        or what.endswith((".yaml", ".yml"))
        or "/" in what
        or os.sep in what
        or Path(what).is_file()
    )


def _refuse_outside(draft: Draft) -> None:
    """A decision file may name a model near it, and nothing else on the machine."""
    if draft.model.startswith(("/", "~", "\\")) or any(sign in draft.model for sign in ("$", ":", "\\")):
        message = f"model: {draft.model!r} is not a plain relative path"
        raise draft.refusal([draft.model_problem("ANA041", message, "name a folder relative to this file")])


def _refuse_nowhere(draft: Draft, folder: Path) -> None:
    """A model that is not there is a mistake in the decision file, and told at its place."""
    header = folder if folder.name == "anatomy.yaml" else folder / "anatomy.yaml"
    if not os.path.lexists(header):
        hint = f"name a folder relative to this file, or one of {', '.join(SHIPPED)}"
        raise draft.refusal([draft.model_problem("ANA001", f"no model in {folder}", hint)])


def _no_such(what: str, enterprise: Enterprise) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(what, enterprise.decision_types, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(enterprise.decision_types))}"
    return f"{what!r} is neither a file nor a decision type of {enterprise.name}; {hint}"


def _ask(draft: Draft, enterprise: Enterprise, given: Mapping[str, str]) -> dict[str, str]:
    from anatomy.loading import missing_parameters  # noqa: PLC0415

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    return {
        f"{key}.{parameter.name}": click.prompt(_question(parameter), err=True)
        for key, parameter in missing_parameters(draft, enterprise, given)
    }


def _question(parameter: Parameter) -> str:
    about = f" ({parameter.help})" if parameter.help else ""
    choices = f" [{', '.join(parameter.choices)}]" if parameter.choices else ""
    return f"{parameter.label}{about}{choices}"
