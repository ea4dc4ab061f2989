"""Who must act, in which order and by when: the acts of all rules that hold, each asked for once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from anatomy.deciding.deadlines import begin, due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from anatomy.deciding.approvals import Applied, Ruling
    from anatomy.domain.policy import Act, Role, Span

#: Acts of a later stage wait for the outcome of earlier ones.
STAGES = {"forbid": 0, "resubmit": 0, "review": 1, "approve": 2, "sign": 3, "do": 4, "inform": 4}


class Asked(Struct, frozen=True, kw_only=True):
    """One act that somebody is asked for, with every rule that asks for it."""

    act: str
    who: tuple[Role, ...]  #: any of them where several; nobody for forbid and resubmit
    backups: tuple[Role, ...]
    turn: int  #: within its stage, 0 first; those of one stage and turn act at the same time
    order: int = 0  #: over the whole decision, from 1; 0 for what nobody carries out
    respond: Span | None
    complete: Span | None
    what: str
    instead: str
    rulings: tuple[Ruling, ...]
    respond_by: datetime | None = None
    complete_by: datetime | None = None
    after_unknown: bool = False  #: an earlier act has no time limit, so that nobody can say when this is due

    @property
    def stage(self) -> int:
        """See STAGES."""
        return STAGES[self.act]


def order_acts(applied: Iterable[Applied], *, date: str) -> tuple[Asked, ...]:
    """
    Every act, in order, with the moment it is due.

    Args:
        applied: what the policies say.
        date: ISO date from which times run; without one nothing is due.
    """
    asked = [
        one
        for each in applied
        for ruling in each.hit
        for act in ruling.rule.acts
        for one in _steps(act, ruling)
    ]
    merged = _merged(asked)
    merged.sort(key=lambda one: (one.stage, one.turn))
    return tuple(_timed(merged, begin(date)))


def _steps(act: Act, ruling: Ruling) -> Iterator[Asked]:
    """One step for each role, or one for any of them."""
    roles = [ruling.policy.roles[key] for key in act.by]
    groups = [tuple(roles)] if act.mode == "any" or not roles else [(role,) for role in roles]
    for place, group in enumerate(groups):
        backups = (ruling.policy.roles[role.backup] for role in group if role.backup)
        yield Asked(
            act=act.act,
            who=group,
            backups=tuple(role for role in dict.fromkeys(backups) if role not in group),
            turn=place if act.mode == "in-order" else 0,
            respond=act.respond,
            complete=act.complete,
            what=act.what,
            instead=act.instead,
            rulings=(ruling,),
        )


def _merged(asked: Sequence[Asked]) -> list[Asked]:
    """Each act of the same people once: the later turn, the shorter times, all reasons."""
    found: dict[tuple[object, ...], Asked] = {}
    for one in asked:
        # What is done differs by what it is; an approval is one approval, whatever it is for.
        names = tuple(role.name for role in one.who)
        key = (one.act, names, one.what if one.act in {"do", "forbid"} else "")
        other = found.get(key)
        found[key] = one if other is None else _both(other, one)
    return [one for one in found.values() if not _is_met(one, found.values())]


def _is_met(one: Asked, others: Iterable[Asked]) -> bool:
    """Whether one of a choice of people must act anyway."""
    names = {role.name for role in one.who}
    return len(names) > 1 and any(
        other.act == one.act and len(other.who) == 1 and other.who[0].name in names for other in others
    )


def _both(one: Asked, other: Asked) -> Asked:
    whats = dict.fromkeys(filter(None, (one.what, other.what)))
    return replace(
        one,
        turn=max(one.turn, other.turn),
        backups=tuple(dict.fromkeys((*one.backups, *other.backups))),
        respond=_shorter(one.respond, other.respond),
        complete=_shorter(one.complete, other.complete),
        what="; ".join(whats),
        instead=one.instead or other.instead,
        rulings=(*one.rulings, *(ruling for ruling in other.rulings if ruling not in one.rulings)),
    )


def _shorter(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    start = begin("2024-01-01")  # a Monday, so that no weekend decides
    assert start is not None  # noqa: S101 - a date was given
    return min(one, other, key=lambda span: due(start, span))


def _timed(asked: Iterable[Asked], start: datetime | None) -> Iterator[Asked]:
    """Each step with its order, due when its own time has run from the end of those that it waits for."""
    done: list[Asked] = []
    order = 0
    for (stage, _), group in groupby(asked, key=lambda one: (one.stage, one.turn)):
        order += stage > 0
        step = [_due(replace(one, order=order if stage else 0), done, start) for one in group]
        yield from step
        done += step if stage else []


def _due(one: Asked, done: Iterable[Asked], start: datetime | None) -> Asked:
    before = [other for other in done if _waits_for(one, other)]
    unknown = any(other.complete is None or other.after_unknown for other in before)
    if start is None or unknown:
        return replace(one, after_unknown=unknown)
    begins = max((other.complete_by for other in before if other.complete_by), default=start)
    return replace(
        one,
        respond_by=due(begins, one.respond) if one.respond else None,
        complete_by=due(begins, one.complete) if one.complete else None,
    )


def _waits_for(one: Asked, other: Asked) -> bool:
    """Reviews and approvals wait for earlier ones of the same policy, all else for everything before it."""
    if one.stage > STAGES["approve"]:
        return True
    return bool(
        {ruling.policy.key for ruling in one.rulings} & {ruling.policy.key for ruling in other.rulings}
    )
