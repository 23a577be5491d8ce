"""The assessment within 24 hours: is the child in danger now, how serious is it, what do we do (BL § 136)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from omhu.adgang.models import Bruger
from omhu.kerne.kalender import lokal_dag
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.kaede import AKUTVURDERING, Kaede, er, henvisning
from omhu.sagsarbejde.modtagelse.skriv import Maal, skridt, tekst
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt

KORTESTE_SVAR = 10
AKUT = "akut"


@dataclass(frozen=True)
class Vurdering:
    """What somebody found. `svar` answers the question that a mismatch raises."""

    resultat: str
    """akut | ikke_akut"""
    alvor: str
    udfald: str
    udfoert_af: str
    vurderet: date | datetime
    risiko: str = ""
    beskyttelse: str = ""
    begrundelse: str = ""
    svar: str = ""


def spoergsmaal(*, overgreb: bool, resultat: str, alvor: str, udfald: str) -> str:
    """The question put where what was told and what is done do not go together; empty where they do.

    >>> spoergsmaal(overgreb=True, resultat="ikke_akut", alvor="lav", udfald="akut_indsats")
    ''
    >>> spoergsmaal(overgreb=True, resultat="ikke_akut", alvor="lav", udfald="ingen")[:42]
    'Der er underrettet om overgreb, men I gør '
    """
    kendt, grad = koder.kode("udfald", udfald), koder.kode("alvor", alvor)
    if kendt is not None and kendt.akut:
        return ""
    grunde = []
    if overgreb:
        grunde.append("der er underrettet om overgreb")
    if resultat == AKUT:
        grunde.append("barnet er i fare nu")
    if grad is not None and grad.hoej:
        grunde.append("bekymringen er meget alvorlig")
    if not grunde:
        return ""
    hvorfor = " og ".join(grunde)
    return (
        f"{hvorfor[:1].upper()}{hvorfor[1:]}, men I gør ikke noget akut. "
        "Hvorfor er det nok, og hvordan er barnet i sikkerhed imens?"
    )


@transaction.atomic
def vurder(maal: Maal, k: Kaede, v: Vurdering, *, af: Bruger) -> Skridt:
    """Register the assessment. Raises PermissionDenied, and ValidationError by field; a mismatch without an answer
    is one of them (`svar`), and nothing is saved before it is answered."""
    u = k.underretning
    _check_ny(k)
    _check(u, v)
    spurgt = _check_svar(u, v)
    attributter = {"resultat": v.resultat, "udfoert_af": v.udfoert_af}
    trin = skridt(
        maal, AKUTVURDERING, v.vurderet, af=af, felter=attributter, vedroerer=henvisning(u)
    )
    felter = {
        "resultat": v.resultat,
        "alvor": v.alvor,
        "risiko": v.risiko,
        "beskyttelse": v.beskyttelse,
        "udfald": v.udfald,
        "begrundelse": v.begrundelse,
        "spoergsmaal": spurgt,
        "svar": v.svar if spurgt else "",
    }
    taget = None if maal.skjult else taget_af(maal, u)
    if taget is None:
        tekst(maal, "akutvurdering", felter, af=af, rod=trin.rod, emne=u.rod.hex)
    else:
        tekster.gem(taget, felter, paa=tekster.nyeste(taget).nr, af=af)
        tekster.afslut(taget, skridt_rod=trin.rod, af=af)
    return trin


def _check_ny(k: Kaede) -> None:
    if k.vurdering is not None:
        hvem = k.vurdering.registreret_af or "en anden"
        raise ValidationError(
            f"Underretningen er vurderet af {hvem}. Det, du har skrevet, står her stadig. Ret den "
            "første vurdering på tidslinjen, eller skriv et notat."
        )


def _check(u: Skridt, v: Vurdering) -> None:
    if v.resultat not in (AKUT, "ikke_akut"):
        raise ValidationError({"resultat": "Vi mangler svaret. Vælg, om barnet er i fare nu."})
    for navn, vaerdi in (("alvor", v.alvor), ("udfald", v.udfald)):
        if koder.kode(navn, vaerdi) is None:
            raise ValidationError({navn: "Vælg en fra listen."})
    if not v.udfoert_af.strip():
        raise ValidationError({"udfoert_af": "Vi mangler, hvem der har vurderet. Skriv initialer."})
    tid = v.vurderet
    for_tidligt = (
        tid < u.sket if isinstance(tid, datetime) and not u.kun_dato else _dag(tid) < u.dag
    )
    if for_tidligt:
        raise ValidationError(
            {"vurderet_dag": "Vurderingen ligger før underretningen. Skriv, hvornår I vurderede."}
        )


def _dag(tid: date | datetime) -> date:
    return lokal_dag(tid) if isinstance(tid, datetime) else tid


def _check_svar(u: Skridt, v: Vurdering) -> str:
    spurgt = spoergsmaal(
        overgreb=er(u, "overgreb"), resultat=v.resultat, alvor=v.alvor, udfald=v.udfald
    )
    if spurgt and len(v.svar.strip()) < KORTESTE_SVAR:
        raise ValidationError({"svar": spurgt})
    return spurgt


def taget_af(maal: Maal, u: Skridt) -> Skrift | None:
    """The assessment that somebody has begun (`oprettet_af`) and not finished."""
    begyndt = skrifter(maal.sag, "akutvurdering").filter(emne=u.rod.hex, afsluttet=None)
    fundet = begyndt.first()
    if fundet is not None:
        fundet.sag = maal.sag
    return fundet


def taget(roedder: Iterable[UUID]) -> dict[UUID, str]:
    """Root -> who is assessing it, among those of cases that the user sees."""
    ved_emne = {rod.hex: rod for rod in roedder}
    begyndt = Skrift.objects.filter(slags="akutvurdering", emne__in=ved_emne, afsluttet=None)
    return {ved_emne[s.emne]: str(s.oprettet_af) for s in begyndt.select_related("oprettet_af")}


@transaction.atomic
def tag(maal: Maal, k: Kaede, *, af: Bruger) -> Skrift:
    """Say that one is assessing it, so that no two do. No act in the law's sense: no step. Raises ValidationError."""
    check_maa_registrere(af, katalog().arter[AKUTVURDERING])
    _check_ny(k)
    taget = taget_af(maal, k.underretning)
    if taget is not None:
        raise ValidationError(f"{taget.oprettet_af} er allerede i gang med den.")
    return tekster.opret(maal.sag, "akutvurdering", {}, af=af, emne=k.underretning.rod.hex)
