"""`anatomy whatif --measure`: exact insists, cpm and linear stand beside the what-if."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.cli import running
from anatomy.propagation.comparisons import COMPARISONS
from anatomy.propagation.measures import MEASURES
from builders.models import write_model
from builders.tiny import LEGAL, SALES, tiny_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Caller

GOLDEN = Path(__file__).parent / "golden"
SMALL = ("whatif", "discount-exception", "-m", "small")


def test_the_choices_are_all_measures_and_comparisons() -> None:
    assert set(running.MEASURES) == {*MEASURES, *COMPARISONS}
    assert set(running.COMPARISONS) == set(COMPARISONS)


@pytest.mark.parametrize("measure", COMPARISONS)
def test_the_table_of_a_comparison(measure: str, call: Caller, golden: Callable[[Path, str], None]) -> None:
    called = call(*SMALL, "--measure", measure)

    assert (called.code, called.err) == (0, "")
    golden(GOLDEN / f"measure-{measure}.txt", called.out)


@pytest.mark.parametrize("measure", COMPARISONS)
def test_the_reference_fits_a_hundred_columns(measure: str, call: Caller) -> None:
    called = call(
        "whatif", "discount-exception", "-s", "discount=28%", "--worlds", "50", "--measure", measure
    )

    assert called.code == 0
    assert max(map(len, called.out.splitlines())) <= 100


@pytest.mark.parametrize("measure", COMPARISONS)
def test_json_holds_the_figures_of_the_whatif_and_of_the_comparison(measure: str, call: Caller) -> None:
    told = json.loads(call(*SMALL, "--measure", measure, "--format", "json").out)
    answer = json.loads(call(*SMALL, "--ranges", "none", "--format", "json").out)

    assert (told["format"], told["measure"], told["run"]) == ("anatomy-comparison/1", measure, answer["run"])
    assert [it["law"] for it in told["breaks"]] == [it.law for it in COMPARISONS[measure].breaks]
    for rows, facts in ((told["departments"], answer["departments"]), (told["cells"], answer["cells"])):
        assert len(rows) == len(facts)
        for row, one in zip(rows, facts, strict=True):
            assert row["key"] == (one["cell"] if "cell" in one else one["key"])
            assert (row["felt"], row["reached"]) == (one["feeling"]["felt"], one["feeling"]["reached"])
            assert row["difference"]["felt"] == row["compared"]["chance"] - row["felt"]["probability"]
            assert row["difference"]["reached"] == row["compared"]["chance"] - row["reached"]["probability"]
            assert 0 <= row["compared"]["risk"] <= row["compared"]["chance"] <= 1


def many_coins() -> dict[str, str]:
    """The tiny model with eight dependencies more: 17 coins, one more than are enumerated by themselves."""
    row = "  - {{from: {}, to: {}, kind: feeds, effect: more, likelihood: 30 %}}\n"
    deals, pricing, queries, wait = "D1.F1.P2", "D1.F2.P6", "D2.F1.P6", "D1.F1.P6"
    more = "".join(row.format(deals, target) for target in (pricing, queries, wait))
    ends = [("D2.F1.P2", target) for target in (pricing, wait, "D1.F2.P2")]
    ends += [(queries, target) for target in (pricing, "D1.F2.P2")]
    back = "".join(row.format(*both) for both in ends)
    return tiny_files() | {"sales.yaml": SALES + more, "legal.yaml": LEGAL + back}


def test_exact_insists_where_it_is_not_done_by_itself(call: Caller, tmp_path: Path) -> None:
    model = ("whatif", "discount", "-m", str(write_model(tmp_path, many_coins())), "--format", "json")
    sampled, exact = (json.loads(call(*model, "--measure", measure).out) for measure in ("worlds", "exact"))

    assert (sampled["run"]["exact"], sampled["run"]["worlds"]) == (False, 10_000)
    assert (exact["run"]["exact"], exact["run"]["worlds"]) == (True, 1 << 17)
    for one, other in zip(sampled["departments"], exact["departments"], strict=True):
        felt = one["feeling"]["felt"]
        assert felt["low"] - 0.01 <= other["feeling"]["felt"]["probability"] <= felt["high"] + 0.01


def test_exact_is_refused_where_it_cannot_be_had(call: Caller) -> None:
    called = call(*SMALL, "--measure", "exact")

    assert (called.code, called.out) == (3, "")
    assert called.err.startswith("ANA708 an exact answer would have to go through 2**26 worlds or more")


def test_linear_is_refused_where_loops_feed_themselves(call: Caller, tmp_path: Path) -> None:
    loop = "  - {from: D2.F1.P2, to: D1.F2.P2, kind: feeds, effect: round, likelihood: 100 %}\n"
    sure = SALES.replace("severity_share: 50 %, delay: 10", "likelihood: 100 %, delay: 10")
    folder = write_model(tmp_path, tiny_files() | {"sales.yaml": sure, "legal.yaml": LEGAL + loop})
    called = call("whatif", "discount", "-m", str(folder), "--measure", "linear")

    assert (called.code, called.out) == (3, "")
    assert called.err.startswith("ANA710 the linear model has no answer here")
    assert call("whatif", "discount", "-m", str(folder), "--measure", "cpm").code == 0


@pytest.mark.parametrize("option", ["--output", "--save"])
def test_a_comparison_is_no_report(option: str, call: Caller, desk: Path) -> None:
    called = call(*SMALL, "--measure", "cpm", option, "a.json")

    assert (called.code, called.out) == (2, "")
    assert f"leave {option} out, or use --format json" in " ".join(called.err.split())
    assert not (desk / "a.json").exists()


def test_a_depth_is_of_the_tree_only(call: Caller) -> None:
    deep, shallow = (
        json.loads(call(*SMALL, "--measure", "cpm", "--depth", depth, "--format", "json").out)
        for depth in ("4", "1")
    )
    refused = call(*SMALL, "--measure", "linear", "--depth", "4")

    assert (deep["limits"]["depth"], shallow["limits"]["depth"]) == (4, 1)
    assert all(
        one["compared"]["chance"] >= other["compared"]["chance"]
        for one, other in zip(deep["cells"], shallow["cells"], strict=True)
    )
    assert any(
        one["compared"]["chance"] > 0 == other["compared"]["chance"]
        for one, other in zip(deep["cells"], shallow["cells"], strict=True)
    )
    assert (refused.code, refused.out) == (2, "")
    assert "--measure linear knows no depth" in " ".join(refused.err.split())


@pytest.mark.parametrize("option", ["--by=90d", "--until=1%", "--ranges=all"])
def test_a_comparison_takes_no_options_of_worlds(option: str, call: Caller) -> None:
    called = call(*SMALL, "--measure", "linear", option)

    assert (called.code, called.out) == (2, "")
    assert f"prints a comparison of chances; leave {option.split('=', maxsplit=1)[0]} out" in " ".join(
        called.err.split()
    )


@pytest.mark.parametrize("measure", ["exact", "cpm"])
def test_a_saved_result_is_settled(measure: str, call: Caller, desk: Path) -> None:
    call(*SMALL, "--save", "a.json")
    called = call("whatif", "a.json", "--measure", measure)

    assert (called.code, called.out) == (2, "")
    assert "a.json is a saved result: --measure cannot change it" in " ".join(called.err.split())
    assert call("whatif", "a.json", "--measure", "worlds").code == 0
    assert desk.is_dir()
