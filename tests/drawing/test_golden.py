from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from anatomy.drawing import draw_overview, draw_spread
from builders.enterprises import an_enterprise
from builders.reports import a_report

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = Path(__file__).parent / "golden"


def test_the_overview_is_as_kept(golden: Callable[[Path, str], None]) -> None:
    """DOT text is the same on every machine; SVG is not, so it is not kept."""
    golden(KEPT / "overview.dot", draw_overview(an_enterprise(), None, heading="Small"))


def test_the_spread_is_as_kept(golden: Callable[[Path, str], None]) -> None:
    """A short spread, with cells left out."""
    golden(KEPT / "spread.dot", draw_spread(a_report(), max_cells=8))
