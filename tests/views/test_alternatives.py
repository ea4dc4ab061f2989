"""What is said of alternatives: which brings most, when one pays, and words for differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from anatomy.domain.alternatives import BreakEven, Difference, Standing, WinChance
from anatomy.domain.figures import Chance
from anatomy.views.alternatives import view_alternatives
from anatomy.views.alternatives_parts import Entry, differing, points
from anatomy.views.answer import plain
from builders.deals import an_answer

if TYPE_CHECKING:
    from anatomy.domain.alternatives import AlternativeFacts, Comparison
    from anatomy.domain.impact import ImpactReport


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ImpactReport:
    return an_answer(tmp_path_factory.mktemp("deal"))


@pytest.fixture
def compared(report: ImpactReport) -> Comparison:
    assert report.alternatives is not None
    return report.alternatives


def said(compared: Comparison, report: ImpactReport) -> str:
    return plain(view_alternatives(compared, report.model).answer).replace("\u00a0", " ")


def with_worth(compared: Comparison, key: str, **changes: object) -> Comparison:
    """The comparison with other figures of what one choice is worth."""
    return with_choice(compared, key, lambda one: replace(one, worth=replace(one.worth, **changes)))


def with_choice(compared: Comparison, key: str, change: object) -> Comparison:
    assert callable(change)
    choices: tuple[AlternativeFacts, ...] = tuple(
        change(one) if one.key == key else one for one in compared.choices
    )
    return replace(compared, choices=choices)


@pytest.mark.parametrize(
    ("pays", "if_won", "told"),
    [
        (
            BreakEven(kind="from", chance=0.26, uplift=0.11),
            19_000.0,
            "it pays only if it lifts the chance to win by at least 11 points, to 26 %; the guess is 62 %.",
        ),
        (
            BreakEven(kind="from", chance=0.26, uplift=-0.04),
            19_000.0,
            "it pays even if it does not raise the chance to win.",
        ),
        (
            BreakEven(kind="never", chance=None, uplift=None),
            19_000.0,
            "even a sure win would bring less than declining.",
        ),
        (
            BreakEven(kind="never", chance=None, uplift=None),
            -1_000.0,
            "it loses money even if the deal is won, so no chance to win makes it pay.",
        ),
        (BreakEven(kind="always", chance=None, uplift=None), 19_000.0, "it pays at any chance to win."),
        (
            BreakEven(kind="up-to", chance=0.12, uplift=-0.1),
            -1_000.0,
            "it loses money if the deal is won, though less than declining up to a chance of 12 %.",
        ),
    ],
)
def test_when_the_proposal_pays(
    compared: Comparison, report: ImpactReport, pays: BreakEven, if_won: float, told: str
) -> None:
    changed = with_worth(compared, "as-proposed", pays=pays, if_won=if_won)
    assert f"As proposed it brings +€12k: {told}" in said(changed, report)


def test_the_best_is_named_with_its_range_and_its_rivals(compared: Comparison, report: ImpactReport) -> None:
    text = said(with_worth(compared, "little", expected_low=15e3, expected_high=24e3), report)
    assert text.startswith(
        "C, Nearly nothing, brings most: +€21k expected, +€15k to +€24k by the guessed chances to win. "
        "Elsewhere within what is guessed, as proposed, B or declining could bring more."
    )
    sure = with_worth(compared, "little", expected_low=22e3)
    assert "It does so wherever the chances to win lie within what is guessed." in said(sure, report)


def test_declining_may_be_best(compared: Comparison, report: ImpactReport) -> None:
    text = said(replace(compared, best="decline"), report)
    assert text.startswith("Declining brings most: +€18k expected; B brings as much. ")
    assert "To decline" not in text


def test_the_proposal_may_be_best(compared: Comparison, report: ImpactReport) -> None:
    text = said(replace(compared, best="as-proposed"), report)
    assert text.startswith("As proposed brings most: +€12k expected")
    assert "It pays only if it lifts" in text


def test_what_brings_as_much_is_called_a_tie(compared: Comparison, report: ImpactReport) -> None:
    first = compared.choices[0]
    most = first.worth.expected
    tied = with_worth(replace(compared, best=first.key), "decline", expected=most)
    for key in ("less", "little"):
        tied = with_worth(tied, key, expected=0.0)
    view = view_alternatives(tied, report.model)
    text = plain(view.answer).replace("\u00a0", " ")
    assert text.startswith("As proposed brings most: +€12k expected, ")
    assert "; declining brings as much. " in text
    assert "To decline" not in text
    assert [one.mark for one in view.columns] == ["brings most", "", "", "brings most"]


@pytest.mark.parametrize(
    ("guess", "told"), [(0.5241, "just enough"), (0.5239, "just short of it"), (0.6, "the guess is 60 %.")]
)
def test_a_guess_that_prints_as_the_chance_it_takes_is_told_from_it(
    compared: Comparison, report: ImpactReport, guess: float, told: str
) -> None:
    pays = BreakEven(kind="from", chance=0.524, uplift=0.37)
    changed = with_worth(compared, "as-proposed", pays=pays, if_won=19_000.0)
    guessed = WinChance(low=guess, mode=guess, high=guess, point=guess)
    changed = with_choice(changed, "as-proposed", lambda one: replace(one, win_chance=guessed))
    assert told in said(changed, report)


def test_what_is_the_same_in_every_world_is_called_the_same(
    compared: Comparison, report: ImpactReport
) -> None:
    never = Chance(probability=0.0, low=0.0, high=0.01)
    level = Standing(difference=Difference(mean=0.0, low=0.0, high=0.0), better=never, worse=never)
    pairs = tuple(
        replace(pair, in_all=level) if (pair.one, pair.other) == ("less", "as-proposed") else pair
        for pair in compared.pairs
    )
    rows = view_alternatives(replace(compared, pairs=pairs), report.model).worth.rows
    entries = next(row for row in rows if row.label == "Brings more than A").entries
    assert (entries[1].text, entries[1].beside) == ("same", "")
    assert entries[2].text != "same"


def test_where_a_chance_is_missing_rows_are_told_if_won(compared: Comparison, report: ImpactReport) -> None:
    never = WinChance(low=0.0, mode=0.0, high=0.0, point=0.0)
    lacking = with_choice(compared, "less", lambda one: replace(one, win_chance=None))
    lacking = with_choice(lacking, "little", lambda one: replace(one, win_chance=never))
    view = view_alternatives(replace(lacking, ranked_by="", best=""), report.model)
    rows = {row.label: [entry.text for entry in row.entries] for row in view.worth.rows}
    assert "Brings more than A, if won" in rows
    assert "Expected regret" not in rows
    regret = rows["Expected regret, if won"]
    assert regret[1] != "–"
    assert regret[2:] == ["–", "–"]
    assert any("Where a chance to win is missing" in note for note in view.notes)


def test_late_cash_has_the_sign_of_the_rows_around_it(compared: Comparison, report: ImpactReport) -> None:
    changed = with_choice(compared, "less", lambda one: replace(one, direct_late_cash=12_000.0))
    rows = view_alternatives(changed, report.model).worth.rows
    late = next(row for row in rows if row.label.startswith("Late cash"))
    assert late.entries[1].text.startswith("−€1")


def test_without_chances_it_is_no_expectation(compared: Comparison, report: ImpactReport) -> None:
    text = said(replace(compared, ranked_by="if-won"), report)
    assert text == (
        "If it goes ahead, C, Nearly nothing, brings most: +€53k. Nobody says how likely each choice is to win the "
        "deal, so this is no expectation."
    )
    costs = with_worth(replace(compared, ranked_by="if-won"), "little", known=False, if_won=-7_000.0)
    assert said(costs, report) == (
        "If it goes ahead, C, Nearly nothing, costs least, by itself and elsewhere: −€7k. Nothing says what winning "
        "brings."
    )


def test_what_is_lacking_is_named(compared: Comparison, report: ImpactReport) -> None:
    lacking = with_choice(compared, "less", lambda one: replace(one, win_chance=None))
    lacking = with_worth(replace(lacking, best="", ranked_by=""), "little", known=False)
    assert said(lacking, report) == (
        "Nobody says the chance to win the deal with B. Nothing says what winning brings with C. So no choice is "
        "called best."
    )


def test_rows_of_which_nothing_is_known_are_left_out(compared: Comparison, report: ImpactReport) -> None:
    bare = compared
    for key in ("as-proposed", "less", "little", "decline"):
        bare = with_choice(bare, key, lambda one: replace(one, win_chance=None))
        bare = with_worth(
            bare, key, expected=None, expected_low=None, expected_high=None, pays=None, regret=None
        )
    labels = [
        row.label for row in view_alternatives(replace(bare, ranked_by="", best=""), report.model).worth.rows
    ]
    assert labels[:2] == ["If won, before hidden cost", "Hidden cost, expected"]
    assert not {"Chance to win", "Expected, losing counted", "Pays from a chance of"} & set(labels)


@pytest.mark.parametrize(
    ("difference", "beside", "interval", "quiet"),
    [
        (Difference(mean=-0.5, low=-0.512, high=-0.488), "−50", "−51 to −49", False),
        (Difference(mean=0.2, low=0.199, high=0.201), "+20", "", False),
        (Difference(mean=0.0, low=-3e-4, high=3e-4), "same", "", True),
        (Difference(mean=0.0, low=-0.03, high=0.03), "same", "−3 to +3", False),
        (Difference(mean=0.002, low=0.001, high=0.003), "0", "", True),
    ],
)
def test_differences_are_told_as_far_as_they_show(
    difference: Difference,
    beside: str,
    interval: str,
    quiet: bool,  # noqa: FBT001 - what is expected
) -> None:
    told = differing(Entry(text="x"), difference, points)
    assert (told.beside, told.interval.replace("\u00a0", " "), told.quiet) == (beside, interval, quiet)


def test_more_choices_than_letters_are_all_called(compared: Comparison, report: ImpactReport) -> None:
    first = compared.choices[0]
    more = tuple(replace(first, key=f"k{number}") for number in range(28))
    view = view_alternatives(
        replace(compared, choices=(*more, compared.choices[-1]), reference="k0", best="", ranked_by=""),
        report.model,
    )
    assert [column.letter for column in view.columns][24:] == ["Y", "Z", "A2", "B2", "C2"]
