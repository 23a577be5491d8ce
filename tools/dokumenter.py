"""Write the generated pages in docs/ anew (make docs): the rules and the settings.

Run inside .venv. The pages are committed, so that they can be read where the code is read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROD = Path(__file__).resolve().parent.parent
DOCS = ROD / "docs"
DANNET = "<!-- Dannet af `make docs`; ret kilden, ikke denne side. -->"


def hent_regler() -> list[dict[str, Any]]:
    """`omhu regel --json`, asked in an empty folder so that no installation is touched."""
    with tempfile.TemporaryDirectory(prefix="omhu-docs-") as mappe:
        svar = subprocess.run(
            [str(Path(sys.executable).parent / "omhu"), "regel", "--json"],
            env={**os.environ, "OMHU_MAPPE": mappe}, capture_output=True, text=True, check=True,
        )  # fmt: skip
    return json.loads(svar.stdout)


def celle(vaerdi: object) -> str:
    return str(vaerdi if vaerdi is not None else "").replace("|", "\\|").replace("\n", " ")


def regelside(regler: list[dict[str, Any]]) -> str:
    linjer = [
        "# Reglerne", "", DANNET, "",
        f"{len(regler)} regler. Hver version gælder fra sin dato. »Efterset« er den dag, nogen sidst "
        "holdt reglen op mod loven.", "",
        "| Regel | Navn | Gælder fra | Hjemmel | Status | Efterset |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for regel in sorted(regler, key=lambda r: r["id"]):
        for version in regel["versioner"]:
            felter = (f"`{regel['id']}`", regel["navn"], version["fra"], version["hjemmel"],
                      version["status"], regel["efterset"])  # fmt: skip
            linjer.append("| " + " | ".join(map(celle, felter)) + " |")
    return "\n".join(linjer) + "\n"


def indstillingsside() -> str:
    from omhu.config.indstillinger import Indstillinger

    linjer = [
        "# Indstillinger", "", DANNET, "",
        "Sættes i miljøet og efterses ved start. En forkert værdi standser Omhu med en forklaring.", "",
        "| Navn | Ellers | Betydning |", "|---|---|---|",
    ]  # fmt: skip
    for navn, felt in Indstillinger.model_fields.items():
        ellers = "" if felt.default in ("", None) else f"`{felt.default}`"
        linjer.append(f"| `OMHU_{navn.upper()}` | {ellers} | {celle(felt.description)} |")
    return "\n".join(linjer) + "\n"


def skriv(navn: str, tekst: str) -> None:
    (DOCS / navn).write_text(tekst, encoding="utf-8")
    print(f"skrev docs/{navn}")


if __name__ == "__main__":
    skriv("indstillinger.md", indstillingsside())
    skriv("regler.md", regelside(hent_regler()))
