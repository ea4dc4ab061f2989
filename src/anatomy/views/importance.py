"""What matters most, for people: for each target a sentence and a table of falls, then who answers for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from anatomy.domain.importance import CELLS
from anatomy.views import money
from anatomy.views.falls import LEAST, MONEY, POINTS, ends, fall_text, unit_of
from anatomy.views.parts import FAINT
from anatomy.views.words import NBSP, capital, chance_words, counted, honest, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anatomy.domain.importance import Fall, ImportanceReport, Removal, Weighed

_CHANCES: Final = ("felt", "reached")
_SHOWN: Final = ("felt", "severity", *MONEY)
_HEADS: Final[Mapping[str, str]] = {
    "felt": "Chance falls",
    "reached": "Reached falls",
    "severity": "Severity falls",
    "loss": "Loss falls",
    "late_cash": "Late cash falls",
}
_UNCHANGED: Final[Mapping[str, str]] = {
    "felt": "that chance",
    "reached": "the chance that it is reached",
    "severity": "how hard it is felt there",
    "loss": "that loss",
    "late_cash": "that",
}
_NOWHERE: Final[Mapping[str, str]] = {
    "": "No department feels this decision.",
    "felt": "No department feels this decision.",
    "reached": "Nothing reaches any department.",
    "severity": "Nothing reaches any department.",
    "loss": "No department loses money by what spreads.",
}
_ADD: Final = "Falls do not add up: of two links of one chain, each by itself takes the whole chain away."


class Line(Struct, frozen=True, kw_only=True):
    """One dependency or cell in the table of a target."""

    number: str  #: of its detail
    falls: tuple[str, ...]
    what: str


class Block(Struct, frozen=True, kw_only=True):
    """One target."""

    heading: str
    sentence: str
    heads: tuple[str, ...]  #: of the falls
    lines: tuple[Line, ...]
    after: str  #: how many more there are; empty where none


class ImportanceView(Struct, frozen=True, kw_only=True):
    """Everything that is said, in order."""

    title: str
    run: str
    intro: str
    blocks: tuple[Block, ...]
    what: str  #: head of the last column
    detail_heads: tuple[str, ...]
    details: tuple[
        tuple[str, ...], ...
    ]  #: number, what it is, what it rests on, who answers for it and where
    helps: tuple[tuple[str, str], ...]  #: kind, and what usually helps against it
    notes: tuple[str, ...]


def view_importance(report: ImportanceReport) -> ImportanceView:
    """A ranking, rounded and worded."""
    return _Teller(report).view()


class _Teller:
    """Words a report; what it names is numbered in the order in which it is told."""

    def __init__(self, report: ImportanceReport) -> None:
        self.report = report
        self.currency = report.model.currency
        self.links = {link.id: link for link in report.links}
        self.cells = {cell.cell: cell for cell in report.cells}
        self.one = "cell" if report.of == CELLS else "dependency"
        self.targets = _told(report.targets)
        self.kept = [[one for one in target.removals if _shows(target, one)] for target in self.targets]
        named = dict.fromkeys(removal.what for kept in self.kept for removal in kept)
        self.numbers = {what: f"[{number}]" for number, what in enumerate(named, start=1)}

    def view(self) -> ImportanceView:
        it = self.report
        sampled = "" if it.run.exact else "; ± is half of the paired 95 % interval"
        kinds = {
            self.links[what].kind: self.links[what].mitigation for what in self.numbers if what in self.links
        }
        return ImportanceView(
            title=it.decision.title or "Decision",
            run=f"model {it.model.name} {it.model.version} · seed {it.run.seed} · "
            + ("exact" if it.run.exact else counted(it.run.worlds, "world")),
            intro=(
                f"What matters most: every figure again, in the same worlds, without one {self.one}. Chances and "
                f"severities (means over all worlds) fall by points{sampled}. {_ADD}"
            ),
            blocks=tuple(map(self._block, self.targets, self.kept)),
            what=capital(self.one),
            detail_heads=("", "Cell", "Owner, place") if self.cells else self._link_heads(),
            details=tuple(self._detail(what, number) for what, number in self.numbers.items()),
            helps=tuple((kind, help_) for kind, help_ in kinds.items() if help_),
            notes=tuple(self._notes()),
        )

    def _link_heads(self) -> tuple[str, ...]:
        return ("", "Dependency", "Kind", "Likelihood", "Grade", "Owner of its source, place")

    def _block(self, target: Weighed, kept: Sequence[Removal]) -> Block:
        figures, unit = _figures(target), unit_of(kept, self.currency)
        return Block(
            heading=self._heading(target),
            sentence=self._without(target, kept[0]) if kept else self._why_none(target),
            heads=tuple(_HEADS[figure] for figure in figures),
            lines=tuple(
                Line(
                    number=self.numbers[removal.what],
                    falls=tuple(fall_text(figure, getattr(removal, figure), unit) for figure in figures),
                    what=self._what(removal.what),
                )
                for removal in kept
            ),
            after=self._after(target, kept),
        )

    def _heading(self, target: Weighed) -> str:
        if target.feeling is None:
            late = target.ranked_by == "late_cash"
            amount = (target.late_cash if late else target.loss) or 0.0
            return f"{'Late cash' if late else 'Hidden cost'} in all: {self._money(amount)} expected"
        parts = [
            chance_words(honest(target.feeling.felt)),
            f"severity {percent(target.feeling.mean_severity)}",
            *([f"expected loss {self._money(target.loss)}"] if target.loss is not None else []),
            *([f"late cash {self._money(target.late_cash)}"] if target.late_cash is not None else []),
        ]
        return f"{target.target.name} ({target.target.code}): {', '.join(parts)}"

    def _without(self, target: Weighed, removal: Removal) -> str:
        """The first fall in words: without [2], Legal would feel it in 31 % of worlds instead of 62 %."""
        fall, figure, name = removal.fall(target.ranked_by), target.ranked_by, target.target.name
        start, before, after = f"Without {self.numbers[removal.what]},", *self._before_and_after(target, fall)
        if figure in _CHANCES:
            would = f"{name} would {'feel it' if figure == 'felt' else 'be reached'} in"
            if before == after:
                return f"{start} {would} {after} of worlds all the same."
            return f"{start} {would} {after} of worlds instead of {before}."
        if figure == "severity":
            return f"{start} the mean severity in {name} would be {after} instead of {before}."
        return f"{start} {after} would be expected instead of {before}."

    def _before_and_after(self, target: Weighed, fall: Fall) -> tuple[str, str]:
        if target.ranked_by in MONEY:
            return self._money(fall.by + fall.without), self._money(fall.without)
        if target.ranked_by == "severity" or target.feeling is None:
            return percent(fall.by + fall.without), percent(fall.without)
        before = percent(honest(getattr(target.feeling, target.ranked_by)))
        # A chance of which no world is left was sampled too, so it is not called impossible.
        none_left = fall.without <= 0 and not self.report.run.exact
        return before, f"<1{NBSP}%" if none_left else percent(fall.without)

    def _why_none(self, target: Weighed) -> str:
        name, feeling = target.target.name, target.feeling
        if feeling is None and not (target.late_cash if target.ranked_by == "late_cash" else target.loss):
            return "Nothing of what is at risk is lost."
        if target.ranked_by == "loss" and target.loss is None:
            return (
                f"The decision puts no money at risk in {name}: rank by --measure felt, reached or severity."
            )
        if feeling and not feeling.reached.high:
            return f"Nothing that the decision sets off leads to {name}."
        if feeling and not feeling.felt.probability and target.ranked_by == "felt":
            return f"What arrives in {name} is too mild to be felt: rank by --measure reached or severity."
        enough = "what the decision sets off itself, or another way, is enough."
        return f"No single {self.one} changes {_UNCHANGED[target.ranked_by]}: {enough}"

    def _what(self, what: str) -> str:
        if what in self.cells:
            cell = self.cells[what]
            return f"{cell.name}{' (set off by the decision)' if cell.set_off else ''}"
        link = self.links[what]
        return f"{ends(link)}: {link.effect}"

    def _after(self, target: Weighed, kept: Sequence[Removal]) -> str:
        more = target.further + len(target.removals) - len(kept)
        if not kept or not more:
            return ""
        if len(kept) < len(target.removals):
            return f"{more:,} more, each by less than 0.1."
        least = replace(kept[-1].fall(target.ranked_by), low=0.0, high=0.0)
        return f"{more:,} more, each by at most {fall_text(target.ranked_by, least, unit_of(kept, self.currency))}."

    def _detail(self, what: str, number: str) -> tuple[str, ...]:
        if what in self.cells:
            cell = self.cells[what]
            return (number, cell.code, _joined(cell.owner, cell.where))
        link = self.links[what]
        where = f"{link.where}{' (by rule)' if link.by_rule else ''}"
        ends = f"{link.source_code} > {link.target_code}"
        return (number, ends, link.kind, percent(link.likelihood), link.grade, _joined(link.owner, where))

    def _notes(self) -> Iterator[str]:
        if all(one.feeling is None for one in self.report.targets):
            yield _NOWHERE[self.report.measure]
        left = len(self.report.targets) - len(self.targets)
        if left:
            yield f"{counted(left, 'more department')} under {FAINT}{NBSP}%: ask for one by --to."

    def _money(self, amount: float) -> str:
        return money.plain_money(amount, self.currency)


def _told(targets: Sequence[Weighed]) -> list[Weighed]:
    """What was asked about by name; of an overview, what is not faint."""
    if len(targets) == 1:
        return list(targets)
    return [one for one in targets if one.feeling is None or whole_percent(honest(one.feeling.felt)) >= FAINT]


def _figures(target: Weighed) -> tuple[str, ...]:
    """The columns: what it is ranked by, then what else the target has."""
    has = _SHOWN if target.feeling else ()
    first = target.removals[0] if target.removals else None
    return tuple(
        figure
        for figure in dict.fromkeys([target.ranked_by, *has])
        if first and getattr(first, figure) is not None
    )


def _shows(target: Weighed, removal: Removal) -> bool:
    """Whether its fall can be seen in what is printed."""
    return target.ranked_by in MONEY or removal.fall(target.ranked_by).by * POINTS >= LEAST


def _joined(owner: str, where: str) -> str:
    return ", ".join(filter(None, (owner, where)))
