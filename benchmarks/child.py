"""A piece of work in a process of its own, which tells its time and memory as JSON: `WORK SIZE WORLDS`."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.enterprises import make
from benchmarks.ours import Question

STATUS = Path("/proc/self/status")


def main(work: str, size: str, worlds: int) -> None:
    """Print what the work took."""
    question = Question.of(make(size))
    gc.collect()
    built = _peak_mb()
    _forget_peak()
    before = _now_mb()
    began = time.process_time()
    if work == "reach":
        reached = question.reach(worlds=worlds).sum() / worlds
    else:
        reached = sum(node.reached for node in question.spread(worlds=worlds).nodes.values())
    took = time.process_time() - began
    peak = _peak_mb()
    told = {
        "seconds": took,
        "peak_mb": max(built, peak),
        "beyond_mb": peak - before,
        "reached": reached / len(question.network.nodes),
    }
    sys.stdout.write(json.dumps(told))


def _status_mb(key: str) -> float | None:
    if not STATUS.exists():
        return None
    rows = dict(line.split(":", 1) for line in STATUS.read_text(encoding="utf-8").splitlines())
    return int(rows[key].split()[0]) / 1024


def _peak_mb() -> float:
    """
    The most that was resident; on Linux since `_forget_peak`, elsewhere since the start.

    Linux tells of VmHWM, since its ru_maxrss takes over the size of the process that started this one.
    """
    peak = _status_mb("VmHWM")
    if peak is not None:
        return peak
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, else units of 1,024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def _now_mb() -> float:
    now = _status_mb("VmRSS")
    return _peak_mb() if now is None else now


def _forget_peak() -> None:
    """Let VmHWM start anew, where the kernel allows it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
