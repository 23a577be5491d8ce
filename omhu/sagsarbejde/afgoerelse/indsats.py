"""Acts on a measure and around a decision: start, end, partshøring, complaint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.afgoerelse.forloeb import Forloeb, forloeb
from omhu.sagsarbejde.afgoerelse.skema import KLAGE, PARTSHOERING, RESULTAT
from omhu.sagsarbejde.datoer import check_dag, check_efter
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.actions import afslut, gem, opret
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

SVARFRIST = timedelta(days=14)
"""Proposed for an answer to a partshøring: practice is 7-14 days, the law has no number (lovkrav.md §1.3)."""
LAENGSTE_SVARFRIST = timedelta(days=183)


def _find(sag: Sag, indsats: str) -> Forloeb | None:
    alle = [f for f in forloeb(trin_for_sag(sag.pk, Synsdag.i_dag())) if f.kode == indsats]
    return next((f for f in alle if f.slut is None), None)


@transaction.atomic
def ivaerksaet(sag: Sag, indsats: str, dag: date, *, sted: str = "", af: Bruger) -> Skridt:
    """A decided measure starts. Callers recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    f = _find(sag, indsats)
    navn = katalog().indsats_navn(indsats)
    if f is None or f.besluttet is None:
        raise ValidationError(f"Der er ingen afgørelse om {navn.lower()}. Træf den først.")
    if f.startet:
        raise ValidationError(f"{navn} er allerede iværksat {dato(f.startet)}. Hent siden igen.")
    check_efter(dag, f.besluttet, "afgørelsen")
    if "anbringelse" in katalog().indsatser[indsats].grupper and not sted.strip():
        raise ValidationError({"sted": "Skriv, hvor barnet skal bo."})
    felter = {"foranstaltning": indsats, "sted": sted}
    return registrer_skridt(sag, "IVAERKSAT", dag, af=af, felter=felter, vedroerer=str(f.rod or ""))


@transaction.atomic
def ophoer(sag: Sag, indsats: str, dag: date, *, aarsag: str, af: Bruger) -> Skridt:
    """A running measure ends. Callers recompute. Raises PermissionDenied and ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    f = _find(sag, indsats)
    if f is None or f.startet is None:
        navn = katalog().indsats_navn(indsats)
        raise ValidationError(f"{navn} er ikke i gang. Hent siden igen.")
    check_efter(dag, f.startet, "indsatsen blev iværksat")
    felter = {"foranstaltning": indsats, "aarsag": aarsag}
    return registrer_skridt(sag, "FORANSTALTNING_OPHOERT", dag, af=af, felter=felter)


@transaction.atomic
def hoer(
    sag: Sag,
    dag: date,
    svar_senest: date,
    felter: Mapping[str, str],
    *,
    indsatser: tuple[str, ...] = (),
    af: Bruger,
) -> Skridt:
    """Hear a party on facts that it does not know (FVL § 19), with a day to answer by. Callers recompute. Raises
    PermissionDenied and ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    if svar_senest <= dag:
        raise ValidationError({"svar_senest": "Fristen for svaret skal ligge efter høringen."})
    if svar_senest > dag + LAENGSTE_SVARFRIST:
        raise ValidationError({"svar_senest": "Fristen er over et halvt år. Se efter igen."})
    for felt in skema.mangler(PARTSHOERING, felter, "BL"):
        raise ValidationError({felt.navn: f"Vi mangler »{felt.label.lower().rstrip('?')}«."})
    attributter = {"naeste": svar_senest.isoformat(), "foranstaltninger": "+".join(indsatser)}
    skridt = registrer_skridt(sag, "PARTSHOERING", dag, af=af, felter=attributter)
    opret(sag, PARTSHOERING.kode, felter, af=af, skridt_rod=skridt.rod)
    return skridt


@transaction.atomic
def svar(skrift: Skrift, tekst: str, *, paa: int, af: Bruger) -> None:
    """What the party answered; the hearing is over. Raises Konflikt, PermissionDenied and ValidationError."""
    if not tekst.strip():
        raise ValidationError({"svar": "Skriv, hvad parten svarede, eller at der ikke kom svar."})
    gem(skrift, {"svar": tekst}, paa=paa, af=af, hele=False)
    afslut(skrift, skridt_rod=skrift.skridt_rod, af=af)


@transaction.atomic
def klag(
    sag: Sag, afgoerelse: Skridt, dag: date, felter: Mapping[str, str], *, af: Bruger
) -> Skridt:
    """A complaint over a decision has come (RSL §§ 66-67). Callers recompute. Raises PermissionDenied and
    ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    check_efter(dag, afgoerelse.dag, "afgørelsen")
    if not felter.get("fra", "").strip():
        raise ValidationError({"fra": "Skriv, hvem der klager."})
    skridt = registrer_skridt(
        sag, "KLAGE_MODTAGET", dag, af=af, vedroerer=afgoerelse.navn or str(afgoerelse.rod)
    )
    opret(sag, KLAGE.kode, felter, af=af, skridt_rod=skridt.rod)
    return skridt


@transaction.atomic
def genvurder(
    sag: Sag,
    klage: Skridt,
    skrift: Skrift | None,
    dag: date,
    *,
    resultat: str,
    tekst: str,
    af: Bruger,
) -> Skridt:
    """The complaint is re-assessed, and sent on unless the complainer is right (RSL § 66). Callers recompute. Raises
    PermissionDenied and ValidationError (Danish, by field)."""
    check_dag(sag, dag)
    check_efter(dag, klage.dag, "klagen kom")
    if resultat not in dict(RESULTAT):
        raise ValidationError({"resultat": "Vælg, hvad I er kommet frem til."})
    if not tekst.strip():
        raise ValidationError({"tekst": "Skriv kort, hvad I har lagt vægt på."})
    skridt = registrer_skridt(
        sag,
        "KLAGE_VIDERESENDT",
        dag,
        af=af,
        felter={"resultat": resultat},
        vedroerer=klage.navn or str(klage.rod),
    )
    if skrift is None:
        opret(sag, KLAGE.kode, {"genvurdering": tekst}, af=af, skridt_rod=klage.rod)
    else:
        nr: int = vars(skrift)["udgave_nr"]  # an annotation of `tekster.queries.skrifter`
        gem(skrift, {"genvurdering": tekst}, paa=nr, af=af, hele=False)
        afslut(skrift, skridt_rod=klage.rod, af=af)
    return skridt


def rod(tekst: str) -> UUID | None:
    """A step's root as another step's `vedroerer` names it."""
    try:
        return UUID(tekst)
    except ValueError:
        return None
