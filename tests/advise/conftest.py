"""The tiny model and a deal on it, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders.deals import a_deal
from builders.tiny import tiny

if TYPE_CHECKING:
    from anatomy.domain.decision import Decision
    from anatomy.domain.enterprise import Enterprise


@pytest.fixture(scope="session")
def enterprise(tmp_path_factory: pytest.TempPathFactory) -> Enterprise:
    return tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def deal(enterprise: Enterprise, tmp_path_factory: pytest.TempPathFactory) -> Decision:
    return a_deal(tmp_path_factory.mktemp("deal"), enterprise)
