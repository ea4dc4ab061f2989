"""A report as JSON: every figure unrounded, fields in declared order, the same bytes for the same report."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


def render_json(report: ImpactReport) -> str:
    """The report as a versioned JSON object that loads back; losses are positive."""
    fields = dataclasses.asdict(report)
    ordered = {"format": fields.pop("format"), **fields}
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
