"""A whole country of step columns, for measuring speed: one Parquet file per municipality (extra `hurtig`).

The shapes and magnitudes are those of the experiments that the evaluator was designed by: about 20 steps per case,
late recording left out, talks about the wrong measure, missing links, waivers, open-ended measures. Realism of
single cases matters less than in `lav_kommune`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from omhu.config.demo.landblokke import FOERSTE_DAG as DAG_0
from omhu.config.demo.landblokke import (
    Blokke,
    Raekke,
    aar_efter,
    bit,
    dagsgraenser,
    indsats,
    om_et_aar,
    uden_skuddag,
)
from omhu.kerne.kalender import dagnr
from omhu.regler.hurtig import skriv_kolonner

SAGER_I_LANDET = 1_500_000
KOMMUNER = 98
MINDSTE, STOERSTE = 1_900, 49_000
AAR = 6
BL = dagnr(date(2024, 1, 1))
TIME = 3_600_000
INDSATSER = {
    "familiebehandling": 26,
    "praktisk_stoette": 18,
    "kontaktperson": 24,
    "stoetteophold": 9,
    "dagtilbud": 5,
    "anden_hjaelp": 6,
    "anbringelse": 12,
}


def skriv_parquet(
    mappe: Path,
    kommuner: int = KOMMUNER,
    skala: float = 1.0,
    fro: int = 2026,
    i_dag: date = date(2026, 11, 21),
    fremdrift: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write `kommuner` files `001.parquet` … to the folder (made if missing); returns them in order.

    At scale 1 and 98 municipalities: 1.5 million cases and about 30 million steps. Same seed, same files.
    """
    mappe.mkdir(parents=True, exist_ok=True)
    filer = []
    for nr, antal in enumerate(stoerrelser(kommuner, skala, fro), 1):
        sag, K = lav_kolonner(np.random.default_rng([fro, nr]), antal, i_dag)
        fil = mappe / f"{nr:03d}.parquet"
        skriv_kolonner(fil, sag, K)
        filer.append(fil)
        if fremdrift:
            fremdrift(nr, kommuner)
    return filer


def stoerrelser(kommuner: int, skala: float, fro: int) -> list[int]:
    """Cases per municipality: skewed as Danish municipalities are, the mean of the country times the scale."""
    r = np.random.default_rng(fro)
    raa = np.clip(r.lognormal(0, 0.8, kommuner), 0.15, 4.0)
    antal = raa / raa.mean() * SAGER_I_LANDET / KOMMUNER
    return [max(1, int(a * skala)) for a in np.clip(antal, MINDSTE, STOERSTE)]


def lav_kolonner(r: Any, antal: int, i_dag: date) -> tuple[Raekke, tuple[Raekke, ...]]:
    """(case of each row, columns) of one municipality of so many cases as of the morning of `i_dag`."""
    nu = dagnr(i_dag)
    aabnet = nu - r.integers(1, AAR * 365, antal)
    lang = r.random(antal) < 0.42
    varer = np.where(lang, r.gamma(2.0, 330, antal), r.gamma(1.6, 25, antal)).astype(np.int64) + 3
    luk = aabnet + np.where(lang, varer + 200, varer)
    foedt = uden_skuddag(aabnet - (r.triangular(0.1, 12.5, 17.3, antal) * 365.25).astype(np.int64))
    b, sager = Blokke(), np.arange(antal)
    b.dage(sager, aabnet, "SAG_OPRETTET")
    b.dage(sager, aabnet, "SAGSBEHANDLER_TILDELT")
    for aar in (16, 17, 18):
        dag = aar_efter(foedt, aar)
        her = np.flatnonzero(dag <= om_et_aar(i_dag))
        b.dage(sager[her], dag[her], f"FYLDER_{aar}")
    _underretninger(r, b, sager, aabnet, luk, lang)
    _journal(r, b, sager, aabnet, np.minimum(luk, nu))
    lange = sager[lang]
    bfu = _undersoegelser(r, b, lange, aabnet[lange])
    _indsatser(r, b, lange, bfu, luk)
    b.dage(sager, luk, "SAG_LUKKET")
    return b.ordnet(foedt, luk, nu)


def _underretninger(
    r: Any, b: Blokke, sager: Raekke, aabnet: Raekke, luk: Raekke, lang: Raekke
) -> None:
    """The first one and those that come while the case runs, each with its answers; one in eight loses its link."""
    flere = np.minimum(r.poisson(np.where(lang, (luk - aabnet) / 365 * 0.5, 0)), 6)
    hvis = np.concatenate((sager, np.repeat(sager, flere)))
    senere = np.arange(len(hvis)) >= len(sager)
    dag = aabnet[hvis] + np.where(senere, r.random(len(hvis)) * (luk - aabnet)[hvis], 0).astype(
        np.int64
    )
    ms = dagsgraenser()[dag - DAG_0] + r.integers(7 * 60, 22 * 60, len(hvis)) * 60_000
    anonym, skaerpet = r.random(len(hvis)) < 0.06, r.random(len(hvis)) < 0.7
    flag = np.where(anonym, bit("anonym"), 0) | np.where(skaerpet, bit("skaerpet"), 0)
    flag |= np.where(r.random(len(hvis)) < 0.03, bit("overgreb"), 0)
    u = b.tider(hvis, ms, "UNDERRETNING", flag=flag)
    ref = np.where(r.random(len(u)) < 0.88, u, -1)
    timer = np.where(r.random(len(u)) < 0.94, r.random(len(u)) * 23, 24 + r.gamma(1.2, 20, len(u)))
    b.tider(hvis, ms + (timer * TIME).astype(np.int64), "AKUTVURDERING", ref=ref)
    _svar(r, b, hvis, dag, u, ~anonym, "KVITTERING", 7, 0.93)
    _svar(r, b, hvis, dag, u, skaerpet & ~anonym, "EFTERUNDERRETNING", 24, 0.85)
    _svar(r, b, hvis, dag, u, ~senere & (dag >= BL), "SCREENING", 13, 0.9)
    ny = np.where(r.random(len(u)) < 0.95, bit("ny_deltager"), 0)
    _svar(r, b, hvis, dag, u, senere, "GENVURDERING", 6, 0.85, flag=ny)


def _svar(
    r: Any,
    b: Blokke,
    sag: Raekke,
    dag: Raekke,
    ref: Raekke,
    hvor: Raekke,
    kode: str,
    dage: int,
    rettidig: float,
    flag: Raekke | int = 0,
) -> None:
    """An answer within so many days, or late; four in a hundred never."""
    n = len(sag)
    ventet = np.where(r.random(n) < rettidig, r.integers(0, dage + 1, n), dage + r.gamma(1.5, 8, n))
    her = np.flatnonzero(hvor & (r.random(n) < 0.96))
    udvalgt = flag if isinstance(flag, int) else flag[her]
    b.dage(sag[her], dag[her] + ventet[her].astype(np.int64), kode, flag=udvalgt, ref=ref[her])


def _journal(r: Any, b: Blokke, sager: Raekke, fra: Raekke, til: Raekke) -> None:
    """Notes, on average one in two months, and now and then a request for access."""
    laengde = np.maximum(til - fra, 1)
    antal = r.poisson(laengde / 60)
    hvis = np.repeat(sager, antal)
    b.dage(hvis, fra[hvis] + (r.random(len(hvis)) * laengde[hvis]).astype(np.int64), "JOURNALNOTAT")
    her = np.flatnonzero(r.random(len(sager)) < 0.04)
    dag = fra[her] + (r.random(len(her)) * laengde[her]).astype(np.int64)
    ref = b.dage(sager[her], dag, "AKTINDSIGT_ANMODET")
    _svar(r, b, sager[her], dag, ref, np.ones(len(her), bool), "AKTINDSIGT_GIVET", 8, 0.85)


def _undersoegelser(r: Any, b: Blokke, sager: Raekke, aabnet: Raekke) -> Raekke:
    """A BFU in every long case; returns the day each was finished."""
    n = len(sager)
    besluttet = aabnet + r.integers(1, 15, n)
    slut = aabnet + np.where(
        r.random(n) < 0.56, r.integers(50, 121, n), 122 + r.gamma(1.5, 30, n)
    ).astype(np.int64)
    b.dage(sager, besluttet, "BFU_BESLUTTET")
    talt = r.random(n) < 0.95
    b.dage(
        sager[talt],
        (besluttet + (slut - besluttet) // 2)[talt],
        "BOERNESAMTALE",
        ind=indsats("merudgifter"),
    )
    set_ = r.random(n) < 0.88
    b.dage(sager[set_], (slut - 6)[set_], "SOESKENDEVURDERING")
    b.dage(sager, slut, "BFU_AFSLUTTET")
    return slut


def _indsatser(r: Any, b: Blokke, sager: Raekke, bfu: Raekke, luk: Raekke) -> None:
    """Up to three measures after each other or side by side, some open-ended."""
    antal = r.choice([0, 1, 2, 3], size=len(sager), p=[0.2, 0.5, 0.22, 0.08])
    hvis = np.repeat(np.arange(len(sager)), antal)
    nr = np.arange(len(hvis)) - np.repeat(np.cumsum(antal) - antal, antal)
    koder = np.array([indsats(k) for k in INDSATSER])
    vaegt = np.array(list(INDSATSER.values()), float)
    valgt = r.choice(len(koder), size=len(hvis), p=vaegt / vaegt.sum())
    ind, sag = koder[valgt], sager[hvis]
    besluttet = bfu[hvis] + r.integers(5, 60, len(hvis)) + nr * r.integers(60, 300, len(hvis))
    _afgoerelse(r, b, sag, besluttet, ind)
    start = besluttet + r.integers(0, 40, len(hvis))
    slut = np.minimum(start + r.gamma(2.0, 190, len(hvis)).astype(np.int64) + 60, luk[sag])
    b.dage(sag, start, "IVAERKSAT", ind=ind)
    _opfoelgninger(r, b, sag, start, slut, ind)
    her = np.flatnonzero(ind == indsats("anbringelse"))
    _tilsyn(r, b, sag[her], start[her], slut[her])
    ophoert = r.random(len(sag)) < 0.8
    b.dage(sag[ophoert], slut[ophoert], "FORANSTALTNING_OPHOERT", ind=ind[ophoert])


def _afgoerelse(r: Any, b: Blokke, sag: Raekke, dag: Raekke, ind: Raekke) -> None:
    n = len(sag)
    talt = np.flatnonzero(r.random(n) < 0.85)
    foer = r.random(n) < 0.72
    samtale = dag + np.where(foer, -r.integers(0, 60, n), r.integers(1, 80, n))
    om_andet = r.random(n) < 0.08
    emne = np.where(om_andet, indsats("praktiktilbud"), ind)
    ekstern = np.where(r.random(n) < 0.04, bit("ikke_myndighed"), 0)
    b.dage(sag[talt], samtale[talt], "BOERNESAMTALE", ind=emne[talt], flag=ekstern[talt])
    fravalgt = np.flatnonzero(r.random(n) < 0.06)
    uenig = np.where(r.random(n) < 0.2, bit("bedoemmer_uenig"), 0)
    b.dage(
        sag[fravalgt],
        dag[fravalgt] - 3,
        "BOERNESAMTALE_FRAVALGT",
        ind=ind[fravalgt],
        flag=uenig[fravalgt],
    )
    hoert = np.flatnonzero(r.random(n) < 0.85)
    b.dage(sag[hoert], dag[hoert] - 14, "PARTSHOERING", ind=ind[hoert])
    flag = np.where(r.random(n) < 0.97, bit("samtykke_ja"), bit("samtykke_nej"))
    flag |= np.where(r.random(n) < 0.04, bit("akut"), 0)
    flag |= np.where(r.random(n) < 0.6, bit("plan_ja"), bit("plan_nej"))
    b.dage(sag, dag, "AFGOERELSE", ind=ind, flag=flag)
    plan = r.random(n) < 0.85
    sel, bl = np.flatnonzero(plan & (dag < BL)), np.flatnonzero(plan & (dag >= BL))
    b.dage(sag[sel], dag[sel] + r.integers(-30, 20, len(sel)), "HANDLEPLAN", ind=ind[sel])
    b.dage(sag[bl], dag[bl] + r.integers(5, 110, len(bl)), "BARNETS_PLAN", ind=ind[bl])


def _opfoelgninger(
    r: Any, b: Blokke, sag: Raekke, start: Raekke, slut: Raekke, ind: Raekke
) -> None:
    """A chain per measure; from 2024 each says when the next one is."""
    dag = start + r.integers(50, 130, len(sag))
    while len(her := np.flatnonzero(dag < slut)):
        sag, ind, dag, slut = sag[her], ind[her], dag[her], slut[her]
        naeste = np.where(
            (dag >= BL) & (r.random(len(her)) < 0.9), dag + r.choice([91, 122, 183], len(her)), 0
        )
        b.dage(sag, dag, "OPFOELGNING", ind=ind, dag2=naeste)
        talt = np.flatnonzero(r.random(len(her)) < 0.8)
        b.dage(sag[talt], dag[talt] - r.integers(0, 20, len(talt)), "BOERNESAMTALE", ind=ind[talt])
        dag = dag + r.integers(75, 215, len(her))


def _tilsyn(r: Any, b: Blokke, sag: Raekke, start: Raekke, slut: Raekke) -> None:
    """Visits on the place, about two a year; one in twelve elsewhere, which does not count."""
    dag = start + r.integers(60, 170, len(sag))
    while len(her := np.flatnonzero(dag < slut)):
        sag, dag, slut = sag[her], dag[her], slut[her]
        andetsteds = np.where(r.random(len(her)) < 0.08, bit("ikke_paa_stedet"), 0)
        b.dage(sag, dag, "TILSYNSSAMTALE", flag=andetsteds)
        dag = dag + r.integers(120, 240, len(her))
