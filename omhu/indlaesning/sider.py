"""A load through the pages: read at upload, looked at, then accepted or rejected."""

from __future__ import annotations

from dataclasses import asdict, fields
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.indlaesning import arbejdsmappe
from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Afvisning
from omhu.indlaesning.forms import MEST_I_BROWSEREN
from omhu.indlaesning.karantaene import karantaene_csv
from omhu.indlaesning.kommando import skriv
from omhu.indlaesning.laesning import Laesning, laes
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.models import Indlaesning
from omhu.indlaesning.rapport import Rapport, lav_rapport

VIS_FUND = 200
AABNE = (Indlaesning.Tilstand.KLAR, Indlaesning.Tilstand.KARANTAENE)
LAGER = ".lager.sqlite3"


def modtag(
    filer: list[UploadedFile[bytes]], af: Bruger, *, kilde: str | None, profil: str | None
) -> Indlaesning:
    """Read uploaded files and try them; the load then waits for a decision. Raises Afvisning."""
    indlaesning = Indlaesning(af=af, tilstand=Indlaesning.Tilstand.KLAR)
    try:
        stier = arbejdsmappe.gem_filer(indlaesning.pk, filer)
        return laes_ind(indlaesning, stier, kilde=kilde, profil=profil)
    except Afvisning:
        arbejdsmappe.slet(indlaesning.pk)
        raise


def laes_ind(
    indlaesning: Indlaesning, stier: list[Path], *, kilde: str | None, profil: str | None
) -> Indlaesning:
    """Read kept files into the staging file, try them, and delete them: what was read is staged."""
    sti = arbejdsmappe.mappe(indlaesning.pk) / LAGER
    sti.unlink(missing_ok=True)
    with Lager(sti) as lager:
        laesning = laes(stier, lager, i_dag=timezone.localdate(), kilde=kilde, profil=profil)
        if laesning.raekker > MEST_I_BROWSEREN:
            raise Afvisning(
                f"Filerne har {laesning.raekker} rækker, og browseren tager højst {MEST_I_BROWSEREN}.",
                "Indlæs dem fra kommandolinjen: omhu indlaes FIL …",
            )
        indlaesning.kilde, indlaesning.format, indlaesning.filer = (
            laesning.kilde,
            laesning.format,
            laesning.filer,
        )
        # The trial writes the row with the load, and takes it back with the rest.
        rapport = lav_rapport(
            lager, laesning, skriv(lager, laesning, indlaesning, proev=True), proev=True
        )
        lager.saet("laesning", asdict(laesning) | {"tabeller": sorted(laesning.tabeller)})
        lager.saet("rapport", rapport.som_json())
        lager.gem()
    for fil in stier:
        fil.unlink()
    indlaesning.afgjort = None
    indlaesning.afgjort_af = None
    indlaesning.tilstand = (
        Indlaesning.Tilstand.KARANTAENE
        if rapport.raekker_i_karantaene
        else Indlaesning.Tilstand.KLAR
    )
    indlaesning.rapport = rapport.til_lagring()
    indlaesning._state.adding = True
    indlaesning.save(force_insert=True)
    return indlaesning


def fremvis(indlaesning: Indlaesning) -> dict[str, Any]:
    """What the page of a load shows: while it waits the findings too, afterwards the counts."""
    sti = arbejdsmappe.mappe(indlaesning.pk) / LAGER
    if indlaesning.tilstand not in AABNE or not sti.exists():
        return {"rapport": indlaesning.rapport, "aaben": False}
    with Lager(sti) as lager:
        return {
            "rapport": lager.hent("rapport"),
            "aaben": True,
            "karantaene": list(islice(lager.fundne(KARANTAENE), VIS_FUND)),
            "antal_karantaene": lager.antal_fund(KARANTAENE),
            "advarsler": list(islice(lager.fundne(ADVARSEL), VIS_FUND)),
            "vis_hoejst": VIS_FUND,
        }


def godkend(indlaesning: Indlaesning, af: Bruger, *, forsvundne: bool) -> Rapport:
    """Write an open load; the good rows of one with quarantine. Raises Afvisning when it is no longer open."""
    with transaction.atomic():
        laast = Indlaesning.objects.select_for_update().get(pk=indlaesning.pk)
        sti = arbejdsmappe.mappe(laast.pk) / LAGER
        if laast.tilstand not in AABNE or not sti.exists():
            raise Afvisning("Indlæsningen er afgjort eller for gammel.", "Indlæs filerne igen.")
        with Lager(sti) as lager:
            laesning = _laesning(lager.hent("laesning"))
            laast.afgjort_af = af
            udfald = skriv(lager, laesning, laast, proev=False, godkend_forsvundne=forsvundne)
            rapport = lav_rapport(lager, laesning, udfald, proev=False)
        laast.rapport = rapport.til_lagring()
        laast.save(update_fields=["rapport"])
    arbejdsmappe.slet(laast.pk)
    return rapport


def forkast(indlaesning: Indlaesning, af: Bruger) -> None:
    """Drop an open load with all that was read."""
    Indlaesning.objects.filter(pk=indlaesning.pk, tilstand__in=AABNE).update(
        tilstand=Indlaesning.Tilstand.FORKASTET, afgjort=timezone.now(), afgjort_af=af
    )
    arbejdsmappe.slet(indlaesning.pk)


def karantaenefiler(indlaesning: Indlaesning) -> list[tuple[str, str]]:
    """(file, CSV) of an open load's quarantine; empty when it is settled."""
    sti = arbejdsmappe.mappe(indlaesning.pk) / LAGER
    if not sti.exists():
        return []
    with Lager(sti) as lager:
        return list(karantaene_csv(lager, lager.hent("laesning")["kolonner"]))


def _laesning(gemt: dict[str, Any]) -> Laesning:
    kendte = {f.name for f in fields(Laesning)}
    return Laesning(
        **{k: v for k, v in gemt.items() if k in kendte} | {"tabeller": frozenset(gemt["tabeller"])}
    )
