"""Why something is hit, for people: a sentence, how it came, the hardest way, the likeliest chains, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.views import time
from anatomy.views.shares import share_of_parts, share_rounding
from anatomy.views.splitting import split_table, without_lines
from anatomy.views.words import (
    NBSP,
    chance_words,
    counted,
    fine_percent,
    honest,
    listed,
    percent,
    severity_words,
    whole_percent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anatomy.domain.explanation import ChainFacts, Explanation, PartFacts
    from anatomy.domain.impact import LinkFacts, PathFacts
    from anatomy.views.splitting import SplitTable


class Stop(Struct, frozen=True, kw_only=True):
    """One cell on a chain, and how the change got there."""

    cell: str  #: code and name
    how: str  #: effect of the link that leads there, or why the decision sets it off
    link: int  #: number in the table of links; 0 where the chain starts


class Telling(Struct, frozen=True, kw_only=True):
    """One chain told in full."""

    share: str
    note: str
    stops: tuple[Stop, ...]


class LinkLine(Struct, frozen=True, kw_only=True):
    """One link with what it rests on."""

    number: int
    ends: str
    effect: str
    figures: str  #: kind, likelihood and its range
    basis: str
    where: str


class ExplanationView(Struct, frozen=True, kw_only=True):
    """Everything that is said, in order."""

    title: str
    run: str
    answer: str
    came: str  #: heading of the ways it came; empty when there are none
    ways: tuple[Telling, ...]
    other: str  #: share of all further ways; empty when there are none
    rounding: str  #: what makes the printed shares add up to the printed chance; empty where they do
    hardest: Telling | None
    split: SplitTable | None  #: the same figures in parts that add up to them
    without: tuple[str, ...]  #: what single links do, a sentence each
    likeliest: tuple[tuple[str, str], ...]  #: chance of this path alone, and the chain in short
    links: tuple[LinkLine, ...]
    notes: tuple[str, ...]


def view_explanation(explanation: Explanation) -> ExplanationView:
    """An explanation, rounded and worded."""
    return _Teller(explanation).view()


class _Teller:
    """Words an explanation; links are numbered in the order in which they are told."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        self.names = {stop.cell: f"{stop.code} {stop.name}" for stop in explanation.stops}
        self.codes = {stop.cell: stop.code for stop in explanation.stops}
        self.reasons = {one.cell: one.because for one in explanation.decision.sets_off}
        self.links: Mapping[str, LinkFacts] = {link.id: link for link in explanation.links}
        self.paths = explanation.paths or ()
        self.numbers = self._numbers()

    def view(self) -> ExplanationView:
        it = self.explanation
        rest = it.other_paths
        shares = [*(path.share.probability for path in self.paths), rest]
        run = "exact" if it.run.exact else counted(it.run.worlds, "world")
        return ExplanationView(
            title=it.decision.title or "Decision",
            run=f"model {it.model.name} {it.model.version} · seed {it.run.seed} · {run}",
            answer=" ".join(self._answer()),
            came=self._came(),
            ways=tuple(map(self._way, self.paths)),
            other=share_of_parts(rest) if rest > 0 else "",
            rounding=share_rounding(shares, honest(it.feeling.felt)) if self.paths else "",
            hardest=self._hardest(),
            split=split_table(it, self.codes, self.numbers),
            without=without_lines(it, self.numbers),
            likeliest=tuple(self._chain(chain) for chain in it.likeliest or ()),
            links=tuple(self._link(self.links[name], number) for name, number in self.numbers.items()),
            notes=tuple(self._notes()),
        )

    def _numbers(self) -> dict[str, int]:
        it = self.explanation
        chains: list[PathFacts | ChainFacts | PartFacts]
        parts = (part for split in it.splits for part in split.parts)
        chains = [*self.paths, *([it.hardest] if it.hardest else []), *parts, *(it.likeliest or ())]
        named = [link for chain in chains for link in chain.links]
        used = [link for link in (*named, *(one.link for one in it.without or ())) if link in self.links]
        return {link: number for number, link in enumerate(dict.fromkeys(used), start=1)}

    def _answer(self) -> Iterator[str]:
        it = self.explanation
        feeling, name = it.feeling, self._name()
        if not feeling.reached.high:
            yield f"Nothing that this decision sets off leads to {name}."
            return
        yield _likely(chance_words(honest(feeling.felt)), name) + self._when()
        felt_at, reached = percent(it.model.felt_at), percent(honest(feeling.reached))
        limit = f"; it is felt from a severity of {felt_at} on"
        if not feeling.felt.probability:
            limit = f", but too mild to be felt: below {felt_at}"
        yield f"Something arrives there in {reached} of worlds{limit}."
        yield from self._checked()

    def _checked(self) -> Iterator[str]:
        """The same chances without sampling, where they were worked out."""
        it = self.explanation
        pairs = (("felt", it.felt_exact), ("reached", it.reached_exact))
        told = [f"{what} {fine_percent(chance)}" for what, chance in pairs if chance is not None]
        if told:
            yield f"Worked out without sampling, as a check: {listed(told)}."

    def _name(self) -> str:
        target = self.explanation.target
        return f"{target.name} ({target.code})"

    def _when(self) -> str:
        feeling = self.explanation.feeling
        if feeling.arrival_days is None or feeling.mean_severity_if_felt is None:
            return "."
        severity = severity_words(feeling.mean_severity_if_felt, self.explanation.model.severity_words)
        arrival = feeling.arrival_days
        first = f"usually first {time.after(arrival.p50)} (90{NBSP}% range {_days(arrival.p05, arrival.p95)})"
        return f", {first}; the severity is then {severity} on average."

    def _came(self) -> str:
        if not self.paths:
            return ""
        chance = percent(honest(self.explanation.feeling.felt))
        return f"How it came: the shares of worlds add up to the {chance} in which it is felt"

    def _way(self, path: PathFacts) -> Telling:
        interval = ""
        if whole_percent(path.share.low) < whole_percent(path.share.high):
            interval = f"95{NBSP}% interval {percent(path.share.low)} to {percent(path.share.high)}; "
        return Telling(
            share=share_of_parts(path.share.probability),
            note=f"{interval}this path alone {percent(path.alone)}",
            stops=tuple(self._stops(path)),
        )

    def _stops(self, chain: PathFacts) -> Iterator[Stop]:
        if not chain.cells:
            return
        first, *rest = chain.cells
        reason = self.reasons.get(first, "")
        yield Stop(cell=self._spoken(first), how=f"set off: {reason}" if reason else "set off", link=0)
        for cell, link in zip(rest, chain.links, strict=False):
            known = self.links.get(link)
            yield Stop(
                cell=self._spoken(cell),
                how=known.effect if known else "",
                link=self.numbers.get(link, 0),
            )

    def _spoken(self, cell: str) -> str:
        return self.names.get(cell, cell)

    def _hardest(self) -> Telling | None:
        path = self.explanation.hardest
        if path is None:
            return None
        share = percent(path.share.probability)
        same = next((place for place, one in enumerate(self.paths, 1) if one.links == path.links), 0)
        if same and self.paths[same - 1].cells == path.cells:
            return Telling(share=share, note=f"the same chain as way {same}", stops=())
        return Telling(
            share=share,
            note=f"this path alone {percent(path.alone)}",
            stops=tuple(self._stops(path)),
        )

    def _chain(self, chain: ChainFacts) -> tuple[str, str]:
        codes = " > ".join(self.codes.get(cell, cell) for cell in chain.cells)
        severity = severity_words(chain.severity, self.explanation.model.severity_words)
        return percent(chain.alone), f"{codes}, arriving with severity {severity}"

    def _link(self, link: LinkFacts, number: int) -> LinkLine:
        between = ""
        if link.likelihood_low < link.likelihood_high:
            between = f", between {percent(link.likelihood_low)} and {percent(link.likelihood_high)}"
        memory = f"; carried by {link.carried_by}, {percent(link.documented)} written down"
        sources = f", source {', '.join(link.sources)}" if link.sources else ""
        return LinkLine(
            number=number,
            ends=f"{link.source_code} > {link.target_code}",
            effect=link.effect,
            figures=f"{link.kind}, {chance_words(link.likelihood)}{between}",
            basis=f"{link.how}, grade {link.grade}{sources}{memory if link.carried_by else ''}",
            where=f"{link.where}{' (by rule)' if link.by_rule else ''}".strip(),
        )

    def _notes(self) -> Iterator[str]:
        it = self.explanation
        if it.paths is None:
            yield (
                "A saved result holds paths per department only. For the paths into this cell, give the "
                f"decision instead of the result: anatomy explain DECISION --to {it.target.code}"
            )
        elif it.likeliest is None:
            yield (
                "Told from a saved result, which holds the five main paths per department. "
                "Likeliest chains, what hit hardest, money by path and what single links do need the decision "
                "instead of the result."
            )
        if self.numbers:
            yield (
                "Evidence: A, a source states the link though not its number; B, put together from several "
                "sources; C, judgement alone."
            )


def _likely(said: str, name: str) -> str:
    """
    A chance in words as a sentence without its end.

    >>> _likely("almost no chance (2 %)", "Legal"), _likely("likely (72 %)", "Legal")
    ('There is almost no chance (2 %) that Legal feels this', 'Legal is likely (72 %) to feel this')
    """
    if "no chance" in said:
        return f"There is {said} that {name} feels this"
    if said.startswith("roughly even"):
        return f"There is a {said.replace('even', 'even chance')} that {name} feels this"
    return f"{name} is {said} to feel this"


def _days(early: float, late: float) -> str:
    first, last = time.day(early), time.day(late)
    return first if first == last else f"{first} to {last}"
