"""After the assessment: the receipt, the second pair of eyes, what a professional is told, and the end."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.omfang import er_udloebet
from omhu.adgang.queries import kolleger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.sager.models import Sag
from omhu.sagsarbejde.modtagelse.kaede import (
    EFTERUNDERRETNING,
    GENVURDERING,
    KVITTERING,
    SCREENING,
    Kaede,
    er,
    henvisning,
)
from omhu.sagsarbejde.modtagelse.skriv import Maal, skridt, tekst
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

ANONYM = "Underretteren er anonym, så der er ingen at sende til."
KUN_FAGPERSON = (
    "Kun en fagperson med skærpet pligt får at vide, om der er sat noget i gang. "
    "Andre underrettere får en kvittering."
)
KORTESTE_GRUND = 10
HAFT_SAGEN = "har haft sagen"


@transaction.atomic
def kvitter(maal: Maal, k: Kaede, *, af: Bruger) -> Skridt:
    """The receipt is sent today (BL § 138, SEL § 155 b, stk. 1). Raises ValidationError (anonymous; already sent)."""
    if er(k.underretning, "anonym"):
        raise ValidationError(ANONYM)
    if k.kvittering is not None:
        raise ValidationError("Der er allerede kvitteret. Hent brevet igen nedenfor.")
    return skridt(
        maal, KVITTERING, timezone.localdate(), af=af, vedroerer=henvisning(k.underretning)
    )


VURDERINGER = ("AKUTVURDERING", "GENVURDERING")


@dataclass(frozen=True)
class Kollega:
    """Somebody who may genvurdere, or why not."""

    bruger: Bruger
    har_haft_sagen: str = ""
    """Empty = new to the case."""


def behandlere(sag: Sag) -> dict[str, str]:
    """Folded initials -> how somebody has handled the case: was responsible for it, has assessed, has registered."""
    fundne: dict[str, str] = {}
    skridt_ = Skridt.objects.filter(sag=sag).select_related("registreret_af")
    for s in gaeldende(Synsdag.i_dag(), skridt_):
        af = s.registreret_af.initialer if s.registreret_af else ""
        grunde = (
            (str(s.data.get("initialer", "")), HAFT_SAGEN),
            (_vurderet_af(s), "har vurderet i sagen"),
            (af, "har registreret i sagen"),
        )
        for initialer, grund in grunde:
            kort = initialer.strip().casefold()
            if kort and (grund == HAFT_SAGEN or kort not in fundne):
                fundne[kort] = grund
    return fundne


def _vurderet_af(s: Skridt) -> str:
    """The initials of the one who assessed; kinds of step where the field says what sort of people did it have none."""
    return str(s.data.get("udfoert_af", "")) if s.art in VURDERINGER else ""


def mulige(sag: Sag, af: Bruger) -> list[Kollega]:
    """Colleagues within reach who register in cases: those new to the case first."""
    kendte = behandlere(sag)
    folk = kolleger(af).exclude(initialer="").select_related("enhed")
    alle = [
        Kollega(b, kendte.get(b.initialer.casefold(), ""))
        for b in folk
        if har_ret(b, Ret.REGISTRERE) and not er_udloebet(b)
    ]
    return sorted(alle, key=lambda m: (bool(m.har_haft_sagen), str(m.bruger)))


@transaction.atomic
def genvurder(maal: Maal, k: Kaede, *, udfoert_af: str, vurdering: str, af: Bruger) -> Skridt:
    """The case is looked at again with one who has not handled it (BL § 137, stk. 1, SEL § 155 a, stk. 1). Raises
    ValidationError by field."""
    initialer = udfoert_af.strip()
    if not initialer:
        raise ValidationError({"udfoert_af": "Vi mangler, hvem der deltog. Vælg en kollega."})
    kendt = behandlere(maal.sag).get(initialer.casefold())
    if kendt:
        raise ValidationError(
            {
                "udfoert_af": f"{initialer} {kendt}. Loven kræver en, der ikke før har behandlet den. "
                "Vælg en anden."
            }
        )
    if len(vurdering.strip()) < KORTESTE_GRUND:
        raise ValidationError(
            {"vurdering": "Vi mangler genvurderingen. Skriv, hvad I kom frem til."}
        )
    trin = skridt(
        maal,
        GENVURDERING,
        timezone.localdate(),
        af=af,
        felter={"udfoert_af": initialer},
        vedroerer=henvisning(k.underretning),
    )
    tekst(maal, "genvurdering", {"tekst": vurdering}, af=af, rod=trin.rod)
    return trin


@transaction.atomic
def efterunderret(
    maal: Maal, k: Kaede, *, fortalt: str, mere: bool, hvorfor: str, af: Bruger
) -> Skridt:
    """A professional is told whether something has been started (BL § 138, SEL § 155 b, stk. 2); type and duration only
    with a reason (stk. 3). Raises ValidationError by field."""
    if not er(k.underretning, "skaerpet"):
        raise ValidationError(KUN_FAGPERSON)
    if er(k.underretning, "anonym"):
        raise ValidationError(ANONYM)
    if len(fortalt.strip()) < KORTESTE_GRUND:
        raise ValidationError(
            {"fortalt": "Vi mangler, hvad der er fortalt. Skriv det, som underretteren fik det."}
        )
    if mere and len(hvorfor.strip()) < KORTESTE_GRUND:
        raise ValidationError(
            {
                "hvorfor": "Skriv, hvorfor underretteren havde brug for at vide det for at støtte barnet."
            }
        )
    trin = skridt(
        maal, EFTERUNDERRETNING, timezone.localdate(), af=af, vedroerer=henvisning(k.underretning)
    )
    felter = {
        "fortalt": fortalt,
        "mere": "ja" if mere else "nej",
        "hvorfor": hvorfor if mere else "",
    }
    tekst(maal, "efterunderretning", felter, af=af, rod=trin.rod)
    return trin


@transaction.atomic
def luk(maal: Maal, k: Kaede, *, begrundelse: str, af: Bruger) -> Skridt:
    """Nothing more happens: the screening's first result (BL § 18: no further examination), with the reason it needs.
    Raises ValidationError (not assessed yet; no reason; ended already)."""
    if k.vurdering is None:
        raise ValidationError("Underretningen skal vurderes først. Det er de 24 timer.")
    if k.afsluttet is not None:
        raise ValidationError(f"Underretningen er afsluttet: {k.ende}.")
    if len(begrundelse.strip()) < KORTESTE_GRUND:
        raise ValidationError(
            {"begrundelse": "Skriv, hvorfor der ikke sker mere, så en anden kan forstå det."}
        )
    trin = skridt(
        maal,
        SCREENING,
        timezone.localdate(),
        af=af,
        felter={"resultat": "ingen"},
        vedroerer=henvisning(k.underretning),
    )
    tekst(maal, "underretning_afsluttet", {"begrundelse": begrundelse}, af=af, rod=trin.rod)
    return trin
