"""From what a decision means to what to do about it: what else, under which conditions, what to ask first."""

from anatomy.advise.conditions import find_conditions
from anatomy.advise.options import Option, Options, options_for

__all__ = ["Option", "Options", "find_conditions", "options_for"]
