"""The tidslinjeformat: sager.csv and haendelser.csv (design, Contracts)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date

from omhu.indlaesning.fejl import ADVARSEL, Afvisning
from omhu.indlaesning.formater.attributter import laes_attributter
from omhu.indlaesning.formater.faelles import (
    Indlaeser,
    Meld,
    laes_cpr,
    pseudonym,
    tjek_foedsel,
    tjek_foedselsdato,
)
from omhu.indlaesning.karantaene import FEJL, RET
from omhu.indlaesning.lager import SkridtRaekke
from omhu.indlaesning.tabel.moenstre import ISO, Datoform, er_tom, find_datoform
from omhu.indlaesning.tabel.tabel import Tabel
from omhu.indlaesning.tid import Tid, Tidsfejl, laes_tid
from omhu.kerne.celler import som_foer
from omhu.regler.katalog import katalog, normaliser

SAGER, HAENDELSER = "sager", "haendelser"
KRAEVEDE = {SAGER: ("sag_id", "foedselsdato"), HAENDELSER: ("sag_id", "haendelsestype", "dato")}
KENDTE = {
    SAGER: {
        "sag_id",
        "foedselsdato",
        "cpr",
        "navn",
        "barn_id",
        "foraeldremyndighed",
        "koen",
        "husstand",
        "enhed",
        "sagstype",
        "hovedforanstaltning",
        "lovgrundlag",
        "referencedato",
    },
    HAENDELSER: {
        "nr",
        "sag_id",
        "haendelsestype",
        "dato",
        "attributter",
        "registreret",
        "grundlag",
        "grundlag_note",
        "kilde",
    },
}
ORDEN_SKRIDT = 1024
"""Room between two neighbours in a case's order, for rows that a later extract puts between them."""


def _kolonne(navn: str) -> str:
    return normaliser(navn).replace(" ", "_")


def slags(kolonner: list[str]) -> str | None:
    """Which of the two files has these columns; None for neither."""
    navne = {_kolonne(k) for k in kolonner}
    if "haendelsestype" in navne or {"sag_id", "dato", "attributter"} <= navne:
        return HAENDELSER
    return SAGER if "sag_id" in navne and not {"kilde_id", "barn_id_ref"} & navne else None


def indeks(tabel: Tabel, hvilken: str) -> dict[str, int]:
    """Place of each column by its contract name. Raises Afvisning when a required one is missing."""
    fundne = {_kolonne(k): nr for nr, k in enumerate(tabel.kolonner)}
    mangler = [k for k in KRAEVEDE[hvilken] if k not in fundne]
    if mangler:
        raise Afvisning(
            f"Filen mangler {'kolonnen' if len(mangler) == 1 else 'kolonnerne'} {', '.join(mangler)}. "
            f"Vi fandt: {', '.join(tabel.kolonner) or 'ingen'}.",
            "Ret kolonnenavnene i første række, og indlæs igen.",
            fil=tabel.navn,
            raekke=tabel.hoved.foerste_data,
        )
    return fundne


class _Celler:
    """The cells of one row by column name; a column that is absent is blank."""

    def __init__(self, sted: Mapping[str, int]) -> None:
        self.sted = sted
        self.raekke: list[str] = []
        self.original: list[str] = []
        """As in the file; goes to the quarantine list only."""

    def __call__(self, navn: str) -> str:
        nr = self.sted.get(navn)
        return "" if nr is None else som_foer(self.raekke[nr].strip())


# -- sager.csv ------------------------------------------------------------------------------------


def laes_sager(tabel: Tabel, ind: Indlaeser) -> dict[str, date | None]:
    """Stage the cases; returns the birth date of each. Cases in quarantine are not among them."""
    sted, fil = indeks(tabel, SAGER), ind.fil(tabel.navn)
    proeve = tabel.proeve()
    former: dict[str, Datoform] = {
        k: find_datoform(r[sted[k]] for r in proeve)
        for k in ("foedselsdato", "referencedato")
        if k in sted
    }
    celle, antal = _Celler(sted), 0
    set_foer: dict[str, int] = {}
    sager: dict[str, date | None] = {}
    numre = {sted["cpr"]} if "cpr" in sted else set()
    for raekke, celler in tabel.raekker():
        antal += 1
        celle.raekke = ind.uden_cpr(celler, numre)
        meld = ind.melder(tabel, raekke, celler)
        sag = celle("sag_id")
        if not sag or len(sag) > 60:
            meld(
                "sag_id",
                "Sagen har intet nummer." if not sag else "Sagens nummer er over 60 tegn.",
                "Skriv det nummer, som hændelserne bruger.",
            )
        elif sag in set_foer:
            meld(
                "sag_id",
                f"Sagen {sag} står to gange; første gang i række {set_foer[sag]}.",
                "Slet den ene række.",
            )
        else:
            set_foer[sag] = raekke
            felter = _sagens_felter(celle, former, ind.i_dag, meld)
            if felter is not None:
                barn, sagen, foedt = felter
                noegle = barn.pop("noegle") or sag
                ind.lager.barn(noegle, barn, fil, raekke)
                ind.lager.sag(sag, noegle, sagen, fil, raekke)
                sager[sag] = foedt
    ind.taellet(tabel, antal)
    return sager


def _sagens_felter(
    celle: _Celler, former: Mapping[str, Datoform], i_dag: date, meld: Meld
) -> tuple[dict[str, str], dict[str, object], date | None] | None:
    fejl = []

    def _meld(kolonne: str, hvad: str, ret: str, alvor: str = "karantaene") -> None:
        if alvor != ADVARSEL:
            fejl.append(kolonne)
        meld(kolonne, hvad, ret, alvor)

    nummer = laes_cpr(celle("cpr"), i_dag, _meld, "cpr")
    foedt = _dato(
        celle("foedselsdato"), former.get("foedselsdato", ISO), i_dag, _meld, "foedselsdato"
    )
    if foedt is not None:
        tjek_foedselsdato(foedt, i_dag, _meld, "foedselsdato")
    if nummer is not None and foedt is None:
        foedt = nummer.foedselsdag
    elif nummer is not None and foedt != nummer.foedselsdag:
        _meld(
            "cpr",
            "CPR-nummeret og fødselsdatoen passer ikke sammen.",
            "Se efter, om det er barnets nummer og ikke en forælders.",
            ADVARSEL,
        )
    reference = _dato(
        celle("referencedato"), former.get("referencedato", ISO), i_dag, _meld, "referencedato"
    )
    if fejl:
        return None
    barn = {k: celle(k) for k in ("navn", "husstand", "foraeldremyndighed") if k in celle.sted}
    barn["noegle"] = celle("barn_id") or (f"p{pseudonym(nummer.nummer)}" if nummer else "")
    barn["foedselsdato"] = foedt.isoformat() if foedt else ""
    if nummer:
        barn["cpr"] = nummer.nummer
    if "koen" in celle.sted:
        barn["koen"] = celle("koen")[:1].upper()
    sag: dict[str, object] = {
        k: celle(k) for k in ("sagstype", "lovgrundlag", "enhed") if k in celle.sted
    }
    if "hovedforanstaltning" in celle.sted:
        sag["hovedforanstaltning"] = katalog().indsats_kode(celle("hovedforanstaltning")) or celle(
            "hovedforanstaltning"
        )
    if "referencedato" in celle.sted:
        sag["referencedato"] = reference.isoformat() if reference else ""
    sag["oplysninger"] = {k: celle(k) for k in celle.sted if k not in KENDTE[SAGER] and celle(k)}
    return barn, sag, foedt


def _dato(tekst: str, form: Datoform, i_dag: date, meld: Meld, kolonne: str) -> date | None:
    if er_tom(tekst):
        return None
    svar = laes_tid(tekst, form, i_dag)
    if isinstance(svar, Tidsfejl):
        if svar.tid is None:
            meld(kolonne, svar.hvad, svar.ret)
        return svar.tid.dag if svar.tid else None
    return svar.dag


# -- haendelser.csv -------------------------------------------------------------------------------


def laes_haendelser(
    tabel: Tabel,
    ind: Indlaeser,
    sager: Mapping[str, date | None],
    i_karantaene: frozenset[str] = frozenset(),
) -> None:
    """Stage the events of known cases. `i_karantaene`: cases whose own row was bad."""
    sted, fil = indeks(tabel, HAENDELSER), ind.fil(tabel.navn)
    proeve = tabel.proeve()
    form = find_datoform(r[sted["dato"]] for r in proeve)
    reg_form = (
        find_datoform(r[sted["registreret"]] for r in proeve) if "registreret" in sted else ISO
    )
    fremmede = [k for k in sted if k not in KENDTE[HAENDELSER] and k not in (FEJL, RET)]
    if fremmede:
        ind.lager.saet("noter", [f"{tabel.navn}: kolonnerne {', '.join(fremmede)} bruges ikke."])
    celle, antal = _Celler(sted), 0
    for raekke, celler in tabel.raekker():
        antal += 1
        celle.original, celle.raekke = celler, ind.uden_cpr(celler)
        _haendelse(celle, raekke, fil, ind, tabel, sager, i_karantaene, form, reg_form)
    ind.taellet(tabel, antal)


def _haendelse(
    celle: _Celler,
    raekke: int,
    fil: int,
    ind: Indlaeser,
    tabel: Tabel,
    sager: Mapping[str, date | None],
    i_karantaene: frozenset[str],
    form: Datoform,
    reg_form: Datoform,
) -> None:
    fejl: list[tuple[str, str, str, str]] = []
    sag, art = celle("sag_id"), celle("haendelsestype").upper()
    if sag not in sager:
        fejl.append(("sag_id", *_ukendt_sag(sag, i_karantaene), "karantaene"))
    kendt = katalog().arter.get(art)
    if kendt is None or kendt.fylder:
        fejl.append(
            (
                "haendelsestype",
                f"Hændelsestypen »{art[:40]}« kendes ikke.",
                _maaske(art),
                "karantaene",
            )
        )
    tid = _tid(celle("dato"), form, ind.i_dag, "dato", fejl)
    reg = (
        _tid(celle("registreret"), reg_form, ind.i_dag, "registreret", fejl)
        if celle("registreret")
        else None
    )
    att = laes_attributter(celle("attributter"), ind.i_dag)
    if att.fejl:
        fejl.append(("attributter", *att.fejl, "karantaene"))
    for navn in att.ukendte:
        fejl.append(
            (
                "attributter",
                f"Indsatsen »{navn[:60]}« er ikke i kataloget; den er beholdt, som den er skrevet.",
                "Se efter, om den er stavet som i kataloget.",
                ADVARSEL,
            )
        )
    if kendt and tid and sag in sager and (galt := tjek_foedsel(art, tid.dag, sager[sag])):
        fejl.append(("dato", *galt))
    if tid and reg and reg.dag < tid.dag:
        fejl.append(
            (
                "registreret",
                "Hændelsen er registreret, før den skete.",
                "Se efter, om de to datoer er byttet om.",
                ADVARSEL,
            )
        )
    if fejl:
        meld = ind.melder(tabel, raekke, celle.original)
        for f in fejl:
            meld(*f)
        if any(f[3] != ADVARSEL for f in fejl):
            return
    assert tid is not None
    nr, plads = celle("nr"), _oprindelig_raekke(celle(FEJL)) or raekke
    ind.lager.skridt(
        SkridtRaekke(
            sag,
            (int(nr) if nr.isdecimal() and len(nr) < 12 else plads) * ORDEN_SKRIDT,
            fil,
            raekke,
            art,
            tid.dag.isoformat(),
            tid.ms,
            reg.begyndelse if reg else None,
            att.indsatser,
            att.naeste,
            att.navn,
            att.vedroerer,
            att.data,
            f"{HAENDELSER}:{nr or plads}"[:120],
        )
    )


def _maaske(art: str) -> str:
    kendte = [a.kode for a in katalog().arter.values() if not a.fylder]
    naer = difflib.get_close_matches(art, kendte, n=2, cutoff=0.6)
    if naer:
        return f"Mente du {' eller '.join(naer)}?"
    return "Brug en af de typer, der står i vejledningen til tidslinjeformatet, fx JOURNALNOTAT."


def _oprindelig_raekke(fejl: str) -> int:
    """The row's number in the file that it was mended from; 0 in a file that is no quarantine list."""
    fund = re.match(r"Række (\d+)\.", fejl)
    return int(fund[1]) if fund else 0


def _ukendt_sag(sag: str, i_karantaene: frozenset[str]) -> tuple[str, str]:
    if not sag:
        return "Hændelsen har intet sagsnummer.", "Skriv sagens nummer."
    if sag in i_karantaene:
        return f"Sagen {sag[:60]} står selv i karantæne.", "Ret sagens række først."
    return (
        f"Sagen {sag[:60]} findes ikke i sager-filen.",
        "Tilføj sagen dér, eller ret nummeret her.",
    )


def _tid(
    tekst: str, form: Datoform, i_dag: date, kolonne: str, fejl: list[tuple[str, str, str, str]]
) -> Tid | None:
    if er_tom(tekst):
        fejl.append((kolonne, "Datoen mangler.", "Skriv den dag, det skete.", "karantaene"))
        return None
    svar = laes_tid(tekst, form, i_dag)
    if isinstance(svar, Tid):
        return svar
    fejl.append((kolonne, svar.hvad, svar.ret, ADVARSEL if svar.tid else "karantaene"))
    return svar.tid
