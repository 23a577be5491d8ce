"""Efterse afhængighederne: kendte sårbarheder (pip-audit), hasher, licenser og dubletter i låsefilerne.

    python tools/efterse_afhaengigheder.py            alt
    python tools/efterse_afhaengigheder.py --uden-net kun det, der kan efterses uden net

Exit 0: every locked package was audited and nothing found. 1: something was found. 3: IKKE EFTERSET, fewer
packages were audited than are locked, as when the advisory service cannot be reached. pip-audit itself says
»No known vulnerabilities found« and exit 0 in that case, so its own words are never passed on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from laasefiler import (
    GODE,
    KOER,
    KUN_TIL_TEST,
    LAASE,
    ROD,
    TEST,
    Pakke,
    laest,
    npm,
    uden_god_licens,
)

FUNDET, IKKE_EFTERSET = 1, 3
TAALMODIGHED = 120
Koer = Callable[[list[str]], str]


@dataclass
class Eftersyn:
    """What an audit of one lock came to."""

    laas: str
    laaste: int
    efterset: int = 0
    fund: list[str] = field(default_factory=list)

    @property
    def helt(self) -> bool:
        return self.efterset >= self.laaste > 0

    def __str__(self) -> str:
        if self.fund:
            return f"{self.laas}: sårbarheder fundet: {'; '.join(self.fund)}"
        if not self.helt:
            return (
                f"IKKE EFTERSET: {self.efterset} af {self.laaste} pakker i {self.laas}. "
                "Kør igen fra en maskine, der kan nå rådgivningstjenesten."
            )
        return f"{self.laas}: alle {self.laaste} pakker er efterset for kendte sårbarheder, ingen fundet."


def efterse(laas: str, koer: Koer | None = None) -> Eftersyn:
    """Audit a lock by pip-audit, and count what it really looked up."""
    ventet = {p.navn for p in laest(laas) if p.gaelder_her}
    resultat = Eftersyn(laas, len(ventet))
    try:
        svar = json.loads((koer or _pip_audit)([str(ROD / laas)]))
    except (ValueError, OSError, subprocess.SubprocessError):
        return resultat
    efterset = set()
    for pakke in svar.get("dependencies", []):
        if "skip_reason" in pakke or "vulns" not in pakke:
            continue
        efterset.add(pakke["name"].lower())
        resultat.fund += [_fund(pakke, v) for v in pakke["vulns"]]
    resultat.efterset = len(efterset & ventet)
    return resultat


def _fund(pakke: dict[str, Any], saarbarhed: dict[str, Any]) -> str:
    rettet = ", ".join(saarbarhed.get("fix_versions") or []) or "ingen rettet version endnu"
    return f"{pakke['name']} {pakke['version']} {saarbarhed['id']} (rettet i: {rettet})"


def _pip_audit(filer: list[str]) -> str:
    ord_ = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-f", "json",
            "--progress-spinner", "off", "--desc", "off"]  # fmt: skip
    for fil in filer:
        ord_ += ["-r", fil]
    return subprocess.run(
        ord_, cwd=ROD, capture_output=True, text=True, timeout=TAALMODIGHED, check=False
    ).stdout


def efterse_uden_net() -> list[str]:
    """What can be seen in the locks and the installed packages alone; empty when all is well."""
    fejl: list[str] = []
    for laas in LAASE:
        pakker = laest(laas)
        fejl += [f"{laas}: {p.navn} {p.version} har ingen hash" for p in pakker if not p.hasher]
        fejl += [f"{laas}: {navn} står to gange" for navn in _dubletter(pakker)]
    koer = {p.navn for p in laest(KOER)}
    fejl += [f"{KOER}: {f}" for f in uden_god_licens(sorted(koer), GODE)]
    test = {p.navn for p in laest(TEST)} - koer
    fejl += [f"{TEST}: {f}" for f in uden_god_licens(sorted(test), {**GODE, **KUN_TIL_TEST})]
    fejl += [f"package-lock.json: {p.navn} har ingen hash" for p in npm() if not p.integritet]
    return fejl


def _dubletter(pakker: list[Pakke]) -> list[str]:
    """Names that two lines of the same lock give on this machine, or twice without a condition."""
    her = [p.navn for p in pakker if p.gaelder_her]
    return sorted({n for n in her if her.count(n) > 1})


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--uden-net", action="store_true", help="efterse kun det, der ligger her")
    args = parser.parse_args(argv)
    fejl = efterse_uden_net()
    for linje in fejl or ["Hasher, licenser og dubletter: i orden."]:
        print(linje)
    if args.uden_net:
        return FUNDET if fejl else 0
    svar = [efterse(laas) for laas in (KOER, TEST)]
    for resultat in svar:
        print(resultat)
    if fejl or any(r.fund for r in svar):
        return FUNDET
    return 0 if all(r.helt for r in svar) else IKKE_EFTERSET


if __name__ == "__main__":
    sys.exit(main())
