"""Install the published clients, each in a virtual environment of its own under ``.venvs``.

The emulator has to satisfy clients that no one here wrote, and the proofs and benchmarks compare
with them. Where one cannot be installed (no network, say) that is told, and the tests that need it
are skipped, aloud. ``public_clients.py all`` installs those that only the comparisons need, too.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

VERSIONS = ("1.5.35", "3.1.1")
# Its `http_get` is what most people download large files with.
HUGGINGFACE = "2.4.0"
VENVS = Path(__file__).resolve().parent.parent / ".venvs"


def python_of(version: str, package: str = "together") -> Path:
    """Return the interpreter that has this version of a package."""
    return VENVS / f"{package}-{version}" / "bin" / "python"


def install(version: str, package: str = "together") -> bool:
    """Install one version; say whether it is there."""
    python = python_of(version, package)
    done = python.parent.parent / ".installed"
    if done.exists():
        return True
    print(f"installing {package} {version} into {python.parent.parent.name}", file=sys.stderr)
    venv.create(python.parent.parent, with_pip=True, clear=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, f"{package}=={version}"], check=False).returncode != 0:
        print(f"{package} {version} cannot be installed; what needs it is skipped", file=sys.stderr)
        return False
    done.touch()
    return True


if __name__ == "__main__":
    for wanted in VERSIONS:
        install(wanted)
    if sys.argv[1:] == ["all"]:
        install(HUGGINGFACE, "huggingface_hub")
