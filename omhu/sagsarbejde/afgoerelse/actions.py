"""Acts: decide measures, and let a leader see what was decided all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.regler.indsatskatalog import ugyldige
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.afgoerelse.models import Afvigelse
from omhu.sagsarbejde.afgoerelse.skema import AFGOERELSE, GRUNDLAG
from omhu.sagsarbejde.afgoerelse.skema import mangler as mangler_i
from omhu.sagsarbejde.afgoerelse.valg import Valg
from omhu.sagsarbejde.datoer import check_dag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.actions import afslut, opret
from omhu.tidslinje.models import Skridt

KORTEST = 10
"""Characters of a reason that another can understand."""


@dataclass(frozen=True)
class Mangel:
    """A legal step that is not there when the decision is taken."""

    kode: str
    navn: str
    hjemmel: str


@transaction.atomic
def traef(
    sag: Sag,
    valg: Valg,
    felter: Mapping[str, str],
    *,
    af: Bruger,
    mangler: Sequence[Mangel] = (),
    trods: Mapping[str, str] | None = None,
) -> Skridt:
    """Decide measures (SEL §§ 52 and 58, BL §§ 32 and 46 …). Each thing in `mangler` (asked of the rules by the caller)
    needs its reason in `trods`; the reasons stand in the text and a leader is shown them. Callers recompute. Raises
    PermissionDenied and ValidationError (Danish, by field)."""
    _check(sag, valg, felter)
    grunde = {k: v.strip() for k, v in (trods or {}).items()}
    uden = [m for m in mangler if len(grunde.get(m.kode, "")) < KORTEST]
    if uden:
        raise ValidationError(
            {
                f"trods_{m.kode}": f"{m.navn} mangler ({m.hjemmel}). Gør det først, eller skriv, hvorfor I "
                "træffer afgørelsen alligevel (mindst 10 tegn)."
                for m in uden
            }
        )
    for navn in valg.nye:
        samtykke = {"fra": navn, "foranstaltning": "+".join(valg.indsatser)}
        registrer_skridt(sag, "SAMTYKKE", valg.dag, af=af, felter=samtykke)
    koder = "+".join(m.kode for m in mangler)
    skridt = registrer_skridt(
        sag, "AFGOERELSE", valg.dag, af=af, felter={**valg.attributter(), "trods": koder}
    )
    _skriv(sag, skridt, {**felter, **_trodsfelter(mangler, grunde)}, valg, af)
    if mangler:
        Afvigelse.objects.create(
            sag=sag, skridt_rod=skridt.rod, mangler=koder[:600], oprettet_af=af
        )
    return skridt


def _check(sag: Sag, valg: Valg, felter: Mapping[str, str]) -> None:
    check_dag(sag, valg.dag)
    if not valg.indsatser:
        raise ValidationError({"indsatser": "Vælg mindst en indsats."})
    if forkerte := ugyldige(valg.indsatser, valg.dag):
        raise ValidationError({"indsatser": forkerte})
    if valg.kraever_grundlag and valg.grundlag not in dict(GRUNDLAG):
        raise ValidationError({"grundlag": "Vælg, hvad afgørelsen bygger på."})
    if valg.udvalg and valg.indstillet and valg.indstillet > valg.dag:
        raise ValidationError(
            {
                "indstillet": "Indstillingen ligger efter udvalgets afgørelse. Ret den ene af de to dage."
            }
        )
    if valg.spoerger_plan and valg.plan == "nej" and not felter.get("plan_begrundelse", "").strip():
        raise ValidationError({"plan_begrundelse": "Skriv, hvorfor der ikke laves en plan."})


def _trodsfelter(mangler: Sequence[Mangel], grunde: Mapping[str, str]) -> dict[str, str]:
    raekker = {
        str(nr): {
            "kode": m.kode,
            "navn": m.navn,
            "hjemmel": m.hjemmel,
            "begrundelse": grunde[m.kode],
        }
        for nr, m in enumerate(mangler, 1)
    }
    return skema.flad("trods", raekker)


def _skriv(sag: Sag, skridt: Skridt, felter: Mapping[str, str], valg: Valg, af: Bruger) -> None:
    skrift = opret(sag, AFGOERELSE.kode, felter, af=af, skridt_rod=skridt.rod)
    if not mangler_i(felter, valg.lov, medhold=valg.samtykke == "ja"):
        afslut(skrift, skridt_rod=skridt.rod, af=af)


@transaction.atomic
def marker_set(afvigelse: Afvigelse, *, af: Bruger, note: str = "") -> Afvigelse:
    """A leader has seen a decision that was taken although something was missing. Raises PermissionDenied and
    ValidationError."""
    kraev_ret(af, Ret.LEDE)
    hent_sag(af, afvigelse.sag_id)
    if afvigelse.oprettet_af_id == af.pk:
        raise PermissionDenied("Du har selv truffet afgørelsen. En anden leder skal se på den.")
    laast = Afvigelse.objects.select_for_update().get(pk=afvigelse.pk)
    if laast.set_tid:
        raise ValidationError("En leder har allerede set på afgørelsen. Hent siden igen.")
    check_uden_cpr([note])
    laast.set_af, laast.set_tid, laast.note = af, timezone.now(), note.strip()
    laast.save(update_fields=["set_af", "set_tid", "note"])
    return laast
