"""What speaks against a yes although the limits hold, and what could be decided instead of a no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anatomy.views import money
from anatomy.views.left import left_of
from anatomy.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anatomy.domain.alternatives import AlternativeFacts, Comparison
    from anatomy.views.parts import Lookup

_CENT: Final = 0.01


def drawbacks(look: Lookup) -> str:
    """That it loses money even if won, and what brings more, as the end of a clause; empty where neither is so."""
    left = left_of(look)
    compared = look.report.alternatives
    said = ["it loses money even if won"] if left and left.mean < 0 else []
    best = _best(compared, compared.choices) if compared else None
    if compared and best and _leads(compared, best):
        though = _against(best, ", though it")
        said.append(f"{_called(best)} brings most ({_worth(look, compared, best)}{though})")
    return f", but {'; '.join(said)}" if said else ""


def instead(look: Lookup) -> str:
    """The choice that brings most, the limits that it exceeds, and the best of those that exceed none."""
    compared = look.report.alternatives
    if compared is None:
        return ""
    others = [one for one in compared.choices if one.key != compared.reference]
    fitting = [one for one in others if not one.exceeded and not one.forbidden]
    best, within = _best(compared, others), _best(compared, fitting)
    held = any(one.limits for one in compared.choices)
    said = []
    if best and _leads(compared, best):
        said.append(
            f"{_called(best)} brings most ({_worth(look, compared, best)}){_against(best, ', but', ' too')}"
        )
    if held and within and (not said or within is not best):
        said.append(
            f"of what exceeds no limit, {_called(within)} brings most ({_worth(look, compared, within)})"
        )
    elif held and not within and best:
        said.append("no other choice keeps every limit")
    return f" Of what could be decided instead, {'; '.join(said)}." if said else ""


def _best(compared: Comparison, among: Iterable[AlternativeFacts]) -> AlternativeFacts | None:
    """The one that brings most, the first of equals; None where nobody can say."""
    told = [one for one in among if compared.worth_of(one) is not None]
    return max(told, key=lambda one: compared.worth_of(one) or 0.0, default=None)


def _leads(compared: Comparison, one: AlternativeFacts) -> bool:
    """Whether it brings more than what is proposed, by a cent or more."""
    proposed = compared.worth_of(compared.choice(compared.reference))
    own = compared.worth_of(one)
    return proposed is not None and own is not None and own - proposed >= _CENT


def _called(one: AlternativeFacts) -> str:
    return "declining" if one.declines else f"“{one.title}”"


def _worth(look: Lookup, compared: Comparison, one: AlternativeFacts) -> str:
    return money.loss_money(-(compared.worth_of(one) or 0.0), look.currency)


def _against(one: AlternativeFacts, but: str, too: str = "") -> str:
    if one.forbidden:
        return f"{but} a rule forbids it"
    return f"{but} exceeds {counted(one.exceeded, 'limit')}{too}" if one.exceeded else ""
