"""What stands in the way of closing, with where to settle it; and which cases have nothing in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from omhu.bord import handlinger
from omhu.bord.queries import linje, med_frister
from omhu.frister.models import Pligt
from omhu.frister.pligter import noegle, pligt_af, status
from omhu.frister.queries import UBESVARET, henlagte, med_status
from omhu.frister.regelsaet import kalender, regler
from omhu.regler.evaluering import evaluer
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sagsarbejde.datoer import LUKKER
from omhu.sagsarbejde.lukning.queries import Aabent, aabent, i_vejen
from omhu.tidslinje.queries import Synsdag, trin_for_sag, trin_for_sager

DAGE = (0, 30, 60, 90)
"""Nothing for so many days, in the list of cases that could be closed."""


@dataclass(frozen=True)
class Punkt:
    """A line of the check: what is open, and where it is settled."""

    tekst: str
    sti: str
    handling: str
    hjemmel: str = ""
    verificeret: bool = True


def punkter(sag: Sag, dag: date) -> tuple[list[Punkt], list[Punkt]]:
    """(measures, undersøgelse, answers and drafts; obligations that would stay open though the case is closed)."""
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    return (
        [_punkt(sag, a) for a in aabent(sag, trin)],
        [_pligtpunkt(p) for p in bliver_aabne(sag, trin, dag)],
    )


def _punkt(sag: Sag, a: Aabent) -> Punkt:
    if a.skrift:
        return Punkt(str(a), reverse(FANER[a.skrift], args=[sag.pk]), "Gør den færdig")
    sti = handlinger.side_for_art(sag.pk, a.art)
    sti = sti or reverse("registrer_skridt", args=[sag.pk, a.art])
    return Punkt(str(a), sti, HANDLING.get(a.art, "Afslut"))


FANER = {
    "underretning": "sagens_underretninger",
    "samtale": "sagens_samtaler",
    "afgoerelse": "sagens_afgoerelser",
    "plan": "sagens_plan",
    "opfoelgning": "sagens_opfoelgning",
    "tilsyn": "sagens_opfoelgning",
}
"""Kind of text -> the tab where it is written."""
HANDLING = {"KLAGE_VIDERESENDT": "Besvar", "AKTINDSIGT_GIVET": "Besvar"}


def _pligtpunkt(p: Pligt) -> Punkt:
    x = linje(p, timezone.localdate())
    sti = handlinger.side_for(p) or reverse("registrer_frist", args=[p.pk])
    return Punkt(f"{x.navn} ({x.status})", sti, x.handling, x.hjemmel, x.verificeret)


def bliver_aabne(sag: Sag, trin: Sequence[Trin], dag: date) -> list[Pligt]:
    """The obligations that ask for an act today and would still, were the case closed on the day: the rules themselves
    are asked."""
    lukning = Trin(LUKKER, dag, id="lukning")
    foer = [t for t in trin if t.dag <= dag]
    efter = [t for t in trin if t.dag > dag]
    raekker = evaluer(
        regler(),
        [*foer, lukning, *efter],
        foedselsdag=sag.barn.foedselsdato,
        pr=timezone.localdate(),
        kalender=kalender(),
    )
    nu = timezone.now()
    tilbage = {noegle(r) for r in raekker if _aaben(pligt_af(r, sag.pk), nu)}
    gemte = med_status(Pligt.objects.filter(sag=sag, **UBESVARET), nu)
    lagt_vaek = set(henlagte(gemte).values_list("pk", flat=True))
    alle = [p for p in gemte if p.noegle in tilbage and p.pk not in lagt_vaek]
    for p in alle:
        p.sag = sag
    return sorted(alle, key=lambda p: p.frist_dag)


def _aaben(p: Pligt, nu: object) -> bool:
    stand = status(p, nu)  # type: ignore[arg-type]  # an instant
    ubesvaret = all(
        getattr(p, felt) == vaerdi for felt, vaerdi in UBESVARET.items() if "__" not in felt
    )
    return ubesvaret and p.opfyldt_dag is None and stand in (Status.AFVENTER, Status.MANGLER)


def kan_lukkes(sager: QuerySet[Sag], dage: int) -> QuerySet[Sag]:
    """Open cases without an open obligation, a running measure, an undersøgelse or a question unanswered, and with no
    step for so many days."""
    i_dag = timezone.localdate()
    stille = sager.filter(lukket=None, sidste_skridt__lte=i_dag - timedelta(days=dage))
    uden_frister = med_frister(stille).filter(over=0, naeste=None)
    kandidater = list(uden_frister.order_by().values_list("pk", flat=True))
    return stille.filter(pk__in=_uden_noget_i_gang(kandidater))


def _uden_noget_i_gang(kandidater: Iterable[int]) -> list[int]:
    alle = list(kandidater)
    med = dict(trin_for_sager(Synsdag.i_dag(), alle)) if alle else {}
    return [pk for pk in alle if not i_vejen(med.get(pk, []))]
