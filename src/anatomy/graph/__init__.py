"""The anatomy as a networkx graph, and what can be told from its structure alone."""

from anatomy.graph.building import build_graph
from anatomy.graph.chains import Chain, Start, likeliest_chains
from anatomy.graph.checks import CHECKS, check_structure
from anatomy.graph.comparing import compare_models
from anatomy.graph.coverage import Coverage, cover_model
from anatomy.graph.findings import Finding, Reaction, finding_of
from anatomy.graph.first_steps import FirstStep, first_steps
from anatomy.graph.loops import Cycle, Knot, Loops, find_loops
from anatomy.graph.radius import spectral_radius
from anatomy.graph.scaling import LEVELS, scale_likelihoods
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
    "scale_likelihoods",
    "select_cells",
    "spectral_radius",
]
