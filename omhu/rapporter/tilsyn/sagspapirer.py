"""Documents about one case of a round: the sagsspecifikt notat, and the feedback letter to its caseworker."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.rapporter.brevdele import brev_paa_papir
from omhu.rapporter.dokument import Blok, Dokument, Fakta, Overskrift, Punkter, Tabel, prosa
from omhu.tidslinje.models import Skridt
from omhu.tilsyn.models import Genopretning, Laesning, Runde, Tilbagemelding, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af

IKKE_LAEST = "Sagen er ikke læst færdig endnu. Notatet kan laves, når mindst én læsning er låst."


def laeste_sager(runde: Runde) -> QuerySet[Tilsynssag]:
    """The cases of a round that have at least one locked reading, in the order they were drawn; whoever looks."""
    return (
        runde.sager.filter(tilstand="MED", laesninger__laast__isnull=False)
        .distinct()
        .order_by("nr")
    )


def med_laesninger(sager: QuerySet[Tilsynssag]) -> QuerySet[Tilsynssag]:
    """The same cases with all that their notes are written from, in a handful of statements."""
    laaste = (
        Laesning.objects.filter(laast__isnull=False)
        .select_related("laeser")
        .prefetch_related("svar", "blanketter")
    )
    return sager.select_related("sag", "runde__udgave__koncept").prefetch_related(
        Prefetch("laesninger", laaste)
    )


def sagsnotat(bruger: Bruger, tilsynssag: Tilsynssag) -> Dokument:
    """What the readers wrote of one case (of `med_laesninger`): forklæde, note, learning questions, answers with
    remarks. Raises ValidationError (Danish) before a reading is locked."""
    runde = tilsynssag.runde
    blokke: list[Blok] = [
        Fakta(
            [
                ("Runde", runde.navn),
                ("Periode", f"{dato(runde.fra)} til {dato(runde.til)}"),
            ]
        ),
        *laesernes_ord(koncept_af(runde.udgave), tilsynssag),
    ]
    return brev_paa_papir("Sagsspecifikt notat", blokke, af=bruger, sag=tilsynssag.sag)


def laesernes_ord(koncept: Tilsynskoncept, tilsynssag: Tilsynssag, under: int = 0) -> list[Blok]:
    """What the readers of one case wrote, level by level; `under` headings stand above it. Raises ValidationError."""
    laesninger = list(tilsynssag.laesninger.all())
    if not laesninger:
        raise ValidationError(IKKE_LAEST)
    blokke: list[Blok] = [Fakta([("Læst af", ", ".join(str(x.laeser) for x in laesninger))])]
    for laesning in laesninger:
        if len(laesninger) > 1:
            blokke.append(Overskrift(koncept.niveau(laesning.niveau).navn, under + 1))
        blokke += _laesning(koncept, laesning, under + 2)
    return blokke


def _laesning(koncept: Tilsynskoncept, x: Laesning, niveau: int) -> list[Blok]:
    navne = {b.kode: b.navn for b in koncept.blanketter}
    blokke: list[Blok] = []
    for b in x.blanketter.all():
        if b.tekst:
            blokke += [Overskrift(navne.get(b.kode, b.kode), niveau), *prosa(b.tekst)]
    for navn, tekst in (("Styrker", x.styrker), ("Opmærksomhedspunkter", x.opmaerksomhed)):
        if tekst:
            blokke += [Overskrift(navn, niveau), *prosa(tekst)]
    raekker = list(_svar(koncept, x))
    if raekker:
        blokke += [
            Overskrift("Svar", niveau),
            Tabel(["Spørgsmål", "Svar", "Begrundelse og bemærkning"], raekker, [5, 2, 5]),
        ]
    return blokke


def _svar(koncept: Tilsynskoncept, x: Laesning) -> Iterable[list[str]]:
    for s in x.svar.all():
        try:
            spurgt, svar = (
                koncept.find(s.spoergsmaal),
                koncept.skala_for(s.spoergsmaal).navn_paa(s.svar),
            )
        except KeyError:
            continue
        if spurgt.fortroligt:  # the findings stand in bilag 5
            continue
        ord_ = [
            t for t in (s.auto_grund if s.svar == s.auto else s.begrundelse, s.bemaerkning) if t
        ]
        yield [spurgt.tekst, svar, "\n".join(ord_)]


def tilbagemeldingsbrev(bruger: Bruger, t: Tilbagemelding) -> Dokument:
    """The feedback as a letter: what was good, what is to be mended and by when."""
    blokke: list[Blok] = [
        Fakta([("Runde", t.tilsynssag.runde.navn), ("Til", str(t.til)), ("Fra", str(t.fra))]),
        *_afsnit("Det var godt", t.godt),
        *_afsnit("Det skal rettes eller overvejes", t.rettes),
        *_genopretninger(t),
    ]
    dag = timezone.localdate(t.sendt) if t.sendt else timezone.localdate()
    return brev_paa_papir(
        "Tilbagemelding efter ledelsestilsyn", blokke, af=t.fra, sag=t.sag, dag=dag
    )


def _afsnit(navn: str, tekst: str) -> list[Blok]:
    return [Overskrift(navn), *prosa(tekst)] if tekst else []


def _genopretninger(t: Tilbagemelding) -> list[Blok]:
    alle = list(Genopretning.objects.filter(tilsynssag=t.tilsynssag, frafaldet=None))
    roedder = [g.skridt_rod for g in alle if g.skridt_rod]
    dage = {s.rod: s.naeste for s in Skridt.objects.filter(rod__in=roedder)}
    punkter = []
    for g in alle:
        dag = dage.get(g.skridt_rod) if g.skridt_rod else None
        punkter.append(f"{g.tekst} Senest {dato(dag)}." if dag else g.tekst)
    return [Overskrift("Aftalt"), Punkter(punkter)] if punkter else []
