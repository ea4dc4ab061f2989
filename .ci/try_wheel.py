"""Tries an installed wheel as a new user would, from a folder that knows nothing of the checkout."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

names = zipfile.ZipFile(sys.argv[1]).namelist()
for wanted in ("py.typed", "models/reference/anatomy.yaml", "templates/report/page.html"):
    assert f"anatomy/{wanted}" in names, f"{wanted} is not in the wheel"
strays = [name for name in names if not name.startswith(("anatomy/", "enterprise_anatomy-"))]
assert not strays, f"the wheel installs beside the package: {strays}"
assert not [name for name in names if name.endswith((".pyc", "conftest.py"))], "tests or caches"


def anatomy(*arguments: str) -> str:
    """What the installed command prints; fails if it fails."""
    done = subprocess.run(["anatomy", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"anatomy {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}"
    return done.stdout


import anatomy as package  # noqa: E402 - after the contents are known to be right

assert "site-packages" in str(package.__file__), "the checkout is imported, not the wheel"
assert "Finance" in anatomy("whatif", "discount-exception", "-s", "discount=28%", "-o", "impact.html")
assert "How it travels" in Path("impact.html").read_text(encoding="utf-8")
assert json.loads(anatomy("check", "--format", "json"))
anatomy("init", "mine")
anatomy("check", "mine")
assert "digraph" in anatomy("diagram", "--view", "overview")
print("1 passed, 0 failed")
