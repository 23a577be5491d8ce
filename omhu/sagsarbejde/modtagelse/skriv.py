"""Writing steps and texts of an underretning, also into a case that the writer does not see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere, registrer_skridt
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.tekster import actions as tekster
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje import actions as tidslinje
from omhu.tidslinje.models import Skridt


@dataclass(frozen=True)
class Maal:
    """The case that an underretning goes to. `skjult`: its writer may add to it and not read it."""

    sag: Sag
    slags: str
    """aaben | genaabnet | ny | skjult"""

    @property
    def skjult(self) -> bool:
        """Does the writer not see the case?"""
        return self.slags == "skjult"


def skridt(
    maal: Maal,
    art: str,
    sket: date | datetime,
    *,
    af: Bruger,
    felter: Mapping[str, str] | None = None,
    vedroerer: str = "",
) -> Skridt:
    """A step of the intake."""
    if not maal.skjult:
        return registrer_skridt(maal.sag, art, sket, af=af, felter=felter, vedroerer=vedroerer)
    check_maa_registrere(af, katalog().arter[art])
    udfyldt = {k: v for k, v in (felter or {}).items() if v}
    with som_system():  # the underretning belongs where the child's measures run: kendt.py says why
        return tidslinje.registrer(
            maal.sag, art, sket, af=af, attributter=udfyldt, vedroerer=vedroerer
        )


def tekst(
    maal: Maal,
    slags: str,
    felter: Mapping[str, str],
    *,
    af: Bruger,
    rod: UUID,
    emne: str = "",
) -> Skrift:
    """A finished text that the step `rod` dates."""
    if not maal.skjult:
        ny = tekster.opret(maal.sag, slags, felter, af=af, skridt_rod=rod, emne=emne)
        tekster.afslut(ny, skridt_rod=rod, af=af)
        return ny
    rene = _rene(felter)
    with som_system():  # as above
        skrift = Skrift.objects.create(
            sag=maal.sag, slags=slags, emne=emne, skridt_rod=rod, oprettet_af=af
        )
        Udgave.objects.create(skrift=skrift, sag=maal.sag, nr=1, felter=rene, skrevet_af=af)
        return skrift


def _rene(felter: Mapping[str, str]) -> dict[str, str]:
    rene = {n: v.strip() for n, v in felter.items() if v and v.strip()}
    check_uden_cpr(rene.values())
    for navn, vaerdi in rene.items():
        check_laengde(navn, vaerdi)
    return rene


def check_laengde(navn: str, vaerdi: str) -> None:
    """Raises ValidationError (Danish, at the field) for what is longer than a text may be."""
    if len(vaerdi) > skema.HOEJST:
        raise ValidationError(
            {
                navn: f"Teksten er på {len(vaerdi)} tegn; her er plads til {skema.HOEJST}. "
                "Kort den af, og læg resten på sagen som fil."
            }
        )


def check_kode(liste: str, kode: str, dag: date, felt: str, ord_: str = "underretningen") -> None:
    """Raises ValidationError (Danish, at the field) for a code that is not in the list, or was not on the day."""
    kendt = koder.kode(liste, kode)
    if kendt is None:
        raise ValidationError({felt: "Vælg en fra listen."})
    if not kendt.gaelder(dag):
        raise ValidationError(
            {felt: f"»{kendt.navn}« gjaldt ikke den dag, I modtog {ord_}. Vælg en anden."}
        )
