"""From text to trees: the limits, the parts of YAML that are refused, and YAML 1.2 scalars."""

from __future__ import annotations

import time

import pytest

from anatomy.errors import InputError
from anatomy.loading.gate import Source
from anatomy.loading.parsing import MAX_PROBLEMS, parse_tree
from anatomy.loading.tree import Mapping, Scalar, find, plain


def values(text: str) -> object:
    return plain(parse_tree(Source("a.yaml", text)))


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_tree(Source("a.yaml", text))
    return caught.value


def first_lines(text: str) -> list[str]:
    return [problem.first_line() for problem in refused(text).problems]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NO", "NO"), ("no", "no"), ("off", "off"), ("y", "y"), ("true", True), ("TRUE", True), ("false", False),
        ("null", None), ("~", None), ("", None), ("012", 12), ("0o17", "0o17"), ("0x1F", "0x1F"),
        ("1:30", "1:30"), ("190:20:30", "190:20:30"), ("1e5", 1e5), ("1.0e+5", 1e5), ("1e999", "1e999"),
        (".inf", ".inf"), ("inf", "inf"), (".nan", ".nan"), ("nan", "nan"), ("1_000", "1_000"), ("+7", 7),
        (".5", 0.5), ("5.", 5.0), ("-0.5", -0.5), ("9" * 5000, "9" * 5000), ("2024-13-45", "2024-13-45"),
        ("'12'", "12"), ('"true"', "true"), ("=", "="), ("1e-99", 1e-99),
    ],
)  # fmt: skip
def test_scalars_follow_yaml_12(text: str, meant: object) -> None:
    assert values(f"a: {text}") == {"a": meant}


@pytest.mark.parametrize("text", ["[" * 200_000, "{" * 200_000, "- " * 100_000, "? " * 100_000, "a: [" * 50])
def test_depth_ends_at_once(text: str) -> None:
    started = time.perf_counter()

    line = first_lines(text)[0]

    assert line.startswith("a.yaml:1:")
    assert "ANA002" in line
    assert time.perf_counter() - started < 2


def test_the_depth_allowed_is_allowed() -> None:
    assert values("[" * 40 + "]" * 40)
    assert "nested deeper than 40 levels" in first_lines("[" * 41 + "]" * 41)[0]


def test_the_number_of_items_has_a_limit() -> None:
    assert "more than 200,000 items" in first_lines("- a\n" * 200_001)[0]
    assert first_lines("- a\n" * 200_001)[0].startswith("a.yaml:200000:")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x 1", "a.yaml:1:4: ANA004 anchor &x is not allowed; write the value out"),
        ("a: *x", "a.yaml:1:4: ANA004 alias *x is not allowed; write the value out"),
        ("a: !!int ''", "a.yaml:1:4: ANA004 tag tag:yaml.org,2002:int is not allowed; delete the tag"),
        ("a: !!bool maybe", "a.yaml:1:4: ANA004 tag tag:yaml.org,2002:bool is not allowed; delete the tag"),
        ("a: !x [1]", "a.yaml:1:4: ANA004 tag !x is not allowed; delete the tag"),
        ("<<: {a: 1}", "a.yaml:1:1: ANA004 merge key << is not allowed; write the entries out"),
        ("é: 1\nb: 2\né: 3", "a.yaml:3:1: ANA003 duplicate key 'é', first used in line 1; delete or rename one of the two"),
        ("{a: 1, 'a': 2}", "a.yaml:1:8: ANA003 duplicate key 'a', first used in line 1; delete or rename one of the two"),
        ("[a]: 1", "a.yaml:1:1: ANA002 a key must be a word; write a word before the colon, and quote {braces}"),
        ("a: 1\n---\nb: 2", "a.yaml:2:1: ANA002 a second document; one document to a file: delete the ---"),
        ('a: "\\0"', "a.yaml:1:4: ANA001 an escape in this text makes a control character; delete the escape"),
        ('a: "\\u202e"', "a.yaml:1:4: ANA001 an escape in this text makes a control character; delete the escape"),
    ],
)  # fmt: skip
def test_what_models_may_not_use_is_refused(text: str, line: str) -> None:
    assert first_lines(text) == [line]


@pytest.mark.parametrize(
    "text",
    ["a: [1", "a: 'x", "a: b: c", "\ta: 1", "a:\n\t- 1", 'a: "\\ud800"', 'a: "\\U00110000"', "%", "@", "a: |\n b\nc", "- a\nb: 1"],
)  # fmt: skip
def test_what_is_not_yaml_is_refused_in_one_line(text: str) -> None:
    lines = first_lines(text)

    assert len(lines) == 1
    assert lines[0].startswith("a.yaml:")
    assert "\n" not in lines[0]


def test_a_tab_is_told_to_be_spaces() -> None:
    assert first_lines("a:\n\tb: 1")[0].endswith("indent with spaces, not tabs")


def test_all_problems_of_a_file_are_told_at_once() -> None:
    assert [line.split()[1] for line in first_lines("a: &x 1\nb: *x\na: !t 2\nc: [")] == [
        "ANA004", "ANA004", "ANA003", "ANA004", "ANA002",
    ]  # fmt: skip


def test_a_flood_of_problems_ends() -> None:
    started = time.perf_counter()

    lines = first_lines("a: 1\n" * 99_000)

    assert len(lines) == MAX_PROBLEMS + 1
    assert "more than 1,000 problems" in lines[-1]
    assert time.perf_counter() - started < 4


def test_problems_on_a_line_of_a_megabyte_are_told_quickly() -> None:
    started = time.perf_counter()

    lines = first_lines("{" + "a: 1, " * 90_000 + "}")

    assert len(lines) > 500
    assert time.perf_counter() - started < 4


@pytest.mark.parametrize("text", ["", "\n", "# only a remark\n", "---\n"])
def test_an_empty_file_has_no_entries(text: str) -> None:
    assert not values(text)


def test_places_count_characters_from_one() -> None:
    tree = parse_tree(Source("a.yaml", "é: 1\nü: [ß, {ö: x}]\n"))

    node, rest = find(tree, ("ü", 1, "ö"))

    assert not rest
    assert (node.line, node.column) == (2, 12)
    assert isinstance(tree, Mapping)
    assert (tree.keys["ü"].line, tree.keys["ü"].column) == (2, 1)


@pytest.mark.parametrize(
    ("text", "column"),
    [("a: min(x", 7), ("a: 'min(x'", 8), ('a: "\\x6din(x"', 4), ("a: >\n  min(x", 4)],
)
def test_an_offset_is_shown_where_the_text_reads_as_written(text: str, column: int) -> None:
    node, _ = find(parse_tree(Source("a.yaml", text)), ("a",))

    assert isinstance(node, Scalar)
    assert node.problem("X", "y", offset=3).position == node.source.position(1, column)
