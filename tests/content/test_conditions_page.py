"""Every figure of docs/conditions.md is what its commands print; --renew writes the blocks anew."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from anatomy.cli import run

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "conditions.md"
BLOCK = re.compile(r"```sh\n(?P<command>anatomy [^\n]*)\n```\n\n```text\n(?P<shown>.*?)\n```", re.DOTALL)


def test_the_blocks_are_what_the_commands_print(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("ANATOMY_MODEL", raising=False)
    text = PAGE.read_text(encoding="utf-8")

    def anew(block: re.Match[str]) -> str:
        capsys.readouterr()
        assert run(shlex.split(block["command"])[1:]) == 0
        printed = capsys.readouterr().out.splitlines()
        lines = block["shown"].splitlines()
        shown = [*printed[: len(lines) - 1], "..."] if lines[-1] == "..." else printed
        return block[0].replace(block["shown"], "\n".join(shown))

    written = BLOCK.sub(anew, text)
    assert len(BLOCK.findall(text)) == 3
    if request.config.getoption("--renew"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written
