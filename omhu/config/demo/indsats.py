"""Support and placements while they run: start, follow-ups, tilsyn, young people, the end."""

from __future__ import annotations

from datetime import date, timedelta

from omhu.config.demo.afgoerelse import afgoer
from omhu.config.demo.dage import frem, fylder, om, plus_maaneder, tilbage
from omhu.config.demo.forloeb import Forloeb

STOETTE = {
    "familiebehandling": (0, 17, 30),
    "praktisk_stoette": (0, 14, 22),
    "kontaktperson": (10, 18, 24),
    "stoetteophold": (2, 16, 9),
    "dagtilbud": (0, 6, 4),
    "anden_hjaelp": (0, 18, 6),
    "familieanbringelse": (0, 4, 2),
    "praktiktilbud": (15, 18, 1),
}
"""Ages from and to, weight."""


def vaelg_stoette(f: Forloeb, dag: date) -> str:
    """A measure that suits the age."""
    alder = f.barn.alder(dag)
    mulige = {k: v[2] for k, v in STOETTE.items() if v[0] <= alder < v[1]} or {"anden_hjaelp": 1}
    return f.r.choices(list(mulige), list(mulige.values()))[0]


def stoet(f: Forloeb, dag: date, *, akut: bool = False) -> date:
    """Decide and run one support measure; returns the day it ended."""
    indsats = vaelg_stoette(f, dag)
    f.sagstype = "stoette"
    afgoer(f, dag, indsats, akut=akut)
    start = om(dag, f.dage(14, mindst=0, hoejst=75))
    slut = _slut(f, om(start, f.dage(340, mindst=60)))
    f.ny("IVAERKSAT", start, indsats)
    foelg_op(f, indsats, start, slut)
    if f.bl(start):
        _plan_ved_16(f, indsats, start, slut)
    f.ny("FORANSTALTNING_OPHOERT", slut, indsats, aarsag=_aarsag(f))
    return slut


def _slut(f: Forloeb, slut: date) -> date:
    """No measure for children runs past the 18th birthday."""
    foedt = f.barn.foedselsdato or f.barn.termin
    assert foedt is not None
    return min(slut, tilbage(fylder(foedt, 18) - timedelta(days=1)))


def _aarsag(f: Forloeb) -> str:
    return f.r.choices(
        ["maal_naaet", "andet_tilbud", "afbrudt_af_familien", "fraflyttet"], [55, 22, 15, 8]
    )[0]


def foelg_op(f: Forloeb, indsats: str, start: date, slut: date) -> None:
    """The first follow-up within three months; then six months (Serviceloven) or the rhythm that was decided."""
    frist, anker, foerste = plus_maaneder(start, 3), start, True
    graense = min(slut, f.nu + timedelta(days=60))
    rytme = f.r.choices([2, 3, 4, 6], [8, 42, 25, 25])[0]
    while frist < graense:
        dag = _opfoelgning(f, indsats, anker, frist, rytme, foerste)
        if dag >= graense:
            return
        _samtale(f, dag, indsats)
        if f.chance(0.35):
            art = _planart(f, dag)
            f.ny(art, om(dag, f.r.randrange(0, 15)), indsats)
        anker, foerste = dag, False
        frist = plus_maaneder(dag, rytme if f.bl(dag) else 6)


def _opfoelgning(
    f: Forloeb, indsats: str, anker: date, frist: date, rytme: int, foerste: bool
) -> date:
    tal = f.tal
    p = tal.senere_opfoelgning
    if foerste:
        p = tal.foerste_opfoelgning_bl if f.bl(frist) else tal.foerste_opfoelgning_sel
    if f.chance(p):
        dage = (frist - anker).days
        dag = max(
            om(anker, 5), tilbage(frist - timedelta(days=round(dage * f.r.betavariate(1, 13))))
        )
    else:
        dag = om(frist, f.dage(22, hoejst=200))
    besluttet = f.bl(dag) and f.chance(tal.rytme_besluttet)
    f.ny(
        "OPFOELGNING",
        dag,
        indsats,
        naeste=plus_maaneder(dag, rytme) if besluttet else None,
        rytme_maaneder=str(rytme) if besluttet else "",
    )
    return dag


def _samtale(f: Forloeb, dag: date, indsats: str) -> None:
    if f.barn.alder(dag) < 2.5:
        f.ny(
            "BOERNESAMTALE_FRAVALGT",
            dag,
            indsats,
            begrundelse="alder",
            alternativ_kilde="besøg i hjemmet",
        )
    elif f.chance(0.25):
        f.ny("BOERNESAMTALE", dag, indsats, udfoert_af="myndighed")
    else:
        f.foer("BOERNESAMTALE", dag, 0.84, indsats, udfoert_af="myndighed")


def _planart(f: Forloeb, dag: date) -> str:
    if not f.bl(dag):
        return "HANDLEPLAN"
    return "UNGEPLAN" if f.barn.alder(dag) >= 16 else "BARNETS_PLAN"


def _plan_ved_16(f: Forloeb, indsats: str, start: date, slut: date) -> None:
    """Barnets Lov § 108: turning 16 with support means to decide on an ungeplan within three months."""
    foedt = f.barn.foedselsdato
    if foedt is None or not start <= (dag := fylder(foedt, 16)) <= slut:
        return
    if "anbringelse" not in indsats and f.chance(0.35):
        begrundelse = "Den unge har en plan i uddannelsesforløbet"
        f.ny("PLAN_FRAVALGT", om(dag, f.r.randrange(5, 80)), indsats, begrundelse=begrundelse)
    else:
        f.svar("UNGEPLAN", om(dag, 20), plus_maaneder(dag, 3), 0.78, indsats)


def besoeg(f: Forloeb, start: date, slut: date) -> None:
    """Tilsyn on the place: two visits a year of the placement, kept in most years."""
    aar, graense = start, min(slut, f.nu + timedelta(days=30))
    while aar < graense:
        begge = f.chance(f.tal.tilsyn)
        f.ny("TILSYNSSAMTALE", om(aar, f.r.randrange(50, 150)), sted="anbringelsessted")
        if begge:
            f.ny("TILSYNSSAMTALE", om(aar, f.r.randrange(210, 330)), sted="anbringelsessted")
        aar += timedelta(days=365)
    _kalenderaar(f, start, slut)


def _kalenderaar(f: Forloeb, start: date, slut: date) -> None:
    """In December someone counts: years with one visit get the second, most of them."""
    for aar in range(start.year, min(slut, f.nu).year + 1):
        i_aaret = [s for s in f.skridt if s.art == "TILSYNSSAMTALE" and s.dag.year == aar]
        if len(i_aaret) < 2 and start.year < aar < slut.year and f.chance(0.6):
            f.ny(
                "TILSYNSSAMTALE", frem(date(aar, 12, f.r.randrange(1, 18))), sted="anbringelsessted"
            )
