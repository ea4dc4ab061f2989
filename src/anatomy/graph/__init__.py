"""The anatomy as a graph, and what can be told from its structure alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Not on first use: the function is named as its module, which would otherwise stand in its place.
from anatomy.graph.first_steps import FirstStep, first_steps
from anatomy.lazily import homes

if TYPE_CHECKING:
    from anatomy.graph.building import build_graph
    from anatomy.graph.chains import Chain, Start, likeliest_chains
    from anatomy.graph.checks import CHECKS, check_structure
    from anatomy.graph.comparing import compare_models
    from anatomy.graph.coverage import Coverage, cover_model
    from anatomy.graph.findings import Finding, Reaction, finding_of
    from anatomy.graph.loops import Cycle, Knot, Loops, find_loops
    from anatomy.graph.radius import model_radii, spectral_radius
    from anatomy.graph.scaling import LEVELS, scaled
    from anatomy.graph.selector_syntax import SelectorError
    from anatomy.graph.selectors import Reason, Selected, Selection, select_cells

__all__ = [
    "CHECKS",
    "LEVELS",
    "Chain",
    "Coverage",
    "Cycle",
    "Finding",
    "FirstStep",
    "Knot",
    "Loops",
    "Reaction",
    "Reason",
    "Selected",
    "Selection",
    "SelectorError",
    "Start",
    "build_graph",
    "check_structure",
    "compare_models",
    "cover_model",
    "find_loops",
    "finding_of",
    "first_steps",
    "likeliest_chains",
    "model_radii",
    "scaled",
    "select_cells",
    "spectral_radius",
]

__getattr__ = homes(
    __name__,
    {
        "building": ("build_graph",),
        "chains": ("Chain", "Start", "likeliest_chains"),
        "checks": ("CHECKS", "check_structure"),
        "comparing": ("compare_models",),
        "coverage": ("Coverage", "cover_model"),
        "findings": ("Finding", "Reaction", "finding_of"),
        "loops": ("Cycle", "Knot", "Loops", "find_loops"),
        "radius": ("model_radii", "spectral_radius"),
        "scaling": ("LEVELS", "scaled"),
        "selector_syntax": ("SelectorError",),
        "selectors": ("Reason", "Selected", "Selection", "select_cells"),
    },
)
