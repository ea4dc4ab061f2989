"""Every text can be read on its ground, in both schemes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from anatomy.views import palette

READABLE = 4.5


@pytest.mark.parametrize("ramp", [palette.STEPS, palette.DARK_STEPS], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_step(ramp: tuple[palette.Paint, ...]) -> None:
    for step in ramp:
        assert palette.contrast(step.fill, step.text) >= READABLE


def test_steps_darken_one_by_one() -> None:
    """Falling lightness survives grey print and every kind of colour vision."""
    on_white = [palette.contrast(step.fill, palette.WHITE) for step in palette.STEPS]
    assert all(paler < darker for paler, darker in pairwise(on_white))


def test_on_a_dark_page_steps_brighten_one_by_one() -> None:
    """The likeliest stands out most and the faintest least, as on a light page."""
    on_page = [palette.contrast(step.fill, palette.DARK["page"]) for step in palette.DARK_STEPS]
    assert all(fainter < brighter for fainter, brighter in pairwise(on_page))
    assert len(palette.DARK_STEPS) == len(palette.STEPS)


@pytest.mark.parametrize("scheme", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "card"])
@pytest.mark.parametrize("ink", ["text", "muted", "loss", "link"])
def test_text_can_be_read(scheme: dict[str, str], ground: str, ink: str) -> None:
    assert palette.contrast(scheme[ground], scheme[ink]) >= READABLE


def test_marks_stand_out_from_the_page() -> None:
    for scheme in (palette.LIGHT, palette.DARK):
        assert palette.contrast(scheme["page"], scheme["line"]) >= 3
