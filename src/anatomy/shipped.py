"""Where the files that ship with anatomy lie: models/ and templates/, in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

from anatomy.errors import EnvironmentFailedError


def shelf(name: str) -> Path:
    """
    Folder of shipped files of that name ("models" or "templates").

    Raises:
        EnvironmentFailedError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for place in (package / name, package.parents[1] / name):
        if place.is_dir():
            return place
    raise EnvironmentFailedError(
        f"this installation lacks its {name}/ folder; install enterprise-anatomy again"
    )
