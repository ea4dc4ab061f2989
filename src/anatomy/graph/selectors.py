"""Selectors: which cells of an enterprise a text such as `+D9.F7+2` means, and why each of them."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from anatomy.graph.selector_atoms import Atoms, known_kinds
from anatomy.graph.selector_syntax import parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anatomy.domain.cell import CellId
    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.graph.selector_syntax import Term

    State = tuple[CellId, str]

_START: Final = "start"
_UP: Final = "up"
_DOWN: Final = "down"
_ONE_WAY: Final[Mapping[str, tuple[str, ...]]] = {_START: (_DOWN, _UP), _DOWN: (_DOWN,), _UP: (_UP,)}
_AROUND: Final[Mapping[str, tuple[str, ...]]] = {_START: (_DOWN, _UP), _DOWN: (_DOWN, _UP), _UP: (_UP,)}


class Reason(Struct, frozen=True, kw_only=True):
    """Why one term selects a cell."""

    term: str  #: as written
    method: str  #: dept, fn and so on; nothing for an address
    start: CellId  #: the cell of the atom that it hangs on; itself where there was no walk
    chain: tuple[str, ...] = ()  #: ids of the dependencies from there, the fewest that lead to it
    end_of: str = ""  #: the dependency for which kind:, carried_by: or grade: selects the start


class Selected(Struct, frozen=True, kw_only=True):
    """A selected cell, with one reason for each term that had to hold."""

    cell: CellId
    reasons: tuple[Reason, ...]

    @property
    def steps(self) -> int:
        """Dependencies walked, over all its reasons."""
        return sum(len(reason.chain) for reason in self.reasons)


class Selection(Struct, frozen=True, kw_only=True):
    """What a selector means in a model."""

    text: str
    exclude: str
    cells: tuple[Selected, ...]  #: in the model's order
    dependencies: tuple[Dependency, ...]  #: among the cells, in the model's order


def select_cells(
    enterprise: Enterprise,
    text: str,
    *,
    exclude: str = "",
    felt: Mapping[CellId, float] | None = None,
) -> Selection:
    """
    The cells that a selector means, each with why; docs/selectors.md tells the grammar.

    Of several alternatives that select a cell, the one with the fewest steps tells why, then the first.

    Args:
        enterprise: the model.
        text: alternatives separated by spaces, each of terms joined by commas that must all hold.
        exclude: a selector whose cells are left out; its walks go through the whole model.
        felt: for `felt:`, the chance in [0, 1] that each cell feels a decision; the others have none.

    Raises:
        SelectorError: not a selector, or a name that the model does not have.
    """
    search = _Search(enterprise, felt)
    chosen = search.cells(text)
    left_out = search.cells(exclude) if exclude.strip() else {}
    kept = [cell for cell in enterprise.cells() if cell in chosen and cell not in left_out]
    among = set(kept)
    return Selection(
        text=text,
        exclude=exclude,
        cells=tuple(Selected(cell=cell, reasons=chosen[cell]) for cell in kept),
        dependencies=tuple(
            one for one in enterprise.dependencies if one.source in among and one.target in among
        ),
    )


class _Search:
    def __init__(self, enterprise: Enterprise, felt: Mapping[CellId, float] | None) -> None:
        self._enterprise = enterprise
        self._atoms = Atoms(enterprise, felt)

    def cells(self, text: str) -> dict[CellId, tuple[Reason, ...]]:
        """Every cell of a selector with its reasons."""
        found: dict[CellId, tuple[Reason, ...]] = {}
        for terms in parse_selector(text):
            first, *others = [self._term(text, term) for term in terms]
            for cell in first:
                if all(cell in other for other in others):
                    reasons = tuple(one[cell] for one in (first, *others))
                    if cell not in found or _steps(reasons) < _steps(found[cell]):
                        found[cell] = reasons
        return found

    def _term(self, text: str, term: Term) -> dict[CellId, Reason]:
        starts = self._atoms.find(text, term)
        kinds = known_kinds(self._enterprise, text, term)
        walked = [one for one in self._enterprise.dependencies if not kinds or one.kind in kinds]
        return {
            cell: Reason(term=term.text, method=term.method, start=start, chain=chain, end_of=starts[start])
            for cell, start, chain in _walk(starts, walked, term)
        }


def _steps(reasons: tuple[Reason, ...]) -> int:
    return sum(len(reason.chain) for reason in reasons)


def _walk(
    starts: Iterable[CellId], dependencies: Iterable[Dependency], term: Term
) -> Iterator[tuple[CellId, CellId, tuple[str, ...]]]:
    """Every cell that the walk comes to, where it began, and the shortest chain of dependencies to it."""
    onward = _onward(dependencies)
    moves = _AROUND if term.around else _ONE_WAY
    limits = {_UP: term.up, _DOWN: term.down}
    came: dict[State, tuple[State, str] | None] = {(cell, _START): None for cell in starts}
    told: set[CellId] = set()
    waiting = deque((state, 0) for state in came)
    while waiting:
        state, steps = waiting.popleft()
        if state[0] not in told:
            told.add(state[0])
            yield state[0], *_chain(came, state)
        for way in moves[state[1]]:
            limit = limits[way]
            if limit is not None and steps >= limit:
                continue
            for dependency, cell in onward[way].get(state[0], ()):
                if (cell, way) not in came:
                    came[cell, way] = state, dependency
                    waiting.append(((cell, way), steps + 1))


def _onward(dependencies: Iterable[Dependency]) -> dict[str, dict[CellId, list[tuple[str, CellId]]]]:
    """Way -> cell -> what leads on from there, and to where."""
    onward: dict[str, dict[CellId, list[tuple[str, CellId]]]] = {
        _UP: defaultdict(list),
        _DOWN: defaultdict(list),
    }
    for one in dependencies:
        onward[_DOWN][one.source].append((one.id, one.target))
        onward[_UP][one.target].append((one.id, one.source))
    return onward


def _chain(came: Mapping[State, tuple[State, str] | None], state: State) -> tuple[CellId, tuple[str, ...]]:
    links: list[str] = []
    while (step := came[state]) is not None:
        state, link = step
        links.append(link)
    return state[0], tuple(reversed(links))
