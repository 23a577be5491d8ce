"""A load from beginning to end, as the command line and the pages call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from omhu.adgang.log import Handling
from omhu.adgang.log.kommando import log_mange
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.indlaesning import arbejdsmappe, forskel
from omhu.indlaesning import efter as efter_alt
from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Afvisning
from omhu.indlaesning.karantaene import karantaene_csv
from omhu.indlaesning.laesning import Laesning, laes
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.models import Indlaesning
from omhu.indlaesning.rapport import Rapport, lav_rapport
from omhu.indlaesning.skriv import Skriver, Udfald

Fremdrift = Callable[[int, int], None]
Efter = Callable[[set[int]], None]
SKALA = 1000
"""Progress is told in thousandths: the first half reading, the second writing."""


@dataclass
class Resultat:
    """What a load came to. `exit_kode` 0 loaded (or could be), 1 refused."""

    exit_kode: int
    rapport: Rapport | None = None
    afvisning: Afvisning | None = None
    karantaenefiler: list[Path] = field(default_factory=list)

    def tekst(self) -> str:
        """The Danish report."""
        if self.afvisning is not None:
            return f"Intet er indlæst. {self.afvisning}"
        assert self.rapport is not None
        dele = [self.rapport.tekst()]
        if self.karantaenefiler:
            dele.append("Rækkerne ligger i " + " og ".join(map(str, self.karantaenefiler)) + ".")
        return "\n".join(dele)

    def som_json(self) -> dict[str, Any]:
        """The same for programs."""
        svar: dict[str, Any] = {"exit_kode": self.exit_kode}
        if self.afvisning is not None:
            f = self.afvisning.fund
            return svar | {
                "afvist": {
                    "fil": f.fil,
                    "raekke": f.raekke,
                    "kolonne": f.kolonne,
                    "fejl": f.hvad,
                    "ret": f.ret,
                }
            }
        assert self.rapport is not None
        return (
            svar
            | self.rapport.som_json()
            | {"karantaenefiler": [str(f) for f in self.karantaenefiler]}
        )


class _Fortryd(Exception):
    pass


def koer(
    stier: list[Path],
    *,
    proev: bool = False,
    uden_fejlraekker: bool = False,
    kilde: str | None = None,
    profil: str | None = None,
    af: Bruger | None = None,
    fremdrift: Fremdrift | None = None,
    efter: Efter | None = None,
    godkend_forsvundne: bool = False,
) -> Resultat:
    """Read, check, compare and write files in one go; all of it or nothing.

    With rows in quarantine nothing is written, unless `uden_fejlraekker`. `proev` does everything but
    writing. `efter` hears which cases were written to, in the same transaction (default: those registered
    in `efter`). `fremdrift(done, total)` is called now and then.
    """
    arbejdsmappe.ryd_op()
    with Lager() as lager:
        try:
            laesning = laes(
                stier,
                lager,
                i_dag=timezone.localdate(),
                kilde=kilde,
                profil=profil,
                laest=_anden(fremdrift, 0),
            )
        except Afvisning as fejl:
            return Resultat(1, afvisning=fejl)
        return _koer_laest(
            lager, laesning, proev, uden_fejlraekker, af, fremdrift, efter, godkend_forsvundne
        )


def _koer_laest(
    lager: Lager,
    laesning: Laesning,
    proev: bool,
    uden_fejlraekker: bool,
    af: Bruger | None,
    fremdrift: Fremdrift | None,
    efter: Efter | None,
    godkend_forsvundne: bool,
) -> Resultat:
    stopper = lager.antal_fund(KARANTAENE) > 0 and not uden_fejlraekker
    indlaesning = Indlaesning(
        kilde=laesning.kilde,
        format=laesning.format,
        filer=laesning.filer,
        af=af,
        tilstand=Indlaesning.Tilstand.KARANTAENE,
    )
    if stopper:
        rapport = lav_rapport(lager, laesning, None, proev=proev)
        if not proev:
            indlaesning.rapport = rapport.til_lagring()
            indlaesning.save()
        filer = [] if proev else _gem_karantaene(lager, laesning, indlaesning)
        return Resultat(1, rapport, karantaenefiler=filer)
    udfald = skriv(
        lager,
        laesning,
        indlaesning,
        proev=proev,
        efter=efter,
        godkend_forsvundne=godkend_forsvundne,
        fremdrift=_anden(fremdrift, SKALA // 2),
    )
    rapport = lav_rapport(lager, laesning, udfald, proev=proev)
    if not proev:
        Indlaesning.objects.filter(pk=indlaesning.pk).update(rapport=rapport.til_lagring())
    if fremdrift:
        fremdrift(SKALA, SKALA)
    galt = lager.antal_fund(KARANTAENE) and not proev
    filer = _gem_karantaene(lager, laesning, indlaesning) if galt else []
    return Resultat(0, rapport, karantaenefiler=filer)


@som_system()  # an extract is compared with every case of its source, and makes children that have no case yet
def skriv(
    lager: Lager,
    laesning: Laesning,
    indlaesning: Indlaesning,
    *,
    proev: bool,
    efter: Efter | None = None,
    godkend_forsvundne: bool = False,
    fremdrift: Fremdrift | None = None,
    nu: datetime | None = None,
) -> Udfald:
    """Write what is staged in one transaction; with `proev` it is rolled back again, and `efter` not called."""
    skriver = Skriver(
        lager,
        laesning.kilde,
        indlaesning,
        nu or timezone.now(),
        laesning.faste_noegler,
        laesning.tabeller,
        raekker=_raekker(lager, laesning),
        godkend_forsvundne=godkend_forsvundne,
        fremdrift=fremdrift,
    )
    try:
        with transaction.atomic():
            indlaesning.tilstand = Indlaesning.Tilstand.INDLAEST
            indlaesning.afgjort, indlaesning.afgjort_af = (
                skriver.nu,
                indlaesning.afgjort_af or indlaesning.af,
            )
            indlaesning.save()
            udfald = skriver.koer()
            if proev:
                raise _Fortryd
            if udfald.beroerte:
                log_mange(Handling.AENDRE, udfald.beroerte, indlaesning=str(indlaesning.pk))
                (efter or efter_alt.kald)(udfald.beroerte)
    except _Fortryd:
        return skriver.udfald
    return udfald


def _raekker(lager: Lager, laesning: Laesning) -> str:
    if laesning.delvis:
        return forskel.RETTEDE
    return forskel.GODE if lager.antal_fund(KARANTAENE) else forskel.ALLE


def _anden(fremdrift: Fremdrift | None, fra: int) -> Fremdrift | None:
    if fremdrift is None:
        return None
    return lambda naaet, i_alt: fremdrift(fra + naaet * (SKALA // 2) // max(i_alt, 1), SKALA)


def _mappe(navn: str) -> Path:
    mappe = settings.OMHU.rod() / navn
    mappe.mkdir(mode=0o700, exist_ok=True)
    return mappe


def _gem_karantaene(lager: Lager, laesning: Laesning, indlaesning: Indlaesning) -> list[Path]:
    filer = list(karantaene_csv(lager, laesning.kolonner))
    stier = []
    for nr, (_, tekst) in enumerate(filer, start=1):
        sti = _mappe("karantaene") / f"{indlaesning.pk}{f'-{nr}' if len(filer) > 1 else ''}.csv"
        sti.touch(mode=0o600)
        sti.write_text(tekst, "utf-8", newline="")
        stier.append(sti)
    return stier


__all__ = ["ADVARSEL", "Resultat", "koer", "skriv"]
