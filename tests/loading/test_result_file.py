"""Saved results: what was written is read back equal, and nothing else passes for a result."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.errors import InputError
from anatomy.loading import draft_of_type, load_enterprise, load_result, settle_decision
from anatomy.render import render_json
from anatomy.shipped import shelf
from anatomy.whatif import what_if
from builders.conditions import with_conditions
from builders.deals import an_answer
from builders.models import first_lines
from builders.reports import a_report
from builders.sensitivity import a_sensitivity
from builders.tiny import a_decision, tiny

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    enterprise = tiny(tmp_path_factory.mktemp("tiny"))
    return render_json(what_if(enterprise, a_decision(enterprise)))


def refused(folder: Path, text: str | bytes) -> list[str]:
    path = folder / "r.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        load_result(path, name="r.json")
    return first_lines(caught.value)


def test_a_saved_answer_loads_back_equal(tmp_path: Path) -> None:
    enterprise = load_enterprise(shelf("models") / "reference")
    decision = settle_decision(draft_of_type(enterprise, "discount-exception"), enterprise)
    report = what_if(enterprise, decision, worlds=500)
    path = tmp_path / "r.json"
    path.write_text(render_json(report))

    loaded = load_result(path, name="r.json")

    assert loaded == report
    assert render_json(loaded) == render_json(report)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "r.json:1:1: ANA002 not JSON: Expecting value"),
        ("{", "r.json:1:2: ANA002 not JSON: Expecting property name"),
        ("[]", "r.json:1:1: ANA005 this file does not say its format"),
        ('{"format": 1}', "r.json:1:1: ANA005 this file does not say its format"),
        ('{"format": "anatomy-result/9"}', "r.json:1:1: ANA005 this file is of format 'anatomy-result/9'"),
        ('{"format": "anatomy-result/1"}', "r.json:1:1: ANA012 model: Field required"),
        ("[" * 200_000, "r.json:1:1: ANA002 nested too deeply"),
        ('{"a":' * 100_000, "r.json:1:1: ANA002 nested too deeply"),
        ("\x00", "r.json:1:1: ANA001 control character U+0000 in the text"),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, text: str, told: str) -> None:
    started = time.perf_counter()

    assert refused(tmp_path, text)[0].startswith(told)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"seed": 0', '"seed": NaN', "NaN is not a number"),
        ('"seed": 0', '"seed": 1e999', "1e999 is beyond all finite numbers"),
        ('"seed": 0', f'"seed": {"9" * 5000}', "not JSON that can be used"),
        ('"seed": 0', '"seed": "0"', "run.seed: Input should be a valid integer"),
        ('"seed": 0', '"seed": true', "run.seed: Input should be a valid integer"),
        ('"seed": 0', '"seed": 0, "seed": 1', "duplicate key 'seed'"),
        ('"seed": 0,', "", "run.seed: Field required"),
        ('"name": "Tiny"', '"name": "\\u001b[31m"', "character U+001B in 'name'"),
        ('"name": "Tiny"', '"name": "\\ud800"', "character U+D800 in 'name'"),
        ('"name": "Tiny"', '"name": "a\\u202eb"', "character U+202E in 'name'"),
        ('"probability": ', '"probability": 7', "a chance outside 0 to 1"),
        ('"felt_exact": null', '"felt_exact": 5', "felt_exact: a chance outside 0 to 1"),
        ('"cards": [', '"cards": ["moon",', "model.cards: there is no department 'moon'"),
    ],
)
def test_a_result_that_was_meddled_with_is_refused(
    tmp_path: Path, saved: str, old: str, new: str, told: str
) -> None:
    compact = json.dumps(json.loads(saved))
    assert old in compact

    assert told in refused(tmp_path, compact.replace(old, new, 1))[0]


def test_a_result_from_before_chances_were_checked_is_read(tmp_path: Path, saved: str) -> None:
    data = json.loads(saved)
    for department in data["departments"]:
        del department["felt_exact"]
    path = tmp_path / "r.json"
    path.write_text(json.dumps(data))

    assert {one.felt_exact for one in load_result(path, name="r.json").departments} == {None}


def test_chains_must_name_links_that_are_told(tmp_path: Path, saved: str) -> None:
    data = json.loads(saved)
    data["links"] = data["links"][1:]

    assert "links that are not told" in refused(tmp_path, json.dumps(data))[0]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (("limits", 0, "measure"), "luck", "is of a measure or comparison that is not known"),
        (("limits", 0, "comparison"), "=", "is of a measure or comparison that is not known"),
        (("limits", 2, "others", 0, 0), "moon", "there is no department 'moon'"),
        (("conditions", "chosen", "options", 0), "luck", "a set holds an option that is not told"),
        (
            ("conditions", "chosen", "fresh", 1, "text"),
            "luck",
            "held against other limits than what is proposed",
        ),
        (
            ("conditions", "options", 0, "last_in", "limits", 0, "text"),
            "luck",
            "the figure of a limit that is not told",
        ),
        (("conditions", "proposed", 0, "measure"), "luck", "is of a measure or comparison that is not known"),
    ],
)
def test_limits_and_conditions_must_fit_each_other(
    tmp_path: Path, field: tuple[str | int, ...], value: str, told: str
) -> None:
    data = json.loads(render_json(with_conditions(a_report())))
    holder = data
    for part in field[:-1]:
        holder = holder[part]
    holder[field[-1]] = value

    assert any(told in line for line in refused(tmp_path, json.dumps(data)))


def test_half_a_result_is_refused(tmp_path: Path, saved: str) -> None:
    assert "ANA002" in refused(tmp_path, saved[: len(saved) // 2])[0]
    assert "ANA001" in refused(tmp_path, saved.encode("utf-16"))[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"felt": [0.86, 0.78, 0.19, 0.66]', '"felt": [0.86]', "not one chance for each of its departments"),
        ('"best": "policy"', '"best": "moon"', "the best choice is not one of several"),
        ('"worth": 9600.0', '"worth": "lots"', "sensitivity.learning.questions.0.worth"),
    ],
)
def test_what_a_result_says_of_sensitivity_hangs_together(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    enterprise = tiny(tmp_path / "tiny")
    report = replace(what_if(enterprise, a_decision(enterprise)), sensitivity=a_sensitivity())
    compact = json.dumps(json.loads(render_json(report)))
    assert old in compact
    path = tmp_path / "r.json"
    path.write_text(compact)
    assert load_result(path, name="r.json") == report
    assert told in refused(tmp_path, compact.replace(old, new, 1))[0]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("reference",), "nobody", "the reference or the best is not among the choices"),
        (("best",), "nobody", "the reference or the best is not among the choices"),
        (("best",), "", "a way of ranking that is not known, or does not fit the best"),
        (("ranked_by",), "luck", "a way of ranking that is not known, or does not fit the best"),
        (("choices", 1, "key"), "as-proposed", "one of them stands twice"),
        (("choices", 0, "departments", 0, "key"), "moon", "as-proposed: not one figure for each department"),
        (("pairs", 0, "one"), "nobody", "'nobody' and 'as-proposed' are not both there as a whole"),
        (("pairs", 0, "departments"), [], "'less' and 'as-proposed' are not both there as a whole"),
        (("grid", "rows", 0), [], "not one cell for each pair of values"),
    ],
)
def test_alternatives_that_do_not_fit_are_refused(
    tmp_path: Path, path: tuple[str | int, ...], value: object, told: str
) -> None:
    data = json.loads(render_json(an_answer(tmp_path)))
    place = data["alternatives"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert told in " ".join(refused(tmp_path, json.dumps(data)))
