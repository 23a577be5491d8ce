"""Extracts of one table, read by a mapping profile: the ones that come with Omhu and those saved in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.formater.faelles import Indlaeser
from omhu.indlaesning.formater.raekker import Kontekst, laes_raekker, placer
from omhu.indlaesning.formater.tabeller import DATA, tabelkatalog
from omhu.indlaesning.kontrol import sammenlaeg
from omhu.indlaesning.laesning import Laesning, afslut, beskriv_filer
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.models import Profil
from omhu.indlaesning.tabel.tabel import Tabel
from omhu.regler.katalog import normaliser


@dataclass(frozen=True)
class Kolonneprofil:
    """How the headings of an extract become fields of a target table."""

    navn: str
    kilde: str
    maal: str
    felter: dict[str, list[str]]


@lru_cache(maxsize=1)
def medfoelgende() -> dict[str, Kolonneprofil]:
    """The profiles that come with Omhu."""
    raa = yaml.safe_load((DATA / "profiler.yaml").read_text("utf-8"))["profiler"]
    return {navn: Kolonneprofil(navn, **v) for navn, v in raa.items()}


def alle_profiler() -> dict[str, Kolonneprofil]:
    """By name; the newest version of a saved profile goes before one of the same name that came along."""
    gemte = {
        p.navn: Kolonneprofil(p.navn, p.kilde, p.maal, {f: [k] for f, k in p.felter.items()})
        for p in Profil.objects.order_by("navn", "version")
    }
    return medfoelgende() | gemte


def find_profil(tabel: Tabel, navn: str | None) -> Kolonneprofil:
    """The named profile, else the one that knows most of the table's headings. Raises Afvisning."""
    profiler = alle_profiler()
    if navn is not None:
        if navn not in profiler:
            raise Afvisning(
                f"Profilen »{navn}« findes ikke.", f"Brug en af {', '.join(sorted(profiler))}."
            )
        return profiler[navn]
    mulige = [
        (_kendte(p, tabel), p.navn in medfoelgende(), p)
        for p in profiler.values()
        if _kan(p, tabel)
    ]
    if not mulige:
        raise Afvisning(
            f"Vi kender ikke udtrækket. Kolonnerne er: {', '.join(tabel.kolonner)}.",
            "Er det tidslinjeformatet, så skal kolonnerne hedde sag_id, haendelsestype og dato. Ellers lav en "
            "profil under Indlæsning, eller vælg en med --profil.",
            fil=tabel.navn,
            raekke=tabel.hoved.foerste_data,
        )
    return max(mulige, key=lambda m: (m[0], not m[1]))[2]


def _kendte(profil: Kolonneprofil, tabel: Tabel) -> int:
    kolonner = {normaliser(k) for k in tabel.kolonner}
    return sum(any(normaliser(n) in kolonner for n in navne) for navne in profil.felter.values())


def _kan(profil: Kolonneprofil, tabel: Tabel) -> bool:
    try:
        placer(tabel, tabelkatalog().maal[profil.maal], profil.felter)
    except Afvisning:
        return False
    return _kendte(profil, tabel) >= 3


def laes_tabeller(
    stier: list[Path],
    tabeller: list[Tabel],
    lager: Lager,
    *,
    i_dag: date,
    kilde: str | None,
    profil: str | None,
) -> Laesning:
    """Read extracts into the staging file, each by its profile. Raises Afvisning."""
    valgte = [find_profil(t, profil) for t in tabeller]
    ind = Indlaeser(lager, i_dag)
    kilde = kilde or valgte[0].kilde
    svar = Laesning(
        f"profil {', '.join(dict.fromkeys(p.navn for p in valgte))}"[:40],
        kilde,
        filer=beskriv_filer(stier, tabeller),
    )
    k = Kontekst(opret=True, foedt={})
    faste = []
    for tabel, valgt in sorted(
        zip(tabeller, valgte, strict=True), key=lambda p: p[1].maal != "sag"
    ):
        maal = tabelkatalog().maal[valgt.maal]
        sted = placer(tabel, maal, valgt.felter)
        k.faste_noegler = maal.noegle in sted
        faste.append(k.faste_noegler)
        laes_raekker(tabel, maal, sted, ind, k)
        ubrugte = [n for nr, n in enumerate(tabel.kolonner) if nr not in sted.values()]
        svar.noter.append(
            f"{tabel.navn}: læst med profilen {valgt.navn}."
            + (f" Ikke brugt: {', '.join(ubrugte)}." if ubrugte else "")
        )
    svar.faste_noegler = all(faste)
    svar.tabeller = frozenset(p.maal for p in valgte)
    lager.gem()
    sammenlaeg(lager, ind.filer)
    afslut(svar, lager, ind, tabeller)
    return svar
