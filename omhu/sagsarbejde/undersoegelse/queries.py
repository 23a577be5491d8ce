"""Reading an undersøgelse: its course, its texts, its plan and statements, and the needs it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from omhu.regler.trin import Trin
from omhu.sager.adgang import INGEN_ADGANG
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter, skrifter
from omhu.sagsarbejde.undersoegelse import ics
from omhu.sagsarbejde.undersoegelse.forloeb import AFDAEKNING, BFU, Forloeb, forloeb, ved_rod
from omhu.sagsarbejde.undersoegelse.skema import FRAVALGT, TEMAER, VALGT
from omhu.tidslinje.queries import Synsdag, trin_for_sag

PLAN, UDSAGN = "undersoegelsesplan", "udsagn"
Felter = dict[str, str]


@dataclass
class Undersoegelse:
    """One course with what is written in it. `tekster` has the texts by kind, each with `felter` and `udgave_nr`."""

    sag: Sag
    forloeb: Forloeb
    tekster: dict[str, Skrift]
    foer: list[Trin]
    """The steps of the case before the course began."""

    def felter(self, slags: str) -> Felter:
        """What a text of it says now; empty where it is not begun."""
        skrift = self.tekster.get(slags)
        return nyeste_felter(skrift)[0] if skrift else {}

    @property
    def tekst(self) -> Skrift | None:
        """The text itself (`bfu` or `afdaekning`)."""
        return self.tekster.get(self.forloeb.slags)

    @property
    def opdatering(self) -> bool:
        """Is it built on an older one?"""
        return bool(self.tekst and self.tekst.bygger_paa_id)


def alle(sag: Sag) -> list[Forloeb]:
    """The courses of a case that the reader has come to by `sager.adgang`, the oldest first."""
    return forloeb(trin_for_sag(sag.pk, Synsdag.i_dag()))


def skrevne(sag: Sag) -> set[str]:
    """What names the courses whose text is written here; one that came with an extract has none."""
    return set(skrifter(sag, BFU, AFDAEKNING).values_list("emne", flat=True))


def med_tekster(sag: Sag, f: Forloeb, trin: Sequence[Trin]) -> Undersoegelse:
    """A course with its texts; where a kind has several, the newest. `trin` are all the steps of the case."""
    fundne: dict[str, Skrift] = {}
    for s in skrifter(sag).filter(emne__in=f.roedder).order_by("oprettet"):
        s.sag = sag
        fundne[s.slags] = s
    foerste = next(nr for nr, t in enumerate(trin) if t.id == f.begyndelser[0].id)
    return Undersoegelse(sag, f, fundne, list(trin[:foerste]))


def hent(sag: Sag, rod: UUID) -> Undersoegelse:
    """One course of a case. Raises PermissionDenied when the case has none such."""
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    fundet = ved_rod(forloeb(trin), str(rod))
    if fundet is None:
        raise PermissionDenied(INGEN_ADGANG)
    return med_tekster(sag, fundet, trin)


# -- needs: what the plan's goals are tied to ------------------------------------------------------


def behov(sag: Sag) -> list[tuple[str, str]]:
    """(id, text) of the unmet needs that the newest undersøgelse of the case found; a finished one before one that is
    still being written. The id holds for good: `behov_tekst` knows it also when a newer undersøgelse has come."""
    skrift = skrifter(sag, BFU, AFDAEKNING).filter(afsluttet__isnull=False).first()
    skrift = skrift or skrifter(sag, BFU, AFDAEKNING).first()
    return _behov(skrift) if skrift else []


def behov_tekst(sag: Sag, id_: str) -> str:
    """What a need says; empty for one that the case does not have."""
    pk = id_.partition(".")[0]
    for skrift in skrifter(sag, BFU, AFDAEKNING):
        if str(skrift.pk) == pk:
            return dict(_behov(skrift)).get(id_, "")
    return ""


def _behov(skrift: Skrift) -> list[tuple[str, str]]:
    raekker = tekstskema.raekker(nyeste_felter(skrift)[0], "behov")
    return [(f"{skrift.pk}.{nr}", r["tekst"]) for nr, r in raekker.items() if r.get("tekst")]


# -- themes and plan -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tema:
    """A theme and whether it is in, and why or why not."""

    nr: str
    navn: str
    valg: str
    grund: str

    @property
    def valgt(self) -> bool:
        """Is it in?"""
        return self.valg == VALGT

    @property
    def fravalgt(self) -> bool:
        """Is it left out?"""
        return self.valg == FRAVALGT


def temaer(felter: Felter) -> list[Tema]:
    """The template's six themes and the case's own, as chosen."""
    raekker = tekstskema.raekker(felter, "tema")
    egne = [nr for nr in raekker if nr not in TEMAER]
    return [
        Tema(nr, r.get("navn") or TEMAER.get(nr, ""), r.get("valg", ""), r.get("grund", ""))
        for nr in (*TEMAER, *egne)
        for r in [raekker.get(nr, {})]
        if nr in TEMAER or r.get("navn")
    ]


@dataclass(frozen=True)
class Punkt:
    """One row of the plan: what, from whom, by when, and how far it has come."""

    nr: str
    hvad: str
    hvem: str
    senest: date | None
    anmodet: Trin | None
    modtaget: Trin | None

    def sent(self, i_dag: date) -> bool:
        """Is it asked for, not received, and past its day?"""
        frist = self.anmodet.naeste if self.anmodet else None
        return bool(frist and not self.modtaget and frist < i_dag)


def punkter(f: Forloeb, felter: Felter) -> list[Punkt]:
    """The plan's rows with their requests and answers."""
    anmodet = {str(t.attributter.get("punkt", "")): t for t in f.af("UDTALELSE_ANMODET")}
    svar = {t.vedroerer: t for t in f.af("UDTALELSE_MODTAGET")}
    ud = []
    for nr, r in tekstskema.raekker(felter, "punkt").items():
        bedt = anmodet.get(nr)
        modtaget = svar.get(bedt.navn) if bedt else None
        ud.append(
            Punkt(
                nr, r.get("hvad", ""), r.get("hvem", ""), _dag(r.get("senest", "")), bedt, modtaget
            )
        )
    return ud


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None


# -- statements ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Udsagn:
    """One statement."""

    nr: str
    dimension: str
    slags: str
    kilde: str
    dato: date | None
    tekst: str

    @property
    def domaene(self) -> str:
        """The side of the triangle."""
        return ics.domaene(self.dimension)

    @property
    def dimensionsnavn(self) -> str:
        """The dimension in words."""
        return ics.navn(self.dimension)

    @property
    def slagsnavn(self) -> str:
        """The kind in words."""
        return ics.SLAGS.get(self.slags, self.slags)


def udsagn(felter: Felter) -> list[Udsagn]:
    """The statements in the order in which they were written."""
    return [
        Udsagn(
            nr,
            r.get("dimension", ""),
            r.get("slags", ""),
            r.get("kilde", ""),
            _dag(r.get("dato", "")),
            r.get("tekst", ""),
        )
        for nr, r in tekstskema.raekker(felter, "udsagn").items()
    ]
