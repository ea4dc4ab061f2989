"""The dependencies worth weakening, put into the answer itself so that a page and a saved result hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from anatomy.domain.impact import FallFacts, LeverFacts, LinkFacts
from anatomy.whatif import WORLDS
from anatomy.whatif.weighing import weigh_decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.domain.importance import OwnedLink, Weighed

FIGURES = ("loss", "severity", "felt")


def with_levers(
    report: ImpactReport,
    enterprise: Enterprise,
    decision: Decision,
    *,
    worlds: int = WORLDS,
    progress: Callable[[int, int], None] | None = None,
) -> ImpactReport:
    """
    The answer with the five dependencies worth weakening for the hidden cost and for each card department.

    Those of a department are ranked by the money that it loses, where it loses any.

    Args:
        report: the answer to that decision.
        enterprise: the model.
        decision: settled on that model.
        worlds: how many to sample where not all are gone through.
        progress: told how many worlds are done, and of how many.
    """
    weighed = weigh_decision(
        enterprise, decision, money_first=True, worlds=worlds, seed=report.run.seed, progress=progress
    )
    wanted = {"": 0} | {key: place for place, key in enumerate(enterprise.cards, start=1)}
    targets = [
        one for one in weighed.targets if one.target.address in wanted and one.ranked_by != "late_cash"
    ]
    owned = {link.id: link for link in weighed.links}
    levers = tuple(
        lever
        for one in sorted(targets, key=lambda one: wanted[one.target.address])
        for lever in _levers(one, owned)
    )
    known = {link.id: link for link in report.links}
    named = {lever.link: known.get(lever.link) or _plain(owned[lever.link]) for lever in levers}
    links = sorted((known | named).values(), key=lambda link: link.id)
    return replace(report, levers=levers, links=tuple(links))


def _levers(one: Weighed, owned: dict[str, OwnedLink]) -> Iterator[LeverFacts]:
    for removal in one.removals:
        fall, link = removal.fall(one.ranked_by), owned[removal.what]
        if fall.by > 0:
            yield LeverFacts(
                target=one.target.address,
                measure=one.ranked_by,
                link=link.id,
                by=fall.by,
                low=fall.low,
                high=fall.high,
                without=fall.without,
                owner=link.owner,
                mitigation=link.mitigation,
                beside=tuple(
                    FallFacts(measure=name, by=other.by, low=other.low, high=other.high)
                    for name in FIGURES
                    if name != one.ranked_by and (other := getattr(removal, name)) is not None
                ),
            )


def _plain(link: OwnedLink) -> LinkFacts:
    """The link as the answer holds links."""
    return LinkFacts(**{name: getattr(link, name) for name in LinkFacts.__struct_fields__})
