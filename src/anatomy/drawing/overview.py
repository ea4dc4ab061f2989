"""The overview: departments with their layers, and the bundles of dependencies between departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from anatomy.drawing.bundles import choose_bundles, gather_bundles
from anatomy.drawing.columns import arrange
from anatomy.drawing.dot import FONT, Markup, left_to_right, lines, words
from anatomy.drawing.grid import End, Grid, note
from anatomy.drawing.legend import colour_row, legend, line_row
from anatomy.views.palette import CLUSTER, INK, LIGHT, WHITE, paint
from anatomy.views.words import chance_step, counted, listed, percent, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anatomy.domain.enterprise import Department, Enterprise
    from anatomy.domain.impact import ImpactReport
    from anatomy.drawing.bundles import Bundle
    from anatomy.drawing.dot import Picture

#: Whole percent of the mean likelihood from which a bundle is drawn so, and what the legend says.
_STRENGTHS = ((55, "solid", "55 % or more"), (30, "dashed", "30 to 54 %"), (0, "dotted", "under 30 %"))
_LEAST_FELT = 0.005  #: what prints as less than 1 % is not drawn
_FEWEST_BUNDLES = 12
_BUNDLES_PER_DEPARTMENT = 1.7


class _Scene(Struct, frozen=True, kw_only=True):
    """What is to be drawn, chosen and named."""

    enterprise: Enterprise
    report: ImpactReport | None
    columns: tuple[tuple[str, ...], ...]  #: department keys
    bundles: tuple[Bundle, ...]
    all_bundles: int
    calm: tuple[str, ...]  #: names of departments left out because they hardly feel it
    names: Mapping[str, str]  #: department key -> node
    ports: Mapping[str, str]  #: layer key -> number of its row


def draw_overview(
    enterprise: Enterprise, report: ImpactReport | None, *, max_bundles: int = 0, heading: str = ""
) -> str:
    """
    DOT text of the anatomy by department and layer.

    With a report, layers wear the chance that any of their cells is felt, the bundles are those that this
    decision is likeliest to cross, and departments that hardly feel it are named instead of drawn.

    Args:
        enterprise: the model.
        report: what a decision does to it, if one was asked.
        max_bundles: how many lines to draw at most; 0 for a number that suits the departments.
        heading: title above the picture, for a drawing that stands alone.
    """
    scene = _scene(enterprise, report, max_bundles)
    picture = left_to_right(
        _caption(scene, heading), on_top=bool(heading), between_nodes="0.16", between_ranks="0.28"
    )
    picture.every_node(shape="plain", fontname=FONT, fontsize="10", fontcolor=INK)
    picture.every_edge(color=LIGHT["line"], fontname=FONT, arrowsize="0.7")
    for keys in scene.columns:
        for key in keys:
            picture.node(scene.names[key], _table(scene, enterprise.departments[key]))
    _draw_bundles(picture, scene)
    return picture.text()


def _scene(enterprise: Enterprise, report: ImpactReport | None, most: int) -> _Scene:
    shown, calm = _felt(enterprise, report)
    bundles = [
        bundle
        for bundle in gather_bundles(enterprise, report)
        if shown.issuperset(bundle.ends) and (report is None or bundle.weight >= _LEAST_FELT)
    ]
    most = most or max(_FEWEST_BUNDLES, round(_BUNDLES_PER_DEPARTMENT * len(shown)))
    chosen = choose_bundles(bundles, most=most)
    first = [fact.key for fact in report.departments if fact.direct] if report else []
    return _Scene(
        enterprise=enterprise,
        report=report,
        columns=arrange([key for key in enterprise.departments if key in shown], chosen, first=first),
        bundles=chosen,
        all_bundles=len(bundles),
        calm=tuple(enterprise.departments[key].name for key in calm),
        names={key: f"n{number}" for number, key in enumerate(enterprise.departments, 1)},
        ports={key: str(number) for number, key in enumerate(enterprise.layers, 1)},
    )


def _felt(enterprise: Enterprise, report: ImpactReport | None) -> tuple[set[str], list[str]]:
    if report is None:
        return set(enterprise.departments), []
    felt = {
        fact.key for fact in report.departments if fact.feeling.felt.probability >= _LEAST_FELT or fact.direct
    }
    return felt, [key for key in enterprise.departments if key not in felt]


def _draw_bundles(picture: Picture, scene: _Scene) -> None:
    grid = Grid([[scene.names[key] for key in keys] for keys in scene.columns])
    for number, bundle in enumerate(scene.bundles, 1):
        picture.node(f"b{number}", note(str(bundle.count)), tooltip=_tip(scene, bundle))
        tail = End(scene.names[bundle.source], scene.ports[bundle.source_layer])
        head = End(scene.names[bundle.target], scene.ports[bundle.target_layer])
        width = f"{min(4.0, 0.8 + 0.22 * bundle.count):.1f}"
        grid.wire(picture, tail, head, note=f"b{number}", look={"style": _style(bundle), "penwidth": width})
    grid.hold(picture)


def _table(scene: _Scene, department: Department) -> Markup:
    title = "<BR/>".join(f"<B>{line}</B>" for line in lines(department.name, width=22))
    code = f'<FONT POINT-SIZE="8" COLOR="{LIGHT["muted"]}">{words(department.code, most=12)}</FONT>'
    rows = "".join(
        f'<TR><TD PORT="w{scene.ports[key]}" SIDES="LTB" ALIGN="LEFT" BGCOLOR="{fill}">'
        f'<FONT COLOR="{ink}">{words(layer.code, most=8)} {words(layer.name, most=24)}</FONT></TD>'
        f'<TD PORT="e{scene.ports[key]}" SIDES="TRB" ALIGN="RIGHT" BGCOLOR="{fill}">'
        f'<FONT COLOR="{ink}"><B>{figure}</B></FONT></TD></TR>'
        for (key, layer), (figure, fill, ink) in zip(
            scene.enterprise.layers.items(), _figures(scene, department), strict=True
        )
    )
    return Markup(
        f'<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="3" '
        f'COLOR="{CLUSTER}" BGCOLOR="{WHITE}">'
        f'<TR><TD COLSPAN="2" ALIGN="LEFT" BALIGN="LEFT">{title} {code}</TD></TR>{rows}</TABLE>'
    )


def _figures(scene: _Scene, department: Department) -> Iterable[tuple[str, str, str]]:
    """Number, ground and text colour of each layer: its chance, or else its dependencies counted."""
    if scene.report is not None:
        for chance in scene.report.department(department.key).layers:
            colours = paint(chance)
            yield words(percent(chance).removesuffix("\u00a0%")), colours.fill, colours.text
        return
    for layer in scene.enterprise.layers:
        ends = (
            end
            for row in scene.enterprise.dependencies
            if row.source.department != row.target.department
            for end in (row.source, row.target)
        )
        count = sum((end.department, end.layer) == (department.key, layer) for end in ends)
        yield str(count) if count else " ", LIGHT["card"], INK


def _tip(scene: _Scene, bundle: Bundle) -> str:
    source, target = (scene.enterprise.departments[key].name for key in bundle.ends)
    count = counted(bundle.count, "dependency", "dependencies")
    return f"{source} to {target}: {count}, mean likelihood {percent(bundle.likelihood)}"


def _style(bundle: Bundle) -> str:
    return next(style for least, style, _ in _STRENGTHS if whole_percent(bundle.likelihood) >= least)


def _caption(scene: _Scene, heading: str) -> Markup:
    used = {_style(bundle) for bundle in scene.bundles}
    styles = [(style, meaning) for _, style, meaning in _STRENGTHS if style in used]
    rows = [line_row("Mean likelihood of a line's dependencies:", styles)] if styles else []
    if scene.report is not None:
        shown = [scene.report.department(key) for keys in scene.columns for key in keys]
        steps = (chance_step(chance) for fact in shown for chance in fact.layers)
        rows.insert(0, colour_row("Chance that the layer feels it, %:", steps))
    return legend(heading, rows, _notes(scene))


def _notes(scene: _Scene) -> Iterable[str]:
    if scene.report is None:
        yield "Number in a layer: its dependencies with other departments; on a line: how many it bundles."
    else:
        yield "Number on a line: how many dependencies it bundles."
    if len(scene.bundles) < scene.all_bundles:
        what = "heaviest" if scene.report is None else "likeliest"
        yield f"Showing the {len(scene.bundles)} {what} of {scene.all_bundles} lines."
    if scene.calm:
        yield f"Felt in fewer than 1 % of cases and not drawn: {listed(scene.calm)}."
