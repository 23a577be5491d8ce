"""A plan on paper, whole or in parts: the same blocks for the family and for the anbringelsessted."""

from __future__ import annotations

from collections.abc import Mapping

from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brevdele import med_navn
from omhu.rapporter.dokument import Blok, Fakta, Overskrift, Punkter, prosa
from omhu.sager.models import Sag
from omhu.sagsarbejde.plan import queries
from omhu.sagsarbejde.plan.queries import DELE, Maal
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende


def skridt_til(sag: Sag, skrift: Skrift, *arter: str) -> Skridt | None:
    """The step in force that dates a text; None for one that has none, or whose step was withdrawn."""
    if skrift.skridt_rod is None:
        return None
    egne = Skridt.objects.filter(sag=sag, rod=skrift.skridt_rod, art__in=arter)
    return gaeldende(Synsdag.i_dag(), egne).first()


EFTER_MAAL = ("familien", "varighed", "overgang", "uddannelse", "beskaeftigelse")


def planblokke(sag: Sag, felter: Mapping[str, str]) -> list[Blok]:
    """Purpose and wishes first, then the goals, then what helps and what comes after."""
    blokke: list[Blok] = []
    for felt in DELE:
        if felt.navn not in EFTER_MAAL and felter.get(felt.navn):
            blokke += med_navn(felt.label, felter[felt.navn])
    for nr, m in enumerate(queries.maal(felter, queries.behov(sag, felter)), 1):
        blokke += _maal(nr, m)
    for felt in DELE:
        if felt.navn in EFTER_MAAL and felter.get(felt.navn):
            blokke += med_navn(felt.label, felter[felt.navn])
    return blokke


def _maal(nr: int, m: Maal) -> list[Blok]:
    f = m.felter
    blokke: list[Blok] = [
        Overskrift(f"Mål {nr}"),
        *prosa(m.tekst),
        Fakta(
            [
                ("Det skal hjælpe på", m.behov),
                ("Barnets eget ønske", f.get("oenske", "")),
                ("Det kan vi se, når det lykkes", f.get("indikator", "")),
                ("Sådan følger vi det", f.get("maaling", "")),
                ("Det gør", f.get("ansvarlig", "")),
                ("Senest", dato(m.hvornaar) if m.hvornaar else ""),
            ]
        ),
    ]
    if m.delmaal:
        blokke.append(Punkter([_delmaal(d) for d in m.delmaal]))
    return blokke


def _delmaal(d: Maal) -> str:
    led = [d.tekst, d.felter.get("ansvarlig", ""), dato(d.hvornaar) if d.hvornaar else ""]
    return ", ".join(x for x in led if x)
