"""Skriv en indholdsfortegnelse over alt, Omhu leveres med (SBOM, CycloneDX 1.6): make sbom.

Made from the lock files, the licences of what is installed, and npm's lock; the same locks give the same file.
It names no registry: a municipality fetches from its own mirror and holds the hashes against this list.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import uuid
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from laasefiler import KOER, ROD, Npmpakke, Pakke, laest, led, licens, npm

HTMX = "django_htmx/static/django_htmx/htmx-2.min.js"
NAVNERUM = uuid.uuid5(uuid.NAMESPACE_DNS, "omhu")
IKKE_SPDX = {"BSD"}
"""Licences that are told by a name, because the package does not say which text of the family it is."""


def sbom() -> dict[str, Any]:
    """The whole list as CycloneDX."""
    dele = [_python(p) for p in laest(KOER)] + [_npm(p) for p in npm() if not p.kun_test]
    aftryk = sha256(
        (ROD / KOER).read_bytes() + (ROD / "package-lock.json").read_bytes()
    ).hexdigest()
    omhu = {"type": "application", "bom-ref": "omhu", "name": "omhu", "version": _version(),
            "licenses": [{"license": {"id": "MPL-2.0"}}]}  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAVNERUM, aftryk)}",
        "version": 1,
        "metadata": {"component": omhu},
        "components": dele,
        "dependencies": [{"ref": "omhu", "dependsOn": sorted(d["bom-ref"] for d in dele)}],
    }


def _version() -> str:
    traef = re.search(r'__version__ = "([^"]+)"', (ROD / "omhu" / "__init__.py").read_text("utf-8"))
    assert traef
    return traef[1]


def _python(pakke: Pakke) -> dict[str, Any]:
    purl = f"pkg:pypi/{pakke.navn}@{pakke.version}"
    del_: dict[str, Any] = {
        "type": "library", "bom-ref": purl, "name": pakke.navn, "version": pakke.version, "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": h} for h in pakke.hasher], "licenses": _licenser(licens(pakke.navn)),
    }  # fmt: skip
    if pakke.kun:
        del_["properties"] = [{"name": "omhu:kun", "value": pakke.kun}]
    if pakke.navn == "django-htmx":
        del_["components"] = [_htmx()]
    return del_


def _htmx() -> dict[str, Any]:
    """The script that django-htmx carries in itself, and that every page loads."""
    fil = Path(str(distribution("django-htmx").locate_file(HTMX)))
    version = re.search(r'version:"([\d.]+)"', fil.read_text("utf-8"))
    assert version, "htmx siger ikke sin version"
    purl = f"pkg:npm/htmx.org@{version[1]}"
    return {
        "type": "library", "bom-ref": purl, "name": "htmx.org", "version": version[1], "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": sha256(fil.read_bytes()).hexdigest()}], "licenses": _licenser("0BSD"),
    }  # fmt: skip


def _npm(pakke: Npmpakke) -> dict[str, Any]:
    purl = f"pkg:npm/{pakke.navn}@{pakke.version}"
    indhold = base64.b64decode(pakke.integritet.removeprefix("sha512-")).hex()
    return {
        "type": "library", "bom-ref": purl, "name": pakke.navn, "version": pakke.version, "purl": purl,
        "hashes": [{"alg": "SHA-512", "content": indhold}], "licenses": _licenser(pakke.licens.strip("()")),
    }  # fmt: skip


def _licenser(udtryk: str) -> list[dict[str, Any]]:
    if led(udtryk) & IKKE_SPDX or not udtryk:
        return [{"license": {"name": udtryk or "ukendt"}}]
    return [{"expression": udtryk}] if len(led(udtryk)) > 1 else [{"license": {"id": udtryk}}]


def main() -> int:
    """Write the file, and say where."""
    fil = ROD / "dist" / f"omhu-{_version()}.cdx.json"
    fil.parent.mkdir(exist_ok=True)
    liste = sbom()
    fil.write_text(json.dumps(liste, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"skrev dist/{fil.name} med {len(liste['components'])} dele")
    return 0


if __name__ == "__main__":
    sys.exit(main())
