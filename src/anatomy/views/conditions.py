"""Conditions of a yes for people: what is to be done, what it costs and saves, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import money
from anatomy.views.condition_rows import LATE, ConditionRow, condition_row
from anatomy.views.limits import figure_text, limit_row
from anatomy.views.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anatomy.domain.conditions import Conditions, OptionFacts, SetFacts
    from anatomy.domain.limit_facts import LimitFacts


class HeldRow(Struct, frozen=True, kw_only=True):
    """One limit as proposed and with the chosen set."""

    text: str  #: such as `finance.loss.p90 > 50k`
    who: str
    what: str
    limit: str
    proposed: str
    chosen: str  #: on the worlds of the search
    fresh: str  #: on fresh worlds; empty when exact
    failed: bool  #: it is exceeded there
    was: bool  #: it is exceeded as proposed
    still: bool  #: it is with the chosen set, on the worlds of the search


class ConditionsView(Struct, frozen=True, kw_only=True):
    """Everything that is said of conditions."""

    answer: str
    proof: str
    check: str  #: on fresh worlds; empty when exact
    promised: str  #: empty where nothing is
    rows: tuple[ConditionRow, ...]  #: the chosen set
    others: tuple[ConditionRow, ...]  #: all further options, those that are worth most first
    limits: tuple[HeldRow, ...]
    notes: tuple[str, ...]
    fresh: str  #: head of the column of fresh worlds; empty when exact


def view_conditions(conditions: Conditions, *, currency: str, names: Mapping[str, str]) -> ConditionsView:
    """
    Conditions, rounded and worded.

    Args:
        conditions: what was found.
        currency: of the model.
        names: of departments by key.
    """
    return _Teller(conditions, currency, names).view()


class _Teller:
    """Words conditions."""

    def __init__(self, conditions: Conditions, currency: str, names: Mapping[str, str]) -> None:
        self.it, self.currency, self.names = conditions, currency, names
        self.options = {option.key: option for option in conditions.options}

    def view(self) -> ConditionsView:
        it = self.it
        by_worth = sorted(it.options, key=lambda one: (-one.net_benefit, one.key))
        return ConditionsView(
            answer=" ".join(self._answer()),
            proof=self._proof(),
            check=" ".join(self._check()),
            promised=f"Promised already, and part of it as proposed: {listed(it.promised)}."
            if it.promised
            else "",
            rows=tuple(self._row(one) for one in by_worth if one.chosen),
            others=tuple(self._row(one) for one in by_worth if not one.chosen),
            limits=tuple(self._limits()),
            notes=tuple(self._notes()),
            fresh="" if it.search.exact else f"{it.search.fresh_worlds:,} fresh worlds",
        )

    def _money(self, amount: float) -> str:
        return money.plain_money(amount, self.currency)

    def _answer(self) -> Iterator[str]:
        it = self.it
        beyond = sum(limit.exceeded for limit in it.proposed)
        limits = counted(len(it.proposed), "limit")
        if not it.proposed:
            yield "There is no limit to stay within."
        elif not it.needed:
            yield f"As proposed, none of {limits} is exceeded, so that nothing need be done."
        elif not beyond:
            yield f"As proposed, none of {limits} is exceeded on the worlds of the search."
        else:
            yield f"As proposed, {beyond} of {limits} {_are(beyond)} exceeded."
        if it.budget is not None:
            yield from self._within_budget()
        elif it.chosen.satisfied and it.chosen.options:
            yield f"With {_these(it.chosen)}, {self._money(it.chosen.cost)} together, none is."
        elif not it.chosen.satisfied:
            yield from self._not_enough()

    def _within_budget(self) -> Iterator[str]:
        it = self.it
        if not it.options:
            yield "There is no option."
            return
        budget = self._money(it.budget or 0.0)
        if not it.chosen.options:
            yield f"Nothing that {budget} can buy is worth it."
            return
        left = sum(limit.exceeded for limit in it.chosen.limits)
        leaves = "leave none" if not left else f"leave {left}"
        if len(it.chosen.options) == 1:
            leaves = leaves.replace("leave", "leaves")
        yield f"Within {budget}, {_these(it.chosen)}, {self._money(it.chosen.cost)} together, {leaves}."

    def _not_enough(self) -> Iterator[str]:
        it = self.it
        left = [limit for limit in it.chosen.limits if limit.exceeded]
        sure = "No set" if it.impossible else "No set that was tried"
        if not it.options:
            yield "There is no option that fits it."
            return
        yield f"{sure} of the {counted(len(it.options), 'option')} brings every limit within bounds."
        if not it.chosen.options:
            search = it.search
            if search.proven:
                yield "Nothing does better than doing nothing."
            else:
                tried = counted(search.tried, "set")
                yield f"The search was cut off after {tried}, and none of those does better than doing nothing."
            return
        rows = [limit_row(limit, currency=self.currency, names=self.names) for limit in left]
        told = "; ".join(f"{row.who}, {row.what}, {row.figure}, limit {row.limit}" for row in rows)
        yield (
            f"Best {_are(len(it.chosen.options))} {_these(it.chosen)}, {self._money(it.chosen.cost)} together, "
            f"after which {len(left)} {_are(len(left))} still exceeded: {told}."
        )

    def _proof(self) -> str:
        search = self.it.search
        if not self.it.options or not (self.it.needed or self.it.budget is not None):
            return ""
        where = "in all worlds" if search.exact else f"on {search.worlds:,} worlds"
        better = "costs less" if self.it.chosen.satisfied and self.it.budget is None else "does better"
        if search.proven:
            return f"Proven {where}: no other set {better} ({counted(search.tried, 'set')} played through)."
        found = f"The best of {counted(search.tried, 'set')} played through {where}, which is no proof."
        if search.lower_bound is None or search.gap is None:
            return found
        if better == "costs less":
            return f"{found} No set costs less than {self._money(search.lower_bound)}, {self._money(search.gap)} below."
        return f"{found} No set is better by more than {self._money(search.gap)}."

    def _check(self) -> Iterator[str]:
        it = self.it
        if it.search.exact or not (it.needed and it.chosen.satisfied):
            return
        worlds = f"{it.search.fresh_worlds:,} fresh worlds"
        if it.chosen.holds:
            yield f"On {worlds} it holds as well."
            return
        failed = [limit for limit in it.chosen.fresh if limit.exceeded]
        rows = [limit_row(limit, currency=self.currency, names=self.names) for limit in failed]
        told = "; ".join(
            f"{row.who}, {row.what}, {row.figure}, limit {row.limit}{f' ({row.doubt})' if row.doubt else ''}"
            for row in rows
        )
        yield f"On {worlds} it does not hold: {told}."
        if it.sturdier is not None:
            yield f"The next that holds there too costs {self._money(it.sturdier.cost)}: {self._listed(it.sturdier)}."

    def _listed(self, chosen: SetFacts) -> str:
        return listed([self.options[key].name for key in chosen.options])

    def _row(self, option: OptionFacts) -> ConditionRow:
        limits = {limit.text: limit for limit in self.it.proposed}
        return condition_row(option, limits=limits, currency=self.currency, names=self.names)

    def _limits(self) -> Iterator[HeldRow]:
        it = self.it
        fresh: Sequence[LimitFacts | None] = it.chosen.fresh or [None] * len(it.proposed)
        for proposed, chosen, checked in zip(it.proposed, it.chosen.limits, fresh, strict=True):
            row = limit_row(proposed, currency=self.currency, names=self.names)
            yield HeldRow(
                text=proposed.text,
                who=row.who,
                what=row.what,
                limit=row.limit,
                proposed=self._figure(proposed),
                chosen=self._figure(chosen),
                fresh=self._figure(checked) if checked else "",
                was=proposed.exceeded,
                still=chosen.exceeded,
                failed=bool(checked and checked.exceeded),
            )

    def _figure(self, limit: LimitFacts) -> str:
        return f"{figure_text(limit, limit.figure, self.currency)}{'~' if limit.within_error else ''}"

    def _notes(self) -> Iterator[str]:
        it = self.it
        if it.options:
            same = "in the same worlds" if it.search.exact else f"on the same {it.search.worlds:,} worlds"
            yield (
                f"Saves: expected hidden loss that is taken away, {same}; by itself, and on top of the rest of the "
                "set. Net: that and the own margin kept, less the cost. Savings of several do not add up."
            )
        told = [*it.proposed, *it.chosen.limits, *it.chosen.fresh]
        if any(limit.within_error for limit in told):
            yield "~ sampling alone may decide on which side of the limit it is."
        late = [one.name for one in it.options if one.chosen and one.timing.verdict in LATE]
        if late:
            yield (
                "All figures take for granted that what is done works in time. Begun at signing, that is not so for "
                f"{listed(late)}."
            )


def _these(chosen: SetFacts) -> str:
    count = len(chosen.options)
    return "this condition" if count == 1 else f"these {count} conditions"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
