"""A whole comparison against every joint world of a tiny model, gone through in plain Python."""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from anatomy.advise.choices import options_of
from anatomy.advise.comparing import compare
from anatomy.domain.decision import DECLINE, PROPOSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from anatomy.domain.alternatives import Comparison
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

VALUE, FELT_AT, MATERIAL = 100_000.0, 0.1, 5_000.0
SHARES = {PROPOSED: 0.30, "less": 0.15, "little": 0.05}
WON = {PROPOSED: 60_000.0, "less": 60_000.0, "little": 58_000.0, DECLINE: 60_000.0}
CHANCES = {
    PROPOSED: (0.5 + 4 * 0.6 + 0.8) / 6,
    "less": (0.35 + 4 * 0.45 + 0.5) / 6,
    "little": 0.4,
    DECLINE: 0.3,
}
ENDS = {PROPOSED: (0.5, 0.8), "less": (0.35, 0.5), "little": (0.4, 0.4), DECLINE: (0.3, 0.3)}


def exactly(number: float) -> Any:
    return pytest.approx(number, rel=1e-11, abs=1e-9)


class Coin(Struct, frozen=True):
    """A cell set off or a row, with its likelihood under each choice; 0 where it is not there."""

    likelihood: Mapping[str, float]
    source: str
    target: str
    severity: Mapping[str, float]  #: intensity, or share that is passed on
    days: float


class World(Struct):
    """What happens under one choice."""

    felt: dict[str, bool]
    lost: dict[str, float]  #: by department, and in all

    @property
    def total(self) -> float:
        """Lost margin of all departments."""
        return self.lost["sales"] + self.lost["legal"]


def coins(enterprise: Enterprise) -> list[Coin]:
    """From the text of the model: two cells set off, seven rows; the terms halve what leads into Legal."""
    deals, pricing = "sales/deals/process", "sales/pricing/process"
    ruled = {key: 0.5 if share > 0.1 else 0.0 for key, share in SHARES.items()}
    intensity = {key: min(1.0, 2 * share) for key, share in SHARES.items()}
    found = [
        Coin(dict.fromkeys(SHARES, 0.8), "", deals, intensity, 0.0),
        Coin(ruled, "", pricing, dict.fromkeys(SHARES, 0.3), 4.0),
    ]
    for row in enterprise.dependencies:
        halved = row.target.department == "legal"
        likelihood = {
            key: row.likelihood.point * (0.5 if halved and key == "less" else 1.0) for key in SHARES
        }
        share = dict.fromkeys(SHARES, row.severity_share.point)
        found.append(Coin(likelihood, str(row.source), str(row.target), share, row.delay.point))
    return found


def play(live: list[Coin], key: str) -> World:
    """One world under one choice."""
    severity: dict[str, float] = {}
    days: dict[str, float] = {}
    for _ in range(8):
        for coin in live:
            if coin.source and coin.source not in severity:
                continue
            hurt = coin.severity[key] * (severity[coin.source] if coin.source else 1.0)
            when = coin.days + (days[coin.source] if coin.source else 0.0)
            severity[coin.target] = max(severity.get(coin.target, 0.0), hurt)
            days[coin.target] = min(days.get(coin.target, math.inf), when)

    def loss(cell: str, amount: float, horizon: float) -> float:
        return amount * severity.get(cell, 0.0) * (days.get(cell, math.inf) <= horizon)

    return World(
        felt={
            name: any(hurt >= FELT_AT - 1e-12 for cell, hurt in severity.items() if cell.startswith(name))
            for name in ("sales", "legal")
        },
        lost={
            "legal": loss("legal/contracts/operations", VALUE / 10, 9.0),
            "sales": loss("sales/pricing/process", VALUE * SHARES[key], 365.0),
            "late": loss("sales/deals/operations", VALUE / 50, 30.0),
        },
    )


@pytest.fixture(scope="module")
def truth(enterprise: Enterprise) -> list[tuple[float, dict[str, World]]]:
    """Every joint fall of all coins: a coin falls between two of the likelihoods that it is held against."""
    thrown = coins(enterprise)
    spans = [list(pairwise(sorted({0.0, 1.0, *coin.likelihood.values()}))) for coin in thrown]
    found = []
    for fallen in product(*spans):
        worlds = {}
        for key in SHARES:
            live = [
                coin for coin, (_, high) in zip(thrown, fallen, strict=True) if high <= coin.likelihood[key]
            ]
            worlds[key] = play(live, key)
        nothing = World(
            felt=dict.fromkeys(("sales", "legal"), False), lost={"sales": 0.0, "legal": 0.0, "late": 0.0}
        )
        found.append((math.prod(high - low for low, high in fallen), {**worlds, DECLINE: nothing}))
    return found


@pytest.fixture(scope="module")
def compared(enterprise: Enterprise, deal: Decision) -> Comparison:
    return compare(enterprise, options_of(deal))


Truth = list[tuple[float, dict[str, World]]]


def mean(truth: Truth, of: Callable[[dict[str, World]], float]) -> float:
    return math.fsum(chance * of(worlds) for chance, worlds in truth)


def net(key: str, world: World) -> float:
    """What a choice brings if it goes ahead: what is won, less the discount, less what is lost elsewhere."""
    return WON[key] - VALUE * SHARES.get(key, 0.0) - world.total


def futures(truth: Truth) -> Iterator[tuple[float, dict[str, float]]]:
    """Every world and every sort of customer: who signs at one chance to win signs at any larger one."""
    for low, high in pairwise(sorted({0.0, 1.0, *CHANCES.values()})):
        for chance, worlds in truth:
            yield (
                chance * (high - low),
                {key: net(key, worlds[key]) if high <= CHANCES[key] else 0.0 for key in CHANCES},
            )


def test_it_is_exact_and_has_every_choice(compared: Comparison, truth: Truth) -> None:
    assert compared.exact
    assert math.fsum(chance for chance, _ in truth) == exactly(1)
    assert [one.key for one in compared.choices] == [PROPOSED, "less", "little", DECLINE]


@pytest.mark.parametrize("key", CHANCES)
def test_each_choice(compared: Comparison, truth: Truth, key: str) -> None:
    one = compared.choice(key)

    for department in one.departments:
        felt = mean(truth, lambda worlds, name=department.key: float(worlds[key].felt[name]))  # type: ignore[misc]
        lost = mean(truth, lambda worlds, name=department.key: worlds[key].lost[name])  # type: ignore[misc]
        assert department.felt.probability == exactly(felt)
        assert (department.loss.mean if department.loss else 0.0) == exactly(lost)
    assert one.hidden.mean == exactly(mean(truth, lambda worlds: worlds[key].total))
    assert one.hidden_late_cash.mean == exactly(mean(truth, lambda worlds: worlds[key].lost["late"]))
    over = mean(truth, lambda worlds: float(worlds[key].total > MATERIAL))
    assert one.material.probability == exactly(over)
    amounts = sorted((worlds[key].total, chance) for chance, worlds in truth)
    mass = 0.0
    for amount, chance in amounts:
        mass += chance
        if mass >= 0.9 - 1e-12:
            assert one.hidden.p90 == exactly(amount)
            break


@pytest.mark.parametrize("key", CHANCES)
def test_what_each_is_worth(compared: Comparison, truth: Truth, key: str) -> None:
    worth = compared.choice(key).worth
    if_won = mean(truth, lambda worlds: net(key, worlds[key]))
    expected = math.fsum(chance * brought[key] for chance, brought in futures(truth))
    best = math.fsum(chance * max(brought.values()) for chance, brought in futures(truth))

    assert worth.if_won == exactly(if_won)
    assert worth.expected == exactly(expected) == exactly(CHANCES[key] * if_won)
    assert (worth.expected_low, worth.expected_high) == tuple(exactly(end * if_won) for end in ENDS[key])
    assert worth.regret == exactly(best - expected)
    if key != DECLINE:
        best_if_won = mean(truth, lambda worlds: max(net(one, worlds[one]) for one in SHARES))
        assert worth.regret_if_won == exactly(best_if_won - if_won)
        assert worth.pays is not None
        assert worth.pays.kind == "from"
        assert worth.pays.chance == exactly(CHANCES[DECLINE] * WON[DECLINE] / if_won)
        assert worth.pays.uplift == exactly(CHANCES[DECLINE] * WON[DECLINE] / if_won - CHANCES[DECLINE])


def test_the_best_brings_most(compared: Comparison, truth: Truth) -> None:
    expected = {
        key: math.fsum(chance * brought[key] for chance, brought in futures(truth)) for key in CHANCES
    }
    assert compared.best == max(expected, key=lambda key: expected[key])
    assert compared.ranked_by == "expected"


def test_every_pair(compared: Comparison, truth: Truth) -> None:
    wanted = {(key, than) for than in (PROPOSED, compared.best) for key in CHANCES if key != than}
    assert {(pair.one, pair.other) for pair in compared.pairs} == wanted

    for pair in compared.pairs:
        one, other = pair.one, pair.other
        for told in pair.departments:
            name = told.key
            felt = mean(
                truth,
                lambda worlds: float(worlds[one].felt[name]) - float(worlds[other].felt[name]),  # noqa: B023
            )
            lost = mean(truth, lambda worlds: worlds[one].lost[name] - worlds[other].lost[name])  # noqa: B023
            assert told.felt.mean == told.felt.low == told.felt.high == exactly(felt)
            assert (told.loss.mean if told.loss else 0.0) == exactly(lost)
        assert pair.in_all is not None
        ahead = [(chance, brought[one] - brought[other]) for chance, brought in futures(truth)]
        assert pair.in_all.difference.mean == exactly(math.fsum(p * gain for p, gain in ahead))
        assert pair.in_all.better.probability == exactly(math.fsum(p for p, gain in ahead if gain > 0.005))
        assert pair.in_all.worse.probability == exactly(math.fsum(p for p, gain in ahead if gain < -0.005))
        if DECLINE in (one, other):
            assert pair.if_won is None
            continue
        assert pair.if_won is not None
        won = [(chance, net(one, worlds[one]) - net(other, worlds[other])) for chance, worlds in truth]
        assert pair.if_won.difference.mean == exactly(math.fsum(p * gain for p, gain in won))
        assert pair.if_won.better.probability == exactly(math.fsum(p for p, gain in won if gain > 0.005))
        assert pair.if_won.worse.probability == exactly(math.fsum(p for p, gain in won if gain < -0.005))


def test_sampling_comes_close(enterprise: Enterprise, deal: Decision, compared: Comparison) -> None:
    sampled = compare(enterprise, options_of(deal), worlds=20_000, exact="never")

    assert not sampled.exact
    assert sampled.best == compared.best
    for one, exact in zip(sampled.pairs, compared.pairs, strict=True):
        for told, wanted in zip(one.departments, exact.departments, strict=True):
            assert told.felt.mean == pytest.approx(wanted.felt.mean, abs=0.015)
            assert told.felt.low <= told.felt.mean <= told.felt.high
        assert one.in_all is not None
        assert exact.in_all is not None
        assert one.in_all.better.probability == pytest.approx(exact.in_all.better.probability, abs=0.015)
        spread = one.in_all.difference.high - one.in_all.difference.low
        assert one.in_all.difference.mean == pytest.approx(exact.in_all.difference.mean, abs=1.5 * spread)
