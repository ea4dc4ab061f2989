"""Coins behave like independent fair bits, and can be repeated by anyone who knows the rule."""

from __future__ import annotations

import math
from hashlib import blake2b

import numpy as np
import pytest

from anatomy.propagation import Delay, Edge, Network, Trigger, run
from anatomy.propagation.coins import draw, is_live, keys, last_live

WORLDS = np.arange(20_000, dtype=np.uint32)
NAMES = [f"D{number}.F{number % 7}->D{number + 1}" for number in range(60)]


def coins(name: int = 0, *, seed: int = 0) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The coins of one edge in all worlds."""
    low, high = keys(NAMES, seed=seed, stream="dependency")
    return draw(np.full_like(WORLDS, low[name]), np.full_like(WORLDS, high[name]), WORLDS)


def by_hand(name: str, world: int, *, seed: int, stream: str) -> int:
    """The rule again, in plain whole numbers, as a page's script would follow it."""
    key = blake2b(
        name.encode(), digest_size=8, salt=seed.to_bytes(8, "little"), person=stream.encode()
    ).digest()

    def finalise(bits: int) -> int:
        bits ^= bits >> 16
        bits = bits * 0x7FEB352D % 2**32
        bits ^= bits >> 15
        bits = bits * 0x846CA68B % 2**32
        return bits ^ bits >> 16

    first = (world * 0x9E3779B1 + int.from_bytes(key[:4], "little")) % 2**32
    return finalise(finalise(first) ^ int.from_bytes(key[4:], "little"))


def test_the_rule_can_be_repeated_elsewhere() -> None:
    for seed, number, world in ((0, 0, 0), (7, 3, 1), (2**40, 59, 9_999), (1, 12, 19_999)):
        assert coins(number, seed=seed)[world] == by_hand(
            NAMES[number], world, seed=seed, stream="dependency"
        )


def test_known_coins_stay_what_they_are() -> None:
    """A change here changes every figure ever published with a seed."""
    low, high = keys(["a->b#0"] * 3, seed=0, stream="dependency")

    assert draw(low, high, WORLDS[:3]).tolist() == KNOWN
    assert [by_hand("a->b#0", world, seed=0, stream="dependency") for world in range(3)] == KNOWN


KNOWN = [1078943863, 3653725733, 1856722905]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_values_are_uniform(seed: int) -> None:
    counts = np.bincount((coins(seed * 5, seed=seed) >> np.uint32(26)).astype(np.int64), minlength=64)
    expected = len(WORLDS) / 64
    chi_square = float((((counts - expected) ** 2) / expected).sum())

    assert abs(chi_square - 63) < 4 * math.sqrt(2 * 63)


def test_every_bit_is_balanced_and_pairs_of_bits_are_independent() -> None:
    bits = (coins()[:, None] >> np.arange(32, dtype=np.uint32)) & np.uint32(1)
    signs = bits.astype(np.float64) * 2 - 1
    limit = 5 / math.sqrt(len(WORLDS))

    assert np.abs(signs.mean(axis=0)).max() < limit
    together = signs.T @ signs / len(WORLDS) - np.eye(32)
    assert np.abs(together).max() < limit


def test_neighbouring_worlds_are_uncorrelated() -> None:
    values = coins(5) / 2.0**32 - 0.5
    for lag in (1, 2, 3, 64, 1000):
        product = values[:-lag] * values[lag:] * 12
        assert abs(float(product.mean())) < 5 / math.sqrt(len(product))


def test_edges_and_seeds_are_uncorrelated() -> None:
    values = np.stack([coins(number) / 2.0**32 - 0.5 for number in range(40)])
    values = np.concatenate([values, [coins(0, seed=seed) / 2.0**32 - 0.5 for seed in range(1, 10)]])
    together = values @ values.T * 12 / len(WORLDS) - np.eye(len(values))

    assert np.abs(together).max() < 6 / math.sqrt(len(WORLDS))


def test_likelihoods_are_met() -> None:
    low, high = keys(NAMES, seed=3, stream="dependency")
    for number, likelihood in enumerate((0.001, 0.05, 0.3, 0.5, 0.95)):
        live = draw(
            np.full_like(WORLDS, low[number]), np.full_like(WORLDS, high[number]), WORLDS
        ) <= last_live(np.array([likelihood]))
        error = math.sqrt(likelihood * (1 - likelihood) / len(WORLDS))
        assert abs(float(live.mean()) - likelihood) < 4 * error


def test_the_streams_of_one_name_differ() -> None:
    drawn = {
        stream: keys(["x"], seed=0, stream=stream).tobytes()
        for stream in ("dependency", "delay", "trigger", "doubt")
    }

    assert len(set(drawn.values())) == 4


def test_certain_and_impossible_are_exact_and_more_likely_is_never_less() -> None:
    ends = (0, 1, 2**31, 2**32 - 1)

    assert all(is_live(coin, 1.0) and not is_live(coin, 0.0) for coin in ends)
    assert last_live(np.array([1.0, 0.5, 2.0**-40])).tolist() == [2**32 - 1, 2**31 - 1, 0]
    some = np.linspace(1e-9, 1, 1001)
    assert (np.diff(last_live(some).astype(np.int64)) > 0).all()
    for likelihood, last in zip(some.tolist(), last_live(some).tolist(), strict=True):
        assert is_live(last, likelihood)
        assert last == 2**32 - 1 or not is_live(last + 1, likelihood)


def test_no_names_have_no_keys() -> None:
    assert keys([], seed=0, stream="delay").shape == (2, 0)


def test_every_coin_is_found_again_by_seed_stream_name_and_world() -> None:
    delay = Delay.of_choices({1: 0.5, 2: 0.5})
    edge = Edge(id="way", source="a", target="b", likelihood=0.4, severity_share=1, delay=delay)
    network, triggers = Network.of("ab", [edge]), [Trigger(node="a", likelihood=0.7)]
    seen = run(network, triggers, worlds=400, seed=9, watch=("a", "b"), exact="never").watched

    def live(name: str, likelihood: float, stream: str) -> list[bool]:
        return [is_live(by_hand(name, world, seed=9, stream=stream), likelihood) for world in range(400)]

    lit, crossed = live("a#0", 0.7, "trigger"), live("way", 0.4, "dependency")
    days = [1.0 if soon else 2.0 for soon in live("way", 0.5, "delay")]
    assert np.isfinite(seen["a"].arrival_days).tolist() == lit
    assert seen["b"].arrival_days.tolist() == [
        day if one and two else math.inf for one, two, day in zip(lit, crossed, days, strict=True)
    ]
