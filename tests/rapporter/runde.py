"""A round that has been read: what the documents are about. Rows are written as they are, with no flow around them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.maalinger.tilsyn import hent, leveret_tekst
from omhu.sager.models import Sag
from omhu.tilsyn.models import (
    Fund,
    Koncept,
    Konceptudgave,
    Laesning,
    Ramme,
    Runde,
    Svar,
    Tema,
    Tilbagemelding,
    Tilsynssag,
    Udtraek,
)

FRA, TIL = date(2025, 1, 1), date(2025, 12, 31)


def en_udgave(kode: str = "stevns-raadgivning") -> Konceptudgave:
    """A shipped concept in the database."""
    koncept, _ = Koncept.objects.get_or_create(kode=kode, defaults={"navn": hent(kode).navn})
    if fundet := koncept.udgaver.first():
        return fundet
    tekst = leveret_tekst(kode)
    return Konceptudgave.objects.create(
        koncept=koncept,
        nr=1,
        indhold=tekst,
        aftryk=sha256(tekst.encode()).hexdigest(),
        leveret=True,
    )


def en_runde(
    leder: Bruger, *, kode: str = "stevns-raadgivning", navn: str = "Foråret 2026"
) -> Runde:
    """A round of the leader's unit (all units for one without) that is under way, with a frame and one random draw."""
    runde = Runde.objects.create(
        navn=navn, udgave=en_udgave(kode), enhed=leder.enhed, fra=FRA, til=TIL, leder=leder,
        oprettet_af=leder, tilstand=Runde.Tilstand.I_GANG, froe="rettidig", formaal="At se, om loven holdes.",
    )  # fmt: skip
    Ramme.objects.create(runde=runde, antal=40, aftryk="0" * 64, frosset_af=leder)
    Udtraek.objects.create(
        runde=runde, slags=Udtraek.Slags.SIMPEL, antal=12, froe="rettidig", trukket_af=leder
    )
    return runde


def laes(
    runde: Runde, sag: Sag, laeser: Bruger, mangler: tuple[str, ...] = (), *, niveau: int = 0
) -> Laesning:
    """The case read and locked at a level, the first by default: everything kept but `mangler`."""
    tilsynssag, _ = Tilsynssag.objects.get_or_create(
        runde=runde,
        sag=sag,
        defaults={
            "udtraek": runde.udtraek.first(),
            "enhed": sag.enhed,
            "raadgiver": sag.ansvarlig,
            "nr": runde.sager.count() + 1,
            "sandsynlighed": 0.3,
        },
    )
    koncept = hent(runde.udgave.koncept.kode)
    laesning = Laesning.objects.create(
        tilsynssag=tilsynssag,
        sag=sag,
        niveau=koncept.niveauer[niveau].kode,
        laeser=laeser,
        laast=timezone.now(),
        styrker="Barnet er talt med hver gang.",
    )
    for s in koncept.spoergsmaal_paa(laesning.niveau):
        skala = koncept.skala_for(s.id)
        svar = skala.svar_for("mangel" if s.id in mangler else "overholdt")
        Svar.objects.create(
            laesning=laesning, sag=sag, spoergsmaal=s.id, svar=svar, auto=svar,
            auto_grund="Samtalen var den 3. marts.", genopret=s.id in mangler,
        )  # fmt: skip
    return laesning


def et_fund(laesning: Laesning, af: Bruger) -> Fund:
    """A serious finding of a reading."""
    return Fund.objects.create(
        laesning=laesning,
        sag=laesning.sag,
        beskrivelse="Der er ikke set på, at barnet blev slået.",
        meldt_af=af,
    )


def et_tema(runde: Runde, *spoergsmaal: str) -> Tema:
    """A learning theme."""
    return Tema.objects.create(
        runde=runde, titel="Samtalen før afgørelsen", hvorfor="Den mangler oftest.",
        handling="Sparring hver tirsdag", spoergsmaal=list(spoergsmaal), oprettet_af=runde.leder,
    )  # fmt: skip


def en_tilbagemelding(laesning: Laesning, til: Bruger, *, sendt: bool = True) -> Tilbagemelding:
    """Feedback to a caseworker."""
    return Tilbagemelding.objects.create(
        tilsynssag=laesning.tilsynssag, sag=laesning.sag, til=til, fra=laesning.laeser,
        godt="Fin kontakt til skolen.", rettes="Planen skal revideres.", sendt=timezone.now() if sendt else None,
    )  # fmt: skip
