"""Serious findings: told by a reader, followed up by the few who may see them. Everybody else sees their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte
from omhu.tilsyn.adgang import ledede_runder
from omhu.tilsyn.laesning.actions import check_maa_laese
from omhu.tilsyn.models import Fund, Laesning, Runde

HOEJST = 8000
UNDERRETNING = "UNDERRETNING"
IKKE_DIT = "Du kan ikke se fundet. Det er kun for dem, der følger alvorlige fund op, og for den, der meldte det."


@transaction.atomic
def meld_fund(laesning: Laesning, spoergsmaal: str, beskrivelse: str, *, af: Bruger) -> Fund:
    """Tell of a serious finding. A child in danger does not wait: it can be told whatever the state of round, case and
    reading. The same words on the same question are told once."""
    check_maa_laese(laesning, af)
    tekst = beskrivelse.strip()
    if len(tekst) < 5:
        raise ValidationError({"beskrivelse": "Vi mangler, hvad du har set. Skriv det kort."})
    if len(tekst) > HOEJST:
        raise ValidationError({"beskrivelse": f"Teksten er for lang. Højst {HOEJST} tegn."})
    check_uden_cpr([tekst])
    Laesning.objects.select_for_update().get(pk=laesning.pk)  # a button pressed twice tells once
    for f in Fund.objects.filter(laesning=laesning, spoergsmaal=spoergsmaal, meldt_af=af):
        if f.beskrivelse == tekst:
            return f
    return Fund.objects.create(
        laesning=laesning, sag_id=laesning.sag_id, spoergsmaal=spoergsmaal, beskrivelse=tekst,
        meldt_af=af,
    )  # fmt: skip


def synlige_fund(bruger: Bruger) -> QuerySet[Fund]:
    """The findings that the user may read: all in their cases for those who follow up, else one's own."""
    alle = Fund.objects.select_related("laesning__tilsynssag__runde", "meldt_af", "ansvarlig")
    if har_ret(bruger, Ret.ALVORLIGE_FUND):
        return alle.filter(sag__in=synlige_sager(bruger).values("pk"))
    if har_ret(bruger, Ret.GRANSKE):
        egne = synlige_sager(bruger).values("pk")
        return alle.filter(meldt_af=bruger, sag__in=egne)
    return alle.none()


def antal_aabne(bruger: Bruger) -> int:
    """How many findings wait for this user to follow up."""
    if not har_ret(bruger, Ret.ALVORLIGE_FUND):
        return 0
    return synlige_fund(bruger).filter(afsluttet=None).count()


def hent_fund(bruger: Bruger, pk: int) -> tuple[Fund, Sag]:
    """One finding with its case. Raises PermissionDenied, also when there is none."""
    fund = synlige_fund(bruger).filter(pk=pk).first()
    if fund is None:
        raise PermissionDenied(IKKE_DIT)
    return fund, hent_sag(bruger, fund.sag_id)


def antal_pr_runde(bruger: Bruger) -> list[tuple[Runde, int]]:
    """The number of serious findings of each round that the user leads: all that anybody else is told."""
    runder = list(ledede_runder(bruger))
    with som_system():  # a number is the same whoever looks; nothing else of the rows is read
        ider = list(
            Fund.objects.filter(laesning__tilsynssag__runde__in=[r.pk for r in runder]).values_list(
                "laesning__tilsynssag__runde", flat=True
            )
        )
    return [(r, n) for r in runder if (n := ider.count(r.pk))]


def skridt_siden(fund: Fund, sag: Sag) -> list[Skridt]:
    """The steps that were registered in the case after the finding: one of them is what it led to."""
    alle = kendte(Synsdag.i_dag(), sag.skridt.filter(registreret__gte=fund.meldt))
    return list(
        alle.exclude(art__in=("VURDERING", "OPMAERKSOMHEDSPUNKT", "GENOPRETNING")).order_by(
            "-registreret"
        )
    )


@dataclass(frozen=True)
class Underretningen:
    """The underretning that a finding led to."""

    rod: UUID
    dag: date


def underretninger_efter(fund: Iterable[Fund]) -> dict[int, Underretningen | None]:
    """Of the open findings that an underretning is to follow: the one that was registered in the case since, by
    finding; None: not yet. That of the one who follows up goes before others', then the first. It is found, not
    remembered, so nothing is lost when somebody stops half way."""
    venter = [f for f in fund if f.vej == Fund.Vej.UNDERRETNING and not f.afsluttet]
    if not venter:
        return {}
    alle = kendte(
        Synsdag.i_dag(), Skridt.objects.filter(art=UNDERRETNING, sag__in={f.sag_id for f in venter})
    )
    felter = ("sag_id", "rod", "dag", "registreret", "registreret_af_id")
    raekker = list(alle.order_by("registreret").values_list(*felter))
    ud: dict[int, Underretningen | None] = {}
    for f in venter:
        siden = [r for r in raekker if r[0] == f.sag_id and r[3] >= f.meldt]
        siden.sort(key=lambda r: r[4] != f.ansvarlig_id)
        ud[f.pk] = Underretningen(siden[0][1], siden[0][2]) if siden else None
    return ud


@transaction.atomic
def skal_underrettes(fund: Fund, *, af: Bruger) -> Fund:
    """An underretning is to be registered in the case: said before it is done, so that it is seen to be missing until
    it is there. The follow-up is the user's."""
    fund = _aabent(fund, af)
    fund.vej, fund.ansvarlig = Fund.Vej.UNDERRETNING, fund.ansvarlig or af
    fund.save(update_fields=["vej", "ansvarlig"])
    return fund


@transaction.atomic
def tag_fund(fund: Fund, *, af: Bruger) -> Fund:
    """Take on the follow-up."""
    fund = _aabent(fund, af)
    fund.ansvarlig = af
    fund.save(update_fields=["ansvarlig"])
    return fund


@transaction.atomic
def afslut_fund(
    fund: Fund, *, vej: str, udfald: str, af: Bruger, skridt: UUID | None = None
) -> Fund:
    """Say what was done and by which way. The way of an underretning ends with one in the case; the step is tied to
    the finding. Raises PermissionDenied, and ValidationError by field."""
    fund = _aabent(fund, af)
    sag = hent_sag(af, fund.sag_id)
    if vej not in Fund.Vej.values:
        raise ValidationError({"vej": "Vælg, hvordan fundet er fulgt op."})
    if len(udfald.strip()) < 5:
        raise ValidationError({"udfald": "Vi mangler, hvad der er gjort. Skriv det kort."})
    if len(udfald) > HOEJST:
        raise ValidationError({"udfald": f"Teksten er for lang. Højst {HOEJST} tegn."})
    check_uden_cpr([udfald])
    if vej == Fund.Vej.UNDERRETNING and skridt is None and fund.vej == vej:
        fundet = underretninger_efter([fund])[fund.pk]
        skridt = fundet.rod if fundet else None
    _check_skridt(fund, sag, vej, skridt)
    fund.vej, fund.udfald, fund.skridt_rod = Fund.Vej(vej), udfald.strip(), skridt
    fund.ansvarlig = fund.ansvarlig or af
    fund.afsluttet, fund.afsluttet_af = timezone.now(), af
    fund.save()
    return fund


def _check_skridt(fund: Fund, sag: Sag, vej: str, rod: UUID | None) -> None:
    fundet = next((s for s in skridt_siden(fund, sag) if s.rod == rod), None) if rod else None
    if rod and fundet is None:
        raise ValidationError(
            {
                "skridt": "Skridtet hører ikke til sagen, eller det er ældre end fundet. Vælg et andet."
            }
        )
    if vej == Fund.Vej.UNDERRETNING and (fundet is None or fundet.art != UNDERRETNING):
        raise ValidationError(
            {"skridt": "Registrér først underretningen på sagen, og vælg den så her."}
        )


def _aabent(fund: Fund, af: Bruger) -> Fund:
    kraev_ret(af, Ret.ALVORLIGE_FUND)
    igen = Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    hent_sag(af, igen.sag_id)
    if igen.afsluttet:
        raise ValidationError(
            "Fundet er allerede afsluttet. Hent siden igen, og se, hvad der er gjort."
        )
    return igen
