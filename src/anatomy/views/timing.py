"""Whether something works before what it acts on is felt, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.domain.timing import IN_TIME, NEVER_FELT, SOMETIMES_LATE, TOO_LATE, WITH_THE_TERMS
from anatomy.views import time
from anatomy.views.words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anatomy.domain.conditions import OptionFacts
    from anatomy.domain.timing import TimingFacts


def lateness(option: OptionFacts) -> str:
    """In how many worlds an option comes too late, and when it would not; empty where it mostly comes in time."""
    timing = option.timing
    if not late_words(timing):
        return ""
    missed = percent(timing.late_share or 0.0)
    return f"too late in {missed} of worlds unless begun {_ahead(timing, option.lead_days)} before signing"


def _ahead(timing: TimingFacts, lead_days: float) -> str:
    """How long before signing an option must begin to work before the earliest that it acts on."""
    return time.lasting(max(1.0, lead_days - (timing.first_p05 or 0.0)))


def late_words(timing: TimingFacts) -> str:
    """How late, in a word or two; empty where it is in time."""
    return {TOO_LATE: "too late", SOMETIMES_LATE: "late in some worlds"}.get(timing.verdict, "")


def timing_words(
    timing: TimingFacts, lead_days: float, names: Mapping[str, str], *, saves: bool = False
) -> str:
    """
    Whether something works before what it acts on is felt.

    Args:
        timing: as it was found.
        lead_days: calendar days until it works.
        names: of departments by key.
        saves: it changes what is lost, so that what it acts on does happen, felt or not.
    """
    if timing.verdict == WITH_THE_TERMS:
        return "a change of the terms, to be agreed before signing"
    if timing.verdict == NEVER_FELT or timing.first_p50 is None:
        # Money counts from the first touch on, being felt from a threshold on.
        return "what it acts on stays too mild to be felt" if saves else "what it acts on is never felt"
    name = names.get(timing.department, timing.department)
    first = f"what it acts on is first felt by {name} {time.after(timing.first_p50)}"
    if timing.verdict == IN_TIME:
        return f"in time: {first}"
    ahead = _ahead(timing, lead_days)
    missed = percent(timing.late_share or 0.0)
    return f"{late_words(timing)}: {first}; begin {ahead} before signing, or it works too late in {missed} of worlds"
