"""Figures in parts that add up to them, and what they would be without one link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.views import money
from anatomy.views.shares import ROUNDING, loss_rounding, share_of_parts, share_rounding
from anatomy.views.words import NBSP, honest, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anatomy.domain.explanation import Explanation, PartFacts, SplitFacts, WithoutFacts
    from anatomy.domain.impact import LinkFacts

_CENT: Final = 100
_REST: Final = {
    "kind": "other or unknown kinds",
    "first-link": "other first links",
    "path": "other paths",
}


class SplitBlock(Struct, frozen=True, kw_only=True):
    """One way of splitting; every column adds up to the figures that are split, the last row being for rounding."""

    heading: str
    rows: tuple[tuple[str, ...], ...]  #: a figure per column, then what the part is


class SplitTable(Struct, frozen=True, kw_only=True):
    """All ways of splitting, in the same columns."""

    lead: str
    heads: tuple[str, ...]  #: one per figure
    blocks: tuple[SplitBlock, ...]
    whole: tuple[str, ...]  #: the figures, then what they are


def split_table(it: Explanation, codes: Mapping[str, str], numbers: Mapping[str, int]) -> SplitTable | None:
    """
    The splits of an explanation, each part rounded by itself; None where nothing is felt or lost.

    Where printed parts do not add up to the printed figure, a last row of their block says what rounding makes.

    Args:
        it: the explanation.
        codes: of its cells.
        numbers: of its links.
    """
    if not it.splits or not (it.whole.first or it.whole.loss):
        return None
    has_hardest, has_loss = it.whole.hardest is not None, bool(it.whole.loss)
    heads = ["first", *(["hardest"] if has_hardest else []), *(["loss"] if has_loss else [])]
    names = {
        "kind": f"By kind of the link into {_department(it)}",
        "first-link": "By first link out of a cell that is set off",
        "path": "By path",
    }
    teller = _Teller(it, codes, numbers)
    blocks = [
        SplitBlock(heading=names[split.by], rows=tuple(teller.rows(split, heads))) for split in it.splits
    ]
    chance = percent(honest(it.feeling.felt))
    whole = [chance] * (1 + has_hardest) + ([teller.unit.loss(it.whole.loss or 0.0)] if has_loss else [])
    return SplitTable(
        lead=_lead(chance, has_hardest=has_hardest, has_loss=has_loss),
        heads=tuple(heads),
        blocks=tuple(blocks),
        whole=(*whole, "together, in every block"),
    )


def _lead(chance: str, *, has_hardest: bool, has_loss: bool) -> str:
    told = [f"“first” is the share of worlds by what arrived first, of the {chance} in which it is felt"]
    if has_hardest:
        told.append("“hardest” the same by what hit hardest")
    if has_loss:
        told.append("“loss” the expected loss by the chain that hit its owner hardest in each world")
    return f"In parts that add up, apart from rounding: {', '.join(told)}."


def _department(it: Explanation) -> str:
    """The name of the department of what is explained; other names begin with it."""
    name = it.target.name
    return name if it.target.what == "department" else name.split(",", maxsplit=1)[0]


class _Teller:
    """Words the parts of one explanation."""

    def __init__(self, it: Explanation, codes: Mapping[str, str], numbers: Mapping[str, int]) -> None:
        self.it, self.codes, self.numbers = it, codes, numbers
        self.unit = money.table_unit([it.whole.loss or 0.0], it.model.currency)

    def rows(self, split: SplitFacts, heads: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """A row per part, one for the rest if there is any, and one for rounding where it shows."""
        portions = [part.portion for part in split.parts]
        names = [self._name(split.by, part) for part in split.parts]
        if any((split.rest.first, split.rest.hardest, split.rest.loss)):
            portions.append(split.rest)
            names.append(_REST[split.by])
        columns = [[getattr(portion, head) or 0.0 for portion in portions] for head in heads]
        for *figures, name in zip(*columns, names, strict=True):
            yield (*map(self._figure, heads, figures), name)
        rounding = list(map(self._rounding, heads, columns))
        if any(rounding):
            yield (*rounding, ROUNDING)

    def _figure(self, head: str, part: float) -> str:
        return self.unit.loss(part) if head == "loss" else share_of_parts(part)

    def _rounding(self, head: str, parts: Sequence[float]) -> str:
        if head == "loss":
            return loss_rounding(parts, self.it.whole.loss or 0.0, self.unit)
        return share_rounding(parts, honest(self.it.feeling.felt))

    def _name(self, by: str, part: PartFacts) -> str:
        if by == "kind":
            return part.kind or f"starts in {_department(self.it)} itself"
        chain = " > ".join(self.codes.get(cell, cell) for cell in part.cells)
        if not part.links:
            return f"{chain}, set off itself"
        return f"{chain} {' '.join(f'[{self.numbers[link]}]' for link in part.links if link in self.numbers)}"


def without_lines(it: Explanation, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence for every link without which a printed figure would be another."""
    links = {link.id: link for link in it.links}
    said = [
        f"{_link(links[one.link], numbers)}: {what}."
        for one in it.without or ()
        if one.link in links and (what := _fall(it, one))
    ]
    if not said and it.without:
        return ("No link alone changes a printed figure.",)
    return tuple(said)


def _link(link: LinkFacts, numbers: Mapping[str, int]) -> str:
    return f"Without the {link.kind} link [{numbers[link.id]}] {link.source_code} > {link.target_code}"


def _fall(it: Explanation, one: WithoutFacts) -> str:
    """What falls, and what stays beside it; nothing where both stay."""
    felt = honest(it.feeling.felt)
    # Without a link nothing is likelier: sampled without a miss, it is not certain where the whole is not.
    before, after = percent(felt), percent(min(one.felt, felt))
    falls, loss = before != after, _loss(it, one)
    if not falls and not loss.startswith("falls"):
        return ""
    chance = f"falls from {before} to {after}{_points(one)}" if falls else f"stays at {before}"
    return f"{it.target.name} {chance}{', its expected loss ' if loss else ''}{loss}"


def _points(one: WithoutFacts) -> str:
    low, high = (
        (one.felt_less - one.felt_half) * _CENT,
        (one.felt_less + one.felt_half) * _CENT,
    )
    if not one.felt_half:
        return ""
    return f" ({max(0.0, low):.1f} to {high:.1f} points, 95{NBSP}% interval)"


def _loss(it: Explanation, one: WithoutFacts) -> str:
    if one.loss is None or one.loss_less is None or one.loss_half is None or not it.whole.loss:
        return ""
    unit = money.own_unit(it.whole.loss, it.model.currency)
    before, after = unit.plain(it.whole.loss), unit.plain(one.loss)
    if before == after:
        return f"stays at {before}"
    interval = ""
    if one.loss_half:
        low, high = (unit.plain(max(0.0, one.loss_less + side)) for side in (-one.loss_half, one.loss_half))
        interval = f" ({low} less)" if low == high else f" ({low} to {high} less)"
    return f"falls from {before} to {after}{interval}"
