"""Rows of an extract, typed column by column, and the steps that they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from omhu.indlaesning.fejl import ADVARSEL, Afvisning
from omhu.indlaesning.formater.attributter import byg_attributter
from omhu.indlaesning.formater.faelles import Indlaeser, Meld, laes_cpr, pseudonym, tjek_foedsel
from omhu.indlaesning.formater.planer import attribut, berig, indsatsplaner, skridtplaner, som_tekst
from omhu.indlaesning.formater.tabeller import Maaltabel, Skridtplan, orden_af
from omhu.indlaesning.formater.tidslinje import ORDEN_SKRIDT
from omhu.indlaesning.lager import SkridtRaekke
from omhu.indlaesning.tabel.moenstre import (
    ISO,
    Datoform,
    Ulaeselig,
    er_aaben,
    er_tom,
    find_datoform,
    laes_ja_nej,
)
from omhu.indlaesning.tabel.tabel import Tabel
from omhu.indlaesning.tid import Tid, laes_tid
from omhu.kerne.cpr import Cpr
from omhu.regler.katalog import normaliser

Vaerdier = dict[str, Any]


@dataclass
class Kontekst:
    """What rows of one table must know of others."""

    foedt: dict[str, date | None] = field(default_factory=dict)
    """Birth date by case."""
    boern: dict[str, date | None] | None = None
    """Birth date by child, where the extract has a table of children."""
    barns_sag: dict[str, tuple[date, str]] = field(default_factory=dict)
    """The child's case that was opened last, with the day."""
    indsatser: dict[str, str] = field(default_factory=dict)
    initialer: dict[str, str] = field(default_factory=dict)
    opret: bool = False
    """Make cases from rows (an extract of one table) instead of asking that they are there."""
    faste_noegler: bool = True
    set_foer: dict[tuple[str, str], int] = field(default_factory=dict)


def laes_raekker(
    tabel: Tabel,
    maal: Maaltabel,
    sted: Mapping[str, int],
    ind: Indlaeser,
    kontekst: Kontekst,
    *,
    iso: bool = False,
) -> None:
    """Stage the steps of one table. `sted`: field -> column; `iso`: dates are ISO, nothing is detected."""
    fil, antal = ind.fil(tabel.navn), 0
    former = {} if iso else _former(tabel, maal, sted)
    numre = {nr for felt, nr in sted.items() if maal.felter[felt].type == "cpr"}
    for raekke, celler in tabel.raekker():
        antal += 1
        fejl: list[str] = []
        meld_alt = ind.melder(tabel, raekke, celler)

        def meld(
            kolonne: str,
            hvad: str,
            ret: str,
            alvor: str = "karantaene",
            *,
            _fejl: list[str] = fejl,
            _meld: Meld = meld_alt,
        ) -> None:
            if alvor != ADVARSEL:
                _fejl.append(kolonne)
            _meld(kolonne, hvad, ret, alvor)

        rene = ind.uden_cpr(celler, numre)
        v = _typer(rene, maal, sted, former, ind.i_dag, meld, tabel.kolonner)
        if fejl:
            continue
        skridt = list(_oversaet(v, maal, kontekst, ind, fil, raekke, meld))
        if fejl:
            for sag in ind.lager.fortryd_sag(fil, raekke):
                kontekst.foedt.pop(sag, None)
            continue
        for s in skridt:
            ind.lager.skridt(s)
    ind.taellet(tabel, antal)


def placer(tabel: Tabel, maal: Maaltabel, felter: Mapping[str, list[str]]) -> dict[str, int]:
    """Column of each field, by the headings that may name it. Raises Afvisning when a required one has none."""
    fundne = {normaliser(k): nr for nr, k in reversed(list(enumerate(tabel.kolonner)))}
    sted = {}
    for felt, navne in felter.items():
        nr = next((fundne[normaliser(n)] for n in navne if normaliser(n) in fundne), None)
        if nr is not None:
            sted[felt] = nr
    mangler = [
        f"{maal.felter[f].navn} ({' eller '.join(felter.get(f, [f])[:3])})"
        for f in maal.kraevede
        if f not in sted
    ]
    if not {"sag_id", "cpr", "barn_id"} & sted.keys():
        mangler.append("sagsnummer eller CPR-nummer")
    if mangler:
        raise Afvisning(
            f"Udtrækket mangler kolonner: {', '.join(mangler)}. Vi fandt: {', '.join(tabel.kolonner)}.",
            "Ret kolonnenavnene, eller lav en profil til udtrækket under Indlæsning.",
            fil=tabel.navn,
            raekke=tabel.hoved.foerste_data,
        )
    return sted


def _former(tabel: Tabel, maal: Maaltabel, sted: Mapping[str, int]) -> dict[str, Datoform]:
    proeve = tabel.proeve()
    return {
        f: find_datoform(r[nr] for r in proeve)
        for f, nr in sted.items()
        if maal.felter[f].type in ("dato", "tid")
    }


# -- typing ---------------------------------------------------------------------------------------


def _typer(
    celler: list[str],
    maal: Maaltabel,
    sted: Mapping[str, int],
    former: Mapping[str, Datoform],
    i_dag: date,
    meld: Meld,
    kolonner: list[str],
) -> Vaerdier:
    v: Vaerdier = {}
    for kode, nr in sted.items():
        felt, tekst, kolonne = maal.felter[kode], celler[nr].strip(), kolonner[nr]
        if felt.type in ("dato", "tid"):
            v[kode] = _dato(tekst, former.get(kode, ISO), i_dag, felt.kraevet, meld, kolonne)
        elif felt.type == "cpr":
            v[kode] = None if tekst in ("-", "?") else laes_cpr(tekst, i_dag, meld, kolonne)
        elif felt.type == "ja_nej":
            v[kode] = _ja_nej(tekst, meld, kolonne)
        else:
            v[kode] = "" if er_tom(tekst) else tekst
            if felt.kraevet and not v[kode]:
                meld(kolonne, f"{felt.navn} mangler.", "Udfyld cellen.")
    return v


def _dato(
    tekst: str, form: Datoform, i_dag: date, kraevet: bool, meld: Meld, kolonne: str
) -> Tid | None:
    if er_tom(tekst) or er_aaben(tekst):
        if kraevet:
            meld(kolonne, "Datoen mangler.", "Skriv den dag, det skete.")
        return None
    svar = laes_tid(tekst, form, i_dag)
    if isinstance(svar, Tid):
        return svar
    uden_tal = not any(c.isdigit() for c in tekst)
    if svar.tid is None and uden_tal and not kraevet:
        meld(
            kolonne,
            f"»{tekst[:40]}« er ingen dato; cellen er læst som tom.",
            "Skriv datoen, hvis den kendes.",
            ADVARSEL,
        )
    else:
        meld(kolonne, svar.hvad, svar.ret, ADVARSEL if svar.tid else "karantaene")
    return svar.tid


def _ja_nej(tekst: str, meld: Meld, kolonne: str) -> bool | None:
    if er_tom(tekst):
        return None
    try:
        return laes_ja_nej(tekst)
    except Ulaeselig:
        meld(
            kolonne,
            f"»{tekst[:40]}« er hverken ja eller nej; cellen er læst som tom.",
            "Skriv ja eller nej.",
            ADVARSEL,
        )
        return None


# -- steps ----------------------------------------------------------------------------------------


def _oversaet(
    v: Vaerdier, maal: Maaltabel, k: Kontekst, ind: Indlaeser, fil: int, raekke: int, meld: Meld
) -> Iterator[SkridtRaekke]:
    sag = _sag(v, maal, k, ind, fil, raekke, meld)
    noegle = _noegle(v, maal, meld) if k.faste_noegler else ""
    if noegle and (foer := k.set_foer.setdefault((maal.kode, noegle), raekke)) != raekke:
        meld(
            maal.noegle,
            f"Nøglen {noegle[:60]} står to gange; første gang i række {foer}.",
            "Slet den ene række.",
        )
    if sag is None:
        return
    v = berig(v, maal, k.indsatser, k.initialer, meld)
    planer = skridtplaner(v, meld) if maal.kode == "sagsskridt" else indsatsplaner(v, maal, meld)
    for plan in planer:
        tid = v.get(plan.dato)
        if tid is None or (plan.hvis and not v.get(plan.hvis)):
            continue
        if galt := tjek_foedsel(plan.art, tid.dag, k.foedt.get(sag)):
            meld(plan.dato, *galt)
        yield _byg(sag, plan, v, tid, maal, noegle, fil, raekke, ind, meld)


def _noegle(v: Vaerdier, maal: Maaltabel, meld: Meld) -> str:
    """The source's own key of the row; a tildeling has none, so case and day are it."""
    if not maal.noegle:
        return ":".join(
            (str(v.get("sag_id")), som_tekst(v.get("fra")), str(v.get("sagsbehandler_id", "")))
        )
    if not v.get(maal.noegle):
        meld(maal.noegle, "Rækken har ingen nøgle.", f"Udfyld {maal.felter[maal.noegle].navn}.")
    return str(v.get(maal.noegle) or "")


def _byg(
    sag: str,
    plan: Skridtplan,
    v: Vaerdier,
    tid: Tid,
    maal: Maaltabel,
    noegle: str,
    fil: int,
    raekke: int,
    ind: Indlaeser,
    meld: Meld,
) -> SkridtRaekke:
    data = {a: t for a, kilde in plan.attributter.items() if (t := attribut(kilde, v))}
    att = byg_attributter(data, ind.i_dag)
    if att.fejl:
        meld("", *att.fejl)
    for navn in att.ukendte:
        meld(
            "",
            f"Indsatsen »{navn[:60]}« er ikke i kataloget; den er beholdt, som den er skrevet.",
            "Se efter, om den er stavet som i kataloget.",
            ADVARSEL,
        )
    reg = v.get(plan.registreret) if plan.registreret else None
    navn = str(v.get(plan.navn) or "") if plan.navn else ""
    vedroerer = str(v.get(plan.vedroerer) or "") if plan.vedroerer else ""
    kilde_id = f"{maal.kode}:{noegle}:{plan.art}" if noegle else f"{maal.kode}:{raekke}:{plan.art}"
    return SkridtRaekke(
        sag,
        orden_af(plan.art) * ORDEN_SKRIDT,
        fil,
        raekke,
        plan.art,
        tid.dag.isoformat(),
        tid.ms,
        reg.begyndelse if isinstance(reg, Tid) else None,
        att.indsatser,
        att.naeste,
        navn[:80],
        vedroerer[:80],
        att.data,
        kilde_id[:120],
    )


# -- whose case -----------------------------------------------------------------------------------


def _sag(
    v: Vaerdier, maal: Maaltabel, k: Kontekst, ind: Indlaeser, fil: int, raekke: int, meld: Meld
) -> str | None:
    sag, nummer = str(v.get("sag_id") or "")[:60], v.get("cpr")
    barn = str(v.get("barn_id") or "") or (
        f"p{pseudonym(nummer.nummer)}" if isinstance(nummer, Cpr) else ""
    )
    if not sag:
        sag = k.barns_sag.get(barn, (None, ""))[1] or (f"{barn[:40]} uden sag" if barn else "")
    if not sag:
        meld("sag_id", "Rækken har hverken sagsnummer eller barn.", "Skriv sagsnummeret.")
        return None
    if sag in k.foedt:
        return sag
    if k.boern is not None and barn not in k.boern:
        meld(
            "barn_id",
            f"Barnet {barn[:60] or 'uden id'} findes ikke i tabellen barn.",
            "Tilføj barnet dér.",
        )
        return None
    if not k.opret and not (barn and sag.endswith(" uden sag")):
        meld(
            "sag_id",
            f"Sagen {sag} findes ikke i tabellen sag.",
            "Tilføj sagen dér, eller ret nummeret her.",
        )
        return None
    _opret_sag(sag, barn or sag, v, k, ind, fil, raekke)
    return sag


def _opret_sag(
    sag: str, barn: str, v: Vaerdier, k: Kontekst, ind: Indlaeser, fil: int, raekke: int
) -> None:
    nummer, foedsel = v.get("cpr"), v.get("foedselsdato")
    foedt = (
        foedsel.dag
        if isinstance(foedsel, Tid)
        else nummer.foedselsdag
        if isinstance(nummer, Cpr)
        else None
    )
    if k.boern is not None:
        foedt = k.boern.get(barn)
    if k.boern is None:
        barnet = {
            "navn": v.get("barn_navn", ""),
            "cpr": nummer.nummer if isinstance(nummer, Cpr) else "",
            "foedselsdato": foedt.isoformat() if foedt else "",
        }
        ind.lager.barn(barn, {f: t for f, t in barnet.items() if t}, fil, raekke)
    felter: dict[str, Any] = {f: v[f] for f in ("sagstype", "lovgrundlag", "enhed") if v.get(f)}
    andet = {f: som_tekst(v[f]) for f in ("kle", "sagsnummer") if v.get(f)}
    ind.lager.sag(sag, barn, felter | ({"oplysninger": andet} if andet else {}), fil, raekke)
    k.foedt[sag] = foedt
    aabnet = v["aabnet"].dag if isinstance(v.get("aabnet"), Tid) else date.min
    k.barns_sag[barn] = max(k.barns_sag.get(barn, (date.min, "")), (aabnet, sag))
