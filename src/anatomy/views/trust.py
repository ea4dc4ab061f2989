"""How far the inputs can be trusted, in one word with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.views.words import counted

if TYPE_CHECKING:
    from anatomy.domain.impact import EvidenceFacts

#: Grade that means judgement alone.
JUDGEMENT = "C"
_MEASURED = ("measured", "calibrated")
_MUCH, _SOME = 0.5, 0.2


def trust(evidence: EvidenceFacts) -> tuple[str, str]:
    """
    High needs half of the numbers measured and few links on judgement alone; low is half on judgement alone.

    Links that the model's own rule makes are told apart: nobody vouches for one of them by itself.

    Returns:
        the word, and what it rests on.
    """
    total = sum(number for _, number in evidence.grades)
    if not total:
        return "None", "the decision reaches no dependency that someone vouches for"
    judged = dict(evidence.grades).get(JUDGEMENT, 0)
    measured = sum(number for how, number in evidence.hows if how in _MEASURED)
    note = f"{judged:,} of {counted(total, 'link')} on judgement alone"
    if evidence.from_memory:
        note += f", {evidence.from_memory:,} on memory"
    note += f", {measured:,} measured" if measured else ", none measured"
    if evidence.by_rule:
        note += f"; {evidence.by_rule:,} more by rule"
    return _word(judged / total, measured / total), note


def _word(judged: float, measured: float) -> str:
    if judged >= _MUCH:
        return "Low"
    return "High" if measured >= _MUCH and judged < _SOME else "Medium"
