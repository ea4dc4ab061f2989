"""A card leads with what carries the money."""

from __future__ import annotations

from msgspec.structs import replace

from anatomy.views.report import view_report
from builders.reports import a_report


def test_the_dearest_item_is_named_where_it_lies_elsewhere_than_the_hardest_hit() -> None:
    """With its link known, headline and remedy concern that link; where it lies in the same cell, nothing is added."""
    report = a_report()
    likely = {one.key for one in report.departments if one.feeling.felt.probability > 0.5 and one.hardest}
    link = next(
        one for one in report.links if one.target.split("/")[0] in likely - {one.source.split("/")[0]}
    )
    link = replace(link, effect="the waiver is cited")
    kind = replace(report.kinds[0], key=link.kind, mitigation="Log the reason")
    key = link.target.split("/")[0]
    department = report.department(key)
    assert department.hardest
    item = replace(report.losses[0], name="Dear", owner=link.target, department=key)
    cards = {}
    for end in ("another", link.target):
        hardest = replace(department.hardest, cells=(*department.hardest.cells[:-1], end))
        changed = replace(department, hardest=hardest)
        view = view_report(
            replace(
                report,
                model=replace(report.model, cards=(key,)),
                departments=tuple(changed if one.key == key else one for one in report.departments),
                losses=(item,),
                links=(link,),
                kinds=(kind,),
            )
        )
        (cards[end],) = view.cards

    assert cards["another"].dearest.endswith(": Dear")
    assert (cards["another"].why, cards["another"].do) == ("The waiver is cited", "Log the reason")
    assert cards[link.target].dearest == ""
    assert cards[link.target].do == department.mitigation
