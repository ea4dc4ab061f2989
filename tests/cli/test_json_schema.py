"""The JSON Schema that editors get: what ships fits it, what is wrong does not, every field is described."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from anatomy.loading.field_help import HELP
from anatomy.loading.gate import Source
from anatomy.loading.json_schema import SCHEMAS, decision_schema, model_schema
from anatomy.loading.parsing import parse_tree
from anatomy.loading.tree import plain
from anatomy.shipped import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MODEL_FILES = sorted(path for home in ("models", "templates") for path in shelf(home).rglob("*.yaml"))
DECISION_FILES = sorted((ROOT / "examples").glob("*/decision.yaml"))
MODEL = Draft202012Validator(model_schema())
DECISION = Draft202012Validator(decision_schema())


def read(text: str) -> Any:
    """The values of a file as the loader sees them."""
    return plain(parse_tree(Source("test.yaml", text)))


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_file_fits(path: Path) -> None:
    values = read(path.read_text(encoding="utf-8"))
    errors = (DECISION if "decisions" in values else MODEL).iter_errors(values)

    assert [error.message for error in errors] == []


@pytest.mark.parametrize("path", DECISION_FILES, ids=lambda path: path.parent.name)
def test_every_example_fits(path: Path) -> None:
    assert [error.message for error in DECISION.iter_errors(read(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema_of_the_2020_dialect(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name]())
    assert SCHEMAS[name]()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


OVERLAYS = {
    "nothing but the format": "format: anatomy/1",
    "a header that changes one thing": "format: anatomy/1\nfelt_at: 5 %",
    "a department with another code": "format: anatomy/1\ndepartment: sales\ncode: D5",
    "a department that goes": "format: anatomy/1\ndepartment: hr\nremove: true",
    "a sub-function that goes": "format: anatomy/1\ndepartment: hr\nsub_functions: {hiring: {remove: true}}",
    "a cell that goes": "format: anatomy/1\ndepartment: hr\n"
    "sub_functions: {hiring: {cells: {process: {remove: true}}}}",
    "a word that goes": "format: anatomy/1\nscales: {delay: {weeks: {remove: true}}}",
    "a dependency that goes": "format: anatomy/1\ndepartment: hr\n"
    "dependencies: [{from: D1.F1.P1, to: D1.F1.P2, kind: gates, remove: true}]",
    "a section": "format: anatomy/1\ndepartment: hr\n"
    "dependencies: [{section: Money, dependencies: [{from: D1.F1.P1, to: D1.F1.P2, kind: gates}]}]",
    "a basis for the file": "format: anatomy/1\ndepartment: hr\nbasis: {how: measured, grade: A}",
    "a kind that changes": "format: anatomy/1\nkinds: {values: {likelihood: likely}}",
    "a parameter that changes": "format: anatomy/1\ndecision_type: x\nparameters: {discount: {default: 5 %}}",
    "a curve": "format: anatomy/1\ndecision_type: x\n"
    "sets_off: [{cell: D1.F1.P1, severity: {curve: {of: discount, points: [[0 %, 0 %], [30 %, 50 %]]}}}]",
    "a limit that changes": "format: anatomy/1\nlimits: {a: {limit: Finance.felt > 5 %}, b: {remove: true}}",
    "a mitigation that changes and one that goes": "format: anatomy/1\nmitigations:\n"
    "  a: {cost: 5, set: {discount: {at_most: 5 %}, rush: true, days: {remove: true}}}\n  b: {remove: true}",
    "a basis for mitigations": "format: anatomy/1\nbasis: {grade: B}\nmitigations: {a: {blocks: [{cell: D1.F1.P1}]}}",
    "a choice inside a choice": "format: anatomy/1\ndecision_type: x\nsets_off: [{cell: D1.F1.P1, severity: "
    "{choice: {of: a, options: {x: 30 %, y: {steps: {of: b, points: [[0, 0]]}}}}}}]",
}


@pytest.mark.parametrize("text", OVERLAYS.values(), ids=OVERLAYS)
def test_an_overlay_says_only_what_differs(text: str) -> None:
    assert [error.message for error in MODEL.iter_errors(read(text))] == []


WRONG = {
    "no format": ("department: sales", "'format' is a required property"),
    "another format": ("format: anatomy/2\ndepartment: sales", "'anatomy/1' was expected"),
    "a key that is not one": ("format: anatomy/1\ndepartment: Sales", "'Sales' does not match"),
    "an unknown key": ("format: anatomy/1\ndepartment: sales\ncolour: red", "'colour' was unexpected"),
    "a dependency without an end": (
        "format: anatomy/1\ndepartment: sales\ndependencies: [{from: D1, kind: x}]",
        "'to' is a required property",
    ),
    "a word that is none": ("format: anatomy/1\nkinds: {x: {style: {line: wavy}}}", "'wavy' is not one of"),
    "a comparison that is none": (
        "format: anatomy/1\ndecision_type: x\n"
        "sets_off: [{cell: a, severity: 1, when: {discount: {over: 1}}}]",
        "'over' was unexpected",
    ),
    "a range of two": ("format: anatomy/1\nkinds: {x: {likelihood: [1 %, 2 %]}}", "is not valid under any"),
    "a bound that is none": (
        "format: anatomy/1\nmitigations: {a: {set: {discount: {at_mst: 5 %}}}}",
        "is not valid under any",
    ),
    "a block that stops nothing known": (
        "format: anatomy/1\nmitigations: {a: {blocks: [{cell: D1.F1.P1, stops: all}]}}",
        "'all' is not one of",
    ),
    "remove where nothing can go": (
        "format: anatomy/1\ndecision_type: x\nsets_off: [{cell: a, severity: 1, remove: true}]",
        "'remove' was unexpected",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_the_loader_refuses_is_marked_in_the_editor(text: str, message: str) -> None:
    messages = [error.message for error in MODEL.iter_errors(read(text))]

    assert len(messages) == 1, messages
    assert message in messages[0]


def test_a_decision_needs_a_title_and_decisions() -> None:
    messages = sorted(error.message for error in DECISION.iter_errors(read("format: anatomy/1")))

    assert messages == ["'decisions' is a required property", "'title' is a required property"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("alternatives: {a: {titel: x}}", "'titel' was unexpected"),
        ("alternatives: {A: {title: x}}", "'A' does not match"),
        ("alternatives: {a: {title: x, set: {terms: [1]}}}", "is not valid under any"),
        ("win_chance: [1 %, 2 %]", "is not valid under any"),
        ("mitigations: note", "is not of type 'array'"),
        ("limits: [5]", "is not of type 'string'"),
    ],
)
def test_what_is_wrong_beside_a_decision_is_marked(line: str, message: str) -> None:
    text = f"format: anatomy/1\ntitle: x\ndecisions: [{{type: y}}]\n{line}"
    messages = [
        error.message for error in DECISION.iter_errors(read(text)) if "required" not in error.message
    ]

    assert len(messages) == 1, messages
    assert message in messages[0]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_and_its_examples_fit(name: str) -> None:
    schema = SCHEMAS[name]()
    described = dict(_fields(schema, name))

    assert described
    for place, field in described.items():
        assert field.get("description"), place
        assert field.get("examples"), place
        inner = Draft202012Validator({**field, "$defs": schema["$defs"]})
        for example in field["examples"]:
            assert [error.message for error in inner.iter_errors(example)] == [], place


def test_no_help_is_left_over() -> None:
    names = {place.partition(".")[0] for place in HELP}
    used = {*model_schema()["$defs"], *decision_schema()["$defs"]}

    assert names - used == {
        "HeaderEntry",
        "DepartmentEntry",
        "DecisionTypeEntry",
        "PolicyEntry",
        "DecisionEntry",
    }


def _fields(schema: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that a file may hold; responses and removals describe themselves."""
    if isinstance(schema, dict):
        for key, field in schema.get("properties", {}).items():
            if not place.endswith(("/shape", "/removed")):
                yield f"{place}.{key}", _resolved(field)
        for key, value in schema.items():
            yield from _fields(value, f"{place}/{key}")


def _resolved(field: dict[str, Any]) -> dict[str, Any]:
    """A property that is only a reference is described where it leads."""
    if set(field) != {"$ref"}:
        return field
    target: dict[str, Any] = model_schema()["$defs"][field["$ref"].removeprefix("#/$defs/")]
    return target
