"""A line of the table, and how large a run is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from benchmarks.measuring import Time


class Size(Struct, frozen=True, kw_only=True):
    """How much is done; the quick size shows that everything runs, not how fast it is."""

    worlds: int = 10_000
    repeats: int = 5
    slow_worlds: int = 500  #: for the cascade of networkx
    slowest_worlds: int = 50  #: for its Dijkstra
    dependencies_a_round: int = 4  #: that cynetdiff takes out; 20 in five rounds
    removals: int = 200  #: checked one by one
    large: bool = True  #: E3 and E4 too
    most_worlds: int = 100_000  #: for memory


QUICK = Size(
    worlds=1_000,
    repeats=3,
    slow_worlds=100,
    slowest_worlds=10,
    dependencies_a_round=1,
    removals=20,
    large=False,
    most_worlds=10_000,
)


class Line(Struct, frozen=True, kw_only=True):
    """One comparison: ours, theirs, what their quotient is and has to be."""

    work: str
    ours: str
    beside: str
    theirs: str
    ratio: str
    bar: str  #: empty where there is none
    passed: bool | None  #: None where there is no bar, or nothing to measure
    note: str = ""


def faster(work: str, beside: str, ours: Time, theirs: Time, at_least: float | None, note: str = "") -> Line:
    """How many times as long they take; the bar is a least number of times, None for no bar."""
    ratio = theirs.cpu / ours.cpu
    return Line(
        work=work,
        ours=seconds(ours),
        beside=beside,
        theirs=seconds(theirs),
        ratio=f"{ratio:.3g}x",
        bar="" if at_least is None else f">= {at_least:g}x",
        passed=None if at_least is None else ratio >= at_least,
        note=note,
    )


def within(
    work: str,
    ours: str,
    value: float,
    most: float,
    *,
    unit: str,
    beside: str = "",
    theirs: str = "",
    note: str = "",
) -> Line:
    """A figure that must not be larger than its bar."""
    return Line(
        work=work,
        ours=ours,
        beside=beside,
        theirs=theirs,
        ratio=f"{value:.3g}{unit}",
        bar=f"<= {most:g}{unit}",
        passed=value <= most,
        note=note,
    )


def agreeing(work: str, beside: str, same: int, of: int, note: str = "") -> Line:
    """How many answers are the same; all have to be."""
    return Line(
        work=work,
        ours="",
        beside=beside,
        theirs="",
        ratio=f"{same} of {of}",
        bar="all",
        passed=same == of,
        note=note,
    )


def seconds(time: Time) -> str:
    """Processor time, with three digits."""
    return f"{time.cpu:.3g} s"


def share(part: float) -> str:
    """A share in percent."""
    return f"{100 * part:.1f} %"
