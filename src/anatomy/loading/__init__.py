"""Files in, checked values out: the only room that reads YAML or JSON, and the only one that knows pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.loading.decision_file import Draft, draft_of_type, missing_parameters, read_decision
    from anatomy.loading.limits import parse_limit
    from anatomy.loading.model import load_enterprise
    from anatomy.loading.recall import recall_enterprise
    from anatomy.loading.result_file import load_result
    from anatomy.loading.result_limits import reading_of_result
    from anatomy.loading.settling import settle_decision

__all__ = [
    "Draft",
    "draft_of_type",
    "load_enterprise",
    "load_result",
    "missing_parameters",
    "parse_limit",
    "read_decision",
    "reading_of_result",
    "recall_enterprise",
    "settle_decision",
]

__getattr__ = homes(
    __name__,
    {
        "decision_file": (
            "Draft",
            "draft_of_type",
            "missing_parameters",
            "read_decision",
        ),
        "limits": ("parse_limit",),
        "model": ("load_enterprise",),
        "recall": ("recall_enterprise",),
        "result_file": ("load_result",),
        "result_limits": ("reading_of_result",),
        "settling": ("settle_decision",),
    },
)
