"""Filters of the lists: from the address to a queryset, and the choices people have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from omhu.adgang.log.opsamling import husk_soegning
from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger, synlige_enheder
from omhu.bord.queries import (
    GRUPPENAVNE,
    HOLDGRUPPER,
    TILSTANDE,
    UDEN_AKTIVITET,
    Pligter,
    med_tilstand,
    stille,
)
from omhu.frister.regelsaet import regler
from omhu.kerne.heltal import heltal
from omhu.sager.felter import cpr_er

INGEN = "ingen"
Valg = list[tuple[str, str]]


@dataclass(frozen=True)
class Filterfelt:
    """One select of a filter bar."""

    navn: str
    label: str
    valg: Valg
    valgt: str


def filtrer_pligter(pligter: Pligter, valg: Mapping[str, str], i_dag: date) -> Pligter:
    """Obligations by `tilstand`, `ansvarlig`, `enhed`, `regel`, `gruppe`, `art` and `sag`; what cannot be
    read is ignored."""
    pligter = _efter_ejer(pligter, valg.get("ansvarlig", ""))
    if (enhed := heltal(valg.get("enhed", ""))) is not None:
        pligter = pligter.filter(sag__enhed=enhed)
    if (sag := heltal(valg.get("sag", ""))) is not None:
        pligter = pligter.filter(sag=sag)
    if regel := valg.get("regel", "").replace("\0", ""):
        pligter = pligter.filter(regel=regel)
    if valg.get("gruppe") in HOLDGRUPPER:
        pligter = pligter.filter(gruppe__in=HOLDGRUPPER[valg["gruppe"]])
    if valg.get("art") in ("lov", "lokal"):
        pligter = pligter.filter(art=valg["art"])
    return med_tilstand(pligter, valg.get("tilstand", ""), i_dag)


def _efter_ejer(pligter: Pligter, ansvarlig: str) -> Pligter:
    if ansvarlig == INGEN:
        return pligter.filter(ejer_id__isnull=True)
    nummer = heltal(ansvarlig)
    return pligter if nummer is None else pligter.filter(ejer_id=nummer)


def filtrer_sager(sager: QuerySet[Any], valg: Mapping[str, str], i_dag: date) -> QuerySet[Any]:
    """Cases by `tilstand` (aabne, lukkede, alle), `ansvarlig`, `enhed`, `stille` and `over`."""
    tilstand = valg.get("tilstand", "aabne")
    if tilstand != "alle":
        sager = sager.filter(lukket__isnull=tilstand != "lukkede")
    ansvarlig = valg.get("ansvarlig", "")
    if ansvarlig == INGEN:
        sager = sager.filter(ansvarlig__isnull=True)
    elif (nummer := heltal(ansvarlig)) is not None:
        sager = sager.filter(ansvarlig=nummer)
    if (enhed := heltal(valg.get("enhed", ""))) is not None:
        sager = sager.filter(enhed=enhed)
    if (dage := heltal(valg.get("stille", ""))) in UDEN_AKTIVITET:
        sager = stille(sager, dage, i_dag)
    return sager.filter(over__gt=0) if valg.get("over") else sager


def soeg_barn(tekst: str, sti: str = "") -> Q:
    """Children by name (every word), CPR (whole number) or case number. `sti` is the way to Sag, e.g. `sag__`."""
    husk_soegning(tekst)
    tal = tekst.replace("-", "").replace(" ", "")
    if tal.isdecimal() and len(tal) == 10:
        return cpr_er(tal, f"{sti}barn__")
    navn = Q()
    for ord_ in tekst.split():
        navn &= Q(**{f"{sti}barn__navn__icontains": ord_})
    return navn | Q(**{f"{sti}nummer__iexact": tekst.strip()})


def enhedsvalg(bruger: Bruger) -> Valg:
    """The units one sees; none to choose for those who see only their own."""
    return [(str(pk), navn) for pk, navn in synlige_enheder(bruger).values_list("pk", "navn")]


def ansvarligvalg(bruger: Bruger) -> Valg:
    """The colleagues of the units one sees, oneself first."""
    andre = kolleger(bruger).exclude(pk=bruger.pk)
    return [(str(bruger.pk), "Mig"), *((str(b.pk), str(b)) for b in andre), (INGEN, "Ikke fordelt")]


def regelvalg() -> Valg:
    """All rules by name."""
    return sorted(((r.id, r.navn) for r in regler()), key=lambda v: v[1])


def fristfiltre(bruger: Bruger, valg: Mapping[str, str]) -> list[Filterfelt]:
    """The filter bar of the list of obligations."""
    felter: list[tuple[str, str, Valg]] = [
        ("tilstand", "Status", [(k, navn) for k, (navn, _) in TILSTANDE.items()]),
        ("ansvarlig", "Ansvarlig", [("", "Alle"), *ansvarligvalg(bruger)]),
        ("enhed", "Enhed", [("", "Alle"), *enhedsvalg(bruger)]),
        ("gruppe", "Område", [("", "Alle"), *GRUPPENAVNE.items()]),
        ("regel", "Regel", [("", "Alle"), *regelvalg()]),
        ("art", "Lov eller lokalt mål", [("", "Begge"), ("lov", "Lov"), ("lokal", "Lokalt mål")]),
    ]
    return _felter(felter, valg)


def sagsfiltre(bruger: Bruger, valg: Mapping[str, str]) -> list[Filterfelt]:
    """The filter bar of the list of cases."""
    felter: list[tuple[str, str, Valg]] = [
        ("tilstand", "Sager", [("aabne", "Åbne"), ("lukkede", "Lukkede"), ("alle", "Alle")]),
        ("ansvarlig", "Ansvarlig", [("", "Alle"), *ansvarligvalg(bruger)]),
        ("enhed", "Enhed", [("", "Alle"), *enhedsvalg(bruger)]),
        ("over", "Frister", [("", "Alle"), ("1", "▲ Med overskredne")]),
        (
            "stille",
            "Uden aktivitet",
            [("", "Alle"), *((str(d), f"Over {d} dage") for d in UDEN_AKTIVITET)],
        ),
    ]
    return _felter(felter, valg)


def _felter(felter: list[tuple[str, str, Valg]], valg: Mapping[str, str]) -> list[Filterfelt]:
    return [Filterfelt(n, label, v, valg.get(n, "")) for n, label, v in felter]
