"""What a result says of approvals: who must act, in which order, by when, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

FORBID: Final = "forbid"
#: Acts without which the decision may not go ahead, in the order in which a fact names them.
NEEDED: Final = ("approve", "sign", "review")


class ReasonFacts(Struct, frozen=True, kw_only=True):
    """One condition of a rule that holds: a parameter, its value, and what it was compared with."""

    parameter: str
    label: str
    kind: str
    value: float | str | bool
    comparison: str  #: above, at_least, below, at_most, is, is_not
    than: float | bool | tuple[str, ...] | None  #: None: a threshold that is not public


class RuleFacts(Struct, frozen=True, kw_only=True):
    """One rule, and why it holds."""

    policy: str  #: key
    policy_name: str
    rule: str  #: key
    because: tuple[ReasonFacts, ...]  #: all of these; none: it always holds
    certainty: str  #: stated | inferred | ambiguous
    note: str
    how: str  #: of its basis
    grade: str
    sources: tuple[str, ...]
    where: str  #: file:line


class RoleFacts(Struct, frozen=True, kw_only=True):
    """Someone who acts."""

    key: str
    name: str
    short: str  #: the name where there is no shorter one
    department: str  #: key; empty where the model has none
    placeholder: bool  #: the source does not say who it is


class ActFacts(Struct, frozen=True, kw_only=True):
    """One act that the decision needs; acts of one order happen at the same time."""

    order: int  #: from 1; 0 for what nobody carries out: forbid and resubmit
    act: str  #: approve | review | sign | inform | do | forbid | resubmit
    who: tuple[RoleFacts, ...]  #: any of them where several
    backups: tuple[RoleFacts, ...]
    respond: str  #: time until a first answer, as stated
    complete: str  #: time until it is done, as stated
    respond_by: str  #: ISO date and time; empty where nobody can say
    complete_by: str
    after_unknown: bool  #: an act before it has no time limit
    what: str
    instead: str  #: alternative to what is forbidden
    rules: tuple[RuleFacts, ...]


class PolicyFacts(Struct, frozen=True, kw_only=True):
    """What one policy that applies says of the decision."""

    key: str
    name: str
    hit: tuple[RuleFacts, ...]
    overridden: tuple[RuleFacts, ...]
    open: tuple[RuleFacts, ...]  #: hang on a threshold that is not public
    uncovered: bool  #: no rule holds though the policy claims to be complete
    where: str  #: file:line


def is_approval_unknown(acts: Iterable[ActFacts], policies: Iterable[PolicyFacts]) -> bool:
    """Whether nobody is known who must agree, though a policy hangs on what is not public or has no rule that holds."""
    if any(one.act in (*NEEDED, FORBID) for one in acts):
        return False
    return any(one.open or one.uncovered for one in policies)
