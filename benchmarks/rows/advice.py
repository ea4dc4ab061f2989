"""What helps to decide, beside the engine's part of one what-if of the same decision; and the page with everything."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from anatomy.advise import conditions as seeking
from anatomy.advise import find_conditions
from anatomy.advise.choices import options_of
from anatomy.advise.comparing import compare
from anatomy.advise.playing import play_options
from anatomy.assess import play_effects_together, spread_effects
from anatomy.deciding import decide_effects
from anatomy.drawing import available_renderers
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from benchmarks.line import seconds, within
from benchmarks.measuring import CHECKOUT, Command, in_turn
from benchmarks.options import OPTIONS, placed_limits, with_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anatomy.domain.conditions import Conditions
    from benchmarks.line import Line, Size
    from benchmarks.measuring import Time

STORY: Final = CHECKOUT / "examples" / "northwind" / "decision.yaml"
KB: Final = 1_000  #: bytes
ONE: Final = "spread_effects, the engine's part of one what-if"
WHOLE: Final = "what_if, the whole of one"


def lines(size: Size) -> Iterator[Line]:
    """Alternatives, conditions and the page of the Northwind story, on the reference model."""
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(STORY, name=STORY.name), enterprise)
    effects, choices = decide_effects(enterprise, decision), options_of(decision)
    several = [one.effects for one in play_options(enterprise, choices, worlds=1, seed=0, exact="never")]
    model = with_options(enterprise, decision)
    limits = placed_limits(model, decision)
    searched, fresh = (min(size.worlds, most) for most in (seeking.WORLDS, seeking.FRESH_WORLDS))
    found: list[Conditions] = []
    times = in_turn(
        size.repeats,
        {
            "one": lambda turn: spread_effects(enterprise, effects, worlds=size.worlds, seed=turn),
            "together": lambda turn: play_effects_together(
                enterprise, several, worlds=size.worlds, seed=turn
            ),
            "what-if": lambda turn: what_if(
                enterprise, decision, worlds=size.worlds, seed=turn, correlation="kind"
            ),
            "compare": lambda turn: compare(enterprise, choices, worlds=size.worlds, seed=turn),
            "conditions": lambda turn: found.append(
                find_conditions(
                    model, decision, limits=limits, worlds=searched, fresh_worlds=fresh, seed=turn
                )
            ),
        },
    )
    alternatives = sum(not one.declines for one in choices)
    work = f"compare of {alternatives} alternatives, reference, {size.worlds:,} worlds"
    yield _against(f"{work}: the engine", times["together"], ONE, times["one"], 2, "declining beside them")
    yield _against(f"{work}: all of it", times["compare"], WHOLE, times["what-if"], 2, "no table")
    work = f"conditions, {OPTIONS} options, reference"
    line = _against(work, times["conditions"], ONE, times["one"], 60, told(found))
    yield replace(line, passed=line.passed and answered(found))
    yield _page(size)


def told(found: Sequence[Conditions]) -> str:
    """How many searches proved their answer, how far the others are from one at the most, and what it took."""
    open_ = [one.search.gap for one in found if not one.search.proven]
    gaps = [gap for gap in open_ if gap is not None]
    parts = [f"{len(found) - len(open_)} of {len(found)} proven"]
    if gaps:
        parts.append(f"gap at most {max(gaps):,.0f}")
    if len(gaps) < len(open_):
        parts.append(f"{len(open_) - len(gaps)} with neither proof nor gap")
    return "; ".join([*parts, f"at most {max(one.search.tried for one in found)} sets played through"])


def answered(found: Sequence[Conditions]) -> bool:
    """Whether every search ended with a proof or with the gap."""
    return all(one.search.proven or one.search.gap is not None for one in found)


def _against(work: str, ours: Time, beside: str, one: Time, most: float, note: str) -> Line:
    return within(
        work,
        seconds(ours),
        ours.cpu / one.cpu,
        most,
        unit="x",
        beside=beside,
        theirs=seconds(one),
        note=note,
    )


def _page(size: Size) -> Line:
    """The page of the whole command, with alternatives, conditions, sensitivity and the drawing."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        asked = ("whatif", str(STORY), "-m", "reference", "--worlds", str(size.worlds), "-o", str(page))
        writing = Command(
            arguments=[sys.executable, "-m", "anatomy", *asked],
            environment=os.environ | {"ANATOMY_CACHE": folder},
            folder=CHECKOUT,
        ).timed()
        drawn = next((one.name for one in available_renderers() if one.works), None)
        return within(
            "the page with everything",
            seconds(writing),
            page.stat().st_size / KB,
            200,
            unit=" KB",
            note=f"drawn by {drawn}"
            if drawn
            else "no drawing: it needs pygraphviz, pip install -e '.[diagrams]'",
        )
