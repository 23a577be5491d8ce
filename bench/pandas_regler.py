"""The rules of `land.REGLER25` as a pandas program: for each, what decides the status of its obligations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from bench.tidslinje import FJERN, Fundet, Tal, Tidslinje, aar, har, nytaar, plus
from omhu.kerne.kalender import dagnr
from omhu.regler.sprog import Status

TIME = 3_600_000
BL = dagnr(date(2024, 1, 1))
STOETTE = "omfatter_stoette omfatter_anbringelse"
ANBRINGELSE = "omfatter_anbringelse"


@dataclass
class Udfald:
    """What decides the status of each obligation; `frist` a day, or with `i_ms` an instant."""

    frist: Tal
    opfyldt: Fundet
    fravalgt: Fundet | None = None
    bortfaldet: Fundet | None = None
    undtaget: Tal | bool = False
    kan_vurderes: Tal | bool = True
    taeller: Tal | int = FJERN
    udebliver: Status = Status.MANGLER
    i_ms: bool = False
    med: Tal | None = None
    """Which of the rows are obligations at all (default: all)."""


def _underretning_24t(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    svar = t.trin("AKUTVURDERING")
    return Udfald(u["tlo"].to_numpy() + 24 * TIME, t.svar_paa(u, svar, "tid_ms"), i_ms=True)


def _underretning_kvittering(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    return Udfald(
        plus(u["dag"].to_numpy(), "hverdage", 6),
        t.svar_paa(u, t.trin("KVITTERING")),
        undtaget=har(u, "anonym"),
    )


def _aktindsigt(t: Tidslinje) -> Udfald:
    u = t.trin("AKTINDSIGT_ANMODET")
    frist = plus(u["dag"].to_numpy(), "arbejdsdage", 7)
    return Udfald(frist, t.svar_paa(u, t.trin("AKTINDSIGT_GIVET")))


def _klagefrist(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", "HJEMGIVELSE_BESLUTTET", "UNGESTOETTE_AFGOERELSE")
    frist = plus(u["dag"].to_numpy() + 28, "rul")
    klage = t.svar_paa(u, t.trin("KLAGE_MODTAGET"))
    return Udfald(frist, klage, udebliver=Status.IKKE_RELEVANT)


def _bfu_4mdr(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    dag, slut = u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere")
    kendt = t.find(u, t.trin("UNDERRETNING"), "tid", u["tid"], bagud=True)
    sidste = t.find(u, t.trin("BFU_AFSLUTTET"), "nr", u["nr"], bagud=True, lig=False)
    brugt = kendt.findes & (kendt.dag >= plus(dag, "maaneder", -12))
    brugt &= ~sidste.findes | (kendt.tlo >= sidste.tlo)
    anker = np.where(brugt, kendt.dag, dag)
    return Udfald(
        plus(anker, "maaneder", 4),
        t.fra_dag(u, anker, slut),
        bortfaldet=t.efter(u, t.trin("SAG_LUKKET")),
        med=~pd.Series(np.where(brugt, kendt.nr, u["nr"])).duplicated().to_numpy(),
    )


def _lokal_bfu_60_dage(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    slut = t.fra_dag(u, u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere"))
    return Udfald(u["dag"].to_numpy() + 60, slut, bortfaldet=t.efter(u, t.trin("SAG_LUKKET")))


def _bfu_foer(t: Tidslinje, u: pd.DataFrame) -> Udfald:
    dag = u["dag"].to_numpy()
    slut = t.trin("BFU_AFSLUTTET", ikke="ikke_aktuel")
    undtaget = har(u, "akut") | har(u, "foreloebig")
    return Udfald(dag, t.fra_dag(u, plus(dag, "maaneder", -24), slut), undtaget=undtaget)


def _bfu_foer_afgoerelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE")
    u = u[(u["dag"] < BL) & (har(u, "omfatter_stoette") | har(u, "omfatter_anbringelse"))]
    return _bfu_foer(t, u)


def _bfu_foer_anbringelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", hvis="omfatter_anbringelse")
    return _bfu_foer(t, u[u["dag"] >= BL])


def _boernesamtale_foer_afgoerelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE")
    dag = u["dag"].to_numpy()
    tidligst = plus(dag, "maaneder", -6)
    return Udfald(
        dag,
        t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"), indsats=True),
        fravalgt=t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _handleplan_foer_afgoerelse(t: Tidslinje) -> Udfald:
    """Urgent: within 4 months, by any plan; else before."""
    u = t.trin("AFGOERELSE", hvis="omfatter_opfoelgning")
    u = u[u["dag"] < BL]
    dag, akut = u["dag"].to_numpy(), har(u, "akut")
    foer = t.fra_dag(u, np.zeros_like(dag), t.trin("HANDLEPLAN"), indsats=True)
    senere = t.fra_dag(u, dag, t.trin("HANDLEPLAN", "BARNETS_PLAN", "UNGEPLAN"), indsats=True)
    ender = _ender(t, u)
    return Udfald(
        np.where(akut, plus(dag, "maaneder", 4), dag),
        senere.hvor(akut, ellers=foer),
        bortfaldet=ender.hvor(akut),
    )


def _barnets_plan_3mdr(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", ikke="samtykke_nej fyldt_16")
    u = u[(u["dag"] >= BL) & (har(u, "omfatter_anbringelse") | har(u, "plan_ja"))]
    dag = u["dag"].to_numpy()
    plan = t.fra_dag(u, dag, t.trin("BARNETS_PLAN", "UNGEPLAN"), indsats=True)
    return Udfald(plus(dag, "maaneder", 3), plan, bortfaldet=_ender(t, u))


def _barnets_plan_foer_tvang(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", hvis="omfatter_anbringelse samtykke_nej")
    u = u[u["dag"] >= BL]
    planer = t.trin("BARNETS_PLAN", "UNGEPLAN", "HANDLEPLAN")
    plan = t.fra_dag(u, np.zeros(len(u), dtype=np.int64), planer, indsats=True)
    return Udfald(u["dag"].to_numpy(), plan, undtaget=har(u, "akut") | har(u, "foreloebig"))


def _opfoelgning_3mdr(t: Tidslinje) -> Udfald:
    u = t.trin("IVAERKSAT", hvis="omfatter_opfoelgning")
    dag = u["dag"].to_numpy()
    frist = plus(dag, "maaneder", 3)
    slut = t.efter(u, t.trin("BFU_AFSLUTTET"))
    begyndt, endt = (
        t.find(u, t.trin(*arter), "nr", u["nr"], bagud=True, lig=False)
        for arter in (("BFU_BESLUTTET",), ("BFU_AFSLUTTET", "SAG_LUKKET"))
    )
    i_gang = begyndt.findes & (~endt.findes | (begyndt.nr > endt.nr))
    frem = (frist >= BL) & i_gang & (slut.dag < frist)
    fulgt = t.fra_dag(u, dag, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(np.where(frem, slut.dag, frist), fulgt, bortfaldet=_ender(t, u))


def _opfoelgning_6mdr(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[plus(u["dag"].to_numpy(), "maaneder", 6) <= dagnr(date(2024, 6, 30))]
    dag = u["dag"].to_numpy()
    frist = plus(dag, "maaneder", 6)
    naeste = t.fra_dag(u, dag + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(frist, naeste, bortfaldet=_ender(t, u), kan_vurderes=frist < BL)


def _opfoelgning_aftalt(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[(u["dag"] >= BL) & har(u, "har_naeste")]
    naeste = t.fra_dag(u, u["dag"].to_numpy() + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(u["dag2"].to_numpy(), naeste, bortfaldet=_ender(t, u))


def _opfoelgning_barn(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    dag = u["dag"].to_numpy()
    tidligst = plus(dag, "maaneder", -3)
    talt = t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"))
    tilsyn = t.fra_dag(u, tidligst, t.trin("TILSYNSSAMTALE"))
    return Udfald(
        dag,
        talt.foer(tilsyn),
        fravalgt=t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _genvurdering(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    u = u[t.aktiv(u, STOETTE)]
    return Udfald(
        u["dag"].to_numpy() + 7, t.svar_paa(u, t.trin("GENVURDERING", hvis="ny_deltager"))
    )


def _ungeplan_16(t: Tidslinje) -> Udfald:
    """Placed by the decision, placed already, other measures by the decision, other measures already."""
    u = t.trin("AFGOERELSE", "FYLDER_16")
    fylder = u["art"].to_numpy() == t.art("FYLDER_16")
    ung = (har(u, "fyldt_16") & har(u, "omfatter_opfoelgning")) & ~har(u, "fyldt_18 samtykke_nej")
    u = u[(u["dag"] >= BL) & (fylder | ung)]
    fylder = u["art"].to_numpy() == t.art("FYLDER_16")
    med = ~fylder | t.aktiv(u, STOETTE)
    u, fylder = u[med], fylder[med]
    anbragt = ~har(u, ANBRINGELSE) & t.aktiv(u, ANBRINGELSE)
    lukket = t.efter(u, t.trin("SAG_LUKKET"))
    hjemme = lukket.foer(t.efter(u, t.trin("HJEMGIVET")))
    egen = t.efter(u, t.trin("FORANSTALTNING_OPHOERT"), indsats=True)
    egen = egen.foer(t.efter(u, t.trin("FYLDER_18")))
    anbringelse = t.efter(u, t.trin("FORANSTALTNING_OPHOERT", hvis=ANBRINGELSE))
    ender = lukket.hvor(fylder, ellers=egen.foer(hjemme.hvor(har(u, ANBRINGELSE), ellers=lukket)))
    dag = u["dag"].to_numpy()
    svar, fravalg = (
        t.fra_dag(u, dag, t.trin(art)).hvor(
            fylder, ellers=t.fra_dag(u, dag, t.trin(art), indsats=True)
        )
        for art in ("UNGEPLAN", "PLAN_FRAVALGT")
    )
    return Udfald(
        plus(dag, "maaneder", 3),
        svar,
        fravalgt=fravalg.hvor(~anbragt & ~har(u, ANBRINGELSE)),
        bortfaldet=anbringelse.foer(hjemme).hvor(anbragt, ellers=ender),
    )


def _personrettet_tilsyn(t: Tidslinje) -> Udfald:
    """A row per placement and whole calendar year; the year's second visit is the answer."""
    u = t.trin("IVAERKSAT", hvis=ANBRINGELSE)
    dag = u["dag"].to_numpy()
    bort = t.efter(u, t.trin("FORANSTALTNING_OPHOERT"), indsats=True)
    bort = bort.foer(t.efter(u, t.trin("HJEMGIVET", "SAG_LUKKET", "FYLDER_18")))
    foerste = aar(dag - 1) + 1
    antal = np.maximum(aar(np.minimum(bort.dag, t.horisont)) - foerste + 1, 0)
    hvis = np.repeat(np.arange(len(u)), antal)
    aaret = foerste[hvis] + np.arange(len(hvis)) - np.repeat(np.cumsum(antal) - antal, antal)
    besoeg = t.trin("TILSYNSSAMTALE", ikke="ikke_paa_stedet")
    besoeg = besoeg.assign(aar=aar(besoeg["dag"].to_numpy()))
    andet = besoeg[besoeg.groupby(["sag", "aar"], sort=False).cumcount() == 1]
    pligter = pd.DataFrame({"sag": u["sag"].to_numpy()[hvis], "aar": aaret})
    svar = pligter.merge(andet[["sag", "aar", "dag", "tlo", "nr"]], how="left", on=["sag", "aar"])
    fundet = svar[["dag", "tlo", "nr"]].fillna(FJERN).astype(np.int64)
    return Udfald(
        nytaar(aaret + 1) - 1,
        Fundet(*(fundet[felt].to_numpy() for felt in fundet)),
        bortfaldet=Fundet(bort.dag[hvis], bort.tlo[hvis], bort.nr[hvis]),
    )


def _formandsbeslutning_7dage(t: Tidslinje) -> Udfald:
    u = t.trin("FORMANDSBESLUTNING")
    afgjort = t.efter(u, t.trin("BUU_AFGOERELSE", "HJEMGIVET", "SAG_LUKKET"))
    svar = t.svar_paa(u, t.trin("BUU_GODKENDELSE"))
    return Udfald(u["dag"].to_numpy() + 7, svar, bortfaldet=afgjort)


def _foreloebig_1mdr(t: Tidslinje) -> Udfald:
    """From a start while the chairman's decision stands, or from that decision on a child already placed."""
    u = t.trin("IVAERKSAT", "FORMANDSBESLUTNING")
    u = u[har(u, ANBRINGELSE) | (u["art"] == t.art("FORMANDSBESLUTNING"))]
    formand = u["art"].to_numpy() == t.art("FORMANDSBESLUTNING")
    begyndt, endt = (
        t.find(u, t.trin(*arter), "nr", u["nr"], bagud=True, lig=False)
        for arter in (("FORMANDSBESLUTNING",), ("BUU_AFGOERELSE", "HJEMGIVET", "SAG_LUKKET"))
    )
    foreloebig = begyndt.findes & (~endt.findes | (begyndt.nr > endt.nr))
    u = u[np.where(formand, t.aktiv(u, ANBRINGELSE), foreloebig)]
    dag = u["dag"].to_numpy()
    svar = t.fra_dag(u, dag, t.trin("BUU_AFGOERELSE"))
    return Udfald(plus(dag, "maaneder", 1), svar, bortfaldet=_anbringelsen_ender(t, u))


def _genbehandling_tvang(t: Tidslinje) -> Udfald:
    """One per anchor: the last decision of the same day."""
    alle = t.trin("AFGOERELSE", "BUU_AFGOERELSE")
    tvang = har(alle, ANBRINGELSE) & har(alle, "samtykke_nej") & ~har(alle, "foreloebig")
    u = alle[tvang | (alle["art"] == t.art("BUU_AFGOERELSE"))]
    dag = u["dag"].to_numpy()
    anker = t.find(u, t.trin("AFGOERELSE"), "tid", u["tid"], bagud=True)
    anker_nr = np.where(anker.dag == dag, anker.nr, u["nr"])
    endt = t.endt(u, ANBRINGELSE)
    anbragt = t.aktiv(u, ANBRINGELSE) | (endt.findes & (dag - endt.dag <= 365))
    frist = np.where(anbragt, plus(dag, "maaneder", 24), plus(dag, "maaneder", 12))
    fastsat = u["dag2"].to_numpy()
    ender = _anbringelsen_ender(t, u).foer(t.efter(u, t.trin("FYLDER_18")))
    samtykke = t.trin("AFGOERELSE", hvis=f"{ANBRINGELSE} samtykke_ja")
    return Udfald(
        np.where(fastsat > 0, fastsat, frist),
        t.fra_dag(u, dag + 1, u),
        bortfaldet=ender.foer(t.efter(u, samtykke)),
        med=~pd.Series(anker_nr).duplicated().to_numpy(),
    )


def _hjemgivelse_periode(t: Tidslinje) -> Udfald:
    u = t.trin("HJEMGIVELSE_BESLUTTET")
    dag = u["dag"].to_numpy()
    ender = t.efter(u, t.trin("AFGOERELSE", hvis=ANBRINGELSE))
    ender = ender.foer(t.efter(u, t.trin("SAG_LUKKET", "FYLDER_18")))
    hjemme = t.fra_dag(u, dag, t.trin("HJEMGIVET"))
    return Udfald(plus(dag, "maaneder", 6), hjemme, bortfaldet=ender)


def _ungestoette_6mdr(t: Tidslinje) -> Udfald:
    """From the 17th birthday of one who is placed then or in the six months after."""
    fylder = t.trin("FYLDER_17")
    u = t.trin("IVAERKSAT", "FYLDER_17")
    u = u[har(u, ANBRINGELSE) | (u["art"] == t.art("FYLDER_17"))]
    anker = t.find(u, fylder, "tid", u["tid"], bagud=True)
    dag = u["dag"].to_numpy()
    med = anker.findes & (anker.dag >= plus(dag, "maaneder", -6))
    u, anker_dag, anker_nr = u[med], anker.dag[med], anker.nr[med]
    med = har(u, ANBRINGELSE) | t.aktiv(u, ANBRINGELSE)
    u, anker_dag, anker_nr = u[med], anker_dag[med], anker_nr[med]
    return Udfald(
        plus(anker_dag, "maaneder", 6),
        t.fra_dag(u, anker_dag, t.trin("UNGESTOETTE_AFGOERELSE")),
        bortfaldet=_anbringelsen_ender(t, u),
        med=~pd.Series(anker_nr).duplicated().to_numpy(),
    )


def _klage_genvurdering(t: Tidslinje) -> Udfald:
    u = t.trin("KLAGE_MODTAGET")
    return Udfald(u["dag"].to_numpy() + 28, t.svar_paa(u, t.trin("KLAGE_VIDERESENDT")))


def _anbringelsen_ender(t: Tidslinje, u: pd.DataFrame) -> Fundet:
    """The end of a placement, the return home, or the end of the case."""
    ophoert = t.efter(u, t.trin("FORANSTALTNING_OPHOERT", hvis=ANBRINGELSE))
    return ophoert.foer(t.efter(u, t.trin("HJEMGIVET", "SAG_LUKKET")))


def _ender(t: Tidslinje, u: pd.DataFrame) -> Fundet:
    """The end of the trigger's measure, or of the case."""
    ophoert = t.efter(u, t.trin("FORANSTALTNING_OPHOERT"), indsats=True)
    return ophoert.foer(t.efter(u, t.trin("SAG_LUKKET")))


@lru_cache(maxsize=1)
def _loebende_opfoelgninger(t: Tidslinje) -> pd.DataFrame:
    """Follow-ups whose measure has not ended: its last start lies after its last end."""
    u = t.trin("OPFOELGNING")
    startet, endt = (
        t.find(u, t.trin(art), "nr", u["nr"], bagud=True, ind=u["ind"])
        for art in ("IVAERKSAT", "FORANSTALTNING_OPHOERT")
    )
    return u[~endt.findes | (startet.findes & (startet.nr > endt.nr))]


REGLER: dict[str, Callable[[Tidslinje], Udfald]] = {
    "underretning-24t": _underretning_24t,
    "underretning-kvittering": _underretning_kvittering,
    "bfu-4mdr": _bfu_4mdr,
    "bfu-foer-afgoerelse": _bfu_foer_afgoerelse,
    "bfu-foer-anbringelse": _bfu_foer_anbringelse,
    "boernesamtale-foer-afgoerelse": _boernesamtale_foer_afgoerelse,
    "handleplan-foer-afgoerelse": _handleplan_foer_afgoerelse,
    "barnets-plan-3mdr": _barnets_plan_3mdr,
    "barnets-plan-foer-tvang": _barnets_plan_foer_tvang,
    "opfoelgning-3mdr": _opfoelgning_3mdr,
    "opfoelgning-6mdr": _opfoelgning_6mdr,
    "opfoelgning-aftalt": _opfoelgning_aftalt,
    "opfoelgning-barn": _opfoelgning_barn,
    "klagefrist": _klagefrist,
    "aktindsigt": _aktindsigt,
    "lokal-bfu-60-dage": _lokal_bfu_60_dage,
    "genvurdering": _genvurdering,
    "ungeplan-16": _ungeplan_16,
    "personrettet-tilsyn": _personrettet_tilsyn,
    "formandsbeslutning-7dage": _formandsbeslutning_7dage,
    "foreloebig-1mdr": _foreloebig_1mdr,
    "genbehandling-tvang": _genbehandling_tvang,
    "hjemgivelse-periode": _hjemgivelse_periode,
    "ungestoette-6mdr": _ungestoette_6mdr,
    "klage-genvurdering": _klage_genvurdering,
}
