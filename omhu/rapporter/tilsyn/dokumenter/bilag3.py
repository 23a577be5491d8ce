"""Bilag 3: the report of a round, for those who decide: what was found, how sure it is, and what follows. It begins
with the level that read most; what the other levels found of the same cases stands after it, level by level."""

from __future__ import annotations

from collections.abc import Sequence

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.ord_om_tid import antal, dato
from omhu.maalinger.statistik import MINDSTE_PROCENT
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift, Punkter, Tabel
from omhu.rapporter.tilsyn.dokumenter.bilag4 import tema_blokke
from omhu.rapporter.tilsyn.fra_runde import (
    antal_fund,
    antal_sager_med_fund,
    forbehold,
    hovedtal,
    hvert_niveau,
    niveau_navn,
    rundepapir,
    saadan,
)
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.rapporter.tilsyn.start_slut import aendringer
from omhu.tilsyn.models import Genopretning, Runde
from omhu.tilsyn.resultat.enighed import enighed
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal

FLEST = 5


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """The report. Raises ValidationError (Danish) before anything is read."""
    tal = hovedtal(runde)
    blokke: list[Blok] = [
        *_kort(tal),
        *_usikkerhed(tal),
        *_paa_tvaers(tal),
        *_de_andre_niveauer(hvert_niveau(tal)[1:]),
        *aendringer(runde, tal),
        *_fund(runde),
        *_temaer(runde, tal),
        *saadan(runde, tal.data),
    ]
    return rundepapir(f"Bilag 3. Rapport: {runde.navn}", runde, blokke)


def _de_andre_niveauer(andre: Sequence[Rundetal]) -> list[Blok]:
    """Those that read some of the cases again, before or after the level that the report is about."""
    blokke: list[Blok] = []
    if andre:
        blokke.append(Overskrift("De andre niveauer"))
        blokke.append(
            Afsnit(
                "Niveauerne svarer hver for sig og læser ikke lige mange af sagerne. "
                "Deres tal lægges ikke sammen."
            )
        )
    for tal in andre:
        blokke += [
            Overskrift(niveau_navn(tal), 2),
            *_kort(tal, 3),
            *_paa_tvaers(tal, 3),
        ]
    return blokke


def _kort(tal: Rundetal, niveau: int = 1) -> list[Blok]:
    n = antal(tal.laest, "sag", "sager")
    orden = sorted(_store(tal), key=lambda par: (par[1].tal.andel or 0, -par[1].tal.n))
    svage = [p for p in orden if p[1].tal.k < p[1].tal.n][:FLEST]
    bedst = [p for p in orden[::-1] if p not in svage][:FLEST]
    return [
        Afsnit(
            f"{niveau_navn(tal)} har læst {n} fra {dato(tal.data.fra)} til {dato(tal.data.til)}. "
            f"Alt, der blev spurgt til, var i orden i {tal.alt_rigtigt.tekst}{_uafklarede(tal)}."
        ),
        *_liste("Det mangler oftest", svage, niveau),
        *_liste("Det går bedst", bedst, niveau),
        Afsnit(
            f"Kun spørgsmål, der angik mindst {MINDSTE_PROCENT} sager, er med her. "
            "Alle står i bilag 1 med de regler, svarene er regnet efter."
        ),
        Afsnit(forbehold(tal)),
    ]


def _store(tal: Rundetal) -> list[tuple[str, Spoergsmaalstal]]:
    """The questions that concerned enough cases to be told in per cent, with their sagstrin. Cases that are followed up
    in confidence are no requirement that is kept or not."""
    return [
        (t.navn, s)
        for t in tal.trin
        for s in t.spoergsmaal
        if s.tal.n >= MINDSTE_PROCENT and not s.spoergsmaal.fortroligt
    ]


def _liste(navn: str, par: list[tuple[str, Spoergsmaalstal]], niveau: int) -> list[Blok]:
    if not par:
        return [Overskrift(navn, niveau), Afsnit("Intet at nævne.")]
    return [
        Overskrift(navn, niveau),
        Punkter([f"{trin}: {s.spoergsmaal.tekst} Overholdt: {s.tal.tekst}." for trin, s in par]),
    ]


def _usikkerhed(tal: Rundetal) -> list[Blok]:
    uenige, med_auto = tal.uenighed
    saetninger = [f"Sager, hvor alt er i orden: {tal.alt_rigtigt.interval.tekst}."]
    if med_auto:
        saetninger.append(
            f"Data gav et svar på {antal(med_auto, 'spørgsmål', 'spørgsmål')}, og læseren var uenig i {uenige}. "
            "Det siger noget om, hvor godt der er registreret."
        )
    saetninger += [
        f"{t.navn}. {t.samlet.tekst}" for t in enighed(tal.data) if t.sager >= MINDSTE_PROCENT
    ]
    return [Overskrift("Hvor sikkert er det?"), *[Afsnit(s) for s in saetninger]]


def _paa_tvaers(tal: Rundetal, niveau: int = 1) -> list[Blok]:
    raekker = [
        [t.navn, t.samlet_tekst, t.gennemsnit or "–", str(len(t.spoergsmaal))] for t in tal.trin
    ]
    return [
        Overskrift("Sagstrin", niveau),
        Tabel(
            ["Sagstrin", "Alle svar samlet", "Gennemsnit af spørgsmål", "Spørgsmål"],
            raekker,
            [4, 3, 3, 2],
        ),
        Afsnit(forbehold(tal)),
    ]


def _fund(runde: Runde) -> list[Blok]:
    """Only how many: the findings themselves stand in bilag 5."""
    with som_system():  # the number is that of the round, not of what the reader may open
        rettes = Genopretning.objects.filter(tilsynssag__runde=runde, skridt_rod__isnull=False)
        aftalt = rettes.count()
    i_sager = antal(antal_sager_med_fund(runde), "sag", "sager")
    return [
        Overskrift("Opfølgning på sagerne"),
        Punkter(
            [
                f"Alvorlige fund, der følges op særskilt: {antal_fund(runde)} i {i_sager}.",
                f"Mangler, der er aftalt rettet i sagerne: {aftalt}.",
            ]
        ),
    ]


def _temaer(runde: Runde, tal: Rundetal) -> list[Blok]:
    blokke: list[Blok] = []
    for nr, tema in enumerate(runde.temaer.select_related("ansvarlig"), 1):
        blokke += tema_blokke(nr, tema, tal)
    return blokke


def _uafklarede(tal: Rundetal) -> str:
    """Cases that are in neither number: nothing was amiss, and something could not be judged."""
    n = tal.alt_rigtigt.uvist
    return f". {antal(n, 'sag', 'sager')} er ikke talt med: noget kunne ikke vurderes" if n else ""


DOKUMENT = Rundedokument(
    "bilag-3",
    "Bilag 3: rapport",
    "Det vigtigste for dem, der skal beslutte noget.",
    lav,
    nr=3,
    former=("pdf", "docx"),
)
