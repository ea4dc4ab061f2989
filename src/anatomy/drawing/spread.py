"""How a decision spreads: the likeliest chains, from the cells it sets off, drawn from left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anatomy.drawing.cell_label import cell_label
from anatomy.drawing.chains import choose_chains
from anatomy.drawing.dot import FONT, Markup, left_to_right, words
from anatomy.drawing.grid import End, Grid, note
from anatomy.drawing.legend import colour_row, legend, line_row
from anatomy.drawing.steps import place_cells
from anatomy.views.basis import setting
from anatomy.views.method import computed
from anatomy.views.palette import CLUSTER, INK, LIGHT
from anatomy.views.words import chance_step, counted, honest, listed, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anatomy.domain.impact import ImpactReport, KindFacts, LinkFacts
    from anatomy.drawing.chains import Chains
    from anatomy.drawing.dot import Picture

_BOX = {"style": "rounded", "color": CLUSTER, "labelloc": "t", "labeljust": "l", "margin": "8"}
_LINES = {"solid", "dashed", "dotted"}
_ARROWS = {
    "normal",
    "vee",
    "empty",
    "dot",
    "odot",
    "diamond",
    "odiamond",
    "box",
    "obox",
    "inv",
    "tee",
    "crow",
    "none",
}


def draw_spread(
    report: ImpactReport, *, max_cells: int = 25, heading: str = "", links: Mapping[str, str] | None = None
) -> str:
    """
    DOT text of the way a decision takes through the enterprise.

    Args:
        report: the answer.
        max_cells: how many cells to draw at most; the caption says how many are left out.
        heading: title above the picture, for a drawing that stands alone.
        links: where a cell leads to when it is clicked, by slug: an anchor or a web address.
    """
    chains = choose_chains(report, max_cells=max_cells)
    picture = left_to_right(
        _caption(report, chains, heading), on_top=bool(heading), between_nodes="0.14", between_ranks="0.4"
    )
    picture.every_node(shape="plain", fontname=FONT, fontsize="9")
    picture.every_edge(fontname=FONT, fontsize="9", fontcolor=LIGHT["muted"], arrowsize="0.7")
    names = _names(report, chains)
    drawn = [link for link in sorted(report.links, key=lambda each: each.id) if link.id in chains.links]
    boxes = _draw_cells(picture, report, names, links or {})
    _draw_links(picture, boxes, report, chains, names, drawn=drawn)
    for box in dict.fromkeys(boxes.values()):
        picture.add(box)
    return picture.text()


def _names(report: ImpactReport, chains: Chains) -> Mapping[str, str]:
    """Slug -> node, in the model's order; a cell set off but never reached has a node as well."""
    ordered = [fact.cell for fact in report.cells if fact.cell in chains.cells]
    others = sorted(chains.cells.difference(ordered))
    return {cell: f"n{number}" for number, cell in enumerate([*ordered, *others], 1)}


def _draw_cells(
    picture: Picture, report: ImpactReport, names: Mapping[str, str], links: Mapping[str, str]
) -> Mapping[str, Picture]:
    """The box of each cell, by slug: one for each department, and one more for what the decision sets off."""
    boxes: dict[str, Picture] = {}
    facts = {fact.cell: fact for fact in report.cells}
    triggers = {trigger.cell: trigger for trigger in report.decision.sets_off}
    for number, department in enumerate(report.departments, 1):
        cells = [cell for cell in names if cell.partition("/")[0] == department.key]
        name = f"<B>{words(department.name, most=40)}</B>"
        felt = Markup(f"{name}  {words(percent(honest(department.feeling.felt)))}")
        # One run of letters: Graphviz places each run by its own measure, which would leave gaps.
        decided = Markup(f"<B>{words(department.name, most=40)}: the decision</B>")
        for title, letter, inside in (
            (decided, "t", [cell for cell in cells if cell in triggers]),
            (felt, "d", [cell for cell in cells if cell not in triggers]),
        ):
            box = picture.cluster(f"{letter}{number}", label=title, **_BOX) if inside else picture
            boxes |= dict.fromkeys(inside, box)
        for cell in cells:
            label = cell_label(report, facts.get(cell), triggers.get(cell))
            tip = triggers[cell].because if cell in triggers else facts[cell].name
            boxes[cell].node(names[cell], label, tooltip=tip, link=links.get(cell, ""))
    return boxes


def _draw_links(
    picture: Picture,
    boxes: Mapping[str, Picture],
    report: ImpactReport,
    chains: Chains,
    names: Mapping[str, str],
    *,
    drawn: Sequence[LinkFacts],
) -> None:
    kinds = {kind.key: kind for kind in report.kinds}
    grid = Grid(_columns(report, names, drawn))
    for number, link in enumerate(drawn, 1):
        colour = INK if link.id in chains.main else LIGHT["line"]
        told = note(_spoken(link.kind), percent(link.likelihood), colour=colour)
        together = boxes[link.source] is boxes[link.target]
        (boxes[link.source] if together else picture).node(f"b{number}", told, tooltip=link.effect)
        grid.wire(
            picture,
            End(names[link.source]),
            End(names[link.target]),
            note=f"b{number}",
            arrow=_arrow(kinds.get(link.kind)),
            look={
                "color": colour,
                "penwidth": f"{0.7 + 2.3 * link.likelihood:.1f}",
                "style": _line(kinds.get(link.kind)),
            },
        )
    grid.hold(picture)


def _columns(
    report: ImpactReport, names: Mapping[str, str], drawn: Sequence[LinkFacts]
) -> Sequence[Sequence[str]]:
    likeliest = sorted(report.departments, key=lambda fact: (-fact.feeling.felt.probability, fact.key))
    first = [trigger.cell for trigger in report.decision.sets_off]
    columns = place_cells(list(names), drawn, first=first, departments=[fact.key for fact in likeliest])
    return [[names[cell] for cell in column] for column in columns]


def _line(kind: KindFacts | None) -> str:
    return kind.line if kind is not None and kind.line in _LINES else "solid"


def _arrow(kind: KindFacts | None) -> str:
    return kind.arrow if kind is not None and kind.arrow in _ARROWS else "normal"


def _spoken(kind: str) -> str:
    return kind.replace("-", " ")


def _caption(report: ImpactReport, chains: Chains, heading: str) -> Markup:
    kinds = {kind.key: kind for kind in report.kinds}
    by_style: dict[str, set[str]] = {}
    for link in _drawn(report, chains):
        by_style.setdefault(_line(kinds.get(link.kind)), set()).add(_spoken(link.kind))
    rows = [line_row("Line:", [(style, listed(sorted(shown))) for style, shown in by_style.items()])]
    steps = {chance_step(honest(fact.feeling.felt)) for fact in report.cells if fact.cell in chains.cells}
    notes = [
        "Percent at a line: chance that a change crosses, given that it happened; the thicker, the likelier."
        + (" Black: the likeliest chains." if chains.main else "")
    ]
    if chains.left_out:
        shown = len(chains.cells)
        cells = counted(chains.left_out, "more cell")
        notes.append(
            f"Showing {counted(shown, 'cell')}, on the likeliest chains into each department; {cells} felt in "
            f"1 % of cases or more, the likeliest in {percent(chains.likeliest_left_out)}, are not on them."
        )
    if chains.connecting:
        cells = counted(chains.connecting, "cell")
        notes.append(f"{cells} felt in under 1 % of cases, drawn only because a chain runs through.")
    notes.append(_named(report))
    return legend(
        heading, [colour_row("Chance of being felt, %:", steps), *(rows if by_style else [])], notes
    )


def _named(report: ImpactReport) -> str:
    """What the picture is of, should it be passed on by itself: decision, given parameters, model, run."""
    decision, model, run = report.decision, report.model, report.run
    given = (
        f"{one.label or one.name} {setting(one.value, one.kind, model.currency)}"
        for one in decision.parameters
        if not one.assumed
    )
    parts = (
        decision.title or listed(decision.types),
        ", ".join(given),
        f"model {model.name} {model.version}",
    )
    return " · ".join([*filter(None, parts), f"seed {run.seed}", computed(report)])


def _drawn(report: ImpactReport, chains: Chains) -> Iterable[LinkFacts]:
    return (link for link in report.links if link.id in chains.links)
