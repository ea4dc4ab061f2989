"""How time and memory grow with worlds, with the enterprise, and with what cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.enterprises import PER_DEPARTMENT, SIZES, make, with_unreachable
from benchmarks.line import Line, share, within
from benchmarks.measuring import in_child, in_turn
from benchmarks.ours import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.line import Size

TIMES_4 = (3.4, 4.4)
TIMES_10_EDGES = 12
UNREACHABLE = 10
TIMES_UNREACHABLE = 1.6
MOST_MB = 150
FINISHED = {"E3": 1_000, "E4": 64}  #: worlds


def lines(size: Size) -> Iterator[Line]:
    """All of it for P(reached), and memory for everything else as well."""
    enterprise, worlds = make("E1"), size.worlds
    small = Question.of(enterprise)
    large = Question.of(make("E2"))
    padded = Question.of(with_unreachable(enterprise, times=UNREACHABLE))
    times = in_turn(
        size.repeats,
        {
            "once": lambda turn: small.reach(worlds=worlds, seed=turn),
            "4 times": lambda turn: small.reach(worlds=4 * worlds, seed=turn),
            "E2": lambda turn: large.reach(worlds=worlds, seed=turn),
            "padded": lambda turn: padded.reach(worlds=worlds, seed=turn),
        },
    )
    cpu = {name: time.cpu for name, time in times.items()}
    yield _four_times(worlds, cpu["once"], cpu["4 times"])
    shares = [question.reach(worlds=worlds).mean() / worlds for question in (small, large)]
    yield within(
        f"E1 to E2, P(reached), {worlds:,} worlds",
        f"{cpu['E2']:.3g} s",
        cpu["E2"] / cpu["once"] * shares[0] / shares[1],
        TIMES_10_EDGES,
        unit="x",
        beside="E1",
        theirs=f"{cpu['once']:.3g} s",
        note="at equal share reached; reached: {} of E1, {} of E2".format(*map(share, shares)),
    )
    yield within(
        f"{UNREACHABLE} times more unreachable cells",
        f"{cpu['padded']:.3g} s",
        cpu["padded"] / cpu["once"],
        TIMES_UNREACHABLE,
        unit="x",
        beside="E1",
        theirs=f"{cpu['once']:.3g} s",
    )
    for work in ("reach", "spread"):
        yield from (_memory(work, many) for many in (1_000, size.most_worlds))
    for name, many in FINISHED.items() if size.large else ():
        yield _finished(name, many)


def _four_times(worlds: int, once: float, four: float) -> Line:
    least, most = TIMES_4
    ratio = four / once
    return Line(
        work=f"{worlds:,} to {4 * worlds:,} worlds, P(reached), E1",
        ours=f"{four:.3g} s",
        beside=f"{worlds:,} worlds",
        theirs=f"{once:.3g} s",
        ratio=f"{ratio:.3g}x",
        bar=f"{least} to {most}x",
        passed=least <= ratio <= most,
    )


def _memory(work: str, worlds: int) -> Line:
    child = in_child(work, "E1", worlds)
    return within(
        f"memory beyond the arrays, {work}, E1, {worlds:,} worlds",
        f"{child.beyond_mb:.0f} MB",
        child.beyond_mb,
        MOST_MB,
        unit=" MB",
        note=f"peak of the whole process {child.peak_mb:.0f} MB",
    )


def _finished(name: str, worlds: int) -> Line:
    try:
        child = in_child("reach", name, worlds)
    except RuntimeError as error:
        took, note = "", str(error)
    else:
        took = f"{child.seconds:.3g} s"
        note = f"reached {share(child.reached)}; peak {child.peak_mb:,.0f} MB, {child.beyond_mb:,.0f} beyond the arrays"
    return Line(
        work=f"{name} ({SIZES[name] * PER_DEPARTMENT:,} cells) finishes {worlds:,} worlds, P(reached)",
        ours=took,
        beside="",
        theirs="",
        ratio="done" if took else "failed",
        bar="finishes",
        passed=bool(took),
        note=note,
    )
