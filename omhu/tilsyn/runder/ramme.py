"""The frame: which cases could be drawn, found once, frozen, with a fingerprint that anyone can compute anew.

A row is a case, or a case at one sagstrin that it really has in the window (else half a sample is »ikke relevant«).
Cases that the leader may not see are not in it; they are counted and told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.raekkesikkerhed import som_system
from omhu.frister.models import Pligt
from omhu.frister.queries import med_status
from omhu.frister.regelsaet import kalender, regler
from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import antal as talt
from omhu.kerne.ord_om_tid import dato
from omhu.maalinger import Maalesag
from omhu.maalinger.beregn import evaluering_af, see
from omhu.maalinger.betingelser import holds
from omhu.maalinger.kontekst import Omgivelser
from omhu.maalinger.sag import Vindue
from omhu.maalinger.tilsyn import Tilsynskoncept, forslag
from omhu.maalinger.tilsyn.sprog import IKKE_RELEVANT, Sagstrin
from omhu.regler.sprog import Status
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.tidslinje.maalesager import FELTER, af_raekker
from omhu.tidslinje.queries import Synsdag
from omhu.tilsyn.models import Rammesag, Runde, Tilsynssag
from omhu.tilsyn.runder import koncept as koncepter
from omhu.tilsyn.runder import risiko

AABNE, LUKKEDE, ALLE = "aabne", "lukkede", "alle"
TILSTANDE = {
    AABNE: "Sager, der var åbne på periodens sidste dag",
    LUKKEDE: "Sager, der blev lukket i perioden",
    ALLE: "Alle sager, der var åbne en del af perioden",
}


@dataclass(frozen=True)
class Valg:
    """What is asked for. `trin` empty: whole cases. `enheder` None: all."""

    fra: date
    til: date
    enhed: int | None = None
    tilstand: str = AABNE
    sagstyper: tuple[str, ...] = ()
    trin: tuple[str, ...] = ()
    raadgivere: tuple[int, ...] = ()
    udeluk_maaneder: int = 0
    """Cases in a round whose window ended less than so many months before are left out."""

    def som_json(self) -> dict[str, Any]:
        """As kept in the frame."""
        return {**asdict(self), "fra": self.fra.isoformat(), "til": self.til.isoformat()}


@dataclass(frozen=True)
class Raekke:
    """One row before it is stored."""

    sag: int
    nummer: str
    sagstrin: str
    enhed: int
    raadgiver: int | None
    sagstype: str
    risiko: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fundet:
    """The rows, and what was left out: (how many, why)."""

    raekker: list[Raekke]
    udeladt: list[tuple[int, str]]
    sager: int
    relevante: dict[str, int]
    """Question -> how many of the cases it concerns, as far as the data tell."""
    ukendte: tuple[str, ...] = ()
    """Sagstrin of which the data cannot tell who has them."""


def find(leder: Bruger, koncept: Tilsynskoncept, valg: Valg) -> Fundet:
    """The frame as it would be frozen now."""
    kandidater = _kandidater(leder, valg)
    udeladt: list[tuple[int, str]] = []
    _tael_usete(leder, valg, len(kandidater), udeladt)
    kandidater = _uden_nylige(kandidater, valg, udeladt)
    if valg.sagstyper:
        foer = len(kandidater)
        kandidater = [k for k in kandidater if k["sagstype"] in valg.sagstyper]
        _note(udeladt, foer - len(kandidater), "en anden sagstype end de valgte")
    if valg.raadgivere:
        foer = len(kandidater)
        kandidater = [k for k in kandidater if k["ansvarlig"] in valg.raadgivere]
        _note(udeladt, foer - len(kandidater), "hos andre rådgivere end de valgte")
    return _med_trin(kandidater, koncept, valg, udeladt)


def enheder_under(enhed: int | None) -> list[int] | None:
    """A unit with those below it; None is all."""
    if enhed is None:
        return None
    alle = list(Enhed.objects.values_list("pk", "overordnet_id"))
    fundne, nye = {enhed}, {enhed}
    while nye:
        nye = {pk for pk, over in alle if over in nye} - fundne
        fundne |= nye
    return sorted(fundne)


def _afgraens(sager: QuerySet[Sag], valg: Valg) -> QuerySet[Sag]:
    enheder = enheder_under(valg.enhed)
    if enheder is not None:
        sager = sager.filter(enhed__in=enheder)
    sager = sager.filter(Q(aabnet=None) | Q(aabnet__lte=valg.til))
    if valg.tilstand == AABNE:
        return sager.filter(Q(lukket=None) | Q(lukket__gt=valg.til))
    if valg.tilstand == LUKKEDE:
        return sager.filter(lukket__gte=valg.fra, lukket__lte=valg.til)
    return sager.filter(Q(lukket=None) | Q(lukket__gte=valg.fra))


KANDIDATFELTER = (*FELTER, "enhed", "ansvarlig")


def _kandidater(leder: Bruger, valg: Valg) -> list[dict[str, Any]]:
    """Values, not cases: nobody sees a child here, so none is noted as seen."""
    return list(
        _afgraens(synlige_sager(leder), valg).order_by("nummer", "pk").values(*KANDIDATFELTER)
    )


def _tael_usete(leder: Bruger, valg: Valg, set_: int, udeladt: list[tuple[int, str]]) -> None:
    with som_system():  # how many there are, also those that the leader may not see
        alle = _afgraens(Sag.objects.all(), valg).count()
    _note(udeladt, alle - set_, "beskyttet eller spærret for dig")


def _uden_nylige(
    kandidater: list[dict[str, Any]], valg: Valg, udeladt: list[tuple[int, str]]
) -> list[dict[str, Any]]:
    if not valg.udeluk_maaneder:
        return kandidater
    graense = Kalender().laeg_til(valg.til, "maaneder", -valg.udeluk_maaneder)
    nylige = set(
        Tilsynssag.objects.filter(
            tilstand=Tilsynssag.Tilstand.MED, runde__til__gt=graense, runde__til__lte=valg.til
        )
        .exclude(runde__tilstand=Runde.Tilstand.OPGIVET)
        .values_list("sag_id", flat=True)
    )
    rest = [k for k in kandidater if k["pk"] not in nylige]
    _note(
        udeladt,
        len(kandidater) - len(rest),
        f"med i en runde, hvis periode sluttede efter {dato(graense)}",
    )
    return rest


def _note(udeladt: list[tuple[int, str]], antal: int, hvorfor: str) -> None:
    if antal > 0:
        udeladt.append((antal, hvorfor))


def _med_trin(
    kandidater: list[dict[str, Any]],
    koncept: Tilsynskoncept,
    valg: Valg,
    udeladt: list[tuple[int, str]],
) -> Fundet:
    """The rows with what their steps tell."""
    efter_id = {k["pk"]: k for k in kandidater}
    over = _overskredne(efter_id, valg.til)
    sager = af_raekker(kandidater, Synsdag(valg.til))
    har = Trinkender(koncept, list(sager.values()), valg)
    raekker: list[Raekke] = []
    uden: Counter[str] = Counter()
    for k in kandidater:
        sag = sager[k["pk"]]
        alder = _alder(k["barn__foedselsdato"], valg.til)
        tal = risiko.tal(sag.trin, valg.fra, valg.til, alder, over[k["pk"]])
        for kode in _relevante(har, valg.trin, sag, uden):
            raekker.append(
                Raekke(k["pk"], k["nummer"], kode, k["enhed"], k["ansvarlig"], k["sagstype"], tal)
            )
    navne = {t.kode: t.navn for t in koncept.sagstrin}
    _note(udeladt, uden[""], "uden nogen af konceptets sagstrin")
    for kode in valg.trin:
        _note(udeladt, uden[kode], f"uden sagstrinnet »{navne[kode]}« i perioden")
    ukendte = tuple(navne[kode] for kode in valg.trin if kode in har.ukendte)
    return Fundet(raekker, udeladt, len(sager), har.relevante, ukendte)


class Trinkender:
    """Which sagstrin a case has: by the concept's own condition, else by whether any question there that the data
    can answer concerns it. Where the data can answer none, all cases are taken, and that is told."""

    def __init__(self, koncept: Tilsynskoncept, sager: Sequence[Maalesag], valg: Valg) -> None:
        self.koncept = koncept
        svar = forslag(koncept, sager, valg.fra, valg.til, regler=regler(), kalender=kalender())
        self.trin = koncepter.trin_at_traekke(koncept)
        self.relevante: dict[str, int] = {}
        """Question -> how many of the cases it concerns, where the data can tell."""
        trin_af = {s.id: s.sagstrin for s in koncept.spoergsmaal}
        self._angaar: set[tuple[str, str]] = set()
        kendte: set[str] = set()
        for (sag, spoergsmaal), f in svar.items():
            angaar = f.svar != IKKE_RELEVANT
            self.relevante[spoergsmaal] = self.relevante.get(spoergsmaal, 0) + angaar
            kendte.add(trin_af[spoergsmaal])
            if angaar:
                self._angaar.add((sag, trin_af[spoergsmaal]))
        self.ukendte = {t.kode for t in self.trin if t.relevant is None and t.kode not in kendte}
        vindue = Vindue(valg.fra, valg.til)
        begreber = koncepter.begreber(koncept)
        evaluering = evaluering_af([begreber], valg.til, regler(), kalender())
        self._om = Omgivelser(begreber, vindue, holds, evaluering)

    def har(self, trin: Sagstrin, sag: Maalesag) -> bool:
        """Has the case been through this sagstrin in the window?"""
        if trin.relevant is not None:
            return holds(trin.relevant, see(self._om, sag))
        return trin.kode in self.ukendte or (sag.id, trin.kode) in self._angaar

    def uden_for(self, sag: Maalesag) -> bool:
        """Does the concept say of all its sagstrin when a case has them, and this one has none?"""
        return all(t.relevant is not None for t in self.trin) and not any(
            self.har(t, sag) for t in self.trin
        )


def _overskredne(sager: dict[int, Any], til: date) -> Counter[int]:
    """Overdue obligations of each case on the window's last day."""
    ud: Counter[int] = Counter()
    ider = sorted(sager)
    for n in range(0, len(ider), 500):
        pligter: QuerySet[Any] = med_status(Pligt.objects.filter(sag__in=ider[n : n + 500]), til)
        ud.update(
            dict(
                pligter.filter(stand=Status.MANGLER.value, frist_dag__lte=til)
                .values_list("sag")
                .annotate(n=Count("pk"))
                .order_by()
            )
        )
    return ud


def _alder(foedt: date | None, paa: date) -> int | None:
    if foedt is None or paa < foedt:
        return None
    return paa.year - foedt.year - ((paa.month, paa.day) < (foedt.month, foedt.day))


def _relevante(
    har: Trinkender, koder: Sequence[str], sag: Maalesag, uden: Counter[str]
) -> list[str]:
    """The sagstrin at which the case can be read; one empty where whole cases are drawn."""
    if not koder:
        uden[""] += (ude := har.uden_for(sag))
        return [] if ude else [""]
    valgte = [t for t in har.trin if t.kode in koder]
    fundne = [t.kode for t in valgte if har.har(t, sag)]
    uden.update(t.kode for t in valgte if t.kode not in fundne)
    return fundne


def noegle(nummer: str, sagstrin: str) -> str:
    """How a row is called in draws: the case's number, with the sagstrin where one is drawn.

    >>> noegle("2024-00123", "bfu"), noegle("2024-00123", "")
    ('2024-00123/bfu', '2024-00123')
    """
    return f"{nummer}/{sagstrin}" if sagstrin else nummer


def linje(raekke: Raekke | Rammesag, nummer: str) -> str:
    """A row of the frame as it stands in the file whose fingerprint is published."""
    enhed = raekke.enhed if isinstance(raekke, Raekke) else raekke.enhed_id
    hvem = raekke.raadgiver if isinstance(raekke, Raekke) else raekke.raadgiver_id
    tal = ",".join(f"{k}={v}" for k, v in sorted(raekke.risiko.items()))
    return f"{noegle(nummer, raekke.sagstrin)}|enhed {enhed}|rådgiver {hvem or '-'}|{raekke.sagstype}|{tal}"


def som_fil(linjer: Iterable[str]) -> bytes:
    """The file: sorted lines, one newline between two, none at the end."""
    return "\n".join(sorted(linjer)).encode()


def aftryk(linjer: Iterable[str]) -> str:
    """SHA-256 of the file; `sha256sum ramme.txt` says the same."""
    return sha256(som_fil(linjer)).hexdigest()


def udeladt_tekst(udeladt: Iterable[Sequence[Any]]) -> list[str]:
    """
    >>> udeladt_tekst([(1, "spærret for dig"), (3, "en anden sagstype")])
    ['1 sag: spærret for dig', '3 sager: en anden sagstype']
    """
    return [f"{talt(n, 'sag', 'sager')}: {hvorfor}" for n, hvorfor in udeladt]
