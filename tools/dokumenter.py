"""Write the generated pages in docs/ anew (make docs): the rules and the settings.

Run inside .venv. The pages are committed, so that they can be read where the code is read.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROD = Path(__file__).resolve().parent.parent
DOCS = ROD / "docs"
DANNET = "<!-- Dannet af `make docs`; ret kilden, ikke denne side. -->"


def celle(vaerdi: object) -> str:
    return str(vaerdi if vaerdi is not None else "").replace("|", "\\|").replace("\n", " ")


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
    subprocess.run([sys.executable, "-m", "omhu.regler.side"], check=True)
    subprocess.run([sys.executable, Path(__file__).with_name("asvs.py")], check=True)
