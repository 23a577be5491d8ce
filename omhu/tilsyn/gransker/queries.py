"""What the pages of external reviewers show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from omhu.adgang.log import Handling, angiv
from omhu.adgang.log.opslag import poster
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import er_udloebet, omfang
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag, Sagsadgang
from omhu.tilsyn.adgang import ledede_runder, naar_alle
from omhu.tilsyn.models import Granskernotat, Granskning

LAESENDE = (Handling.LAES, Handling.UDSKRIV, Handling.EKSPORT)
HOEJST_POSTER = 20_000


def synlige_granskninger(bruger: Bruger) -> QuerySet[Granskning]:
    """Engagements one answers for: ordered by oneself or in one's units, or for a round one leads."""
    kraev_ret(bruger, Ret.TILSYN)
    alle = Granskning.objects.select_related("bruger", "runde", "oprettet_af")
    if naar_alle(bruger):
        return alle
    return alle.filter(
        Q(oprettet_af=bruger)
        | Q(oprettet_af__enhed__in=omfang(bruger).enheder)
        | Q(runde__in=ledede_runder(bruger))
    )


def hent_granskning(bruger: Bruger, pk: int) -> Granskning:
    """One of them. Raises PermissionDenied without the right, Http404 for others'."""
    fundet = synlige_granskninger(bruger).filter(pk=pk).first()
    if fundet is None:
        raise Http404("Aftalen findes ikke, eller den hører til en anden enhed.")
    return fundet


def aabne_for(bruger: Bruger) -> list[Granskning]:
    """The engagements of an account that run; there is at most one."""
    return list(
        Granskning.objects.filter(
            bruger=bruger, afsluttet=None, til__gte=timezone.localdate()
        ).select_related("runde")
    )


@dataclass(frozen=True)
class Sagslinje:
    """A case of the list, and what the log tells of it."""

    adgang: Sagsadgang
    sag: Sag
    i_kraft: bool
    gange: int
    sidst: datetime | None


def sagsliste(bruger: Bruger, g: Granskning) -> tuple[list[Sagslinje], int]:
    """The cases of the engagement that the leader may see, with how often the reviewer has opened each; and how many
    more there are. The look at the log is in the log."""
    if g.bruger is None:
        return [], 0
    with som_system():  # how many there are does not depend on who looks
        alle = {
            a.sag_id: a
            for a in Sagsadgang.objects.filter(
                bruger=g.bruger, slags=Sagsadgang.Slags.LISTE, givet__range=(g.oprettet, g.slut)
            ).order_by("givet")
        }
    gange, sidst = _laest(g)
    synlige = {s.pk: s for s in synlige_sager(bruger).filter(pk__in=alle)}
    if gange:
        angiv(handling=Handling.LOG, formaal="KONTROL", sager=synlige)
    nu = timezone.now()
    linjer = [
        Sagslinje(a, synlige[pk], a.udloeber is None or a.udloeber > nu, gange[pk], sidst.get(pk))
        for pk, a in alle.items()
        if pk in synlige
    ]
    return linjer, len(alle) - len(linjer)


def _laest(g: Granskning) -> tuple[Counter[int], dict[int, datetime]]:
    """Case -> how often and when last, as the log has it while the engagement ran."""
    assert g.bruger is not None
    fra, til = timezone.localdate(g.oprettet), timezone.localdate(g.slut)
    fundne = poster(bruger=g.bruger.pk, fra=fra, til=til).filter(handling__in=LAESENDE)
    gange: Counter[int] = Counter()
    sidst: dict[int, datetime] = {}
    for sager, tid in fundne.values_list("sager", "tid")[:HOEJST_POSTER]:
        for pk in sager:
            gange[pk] += 1
            sidst[pk] = tid
    return gange, sidst


def egne_sager(bruger: Bruger) -> list[Sag]:
    """The cases the reviewer may open."""
    return list(synlige_sager(bruger).order_by("nummer"))


def egne_notater(g: Granskning) -> list[Granskernotat]:
    """All notes of the engagement; only its reviewer is shown them."""
    with som_system():  # notes on the engagement as a whole have no case
        return list(Granskernotat.objects.filter(granskning=g).select_related("sag"))


def til_systemadministratoren() -> list[tuple[Granskning, str]]:
    """What is to be done about accounts: (engagement, `opret` | `forlaeng` | `luk`)."""
    alle = Granskning.objects.select_related("bruger", "oprettet_af")
    return [(g, hvad) for g in alle if (hvad := _ved_kontoen(g))]


def _ved_kontoen(g: Granskning) -> str:
    if g.bruger is None:
        return "opret" if g.loeber else ""
    if g.loeber:
        return "" if g.bruger.udloeber == g.til else "forlaeng"
    aaben = g.bruger.is_active and g.bruger.udloeber and not er_udloebet(g.bruger)
    return "luk" if aaben and not aabne_for(g.bruger) else ""
