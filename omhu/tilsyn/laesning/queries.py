"""What a reading shows: its questions with their answers, how far one has come, what is missing before it is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Count, Q, Sum

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import antal
from omhu.maalinger.tilsyn import Forslag, Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import Blanket as Blanketkrav
from omhu.maalinger.tilsyn.sprog import Skala, Spoergsmaal
from omhu.tilsyn.adgang import egne_laesninger
from omhu.tilsyn.laesning.koncept import spoergsmaal_i
from omhu.tilsyn.models import Blanket, Fund, Laesning, Runde, Svar, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af

LINJEBREDDE = 90
"""Characters that fill a line of a text on the case (forklæde: 10 to 12 lines)."""


@dataclass(frozen=True)
class Linje:
    """One question of a reading and where it stands."""

    spoergsmaal: Spoergsmaal
    skala: Skala
    sagstrin: str
    svar: Svar
    frisk: Forslag | None = None
    """What the data answer now; a correction of a step may have moved it."""

    @property
    def besvaret(self) -> bool:
        return bool(self.svar.svar)

    @property
    def auto(self) -> str:
        """The computed answer as it is now; empty where there is none."""
        return self.frisk.svar if self.frisk else self.svar.auto

    @property
    def tilstand(self) -> str:
        """Sign and word of the list."""
        if self.besvaret:
            return "✓ Besvaret"
        return "◇ Udregnet" if self.auto else "○ Åben"

    @property
    def tegn(self) -> str:
        return self.tilstand[0]

    @property
    def i_ord(self) -> str:
        """The answer in words; the computed one as long as the reader has given none."""
        kode = self.svar.svar or self.auto
        return self.skala.navn_paa(kode) if kode else ""

    @property
    def auto_i_ord(self) -> str:
        """The computed answer in words."""
        return self.skala.navn_paa(self.auto) if self.auto else ""

    @property
    def rettet(self) -> bool:
        """Do the data say something else now than when the reader answered?"""
        return self.frisk is not None and self.besvaret and self.frisk.svar != self.svar.auto

    @property
    def tilsidesat(self) -> bool:
        """Does the reader say something else than the data?"""
        return bool(self.auto and self.besvaret and self.svar.svar != self.auto)


def linjer(laesning: Laesning, friske: Mapping[str, Forslag] | None = None) -> list[Linje]:
    """The questions of a reading in the concept's order. `friske`: what the data answer now."""
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    navne = {t.kode: t.navn for t in koncept.sagstrin}
    skrevet = {s.spoergsmaal: s for s in laesning.svar.all()}
    return [
        Linje(
            spoergsmaal=s,
            skala=koncept.skalaer[s.skala],
            sagstrin=navne.get(s.sagstrin, ""),
            svar=skrevet.get(s.id) or Svar(laesning=laesning, spoergsmaal=s.id),
            frisk=(friske or {}).get(s.id),
        )
        for s in spoergsmaal_i(laesning, koncept)
    ]


def naeste_aabne(alle: Sequence[Linje], efter: str = "") -> Linje | None:
    """The next question without an answer, from the one given and round again."""
    nr = next((i for i, x in enumerate(alle) if x.spoergsmaal.id == efter), -1)
    return next((x for x in [*alle[nr + 1 :], *alle[: nr + 1]] if not x.besvaret), None)


@dataclass(frozen=True)
class Fremdrift:
    """How far one has come in a round."""

    laest: int
    alle: int
    minutter: int

    def __str__(self) -> str:
        return f"{self.laest} af {antal(self.alle, 'sag', 'sager')} · {self.minutter} min. i alt"


@dataclass(frozen=True)
class Laeserunde:
    """A round as one of its readers sees it on the front page."""

    runde: Runde
    fremdrift: Fremdrift
    venter: list[Laesning]
    """Begun ones first, then by number."""

    @property
    def naeste(self) -> Laesning | None:
        return self.venter[0] if self.venter else None


def laeserunder(bruger: Bruger) -> list[Laeserunde]:
    """The rounds under way that one reads in, with how far one has come. One statement."""
    pr_runde: dict[int, list[Laesning]] = {}
    med = egne_laesninger(bruger).filter(
        tilsynssag__runde__tilstand=Runde.Tilstand.I_GANG,
        tilsynssag__tilstand=Tilsynssag.Tilstand.MED,
    )
    for x in med.order_by("-tilsynssag__runde", "tilsynssag__nr", "pk"):
        pr_runde.setdefault(x.tilsynssag.runde_id, []).append(x)
    ud = []
    for alle in pr_runde.values():
        venter = sorted((x for x in alle if not x.laast), key=lambda x: x.begyndt is None)
        minutter = ceil(sum(x.sekunder for x in alle) / 60)
        tal = Fremdrift(len(alle) - len(venter), len(alle), minutter)
        ud.append(Laeserunde(alle[0].tilsynssag.runde, tal, venter))
    return ud


def fremdrift(bruger: Bruger, runde_id: int) -> Fremdrift:
    """One's own readings of a round: locked and all of those still in it, and the minutes spent on any."""
    med = Q(tilsynssag__tilstand=Tilsynssag.Tilstand.MED)
    tal = (
        egne_laesninger(bruger)
        .filter(tilsynssag__runde=runde_id)
        .aggregate(
            laest=Count("pk", filter=med & Q(laast__isnull=False)),
            alle=Count("pk", filter=med),
            sekunder=Sum("sekunder"),
        )
    )
    return Fremdrift(tal["laest"], tal["alle"], ceil((tal["sekunder"] or 0) / 60))


def naeste_laesning(bruger: Bruger, laesning: Laesning) -> Laesning | None:
    """The next case of the round that one is to read: begun ones first, then by number."""
    venter = egne_laesninger(bruger).filter(
        tilsynssag__runde=laesning.tilsynssag.runde_id,
        tilsynssag__tilstand=Tilsynssag.Tilstand.MED,
        laast=None,
    )
    mulige = venter.exclude(pk=laesning.pk).order_by("tilsynssag__nr", "pk")
    return next((x for x in mulige if x.begyndt), mulige.first())


@dataclass(frozen=True)
class Mangel:
    """One thing that keeps a reading from being locked, and where it is settled."""

    tekst: str
    spoergsmaal: str = ""
    stopper: bool = True


def mangler(laesning: Laesning, alle: Sequence[Linje]) -> list[Mangel]:
    """What is missing before a reading is locked; those that do not stop it are only told of."""
    fundet: list[Mangel] = []
    meldte = set(Fund.objects.filter(laesning=laesning).values_list("spoergsmaal", flat=True))
    for x in alle:
        if tekst := _mangler_ved(x, meldte):
            fundet.append(Mangel(tekst, x.spoergsmaal.id))
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    skrevne = {b.kode for b in laesning.blanketter.all() if b.tekst.strip()}
    fundet += [
        Mangel(f"»{b.navn}« er ikke skrevet.", stopper=False)
        for b in koncept.blanketter
        if b.kode not in skrevne and not b.valgfri
    ]
    return fundet


def _mangler_ved(x: Linje, meldte: set[str]) -> str:
    if not x.besvaret:
        return "Spørgsmålet er ikke besvaret."
    if x.tilsidesat and not x.svar.begrundelse.strip():
        return (
            f"Du har svaret {x.i_ord.lower()}, men data siger {x.skala.navn_paa(x.auto).lower()}. "
            "Skriv hvorfor, eller ret svaret."
        )
    if x.svar.alvor == Svar.Alvor.ALVORLIG and x.spoergsmaal.id not in meldte:
        return "Du har skrevet, at barnet kan være i fare. Meld det som et alvorligt fund, eller ret graden."
    return ""


@dataclass(frozen=True)
class Blankettekst:
    """A text that the concept asks for, as it stands."""

    krav: Blanketkrav
    tekst: str

    @property
    def linjer(self) -> int:
        return linjer_i(self.tekst)


def blanketter(laesning: Laesning, koncept: Tilsynskoncept) -> list[Blankettekst]:
    """The texts on the case as a whole."""
    skrevne = {b.kode: b.tekst for b in Blanket.objects.filter(laesning=laesning)}
    return [Blankettekst(b, skrevne.get(b.kode, "")) for b in koncept.blanketter]


def linjer_i(tekst: str) -> int:
    """How many lines a text fills.

    >>> linjer_i("kort"), linjer_i("x" * 91), linjer_i("")
    (1, 2, 0)
    """
    return sum(ceil(len(x.strip()) / LINJEBREDDE) for x in tekst.splitlines() if x.strip())
