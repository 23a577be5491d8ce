"""Reading obligations: stored ones for lists, computed ones for any day, and the filters both share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.frister.models import Advis, Pligt
from omhu.frister.pligter import pligt_af
from omhu.frister.regelsaet import kalender, regler
from omhu.kerne.kalender import dagens_slutning, lokal_dag, tid_af
from omhu.regler.evaluering import evaluer
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sag, trin_for_sager


def _nu(nu: date | datetime) -> datetime:
    return nu if isinstance(nu, datetime) else tid_af(dagens_slutning(nu))


def med_status(pligter: QuerySet[Pligt], nu: date | datetime) -> QuerySet[Pligt]:
    """Annotate `stand`: the same answer as `pligter.status`, in SQL (a test holds the two together)."""
    return pligter.annotate(stand=_stand(nu))


def _stand(nu: date | datetime, sti: str = "") -> Case:
    """`sti` is the way to the obligation, e.g. `frist__`."""
    tid = _nu(nu)
    dag = lokal_dag(tid)

    def er(**felter: object) -> Q:
        return Q(**{sti + navn: vaerdi for navn, vaerdi in felter.items()})

    opfyldt = er(opfyldt_tid__lte=tid) | er(opfyldt_tid__isnull=True, opfyldt_dag__lte=dag)
    i_tide = er(frist_tid__gte=tid) | er(frist_tid__isnull=True, frist_dag__gte=dag)
    return Case(
        When(~er(lukket="") & er(lukket_tid__lte=tid), then=F(f"{sti}lukket")),
        When(er(uvis_dag__lte=dag), then=Value(Status.KAN_IKKE_VURDERES.value)),
        When(i_tide, then=Value(Status.AFVENTER.value)),
        When(er(vurderes=False), then=Value(Status.KAN_IKKE_VURDERES.value)),
        When(opfyldt & er(sent=True), then=Value(Status.OVERSKREDET.value)),
        default=F(f"{sti}ved_udeblivelse"),
        output_field=CharField(),
    )


def pligter_for(bruger: Bruger, *, kun_aabne_sager: bool = True) -> QuerySet[Pligt]:
    """Stored obligations of the cases the user may see, with `stand` as of now and `ejer_id`: who has it,
    the one it was last handed to or else the responsible of the case."""
    return _med_ejer(synlige_sager(bruger), kun_aabne_sager=kun_aabne_sager)


def pligter_til_tal(bruger: Bruger) -> QuerySet[Pligt]:
    """Obligations that figures are counted of: those one may see, or all open cases for one who sees figures
    only. Rows of the latter must never reach a page."""
    if har_ret(bruger, Ret.SE_TAL) and not har_ret(bruger, Ret.SE_SAGER):
        return _med_ejer(Sag.objects.all(), kun_aabne_sager=True)
    return pligter_for(bruger)


LEVENDE = Q(sag__lukket__isnull=True) | Q(udloest_dag__gte=F("sag__lukket"))
"""Of open cases, and what somebody asks of a case that is closed: access, a complaint."""


def _med_ejer(sager: QuerySet[Sag], *, kun_aabne_sager: bool) -> QuerySet[Pligt]:
    pligter = Pligt.objects.filter(sag__in=sager.order_by().values("pk"))
    if kun_aabne_sager:
        pligter = pligter.filter(LEVENDE)
    advis = Advis.objects.filter(sag=OuterRef("sag"), noegle=OuterRef("noegle"))
    givet = advis.filter(art=Advis.Art.GIVET_VIDERE).order_by("-tid")
    return med_status(
        pligter.select_related("sag__barn", "sag__enhed", "sag__ansvarlig"), timezone.now()
    ).annotate(
        ejer_id=Coalesce(
            Subquery(givet.values("til")[:1]), F("sag__ansvarlig"), output_field=BigIntegerField()
        )
    )


def med_henlagt(pligter: QuerySet[Pligt]) -> QuerySet[Any]:
    """Annotate `lagt`: HENLAGT where the obligation was put away with a reason and not taken out again."""
    return pligter.annotate(lagt=_lagt())


def _lagt(sti: str = "") -> Subquery:
    lagt = Advis.objects.filter(
        sag=OuterRef(f"{sti}sag"),
        noegle=OuterRef(f"{sti}noegle"),
        art__in=(Advis.Art.HENLAGT, Advis.Art.TAGET_FREM),
    ).order_by("-pk")
    return Subquery(lagt.values("art")[:1])


def henlagte(pligter: QuerySet[Pligt]) -> QuerySet[Pligt]:
    """Those put away with a reason."""
    return med_henlagt(pligter).filter(lagt=Advis.Art.HENLAGT)


UBESVARET = {
    "lukket": "",
    "opfyldt_dag__isnull": True,
    "vurderes": True,
    "ved_udeblivelse": "mangler",
}
"""Nothing closed it, nothing answered it, and a lack is a breach."""
FREMME = (Q(lagt=None) | Q(lagt=Advis.Art.TAGET_FREM)) & ~Q(stand=Status.KAN_IKKE_VURDERES.value)
"""Not put away, and its status can be told; of rows with `lagt` and `stand`."""


def aabne(pligter: QuerySet[Pligt]) -> QuerySet[Pligt]:
    """Those that still ask for an act: nothing closed them, nothing answered them, a lack is a breach, and
    nobody has put them away."""
    return med_henlagt(pligter).filter(FREMME, **UBESVARET)


def antal_og_naeste(sager: QuerySet[Sag], nu: date | datetime) -> QuerySet[Any]:
    """Annotate cases with `over`, how many of their open obligations (`aabne`) are overdue, and `naeste`, the next
    due day: one pass over the obligations of all the cases."""
    ubesvaret = Q(**{f"pligter__{navn}": vaerdi for navn, vaerdi in UBESVARET.items()})
    med = sager.alias(frist=FilteredRelation("pligter", condition=ubesvaret))
    return med.alias(stand=_stand(nu, "frist__"), lagt=_lagt("frist__")).annotate(
        over=Count("frist", filter=FREMME & Q(stand=Status.MANGLER)),
        naeste=Min("frist__frist_dag", filter=FREMME & Q(stand=Status.AFVENTER)),
    )


def advis_om(pligt: Pligt) -> QuerySet[Advis]:
    """What staff have done about an obligation without settling it, newest first."""
    return Advis.objects.filter(sag=pligt.sag_id, noegle=pligt.noegle).select_related("af", "til")


def raekker_for_sag(sag: Sag, syn: Synsdag) -> list[Raekke]:
    """The obligations of one case as of a day, as known on a day, computed on the spot."""
    return evaluer(
        regler(),
        trin_for_sag(sag.pk, syn),
        foedselsdag=sag.barn.foedselsdato,
        pr=syn.pr,
        kalender=kalender(),
    )


def pligter_som_set(sag: Sag, syn: Synsdag) -> list[Pligt]:
    """The same as unsaved obligations."""
    return [pligt_af(raekke, sag.pk) for raekke in raekker_for_sag(sag, syn)]


def raekker_for_sager(
    sager: Iterable[Sag], syn: Synsdag
) -> Iterator[tuple[Sag, list[Trin], list[Raekke]]]:
    """(case, its steps, its obligations) for many cases, streamed in the cases' order of id."""
    efter_id = {s.pk: s for s in sager}
    kal, alle = kalender(), regler()
    for sag_id, trin in trin_for_sager(syn):
        sag = efter_id.get(sag_id)
        if sag is not None:
            yield (
                sag,
                trin,
                evaluer(alle, trin, foedselsdag=sag.barn.foedselsdato, pr=syn.pr, kalender=kal),
            )
