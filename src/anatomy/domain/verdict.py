"""The answer to "may we sign this?": what follows from the limits, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SIGN, SIGN_IF, DO_NOT_SIGN = "sign", "sign-if", "do-not-sign"
#: Limits are exceeded, and nobody has looked for conditions, or so narrowly that on the worlds of that search none is;
#: or there is nothing to hold the answer against.
NOT_AS_PROPOSED, NO_LIMITS = "not-as-proposed", "no-limits"
WORDS: Final = (SIGN, SIGN_IF, DO_NOT_SIGN, NOT_AS_PROPOSED, NO_LIMITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What to do with the decision as proposed.

    A condition is a mitigation that must be promised; with all of them, no limit is exceeded.
    """

    word: str  #: one of WORDS
    limits: int  #: in force
    exceeded: int  #: as proposed
    forbidden: bool  #: by a rule of a policy, whatever the figures
    conditions: tuple[str, ...] = ()  #: keys of mitigations, for `sign-if`
    cost: float = 0.0  #: of the conditions
    proven: bool = (
        False  #: that no conditions are cheaper, or that there are none, on the worlds of the search
    )
