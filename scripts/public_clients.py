"""Install the published clients, each in a virtual environment of its own under ``.venvs``.

The emulator has to satisfy clients that no one here wrote. Where one cannot be installed (no
network, say) that is told, and the tests that need it are skipped, aloud.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

VERSIONS = ("1.5.35", "3.1.1")
VENVS = Path(__file__).resolve().parent.parent / ".venvs"


def python_of(version: str) -> Path:
    """Return the interpreter that has this version of ``together``."""
    return VENVS / f"together-{version}" / "bin" / "python"


def install(version: str) -> bool:
    """Install one version; say whether it is there."""
    python = python_of(version)
    done = python.parent.parent / ".installed"
    if done.exists():
        return True
    print(f"installing together {version} into {python.parent.parent.name}", file=sys.stderr)
    venv.create(python.parent.parent, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, f"together=={version}"], check=False).returncode != 0:
        print(f"together {version} cannot be installed; its tests will be skipped", file=sys.stderr)
        return False
    done.touch()
    return True


if __name__ == "__main__":
    for wanted in VERSIONS:
        install(wanted)
