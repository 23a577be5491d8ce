"""Reading rule files: YAML with line marks, layered into whole patterns, refused with line and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from omhu.regler.sprog import MOENSTER_NOEGLER, Regel
from omhu.regler.yamlfil import Filfejl, child, parse

LOV = Path(__file__).parent / "lov"
LOKAL = Path(__file__).parent / "lokal"
TOM = "Filen er tom eller ikke en regel. Begynd med »id:«."
REGEL_NOEGLER = ("id", "navn", "krav", "handling", "gruppe", "art", "efterset", "note", "versioner")
VERSION_NOEGLER = ("fra", "til", "hjemmel", "lov", "status", "note", "kilde", "tilfaelde")


class Regelfejl(Filfejl):
    """A rule file that cannot be used."""


def laes_regel(sti: Path) -> Regel:
    """Read one rule file. Raises Regelfejl (Danish) with the line of the first fault."""
    try:
        tekst = sti.read_text("utf-8")
    except UnicodeDecodeError as fejl:
        raise Regelfejl(sti.name, 1, "Filen er ikke UTF-8. Gem den som UTF-8.") from fejl
    return _regel(sti, *parse(tekst, sti.name, TOM, Regelfejl))


def _regel(sti: Path, node: yaml.Node, raa: dict[str, Any]) -> Regel:
    for noegle in raa:
        if noegle not in (*REGEL_NOEGLER, *MOENSTER_NOEGLER, "tilfaelde"):
            raise Regelfejl(sti.name, _line(node, [noegle]), _unknown(str(noegle)))
    if raa.get("id") != sti.stem:
        raise Regelfejl(
            sti.name,
            _line(node, ["id"]),
            f"»id« skal være filens navn: »{sti.stem}«. Ret en af dem.",
        )
    try:
        return Regel.model_validate(_layered(sti, node, raa))
    except ValidationError as fejl:
        foerste = fejl.errors()[0]
        tekst = _danish(foerste)
        # A fault of the whole (loc is empty) lies between versions; one of a pattern names its keys.
        loc = list(foerste["loc"]) or ["versioner"]
        loc += re.findall("»([a-z_]+)«", tekst) if foerste["type"] == "value_error" else []
        raise Regelfejl(sti.name, _line(node, loc), tekst) from fejl


def _layered(sti: Path, node: yaml.Node, raa: dict[str, Any]) -> dict[str, Any]:
    """Lay rule, version and case on each other so that each case is a whole pattern."""
    faelles = {k: raa[k] for k in MOENSTER_NOEGLER if k in raa}
    regel = {k: raa[k] for k in REGEL_NOEGLER if k in raa}
    versioner = []
    for i, version in enumerate(raa.get("versioner") or []):
        if not isinstance(version, dict):
            raise Regelfejl(
                sti.name, _line(node, ["versioner", i]), "En version skal have »fra« og »hjemmel«."
            )
        for noegle in version:
            if noegle not in (*VERSION_NOEGLER, *MOENSTER_NOEGLER):
                raise Regelfejl(
                    sti.name, _line(node, ["versioner", i, noegle]), _unknown(str(noegle))
                )
        moenster = faelles | {k: version[k] for k in MOENSTER_NOEGLER if k in version}
        tilfaelde = version.get("tilfaelde") or raa.get("tilfaelde") or [{}]
        hoved = {k: version[k] for k in VERSION_NOEGLER if k in version and k != "tilfaelde"}
        hoved.setdefault("lov", _law(str(hoved.get("hjemmel", ""))))
        versioner.append(hoved | {"tilfaelde": [moenster | t for t in tilfaelde]})
    return regel | {"versioner": versioner}


def _law(hjemmel: str) -> str:
    return next((lov for lov in ("SEL", "BL") if hjemmel.startswith(lov)), "andet")


def _unknown(noegle: str) -> str:
    if " " in noegle:
        return f"»{noegle}« læses som et ord i regelsproget. Sæt teksten med komma eller kolon i anførselstegn."
    return f"»{noegle}« er ikke et ord i regelsproget. Se regler/README.md, eller ret stavemåden."


def _line(node: yaml.Node, loc: list[Any]) -> int:
    """Line of the deepest part of `loc` that stands in the file (defaults and layers do not)."""
    linje = node.start_mark.line + 1
    top = node
    for trin in loc:
        funden = child(node, trin) or (child(top, trin) if isinstance(trin, str) else None)
        if funden is None:
            continue
        node = funden[1]
        linje = node.start_mark.line + 1
    return linje


FEJLTEKSTER = {
    "missing": "»{felt}« mangler. Skriv det.",
    "extra_forbidden": "»{felt}« er ikke et ord i regelsproget her. Se regler/README.md, eller ret stavemåden.",
    "literal_error": "»{vaerdi}« kan ikke bruges her. Vælg mellem {expected}.",
    "int_parsing": "»{vaerdi}« er ikke et helt tal.",
    "too_short": "»{felt}« må ikke være tom.",
    "greater_than_equal": "»{felt}« er for lille: mindst {ge}.",
    "less_than_equal": "»{felt}« er for stor: højst {le}.",
    "string_too_short": "»{felt}« er for kort. Skriv en hel sætning.",
    "string_pattern_mismatch": "»{felt}« må kun have små bogstaver, tal og bindestreg.",
}


def _danish(fejl: Any) -> str:
    if fejl["type"] == "value_error":
        return str(fejl["ctx"]["error"])
    felt = next((str(t) for t in reversed(fejl["loc"]) if isinstance(t, str)), "reglen")
    skabelon = FEJLTEKSTER.get(fejl["type"], "»{felt}« kan ikke læses. Se regler/README.md.")
    ctx = {k: v for k, v in (fejl.get("ctx") or {}).items() if k != "error"}
    if "expected" in ctx:
        valg = str(ctx["expected"]).replace(" or ", " eller ")
        ctx["expected"] = re.sub("'([^']*)'", r"»\1«", valg)
    return skabelon.format(felt=felt, vaerdi=fejl.get("input"), **ctx)


def laes_regler(mapper: Iterable[Path]) -> list[Regel]:
    """All rules of some folders by id. A later folder's file with the same id takes the earlier one's place,
    but only a local rule may: statute is never overwritten by a municipality. Raises Regelfejl."""
    regler: dict[str, Regel] = {}
    for mappe in mapper:
        for sti in sorted(mappe.glob("*.yaml")):
            regel = laes_regel(sti)
            gammel = regel.id in regler and regler[regel.id]
            if gammel and gammel.art == "lov":
                raise Regelfejl(
                    sti.name,
                    1,
                    f"»{regel.id}« er en regel i loven og kan ikke ændres lokalt. Giv reglen et andet id.",
                )
            regler[regel.id] = regel
    return sorted(regler.values(), key=lambda r: r.id)


@lru_cache(maxsize=8)
def regelsaet(*ekstra: Path) -> tuple[Regel, ...]:
    """The shipped rules, with the rules of further folders (the municipality's own)."""
    return tuple(laes_regler([LOV, LOKAL, *ekstra]))
