"""What letters share: letterhead, signature, rules in words, and texts of the case work as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.regelsaet import regel
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.dokument import (
    Afsnit,
    Blok,
    Brevhoved,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Stykke,
    Underskrift,
    prosa,
)
from omhu.regler.ord import antal_tekst, opremsning, varighed_tekst
from omhu.regler.sprog import Version
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift

NOTE = "Til rådgiveren, slet før brevet sendes: ingen har holdt {} op mod loven endnu. Se efter, at det passer."
KORT = 120
"""A text up to this long stands beside its label; a longer one below it."""


def brev_paa_papir(
    titel: str,
    blokke: Sequence[Blok],
    *,
    af: Bruger,
    sag: Sag,
    modtager: Sequence[str] = (),
    dag: date | None = None,
    underskrevet: bool = True,
) -> Dokument:
    """A letter with the municipality's head, the case number in the foot and the writer's signature."""
    dag = dag or timezone.localdate()
    kommune = settings.OMHU.kommune
    ender: list[Blok] = [underskrift(af)] if underskrevet else []
    return Dokument(
        titel,
        [*blokke, *ender],
        hoved=Brevhoved(_afsender(sag), dato(dag), sag.nummer, tuple(modtager)),
        bund=f"{kommune} · sag {sag.nummer}",
        forfatter=kommune,
        dag=dag,
    )


def _afsender(sag: Sag) -> tuple[str, ...]:
    raadgiver = f"Rådgiver: {sag.ansvarlig}" if sag.ansvarlig else ""
    return (settings.OMHU.kommune, str(sag.enhed), raadgiver)


def underskrift(af: Bruger) -> Underskrift:
    """Who sends the letter, with role and unit."""
    return Underskrift(
        str(af), (af.get_rolle_display(), str(af.enhed) if af.enhed else settings.OMHU.kommune)
    )


def barnet(sag: Sag) -> str:
    """The child's name in running text; one without a name is `barnet`."""
    return sag.barn.navn or "barnet"


# -- rules in words --------------------------------------------------------------------------------


def regelversion(regel_id: str, dag: date) -> Version:
    """A rule as it stood on a day. Raises LookupError for a rule that is not in use."""
    fundet = regel(regel_id)
    if fundet is None:
        raise LookupError(regel_id)
    gamle = [v for v in fundet.versioner if v.fra <= dag]
    return gamle[-1] if gamle else fundet.versioner[0]


def hjemmel(regel_id: str, dag: date) -> str:
    """The paragraph: `BL § 138`. That nobody has held it against the law is no matter for the family; the rådgiver is
    told (`paragraffer`)."""
    v = regelversion(regel_id, dag)
    return paragraf(v.hjemmel, verificeret=v.status == "verificeret")


_ikke_efterset: ContextVar[list[str] | None] = ContextVar("ikke_efterset", default=None)


def paragraf(tekst: str, *, verificeret: bool) -> str:
    """A paragraph as a letter names it; one that nobody has checked is noted for the one who sends it."""
    fundne = _ikke_efterset.get()
    if fundne is not None and not verificeret and tekst not in fundne:
        fundne.append(tekst)
    return tekst


@contextmanager
def ikke_efterset() -> Iterator[list[str]]:
    """The unchecked paragraphs that the letters made within name."""
    fundne: list[str] = []
    token = _ikke_efterset.set(fundne)
    try:
        yield fundne
    finally:
        _ikke_efterset.reset(token)


def med_note(dokument: Dokument, fundne: Sequence[str]) -> Dokument:
    """A draft with a first line for the rådgiver about paragraphs that nobody has checked."""
    if not fundne:
        return dokument
    note = Afsnit(Stykke(NOTE.format(opremsning(fundne, "og")), kursiv=True))
    return replace(dokument, blokke=[note, *dokument.blokke])


def laengde(regel_id: str, dag: date) -> str:
    """How long a rule gives: `24 timer`, `7 arbejdsdage`."""
    frist = regelversion(regel_id, dag).tilfaelde[0].frist
    return antal_tekst(frist.timer, "timer") if frist.timer else varighed_tekst(frist)


# -- texts of the case work ------------------------------------------------------------------------


def af_skrift(
    skrift: Skrift, *, niveau: int = 1, streget: dict[str, str] | None = None
) -> list[Blok]:
    """All that a text says (`tekster.queries.skrifter` has read it), field by field under its label. `streget`:
    names of fields that the reader may not see -> why."""
    kendt = skema.slags(skrift.slags)
    skjult = streget or {}
    felter: dict[str, str] = vars(skrift)["felter"]  # an annotation of the query
    blokke: list[Blok] = []
    for felt in kendt.felter:
        blokke += _felt(felt, felter.get(felt.navn, ""), niveau, skjult.get(felt.navn))
    for liste, under in kendt.lister.items():
        for nr, raekke in skema.raekker(felter, liste).items():
            for felt in under:
                grund = skjult.get(f"{liste}.{nr}.{felt.navn}")
                blokke += _felt(felt, raekke.get(felt.navn, ""), niveau + 1, grund)
    return blokke


def _felt(felt: skema.Tekstfelt, tekst: str, niveau: int, grund: str | None) -> list[Blok]:
    if not tekst.strip():
        return []
    if grund is not None:
        return [Overskrift(felt.label, niveau), Overstregning(grund)]
    if felt.form == "dato":
        return [Fakta([(felt.label, _dag(tekst))])]
    return med_navn(felt.label, dict(felt.valg).get(tekst, tekst), niveau)


def _dag(tekst: str) -> str:
    try:
        return dato(date.fromisoformat(tekst))
    except ValueError:
        return tekst


def med_navn(navn: str, tekst: str, niveau: int = 1) -> list[Blok]:
    """A text under its name: short ones beside it, long ones below a heading."""
    if len(tekst) <= KORT and "\n" not in tekst.strip():
        return [Fakta([(navn.rstrip("?"), tekst.strip())])]
    return [Overskrift(navn, niveau), *prosa(tekst)]
