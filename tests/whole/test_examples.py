"""Every story in examples/ gives the answer that lies beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anatomy.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
STORIES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/decision.yaml"))


@pytest.mark.parametrize("story", STORIES)
def test_the_answer_is_the_expected_one(
    story: str,
    golden: Callable[[Path, str], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("ANATOMY_MODEL", raising=False)
    code = run(["whatif", f"examples/{story}/decision.yaml"])
    streams = capsys.readouterr()

    assert (code, streams.err) == (0, "")
    golden(ROOT / "examples" / story / "expected" / "whatif.txt", streams.out)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_says_how_to_run_it(story: str) -> None:
    readme = (ROOT / "examples" / story / "README.md").read_text(encoding="utf-8")

    assert f"anatomy whatif examples/{story}/decision.yaml" in readme


def test_the_same_call_gives_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    decision = "examples/northwind/decision.yaml"
    pages = []
    for place in ("a", "b"):
        page = tmp_path / f"{place}.html"
        assert run(["whatif", decision, "--worlds", "300", "--no-drawing", "-o", str(page)]) == 0
        pages.append((page.read_bytes(), capsys.readouterr().out))

    assert pages[0] == pages[1]
