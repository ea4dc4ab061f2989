"""Limits put to a saved result: the model is gone, and the result alone says whose figures it holds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from anatomy.domain.directory import Directory, Names
from anatomy.domain.quantity import Range, Scales
from anatomy.loading.addresses import find_department
from anatomy.loading.limits import Reading

if TYPE_CHECKING:
    from anatomy.domain.impact import ImpactReport


def reading_of_result(report: ImpactReport) -> Reading:
    """What a limit must know of a result; of scales it holds that of severity only, so chances are numbers."""
    directory = Directory(
        [Names(key=one.key, code=one.code, others=(one.name,)) for one in report.departments], []
    )
    bounds = [0.0, *(bound for _, bound in report.model.severity_words)]
    severity = {
        word: Range(low, (low + high) / 2, high)
        for (word, _), (low, high) in zip(report.model.severity_words, pairwise(bounds), strict=True)
    }
    return Reading(
        department=lambda text: find_department(directory, text),
        departments=len(report.departments),
        scales=Scales(likelihood={}, severity=severity, delay={}),
        currency=report.model.currency,
    )
