"""Between the rows of the form and the concept's YAML."""

from __future__ import annotations

from datetime import date
from textwrap import indent
from typing import Any

import yaml

from omhu.kerne.heltal import heltal
from omhu.maalinger.tilsyn import Konceptfejl, Tilsynskoncept
from omhu.maalinger.tilsyn.skriv import skriv
from omhu.maalinger.tilsyn.sprog import LOVE, Beregning
from omhu.maalinger.udtryk import Betingelse
from omhu.maalinger.yamlfil import parse
from omhu.tilsyn.koncepter.skema import Raekke, Raekker

TEKSTER = {
    "koncept": ("navn", "kilde", "sikkerhed", "konvention", "udvaelgelse", "udtraek", "note", "begreber"),
    "niveauer": ("kode", "navn"),
    "sagstrin": ("kode", "navn", "vejledning"),
    "blanketter": ("kode", "navn", "vejledning"),
    "spoergsmaal": ("id", "sagstrin", "tekst", "vejledning", "skala", "relevans", "automatik", "sikkerhed", "bemaerk"),
    "paa_tvaers": ("id", "gruppe", "tekst", "om", "relevans", "automatik", "sikkerhed", "bemaerk"),
}  # fmt: skip


def til_raekker(k: Tilsynskoncept) -> Raekker:
    """A concept as the form shows it."""
    return {
        "koncept": [_texts("koncept", k) | {"efterset": k.efterset.isoformat() if k.efterset else ""}],
        "niveauer": [
            _texts("niveauer", n)
            | {"roller": ", ".join(n.roller), "andel": str(n.andel), "dobbelt": str(n.dobbelt)}
            | {"kun_sagstrin": ", ".join(n.kun_sagstrin)}
            for n in k.niveauer
        ],
        "sagstrin": [
            _texts("sagstrin", t) | {"relevant": _condition(t.relevant), "altid": _yes(t.altid)}
            for t in k.sagstrin
        ],
        "skalaer": [
            {
                "kode": kode,
                "navn": s.navn,
                "svar": "\n".join(f"{x.kode} | {x.navn} | {x.taeller}" for x in s.svar),
                "ikke_relevant": _yes(s.ikke_relevant),
                "fravalgt": _yes(s.fravalgt),
                "flervalg": _yes(s.flervalg),
            }
            for kode, s in k.skalaer.items()
        ],
        "spoergsmaal": [
            _texts("spoergsmaal", s)
            | {f"hjemmel.{lov}": s.hjemmel.get(lov, "") for lov in LOVE}
            | _computation(s.beregning)
            | {"skriver": (s.skriver.tema or s.skriver.skridt) if s.skriver else "", "alvor": _yes(s.alvor)}
            | {"fortroligt": _yes(s.fortroligt)}
            | {"niveauer": ", ".join(s.niveauer)}
            for s in k.spoergsmaal
        ],
        "blanketter": [
            _texts("blanketter", b)
            | {"valgfri": _yes(b.valgfri)}
            | {"fra_linjer": str(b.linjer[0]) if b.linjer else "", "til_linjer": str(b.linjer[1]) if b.linjer else ""}
            for b in k.blanketter
        ],
        "paa_tvaers": [_texts("paa_tvaers", t) | _computation(t.beregning) for t in k.paa_tvaers],
    }  # fmt: skip


def _texts(sektion: str, del_: Any) -> Raekke:
    return {n: str(getattr(del_, n) or "") for n in TEKSTER[sektion]}


def _yes(vaerdi: bool) -> str:
    return "ja" if vaerdi else ""


def _condition(b: Betingelse | None) -> str:
    if b is None:
        return ""
    if b.navn is not None:
        return b.navn
    raa = b.model_dump(mode="json", exclude_defaults=True)
    return str(
        yaml.safe_dump(raa, default_flow_style=True, allow_unicode=True, width=10_000)
    ).strip()


def _computation(b: Beregning | None) -> Raekke:
    if b is None:
        return {"maaling": "", "regler": "", "i_vinduet": "frist", "runden": ""}
    return {
        "maaling": f"{b.maaling}:{b.raekke}" if b.maaling else "",
        "regler": ", ".join(b.regler),
        "i_vinduet": b.i_vinduet,
        "runden": b.runden or "",
    }


def til_yaml(raekker: Raekker, grundlag: Tilsynskoncept) -> str:
    """The rows as a file. What the form does not show (tables) is kept as it was. Raises Konceptfejl for what cannot
    be written down at all; everything else is found when the file is read."""
    raa: dict[str, Any] = {"tilsyn": grundlag.tilsyn, **_given("koncept", raekker["koncept"][0])}
    if dag := raekker["koncept"][0].get("efterset", "").strip():
        raa["efterset"] = _day(dag)
    raa["niveauer"] = [_level(r) for r in raekker["niveauer"]]
    raa["skalaer"] = _scales(raekker["skalaer"])
    raa["sagstrin"] = [_step(r, i) for i, r in enumerate(raekker["sagstrin"])]
    raa["spoergsmaal"] = [_question(r) for r in raekker["spoergsmaal"]]
    raa["blanketter"] = [_form(r) for r in raekker["blanketter"]]
    raa["paa_tvaers"] = [_given("paa_tvaers", r) | _computed(r) for r in raekker["paa_tvaers"]]
    raa["tabeller"] = [t.model_dump() for t in grundlag.tabeller]
    return skriv({n: v for n, v in raa.items() if v not in ([], "")})


def _given(sektion: str, r: Raekke) -> dict[str, Any]:
    return {n: v for n in TEKSTER[sektion] if (v := r.get(n, "").strip())}


def _day(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError as fejl:
        sted = ("koncept", 0, "efterset")
        raise Konceptfejl("", 1, "Datoen findes ikke. Skriv den som 2024-01-31.", sted) from fejl


def _codes(tekst: str) -> list[str]:
    return [x.strip() for x in tekst.replace("\n", ",").split(",") if x.strip()]


def _number(tekst: str) -> Any:
    """The number; what is none stays as typed, to be refused where it stands."""
    tal = heltal(tekst)
    return tekst.strip() if tal is None else tal


def _level(r: Raekke) -> dict[str, Any]:
    tal = {n: _number(r[n]) for n in ("andel", "dobbelt") if r.get(n, "").strip()}
    lister = {n: x for n in ("roller", "kun_sagstrin") if (x := _codes(r.get(n, "")))}
    return _given("niveauer", r) | tal | lister


def _scales(raekker: list[Raekke]) -> dict[str, Any]:
    fundne: dict[str, Any] = {}
    for i, r in enumerate(raekker):
        kode = r.get("kode", "").strip()
        if not kode or kode in fundne:
            besked = f"Skalaen »{kode}« står to gange." if kode else "Skalaen mangler en kode."
            raise Konceptfejl("", 1, f"{besked} Giv den en kode.", ("skalaer", i, "kode"))
        ja = {n: True for n in ("ikke_relevant", "fravalgt", "flervalg") if r.get(n)}
        svar = [_answer(x) for x in r.get("svar", "").splitlines() if x.strip()]
        fundne[kode] = {"navn": r.get("navn", "").strip(), "svar": svar} | ja
    return fundne


def _answer(linje: str) -> dict[str, str]:
    return dict(
        zip(("kode", "navn", "taeller"), (x.strip() for x in linje.split("|")), strict=False)
    )


def _step(r: Raekke, nr: int) -> dict[str, Any]:
    raa = _given("sagstrin", r) | ({"altid": True} if r.get("altid") else {})
    if tekst := r.get("relevant", "").strip():
        try:
            raa |= parse(f"relevant:\n{indent(tekst, '  ')}", "", "relevant")[1]
        except Konceptfejl as fejl:
            besked = "Betingelsen kan ikke læses. Se efter krøllede parenteser, kolon og komma."
            raise Konceptfejl("", 1, besked, ("sagstrin", nr, "relevant")) from fejl
    return raa


def _question(r: Raekke) -> dict[str, Any]:
    raa = _given("spoergsmaal", r) | _computed(r)
    hjemmel = {lov: v for lov in LOVE if (v := r.get(f"hjemmel.{lov}", "").strip())}
    if hjemmel:
        raa["hjemmel"] = hjemmel
    if tema := r.get("skriver", "").strip():
        raa["skriver"] = {"skridt": tema} if tema.isupper() else {"tema": tema}
    if r.get("alvor"):
        raa["alvor"] = True
    if r.get("alvor") or r.get("fortroligt"):  # without a tick it is a no, said in so many words
        raa["fortroligt"] = bool(r.get("fortroligt"))
    return raa | ({"niveauer": x} if (x := _codes(r.get("niveauer", ""))) else {})


def _computed(r: Raekke) -> dict[str, Any]:
    b: dict[str, Any] = {}
    if maaling := r.get("maaling", "").strip():
        b["maaling"], _, raekke = maaling.partition(":")
        if raekke:
            b["raekke"] = raekke.strip().split(" ")[0]
    if regler := _codes(r.get("regler", "")):
        b |= {"regler": regler, "i_vinduet": r.get("i_vinduet") or "frist"}
    if runden := r.get("runden", "").strip():
        b["runden"] = runden
    return {"beregning": b} if b else {}


def _form(r: Raekke) -> dict[str, Any]:
    raa = _given("blanketter", r) | ({"valgfri": True} if r.get("valgfri") else {})
    linjer = [_number(r.get(n, "")) for n in ("fra_linjer", "til_linjer")]
    return raa | ({"linjer": linjer} if any(linjer) else {})


def sted_i_formen(k: Konceptfejl, raekker: Raekker) -> tuple[str, int, str]:
    """Section, row and field that a fault belongs to; the first section when it is about the whole."""
    sted = k.sted
    if sted[:1] == ("skalaer",) and len(sted) > 1 and isinstance(sted[1], str):
        nr = next(
            (i for i, r in enumerate(raekker["skalaer"]) if r.get("kode", "").strip() == sted[1]), 0
        )
        return "skalaer", nr, str(sted[2]) if len(sted) > 2 else ""
    if len(sted) > 1 and isinstance(sted[1], int):
        felt = str(sted[2]) if len(sted) > 2 else ""
        if felt == "hjemmel" and len(sted) > 3:
            felt = f"hjemmel.{sted[3]}"
        if felt == "beregning":
            felt = "regler" if "regler" in sted else "maaling"
        return str(sted[0]), sted[1], felt
    return ("koncept", 0, str(sted[0])) if sted else ("koncept", 0, "")
