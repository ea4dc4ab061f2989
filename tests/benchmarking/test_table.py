"""The table: who meets a bar, and what is asked for that is not there."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.__main__ import main
from benchmarks.line import QUICK, agreeing, faster, within
from benchmarks.measuring import Time


def test_a_bar_is_met_up_to_its_very_edge() -> None:
    ours = Time(cpu=2.0, wall=9.0)

    assert [faster("", "", ours, Time(cpu=cpu, wall=0.0), 1.5).passed for cpu in (2.9, 3.0)] == [False, True]
    assert [within("", "", value, 250, unit=" MB").passed for value in (250.0, 250.1)] == [True, False]
    assert [agreeing("", "", same, 3).passed for same in (2, 3)] == [False, True]
    assert faster("", "", ours, ours, None).passed is None


def test_extrapolated_time_is_linear() -> None:
    assert Time(cpu=2.0, wall=3.0).times(20) == Time(cpu=40.0, wall=60.0)


def test_an_unknown_row_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--rows", "reach,rech"])

    assert stop.value.code == 2
    assert "no row 'rech'; there are reach, spread, chains" in capsys.readouterr().err


def test_the_row_of_chains_finds_those_of_igraph() -> None:
    pytest.importorskip("igraph")
    *_, same = import_module("benchmarks.rows.chains").lines(QUICK)

    assert (same.ratio, same.passed) == ("75 of 75", True)
