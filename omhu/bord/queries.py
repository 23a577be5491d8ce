"""What desk, team and lists show. Every number and its list come from the same filter (`med_tilstand`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from omhu.adgang.log import angiv
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.statusord import HASTEGRUPPER, MAANED, UGE, Hastegruppe, Statusord, statusord
from omhu.frister.indhold import indhold
from omhu.frister.models import Advis, Pligt
from omhu.frister.pligter import status
from omhu.frister.queries import aabne as aabne_pligter
from omhu.frister.queries import antal_og_naeste, henlagte, med_status, pligter_for
from omhu.frister.regelsaet import kalender, moenster, regel
from omhu.kerne import ord_om_tid
from omhu.kerne.dansk import noegle
from omhu.regler.forklar import loerdagsdag
from omhu.regler.sprog import Regel, Status, Version
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt

UDEN_AKTIVITET = (30, 60, 90)
HOLDGRUPPER = {
    "underretning": ("underretning",),
    "undersoegelse": ("undersoegelse",),
    "samtale": ("samtale",),
    "plan": ("plan",),
    "opfoelgning": ("opfoelgning",),
    "tilsyn": ("tilsyn",),
    "oevrige": ("afgoerelse", "klage", "overgang"),
}
GRUPPENAVNE = {
    "underretning": "Underretning",
    "undersoegelse": "Undersøgelse",
    "samtale": "Samtale",
    "plan": "Plan",
    "opfoelgning": "Opfølgning",
    "tilsyn": "Tilsyn",
    "oevrige": "Øvrige",
}

Pligter = QuerySet[Any]
"""Obligations with `stand` and `ejer_id`, as `frister.queries.pligter_for` annotates them."""
Filter = Callable[[Pligter, date], Pligter]


def aabne(pligter: Pligter) -> Pligter:
    """Those that still ask for an act."""
    return aabne_pligter(pligter)


def _forude(fra: int, til: int | None) -> Filter:
    def filtrer(pligter: Pligter, i_dag: date) -> Pligter:
        forude = aabne(pligter).filter(stand=Status.AFVENTER)
        if fra > 0:
            forude = forude.filter(frist_dag__gte=i_dag + timedelta(fra))
        if til is not None:
            forude = forude.filter(frist_dag__lte=i_dag + timedelta(til))
        return forude

    return filtrer


def _stand(kode: Status) -> Filter:
    return lambda pligter, i_dag: pligter.filter(stand=kode)


TILSTANDE: dict[str, tuple[str, Filter]] = {
    "aktive": ("Alle åbne frister", lambda p, i_dag: aabne(p)),
    "overskredet": ("▲ Overskredet", lambda p, i_dag: aabne(p).filter(stand=Status.MANGLER)),
    "i_dag": ("◆ I dag og i morgen", _forude(0, 1)),
    "uge": ("◇ Denne uge", _forude(2, UGE)),
    "maaned": ("○ De næste 30 dage", _forude(UGE + 1, MAANED)),
    "senere": ("○ Senere", _forude(MAANED + 1, None)),
    "overholdt": ("✓ Overholdt", _stand(Status.OVERHOLDT)),
    "sent": ("△ Sket for sent", _stand(Status.OVERSKREDET)),
    "mangler": ("▲ Mangler, også hvor intet kan gøres", _stand(Status.MANGLER)),
    "henlagt": ("▲ Lagt væk", lambda p, i_dag: henlagte(p)),
    "fravalgt": ("– Fravalgt", _stand(Status.FRAVALGT)),
    "ikke_relevant": ("– Ikke relevant", _stand(Status.IKKE_RELEVANT)),
    "uvis": ("? Kan ikke vurderes", _stand(Status.KAN_IKKE_VURDERES)),
    "alle": ("Alle", lambda p, i_dag: p),
}
"""Code in the address -> (words, filter). Desk, team and list count by these and nothing else."""


def med_tilstand(pligter: Pligter, kode: str, i_dag: date) -> Pligter:
    """Obligations in a state; unknown codes mean the open ones."""
    return TILSTANDE.get(kode, TILSTANDE["aktive"])[1](pligter, i_dag)


def hent_pligt(bruger: Bruger, pk: int) -> Pligt:
    """One obligation of a case the user may see. Raises PermissionDenied (Danish), also when there is none."""
    try:
        return pligter_for(bruger, kun_aabne_sager=False).get(pk=pk)
    except Pligt.DoesNotExist as fejl:
        with som_system():  # the log names the case that was refused; the reader is told nothing
            angiv(pligt=pk, sager=Pligt.objects.filter(pk=pk).values_list("sag", flat=True))
        raise PermissionDenied(
            "Fristen findes ikke mere, eller sagen hører til en anden enhed. Hent skrivebordet igen."
        ) from fejl


def hent_pligt_til_arbejde(bruger: Bruger, pk: int) -> Pligt:
    """The same for one who may act on it. Raises PermissionDenied."""
    kraev_ret(bruger, Ret.REGISTRERE)
    return hent_pligt(bruger, pk)


def hent_skridt(bruger: Bruger, pk: UUID) -> Skridt:
    """One step of a case the user may see. Raises PermissionDenied."""
    skridt = Skridt.objects.filter(pk=pk).first()
    hent_sag(bruger, skridt.sag_id if skridt else 0)
    assert skridt is not None
    return skridt


AABNE_KLASSER = ("over", "snart", "rolig")


@dataclass(frozen=True)
class Linje:
    """An obligation ready to show: its words, its rule and what may be done."""

    pligt: Pligt
    status: Statusord
    navn: str
    handling: str
    hjemmel: str
    verificeret: bool
    er_lov: bool
    indhold: str = ""
    """What it is about, where the rule does not say it; it may be long."""
    paamind: date | None = None
    i_dag: date | None = None
    loerdagsdag: date | None = None
    """The day one should rather keep to, when Saturday may count."""

    @property
    def dag(self) -> str:
        """The due day beside the status: the date, or how far off it is where the status is the date."""
        dag, i_dag = self.pligt.frist_dag, self.i_dag or self.pligt.frist_dag
        if self.status.tegn == "○":
            return f"om {ord_om_tid.varighed_mellem(i_dag, dag)}"
        if dag < i_dag:
            return ord_om_tid.dato(dag, i_dag)
        return f"{ord_om_tid.UGEDAGE[dag.weekday()]} {ord_om_tid.kort_dato(dag)}"

    @property
    def aaben(self) -> bool:
        """Does it still ask for an act (as `frister.queries.aabne` has it)?"""
        p = self.pligt
        ubesvaret = not p.lukket and p.opfyldt_dag is None
        return ubesvaret and p.ved_udeblivelse == "mangler" and self.status.klasse in AABNE_KLASSER


def _version(fundet: Regel | None, pligt: Pligt) -> Version | None:
    """The rule version behind an obligation, or None when the rule file has changed."""
    return next((v for v in fundet.versioner if v.id == pligt.version), None) if fundet else None


def linje(
    pligt: Pligt,
    i_dag: date,
    *,
    paamind: date | None = None,
    nu: date | datetime | None = None,
    ordene: Mapping[UUID, str] | None = None,
) -> Linje:
    """An obligation in words on a day (status at this instant unless `nu` says another). `ordene` is what
    `frister.indhold` gives to the one who reads."""
    fundet = regel(pligt.regel)
    v = _version(fundet, pligt)
    stand = status(pligt, nu or timezone.now())
    return Linje(
        pligt=pligt,
        status=replace(
            statusord(
                stand,
                pligt.frist_dag,
                i_dag,
                frist_tid=pligt.frist_tid,
                opfyldt_dag=pligt.opfyldt_dag,
            ),
            maal=pligt.art == "lokal",
        ),
        navn=fundet.navn if fundet else pligt.regel,
        handling=fundet.handling if fundet else "Registrér",
        hjemmel=v.hjemmel if v else "",
        verificeret=bool(v and v.status == "verificeret"),
        er_lov=pligt.art == "lov",
        indhold=(ordene or {}).get(pligt.udloest_rod, "") if pligt.udloest_rod else "",
        paamind=paamind,
        i_dag=i_dag,
        loerdagsdag=_loerdagsdag(pligt),
    )


def _loerdagsdag(pligt: Pligt) -> date | None:
    fundet = moenster(pligt.regel, pligt.version, pligt.tilfaelde)
    if fundet is None:
        return None
    return loerdagsdag(fundet[2], pligt.anker_dag, pligt.frist_dag, kalender())


def linjer(pligter: list[Pligt], bruger: Bruger, i_dag: date) -> list[Linje]:
    """Many obligations in words, each with the user's own reminder when its day has come."""
    paamindelser, ordene = _paamindelser(bruger, pligter, i_dag), indhold(bruger, pligter)
    return [
        linje(p, i_dag, paamind=paamindelser.get((p.sag_id, p.noegle)), ordene=ordene)
        for p in pligter
    ]


def _paamindelser(bruger: Bruger, pligter: list[Pligt], i_dag: date) -> dict[tuple[int, str], date]:
    advis = Advis.objects.filter(
        til=bruger, art=Advis.Art.PAAMINDELSE, sag__in={p.sag_id for p in pligter}, dato__lte=i_dag
    )
    return {
        (s, n): d for s, n, d in advis.order_by("tid").values_list("sag_id", "noegle", "dato") if d
    }


@dataclass(frozen=True)
class Gruppe:
    """A group of the desk: its words, how many there are, and the first rows."""

    hast: Hastegruppe
    antal: int
    linjer: list[Linje]


OVER_VIST, FORUDE_VIST = 25, 60
"""Rows of the desk: of the overdue, and of what is due within 30 days. The rest is one link away."""


def hastegrupper(pligter: Pligter, bruger: Bruger, i_dag: date) -> list[Gruppe]:
    """The desk's groups with counts and rows: the newest overdue first (there an act may still help), then what
    is ahead, nearest first."""
    antal = tael(pligter, i_dag)
    over = med_tilstand(pligter, "overskredet", i_dag).order_by("-frist_dag", "-frist_tid", "pk")
    forude = _forude(0, MAANED)(pligter, i_dag).order_by("frist_dag", "frist_tid", "pk")
    alle = linjer([*over[:OVER_VIST], *forude[:FORUDE_VIST]], bruger, i_dag)
    return [
        Gruppe(h, antal[h.kode], [x for x in alle if _hoerer_til(x, h, i_dag)])
        for h in HASTEGRUPPER
    ]


def _hoerer_til(x: Linje, hast: Hastegruppe, i_dag: date) -> bool:
    overskredet = cast(Any, x.pligt).stand == Status.MANGLER
    if hast.fra is None or hast.til is None or overskredet:
        return overskredet and hast.fra is None
    om = max(0, (x.pligt.frist_dag - i_dag).days)
    return hast.fra <= om <= hast.til


def tael(pligter: Pligter, i_dag: date) -> dict[str, int]:
    """How many there are in each of the desk's groups, and in all, in one statement."""

    def om(fra: int, til: int) -> Q:
        dage = (i_dag + timedelta(fra), i_dag + timedelta(til))
        return Q(stand=Status.AFVENTER, frist_dag__range=dage)

    return aabne(pligter).aggregate(
        aktive=Count("pk"),
        overskredet=Count("pk", filter=Q(stand=Status.MANGLER)),
        i_dag=Count("pk", filter=Q(stand=Status.AFVENTER, frist_dag__lte=i_dag + timedelta(1))),
        uge=Count("pk", filter=om(2, UGE)),
        maaned=Count("pk", filter=om(UGE + 1, MAANED)),
        senere=Count(
            "pk", filter=Q(stand=Status.AFVENTER, frist_dag__gt=i_dag + timedelta(MAANED))
        ),
    )


@dataclass
class Celle:
    """Overdue and open obligations of one rådgiver and group."""

    over: int = 0
    aktive: int = 0


@dataclass
class Holdraekke:
    """One rådgiver (None = not assigned) with cases and cells per group."""

    bruger: Bruger | None
    sager: int = 0
    celler: dict[str, Celle] = field(default_factory=lambda: {g: Celle() for g in HOLDGRUPPER})

    @property
    def kode(self) -> str:
        """The `ansvarlig` of the list's filter."""
        return str(self.bruger.pk) if self.bruger else "ingen"

    @property
    def i_alt(self) -> Celle:
        """All groups together."""
        return Celle(
            sum(c.over for c in self.celler.values()), sum(c.aktive for c in self.celler.values())
        )


def hold(pligter: Pligter, sager: QuerySet[Sag]) -> list[Holdraekke]:
    """The team's table: rådgivere by name, "ikke fordelt" last; three statements whatever the size."""
    raekker: dict[int | None, Holdraekke] = {}
    aktive = aabne(pligter).order_by().values("ejer_id", "gruppe")
    taelling = aktive.annotate(over=Count("pk", filter=Q(stand=Status.MANGLER)), n=Count("pk"))
    kolonne = {g: k for k, grupper in HOLDGRUPPER.items() for g in grupper}
    for t in taelling:
        celle = raekker.setdefault(t["ejer_id"], Holdraekke(None)).celler[kolonne[t["gruppe"]]]
        celle.over += t["over"]
        celle.aktive += t["n"]
    for pk, n in sager.order_by().values_list("ansvarlig").annotate(n=Count("pk")):
        raekker.setdefault(pk, Holdraekke(None)).sager = n
    brugere = Bruger.objects.in_bulk([pk for pk in raekker if pk is not None])
    for pk, raekke in raekker.items():
        raekke.bruger = brugere.get(pk) if pk else None
    return sorted(raekker.values(), key=lambda r: (r.bruger is None, noegle(str(r.bruger))))


def aabne_sager(bruger: Bruger) -> QuerySet[Sag]:
    """Open cases the user may see."""
    return synlige_sager(bruger).filter(lukket__isnull=True)


def med_frister(sager: QuerySet[Sag], *, alle: bool = True) -> QuerySet[Any]:
    """Annotate `over` (overdue) and `naeste` (next due day) of each case. `alle`: all the cases are needed, because
    one sorts by them or reads them all; without, each is counted for itself, quicker for a page of many."""
    nu = timezone.now()
    if alle:
        return antal_og_naeste(sager, nu)
    deres = aabne(med_status(Pligt.objects.filter(sag=OuterRef("pk")), nu)).order_by()
    over = deres.filter(stand=Status.MANGLER).values("sag").annotate(n=Count("pk")).values("n")
    naeste = (
        deres.filter(stand=Status.AFVENTER).values("sag").annotate(d=Min("frist_dag")).values("d")
    )
    return sager.annotate(
        over=Coalesce(Subquery(over), Value(0), output_field=IntegerField()),
        naeste=Subquery(naeste),
    )


def stille(sager: QuerySet[Sag], dage: int, i_dag: date) -> QuerySet[Sag]:
    """Cases without any step for more than so many days."""
    return sager.filter(sidste_skridt__lt=i_dag - timedelta(dage))


def sagstal(sager: QuerySet[Sag], i_dag: date) -> tuple[int, dict[int, int]]:
    """How many cases, and how many of them are quiet for 30, 60 and 90 days, in one statement."""
    stille_i = {
        f"d{d}": Count("pk", filter=Q(sidste_skridt__lt=i_dag - timedelta(d)))
        for d in UDEN_AKTIVITET
    }
    svar = sager.order_by().aggregate(i_alt=Count("pk"), **stille_i)
    return svar["i_alt"], {d: svar[f"d{d}"] for d in UDEN_AKTIVITET}


def siden_i_gaar(sager: QuerySet[Sag], bruger: Bruger, i_dag: date) -> QuerySet[Skridt]:
    """What others registered in these cases since yesterday, newest first; corrections are not news."""
    fra = timezone.make_aware(datetime.combine(i_dag - timedelta(1), time()))
    return (
        Skridt.objects.filter(registreret__gte=fra, sag__in=sager.order_by().values("pk"))
        .filter(erstatter__isnull=True)
        .exclude(registreret_af=bruger)
        .select_related("sag__barn", "registreret_af")
        .order_by("-registreret")
    )
