"""The beta-PERT law against laws that can be written down: polynomials, and the beta function at whole numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from anatomy.propagation.pert import beta_mass, pert_quantiles

PLACES = np.linspace(0, 1, 41)


@pytest.mark.parametrize(
    ("mode", "chances"),
    [
        (0.0, 1 - (1 - PLACES) ** 5),
        (0.5, 10 * PLACES**3 - 15 * PLACES**4 + 6 * PLACES**5),
        (1.0, PLACES**5),
    ],
)
def test_quantiles_invert_the_polynomial(
    mode: float, chances: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> None:
    found = pert_quantiles(2.0, 2.0 + 3.0 * mode, 5.0, chances)

    assert found == pytest.approx(2.0 + 3.0 * PLACES, abs=6e-5)
    assert pert_quantiles(2.0, 2.0 + 3.0 * mode, 5.0, np.array([0.0, 1.0])).tolist() == [2.0, 5.0]


@pytest.mark.parametrize(("alpha", "beta"), [(0, 0), (4, 0), (1, 3), (2, 2)])
def test_masses_add_up_to_the_beta_function(alpha: int, beta: int) -> None:
    masses = beta_mass(PLACES[:-1], PLACES[1:], alpha, beta)
    whole = math.factorial(alpha) * math.factorial(beta) / math.factorial(alpha + beta + 1)

    assert masses.sum() == pytest.approx(whole, rel=1e-12)
    assert masses[::-1] == pytest.approx(beta_mass(PLACES[:-1], PLACES[1:], beta, alpha), rel=1e-9)
