"""All mistakes of a model are told in one run, in the order of files and lines, and none that only follows."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from anatomy.loading import load_enterprise
from builders.models import (
    DISCOUNT,
    FINANCE,
    HEADER,
    SALES,
    SUPPORT,
    first_lines,
    refusal,
    small_with,
    why_not,
    write_model,
)

if TYPE_CHECKING:
    from pathlib import Path


def changed(files: dict[str, str], name: str, *changes: str) -> None:
    for change in changes:
        old, _, new = change.partition(" -> ")
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)


def test_twelve_mistakes_of_every_sort_in_five_files(tmp_path: Path) -> None:
    """Format, schema, numbers, arithmetic, addresses and references are checked in one run."""
    files = small_with()
    changed(files, HEADER, "felt_at: 10 % -> felt_at: ten", "likely: [60 %, -> likely: [90 %,")
    changed(files, DISCOUNT, "default: 20 % -> default: 70 %", "discount / margin -> discont / margin")
    changed(files, DISCOUNT, "owner: D3.F2.P2 -> owner: D3.F9.P2", "horizon: 90 days -> horizon: 90")
    changed(files, FINANCE, "format: anatomy/1 -> format: anatomy/7", "kind: loads -> kind: lods")
    changed(
        files, SALES, "likelihood: almost certain -> likelihood: 70", "documented: 30 % -> dokumented: 30 %"
    )
    changed(files, SALES, "kind: triggers -> kind: trigers")
    changed(files, SUPPORT, "effect: arguments about the price land in the case queue -> efect: x")

    lines = first_lines(refusal(write_model(tmp_path, files)))

    assert [line.split(" ")[:2] for line in lines] == [
        ["anatomy.yaml:6:10:", "ANA014"],
        ["anatomy.yaml:23:13:", "ANA014"],
        ["decisions/discount-exception.yaml:8:73:", "ANA014"],
        ["decisions/discount-exception.yaml:14:22:", "ANA031"],
        ["decisions/discount-exception.yaml:30:12:", "ANA031"],
        ["decisions/discount-exception.yaml:38:14:", "ANA014"],
        ["departments/finance.yaml:1:9:", "ANA005"],
        ["departments/finance.yaml:40:11:", "ANA031"],
        ["departments/sales.yaml:37:17:", "ANA014"],
        ["departments/sales.yaml:49:5:", "ANA011"],
        ["departments/sales.yaml:53:11:", "ANA031"],
        ["departments/support.yaml:33:5:", "ANA010"],
        ["departments/support.yaml:36:5:", "ANA011"],
    ]


def test_two_missing_keys_of_one_entry_are_both_told(tmp_path: Path) -> None:
    lines = why_not(tmp_path, sales="code: D1\nname: Sales\n -> ")

    told = [line for line in lines if "ANA010" in line]
    assert told == [f"{SALES}:1:1: ANA010 '{key}' is missing; add {key}: ..." for key in ("code", "name")]


def test_a_scale_that_is_refused_does_not_refuse_its_words(tmp_path: Path) -> None:
    lines = why_not(tmp_path, header="possible: [30 %, 45 %, 60 %] -> possible: [30, 45, 60]")

    assert lines == ["anatomy.yaml:22:15: ANA014 possible: 30 is above 1; write 30 % or 0.3"]


def test_a_missing_currency_does_not_refuse_amounts(tmp_path: Path) -> None:
    lines = why_not(tmp_path, header="currency: EUR\n -> ", discount="default: 100k -> default: EUR 100k")

    assert lines == ["anatomy.yaml:1:1: ANA010 'currency' is missing; add currency: ..."]


def test_a_file_that_cannot_be_read_does_not_refuse_the_rest(tmp_path: Path) -> None:
    """Addresses in Finance are not unknown because the file of Finance has a slip; other mistakes are told."""
    files = small_with(finance="name: Finance -> name: [Finance", sales="kind: anchors -> kind: anchrs")

    lines = first_lines(refusal(write_model(tmp_path, files)))

    assert [line.split(" ")[:2] for line in lines] == [
        ["departments/finance.yaml:5:6:", "ANA002"],
        ["departments/sales.yaml:43:11:", "ANA031"],
    ]


def test_a_broken_file_of_kinds_does_not_refuse_every_dependency(tmp_path: Path) -> None:
    lines = why_not(tmp_path, kinds="kinds: -> kinds: [")

    assert len(lines) == 1
    assert lines[0].startswith("kinds.yaml:4:11: ANA002")


def test_without_a_header_only_what_is_unreadable_is_told(tmp_path: Path) -> None:
    files = small_with(header="format: -> format: [", sales="code: D1 -> code: *x")

    assert [line.split(" ")[1] for line in first_lines(refusal(write_model(tmp_path, files)))] == [
        "ANA002",
        "ANA004",
    ]


def test_the_basis_of_a_file_is_told_once_however_many_inherit_it(tmp_path: Path) -> None:
    lines = why_not(tmp_path, support="grade: C -> grade: X")

    assert lines == [
        f"{SUPPORT}:31:29: ANA012 grade is not one of the known words; use one of: A, B, C",
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.yaml", "", "x.yaml:1:1: ANA005 the file does not say its format; begin it with `format: anatomy/1`"),
        ("x.yaml", "- a\n", "x.yaml:1:1: ANA006 a model file holds entries; write key: value lines"),
        ("x.yaml", "just text", "x.yaml:1:1: ANA006 a model file holds entries; write key: value lines"),
        ("x.yaml", "format: anatomy/2\nkinds: {}\n", "x.yaml:1:9: ANA005 unknown format 'anatomy/2'; this version reads anatomy/1; newer files need a newer anatomy"),
        ("x.yaml", "format: anatomy/1\nthings: {}\n", "x.yaml:1:1: ANA006 cannot tell what this file holds; begin it with one of: department:, kinds:, decision_type:, policy:, mitigations:"),
        ("x.yml", "format: anatomy/1\nkinds: [a]\n", "x.yml:2:8: ANA012 kinds: must hold entries; write key: value lines below it"),
        ("x.YAML", "format: anatomy/1\nkinds:\n  values: {}\n", "x.YAML:3:3: ANA030 kind 'values' is already in kinds.yaml:25; merge the two, or rename one"),
        ("x.yaml", "format: anatomy/1\ndepartment: [a]\n", "x.yaml:2:13: ANA012 department: must be a key; write department: some-key"),
        ("x.yaml", "format: anatomy/1\ndepartment: sales\n", "x.yaml:2:13: ANA030 department 'sales' is already in departments/sales.yaml:2; merge the two, or rename one"),
        ("a/b/x.yaml", "format: anatomy/1\nkinds: {}\nextra: 1\n", "a/b/x.yaml:3:1: ANA011 unknown key 'extra'; known here: format, kinds"),
        ("sub/anatomy.yaml", "format: anatomy/1\nname: x\n", "sub/anatomy.yaml:1:1: ANA006 cannot tell what this file holds; begin it with one of: department:, kinds:, decision_type:, policy:, mitigations:"),
    ],
)  # fmt: skip
def test_a_stray_file_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    assert told in first_lines(refusal(write_model(tmp_path, {**small_with(), name: text})))


def test_decisions_beside_a_model_and_hidden_files_are_no_part_of_it(tmp_path: Path) -> None:
    plain = load_enterprise(write_model(tmp_path / "a", small_with()))
    decision = "format: anatomy/1\ntitle: x\ndecisions: []\n"
    promising = f"{decision}mitigations: [precedent-note]\n"
    more = {
        **small_with(),
        "deal.yaml": decision,
        "promise.yaml": promising,
        ".git/x.yaml": "[",
        ".x.yaml": "[",
    }

    assert load_enterprise(write_model(tmp_path / "b", more)).digest == plain.digest


@pytest.mark.parametrize("make", ["outside", "loop", "dangling", "folder", "fifo"])
def test_links_and_odd_files_are_told(tmp_path: Path, make: str) -> None:
    folder = write_model(tmp_path / "model", small_with())
    outside = tmp_path / "outside.yaml"
    outside.write_text("format: anatomy/1\nkinds: {}\n")
    match make:
        case "outside":
            (folder / "x.yaml").symlink_to(outside)
        case "loop":
            (folder / "x.yaml").symlink_to(folder / "x.yaml")
        case "dangling":
            (folder / "x.yaml").symlink_to(folder / "nowhere")
        case "folder":
            (folder / "x").symlink_to(tmp_path)
        case "fifo":
            os.mkfifo(folder / "x.yaml")

    (line,) = first_lines(refusal(folder))

    assert line.startswith(("x.yaml: ANA001", "x: ANA001"))


@pytest.mark.parametrize("where", ["missing", "a\0b", "x" * 5000, "anatomy.yaml/x", "a\nb"])
def test_where_no_model_is_that_is_said(tmp_path: Path, where: str) -> None:
    (line,) = first_lines(refusal(tmp_path / where))

    assert "ANA001 no model in" in line
    assert line.endswith("make one: anatomy init")


def test_more_files_than_anyone_writes_are_refused(tmp_path: Path) -> None:
    files = {f"x{number:03}.yaml": "format: anatomy/1\nkinds: {}\n" for number in range(401)}

    assert "more than 400 files" in first_lines(refusal(write_model(tmp_path, {**small_with(), **files})))[0]


@pytest.mark.parametrize(
    "text",
    [
        "kinds: " + "[" * 200_000,
        "kinds: {" + "a: {}, " * 60_000 + "}",
        "kinds:\n" + "".join(f"  k{number}: {{family: x}}\n" for number in range(4_000)),
        f"department: x\ncode: D99\nname: {'y' * 3_000_000}\n",
        "department: x\ncode: D99\nname: X\ndependencies:\n" + "  - {from: D8.F1.P1, to: D2.F1.P1, kind: v}\n" * 5_000,
        f"department: x\ncode: D99\nname: X\ndependencies:\n  - {{from: {'D' * 1_000_000}, to: D2.F1.P1, kind: v, effect: e}}\n",
        "department: x\ncode: D99\nname: X\ndependencies:\n  - {from: D2.F1.P1, to: D2.F1.P2, kind: loads, effect: e, likelihood: '" + " " * 500_000 + "x'}\n",
        f"decision_type: x\nname: X\nquestion: q\nsets_off: [{{cell: D1.F1.P1, severity: '{'(' * 500_000}'}}]\n",
        f"decision_type: x\nname: X\nquestion: q\nsets_off: [{{cell: D1.F1.P1, severity: '{'1 + ' * 500_000}1'}}]\n",
    ],
    ids=["brackets", "duplicates", "kinds", "long-name", "rows", "long-address", "spaces", "nested", "sum"],
)  # fmt: skip
def test_what_is_huge_is_refused_within_seconds(tmp_path: Path, text: str) -> None:
    folder = write_model(tmp_path, {**small_with(), "x.yaml": f"format: anatomy/1\n{text}"})
    started = time.perf_counter()

    error = refusal(folder)

    assert all(len(line) < 1_000 for line in first_lines(error))
    assert time.perf_counter() - started < 10
