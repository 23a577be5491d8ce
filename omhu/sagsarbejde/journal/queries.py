"""The journal of a case: notes, files and acts in one list, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from omhu.adgang.models import Bruger
from omhu.kerne.kalender import lokal_dag
from omhu.regler.katalog import katalog
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.journal.actions import DOKUMENT, NOTAT
from omhu.sagsarbejde.journal.filtyper import FILTYPER, Filtype
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import skrifter, skrifter_som_da
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte

SLAGS = {"notat": (NOTAT,), "dokument": (DOKUMENT,)}
"""What the list may be narrowed to beside the lanes of the timeline."""


@dataclass(frozen=True)
class Post:
    """One entry: a step, the texts that it dates, and a file among them."""

    skridt: Skridt
    skrifter: list[Skrift] = field(default_factory=list)
    dokument: Dokument | None = None

    @property
    def rod(self) -> UUID:
        """What identifies it through corrections."""
        return self.skridt.rod

    @property
    def slags(self) -> str:
        """`notat`, `dokument` or `skridt`."""
        return next((s for s, arter in SLAGS.items() if self.skridt.art in arter), "skridt")

    @property
    def titel(self) -> str:
        """What it is called in the list."""
        if self.dokument is not None:
            return self.felter.get("titel") or f"Dokument {self.dokument.nr}"
        art = katalog().arter.get(self.skridt.art)
        navn = art.navn if art else self.skridt.art
        return self.skridt.data.get("emne") or navn if self.slags == "notat" else navn

    @property
    def felter(self) -> dict[str, str]:
        """What its first text says, in the edition asked for."""
        return dict(getattr(self.skrifter[0], "felter", None) or {}) if self.skrifter else {}

    @property
    def filtype(self) -> Filtype | None:
        """The kind of its file."""
        return FILTYPER.get(self.dokument.filtype) if self.dokument else None

    @property
    def dage_efter(self) -> int:
        """Days from when it happened to when it was first written."""
        return (lokal_dag(self.foerst_skrevet) - self.skridt.dag).days

    @property
    def sen(self) -> bool:
        """Written so late that it is said (OFL §§ 13 and 15: as soon as possible)."""
        return self.dage_efter > settings.OMHU.journal_dage and not er_indlaest(self.skridt)

    @property
    def foerst_skrevet(self) -> datetime:
        """When it came into Omhu; a correction does not make it late."""
        return self.skrifter[0].oprettet if self.skrifter else self.skridt.registreret


def er_indlaest(skridt: Skridt) -> bool:
    """Did it come with an extract? When it was written is then not known."""
    return skridt.som_trin().indlaest


@dataclass(frozen=True)
class Udvalg:
    """What the list is narrowed to; empty = all."""

    slags: str = ""
    person: int | None = None
    fra: date | None = None
    til: date | None = None
    roedder: frozenset[UUID] | None = None
    """Only these, fx those that a search found."""


def skridt_i(sag: Sag, udvalg: Udvalg | None = None) -> QuerySet[Skridt]:
    """The steps in force of a case, the newest first."""
    u = udvalg or Udvalg()
    alle = kendte(Synsdag.i_dag(), Skridt.objects.filter(sag=sag)).select_related("registreret_af")
    if u.slags:
        arter = SLAGS.get(u.slags) or tuple(
            k for k, a in katalog().arter.items() if a.gruppe == u.slags
        )
        alle = alle.filter(art__in=arter)
    if u.person is not None:
        alle = alle.filter(registreret_af=u.person)
    if u.fra:
        alle = alle.filter(dag__gte=u.fra)
    if u.til:
        alle = alle.filter(dag__lte=u.til)
    if u.roedder is not None:
        alle = alle.filter(rod__in=u.roedder)
    return alle.order_by("-dag", "-sket", "-nr")


def poster(sag: Sag, skridt: Iterable[Skridt], indtil: datetime | None = None) -> list[Post]:
    """Steps with their texts and files; two statements whatever their number. `indtil`: the texts as they were then."""
    alle = list(skridt)
    pr_rod: dict[UUID, list[Skrift]] = {}
    tekster = skrifter(sag) if indtil is None else skrifter_som_da(sag, indtil)
    for s in tekster.filter(skridt_rod__in=[x.rod for x in alle]).order_by("oprettet"):
        if s.skridt_rod:
            pr_rod.setdefault(s.skridt_rod, []).append(s)
    ider = [s.pk for under in pr_rod.values() for s in under]
    filer = {d.skrift_id: d for d in Dokument.objects.filter(skrift__in=ider).defer("tekst")}
    return [
        Post(
            x,
            pr_rod.get(x.rod, []),
            next((filer[s.pk] for s in pr_rod.get(x.rod, []) if s.pk in filer), None),
        )
        for x in alle
    ]


def personer(sag: Sag) -> list[Bruger]:
    """Those who have written in the journal."""
    ider = Skridt.objects.filter(sag=sag).exclude(registreret_af=None).values("registreret_af")
    return list(Bruger.objects.filter(pk__in=ider).order_by("first_name", "last_name"))


def hent_post(bruger: Bruger, rod: UUID) -> tuple[Sag, Post, list[Skridt]]:
    """One entry with its case and all rows of its step, the newest first. Raises PermissionDenied, also when there is
    none."""
    kaede = list(Skridt.objects.filter(rod=rod).select_related("registreret_af"))
    if not kaede:
        raise PermissionDenied(INGEN_ADGANG)
    sag = hent_sag(bruger, kaede[0].sag_id)
    erstattede = {s.erstatter_id for s in kaede}
    nyeste = next(s for s in kaede if s.pk not in erstattede)
    nyeste.sag = sag
    kaede.sort(key=lambda s: s.registreret, reverse=True)
    return sag, poster(sag, [nyeste])[0], kaede


def hent_dokument(bruger: Bruger, pk: UUID) -> tuple[Sag, Dokument]:
    """One file with its case. Raises PermissionDenied, also when there is none."""
    fundet = Dokument.objects.filter(pk=pk).defer("tekst").first()
    sag = hent_sag(bruger, fundet.sag_id if fundet else 0)
    assert fundet is not None
    return sag, fundet
