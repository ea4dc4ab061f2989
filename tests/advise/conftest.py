"""The tiny model, loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders.tiny import tiny

if TYPE_CHECKING:
    from anatomy.domain.enterprise import Enterprise


@pytest.fixture(scope="session")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return tiny(tmp_path_factory.mktemp("tiny"))
