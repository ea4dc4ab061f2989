"""
Chances and severities in words and numbers: the percent is rounded first, then named and coloured.

The words are those of Intelligence Community Directive 203, which do not overlap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anatomy.domain.impact import Chance

#: No-break space, between a number and what belongs to it.
NBSP = "\u00a0"

#: Word and the first whole percent that it no longer covers.
CHANCE_WORDS = (
    ("almost no chance", 5),
    ("very unlikely", 20),
    ("unlikely", 45),
    ("roughly even", 55),
    ("likely", 80),
    ("very likely", 95),
    ("almost certain", 101),
)

#: First whole percent of each colour step after the first; the steps are word bounds.
STEP_BOUNDS = (5, 20, 45, 55, 80)

_ALL = 100

#: From this percent on a department counts as likely hit.
LIKELY = 55


def whole_percent(share: float) -> int:
    """
    A share in whole percent, halves up.

    >>> whole_percent(0.545)
    55
    """
    return math.floor(round(share * 100, 9) + 0.5)


def percent(share: float) -> str:
    r"""
    A share as printed: "72 %", with "<1 %" and ">99 %" where 0 and 100 would overstate it.

    >>> percent(0.72), percent(0.001), percent(0.9999), percent(0.0)
    ('72\xa0%', '<1\xa0%', '>99\xa0%', '0\xa0%')
    """
    whole = whole_percent(share)
    if whole <= 0 < share:
        return f"<1{NBSP}%"
    if whole >= _ALL and share < 1:
        return f">99{NBSP}%"
    return f"{whole}{NBSP}%"


def fine_percent(share: float) -> str:
    r"""
    A share in hundredths of a percent, for figures without sampling error; the ends as in `percent`.

    >>> fine_percent(0.924214), fine_percent(0.00001), fine_percent(0.99999), fine_percent(1.0)
    ('92.42\xa0%', '<0.01\xa0%', '>99.99\xa0%', '100\xa0%')
    """
    if share in {0, 1}:
        return percent(share)
    text = f"{share * _ALL:.2f}"
    return {"0.00": f"<0.01{NBSP}%", "100.00": f">99.99{NBSP}%"}.get(text, f"{text}{NBSP}%")


def chance_word(probability: float) -> str:
    """
    The word for a chance, from its rounded percent; "no chance" and "certain" for exactly 0 and 1.

    >>> chance_word(0.7949), chance_word(0.796)
    ('likely', 'very likely')
    """
    if probability <= 0:
        return "no chance"
    if probability >= 1:
        return "certain"
    whole = whole_percent(probability)
    return next(word for word, bound in CHANCE_WORDS if whole < bound)


def chance_words(probability: float) -> str:
    r"""
    A chance in words and numbers, side by side.

    >>> chance_words(0.72)
    'likely (72\xa0%)'
    """
    return f"{chance_word(probability)} ({percent(probability)})"


def chance_step(probability: float) -> int:
    """
    Which of the six colours a chance wears, 0 (palest) to 5, from its rounded percent.

    >>> [chance_step(p) for p in (0.01, 0.05, 0.449, 0.5, 0.79, 0.8)]
    [0, 1, 3, 3, 4, 5]
    """
    whole = whole_percent(probability)
    return sum(whole >= bound for bound in STEP_BOUNDS)


def honest(chance: Chance) -> float:
    """The probability to print: a sampled 0 or 1 is not called impossible or certain."""
    if chance.probability <= 0 < chance.high:
        return min(chance.high, 1e-9)
    if chance.probability >= 1 > chance.low:
        return max(chance.low, 1 - 1e-9)
    return chance.probability


def percent_range(low: float, high: float) -> str:
    r"""
    Two shares as printed, once where they round to the same.

    >>> percent_range(0.17, 0.41), percent_range(0.171, 0.174)
    ('17–41\xa0%', '17\xa0%')
    """
    first, last = percent(low), percent(high)
    if first == last:
        return first
    return f"{first.removesuffix(f'{NBSP}%')}–{last}"


def severity_word(severity: float, bands: Sequence[tuple[str, float]]) -> str:
    """
    The model's word for a severity, from its rounded percent; "none" for exactly 0.

    >>> severity_word(0.498, (("minor", 0.5), ("major", 1.0)))
    'major'
    """
    if severity <= 0 or not bands:
        return "none" if severity <= 0 else ""
    whole = whole_percent(severity)
    return next((word for word, bound in bands if whole < whole_percent(bound)), bands[-1][0])


def severity_words(severity: float, bands: Sequence[tuple[str, float]]) -> str:
    r"""
    A severity in words and numbers, side by side.

    >>> severity_words(0.6, (("minor", 0.5), ("major", 1.0)))
    'major (60\xa0%)'
    """
    return f"{severity_word(severity, bands)} ({percent(severity)})".strip()


def capital(text: str) -> str:
    """
    Text with its first letter raised, the rest untouched.

    >>> capital("very likely")
    'Very likely'
    """
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], *, last: str = "and") -> str:
    """
    Names as a phrase.

    >>> listed(["Finance", "Legal", "Support"])
    'Finance, Legal and Support'
    """
    if len(names) < 2:  # noqa: PLR2004 - one name or none needs no joining
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """
    A count with its noun.

    >>> counted(1, "department"), counted(1250, "cell")
    ('1 department', '1,250 cells')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
