"""Acts of the journal: a note, a file, a correction. Each is a step that dates it and a text that says it.

Notes: OFL § 13 (as soon as possible; when it happened and when it was written both stand). Files: OFL § 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.kalender import lokal_dag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import registrer_skridt, ret_skridt
from omhu.sagsarbejde.journal import filtyper, lager, uddrag
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.journal.skema import DOKUMENTSLAGS, RETNINGER
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje.models import Skridt

NOTAT, DOKUMENT = "JOURNALNOTAT", "DOKUMENT"
Felter = Mapping[str, str]
UDEN_GRUND = "Skriv kort, hvad der rettes og hvorfor. Den gamle udgave bliver stående."
FOER_FOEDSEL = timedelta(days=300)


def hoejst_mb() -> int:
    """Megabytes of one file."""
    return int(settings.OMHU.max_dokument_mb)


@transaction.atomic
def skriv_notat(
    sag: Sag, sket: date | datetime, emne: str, felter: Felter, *, af: Bruger
) -> Skridt:
    """A note: what happened then, written now. Raises PermissionDenied and ValidationError (Danish, by field)."""
    if not emne.strip():
        raise ValidationError(
            {"emne": "Vi mangler overskriften. Skriv kort, hvad det handlede om."}
        )
    if not felter.get("tekst", "").strip():
        raise ValidationError({"tekst": "Notatet er tomt. Skriv, hvad der skete."})
    _check_efter_foedsel(sag, sket)
    skridt = registrer_skridt(sag, NOTAT, sket, af=af, felter={"emne": emne})
    skrift = tekster.opret(sag, "notat", felter, af=af, skridt_rod=skridt.rod)
    tekster.afslut(skrift, skridt_rod=skridt.rod, af=af)
    return skridt


def _check_efter_foedsel(sag: Sag, sket: date | datetime) -> None:
    foedt, dag = sag.barn.foedselsdato, lokal_dag(sket) if isinstance(sket, datetime) else sket
    if foedt and dag < foedt - FOER_FOEDSEL:
        raise ValidationError({"dag": "Datoen ligger, før barnet blev ventet. Skriv datoen igen."})


@dataclass(frozen=True)
class Fil:
    """What the browser sent. `navn` is only held against the content; it is not kept, for it may name a child."""

    fil: IO[bytes]
    navn: str
    stoerrelse: int


@dataclass(frozen=True)
class Lagt:
    """A file on the case, and those with the same content that were there already."""

    dokument: Dokument
    skridt: Skridt
    samme: list[Dokument]


def check_fil(fil: Fil) -> filtyper.Filtype:
    """The type of a file that may lie on a case. Raises ValidationError (Danish, at `fil`)."""
    if fil.stoerrelse > hoejst_mb() << 20:
        mb = -(-fil.stoerrelse // (1 << 20))
        raise ValidationError(
            {
                "fil": f"Filen fylder {mb} MB; her er plads til {hoejst_mb()} MB. Gem den mindre, eller del den."
            }
        )
    try:
        return filtyper.laes_type(fil.fil, fil.navn)
    except filtyper.Filfejl as fejl:
        raise ValidationError({"fil": str(fejl)}) from fejl


@transaction.atomic
def laeg_dokument(
    sag: Sag, dag: date, retning: str, slags: str, felter: Felter, fil: Fil, *, af: Bruger
) -> Lagt:
    """Put a file on the case; `dag` is the file's own date. Raises PermissionDenied and ValidationError."""
    if retning not in dict(RETNINGER):
        raise ValidationError(
            {"retning": "Vælg, om filen er kommet til os, sendt af os eller intern."}
        )
    if slags and slags not in dict(DOKUMENTSLAGS):
        raise ValidationError({"slags": "Vælg en fra listen."})
    if not felter.get("titel", "").strip():
        raise ValidationError({"titel": "Vi mangler titlen. Skriv kort, hvad filen er."})
    type_ = check_fil(fil)
    skridt = registrer_skridt(
        sag, DOKUMENT, dag, af=af, felter={"retning": retning, "slags": slags}
    )
    skrift = tekster.opret(sag, "dokument", felter, af=af, skridt_rod=skridt.rod)
    tekster.afslut(skrift, skridt_rod=skridt.rod, af=af)
    fil.fil.seek(0)
    dokument, samme = gem_fil(skrift, fil.fil.read(), type_)
    return Lagt(dokument, skridt, samme)


def gem_fil(
    skrift: Skrift, data: bytes, type_: filtyper.Filtype
) -> tuple[Dokument, list[Dokument]]:
    """The content of a text's file, and the files of the case with the same content. The caller has asked who may."""
    sag = Sag.objects.select_for_update().get(pk=skrift.sag_id)
    sum_ = sha256(data).hexdigest()
    samme = list(Dokument.objects.filter(sag=sag, sha256=sum_))
    sidste = Dokument.objects.filter(sag=sag).aggregate(nr=Max("nr"))["nr"] or 0
    dokument = Dokument.objects.create(
        sag=sag,
        skrift=skrift,
        nr=sidste + 1,
        sha256=sum_,
        stoerrelse=len(data),
        filtype=type_.kode,
        tekst=uddrag.tekst_af(type_.kode, data),
    )
    lager.gem(dokument, [data])
    return dokument, samme


@transaction.atomic
def ret(
    skridt: Skridt,
    skrift: Skrift | None,
    sket: date | datetime,
    skridtfelter: Felter,
    felter: Felter,
    *,
    paa: int,
    begrundelse: str,
    af: Bruger,
) -> Udgave | None:
    """Correct a note or a file's words by adding: a new edition, and a new row of the step where its day or its own
    fields are others. Raises Konflikt, PermissionDenied, ValidationError."""
    if len(begrundelse.strip()) < 5:
        raise ValidationError({"begrundelse": UDEN_GRUND})
    _check_efter_foedsel(skridt.sag, sket)
    if _andet_skridt(skridt, sket, skridtfelter):
        ret_skridt(skridt, sket, af=af, felter=skridtfelter, begrundelse=begrundelse)
    if skrift is None:
        return None
    return tekster.gem(skrift, felter, paa=paa, af=af, begrundelse=begrundelse)


def _andet_skridt(skridt: Skridt, sket: date | datetime, felter: Felter) -> bool:
    foer = skridt.dag if skridt.kun_dato else skridt.sket
    nye = {n: v.strip() for n, v in felter.items() if v.strip()}
    gamle = {n: v for n, v in skridt.data.items() if n in felter and v}
    return _minut(foer) != _minut(sket) or nye != gamle


def _minut(sket: date | datetime) -> date | datetime:
    """A form shows no seconds, so they make no difference."""
    if isinstance(sket, datetime):
        return timezone.localtime(sket).replace(second=0, microsecond=0)
    return sket
