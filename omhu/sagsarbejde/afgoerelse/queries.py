"""Reading decisions, hearings and complaints with their texts; consents; what leaders are to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet

from omhu.adgang.models import Bruger
from omhu.regler.love import lov_paa
from omhu.regler.trin import Trin
from omhu.sager.adgang import INGEN_ADGANG, hent_sag, synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.afgoerelse.models import Afvigelse
from omhu.sagsarbejde.afgoerelse.skema import AFGOERELSE, KLAGE, PARTSHOERING, mangler
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

ARTER = ("AFGOERELSE", "PARTSHOERING", "KLAGE_MODTAGET", "KLAGE_VIDERESENDT")


@dataclass
class Post:
    """A step with its text."""

    skridt: Skridt
    skrift: Skrift | None = None
    felter: dict[str, str] = field(default_factory=dict)

    @property
    def lov(self) -> str:
        """The law of its day."""
        return lov_paa(self.skridt.dag)

    @property
    def udgave(self) -> int:
        """The edition that is shown."""
        return int(vars(self.skrift)["udgave_nr"]) if self.skrift else 0


@dataclass
class Klage(Post):
    """A complaint, and the step that answered it."""

    svar: Skridt | None = None


@dataclass
class Afgoerelse(Post):
    """A decision with its complaints, and what was decided all the same."""

    klager: list[Klage] = field(default_factory=list)
    afvigelse: Afvigelse | None = None

    @property
    def trods(self) -> list[dict[str, str]]:
        """What was missing, each with its reason."""
        return list(skema.raekker(self.felter, "trods").values())

    @property
    def mangler(self) -> list[skema.Tekstfelt]:
        """What the law asks of the decision and is not written."""
        medhold = self.skridt.data.get("samtykke") == "ja"
        return mangler(self.felter, self.lov, medhold=medhold) if self.skrift else []


@dataclass
class Oversigt:
    """All of a case, the newest first."""

    afgoerelser: list[Afgoerelse]
    hoeringer: list[Post]


def oversigt(sag: Sag) -> Oversigt:
    """The decisions of a case with their complaints, and its hearings: four statements whatever their number."""
    alle = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art__in=ARTER))
    skridt = list(alle.select_related("registreret_af").order_by("-dag", "-sket", "-nr"))
    tekster = {
        s.skridt_rod: s
        for s in skrifter(sag, AFGOERELSE.kode, PARTSHOERING.kode, KLAGE.kode)
        if s.skridt_rod
    }
    afvigelser = {
        a.skridt_rod: a for a in Afvigelse.objects.filter(sag=sag).select_related("set_af")
    }

    def post(s: Skridt, slags: type[Post]) -> Post:
        skrift = tekster.get(s.rod)
        return slags(s, skrift, dict(vars(skrift)["felter"]) if skrift else {})

    svar = {s.vedroerer: s for s in skridt if s.art == "KLAGE_VIDERESENDT"}
    klager: dict[str, list[Klage]] = {}
    for s in skridt:
        if s.art == "KLAGE_MODTAGET":
            k = post(s, Klage)
            assert isinstance(k, Klage)
            k.svar = svar.get(s.navn or str(s.rod))
            klager.setdefault(s.vedroerer, []).append(k)
    fundne = []
    for s in skridt:
        if s.art == "AFGOERELSE":
            a = post(s, Afgoerelse)
            assert isinstance(a, Afgoerelse)
            a.klager, a.afvigelse = klager.get(s.navn or str(s.rod), []), afvigelser.get(s.rod)
            fundne.append(a)
    return Oversigt(fundne, [post(s, Post) for s in skridt if s.art == "PARTSHOERING"])


def samtykket(trin: Iterable[Trin], indsatser: Sequence[str], fra: date, til: date) -> set[str]:
    """Who has consented to the measures within the days, as the steps' `fra` say it. A consent that names no measure
    counts for all."""
    return {
        str(t.attributter.get("fra", ""))
        for t in trin
        if t.art == "SAMTYKKE"
        and fra <= t.dag <= til
        and (not t.indsatser or set(indsatser) <= set(t.indsatser))
    }


def _staar(q: QuerySet[Afvigelse]) -> QuerySet[Afvigelse]:
    """Those whose decision has not been withdrawn."""
    nyere = Skridt.objects.filter(rod=OuterRef("skridt_rod"), tilbagetrukket=True)
    return q.filter(~Exists(nyere))


def afvigelser(bruger: Bruger) -> QuerySet[Afvigelse]:
    """Decisions taken all the same, in cases the user may see, the newest first."""
    sager = synlige_sager(bruger).order_by().values("pk")
    alle = Afvigelse.objects.filter(sag__in=sager)
    return _staar(alle).select_related("sag__barn", "oprettet_af", "set_af").order_by("-oprettet")


def antal_usete(bruger: Bruger) -> int:
    """How many of them no leader has seen."""
    return afvigelser(bruger).filter(set_tid=None).count()


def hent_afvigelse(bruger: Bruger, pk: int) -> Afvigelse:
    """One of them, in a case the user may see. Raises PermissionDenied, also when there is none."""
    fundet = Afvigelse.objects.filter(pk=pk).first()
    if fundet is None:
        raise PermissionDenied(INGEN_ADGANG)
    fundet.sag = hent_sag(bruger, fundet.sag_id)
    return fundet


def trods_af(alle: Sequence[Afvigelse]) -> dict[UUID, tuple[Skridt, list[dict[str, str]]]]:
    """Decision's root -> the step in force and what was missing, each with its reason: two statements for all."""
    roedder = [a.skridt_rod for a in alle]
    skridt = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(rod__in=roedder))
    ny = Udgave.objects.filter(skrift__skridt_rod__in=roedder, skrift__slags=AFGOERELSE.kode)
    felter = dict(ny.order_by("nr").values_list("skrift__skridt_rod", "felter"))
    return {
        s.rod: (s, list(skema.raekker(felter.get(s.rod, {}), "trods").values())) for s in skridt
    }


def klage(sag: Sag, skridt: Skridt) -> Skrift | None:
    """The text of a complaint."""
    return skrifter(sag, KLAGE.kode).filter(skridt_rod=skridt.rod).first()
