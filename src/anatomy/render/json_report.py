"""A report as JSON: every figure unrounded, fields in declared order, the same bytes for the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.render.as_json import write_versioned

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


def render_json(report: ImpactReport) -> str:
    """The report as a versioned JSON object that loads back; losses are positive."""
    return write_versioned(report)
