"""From the first word to the last act: which way a case goes. One call makes one case's whole course."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from omhu.config.demo.anbringelse import anbring
from omhu.config.demo.dage import KALENDER, frem, om
from omhu.config.demo.forloeb import Forloeb
from omhu.config.demo.indsats import stoet
from omhu.config.demo.modeller import DemoBarn, DemoSkridt
from omhu.config.demo.tekster import AARSAGER, UFOEDT, bekymring
from omhu.config.demo.underretning import modtag
from omhu.config.demo.undersoegelse import afdaek, screen, undersoeg


def lav_forloeb(r: Random, barn: DemoBarn, aabnet: date, nu: date) -> Forloeb:
    """The case of a child, opened on a day, as it looks on the day `nu`."""
    f = Forloeb(r, barn, nu)
    slut = _episode(f, aabnet)
    if slut < nu and barn.alder(slut) < 17 and f.chance(f.tal.genaabnet):
        igen = slut + timedelta(days=f.dage(240, mindst=30))
        if igen < nu and barn.alder(igen) < 17.5:
            _episode(f, igen)
    f.faerdig()
    return f


def _episode(f: Forloeb, dag: date) -> date:
    """From opening to close; returns the day of the close (perhaps in the future)."""
    f.ny("SAG_OPRETTET", dag)
    if f.chance(f.tal.ved_underretning):
        u = modtag(f, dag)
        aarsag = u.data["aarsager"]
    else:
        u, aarsag = None, f.r.choice(AARSAGER)
        f.sagstype = "ansoegning"
    f.bekymring = UFOEDT if f.barn.alder(dag) < 0 else bekymring(f.r, aarsag)
    slut = _vej(f, dag, u, u is not None and u.data.get("overgreb") == "ja")
    lukket = om(slut, f.dage(16, mindst=2, hoejst=60))
    _hverdagen(f, dag, lukket)
    f.ny(
        "SAG_LUKKET",
        lukket,
        aarsag="ophoert" if f.sagstype in ("stoette", "anbringelse") else "ingen_indsats",
    )
    return lukket


def _vej(f: Forloeb, dag: date, u: DemoSkridt | None, overgreb: bool) -> date:
    """Choose: nothing more, an early offer, afdækning (Barnets Lov), or a BFU. Returns when work ends."""
    tal, navn = f.tal, u.navn if u else ""
    til_bfu = 0.94 if overgreb else tal.til_bfu if u else 0.5
    x = f.r.random()
    if x < til_bfu:
        if u is None:
            f.ny("UDSLAGSGIVENDE_BEGIVENHED", dag, art="ansoegning")
        return _bfu(f, dag, navn)
    if u is None:
        f.ny("JOURNALNOTAT", dag, emne="Ansøgning om hjælp")
    if x < til_bfu + tal.til_afdaekning and f.bl(dag):
        besluttet = screen(f, dag, "afdaekning", navn)
        f.overdraget.append(om(besluttet, 2))
        slut = afdaek(f, besluttet)
        return _stoette_eller_ej(f, dag, slut, tal.afdaekning_til_stoette)
    besluttet = screen(f, dag, "ingen", navn)
    if x < til_bfu + tal.til_afdaekning + tal.til_tilbud:
        f.overdraget.append(om(besluttet, 3))
        return _tilbud(f, besluttet)
    return om(besluttet, f.dage(9, hoejst=40))


def _bfu(f: Forloeb, dag: date, navn: str, *, art: str = "ny") -> date:
    besluttet = screen(f, dag, "bfu", navn)
    f.overdraget.append(om(besluttet, 2))
    # A very serious concern cannot wait for the examination.
    if f.chance(f.tal.akut):
        slut_akut = stoet(f, om(besluttet, 3), akut=True)
        return max(undersoeg(f, dag, besluttet, art=art), slut_akut)
    slut = undersoeg(f, dag, besluttet, art=art)
    return _stoette_eller_ej(f, dag, slut, f.tal.bfu_til_stoette, kan_anbringes=True)


def _stoette_eller_ej(
    f: Forloeb, kendt: date, undersoegt: date, p: float, *, kan_anbringes: bool = False
) -> date:
    """After the examination: support, a placement, or good-bye. Measures may follow each other."""
    if f.barn.alder(undersoegt) > 17.6 or not f.chance(p):
        return undersoegt
    dag, slut = om(undersoegt, f.dage(18, mindst=0, hoejst=120)), undersoegt
    if kan_anbringes and f.chance(f.tal.andel_anbringelse):
        return anbring(f, dag)
    for _ in range(3):
        slut = stoet(f, dag)
        parallel = om(dag, f.dage(110, mindst=30))
        if f.chance(0.22) and parallel < slut and f.barn.alder(parallel) < 17:
            slut = max(slut, stoet(f, parallel))
        if not f.chance(0.28) or f.barn.alder(slut) > 17.3:
            break
        dag = om(slut, f.dage(12, mindst=0, hoejst=30))
    return slut


def _tilbud(f: Forloeb, dag: date) -> date:
    """An early preventive offer: no decision, no follow-up in law."""
    f.sagstype = "forebyggelse"
    indsats = f.r.choices(
        ["konsulentbistand", "netvaerksgruppe", "andre_forebyggende"], [60, 15, 25]
    )[0]
    f.hovedforanstaltning = indsats
    start = om(dag, f.dage(15, mindst=1, hoejst=60))
    f.ny("TILBUD_PAR11_3", start, indsats)
    return om(start, f.dage(140, mindst=30, hoejst=540))


def _hverdagen(f: Forloeb, fra: date, til: date) -> None:
    """Notes, further underretninger, requests for access: what happens anyway while a case runs."""
    graense = min(til, f.nu)
    dag = om(fra, f.dage(25))
    while dag < graense:
        f.ny("JOURNALNOTAT", dag, emne=f.r.choice(EMNER))
        dag = om(dag, f.dage(48, mindst=3))
    _flere_underretninger(f, fra, graense)
    if f.chance(f.tal.aktindsigt_pr_sag):
        _aktindsigt(f, om(fra, f.r.uniform(0, max(1, (graense - fra).days))))


EMNER = [
    "Telefonsamtale",
    "Møde med skolen",
    "Status fra udfører",
    "Besøg i hjemmet",
    "Mail fra forældre",
    "Netværksmøde",
]


def _flere_underretninger(f: Forloeb, fra: date, graense: date) -> None:
    """The case goes on while others write about the child; now and then it leads to a new examination."""
    indsatser = [s for s in f.skridt if s.art in ("IVAERKSAT", "FORANSTALTNING_OPHOERT")]
    dag = fra
    while True:
        dag += timedelta(
            days=max(2, int(f.r.expovariate(f.tal.loebende_underretninger_pr_aar / 365)))
        )
        if dag >= graense - timedelta(days=8) and dag < f.nu - timedelta(days=8):
            return
        if dag >= f.nu or dag >= graense:
            return
        aktiv = sum(1 if s.art == "IVAERKSAT" else -1 for s in indsatser if s.dag < dag) > 0
        u = modtag(f, dag, genvurderes=aktiv)
        i_gang = _undersoeges(f, dag, dag)
        if not aktiv and f.bl(dag) and not i_gang:
            resultat = "bfu" if u.data.get("overgreb") else "ingen"
            senest = dag + timedelta(days=14)
            f.svar("SCREENING", om(dag, 1), senest, 0.9, sen=9, resultat=resultat, vedroerer=u.navn)
        if _undersoeges(f, dag, dag + timedelta(days=10)):
            continue
        if u.data.get("overgreb"):
            undersoeg(f, dag, frem(dag + timedelta(days=2)), art="opdatering")
        elif aktiv and f.chance(f.tal.genvurdering_til_bfu):
            _ny_bfu(f, dag, om(dag, 9), graense)


def _undersoeges(f: Forloeb, dag: date, snart: date) -> bool:
    """Is an examination running on the day, or decided by the day `snart`?"""
    start = {"BFU_BESLUTTET", "AFDAEKNING_BESLUTTET"}
    slut = {"BFU_AFSLUTTET", "AFDAEKNING_AFSLUTTET"}
    begyndt = sum(s.art in start for s in f.skridt if s.dag <= snart)
    return begyndt > sum(s.art in slut for s in f.skridt if s.dag <= dag)


def _ny_bfu(f: Forloeb, kendt: date, besluttet: date, graense: date) -> None:
    """An updated examination in a running case, when there is time for one before the close."""
    if (graense - kendt).days > 150 or graense == f.nu:
        undersoeg(f, kendt, besluttet, art="opdatering")


def _aktindsigt(f: Forloeb, dag: date) -> None:
    f.ny("AKTINDSIGT_ANMODET", dag)
    frist = KALENDER.laeg_til(dag, "arbejdsdage", 7)
    if f.chance(0.2):
        ny_frist = KALENDER.laeg_til(dag, "arbejdsdage", 20)
        f.ny(
            "FRISTBREV",
            frem(dag + timedelta(days=4)),
            naeste=ny_frist,
            begrundelse="Stort materiale",
        )
        frist = ny_frist
    f.svar("AKTINDSIGT_GIVET", frem(dag + timedelta(days=1)), frist, 0.86, sen=5, aldrig=0)
