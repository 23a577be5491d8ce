"""The demo's people of the roles that no case needs, and the cases that are not for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
from omhu.adgang.models import Bruger, Enhed
from omhu.config.demo.personale import MODTAGELSE
from omhu.sager import saeradgang
from omhu.sager.models import Sag
from omhu.tilsyn.models import Granskning

CHEF = "bente.krogh"
"""Leads the centre."""
R = Bruger.Rolle
ANDRE = (
    ("Nadia", "Winther", "NAWI2", R.MODTAGELSE, MODTAGELSE),
    ("Ulla", "Mørk", "ULMO2", R.KOORDINATOR, "Team Nord"),
    ("Christian", "Juhl", "CHJU2", R.JURIST, ""),
    ("Rikke", "Sand", "RISA2", R.OEKONOM, ""),
    ("Anders", "Vang", "ANVA2", R.SYSTEMADMINISTRATOR, ""),
    ("Vibeke", "Gram", "VIGR2", R.UDVALGSSEKRETAER, ""),
    ("Steen", "Bak", "STBA2", R.UDFOERER, ""),
    ("Eva", "Lorentzen", "EVLO2", R.EKSTERN_GRANSKER, ""),
    ("Poul", "Enevold", "POEN2", R.POLITIKER, ""),
)
GENNEMGANG = 5
"""Cases on the external reviewer's list."""


def skriv_roller(enheder: dict[str, Enhed]) -> None:
    """One person of every other role, a case list for the reviewer, two protected cases and a break-glass."""
    chef = Bruger.objects.get(username=CHEF)
    folk = {
        rolle: _person(fornavn, efternavn, initialer, Adgangsdata(rolle, enheder.get(enhed)))
        for fornavn, efternavn, initialer, rolle, enhed in ANDRE
    }
    Granskning.objects.create(
        bruger=folk[R.EKSTERN_GRANSKER],
        navn=str(folk[R.EKSTERN_GRANSKER]),
        firma="Lorentzen Rådgivning",
        formaal="Gennemgang af fem sager, valgt af chefen",
        til=timezone.localdate() + timedelta(60),
        oprettet_af=chef,
    )
    aabne = Sag.objects.filter(lukket=None, ansvarlig__isnull=False).order_by("pk")
    for sag in aabne[:GENNEMGANG]:
        saeradgang.giv_adgang(
            chef,
            sag,
            folk[R.EKSTERN_GRANSKER],
            "Ekstern gennemgang af fem sager",
            udloeber=timezone.now() + timedelta(60),
        )
    for sag in aabne.filter(enhed=enheder["Team Nord"])[1:3]:
        saeradgang.beskyt(chef, sag, Sag.Beskyttelse.ANSAT, "Barnets mor arbejder i huset")
    fremmed = (
        aabne.exclude(enhed=enheder["Team Nord"])
        .exclude(enhed=enheder[MODTAGELSE])
        .order_by("-pk")[0]
    )
    saeradgang.tag_noedadgang(
        Bruger.objects.get(username="mette.kjaer"),
        fremmed,
        "Skolen ringer, og rådgiveren er syg i dag",
    )


def _person(fornavn: str, efternavn: str, initialer: str, adgang: Adgangsdata) -> Bruger:
    bruger = Bruger(
        username=f"{fornavn}.{efternavn}".lower().replace("ø", "oe"),
        password=make_password(None),
        first_name=fornavn,
        last_name=efternavn,
        initialer=initialer,
    )
    if adgang.rolle == R.EKSTERN_GRANSKER:
        adgang = replace(adgang, udloeber=timezone.localdate() + timedelta(60))
    return gem_bruger(None, bruger, adgang)
