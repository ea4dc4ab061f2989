"""On what the answer of the 28 % discount depends, made by hand."""

from __future__ import annotations

from typing import Any

from anatomy.domain.sensitivity import (
    FiguresAt,
    LearningFacts,
    PointFacts,
    QuestionFacts,
    SensitivityFacts,
    SwingFacts,
    ValuedChoice,
    WatchedDepartment,
)

BASE = FiguresAt(loss=200_200.0, value=-33_600.0, felt=(0.86, 0.78, 0.19, 0.66))


def at(loss: float, value: float, *felt: float) -> FiguresAt:
    """Figures at one value of an input; chances that are not told are as they are."""
    return FiguresAt(loss=loss, value=value, felt=(*felt, *BASE.felt[len(felt) :]))


def a_swing(**changes: Any) -> SwingFacts:
    """The discount, a fifth lower and higher."""
    facts: dict[str, Any] = {
        "what": "parameter",
        "key": "discount-exception.discount",
        "label": "Discount",
        "decision_type": "Discount exception",
        "unit": "share",
        "base": 0.28,
        "assumed": False,
        "span": "band",
        "points": (
            PointFacts(at=0.224, figures=at(121_000.0, 54_300.0, 0.79, 0.71)),
            PointFacts(at=0.336, figures=at(262_400.0, -104_900.0, 0.91, 0.83)),
        ),
        "swing": FiguresAt(loss=141_400.0, value=159_200.0, felt=(0.12, 0.12, 0.0, 0.0)),
        "half": FiguresAt(loss=5_600.0, value=3_300.0, felt=(0.01, 0.01, 0.0, 0.0)),
    }
    return SwingFacts(**{**facts, **changes})


def a_question(**changes: Any) -> QuestionFacts:
    """How large the margin is."""
    facts: dict[str, Any] = {
        "what": "parameter",
        "key": "discount-exception.margin",
        "label": "Gross margin at list price",
        "decision_type": "Discount exception",
        "unit": "share",
        "low": 0.32,
        "high": 0.48,
        "assumed": True,
        "worth": 9_600.0,
        "changes": 0.25,
        "lead": -38_000.0,
        "noise": 0.0,
    }
    return QuestionFacts(**{**facts, **changes})


def a_sensitivity(**changes: Any) -> SensitivityFacts:
    """Five inputs, three questions, three choices; keywords replace fields."""
    facts: dict[str, Any] = {
        "departments": (
            WatchedDepartment(key="finance", code="D12", name="Finance"),
            WatchedDepartment(key="legal", code="D15", name="Legal"),
            WatchedDepartment(key="operations", code="D6", name="Operations"),
            WatchedDepartment(key="support", code="D10", name="Customer Support"),
        ),
        "base": BASE,
        "win_chance": 0.6,
        "guessed": True,
        "groups": "kind",
        "band": 0.2,
        "swings": (
            a_swing(),
            a_swing(
                key="discount-exception.recurring",
                label="Renewed every term",
                unit="yes-no",
                base=True,
                assumed=True,
                span="choices",
                points=(PointFacts(at=False, figures=at(91_000.0, 31_900.0, 0.86, 0.78, 0.19, 0.41)),),
                swing=FiguresAt(loss=109_200.0, value=65_500.0, felt=(0.0, 0.0, 0.0, 0.25)),
            ),
            a_swing(
                what="likelihoods",
                key="anchors",
                label="anchors",
                decision_type="",
                base=None,
                span="range",
                dependencies=19,
                points=(
                    PointFacts(at="low", figures=at(174_000.0, -17_900.0, 0.86, 0.75, 0.19, 0.61)),
                    PointFacts(at="high", figures=at(224_500.0, -48_200.0, 0.86, 0.81, 0.19, 0.72)),
                ),
                swing=FiguresAt(loss=50_500.0, value=30_300.0, felt=(0.0, 0.06, 0.0, 0.11)),
            ),
            a_swing(
                what="win-chance",
                key="",
                label="Chance to win",
                decision_type="",
                base=0.6,
                span="range",
                points=(
                    PointFacts(at=0.5, figures=at(200_200.0, -28_000.0)),
                    PointFacts(at=0.7, figures=at(200_200.0, -39_200.0)),
                ),
                swing=FiguresAt(loss=0.0, value=11_200.0, felt=(0.0, 0.0, 0.0, 0.0)),
            ),
            a_swing(
                key="discount-exception.volume",
                label="Notice",
                unit="days",
                base=90.0,
                points=(PointFacts(at=72.0, figures=BASE), PointFacts(at=108.0, figures=BASE)),
                swing=FiguresAt(loss=0.0, value=0.0, felt=(0.0, 0.0, 0.0, 0.0)),
            ),
        ),
        "left_out": ("Rebate",),
        "learning": LearningFacts(
            choices=(
                ValuedChoice(
                    key="as-proposed", title="As proposed", win_chance=0.6, guessed=True, value=-33_600.0
                ),
                ValuedChoice(
                    key="policy", title="Hold the line, 15 %", win_chance=1.0, guessed=False, value=12_000.0
                ),
                ValuedChoice(key="decline", title="Decline", win_chance=0.0, guessed=False, value=0.0),
            ),
            best="policy",
            brings=True,
            questions=(
                a_question(),
                a_question(
                    what="win-chance",
                    key="as-proposed",
                    label="As proposed",
                    decision_type="",
                    low=0.5,
                    high=0.7,
                    assumed=False,
                    worth=2_100.0,
                    changes=0.14,
                    lead=-4_000.0,
                ),
                a_question(
                    what="likelihoods",
                    key="anchors",
                    label="anchors",
                    decision_type="",
                    low=None,
                    high=None,
                    assumed=False,
                    worth=300.0,
                    changes=0.125,
                    lead=-900.0,
                    noise=800.0,
                ),
            ),
            draws=128,
            worlds=7,
            levels=8,
            exact=False,
        ),
        "worlds": 20_000,
        "moved": 1_000,
        "exact": False,
    }
    return SensitivityFacts(**{**facts, **changes})
