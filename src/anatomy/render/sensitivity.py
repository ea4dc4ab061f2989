"""On what an answer depends, and which question to ask first, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from msgspec import to_builtins

from anatomy.domain.sensitivity import FORMAT
from anatomy.render.as_json import write_json
from anatomy.render.columns import GAP, columns, finished, headed, paragraph
from anatomy.render.sheet import harmless
from anatomy.render.text import cells, cut, printable
from anatomy.views.sensitivity import view_sensitivity
from anatomy.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.sensitivity import FiguresAt, Sensitivity, SensitivityFacts
    from anatomy.views.learning import Learning
    from anatomy.views.sensitivity import SensitivityView, SwingRow

_SHORTEST: Final = 18  #: a name is cut to fit, but not below this
_ASSUMED: Final = " (assumed)"


def render_sensitivity_json(it: Sensitivity) -> str:
    """Everything, unrounded, in one versioned shape."""
    data: dict[str, Any] = {"format": FORMAT}
    data |= {name: to_builtins(getattr(it, name)) for name in ("model", "decision", "run")}
    data |= to_builtins(it.facts)
    return write_json(data)


def render_sensitivity_csv(it: Sensitivity) -> str:
    """A row for the decision as it is, and one for every value tried; safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    chances = [f"chance {one.code} {one.name}" for one in it.facts.departments]
    heads = ("what", "input", "label", "of", "assumed", "span", "at", "hidden cost", "expected value")
    writer.writerow(map(harmless, (*heads, *chances, "worth knowing", "format")))
    writer.writerows(map(harmless, row) for row in _rows(it.facts))
    return out.getvalue()


def _rows(facts: SensitivityFacts) -> Iterator[tuple[str | float, ...]]:
    worth = {(one.what, one.key): one.worth for one in facts.learning.questions}
    yield ("as it is", "", "", "", "", "", "", *_numbers(facts.base), "", FORMAT)
    for one in facts.swings:
        about = (one.what, one.key, one.label, one.decision_type, "yes" if one.assumed else "no", one.span)
        known = worth.get((one.what, one.key), "")
        for point in one.points:
            at = {True: "yes", False: "no"}.get(point.at, "") if isinstance(point.at, bool) else point.at
            yield (*about, at, *_numbers(point.figures), known, FORMAT)


def _numbers(figures: FiguresAt) -> tuple[float, ...]:
    return figures.loss, figures.value, *figures.felt


def render_sensitivity_text(it: Sensitivity, *, width: int = 100, top: int = 10) -> str:
    """The swings by money, the chances with what moves them, and the questions."""
    view = view_sensitivity(it.facts, currency=it.model.currency, top=top)
    played = "exact" if it.run.exact else counted(it.run.worlds, "world")
    run = f"model {it.model.name} {it.model.version} · seed {it.run.seed} · {played}"
    return finished(_lines(it.decision.title or "Sensitivity", run, view, width))


def _lines(title: str, run: str, view: SensitivityView, width: int) -> Iterator[str]:
    yield from headed(title, run, width=width)
    yield from paragraph(view.lead, width=width)
    if view.rows:
        yield ""
        heads = ("Input", "Tried", "Hidden cost", "Swing")
        yield from _table(heads, [(row, row.loss, row.swing) for row in view.rows], width)
        if view.rest:
            yield f"  {view.rest}"
    if view.by_value:
        yield ""
        heads = ("Input", "Tried", "Expected value", "Swing")
        yield from _table(heads, [(row, row.value, row.value_swing) for row in view.by_value], width)
    yield ""
    for name, movers in view.chances:
        yield from paragraph(f"{name}: {movers}", width=width, hanging="    ")
    yield ""
    for note in view.notes:
        yield from paragraph(note, width=width)
    yield ""
    yield from _questions(view.learning, width)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[SwingRow, str, str]], width: int) -> Iterator[str]:
    names = [f"{printable(row.label)}{_ASSUMED if row.assumed else ''}" for row, _, _ in rows]
    body = [(row.tried, money, swing) for row, money, swing in rows]
    others = sum(
        max(cells(text) for text in column) + len(GAP) for column in zip(heads[1:], *body, strict=True)
    )
    room = max(_SHORTEST, width - others - 2 * len(GAP))
    table = [heads, *((cut(name, room), *figures) for name, figures in zip(names, body, strict=True))]
    for lines in columns(table, width=width, right=frozenset({len(heads) - 1})):
        yield from lines


def _questions(learning: Learning, width: int) -> Iterator[str]:
    yield "Which question to ask first"
    yield from paragraph(learning.best, width=width)
    if learning.verdict:
        yield from paragraph(learning.verdict, width=width)
    if learning.rows:
        table = [("Worth", "Changes it", "Ahead by", "Knowing")] + [
            (row.worth, row.changes, row.lead, f"{row.question}{_ASSUMED if row.assumed else ''}")
            for row in learning.rows
        ]
        for lines in columns(table, width=width, right=frozenset({0, 1, 2})):
            yield from lines
    yield ""
    for note in learning.notes:
        yield from paragraph(note, width=width)
