"""Screening, afdækning and the børnefaglige undersøgelse (BFU)."""

from __future__ import annotations

from datetime import date, timedelta

from omhu.config.demo.dage import om, plus_maaneder, tilbage
from omhu.config.demo.forloeb import UNDERSOEGELSEN, Forloeb


def screen(f: Forloeb, dag: date, resultat: str, navn: str = "") -> date:
    """The screening of Barnets Lov § 18 (nothing of the name before 2024). Returns the day of the decision."""
    frist = dag + timedelta(days=14)
    hurtigt = resultat == "bfu"
    if not f.bl(dag):
        return om(dag, f.r.randrange(2, 7 if hurtigt else 22))
    senest = dag + timedelta(days=6) if hurtigt else frist
    p = f.tal.screening_14_dage
    gjort = f.svar(
        "SCREENING", om(dag, 1), senest, p, sen=9, resultat=resultat, vedroerer=navn, aldrig=0.1
    )
    return gjort or om(frist, 6)


def afdaek(f: Forloeb, dag: date) -> date:
    """A short afdækning of named circumstances; returns its end."""
    f.ny("AFDAEKNING_BESLUTTET", dag)
    slut = f.svar(
        "AFDAEKNING_AFSLUTTET", om(dag, 20), plus_maaneder(dag, 2), 0.72, sen=18, aldrig=0
    )
    assert slut is not None
    _tal_med_barnet(f, dag, slut)
    return slut


def undersoeg(f: Forloeb, kendt: date, besluttet: date, *, art: str = "ny") -> date:
    """A BFU: the four months run from the day the need was known. Returns the day it was finished."""
    f.ny("BFU_BESLUTTET", besluttet)
    frist = plus_maaneder(kendt, 4)
    if f.chance(f.tal.bfu_4mdr):
        spillerum = max(10, (frist - om(besluttet, 25)).days)
        slut = min(tilbage(frist), om(besluttet, 25 + spillerum * f.r.betavariate(1.4, 1.7)))
    else:
        slut = om(frist, f.dage(24, mindst=2, hoejst=420))
        if f.chance(f.tal.foreloebig_vurdering):
            f.ny("FORELOEBIG_VURDERING", tilbage(frist - timedelta(days=f.r.randrange(1, 12))))
    slut = max(slut, om(besluttet, 5))
    _tal_med_barnet(f, besluttet, slut)
    f.foer("SOESKENDEVURDERING", slut, f.tal.soeskende, tidligst=45)
    f.ny("FORAELDREKONTAKT", om(besluttet, f.r.randrange(4, 20)))
    f.ny("JOURNALNOTAT", om(besluttet, f.r.randrange(10, 45)), emne="Netværksmøde")
    f.ny(
        "BFU_AFSLUTTET",
        slut,
        art=art,
        udfoert_af="ekstern" if f.chance(0.08) else "egen_kommune",
        vedroerer_aktuelle_forhold="nej" if f.chance(0.02) else "ja",
        begrundet_stillingtagen="ja" if f.chance(0.88) else "nej",
    )
    return slut


def _tal_med_barnet(f: Forloeb, fra: date, til: date) -> None:
    """The talk that belongs to the examination; too small or unborn children are waived with a reason."""
    midt = fra + timedelta(days=max(1, int((til - fra).days * f.r.uniform(0.2, 0.8))))
    if f.barn.alder(til) < 2.5:
        f.ny(
            "BOERNESAMTALE_FRAVALGT",
            tilbage(midt),
            begrundelse="alder",
            alternativ_kilde="observation i hjemmet",
        )
    elif f.chance(f.tal.samtale_i_bfu):
        udfoert = "ekstern" if f.chance(0.05) else "myndighed"
        f.ny("BOERNESAMTALE", max(fra, tilbage(midt)), UNDERSOEGELSEN, udfoert_af=udfoert)
    elif f.chance(0.5):
        f.ny("BOERNESAMTALE", om(til, f.r.randrange(3, 40)), UNDERSOEGELSEN, udfoert_af="myndighed")
