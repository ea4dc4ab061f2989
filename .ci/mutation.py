"""
Mutation testing of the engine room: small faults put in one by one, and whether a test notices; see docs/mutation.md.

`python .ci/mutation.py [FILE ...] [--sample N] [--seed S] [--again]`: all mutants of the named files of propagation
(of all, if none is named), or a sample of them. Verdicts are kept in mutants/; `--again` asks once more about those
that survived. Exit code 1 when less than 85 % are noticed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from anatomy.propagation.stats import wilson

ROOT = Path(__file__).parent.parent
ROOM = Path("src/anatomy/propagation")
FIRST = "anatomy.propagation.network.x_default_edge_id__mutmut_1"  #: any; asking for one lays all of them out
SURVIVED = frozenset({0, 5, 33})  #: exit codes: tests passed, or there were none
SKIPPED = frozenset({2, 34, None})  #: interrupted, left out, or not asked yet
WANTED = 0.85

Verdicts = Mapping[str, Mapping[str, int | None]]


def main() -> int:
    """Run mutants, tell the score of each file and of all, and name the survivors."""
    parser = argparse.ArgumentParser(description="Mutation testing of the engine room.")
    parser.add_argument("files", nargs="*", help="such as dominators; none: all")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn from those of the files")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--again", action="store_true", help="ask again about known survivors")
    asked = parser.parse_args()
    _mutmut([FIRST])
    verdicts = read_verdicts()
    files = asked.files or sorted(verdicts)
    if not verdicts.keys() >= set(files):
        parser.error(f"the files are {', '.join(sorted(verdicts))}")
    known = {name: code for file in files for name, code in verdicts[file].items()}
    names = sorted(known)
    if asked.sample is not None:
        names = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))
    wanted = [name for name in names if known[name] in SKIPPED or (asked.again and known[name] in SURVIVED)]
    if wanted:
        _mutmut(wanted)
    return tell(read_verdicts(), frozenset(names))


def _mutmut(names: Iterable[str]) -> None:
    """One process, so that tests of one mutant do not slow down those of another."""
    subprocess.run(["mutmut", "run", "--max-children", "1", *names], cwd=ROOT, check=True)


def read_verdicts() -> Verdicts:
    """Per file the exit code of every mutant's tests, None where there is none yet."""
    metas = sorted((ROOT / "mutants" / ROOM).glob("*.py.meta"))
    return {
        meta.name.removesuffix(".py.meta"): json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        for meta in metas
    }


def tell(verdicts: Verdicts, names: frozenset[str]) -> int:
    """Print the table and the survivors among `names`; 1 when too many survive."""
    print(f"{'file':<14}{'mutants':>8}{'tried':>8}{'noticed':>9}{'score':>8}")
    tried = killed = 0
    survivors: list[str] = []
    for file, codes in verdicts.items():
        some = {name: code for name, code in codes.items() if name in names and code not in SKIPPED}
        alive = [name for name, code in some.items() if code in SURVIVED]
        if some:
            _line(file, len(codes), len(some), len(some) - len(alive))
        tried, killed = tried + len(some), killed + len(some) - len(alive)
        survivors += alive
    if not tried:
        return 0
    _line("all", sum(len(codes) for codes in verdicts.values()), tried, killed)
    low, high = wilson(killed, tried)
    print(f"95 % interval, read as a sample: {low:.1%} to {high:.1%}", *survivors, sep="\n")
    return 0 if killed >= WANTED * tried else 1


def _line(name: str, mutants: int, tried: int, killed: int) -> None:
    print(f"{name:<14}{mutants:>8,}{tried:>8,}{killed:>9,}{killed / tried:>8.1%}")


if __name__ == "__main__":
    sys.exit(main())
