"""Conditions as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from anatomy.render.as_json import write_versioned
from anatomy.render.columns import columns, finished, headed, paragraph
from anatomy.render.sheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.conditions import ConditionsAnswer, EffectFacts, OptionFacts
    from anatomy.views.condition_rows import ConditionRow
    from anatomy.views.conditions import ConditionsView

CSV_HEADS = (
    "option",
    "name",
    "owner",
    "cost",
    "lead_days",
    "timing",
    "chosen",
    "effect",
    "figure",
    "before",
    "after",
    "change",
    "low",
    "high",
)
LOSS = "total.loss.mean"


def render_conditions_json(answer: ConditionsAnswer) -> str:
    """Everything, unrounded, in one versioned shape."""
    return write_versioned(answer)


def render_conditions_csv(answer: ConditionsAnswer) -> str:
    """A row for every option, effect and figure; the set as a whole is the option without a key."""
    conditions = answer.conditions
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_HEADS, restval="", lineterminator="\r\n")
    writer.writeheader()
    chosen = conditions.chosen
    whole = {"name": "the chosen set", "cost": chosen.cost, "chosen": True}
    for row in _rows(whole, "as a set", chosen.effect):
        writer.writerow(row)
    for option in conditions.options:
        told = _told(option)
        for name, done in (("alone", option.alone), ("last in", option.last_in)):
            for row in _rows(told, name, done):
                writer.writerow(row)
    return out.getvalue()


def _told(option: OptionFacts) -> dict[str, Any]:
    return {
        "option": option.key,
        "name": option.name,
        "owner": option.owner,
        "cost": option.cost,
        "lead_days": option.lead_days,
        "timing": option.timing.verdict,
        "chosen": option.chosen,
    }


def _rows(told: dict[str, Any], name: str, done: EffectFacts) -> Iterator[dict[str, Any]]:
    loss = {"figure": LOSS, "change": done.loss.change, "low": done.loss.low, "high": done.loss.high}
    changes = [loss]
    for one in done.limits:
        change = to_builtins(one.change) if one.change else {}
        changes.append({"figure": one.text, "before": one.before, "after": one.after, **change})
    for change in changes:
        yield {key: harmless(value) for key, value in {**told, "effect": name, **change}.items()}


def render_conditions_text(view: ConditionsView, *, title: str, run: str, width: int = 100) -> str:
    """The answer, how sure it is, the conditions, the limits, and all further options."""
    return finished(_lines(view, title, run, width))


def _lines(view: ConditionsView, title: str, run: str, width: int) -> Iterator[str]:
    yield from headed(title, run, width=width)
    for text in (view.answer, view.proof, view.check, view.promised):
        if text:
            yield from paragraph(text, width=width)
    if view.rows:
        yield ""
        yield "Conditions"
        for number, row in enumerate(view.rows, start=1):
            yield from _condition(row, number, width)
    yield from _limits(view, width)
    yield from _others(view, width)
    for note in view.notes:
        yield ""
        yield from paragraph(note, width=width)


def _condition(row: ConditionRow, number: int, width: int) -> Iterator[str]:
    start = f"  {number}. "
    room = " " * len(start)
    yield from paragraph(f"{row.name} ({row.key})", width=width, indent=start, hanging=room)
    yield from paragraph(f"{row.what}.", width=width, indent=room)
    yield from paragraph(
        f"{row.owner}; costs {row.cost}, takes {row.takes}; {row.timing}.", width=width, indent=room
    )
    interval = f" ({row.interval})" if row.interval else ""
    saves = f"Saves {row.last_in}{interval} on top of the rest, {row.alone} by itself; net {row.net}."
    yield from paragraph(saves, width=width, indent=room)
    for effect in row.effects:
        yield from paragraph(effect, width=width, indent=f"{room}  ", hanging=f"{room}    ")


def _limits(view: ConditionsView, width: int) -> Iterator[str]:
    if not view.limits:
        return
    yield ""
    heads = ["Proposed", "With them", *(["Fresh"] if view.fresh else []), "Limit"]
    table = [heads]
    for row in view.limits:
        figures = [_marked(row.proposed, row.was), _marked(row.chosen, row.still)]
        fresh = [_marked(row.fresh, row.failed)] if view.fresh else []
        table.append([*figures, *fresh, f"{row.limit}: {row.who}, {row.what}"])
    yield "Limits (! exceeded)"
    right = frozenset(range(len(heads) - 1))
    for lines in columns(table, width=width, right=right):
        yield from lines


def _marked(figure: str, exceeded: bool) -> str:  # noqa: FBT001 - a figure and its mark
    return f"!{figure}" if exceeded else figure


def _others(view: ConditionsView, width: int) -> Iterator[str]:
    if not view.others:
        return
    yield ""
    yield "Further options" if view.rows else "Options"
    heads = ["Cost", "Alone", "On top", "Net", "Option"]
    table = [heads, *([row.cost, row.alone, row.last_in, row.net, _short(row)] for row in view.others)]
    for lines in columns(table, width=width, right=frozenset({0, 1, 2, 3})):
        yield from lines


def _short(row: ConditionRow) -> str:
    late = f", {row.late}" if row.late else ""
    return f"{row.name} ({row.key}{late})"
