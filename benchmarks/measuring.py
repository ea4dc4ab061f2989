"""Stopwatches: sides in turn in one process, whole processes, and the memory of a fresh one."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CHECKOUT = Path(__file__).parents[1]


class Time(Struct, frozen=True, kw_only=True):
    """Seconds: of the processor, by which ratios are judged, and on the wall."""

    cpu: float
    wall: float

    def times(self, factor: float) -> Time:
        """What so many times the work would take, if time is linear in it."""
        return Time(cpu=self.cpu * factor, wall=self.wall * factor)


def in_turn(repeats: int, sides: Mapping[str, Callable[[int], object]]) -> dict[str, Time]:
    """The median time of every side; they take turns, and are told the number of the round."""
    taken: dict[str, list[Time]] = {name: [] for name in sides}
    for turn in range(repeats):
        for name, side in sides.items():
            taken[name].append(_timed(side, turn))
    return {name: middle(times) for name, times in taken.items()}


def middle(times: Sequence[Time]) -> Time:
    """Medians of both."""
    return Time(cpu=median(one.cpu for one in times), wall=median(one.wall for one in times))


def _timed(side: Callable[[int], object], turn: int) -> Time:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    side(turn)
    return Time(cpu=time.process_time() - cpu, wall=time.perf_counter() - wall)


class Command(Struct, frozen=True, kw_only=True):
    """A process to be timed from its start to its end."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path  #: where it runs
    codes: Sequence[int] = (0,)  #: exit codes that mean it did its work

    def timed(self) -> Time:
        """
        Run it once; its output goes nowhere.

        Raises:
            RuntimeError: it failed; the message tells what it said.
        """
        with tempfile.TemporaryFile("w+") as said:
            wall = time.perf_counter()
            process = subprocess.Popen(
                self.arguments,
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - wall
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.codes:
                said.seek(0)
                raise RuntimeError(
                    f"{' '.join(self.arguments)} ended with {process.returncode}: {said.read()}"
                )
        return Time(cpu=usage.ru_utime + usage.ru_stime, wall=wall)


def processes_in_turn(repeats: int, commands: Mapping[str, Callable[[], Command]]) -> dict[str, Time]:
    """The median time of every process; they take turns, after one run each that fills every cache."""
    taken: dict[str, list[Time]] = {name: [] for name in commands}
    for turn in range(repeats + 1):
        for name, command in commands.items():
            spent = command().timed()
            if turn:
                taken[name].append(spent)
    return {name: middle(times) for name, times in taken.items()}


class Child(Struct, frozen=True, kw_only=True):
    """What a fresh process tells of one piece of work: see `benchmarks.child`."""

    seconds: float  #: of the processor, for the work alone
    peak_mb: float  #: of the whole process, from start to end
    beyond_mb: float  #: of the work, above what lay in memory before it
    reached: float  #: mean share of cells


def in_child(work: str, size: str, worlds: int) -> Child:
    """
    Do a piece of work in a process of its own.

    Raises:
        RuntimeError: it failed; the message tells what it said last.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", work, size, str(worlds)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(f"{work} on {size} ended with {done.returncode}: {said[-1]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return Child(**told)
