"""A report as JSON."""

from __future__ import annotations

import json

import pytest

from anatomy.render import EXPORTERS
from builders.reports import a_report


def test_every_field_is_there_unrounded() -> None:
    report = a_report()
    text = EXPORTERS["json"](report)
    read = json.loads(text)
    assert next(iter(read)) == "format"
    assert read["format"] == "anatomy-result/1"
    fields = set(report.__struct_fields__)
    assert set(read) == fields
    finance = next(one for one in read["departments"] if one["key"] == "finance")
    assert finance["feeling"]["felt"]["low"] == report.department("finance").feeling.felt.low
    assert finance["loss"]["mean"] == 118_400.0
    assert text.endswith("}\n")


def test_what_is_not_a_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        EXPORTERS["json"](a_report(departments_felt=float("nan")))
