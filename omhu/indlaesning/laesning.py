"""From files to the staging file: which format they are, and reading them with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from omhu.indlaesning.fejl import KARANTAENE, Afvisning
from omhu.indlaesning.formater import tidslinje
from omhu.indlaesning.formater.faelles import Indlaeser, uden_cpr
from omhu.indlaesning.karantaene import RET, laas_op
from omhu.indlaesning.kontrol import kontroller
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.tabel.filart import MAPPE, PAKKE, filart
from omhu.indlaesning.tabel.tabel import Tabel, aabn
from omhu.kerne.cpr import uden_cpr as masker
from omhu.sager.models import Sag

TIDSLINJE, KANONISK = "tidslinjeformat", "datapakke"
Laest = Callable[[int, int], None]


@dataclass
class Laesning:
    """What the reading of some files came to; the rows are in the staging file."""

    format: str
    kilde: str
    tabeller: frozenset[str] = frozenset()
    """`sag` and the tables of steps, as they begin a step's `kilde_id`."""
    faste_noegler: bool = False
    delvis: bool = False
    raekker: int = 0
    pr_fil: dict[str, int] = field(default_factory=dict)
    filer: list[dict[str, object]] = field(default_factory=list)
    kolonner: dict[str, list[str]] = field(default_factory=dict)
    noter: list[str] = field(default_factory=list)


def laes(
    stier: list[Path],
    lager: Lager,
    *,
    i_dag: date,
    kilde: str | None = None,
    profil: str | None = None,
    laest: Laest | None = None,
) -> Laesning:
    """Read files into the staging file and check them. Raises Afvisning for what cannot be read at all."""
    if not stier:
        raise Afvisning("Der er ingen filer at indlæse.", "Skriv stien til en eller flere filer.")
    arter = [filart(s) for s in stier]
    with ExitStack() as stak:
        if PAKKE in arter or MAPPE in arter:
            from omhu.indlaesning.formater import pakke

            if len(stier) > 1:
                raise Afvisning(
                    "En datapakke indlæses alene.", "Indlæs én mappe eller zip-fil ad gangen."
                )
            svar = pakke.laes_pakke(
                stier[0], lager, i_dag=i_dag, kilde=kilde, laest=laest, stak=stak
            )
        else:
            svar = _tabeller(stier, lager, i_dag, kilde, profil, laest)
    lager.gem()
    return svar


def _tabeller(
    stier: list[Path],
    lager: Lager,
    i_dag: date,
    kilde: str | None,
    profil: str | None,
    laest: Laest | None,
) -> Laesning:
    fremme = _Fremme(stier, laest)
    tabeller = [t for nr, s in enumerate(stier) for t in aabn(s, (), fremme.af(nr))]
    for tabel in tabeller:
        if RET in tabel.kolonner:
            tabel.laas_op = laas_op
    if profil is None:
        efter_slags = {tidslinje.slags(t.kolonner): t for t in tabeller}
        if None not in efter_slags and len(efter_slags) == len(tabeller):
            return _tidslinje(stier, tabeller, lager, i_dag, kilde or "tidslinje")
    from omhu.indlaesning.formater import profiler

    return profiler.laes_tabeller(stier, tabeller, lager, i_dag=i_dag, kilde=kilde, profil=profil)


class _Fremme:
    """Bytes read of all files, for the progress bar."""

    def __init__(self, stier: list[Path], laest: Laest | None) -> None:
        self.stoerrelser = [s.stat().st_size for s in stier]
        self.laest = laest

    def af(self, nr: int) -> Callable[[int], None] | None:
        """A function that hears how far file `nr` is."""
        if self.laest is None:
            return None
        foer, i_alt, laest = sum(self.stoerrelser[:nr]), sum(self.stoerrelser), self.laest
        return lambda bytes_: laest(min(foer + bytes_, i_alt), i_alt)


# -- tidslinjeformat ------------------------------------------------------------------------------


def _tidslinje(
    stier: list[Path], tabeller: list[Tabel], lager: Lager, i_dag: date, kilde: str
) -> Laesning:
    ind = Indlaeser(lager, i_dag)
    ordnet = {tidslinje.slags(t.kolonner): t for t in tabeller}
    svar = Laesning(TIDSLINJE, kilde, filer=beskriv_filer(stier, tabeller))
    sager = kendte_sager(kilde)
    i_karantaene: frozenset[str] = frozenset()
    tabel_sager, tabel_haendelser = ordnet.get(tidslinje.SAGER), ordnet.get(tidslinje.HAENDELSER)
    if tabel_sager is not None:
        sager |= tidslinje.laes_sager(tabel_sager, ind)
        i_karantaene = frozenset(_daarlige_sager(lager, tabel_sager))
    if tabel_haendelser is not None:
        gyldige = {s: f for s, f in sager.items() if s not in i_karantaene}
        tidslinje.laes_haendelser(tabel_haendelser, ind, gyldige, i_karantaene)
    lager.gem()
    svar.tabeller = frozenset(
        {n for n, t in (("sag", tabel_sager), (tidslinje.HAENDELSER, tabel_haendelser)) if t}
    )
    afslut(svar, lager, ind, tabeller)
    return svar


def kendte_sager(kilde: str) -> dict[str, date | None]:
    """Birth dates of the cases that the source has given before, by number."""
    return dict(Sag.objects.filter(kilde=kilde).values_list("nummer", "barn__foedselsdato"))


def _daarlige_sager(lager: Lager, tabel: Tabel) -> set[str]:
    sted = tidslinje.indeks(tabel, tidslinje.SAGER)["sag_id"]
    daarlige = {
        uden_cpr(f.original[sted].strip())
        for f in lager.fundne(KARANTAENE)
        if f.fil == tabel.navn and f.original
    }
    return {
        n
        for n in daarlige
        if n and not lager.db.execute("SELECT 1 FROM sag WHERE noegle=?", (n,)).fetchone()
    }


# -- what all formats end with --------------------------------------------------------------------


def afslut(svar: Laesning, lager: Lager, ind: Indlaeser, tabeller: list[Tabel]) -> None:
    """Check across rows, and note how the files were read."""
    ude = kontroller(lager, ind.filer)
    _find_originaler(lager, tabeller, ind.filer, ude)
    svar.raekker, svar.pr_fil = ind.laest, ind.pr_fil
    svar.kolonner = {t.navn: t.kolonner for t in tabeller}
    svar.delvis = any(RET in t.kolonner for t in tabeller)
    svar.noter += [f"{t.navn}: {n}" for t in tabeller for n in t.noter]
    svar.noter += [f"{t.navn}: {n}" for t in tabeller for n in _stoej(t)]
    svar.noter += lager.hent("noter", [])
    if ind.skjulte:
        svar.noter.append(
            f"{ind.skjulte} celler uden for CPR-kolonnen lignede CPR-numre. I tekst er de skjult; i numre og nøgler "
            "står en kode (p…) i stedet."
        )
    svar.noter = [masker(n) for n in svar.noter]
    if not ind.laest:
        raise Afvisning(
            "Filen har kolonnenavne, men ingen rækker.", "Lav udtrækket igen.", fil=tabeller[0].navn
        )


def _find_originaler(
    lager: Lager, tabeller: list[Tabel], filer: list[str], ude: set[tuple[int, int]]
) -> None:
    """The cells of rows that were found bad after they were read, for the quarantine list."""
    from json import dumps

    for tabel in tabeller:
        numre = {r for f, r in ude if filer[f] == tabel.navn}
        for nr, celler in tabel.originaler(numre).items():
            lager.db.execute(
                "UPDATE fund SET original=? WHERE fil=? AND raekke=? AND alvor=?",
                (dumps(celler, ensure_ascii=False), tabel.navn, nr, KARANTAENE),
            )


def _stoej(tabel: Tabel) -> list[str]:
    ord_ = {
        "tom": "tomme rækker",
        "hoved": "gentagne rækker med kolonnenavne",
        "i_alt": "rækker med »I alt«",
    }
    noter = [
        f"{antal} {ord_[s]} er sprunget over." for s, antal in tabel.stoej.items() if s in ord_
    ]
    if graense := tabel.stoej.get("raekkegraense"):
        noter.append(
            f"Filen har præcis {graense} rækker. Det er regnearkets grænse, så udtrækket er nok skåret over."
        )
    return noter


def beskriv_filer(stier: list[Path], tabeller: list[Tabel]) -> list[dict[str, object]]:
    """Hash and size of each file; its kind instead of its name, which may hold a child."""
    slags = {t.navn.partition(" [")[0]: tidslinje.slags(t.kolonner) or "tabel" for t in tabeller}
    return [
        {
            "slags": f"{next((v for k, v in slags.items() if k == s.name), 'fil')}{s.suffix.lower()}",
            "sha256": sha256(s),
            "bytes": s.stat().st_size,
        }
        for s in stier
    ]


def sha256(sti: Path) -> str:
    """The file's hash."""
    with sti.open("rb") as fil:
        return hashlib.file_digest(fil, "sha256").hexdigest()
