"""Decision files and settings: every mistake at its place, every value in the unit of its parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anatomy.domain.decision import Parameter
from anatomy.errors import InputError
from anatomy.loading import draft_of_type, missing_parameters, read_decision, settle_decision
from anatomy.loading.numbers import NumberError
from anatomy.loading.parameters import parse_parameter_value
from builders.models import first_lines
from builders.tiny import tiny

if TYPE_CHECKING:
    from pathlib import Path

    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise

DEAL = """\
format: anatomy/1
title: A deal
date: 2026-11-21
decisions:
  - type: discount
    with: {value: 1.2k, share: 28 %, reason: term}
  - type: terms
    with: {value: 864k, days: net 90}
"""


@pytest.fixture(scope="module")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return tiny(tmp_path_factory.mktemp("tiny"))


def settled(folder: Path, enterprise: Enterprise, text: str, **settings: str) -> Decision:
    path = folder / "deal.yaml"
    path.write_text(text)
    draft = read_decision(path, name="deal.yaml")
    return settle_decision(
        draft, enterprise, {key.replace("__", "."): value for key, value in settings.items()}
    )


def refused(folder: Path, enterprise: Enterprise, text: str, **settings: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        settled(folder, enterprise, text, **settings)
    return first_lines(caught.value)


def test_a_deal_of_two_decisions(tmp_path: Path, enterprise: Enterprise) -> None:
    decision = settled(tmp_path, enterprise, DEAL)

    assert [(one.type, dict(one.values)) for one in decision.proposals] == [
        ("discount", {"value": 1_200.0, "share": 0.28, "reason": "term"}),
        ("terms", {"value": 864_000.0, "days": 90.0}),
    ]
    assert (decision.title, decision.date, decision.assumed) == ("A deal", "2026-11-21", frozenset())


def test_a_title_says_what_was_set_otherwise(tmp_path: Path, enterprise: Enterprise) -> None:
    """A title may name the very figure that is set, so it must not stand there as if nothing had changed."""
    assert settled(tmp_path, enterprise, DEAL).title == "A deal"
    assert settled(tmp_path, enterprise, DEAL, share="15 %").title == "A deal (here with share 15 %)"


def test_defaults_are_filled_in_and_named(tmp_path: Path, enterprise: Enterprise) -> None:
    text = "format: anatomy/1\ntitle: x\ndecisions: [{type: discount, with: {share: 5 %}}]\n"
    decision = settled(tmp_path, enterprise, text)

    assert decision.proposals[0].values == {"value": 100_000.0, "share": 0.05, "reason": "volume"}
    assert decision.assumed == {("discount", "value"), ("discount", "reason")}


def test_settings_win_over_the_file_and_the_longer_name_over_the_shorter(
    tmp_path: Path, enterprise: Enterprise
) -> None:
    decision = settled(tmp_path, enterprise, DEAL, value="5k", terms__value="7k", share="0.5")

    assert [one.values["value"] for one in decision.proposals] == [5_000.0, 7_000.0]
    assert decision.proposals[0].values["share"] == 0.5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("type: discount -> type: discont", ["deal.yaml:5:11: ANA031 unknown decision type 'discont'; did you mean 'discount'?"]),
        ("share: 28 % -> share: 28", ["deal.yaml:6:32: ANA014 share: 28 is above 1; write 28 % or 0.28"]),
        ("share: 28 % -> share: 60 %", ["deal.yaml:6:32: ANA014 share: '60 %' is outside its range; choose from 0 % to 50 %"]),
        ("share: 28 % -> shaer: 28 %", ["deal.yaml:6:25: ANA031 discount has no parameter 'shaer'; did you mean 'share'?"]),
        ("share: 28 % -> share: [28 %]", ["deal.yaml:6:32: ANA012 share is of the wrong kind; write one word or number, or what docs/model-format.md shows here"]),
        ("share: 28 % -> share: ", ["deal.yaml:6:32: ANA012 share has no value; write one, or delete the key; put text with commas in quotes"]),
        ("reason: term -> reason: terms", ["deal.yaml:6:46: ANA014 reason: 'terms' is not a choice; did you mean 'term'?"]),
        ("value: 1.2k -> value: '1,2M'", ["deal.yaml:6:19: ANA014 value: '1,2M' is not an amount of money; write it like 1.2M, 50k or 250000, with a point before decimals"]),
        ("value: 1.2k -> value: 1,2M", ["deal.yaml:6:23: ANA012 2M has no value; write one, or delete the key; put text with commas in quotes"]),
        ("value: 1.2k -> value: $5", ["deal.yaml:6:19: ANA014 value: '$5' is in USD, but the model is in EUR; convert it to EUR"]),
        (", days: net 90 -> ", ["deal.yaml:7:5: ANA010 terms needs 'days'; add days: ... (Days), or --set days=..."]),
        ("days: net 90 -> days: 2 years", ["deal.yaml:8:31: ANA014 days: '2 years' is not a time; write it like \"3 days\" or \"2 weeks\""]),
        ("days: net 90 -> days: 200", ["deal.yaml:8:31: ANA014 days: 200 is outside its range; choose from 0 to 180"]),
        ("type: terms\n    with: {value: 864k, days: net 90} -> type: discount", ["deal.yaml:7:11: ANA031 discount stands in this file twice; merge the two into one"]),
        ("date: 2026-11-21 -> date: 2026-13-45", ["deal.yaml:3:7: ANA012 date is not in the calendar; mend it"]),
        ("date: 2026-11-21 -> date: tomorrow", ["deal.yaml:3:7: ANA012 date is not a date; write year-month-day, such as 2026-11-21"]),
        ("format: anatomy/1 -> format: anatomy/9", ["deal.yaml:1:9: ANA005 unknown format 'anatomy/9'; this version reads anatomy/1; newer files need a newer anatomy"]),
        ("format: anatomy/1\n -> ", ["deal.yaml:1:1: ANA005 the file does not say its format; begin it with `format: anatomy/1`"]),
        ("title: A deal -> titel: A deal", ["deal.yaml:1:1: ANA010 'title' is missing; add title: ...", "deal.yaml:2:1: ANA011 unknown key 'titel'; did you mean 'title'?"]),
        ("title: A deal -> title: 2026", ['deal.yaml:2:8: ANA012 title must be text; write it in quotes: "..."']),
        ("type: discount -> type: discount\n    format: x", ["deal.yaml:6:5: ANA011 unknown key 'format'; known here: type, with"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(
    tmp_path: Path, enterprise: Enterprise, change: str, told: list[str]
) -> None:
    old, _, new = change.partition(" -> ")
    assert old in DEAL

    lines = refused(tmp_path, enterprise, DEAL.replace(old, new, 1))

    assert lines == told


def test_all_mistakes_are_told_at_once(tmp_path: Path, enterprise: Enterprise) -> None:
    text = DEAL.replace("28 %", "70 %").replace("reason: term", "raeson: term").replace("net 90", "soon")

    codes = [line.split(" ")[:2] for line in refused(tmp_path, enterprise, text, shar="1 %")]

    assert codes == [
        ["ANA040", "--set"],
        ["deal.yaml:6:32:", "ANA014"],
        ["deal.yaml:6:38:", "ANA031"],
        ["deal.yaml:8:31:", "ANA014"],
    ]


EIGHT = """\
format: anatomy/1
title: Eight mistakes
alternative: {}
decisions:
  - type: discount
    with:
      value: $1.2M
      share: 28
      raeson: term
  - type: term
    with: {days: twelve}
alternatives:
  shorter:
    set: {share: 15 %}
mitigations: [None Such]
win_chance: 40 %
win_chance: 50 %
"""


def test_what_the_schema_and_what_the_model_refuses_is_told_in_one_go(
    tmp_path: Path, enterprise: Enterprise
) -> None:
    """Each of eight mistakes once, in the order of the file; what lies below an unknown type nobody can judge."""
    starts = [" ".join(line.split(" ")[:3]) for line in refused(tmp_path, enterprise, EIGHT)]

    assert starts == [
        "deal.yaml:3:1: ANA011 unknown",
        "deal.yaml:7:14: ANA014 value:",
        "deal.yaml:8:14: ANA014 share:",
        "deal.yaml:9:7: ANA031 discount",
        "deal.yaml:10:11: ANA031 unknown",
        "deal.yaml:14:5: ANA010 'title'",
        "deal.yaml:15:15: ANA012 mitigations",
        "deal.yaml:17:1: ANA003 duplicate",
    ]


OTHERWISE = "alternatives:\n  less:\n    title: Less\n    set: {share: 5 %}\nlimits: [Nowhere.loss > 1M]\n"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("title: A deal -> title: [a, b]", "2:8"),
        ("date: 2026-11-21 -> date: {}", "3:7"),
        ("type: discount -> type: Discount!", "5:11"),
        ("type: discount\n    with: -> with:", "5:5"),
        ("with: {value: 1.2k, share: 28 %, reason: term} -> with: 5", "6:11"),
        ("share: 28 % -> share: [28 %]", "6:32"),
        ("share: 28 % -> share: &a 28 %", "6:32"),
        ("share: 28 % -> share: *a", "6:32"),
        ("share: 28 % -> dummy: [28 %]", "6:32"),
        ("set: {share: 5 %} -> set: 5", "12:10"),
        ("set: {share: 5 %} -> set: {share: [5 %]}", "12:18"),
        ("set: {share: 5 %} -> set: {discount: {share: [5 %]}}", "12:21"),
        ("set: {share: 5 %} -> decisions: 5", "12:16"),
        ("set: {share: 5 %} -> decisions: [discount]", "12:17"),
        ("set: {share: 5 %} -> decisions: [{type: x y}]", "12:24"),
        ("title: Less\n    set -> set", "11:5"),
        ("less: -> Much Less:", "10:3"),
        ("less:\n    title: Less\n    set: {share: 5 %} -> less: 5", "10:9"),
        ("limits: -> win_chance: [1 %, 2 %, []]\nlimits:", "13:13"),
        ("limits: -> mitigations: 5\nlimits:", "13:14"),
        ("limits: -> model: [a]\nlimits:", "13:8"),
    ],
)
def test_what_the_schema_refuses_hides_nothing_and_brings_no_second_complaint(
    tmp_path: Path, enterprise: Enterprise, change: str, place: str
) -> None:
    """Beside each mistake that shows without a model stands one that does not, at the end of the file."""
    old, _, new = change.partition(" -> ")
    text = DEAL + OTHERWISE
    assert old in text

    told = refused(tmp_path, enterprise, text.replace(old, new, 1))

    assert [line.split(" ")[0] for line in told[:-1]] == [f"deal.yaml:{place}:"]
    assert "Nowhere" in told[-1]


@pytest.mark.parametrize("decisions", ["", "decisions: []\n", "decisions: {a: b}\n", "decisions: 5\n"])
def test_without_decisions_the_rest_is_still_held_against_the_model(
    tmp_path: Path, enterprise: Enterprise, decisions: str
) -> None:
    told = refused(
        tmp_path, enterprise, f"format: anatomy/1\ntitle: A deal\n{decisions}{OTHERWISE}", share="5 %"
    )

    assert ["decisions" in told[0], "Nowhere" in told[-1], len(told)] == [True, True, 2]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("shar", "1 %", "ANA040 --set shar: no such parameter in this decision; did you mean 'share'?"),
        ("moon__share", "1 %", "ANA040 --set moon.share: no such parameter in this decision; did you mean 'share'?"),
        ("share", "70", "ANA040 --set share: '70' is above 1; write 70 % or 0.7"),
        ("discount__share", "70 %", "ANA040 --set discount.share: '70 %' is outside its range; choose from 0 % to 50 %"),
        ("days", "\x1b[31m", "ANA040 --set days: '\\x1b[31m' is not a time; write it like \"3 days\" or \"2 weeks\""),
    ],
)  # fmt: skip
def test_settings_are_checked(
    tmp_path: Path, enterprise: Enterprise, setting: str, value: str, told: str
) -> None:
    assert refused(tmp_path, enterprise, DEAL, **{setting: value}) == [told]


@pytest.mark.parametrize(
    "text",
    ["", "- a", "just text", "format: anatomy/1\ntitle: x\ndecisions: []", "format: anatomy/1\ntitle: x\ndecisions: {a: b}", "[" * 200_000, "format: anatomy/1\ntitle: x\n---\na: b", "title: &a x"],
)  # fmt: skip
def test_what_is_no_decision_is_refused(tmp_path: Path, enterprise: Enterprise, text: str) -> None:
    assert all(line.startswith("deal.yaml:") for line in refused(tmp_path, enterprise, text))


def test_a_type_by_its_key(enterprise: Enterprise) -> None:
    draft = draft_of_type(enterprise, "terms")

    assert [(key, one.name) for key, one in missing_parameters(draft, enterprise, {})] == [("terms", "days")]
    assert not missing_parameters(draft, enterprise, {"terms.days": "3"})
    with pytest.raises(InputError, match="ANA010 terms needs 'days'"):
        settle_decision(draft, enterprise)
    with pytest.raises(InputError, match="unknown decision type 'term'; did you mean 'terms'"):
        draft_of_type(enterprise, "term")


@pytest.mark.parametrize(
    ("kind", "bounds", "written", "value"),
    [
        ("share", (None, None), "100 %", 1.0), ("share", (-1.0, 3.0), "250 %", 2.5), ("share", (-1.0, 0.0), "-0.05", -0.05),
        ("share", (-1.0, 0.0), -0.05, -0.05), ("share", (-1.0, 0.0), "-5 %", -0.05), ("money", (None, None), "-5k", -5000.0),
        ("days", (None, None), 90, 90.0), ("days", (None, None), "90.5", 90.5), ("days", (None, None), "NET 30", 30.0),
        ("days", (None, None), "2 weeks", 14.0), ("months", (None, None), "2 years", 24.0), ("months", (None, None), "6", 6.0),
        ("months", (None, None), "6 months", 6.0), ("count", (None, None), "3", 3.0), ("yes-no", (None, None), "Yes", True),
        ("yes-no", (None, None), False, False), ("choice", (None, None), " A ", "a"),
    ],
)  # fmt: skip
def test_values_of_every_kind(
    kind: str, bounds: tuple[float | None, float | None], written: object, value: object
) -> None:
    parameter = Parameter(name="x", label="X", kind=kind, low=bounds[0], high=bounds[1], choices=("a", "b"))

    assert parse_parameter_value(parameter, written, currency="EUR") == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("share", "150 %"), ("share", "-5 %"), ("share", 5), ("share", "nan"), ("money", "inf"), ("money", True),
        ("days", "-3"), ("days", "9" * 50), ("months", "9" * 50 + " months"), ("months", 1.5), ("count", "1e3.5"),
        ("count", -1), ("yes-no", "maybe"), ("yes-no", 1), ("choice", "c"), ("choice", 1), ("choice", True),
        ("days", [1]), ("share", {}), ("money", None),
    ],
)  # fmt: skip
def test_values_that_are_refused(kind: str, written: object) -> None:
    with pytest.raises(NumberError) as caught:
        parse_parameter_value(
            Parameter(name="x", label="X", kind=kind, choices=("a",)), written, currency="EUR"
        )

    assert caught.value.hint
