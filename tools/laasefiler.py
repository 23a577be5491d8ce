"""What the lock files say, and under which licence each package comes. Shared by sbom.py and efterse_afhaengigheder.py.

Nothing is fetched: licences are read from the packages that are installed, and from npm's lock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.markers import Marker

ROD = Path(__file__).resolve().parent.parent
KOER, TEST = "requirements.lock", "requirements-dev.lock"
LAASE = (KOER, TEST, "requirements-uv.lock", "requirements-node.lock")

PAKKE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

KLASSER = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
}
FRITEKST = {
    "BSD 2-Clause License": "BSD-2-Clause",
    "Apache License, Version 2.0": "Apache-2.0",
    "PSFL": "PSF-2.0",
}
SAT = {
    "colorama": ("BSD-3-Clause", "kun Windows, derfor ikke installeret her; efter pakkens LICENSE"),
    "fido2": ("BSD-2-Clause AND Apache-2.0 AND MPL-2.0", "tre dele hver med sin licens, efter dens COPYING"),
    "python-dateutil": ("Apache-2.0 OR BSD-3-Clause", "valgfri, efter dens LICENSE"),
    "qrcode": ("BSD-3-Clause", "klassen »anden« gælder en gengivet MIT-del, efter dens LICENSE"),
    "text-unidecode": ("Artistic-1.0-Perl OR GPL-2.0-or-later", "valgfri; kun et værktøjs egen afhængighed"),
    "httpcore2": ("BSD-3-Clause", "kun nyere Python, derfor ikke installeret her; efter pakkens metadata"),
    "httpx2": ("BSD-3-Clause", "kun nyere Python, derfor ikke installeret her; efter pakkens metadata"),
    "httpx2-jsfetch": ("BSD-3-Clause", "kun i en browser, derfor ikke installeret her; efter pakkens metadata"),
    "truststore": ("MIT", "kun nyere Python, derfor ikke installeret her; efter pakkens metadata"),
}  # fmt: skip
"""Licences that the metadata do not tell plainly: what it is, and how we know."""

GODE = {
    "MIT": "fri", "MIT-0": "fri", "0BSD": "fri", "ISC": "fri", "Zlib": "fri", "CC0-1.0": "fri", "BSD": "fri",
    "BSD-2-Clause": "fri", "BSD-3-Clause": "fri", "Apache-2.0": "fri", "PSF-2.0": "fri",
    "MPL-2.0": "filer af pakken, som vi ændrer, skal deles; vi ændrer ingen",
    "LGPL-2.1-or-later": "bruges som bibliotek, uændret, og kan skiftes ud",
    "LGPL-3.0-only": "bruges som bibliotek, uændret, og kan skiftes ud",
    "OFL-1.1": "skrifttypen leveres uændret med sin licens",
}  # fmt: skip
"""Licences we accept in what runs, and why it is safe to."""
KUN_TIL_TEST = {
    "GPL-3.0-or-later": "et værktøj, der køres for sig; det leveres ikke med",
    "Artistic-1.0-Perl": "et værktøjs egen afhængighed; den leveres ikke med",
    "Apache-2.0 WITH LLVM-exception": "fri",
    "CNRI-Python": "fri; et værktøjs egen afhængighed",
}


@dataclass(frozen=True)
class Pakke:
    """A locked package: name, version, where it applies (a marker, empty = everywhere), and its hashes."""

    navn: str
    version: str
    kun: str
    hasher: tuple[str, ...]

    @property
    def gaelder_her(self) -> bool:
        return not self.kun or Marker(self.kun).evaluate()


def laest(fil: str) -> list[Pakke]:
    """Every package of a lock. Raises ValueError for a line that is neither package, hash nor comment."""
    fundne: list[Pakke] = []
    for nr, linje in enumerate((ROD / fil).read_text("utf-8").splitlines(), 1):
        if not linje.strip() or linje.lstrip().startswith("#"):
            continue
        if traef := PAKKE.match(linje):
            fundne.append(Pakke(traef[1].lower(), traef[2], (traef[3] or "").strip(), ()))
        elif (hash_ := HASH.search(linje)) and fundne:
            p = fundne[-1]
            fundne[-1] = Pakke(p.navn, p.version, p.kun, (*p.hasher, hash_[1]))
        else:
            raise ValueError(f"{fil}:{nr} er hverken pakke eller hash: {linje.strip()}")
    return fundne


def licens(navn: str) -> str:
    """The licence as an SPDX expression where it can be told; empty when nothing is known."""
    if navn in SAT:
        return SAT[navn][0]
    try:
        om = metadata(navn)
    except PackageNotFoundError:
        return ""
    if udtryk := om.get("License-Expression"):
        return str(udtryk)
    fri = (om.get("License") or "").strip()
    klasser = [
        k.split("::")[-1].strip()
        for k in om.get_all("Classifier", [])
        if k.startswith("License ::")
    ]
    kendte = [KLASSER[k] for k in klasser if k in KLASSER]
    fri = FRITEKST.get(fri, fri)
    if fri in GODE and (not kendte or kendte[0] == "BSD"):
        return fri
    return " OR ".join(kendte) if kendte and len(kendte) == len(klasser) else ""


def led(udtryk: str) -> set[str]:
    """The licences of an SPDX expression."""
    return {d.strip(" ()") for d in re.split(r"\bAND\b|\bOR\b", udtryk) if d.strip(" ()")}


def uden_god_licens(navne: Iterable[str], gode: Iterable[str]) -> list[str]:
    """Packages whose licence is unknown or not accepted; of a choice (OR) one accepted is enough."""
    tilladt = set(gode)
    ikke = []
    for navn in navne:
        udtryk = licens(navn)
        valgfri = " OR " in udtryk and " AND " not in udtryk
        ok = bool(led(udtryk) & tilladt) if valgfri else bool(udtryk) and led(udtryk) <= tilladt
        if not ok:
            ikke.append(f"{navn}: {udtryk or 'ukendt licens'}")
    return ikke


@dataclass(frozen=True)
class Npmpakke:
    """A package of npm's lock: part of the pages unless it is for tests only."""

    navn: str
    version: str
    licens: str
    integritet: str
    """Base64 SHA-512, as npm writes it: `sha512-…`."""
    kun_test: bool


def npm() -> list[Npmpakke]:
    """Every package of package-lock.json."""
    laas = json.loads((ROD / "package-lock.json").read_text("utf-8"))
    return [
        Npmpakke(
            sti.split("node_modules/")[-1],
            p["version"],
            _npm_licens(p),
            p["integrity"],
            p.get("dev", False),
        )
        for sti, p in laas["packages"].items()
        if sti
    ]


def _npm_licens(pakke: dict[str, str]) -> str:
    return pakke.get("license", "")
