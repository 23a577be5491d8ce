"""The demo's audits: one of 36 cases a year back with feedback and repairs, and one of 95 under way on two levels."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from omhu.adgang.models import Bruger
from omhu.config.demo.roller import CHEF
from omhu.config.demo.tilsynssvar import Laeser
from omhu.frister.actions import genberegn_sager
from omhu.kerne.kalender import KOEBENHAVN, Kalender
from omhu.maalinger.statistik import ALGORITME
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.koncepter.leverede import opret_manglende
from omhu.tilsyn.models import (
    Genopretning,
    Konceptudgave,
    Laesning,
    Ramme,
    Runde,
    Tilbagemelding,
    Udtraek,
)
from omhu.tilsyn.runder import actions, laesere, ramme, udtraek
from omhu.tilsyn.runder.koncept import koncept_af, trin_at_traekke
from omhu.tilsyn.tilbagemelding.actions import lav_udkast

STEVNS, KOEBENHAVN_TYPE = "stevns-raadgivning", "koebenhavn"
FAERDIG, I_GANG = 36, 95
RAADGIVERE, PR_RAADGIVER, PR_SAGSTRIN = 12, 3, 15
NOK_AABNE = 300
Slags = Udtraek.Slags


def skriv_tilsyn(fro: int, i_dag: date) -> None:
    """Both rounds, led by the head of the centre."""
    opret_manglende()
    chef = Bruger.objects.get(username=CHEF)
    if Sag.objects.filter(lukket=None).exists():
        _faerdig(_terning(fro, 1), chef, i_dag)
        _i_gang(_terning(fro, 2), chef, i_dag)


def _terning(fro: int, runde: int) -> Random:
    return Random(f"{fro}:tilsyn:{runde}")


def _klokken(dag: date, time_: int = 10) -> datetime:
    return datetime.combine(dag, time(time_), KOEBENHAVN)


def _udgave(kode: str) -> Konceptudgave:
    return Konceptudgave.objects.filter(koncept__kode=kode).order_by("-nr")[0]


def _aar_foer(dag: date) -> date:
    return Kalender().laeg_til(dag, "maaneder", -12)


def _runde(
    chef: Bruger, kode: str, navn: str, dag: date, valg: ramme.Valg, formaal: str
) -> tuple[Runde, Tilsynskoncept]:
    """A round whose frame was frozen on a day."""
    runde = actions.opret(chef, actions.Ny(navn, _udgave(kode), valg, formaal))
    Runde.objects.filter(pk=runde.pk).update(oprettet=_klokken(dag))
    Ramme.objects.filter(runde=runde).update(frosset=_klokken(dag))
    runde.refresh_from_db()
    return runde, koncept_af(runde.udgave)


def _traek(runde: Runde, dag: date, antal: int, gruppe: str, mindst: int) -> Udtraek:
    """A stratified draw made on a day."""
    alle = udtraek.raekker(runde)
    grupper, antal = [gruppe], min(antal, len(alle))
    stoerrelser = udtraek.gruppestoerrelser(alle, [], grupper, runde.ramme.definition["navne"])
    mindst = min(mindst, antal // len(stoerrelser))
    trukket = udtraek.traek(
        alle, [], Slags.STRATIFICERET, antal, froe=runde.froe, grupper=grupper, mindst=mindst,
        navne_=runde.ramme.definition["navne"],
    )  # fmt: skip
    ny = Udtraek.objects.create(
        runde=runde, slags=Slags.STRATIFICERET, antal=antal, grupper=grupper, mindst=mindst, froe=runde.froe,
        algoritme=ALGORITME, trukket=_klokken(dag, 11), trukket_af=runde.leder,
    )  # fmt: skip
    actions.gem_trukne(ny, trukket, 0)
    Runde.objects.filter(pk=runde.pk).update(tilstand=Runde.Tilstand.I_GANG)
    runde.refresh_from_db()
    return ny


def _fordel(runde: Runde, koncept: Tilsynskoncept, niveauer: int) -> list[Laesning]:
    """Readers at the first levels."""
    valgte = {n.kode: laesere.kandidater(runde, n) for n in koncept.niveauer[:niveauer]}
    actions.tildel_laesere(runde.leder, runde, valgte)
    return list(
        Laesning.objects.filter(tilsynssag__runde=runde)
        .select_related("tilsynssag")
        .order_by("niveau", "tilsynssag__nr", "dobbelt")
    )


def _faerdig(r: Random, chef: Bruger, i_dag: date) -> None:
    til = _aar_foer(i_dag)
    dag = til + timedelta(6)
    folk = _raadgivere(til)
    valg = ramme.Valg(
        _aar_foer(til) + timedelta(1), til, chef.enhed_id, _tilstand(til), raadgivere=folk
    )
    navn = f"Sagsgennemgang, {til:%m.%Y}"
    runde, koncept = _runde(
        chef, STEVNS, navn, dag, valg, "Tre sager fra hver rådgiver, som hvert halve år."
    )
    _traek(runde, dag, FAERDIG, "raadgiver", PR_RAADGIVER)
    laesninger = _fordel(runde, koncept, 1)
    laeser = Laeser(r, runde, koncept, laesninger)
    for nr, x in enumerate(laesninger):
        laeser.laes(x, _klokken(dag + timedelta(2 + nr // 3), 9 + nr % 3 * 2))
    laeser.gem()
    slut = dag + timedelta(20)
    _fortael(runde, slut)
    _ret_op(r, runde, slut, i_dag)
    _luk(runde, slut)


def _tilstand(til: date) -> str:
    """Open cases; in a small municipality the closed ones too, or there would not be enough to draw."""
    nok = Sag.objects.filter(aabnet__lte=til).exclude(lukket__lte=til).count() >= NOK_AABNE
    return ramme.AABNE if nok else ramme.ALLE


def _raadgivere(til: date) -> tuple[int, ...]:
    """Twelve caseloads that had three cases or more on the day; those that have most, where there are fewer."""
    aabne = Sag.objects.filter(aabnet__lte=til, ansvarlig__is_active=True).exclude(lukket__lte=til)
    tal: dict[int, int] = {}
    for pk in aabne.order_by("ansvarlig").values_list("ansvarlig", flat=True):
        tal[pk] = tal.get(pk, 0) + 1
    nok = [pk for pk in sorted(tal) if tal[pk] >= PR_RAADGIVER] or sorted(tal)
    return tuple(nok[:RAADGIVERE])


def _fortael(runde: Runde, slut: date) -> None:
    """Everyone was written to, and nearly all have seen it."""
    lav_udkast(runde, af=runde.leder)
    alle = list(Tilbagemelding.objects.filter(tilsynssag__runde=runde).order_by("pk"))
    for nr, t in enumerate(alle):
        Tilbagemelding.objects.filter(pk=t.pk).update(
            oprettet=_klokken(slut, 12),
            sendt=_klokken(slut, 13),
            set=None if nr % 12 == 11 else _klokken(slut + timedelta(1 + nr % 6), 9),
            talt_om=slut + timedelta(7) if nr % 2 else None,
        )


def _ret_op(r: Random, runde: Runde, slut: date, i_dag: date) -> None:
    """What was to be mended was laid on with a day, done and looked after; the last waits for the leader."""
    sager: set[int] = set()
    alle = list(
        Genopretning.objects.filter(tilsynssag__runde=runde)
        .select_related("sag", "tilsynssag")
        .order_by("pk")
    )
    inden = slut + timedelta(28)
    lukkede = [g for g in alle if g.sag.lukket and g.sag.lukket <= inden]
    Genopretning.objects.filter(pk__in=[g.pk for g in lukkede]).update(
        foreslaaet=None, frafaldet=_klokken(slut, 14), grund="Sagen er lukket."
    )
    alle = [g for g in alle if g not in lukkede]
    for nr, g in enumerate(alle):
        lagt = _skridt(g, "paalagt", _klokken(slut, 14), runde.leder, naeste=inden)
        Genopretning.objects.filter(pk=g.pk).update(
            skridt_rod=lagt.rod, foreslaaet=None, oprettet=_klokken(slut, 12)
        )
        g.skridt_rod = lagt.rod
        sager.add(g.sag_id)
        hvem = g.tilsynssag.raadgiver or runde.leder
        if nr == len(alle) - 1 and g.sag.lukket is None:
            _skridt(
                g,
                "udfoert",
                _klokken(i_dag - timedelta(3)),
                hvem,
                grund="Samtalen er holdt og skrevet ind.",
            )
            continue
        udfoert = inden - timedelta(r.randrange(0, 20))
        _skridt(g, "udfoert", _klokken(udfoert), hvem, grund="Rettet i sagen.")
        _skridt(g, "bekraeftet", _klokken(udfoert + timedelta(3)), runde.leder)
    genberegn_sager(sager)


def _skridt(
    g: Genopretning,
    status: str,
    naar: datetime,
    af: Bruger,
    *,
    naeste: date | None = None,
    grund: str = "",
) -> Any:
    felter = {"status": status, "nr": str(g.pk), **({"begrundelse": grund} if grund else {})}
    return registrer(
        g.sag, "GENOPRETNING", naar, af=af, attributter=felter, naeste=naeste, registreret=naar,
        vedroerer=str(g.skridt_rod or ""), kilde="demo",
    )  # fmt: skip


def _luk(runde: Runde, slut: date) -> None:
    runde.refresh_from_db()
    trin = [
        (runde.ramme.frosset, f"Rammen frosset: {runde.ramme.antal} rækker"),
        (_klokken(slut, 15), "Afsluttet; 0 læsninger ikke låst"),
    ]
    runde.forloeb = [
        {
            "tid": t.astimezone(KOEBENHAVN).isoformat(timespec="minutes"),
            "af": str(runde.leder),
            "hvad": hvad,
            "grund": "",
        }
        for t, hvad in trin
    ]
    runde.tilstand, runde.afsluttet, runde.afsluttet_af = (
        Runde.Tilstand.AFSLUTTET,
        _klokken(slut, 15),
        runde.leder,
    )
    runde.save()


def _i_gang(r: Random, chef: Bruger, i_dag: date) -> None:
    koncept = koncept_af(_udgave(KOEBENHAVN_TYPE))
    dag, til = i_dag - timedelta(18), i_dag - timedelta(21)
    valg = ramme.Valg(
        _aar_foer(til) + timedelta(1), til, chef.enhed_id, _tilstand(til),
        trin=tuple(t.kode for t in trin_at_traekke(koncept)),
    )  # fmt: skip
    navn = f"Ledelsestilsyn i to niveauer, {til:%m.%Y}"
    runde, koncept = _runde(
        chef, KOEBENHAVN_TYPE, navn, dag, valg, "Seks sagstrin, læst af leder og af chef og jurist."
    )
    Runde.objects.filter(pk=runde.pk).update(laeses_inden=i_dag + timedelta(14))
    _traek(runde, dag, I_GANG, "sagstrin", PR_SAGSTRIN)
    laesninger = _fordel(runde, koncept, 2)
    laeser = Laeser(r, runde, koncept, laesninger)
    foerste = [x for x in laesninger if x.niveau == koncept.niveauer[0].kode]
    andet = [x for x in laesninger if x.niveau != koncept.niveauer[0].kode]
    faerdige = foerste[: len(foerste) * 6 // 10] + andet[: len(andet) // 4]
    for nr, x in enumerate(faerdige):
        laeser.laes(x, _klokken(dag + timedelta(1 + nr % 15), 9 + nr % 6))
    for x in foerste[len(faerdige) : len(faerdige) + 3]:
        laeser.begynd(x, _klokken(i_dag - timedelta(1)))
    laeser.gem()
