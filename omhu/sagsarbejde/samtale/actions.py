"""Acts: hold a talk with the child, waive it, and the leader's answer to a waiver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.aftaler.actions import afhold
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.datoer import check_dag
from omhu.sagsarbejde.samtale.skema import FRAVALG, HOERES, SAMTALE, UDEFRA
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.actions import afslut, gem, opret
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.actions import ret
from omhu.tidslinje.models import Skridt

MYNDIGHED = "myndighed"
KORTEST = 10
"""Characters of a reason that another can understand."""


@transaction.atomic
def hold(
    sag: Sag,
    sket: date | datetime,
    felter: Mapping[str, str],
    *,
    af: Bruger,
    emner: Sequence[str] = (),
    udfoert_af: str = MYNDIGHED,
    sted: str = "",
    forstaaet: bool = False,
    aftale: Aftale | None = None,
) -> Skridt:
    """Record a talk with the child (SEL § 48, BL § 5, stk. 3) with its note. One that somebody outside the authority
    held is kept as information only when the writer has understood that it does not count (`forstaaet`). Callers
    recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    dag = timezone.localdate(sket) if isinstance(sket, datetime) else sket
    check_dag(sag, dag)
    if er_udefra(udfoert_af) and not forstaaet:
        raise ValidationError({"udfoert_af": UDEFRA.format(hjemmel=HOERES[lov_paa(dag)])})
    if aftale is not None and aftale.sag_id != sag.pk:
        raise ValidationError("Aftalen hører til en anden sag. Hent siden igen.")
    skridt = registrer_skridt(
        sag,
        "BOERNESAMTALE",
        sket,
        af=af,
        felter={"emner": "+".join(emner), "udfoert_af": udfoert_af, "sted": sted},
    )
    skrift = opret(sag, SAMTALE.kode, felter, af=af, skridt_rod=skridt.rod)
    if not skema.mangler(SAMTALE, felter, lov_paa(dag)):
        afslut(skrift, skridt_rod=skridt.rod, af=af)
    if aftale is not None:
        afhold(aftale, skridt.rod, af=af)
    return skridt


@transaction.atomic
def skriv_notat(
    skrift: Skrift,
    felter: Mapping[str, str],
    *,
    paa: int,
    dag: date,
    af: Bruger,
    begrundelse: str = "",
) -> None:
    """Go on with the note of a talk; once it has all that the law asks for it is finished, and additions need a
    reason. Raises Konflikt, PermissionDenied and ValidationError."""
    udgave = gem(skrift, felter, paa=paa, af=af, begrundelse=begrundelse)
    if not skrift.afsluttet and not skema.mangler(SAMTALE, udgave.felter, lov_paa(dag)):
        afslut(skrift, skridt_rod=skrift.skridt_rod, af=af)


def er_udefra(udfoert_af: str) -> bool:
    """Did somebody hold it who is not the authority (the rules' own list)?"""
    return katalog().kendetegn["ikke_myndighed"].passer("BOERNESAMTALE", {"udfoert_af": udfoert_af})


@transaction.atomic
def fravaelg(
    sag: Sag,
    dag: date,
    *,
    begrundelse: str,
    alternativ_kilde: str = "",
    emner: Sequence[str] = (),
    af: Bruger,
) -> Skridt:
    """Waive the talk with a reason (SEL § 48, stk. 2; BL § 5, stk. 4, which also asks where the child's view is known
    from). A leader answers it. Callers recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    regel = FRAVALG[lov_paa(dag)]
    if len(begrundelse.strip()) < KORTEST:
        raise ValidationError(
            {"begrundelse": "Skriv begrundelsen, så en anden kan forstå den (mindst 10 tegn)."}
        )
    if regel.kraever_kilde and not alternativ_kilde.strip():
        raise ValidationError(
            {
                "alternativ_kilde": f"Skriv, hvor I kender barnets holdning fra. Det kræver loven ({regel.hjemmel})."
            }
        )
    return registrer_skridt(
        sag,
        "BOERNESAMTALE_FRAVALGT",
        dag,
        af=af,
        felter={
            "emner": "+".join(emner),
            "begrundelse": begrundelse,
            "alternativ_kilde": alternativ_kilde,
        },
    )


@transaction.atomic
def bedoem(skridt: Skridt, *, enig: bool, af: Bruger, note: str = "") -> Skridt:
    """A leader agrees with a waiver, or overrules it: then it no longer counts, and the talk is missing. The answer
    is a correction of the step, so that the two are read together. Callers recompute. Raises PermissionDenied and
    ValidationError."""
    kraev_ret(af, Ret.LEDE)
    hent_sag(af, skridt.sag_id)
    if skridt.art != "BOERNESAMTALE_FRAVALGT" or skridt.tilbagetrukket:
        raise ValidationError("Kun et fravalg af en samtale kan bedømmes her. Hent siden igen.")
    if skridt.data.get("bedoemmer_enig"):
        raise ValidationError("Fravalget er allerede bedømt. Hent siden igen.")
    if skridt.registreret_af_id == af.pk:
        raise PermissionDenied("Du har selv fravalgt samtalen. En anden leder skal bedømme det.")
    if not enig and len(note.strip()) < KORTEST:
        raise ValidationError({"note": "Skriv, hvorfor samtalen skal holdes (mindst 10 tegn)."})
    svar = {
        "bedoemmer_enig": "ja" if enig else "nej",
        "bedoemt_af": af.initialer or str(af),
        "bedoemmer_note": note.strip(),
    }
    return ret(
        skridt,
        skridt.dag if skridt.kun_dato else skridt.sket,
        af=af,
        attributter={**skridt.data, **{k: v for k, v in svar.items() if v}},
        indsatser=skridt.indsatser,
        navn=skridt.navn,
        vedroerer=skridt.vedroerer,
        naeste=skridt.naeste,
    )
