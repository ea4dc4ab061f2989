"""What tests of drawings share."""

from __future__ import annotations

import pytest

from anatomy.drawing import available_renderers


@pytest.fixture(scope="session")
def renderer() -> str:
    """Name of a renderer that works; without one the test is skipped."""
    for renderer in available_renderers():
        if renderer.works:
            return renderer.name
    pytest.skip("no Graphviz on this machine: install enterprise-anatomy[diagrams]")
