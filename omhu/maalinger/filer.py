"""Reading concept files: YAML laid on the concept it builds on, refused with line and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from omhu.maalinger.sprog import FASTE_FELTER, Koncept
from omhu.maalinger.udtryk import FASTE_DAGE
from omhu.maalinger.yamlfil import Konceptfejl, danish, depth, find_line, parse

KONCEPTER = Path(__file__).parent / "koncepter"
DEFINITIONER = ("maengder", "skridt", "dage", "tal", "pligter", "betingelser")
ARVES = (*DEFINITIONER, "love", "sagstyper", "omfatter")
UDGAVE_NOEGLER = (
    "tekst hjemmel naevner naevnerregel ikke_relevant ikke_relevant_grund uvist uvist_grund taeller grund ellers"
).split()
LAES = "Se omhu/maalinger/README.md"


def koncepter(*mapper: Path) -> dict[str, str]:
    """Id and name of every concept that can be measured: the shipped ones and those in further folders.
    A file that cannot be read is listed by its id, so that the caller can show what is wrong with it."""
    navne = {}
    for sti in _files(mapper):
        try:
            navne[sti.stem] = _cached(sti, sti.stat().st_mtime_ns, mapper).navn
        except Konceptfejl:
            navne[sti.stem] = sti.stem
    return dict(sorted(navne.items()))


def hent_koncept(navn: str, *mapper: Path) -> Koncept:
    """The concept of this id (a shipped one, or one in a further folder). Raises Konceptfejl."""
    for sti in _files(mapper):
        if sti.stem == navn:
            return _cached(sti, sti.stat().st_mtime_ns, mapper)
    kendte = ", ".join(sorted(s.stem for s in _files(mapper)))
    raise Konceptfejl(navn, 1, f"Konceptet »{navn}« findes ikke. Vælg mellem {kendte}.")


@lru_cache(maxsize=16)
def _cached(sti: Path, _mtime: int, mapper: tuple[Path, ...]) -> Koncept:
    return laes_koncept(sti, mapper)


def _files(mapper: Iterable[Path]) -> Iterator[Path]:
    for mappe in (KONCEPTER, *mapper):
        yield from sorted(mappe.glob("*.yaml"))


def laes_koncept(sti: Path, mapper: tuple[Path, ...] = ()) -> Koncept:
    """Read one concept file. Raises Konceptfejl (Danish) with the line of the first fault."""
    node, raa = _parse(sti)
    if raa.get("koncept") != sti.stem:
        linje = find_line(node, ["koncept"])
        raise Konceptfejl(
            sti.name, linje, f"»koncept« skal være filens navn: »{sti.stem}«. Ret en af dem."
        )
    samlet = _inherited(sti, node, raa, mapper)
    samlet["raekker"] = _layered(sti, node, samlet)
    try:
        koncept = Koncept.model_validate(samlet, context=_names(samlet))
    except ValidationError as fejl:
        foerste = fejl.errors()[0]
        raise Konceptfejl(
            sti.name, _line(node, list(foerste["loc"])), danish(foerste, LAES)
        ) from fejl
    _refuse_circles(sti, node, koncept)
    _refuse_forward_rows(sti, node, koncept)
    return koncept


def _parse(sti: Path) -> tuple[yaml.Node, dict[str, Any]]:
    try:
        tekst = sti.read_text("utf-8")
    except UnicodeDecodeError as fejl:
        raise Konceptfejl(sti.name, 1, "Filen er ikke UTF-8. Gem den som UTF-8.") from fejl
    return parse(tekst, sti.name, "koncept")


def _inherited(
    sti: Path, node: yaml.Node, raa: dict[str, Any], mapper: tuple[Path, ...]
) -> dict[str, Any]:
    """The file's own keys over the definitions of the concept it builds on."""
    raa = dict(raa)
    grund = raa.pop("bygger_paa", None)
    if grund is None:
        return raa
    linje = find_line(node, ["bygger_paa"])
    andet = next((s for s in _files(mapper) if s.stem == grund and s.stem != sti.stem), None)
    if andet is None:
        raise Konceptfejl(
            sti.name, linje, f"»bygger_paa«: der er intet koncept »{grund}«. Ret navnet."
        )
    _, andet_raa = _parse(andet)
    if "bygger_paa" in andet_raa:
        raise Konceptfejl(
            sti.name, linje, f"»{grund}« bygger selv på et andet. Byg på det i stedet."
        )
    for noegle in ARVES:
        if noegle in DEFINITIONER:
            raa[noegle] = {**(andet_raa.get(noegle) or {}), **(raa.get(noegle) or {})}
        elif noegle in andet_raa:
            raa.setdefault(noegle, andet_raa[noegle])
    return raa


def _layered(sti: Path, node: yaml.Node, raa: dict[str, Any]) -> Any:
    """Lay each law's keys over the row's own, so that each edition of a row is whole."""
    raekker, love = raa.get("raekker"), raa.get("love")
    if not isinstance(raekker, list) or not isinstance(love, dict):
        return raekker
    samlet = []
    for i, raekke in enumerate(raekker):
        if not isinstance(raekke, dict):
            raise Konceptfejl(
                sti.name, find_line(node, ["raekker", i]), "En række begynder med »id:«."
            )
        udgaver = raekke.get("lov") or {}
        ukendt = next((lov for lov in udgaver if lov not in love), None)
        if ukendt:
            tekst = f"Loven »{ukendt}« står ikke under »love«. Skriv den dér, eller ret navnet."
            raise Konceptfejl(sti.name, find_line(node, ["raekker", i, "lov", ukendt]), tekst)
        faelles = {n: raekke[n] for n in UDGAVE_NOEGLER if n in raekke}
        hoved = {n: v for n, v in raekke.items() if n not in (*UDGAVE_NOEGLER, "lov")}
        samlet.append(hoved | {"lov": {lov: faelles | (udgaver.get(lov) or {}) for lov in love}})
    return samlet


def _names(raa: dict[str, Any]) -> dict[str, set[str]]:
    """What the file defines, by section: names that conditions and texts may use."""
    navne = {s: set(raa[s]) if isinstance(raa.get(s), dict) else set() for s in DEFINITIONER}
    raekker = raa.get("raekker") or []
    navne["raekker"] = {r.get("id") for r in raekker if isinstance(r, dict)}
    navne["dage"] |= navne["skridt"] | set(FASTE_DAGE)
    navne["felter"] = navne["dage"] | navne["tal"] | set(FASTE_FELTER)
    return navne


def _refuse_circles(sti: Path, node: yaml.Node, koncept: Koncept) -> None:
    """A definition that asks itself would never be answered."""
    graf: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for afsnit in DEFINITIONER:
        for navn, definition in getattr(koncept, afsnit).items():
            raa = definition if isinstance(definition, list) else [definition]
            graf[afsnit, navn] = {p for d in raa for p in _references(d.model_dump(), koncept)}
    for start in graf:
        if _reaches(graf, start):
            tekst = f"»{start[1]}« afhænger af sig selv. Ret kæden, så den ender i skridt eller faste dage."
            raise Konceptfejl(sti.name, find_line(node, list(start)), tekst)


def _references(raa: Any, koncept: Koncept) -> Iterator[tuple[str, str]]:
    if isinstance(raa, list):
        for del_ in raa:
            yield from _references(del_, koncept)
    if not isinstance(raa, dict):
        return
    for noegle, vaerdi in raa.items():
        if isinstance(vaerdi, str):
            yield from _named(noegle, vaerdi, koncept)
        else:
            yield from _references(vaerdi, koncept)


DAGNOEGLER = ("dag", "fra", "efter", "foer", "senest", "kendt", "dage_fra", "hul_fra", "til")


def _named(noegle: str, navn: str, koncept: Koncept) -> Iterator[tuple[str, str]]:
    if noegle in DAGNOEGLER or noegle in ("paa", "indsats_fra", "indsatser_i"):
        yield ("dage", navn) if navn in koncept.dage else ("skridt", navn)
    elif noegle in ("af", "navn"):
        yield {"af": "maengder", "navn": "betingelser"}[noegle], navn


def _reaches(graf: dict[tuple[str, str], set[tuple[str, str]]], start: tuple[str, str]) -> bool:
    set_: set[tuple[str, str]] = set()
    vej = list(graf[start])
    while vej:
        naeste = vej.pop()
        if naeste == start:
            return True
        if naeste not in set_:
            set_.add(naeste)
            vej.extend(graf.get(naeste, ()))
    return False


def _refuse_forward_rows(sti: Path, node: yaml.Node, koncept: Koncept) -> None:
    """A row may only ask rows above it, so that they are counted in the order of the file."""
    set_: set[str] = set()
    for i, raekke in enumerate(koncept.raekker):
        udenom = raekke.model_dump(exclude={"advarsler"})
        egne = set(_row_references(raekke.model_dump(include={"advarsler"}))) - {raekke.id}
        for navn in (*_row_references(udenom), *egne):
            if navn not in set_:
                tekst = f"»{raekke.id}« bruger »{navn}«, som står længere nede. Flyt »{navn}« op over den."
                raise Konceptfejl(sti.name, find_line(node, ["raekker", i]), tekst)
        set_.add(raekke.id)


def _row_references(raa: Any) -> Iterator[str]:
    if isinstance(raa, list):
        for del_ in raa:
            yield from _row_references(del_)
    if isinstance(raa, dict):
        yield from (raa[n] for n in ("fund", "naevner") if isinstance(raa.get(n), str))
        for del_ in raa.values():
            yield from _row_references(del_)


def _line(node: yaml.Node, loc: list[Any]) -> int:
    """Line of the deepest part of `loc`. What a law's edition took from the row itself is found on the row."""
    if loc[2:3] == ["lov"] and len(loc) > 4 and depth(node, loc) < 5:
        loc = [*loc[:2], *loc[4:]]
    return find_line(node, loc)
