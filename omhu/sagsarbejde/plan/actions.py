"""Acts on plans: begin, finish, decide none, hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from omhu.adgang.models import Bruger
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.datoer import check_dag, check_efter
from omhu.sagsarbejde.plan import queries
from omhu.sagsarbejde.plan.skema import PLAN, UDLEVERING
from omhu.sagsarbejde.tekster.actions import afslut, gem, opret
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag


@transaction.atomic
def begynd(
    sag: Sag, felter: Mapping[str, str], *, art: str, af: Bruger, bygger_paa: Skrift | None = None
) -> Skrift:
    """Begin a plan, or the revision of the one in force. Raises ValidationError when one is being written."""
    if queries.kladde(sag) is not None:
        raise ValidationError("Der er allerede en plan i gang på sagen. Skriv videre i den.")
    if art not in queries.ARTER:
        raise ValidationError("Vælg, hvilken slags plan det er.")
    return opret(sag, PLAN.kode, felter, af=af, bygger_paa=bygger_paa, emne=art)


@transaction.atomic
def goer_faerdig(
    skrift: Skrift, dag: date, foranstaltninger: Sequence[str], *, af: Bruger, uden: str = ""
) -> Skridt:
    """The plan is made: a step of the kind that the day and the child's age ask for. What the law misses in it needs
    a reason (`uden`). Callers recompute. Raises ValidationError (Danish, by field)."""
    sag = skrift.sag
    felter, nr = nyeste_felter(skrift)
    check_dag(sag, dag)
    if skrift.afsluttet:
        raise ValidationError("Planen er allerede færdig. Revidér den, hvis den skal ændres.")
    if not queries.maal(felter) and not felter.get("formaal"):
        raise ValidationError("Planen er tom. Skriv formålet og mindst ét mål.")
    _check_efter_forgaengeren(skrift, dag)
    art = queries.planart(sag.barn, dag)
    if _mangler(sag, felter, dag, art):
        if len(uden.strip()) < 10:
            raise ValidationError(
                {"uden": "Skriv, hvorfor planen er færdig uden det (mindst 10 tegn)."}
            )
        gem(skrift, {"uden": uden}, paa=nr, af=af, hele=False)
    skridt = registrer_skridt(
        sag, art, dag, af=af, felter={"foranstaltning": "+".join(foranstaltninger)}
    )
    afslut(skrift, skridt_rod=skridt.rod, af=af)
    return skridt


def _mangler(sag: Sag, felter: Mapping[str, str], dag: date, art: str) -> bool:
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    ung, anbragt = queries.er_ung(sag.barn, dag), indsatser.anbragt(trin, dag)
    return bool(queries.mangler(felter, queries.lov_af(art), ung=ung, anbragt=anbragt))


def _check_efter_forgaengeren(skrift: Skrift, dag: date) -> None:
    if skrift.bygger_paa_id is None:
        return
    trin = trin_for_sag(skrift.sag_id, Synsdag.i_dag())
    for p in queries.planer(skrift.sag, trin):
        if p.skrift.pk == skrift.bygger_paa_id and p.dag:
            check_efter(dag, p.dag, "den plan, du reviderer, fra")


@transaction.atomic
def fravaelg(
    sag: Sag, dag: date, foranstaltninger: Sequence[str], begrundelse: str, *, af: Bruger
) -> Skridt:
    """Decide that no plan is made (BL §§ 91 and 108). Not for a child who is placed: then there must be one."""
    check_dag(sag, dag)
    anbringelser = [
        katalog().indsats_navn(k).lower()
        for k in foranstaltninger
        if indsatser.i_gruppe(k, indsatser.ANBRINGELSE)
    ]
    if anbringelser:
        raise ValidationError(
            {
                "foranstaltning": f"Ved {anbringelser[0]} skal der laves en plan. Den kan ikke fravælges."
            }
        )
    if len(begrundelse.strip()) < 10:
        raise ValidationError(
            {"begrundelse": "Skriv begrundelsen, så en anden kan forstå den (mindst 10 tegn)."}
        )
    return registrer_skridt(
        sag,
        "PLAN_FRAVALGT",
        dag,
        af=af,
        felter={"foranstaltning": "+".join(foranstaltninger), "begrundelse": begrundelse},
    )


@transaction.atomic
def udlever(
    skrift: Skrift,
    dag: date,
    *,
    udgave: int,
    dele: Sequence[str],
    til: str,
    hvordan: str,
    note: str = "",
    af: Bruger,
) -> Skrift:
    """Give chosen parts of a finished plan to the anbringelsessted (SEL § 140; BL § 94, ikke verificeret). What was
    given is kept by edition and part. Callers recompute. Raises ValidationError (Danish, by field)."""
    sag = skrift.sag
    felter, nr = nyeste_felter(skrift)
    check_dag(sag, dag)
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    plan = next((p for p in queries.planer(sag, trin) if p.skrift.pk == skrift.pk), None)
    if plan is None or plan.dag is None:
        raise ValidationError("Planen er ikke færdig. Gør den færdig, før du giver den videre.")
    check_efter(dag, plan.dag, "planen blev færdig")
    if not indsatser.anbragt(trin, dag):
        raise ValidationError({"dag": "Barnet var ikke anbragt den dag. Ret datoen."})
    if udgave != nr:
        raise ValidationError("Planen er ændret, mens du så på den. Se den igen, og vælg dele.")
    kendte = {d.noegle for d in queries.dele(felter)}
    if not dele or not set(dele) <= kendte:
        raise ValidationError({"dele": "Vælg mindst én del, som stedet skal have."})
    skridt = registrer_skridt(sag, "PLAN_UDLEVERET", dag, af=af, felter={"til": til})
    ny = opret(
        sag,
        UDLEVERING.kode,
        {
            "plan": str(skrift.pk),
            "udgave": str(nr),
            "dele": "+".join(dele),
            "hvordan": hvordan,
            "note": note,
        },
        af=af,
        skridt_rod=skridt.rod,
        bygger_paa=skrift,
    )
    afslut(ny, skridt_rod=skridt.rod, af=af)
    return ny
