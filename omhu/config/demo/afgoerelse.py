"""A decision on support or placement with what belongs before and after it, under the law of its day."""

from __future__ import annotations

from datetime import date, timedelta

from omhu.config.demo.dage import om, plus_maaneder, tilbage
from omhu.config.demo.forloeb import Forloeb


def afgoer(
    f: Forloeb, dag: date, indsats: str, *, akut: bool = False, samtykke: bool = True
) -> None:
    """The decision: talk with the child, hearing, consent, plan, complaint."""
    _samtale(f, dag, indsats)
    if not akut and f.chance(f.tal.partshoering):
        f.ny("PARTSHOERING", tilbage(dag - timedelta(days=f.r.randrange(8, 22))), indsats)
    if samtykke:
        _samtykke(f, dag, indsats)
    plan_besluttet = _plan(f, dag, indsats, akut, samtykke)
    stoette = not _er_anbringelse(indsats)
    f.ny(
        "AFGOERELSE",
        dag,
        indsats,
        samtykke="ja" if samtykke else "nej",
        akut="ja" if akut else "",
        foreloebig="ja" if akut and stoette else "",
        barnets_plan=("ja" if plan_besluttet else "nej")
        if stoette and f.chance(0.98) and f.bl(dag)
        else "",
    )
    f.hovedforanstaltning = indsats
    _klage(f, dag)


def _er_anbringelse(indsats: str) -> bool:
    return "anbringelse" in indsats and indsats != "familieanbringelse"


def _samtale(f: Forloeb, dag: date, indsats: str) -> None:
    """Before the decision and about this very measure; else waived with reason, late, with the wrong subject, or
    never (Stevns 2020 found all four)."""
    if f.barn.alder(dag) < 2.5 or f.chance(f.tal.samtale_fravalgt):
        underkendt = f.barn.alder(dag) >= 4 and f.chance(f.tal.fravalg_underkendt * 2)
        f.ny(
            "BOERNESAMTALE_FRAVALGT",
            tilbage(dag - timedelta(days=f.r.randrange(1, 15))),
            indsats,
            begrundelse="alder" if f.barn.alder(dag) < 5 else "helt særlige forhold i sagen",
            alternativ_kilde="samtale med personale og observation",
            bedoemmer_enig="nej" if underkendt else "ja",
        )
        if underkendt and f.chance(0.8):
            f.ny("BOERNESAMTALE", om(dag, f.r.randrange(5, 60)), indsats, udfoert_af="myndighed")
        return
    if f.chance(0.03):
        f.ny("BOERNESAMTALE", tilbage(dag - timedelta(days=9)), indsats, udfoert_af="leverandoer")
    f.foer("BOERNESAMTALE", dag, f.tal.samtale_foer, indsats, udfoert_af="myndighed", aldrig=0.25)


def _samtykke(f: Forloeb, dag: date, indsats: str) -> None:
    fra = ["foraeldre"]
    if _er_anbringelse(indsats) and f.barn.alder(dag) >= 15:
        fra.append("den_unge")
    for hvem in fra:
        if f.chance(f.tal.samtykke):
            f.ny("SAMTYKKE", tilbage(dag - timedelta(days=f.r.randrange(0, 14))), indsats, fra=hvem)


def _plan(f: Forloeb, dag: date, indsats: str, akut: bool, samtykke: bool) -> bool:
    """Serviceloven: handleplan before the decision. Barnets Lov: decide whether, and within three months if so;
    always at a placement, before it without consent. Says whether a plan was decided."""
    tal, unge = f.tal, f.barn.alder(dag) >= 16
    if not f.bl(dag):
        if akut:
            f.svar("HANDLEPLAN", om(dag, 20), plus_maaneder(dag, 4), tal.plan, indsats)
        elif f.chance(tal.plan):
            f.foer("HANDLEPLAN", dag, 0.82, indsats, aldrig=0)
        return True
    art = "UNGEPLAN" if unge else "BARNETS_PLAN"
    if not samtykke:
        f.foer(art, dag, 0.8, indsats)
        return True
    if not _er_anbringelse(indsats) and f.chance(0.4):
        if unge:
            grund = "Den unge har en plan i uddannelsesforløbet"
            f.ny("PLAN_FRAVALGT", om(dag, f.r.randrange(0, 20)), indsats, begrundelse=grund)
        return False
    f.svar(art, om(dag, 21), plus_maaneder(dag, 3), tal.plan, indsats, sen=28)
    return True


def _klage(f: Forloeb, dag: date) -> None:
    if not f.chance(f.tal.klage):
        return
    klage = om(dag, f.r.randrange(5, 27))
    f.ny("KLAGE_MODTAGET", klage)
    f.svar(
        "KLAGE_VIDERESENDT",
        om(klage, 6),
        klage + timedelta(days=28),
        0.85,
        sen=9,
        aldrig=0,
        resultat="fastholdt" if f.chance(0.8) else "ændret",
    )
