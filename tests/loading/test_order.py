"""The order of files and entries means nothing, and neither does how they are spread over files."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from msgspec import to_builtins
from msgspec.structs import replace

from anatomy.domain.response import COMPARISONS
from anatomy.loading import draft_of_type, load_enterprise, settle_decision
from anatomy.whatif import what_if
from builders.models import files_of, write_model

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.enterprise import Enterprise
    from anatomy.domain.mitigation import Mitigation

# Of other lists the order is their meaning, or is shown: ranges, points, sources, aliases, choices.
SHUFFLED_LISTS = {"dependencies", "sets_off", "adjusts", "steps"}
# Parameters, money lines, figures, limits and conditions are shown in the order in which they are written, and rules of a
# policy are read in it; no number depends on it.
KEPT = {"parameters", "money", "figures", "rules", "when", "limits"}
COMPARED = frozenset(COMPARISONS)  # two comparisons of one parameter are conditions as well
LISTINGS = ("kinds", "mitigations")


def shuffled(value: Any, dice: random.Random, name: str = "") -> Any:
    if isinstance(value, dict):
        keys = list(value)
        if name not in KEPT and not COMPARED.issuperset(keys):
            dice.shuffle(keys)
        return {key: shuffled(value[key], dice, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, dice) for item in value]
        if name in SHUFFLED_LISTS:
            dice.shuffle(items)
        return items
    return value


def permuted(files: dict[str, str], dice: random.Random) -> dict[str, str]:
    """The same content: entries in another order, files under other names, listings over several files."""
    made: dict[str, str] = {}
    for name, text in files.items():
        tree = shuffled(yaml.load(text, Loader=yaml.BaseLoader), dice)  # noqa: S506 - our own files
        parts = [tree]
        for listing in LISTINGS:
            if listing in tree:
                parts = [{**tree, listing: {key: one}} for key, one in tree[listing].items()]
        for part in parts:
            kept = name == "anatomy.yaml"
            made[name if kept else f"{dice.randrange(10**9)}/x.yaml"] = written(part)
    return made


def written(tree: Any) -> str:
    return yaml.dump(tree, Dumper=_Unquoted, sort_keys=False, allow_unicode=True, width=10_000)


class _Unquoted(yaml.SafeDumper):
    """Writes numbers and true as they were, since BaseLoader reads everything as text."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if text in {"1.0", ""} else None
    node = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    if text in {"true", "false"} or (text.replace(".", "", 1).isdigit() and text != "1.0"):
        node.tag = dumper.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return node


_Unquoted.add_representer(str, _text)


def answers(enterprise: Enterprise) -> Any:
    found = []
    for key in sorted(enterprise.decision_types):
        decision = settle_decision(draft_of_type(enterprise, key), enterprise)
        report = what_if(enterprise, decision, worlds=500, seed=1)
        # Limits are told in the order in which they are written; what they say must not depend on it.
        told = replace(report, limits=tuple(sorted(report.limits, key=lambda limit: limit.key)))
        found.append(without_places(to_builtins(told)))
    return found


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if key not in {"digest", "where"}}
    return [without_places(one) for one in value] if isinstance(value, list | tuple) else value


def sorted_adjusts(mitigation: Mitigation) -> Mitigation:
    return replace(mitigation, adjusts=tuple(sorted(mitigation.adjusts, key=repr)))


@pytest.mark.parametrize(("model", "seed"), [("small", 1), ("small", 2), ("reference", 3)])
def test_order_and_splitting_change_nothing(tmp_path: Path, model: str, seed: int) -> None:
    files = files_of(model)
    plain = load_enterprise(write_model(tmp_path / "a", files))
    other = load_enterprise(write_model(tmp_path / "b", permuted(files, random.Random(seed))))

    assert other.dependencies == plain.dependencies
    assert list(other.departments.items()) == list(plain.departments.items())
    assert list(other.kinds.items()) == list(plain.kinds.items())
    assert list(other.sources) == list(plain.sources)
    assert other.scales == plain.scales
    assert other.limits == plain.limits
    assert [sorted_adjusts(one) for one in other.mitigations.values()] == [
        sorted_adjusts(one) for one in plain.mitigations.values()
    ]
    assert answers(other) == answers(plain)


def test_the_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    files = files_of("small")
    digests = [
        load_enterprise(write_model(tmp_path / name, made)).digest
        for name, made in {
            "a": files,
            "b": dict(reversed(files.items())),
            "c": {name: text.replace("\n", "\r\n") for name, text in files.items()},
            "d": {name: "\ufeff" + text for name, text in files.items()},
            "e": {**files, "kinds.yaml": files["kinds.yaml"] + "# a remark\n"},
            "f": {("k.yaml" if name == "kinds.yaml" else name): text for name, text in files.items()},
        }.items()
    ]

    assert digests[0] == digests[1] == digests[2] == digests[3]
    assert len(set(digests)) == 3
