"""What changed between two models, by identity: never by codes, names or the order of files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from anatomy.domain.decision import Adjustment, SetOff
from anatomy.domain.difference import Change, Difference, Differences
from anatomy.domain.mitigation import Block, ParameterChange
from anatomy.domain.quantity import Range
from anatomy.domain.response import Choice, Condition, Curve, Name, Number, Operation, Steps
from anatomy.graph.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from anatomy.domain.enterprise import Dependency, Enterprise
    from anatomy.graph.sections import Section

#: Values that are told whole, not field by field.
_WHOLE: Final = (Range, Number, Name, Operation, Curve, Steps, Choice, Condition)
#: Field that tells items of a list apart, where they have no key of their own.
_TOLD_APART_BY: Final[Mapping[type, str]] = {
    SetOff: "cell",
    Adjustment: "of",
    Block: "cell",
    ParameterChange: "parameter",
}


def compare_models(old: Enterprise, new: Enterprise) -> Differences:
    """
    Every entry that was added, removed or changed, section by section, each in the order of identities.

    What came or went with a department or sub-function says so; what a rule makes, and changes in one way
    everywhere, is one entry. The order of files and entries, digests and places mean nothing.
    """
    return Differences(entries=tuple(entry for section in SECTIONS for entry in _found(section, old, new)))


def _found(section: Section, old: Enterprise, new: Enterprise) -> Iterator[Difference]:
    entries = _of_section(section, old, new)
    return _alike(list(entries), section, old, new) if section.ruled else entries


def _of_section(section: Section, old: Enterprise, new: Enterprise) -> Iterator[Difference]:
    before, after = section.entries(old), section.entries(new)
    for key in dict.fromkeys((*before, *after)):
        if key not in after:
            yield _one(section, "removed", key, old, goes_with=section.home(key, new))
        elif key not in before:
            yield _one(section, "added", key, new, goes_with=section.home(key, old))
        elif changes := tuple(_changes((key,), before[key], after[key], section)):
            yield _one(section, "changed", key, new, changes=changes)


def _one(
    section: Section,
    what: str,
    key: str,
    named_by: Enterprise,
    *,
    changes: tuple[Change, ...] = (),
    goes_with: str = "",
) -> Difference:
    return Difference(
        section=section.key,
        what=what,
        key=key,
        title=section.title(named_by, key),
        changes=changes,
        goes_with=goes_with,
    )


def _changes(path: tuple[str, ...], old: Any, new: Any, section: Section) -> Iterator[Change]:
    """Every leaf that differs below an entry that both models have; the path begins with its identity."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _changes((*path, str(key)), old.get(key), new.get(key), section)
    elif _is_record(old) and type(old) is type(new):
        for field in old.__struct_fields__:
            if len(path) > 1 or field not in section.apart:
                yield from _changes((*path, field), getattr(old, field), getattr(new, field), section)
    elif _are_records(old, new):
        for name, before, after in _paired(old, new):
            yield from _changes((*path, name), before, after, section)
    else:
        naming = "|".join(path[1:] or path) in section.naming
        yield Change(field="|".join(path[1:]), old=old, new=new, naming=naming)


def _is_record(value: object) -> bool:
    return isinstance(value, Struct) and not isinstance(value, _WHOLE)


def _are_records(old: object, new: object) -> bool:
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return False
    return bool(old or new) and all(map(_is_record, (*old, *new)))


def _paired(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Items of two lists by what tells them apart; of several alike, equal ones first, then in order."""
    for name in dict.fromkeys(map(_name, (*old, *new))):
        before = [item for item in old if _name(item) == name]
        after = [item for item in new if _name(item) == name]
        left = _without(before, after), _without(after, before)
        for place in range(max(map(len, left))):
            label = name if len(before) <= 1 >= len(after) else f"{name} #{place + 1}"
            one, other = (items[place] if place < len(items) else None for items in left)
            yield label, one, other


def _without(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The items that the others do not hold as they are."""
    rest = list(others)
    kept = []
    for item in items:
        if item in rest:
            rest.remove(item)
        else:
            kept.append(item)
    return kept


def _name(item: object) -> str:
    field = _TOLD_APART_BY.get(type(item), "key")
    if not hasattr(item, field):
        return type(item).__name__.lower()
    value = getattr(item, field)
    if not _is_record(value) or hasattr(value, "layer"):
        return str(value)
    parts = ((name, getattr(value, name)) for name in value.__struct_fields__)
    return ", ".join(f"{name} {part}" for name, part in parts if part) or "all"


def _alike(
    entries: Sequence[Difference], section: Section, old: Enterprise, new: Enterprise
) -> Iterator[Difference]:
    """Of the many that a rule makes, and that differ in one way, only one, with how many there are."""
    rules = [_rule(entry, old, new) for entry in entries]
    how_many = Counter(filter(None, rules))
    told: set[tuple[Any, ...]] = set()
    for entry, rule in zip(entries, rules, strict=True):
        if rule is None or how_many[rule] == 1:
            yield entry
        elif rule not in told:
            told.add(rule)
            layers = " > ".join(new.layers[key].name if key in new.layers else key for key in rule[1:3])
            yield Difference(
                section=section.key,
                what=entry.what,
                key=f"{rule[1]} > {rule[2]} : {rule[3]}",
                title=f"{layers}, {rule[3]}, in {how_many[rule]:,} sub-functions by rule",
                changes=entry.changes,
                alike=how_many[rule],
            )


def _rule(entry: Difference, old: Enterprise, new: Enterprise) -> tuple[Any, ...] | None:
    """What makes ruled dependencies alike; None for one that stands for itself."""
    if entry.goes_with:
        return None
    sides: list[Dependency] = [
        model.dependency(entry.key)
        for model, whats in ((old, {"removed", "changed"}), (new, {"added", "changed"}))
        if entry.what in whats
    ]
    if not all(side.by_rule for side in sides):
        return None
    side = sides[-1]
    changes = tuple((change.field, str(change.old), str(change.new)) for change in entry.changes)
    return entry.what, side.source.layer, side.target.layer, side.kind, changes
