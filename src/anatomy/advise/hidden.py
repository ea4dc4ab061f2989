"""What effects do elsewhere, world by world; a spread that differs in nothing but its amounts is played once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from anatomy.assess.asking import cells_by_department, network_of_model, triggers_of_effects
from anatomy.propagation import Stake, play

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from anatomy.deciding import Effects, MoneyAtRisk
    from anatomy.domain.enterprise import Enterprise
    from anatomy.propagation import Network, Outcomes
    from anatomy.propagation.question import Exactness

    Floats = NDArray[np.float64]


class Consequences(Struct, frozen=True, kw_only=True, eq=False):
    """One spread, world by world."""

    loss: Floats  #: hidden cost of each world: margin that is lost, all departments together
    felt: Floats  #: departments with a card x worlds: 1 where it is felt, else 0
    weights: Floats  #: probability of each world
    exact: bool


class Playing:
    """Plays effects in the same worlds, and remembers what it played."""

    def __init__(self, enterprise: Enterprise, *, worlds: int, seed: int) -> None:
        """Play so many worlds of a seed, or all there are where few coins matter."""
        self.enterprise, self.worlds, self.seed = enterprise, worlds, seed
        cells = cells_by_department(enterprise)
        self.cards = tuple(key for key in enterprise.cards if key in cells)
        self._groups = {key: cells[key] for key in self.cards}
        self._network = network_of_model(enterprise)
        self._known: dict[object, Outcomes] = {}

    def of_at_most(self, worlds: int) -> Playing:
        """The same, or in the first so many worlds if there are more."""
        if worlds >= self.worlds:
            return self
        return Playing(self.enterprise, worlds=worlds, seed=self.seed)

    def play(self, effects: Effects, *, likelihood: Floats | None = None) -> Consequences:
        """
        The consequences of effects.

        Args:
            effects: of a decision on the model.
            likelihood: per dependency, instead of the points of their ranges.
        """
        outcomes = self._outcomes(effects, likelihood)
        rows = [outcomes.of_group(name) for name in self.cards]
        return Consequences(
            loss=lost(effects, outcomes.ledgers, outcomes.loss),
            felt=outcomes.felt[rows].astype(np.float64),
            weights=outcomes.weights,
            exact=outcomes.exact,
        )

    def units(self, effects: Effects) -> Outcomes:
        """The outcomes with the ledgers of `unit_ledgers`: every world there is, or a sample."""
        return self._outcomes(effects, None)

    def sampled_units(self, effects: Effects) -> Outcomes:
        """The same in sampled worlds, also where few coins matter."""
        known = self.units(effects)
        return self.play_anew(effects, exact="never") if known.exact else known

    def _outcomes(self, effects: Effects, likelihood: Floats | None) -> Outcomes:
        key = spread_key(effects), None if likelihood is None else likelihood.tobytes()
        if key not in self._known:
            self._known[key] = self.play_anew(effects, likelihood=likelihood)
        return self._known[key]

    def network(self, effects: Effects) -> Network:
        """The network of effects; most dependencies are as in the model, so only the others are written anew."""
        columns = {
            name: getattr(self._network, name).copy()
            for name in ("likelihood", "severity_share", "delay_low", "delay_mode", "delay_high")
        }
        for place, one in enumerate(effects.dependencies):
            if one.because:
                adjusted = one.dependency
                columns["likelihood"][place] = adjusted.likelihood.point
                columns["severity_share"][place] = adjusted.severity_share.point
                for end in ("low", "mode", "high"):
                    columns[f"delay_{end}"][place] = getattr(adjusted.delay, end)
        return replace(self._network, **columns)

    def play_anew(
        self, effects: Effects, *, likelihood: Floats | None = None, exact: Exactness = "auto"
    ) -> Outcomes:
        """The outcomes themselves, with the ledgers of `unit_ledgers`; they are not remembered."""
        network = self.network(effects)
        return play(
            network if likelihood is None else replace(network, likelihood=likelihood),
            triggers_of_effects(effects),
            groups=self._groups,
            ledgers=unit_ledgers(effects),
            felt_at=self.enterprise.felt_at,
            worlds=self.worlds,
            seed=self.seed,
            exact=exact,
        )


def spread_key(effects: Effects) -> object:
    """What two effects have in common that spread alike: all but their amounts of money."""
    adjusted = tuple(one.dependency for one in effects.dependencies if one.because)
    return effects.triggers, adjusted, tuple(sorted({_unit(item) for item in _margin(effects)}))


def unit_ledgers(effects: Effects) -> dict[str, list[Stake]]:
    """A ledger of 1 per owner and horizon, so that amounts may be put to it afterwards."""
    return {
        _unit(item): [Stake(node=str(item.owner), amount=1.0, horizon_days=item.horizon_days)]
        for item in _margin(effects)
    }


def lost(effects: Effects, ledgers: Iterable[str], units: Floats) -> Floats:
    """
    Money of all loss items together, added in the order of their keys.

    Args:
        effects: with the amounts.
        ledgers: names of `unit_ledgers`, in the order of the rows.
        units: ledgers x worlds (or draws): what is lost of 1.
    """
    row = {name: number for number, name in enumerate(ledgers)}
    total: Floats = np.zeros(units.shape[1])
    for item in _margin(effects):
        total = total + item.amount * units[row[_unit(item)]]
    return total


def _margin(effects: Effects) -> Iterator[MoneyAtRisk]:
    return (item for item in effects.at_risk if item.measure == "margin")


def _unit(item: MoneyAtRisk) -> str:
    return f"{item.owner}|{item.horizon_days!r}"
