"""The page of the largest worked example stays small enough to be mailed, its drawing and many alternatives included."""

from __future__ import annotations

from pathlib import Path

import pytest

from anatomy.drawing import available_renderers, clean_svg, draw_spread, render_dot
from anatomy.loading import load_enterprise, read_decision, settle_decision
from anatomy.render import EXPORTERS
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from anatomy.whatif.advising import with_advice

EXAMPLE = Path(__file__).parents[2] / "examples" / "northwind" / "decision.yaml"
MORE = "".join(
    f"  at-{share}:\n    title: {share} % and nothing else\n    win_chance: 50 %\n    set: {{discount: {share} %}}\n"
    for share in (16, 17, 19, 21, 23, 25)
)


@pytest.mark.parametrize("more", ["", MORE], ids=["as shipped", "nine alternatives"])
def test_a_page_with_its_drawing_is_at_most_200_kb(tmp_path: Path, more: str) -> None:
    if not any(one.works for one in available_renderers()):
        pytest.skip("no Graphviz on this machine")
    path = tmp_path / "decision.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + more, encoding="utf-8")
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(read_decision(path, name="decision.yaml"), enterprise)
    report = with_advice(what_if(enterprise, decision, worlds=2_000), enterprise, decision)
    drawn = clean_svg(render_dot(draw_spread(report), fmt="svg"), prefix="spread", title="t", description="d")
    page = EXPORTERS["html"](report, drawing=drawn)
    assert len(page.encode()) <= 200_000
