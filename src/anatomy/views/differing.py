"""What `anatomy diff` says: what differs between two models, and what that does to decisions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.graph.sections import SECTIONS
from anatomy.views.held import NOTHING, called, data_of, held, label
from anatomy.views.quantities import delay_words, likelihood_words, share_words
from anatomy.views.shifting import ShiftView, shift_data, view_shifts
from anatomy.views.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anatomy.domain.difference import Consequence, Difference, Differences
    from anatomy.domain.enterprise import Enterprise

FORMAT: Final = "anatomy-diff/1"
HEADS: Final = ("", "Removed", "Added", "Changed", "Only renamed or re-coded")
_LONG: Final = 60  #: longer texts stand below one another


class Compared(Struct, frozen=True, kw_only=True):
    """Two models and everything that differs, unrounded."""

    old: Enterprise
    new: Enterprise
    differences: Differences
    consequences: tuple[Consequence, ...] = ()
    worlds: int = 0
    seed: int = 0


class EntryView(Struct, frozen=True, kw_only=True):
    """One entry: what happened to it, what it is called, and a line for every field."""

    what: str
    title: str
    lines: tuple[str, ...] = ()


class DiffView(Struct, frozen=True, kw_only=True):
    """Lines of text, not yet aligned."""

    title: str
    tally: tuple[tuple[str, ...], ...]  #: a row for every section that differs
    sections: tuple[tuple[str, tuple[EntryView, ...]], ...]  #: heading and entries
    shifts: ShiftView
    verdict: str


def view_diff(compared: Compared) -> DiffView:
    """A comparison for people."""
    found = compared.differences
    sections = [
        (section.many.capitalize(), tuple(_entries(found.of(section.key), compared)))
        for section in SECTIONS
        if found.of(section.key)
    ]
    return DiffView(
        title=f"{_called(compared.old)} → {_called(compared.new)}",
        tally=tuple(_tally(found)),
        sections=tuple((heading, entries) for heading, entries in sections if entries),
        shifts=view_shifts(
            compared.consequences,
            currencies=(compared.old.currency, compared.new.currency),
            worlds=compared.worlds,
            seed=compared.seed,
        ),
        verdict="" if found else "The two models hold the same.",
    )


def diff_data(compared: Compared) -> dict[str, Any]:
    """A comparison as plain data, in one versioned shape."""
    return {
        "format": FORMAT,
        "differ": bool(compared.differences),
        "old": _model_data(compared.old),
        "new": _model_data(compared.new),
        "differences": [
            {
                "section": entry.section,
                "what": entry.what,
                "key": entry.key,
                "title": entry.title,
                "naming": entry.naming,
                "goes_with": entry.goes_with or None,
                "alike": entry.alike,
                "changes": [
                    {
                        "field": change.field,
                        "old": data_of(change.old),
                        "new": data_of(change.new),
                        "naming": change.naming,
                    }
                    for change in entry.changes
                ],
            }
            for entry in compared.differences.entries
        ],
        "worlds": compared.worlds,
        "seed": compared.seed,
        "decisions": [shift_data(one) for one in compared.consequences],
    }


def _model_data(model: Enterprise) -> dict[str, str]:
    return {"name": model.name, "version": model.version, "currency": model.currency, "digest": model.digest}


def _called(model: Enterprise) -> str:
    return f"{model.name} {model.version}".strip()


def _tally(found: Differences) -> Iterator[tuple[str, ...]]:
    for section in SECTIONS:
        counts: Counter[str] = Counter()
        for entry in found.of(section.key):
            counts["naming" if entry.naming else entry.what] += entry.alike
        if counts:
            numbers = (counts[what] for what in ("removed", "added", "changed", "naming"))
            yield (section.many.capitalize(), *(f"{number:,}" if number else "-" for number in numbers))


def _entries(entries: tuple[Difference, ...], compared: Compared) -> Iterator[EntryView]:
    """Those that stand for themselves; what came or went with another is counted there."""
    for what in ("removed", "added", "changed"):
        for entry in entries:
            if entry.what == what and (not entry.goes_with or _is_new_row(entry, compared)):
                yield from _told(entry, compared)


def _is_new_row(entry: Difference, compared: Compared) -> bool:
    """A dependency that somebody wrote is told whatever it came with: it is what the new place does to others."""
    if (entry.section, entry.what) != ("dependencies", "added") or entry.alike > 1:
        return False
    return not compared.new.dependency(entry.key).by_rule


def _told(entry: Difference, compared: Compared) -> Iterator[EntryView]:
    if entry.what == "changed":
        yield from _changed(entry, compared)
        return
    model = compared.old if entry.what == "removed" else compared.new
    along = _along(entry, compared)
    lines = tuple(_content(entry, model)) if entry.what == "added" else ()
    yield EntryView(what=entry.what, title=f"{entry.title}{along}", lines=lines)


def _changed(entry: Difference, compared: Compared) -> Iterator[EntryView]:
    named = [change for change in entry.changes if change.naming]
    codes = [change for change in named if change.field == "code"]
    rest = [change for change in entry.changes if not change.naming]
    for what, changes in (("re-coded", codes), ("renamed", [one for one in named if one not in codes])):
        if changes:
            lines = tuple(
                line for one in changes for line in _line(one.field, one.old, one.new, entry, compared)
            )
            yield EntryView(what=what, title=entry.title, lines=lines)
    if rest:
        lines = tuple(line for one in rest for line in _line(one.field, one.old, one.new, entry, compared))
        yield EntryView(what="changed", title=entry.title, lines=lines)


def _line(field: str, old: Any, new: Any, entry: Difference, compared: Compared) -> Iterator[str]:
    path = field or entry.key
    name = f"{label(field)}: " if field else ""
    if new is None and (short := called(old)):
        yield f"{name}{short} → {NOTHING}"
        return
    before = held(old, path, entry, compared.old)
    after = held(new, path, entry, compared.new)
    if len(before) + len(after) <= _LONG * 2 - len(name) and max(len(before), len(after)) <= _LONG:
        yield f"{name}{before} → {after}"
    else:
        yield f"{name}{before}"
        yield f"→ {after}"


def _content(entry: Difference, model: Enterprise) -> Iterator[str]:
    """What an entry that came holds, as far as a line can say it."""
    match entry.section:
        case "dependencies" if entry.alike == 1:
            one = model.dependency(entry.key)
            yield one.effect
            yield (
                f"{likelihood_words(one.likelihood)}; passes on "
                f"{share_words(one.severity_share, model.scales.severity_bands())}; {delay_words(one.delay)}"
            )
            yield f"{one.basis.how}, grade {one.basis.grade}"
        case "cells":
            department, sub_function, layer = entry.key.split("/")
            yield model.departments[department].sub_functions[sub_function].cells[layer]
        case "kinds":
            yield model.kinds[entry.key].meaning
        case "decision_types":
            yield model.decision_types[entry.key].question
        case "mitigations":
            yield model.mitigations[entry.key].what
        case "limits":
            yield str(model.limits[entry.key])
        case "sources":
            yield model.sources[entry.key]


def _along(entry: Difference, compared: Compared) -> str:
    """What came or went with a department, sub-function or layer."""
    key = f"layer {entry.key}" if entry.section == "layers" else entry.key
    model = compared.old
    counts: list[str] = []
    for section in SECTIONS:
        others = compared.differences.of(section.key)
        gone = [one for one in others if (one.goes_with, one.what) == (key, entry.what)]
        if section.ruled:
            gone = [one for one in gone if entry.what == "removed" and not model.dependency(one.key).by_rule]
        if gone:
            counts.append(counted(len(gone), section.one, section.many))
    return f", with {listed(counts)}" if counts else ""
