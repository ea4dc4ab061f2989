"""A cell in a drawing: its name, how likely and when it is felt and for how much, and where it lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anatomy.drawing.dot import Markup, lines, words
from anatomy.views.money import loss_money
from anatomy.views.palette import INK, WHITE, paint
from anatomy.views.time import day
from anatomy.views.words import honest, percent

if TYPE_CHECKING:
    from anatomy.domain.impact import CellFacts, ImpactReport, TriggerFacts


def cell_label(report: ImpactReport, fact: CellFacts | None, trigger: TriggerFacts | None) -> Markup:
    """
    Three lines on the colour of the cell's chance; one that the decision sets off is framed and says so.

    Args:
        report: the answer that the cell belongs to.
        fact: what is known of the cell; None when no world reached it.
        trigger: how the decision sets it off, if it does.
    """
    told = ["DECISION"] if trigger is not None else []
    if fact is None:
        name, code = (trigger.name, trigger.code) if trigger is not None else ("", "")
        return _table(name, " · ".join(told), code, fill=WHITE, ink=INK, framed=trigger is not None)
    chance = honest(fact.feeling.felt)
    told.append(percent(chance))
    if fact.feeling.arrival_days is not None and trigger is None:
        told.append(day(fact.feeling.arrival_days.p50))
    lost = math.fsum(loss.loss.mean for loss in report.losses if loss.owner == fact.cell)
    if lost:
        told.append(loss_money(lost, report.model.currency))
    layer = next((layer.name for layer in report.model.layers if layer.key == fact.layer), "")
    colours = paint(chance)
    return _table(
        fact.name,
        " · ".join(told),
        f"{fact.code} {layer}",
        fill=colours.fill,
        ink=colours.text,
        framed=trigger is not None,
    )


def _table(name: str, told: str, code: str, *, fill: str, ink: str, framed: bool) -> Markup:
    bold = '<BR ALIGN="LEFT"/>'.join(f"<B>{line}</B>" for line in lines(name, width=24, most=60))
    rows = "".join(
        f'<TR><TD ALIGN="LEFT" BALIGN="LEFT"><FONT POINT-SIZE="{size}" COLOR="{ink}">{text}</FONT></TD></TR>'
        for size, text in ((10, bold), (9, words(told)), (8, words(code, most=40)))
    )
    edge = f'BORDER="2" COLOR="{INK}"' if framed else 'BORDER="0"'
    return Markup(
        f'<TABLE {edge} CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" BGCOLOR="{fill}">{rows}</TABLE>'
    )
