"""Whether something works before what it acts on is felt."""

from __future__ import annotations

from msgspec import Struct

#: Whether an option works before what it acts on is felt: in at least 95 %, 50 % or fewer of the worlds that feel it.
IN_TIME, SOMETIMES_LATE, TOO_LATE = "in-time", "sometimes-late", "too-late"
#: It is part of the terms, so that it is settled when the deal is signed; or nothing that it acts on is ever felt.
WITH_THE_TERMS, NEVER_FELT = "with-the-terms", "never-felt"


class TimingFacts(Struct, frozen=True, kw_only=True):
    """The lead time of an option against the day on which what it acts on is first felt."""

    verdict: str  #: one of the words above
    department: str = ""  #: key of the department that feels it first
    first_p05: float | None = None  #: days, given felt
    first_p50: float | None = None
    late_share: float | None = (
        None  #: share of the worlds that feel it, in which it is felt before the option works
    )
