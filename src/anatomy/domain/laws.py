"""The laws of chances by name: measures obey all of them, comparisons say which they break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LAWS: Final[Mapping[str, str]] = {
    "answer": "every network has an answer",
    "bounds": "every figure lies within 0 and 1",
    "likelihood": "a likelier dependency lowers no figure",
    "trigger": "a likelier or harder trigger lowers no figure",
    "severity": "a larger severity share lowers no figure",
    "addition": "another dependency lowers no figure",
    "inert": "a dependency of likelihood 0, or of a node on itself, is as good as none",
    "apart": "what cannot be reached is 0 and changes nothing",
    "order": "the order of input changes nothing",
    "names": "other names change nothing",
    "parallel": "parallel dependencies p and q are one of 1 - (1 - p)(1 - q)",
    "series": "a dependency split into two in series leaves the end as it was",
    "certain": "where everything is certain, whatever is connected is reached, and nothing else",
    "tied": "two nodes with a certain dependency both ways are one",
    "loop": "a way back to a node that every way came through changes nothing",
    "tree": "along an out-tree from one trigger, chances are products",
    "no loop": "without loops, chances are those of a noisy-OR network",
    "both ways": "with an arc each way, the chance is the two-terminal reliability",
    "bracket": "the likeliest single path is a lower bound, noisy-OR iterated from 1 an upper one",
    "group bounds": "a group lies between its likeliest member and the noisy-OR of its members",
    "group": "a group is reached as often as a node that each of its members certainly leads to",
}
