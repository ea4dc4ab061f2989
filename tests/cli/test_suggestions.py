"""What is nearly right is met with what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Caller

MEANT = {
    "a command": (["wahtif"], "Did you mean 'whatif'?"),
    "an option": (["whatif", "discount-exception", "--sede", "3"], "--seed"),
    "a decision type": (["whatif", "discount-exeption"], "did you mean 'discount-exception'?"),
    "the key of a decision type": (["decisions", "discount"], "did you mean 'discount-exception'?"),
    "a kind": (["types", "anchor"], "did you mean 'anchors'?"),
    "a parameter": (["whatif", "discount-exception", "-s", "discont=5%"], "did you mean 'discount'?"),
    "a choice": (["whatif", "discount-exception", "-s", "reason=competitve"], "did you mean 'competitive'?"),
    "a share": (["whatif", "discount-exception", "-s", "discount=28"], "write 28 % or 0.28"),
    "an address": (["show", "D9.F70"], "D9.F7"),
    "a department": (["show", "Finanse"], "finance"),
    "the form of the output": (["types", "--format", "jsn"], "'json'"),
}


@pytest.mark.parametrize(("arguments", "hint"), MEANT.values(), ids=MEANT)
def test_the_nearest_is_named(arguments: list[str], hint: str, call: Caller) -> None:
    called = call(*arguments)

    assert called.code in {2, 3}
    assert hint in called.err
    assert called.out == ""


def test_a_name_far_from_all_is_met_with_what_there_is(call: Caller) -> None:
    assert "known: " in call("types", "qqqqqq", "-m", "small").err


def test_case_does_not_matter(call: Caller) -> None:
    assert call("types", "Anchors").code == 0


def test_a_setting_without_a_value_is_wrong_usage(call: Caller) -> None:
    called = call("whatif", "discount-exception", "-s", "discount")

    assert called.code == 2
    assert "'discount' is not KEY=VALUE" in called.err


@pytest.mark.parametrize(
    "option",
    ["--set=discount=5%", "--seed=1", "--worlds=9", "--ranges=none", "--until=1%", "--no-conditions"],
)
def test_a_saved_result_cannot_be_changed_any_more(option: str, call: Caller) -> None:
    called = call("whatif", "result.json", option)

    assert called.code == 2
    assert f"is a saved result: {option.split('=', maxsplit=1)[0]} cannot change it" in " ".join(
        called.err.split()
    )


@pytest.mark.parametrize(
    "command",
    [("sensitivity",), ("importance",), ("conditions",), ("exposure", "--to", "Finance", "--decision")],
)
def test_a_saved_result_is_no_decision(command: tuple[str, ...], call: Caller) -> None:
    called = call(*command, "result.json")

    assert called.code == 2
    assert "result.json is a saved result, which no longer holds its worlds" in " ".join(called.err.split())


def test_an_unknown_parameter_on_the_command_line_is_wrong_usage(call: Caller) -> None:
    called = call("whatif", "discount-exception", "-s", "discont_reason=competitive")

    assert called.code == 2
    assert "did you mean 'reason'?" in called.err


def test_a_count_in_letters_is_refused_in_plain_words(call: Caller) -> None:
    called = call("whatif", "discount-exception", "--worlds", "ten")

    assert called.code == 2
    assert "'ten' is not a valid whole number" in called.err
