"""
Coins without memory: coin = f(seed, stable id, world), in 32-bit arithmetic that a script can repeat.

A page's script gets the two 32-bit halves of each key and repeats `draw` with Math.imul.
"""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Words = NDArray[np.uint32]

#: What a coin decides; the same id never shares bits between two streams.
Stream = Literal["dependency", "delay", "trigger", "doubt"]

GOLDEN: Final = np.uint32(0x9E3779B1)
FIRST: Final = np.uint32(0x7FEB352D)
SECOND: Final = np.uint32(0x846CA68B)


def keys(ids: Sequence[str], *, seed: int, stream: Stream) -> Words:
    """Two 32-bit halves (rows) of a 64-bit key per id; depends on seed, stream and the id's text alone."""
    salt = seed.to_bytes(8, "little")
    person = stream.encode()
    raw = b"".join(
        blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8, salt=salt, person=person).digest()
        for name in ids
    )
    return np.ascontiguousarray(np.frombuffer(raw, dtype="<u4").astype(np.uint32).reshape(-1, 2).T)


def draw(low: Words, high: Words, worlds: Words) -> Words:
    """
    The 32 bits of each (key, world): two rounds of a bijective finaliser, one per half of the key.

    Sources:
        Wellons 2018, "lowbias32" (hash-prospector), in docs/references.md.
    """
    bits = worlds * GOLDEN
    spare = np.empty_like(bits)
    bits += low
    _finalise(bits, spare)
    bits ^= high
    _finalise(bits, spare)
    return bits


def _finalise(bits: Words, spare: Words) -> None:
    """Mix the bits of each word, in place; one to one on 32 bits. `spare` is room to work in."""
    np.right_shift(bits, np.uint32(16), out=spare)
    bits ^= spare
    bits *= FIRST
    np.right_shift(bits, np.uint32(15), out=spare)
    bits ^= spare
    bits *= SECOND
    np.right_shift(bits, np.uint32(16), out=spare)
    bits ^= spare


def last_live(likelihood: NDArray[np.float64]) -> Words:
    """
    The largest coin that is still live, for likelihoods above 0: live iff coin < likelihood * 2**32.

    Likelihood 1 gives 2**32 - 1, so it is live always. Likelihood 0 has no such coin: leave it out.
    """
    return (np.ceil(likelihood * 2.0**32) - 1).astype(np.uint32)


def is_live(coin: int, likelihood: float) -> bool:
    """The rule in one line, for one coin; `last_live` is its form for arrays."""
    return coin < math.ldexp(likelihood, 32)
