"""The hidden cost under many sets of likelihoods: drawn from their ranges, or every combination of a few levels."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from anatomy.advise.hidden import lost, spread_key, unit_ledgers
from anatomy.assess.asking import triggers_of_effects
from anatomy.assess.doubting import doubt_of_effects
from anatomy.propagation import even_quantiles, play_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from anatomy.advise.hidden import Playing
    from anatomy.deciding import Effects
    from anatomy.propagation import Correlation

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]
    Units = tuple[tuple[str, ...], Floats]  #: ledgers of 1, and ledgers x draws of what they lose on average

DRAWS: Final = 128  #: sets of likelihoods
LEVELS: Final = 8  #: that the draws of one group are told apart by
SOME: Final = 8  #: one in so many draws serves for what is only a change
MOST_PLAYED: Final = 1 << 18  #: combinations times worlds, up to which everything is gone through


class Drawn:
    """Draws of all groups of likelihoods at once, the same for every choice."""

    def __init__(
        self,
        playing: Playing,
        effects: Sequence[Effects],
        names: Sequence[str],
        groups: Correlation,
        *,
        worlds: int | None = None,
    ) -> None:
        """
        Lay the draws out.

        Args:
            playing: the model, and its worlds.
            effects: of every choice.
            names: the groups that are drawn.
            groups: which likelihoods move together.
            worlds: the first of them, which the draws share out among themselves; None: all.
        """
        self.names = tuple(names)
        self._playing, self._groups = playing, groups
        self._known: dict[object, Units] = {}
        self.exact = self._is_small(effects)
        if self.exact:
            self.levels = LEVELS
            middles = (np.arange(LEVELS) + 0.5) / LEVELS
            self.draws = LEVELS ** len(names)
            every = np.array([*itertools.product(middles, repeat=len(names))]).reshape(self.draws, -1)
            self.worlds = max(len(playing.play(one).weights) for one in effects)
            self._quantiles = dict(zip(self.names, every.T, strict=True))
        else:
            shared = min(worlds or playing.worlds, playing.worlds)
            self.draws = min(DRAWS, shared)
            self.worlds = shared // self.draws
            self.levels = min(LEVELS, self.draws)
            self._quantiles = even_quantiles(self.names, self.draws, seed=playing.seed)

    def _is_small(self, effects: Sequence[Effects]) -> bool:
        """Whether every combination of levels can be gone through in every world there is."""
        played = [self._playing.play(one) for one in effects]
        sets = LEVELS ** len(self.names)
        if (
            not all(one.exact for one in played)
            or max(len(one.weights) for one in played) * sets > MOST_PLAYED
        ):
            return False
        # Likelihoods that are sure at their points may be doubtful elsewhere.
        widest = [self._playing.play(one, likelihood=self._likelihoods(one, {}, 1)[0]) for one in effects]
        return all(one.exact for one in widest)

    def levels_of(self, name: str) -> Places:
        """Per draw, the level of a group."""
        return self.to_levels(self._quantiles[name])

    def to_levels(self, quantiles: Floats) -> Places:
        """Quantiles in [0, 1] as levels from 0."""
        return np.minimum((quantiles * self.levels).astype(np.int64), self.levels - 1)

    def hidden(self, effects: Effects) -> Floats:
        """Per draw, the expected hidden cost."""
        names, units = self._units(effects)
        return lost(effects, names, units)

    def change(self, effects: Effects, base: Effects) -> float:
        """By how much the expected hidden cost of effects is higher than that of a choice, over the draws."""
        if spread_key(effects) == spread_key(base) or self.exact:
            return float((self.hidden(effects) - self.hidden(base)).mean())
        some = max(1, self.draws // SOME)
        return float(np.mean(self._raw_hidden(effects, some) - self._raw_hidden(base, some)))

    def _units(self, effects: Effects) -> Units:
        key = spread_key(effects)
        if key not in self._known:
            self._known[key] = self._every(effects) if self.exact else self._sampled(effects)
        return self._known[key]

    def _every(self, effects: Effects) -> Units:
        rows = self._likelihoods(effects, self._quantiles, self.draws)
        outcomes = [self._playing.play_anew(effects, likelihood=row) for row in rows]
        return outcomes[0].ledgers, np.stack([one.loss @ one.weights for one in outcomes], axis=1)

    def _sampled(self, effects: Effects) -> Units:
        """Shifts against the point likelihoods in the same worlds, on top of the mean of all worlds at the points."""
        names, drawn = self._raw(effects, self.draws)
        whole, sampled = self._playing.units(effects), self._playing.sampled_units(effects)
        blocks = sampled.loss[:, : self.draws * self.worlds].reshape(len(names), self.draws, self.worlds)
        return names, (whole.loss @ whole.weights)[:, np.newaxis] + drawn - blocks.mean(axis=2)

    def _raw_hidden(self, effects: Effects, draws: int) -> Floats:
        key = spread_key(effects), draws
        if key not in self._known:
            self._known[key] = self._raw(effects, draws)
        return lost(effects, *self._known[key])

    def _raw(self, effects: Effects, draws: int) -> Units:
        """The first draws, each in worlds of its own."""
        played = play_sets(
            self._playing.network(effects),
            triggers_of_effects(effects),
            self._likelihoods(effects, self._quantiles, self.draws)[:draws],
            [(number * self.worlds, self.worlds) for number in range(draws)],
            groups={},
            ledgers=unit_ledgers(effects),
            seed=self._playing.seed,
        )
        blocks = played.loss.reshape(draws, self.worlds, len(played.ledgers))
        return played.ledgers, blocks.mean(axis=1).T

    def _likelihoods(self, effects: Effects, quantiles: dict[str, Floats], draws: int) -> Floats:
        """Draws x dependencies; groups that are not drawn stand at their middles."""
        doubt = doubt_of_effects(effects, self._groups)
        middle = np.full(draws, 0.5)
        return doubt.likelihoods({name: quantiles.get(name, middle) for name in doubt.moves_with})
