"""The answer to "may we sign this?": what follows from the limits, and nothing else."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

SIGN, SIGN_IF, DO_NOT_SIGN = "sign", "sign-if", "do-not-sign"
#: Limits are exceeded, and nobody has looked for conditions, or so narrowly that on the worlds of that search none is;
#: or what would help comes too late. Or there is nothing to hold the answer against.
NOT_AS_PROPOSED, NO_LIMITS = "not-as-proposed", "no-limits"
WORDS: Final = (SIGN, SIGN_IF, DO_NOT_SIGN, NOT_AS_PROPOSED, NO_LIMITS)


class Verdict(Struct, frozen=True, kw_only=True):
    """
    What to do with the decision as proposed.

    A condition is a mitigation that must be promised; with all of them, no limit is exceeded.
    """

    word: str  #: one of WORDS
    limits: int  #: in force
    exceeded: int  #: as proposed
    forbidden: bool  #: by a rule of a policy, whatever the figures
    approval_unknown: bool = False  #: a policy applies, and nobody can say who must approve
    #: keys of mitigations, for `sign-if`; and for `not-as-proposed` where they would do but some come too late
    conditions: tuple[str, ...] = ()
    too_late: tuple[str, ...] = ()  #: those of them that mostly work only after what they act on is felt
    cost: float = 0.0  #: of the conditions
    proven: bool = (
        False  #: that no conditions are cheaper, or that there are none, on the worlds of the search
    )
